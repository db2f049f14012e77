"""Our own tables of places: what the gazetteer's sources lack or rank wrongly.

They lie in `data/regions` and `data/places/curated` as tab-separated text, each with a header;
`SOURCE.md` beside them says where they come from.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.errors import GazetteerError
from geo.resources import data_dir

REGION_TABLES = ("regions", "waters")
PLACE_TABLES = (
    "abbreviations",
    "countries",
    "demonyms",
    "facilities",
    "landscapes",
    "names",
    "not_names",
    "points",
    "settlements",
)
OPEN_TABLES = ("airports", "us_towns")
"""Tables that `data/places/build_open_places.py` makes from open packages."""

_AIRPORT_KM = 3.0
"""Radius of an airport: what the longest runways and their aprons take."""


@dataclass(frozen=True, slots=True)
class CuratedRegion:
    """A region made of countries and admin units, or drawn by hand.

    Attributes:
        members: Ids of countries and admin units, and `un:` codes of UN M49 regions; an id after
            a minus sign is taken out again.
        outline: WKT in OGC:CRS84, empty for a region made of its members.
        reach_km: For a point or line outline, how far the region reaches from it; else 0.
        country: ISO 3166-1 alpha-2 where it lies wholly in one (de jure), else empty.
        point: Its display point, longitude first; None for one inside its shape.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...] = ()
    outline: str = ""
    reach_km: float = 0.0
    country: str = ""
    is_water: bool = False
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class CuratedPlace:
    """A spot: a facility with its radius in kilometres, or a settlement with its population."""

    id: str
    name: str
    aliases: tuple[str, ...]
    lon: float
    lat: float
    country: str
    radius_km: float = 0.0
    population: int = 0
    admin1: str = ""


@dataclass(frozen=True, slots=True)
class CuratedPoint:
    """The display point of a country or admin unit, and further names for it."""

    id: str
    lon: float
    lat: float
    names: tuple[str, ...] = ()


def regions() -> Iterator[CuratedRegion]:
    """Yield the curated land regions, then the waters."""
    for row in _rows("regions"):
        yield CuratedRegion(
            id=row["id"],
            name=row["name"],
            aliases=_words(row["aliases"]),
            members=tuple(row["members"].split()),
            outline=row["outline"],
            country=row["country"],
        )
    for row in _rows("waters"):
        yield CuratedRegion(
            id=row["id"],
            name=row["name"],
            aliases=_words(row["aliases"]),
            outline=row["outline"],
            reach_km=float(row["reach_km"]),
            is_water=True,
        )


def landscapes() -> Iterator[CuratedRegion]:
    """Yield islands, mountains, valleys, old provinces, lakes, rivers and bays as rough discs.

    A river is a line; its display point is its mouth, as in GeoNames.
    """
    for row in _rows("landscapes"):
        point = float(row["lon"]), float(row["lat"])
        yield CuratedRegion(
            id=row["id"],
            name=row["name"],
            aliases=_words(row["aliases"]),
            outline=row["outline"] or f"POINT({point[0]} {point[1]})",
            reach_km=float(row["reach_km"]),
            country=row["country"],
            is_water=row["kind"] == "water",
            point=point,
        )


def airports() -> Iterator[CuratedPlace]:
    """Yield airports with an IATA code, and air bases."""
    for row in _rows("airports"):
        yield _spot(row, radius_km=_AIRPORT_KM)


def us_towns() -> Iterator[CuratedPlace]:
    """Yield places of the United States that have a post office and are not in GeoNames'."""
    for row in _rows("us_towns"):
        yield _spot(row)


def facilities() -> Iterator[CuratedPlace]:
    """Yield plants, bridges, bases, airports, crossings, islands, parks and camps."""
    for row in _rows("facilities"):
        yield _spot(row, radius_km=float(row["radius_km"]))


def settlements() -> Iterator[CuratedPlace]:
    """Yield towns and villages that the sources lack, or know by too few names."""
    for row in _rows("settlements"):
        yield _spot(row, population=int(row["population"]))


def country_points() -> Iterator[CuratedPoint]:
    """Yield GeoNames' display points of countries, with common spellings."""
    for row in _rows("countries"):
        lon, lat = float(row["lon"]), float(row["lat"])
        yield CuratedPoint(row["country"], lon, lat, _words(row["names"]))


def points() -> Iterator[CuratedPoint]:
    """Yield GeoNames' display points of large admin units and continents."""
    for row in _rows("points"):
        yield CuratedPoint(row["place"], float(row["lon"]), float(row["lat"]))


def forms(table: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield place id and words of the table "abbreviations", "demonyms", "names" or "not_names".

    In "names" they are further names; in "not_names" names that the place is not to be found by,
    and the id may be `*` for every place.
    """
    for row in _rows(table):
        yield row["place"], _words(row["forms"])


def digest() -> str:
    """Return ten hexadecimal digits that change with any curated table or boundary file."""
    content = hashlib.sha256()
    for path in _files():
        content.update(path.name.encode())
        content.update(path.read_bytes())
    return content.hexdigest()[:10]


def _files() -> Iterator[Path]:
    yield from (_path(table) for table in (*REGION_TABLES, *PLACE_TABLES, *OPEN_TABLES))
    yield from sorted(data_dir("places").glob("*.parquet"))


def _path(table: str) -> Path:
    folder = data_dir("regions") if table in REGION_TABLES else data_dir("places")
    return (folder / "curated" if table in PLACE_TABLES else folder) / f"{table}.tsv"


def _rows(table: str) -> Iterator[dict[str, str]]:
    path = _path(table)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    except OSError as error:
        msg = f"the table {path} cannot be read; install Dateline again"
        raise GazetteerError(msg) from error


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split("|") if word)


def _spot(row: dict[str, str], *, radius_km: float = 0.0, population: int = 0) -> CuratedPlace:
    return CuratedPlace(
        id=row["id"],
        name=row["name"],
        aliases=_words(row["aliases"]),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        country=row["country"],
        radius_km=radius_km,
        population=population,
        admin1=row.get("admin1", ""),
    )
