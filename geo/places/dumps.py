"""Gazetteer files that people bring: GeoNames dumps and Who's On First GeoJSON, read as streams.

A file is read row by row, zipped or not, in bounded memory. What a row says comes out as a draft
of a gazetteer entry or as a further name of a place; what cannot be read comes out as None.
"""

import json
import math
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError
from geo.model import PlaceKind
from geo.places.footprint import radius_of_area_m, radius_of_city_m
from geo.places.sources import CITY_FROM, Draft, NameRank


class DumpKind(StrEnum):
    """What kind of file it is."""

    GEONAMES = "geonames"
    ALTERNATE_NAMES = "alternate names"
    GEOJSON = "geojson"


@dataclass(frozen=True, slots=True)
class FurtherName:
    """A name of a place that another file describes, by its GeoNames id."""

    geonames_id: int
    name: str
    rank: NameRank


Row = Draft | FurtherName | None
Told = Callable[[int], None]

_LONGEST_LINE = 1 << 20
"""Bytes of one row of a table; GeoNames' longest is about 15,000."""

_LONGEST_FEATURE = 1 << 27
"""Characters of one GeoJSON feature; Who's On First's longest is about 60 million."""

_CHUNK = 1 << 16
_TABLE_COLUMNS = {19: DumpKind.GEONAMES, 8: DumpKind.ALTERNATE_NAMES, 10: DumpKind.ALTERNATE_NAMES}

_RADIUS_M = {
    PlaceKind.COUNTRY: 500_000.0,
    PlaceKind.ADMIN1: 100_000.0,
    PlaceKind.ADMIN2: 30_000.0,
    PlaceKind.REGION: 20_000.0,
    PlaceKind.WATER: 20_000.0,
    PlaceKind.FACILITY: 2_000.0,
}
"""Radius of what a dump gives no size for; round figures between the usual sizes of each kind."""

_KIND_OF_CLASS = {
    "H": PlaceKind.WATER,
    "L": PlaceKind.REGION,
    "R": PlaceKind.FACILITY,
    "S": PlaceKind.FACILITY,
    "T": PlaceKind.REGION,
    "U": PlaceKind.WATER,
    "V": PlaceKind.REGION,
}
"""Kind by GeoNames feature class; classes A and P need the feature code too."""

_ADMIN_LEVEL = re.compile(r"ADM(?P<level>[1-5])H?\Z")
_NO_NAME_LANGUAGES = frozenset(
    {"link", "post", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon", "piny"}
)
"""What the language column of alternateNames holds that is no name of a place in a text."""

_KIND_OF_PLACETYPE = {
    "country": PlaceKind.COUNTRY,
    "dependency": PlaceKind.COUNTRY,
    "macroregion": PlaceKind.REGION,
    "region": PlaceKind.ADMIN1,
    "macrocounty": PlaceKind.ADMIN2,
    "county": PlaceKind.ADMIN2,
    "localadmin": PlaceKind.ADMIN2,
    "locality": PlaceKind.CITY,
    "borough": PlaceKind.CITY,
    "neighbourhood": PlaceKind.CITY,
    "macrohood": PlaceKind.CITY,
    "campus": PlaceKind.FACILITY,
    "venue": PlaceKind.FACILITY,
    "continent": PlaceKind.REGION,
    "empire": PlaceKind.REGION,
    "marinearea": PlaceKind.WATER,
    "ocean": PlaceKind.WATER,
}
"""Kind by Who's On First placetype; other placetypes are left out."""


def kind_of(path: Path) -> DumpKind:
    """Return what kind of file it is, by its first row.

    Raises:
        GazetteerError: it cannot be opened, or is none of the known kinds.
    """
    for stream, _ in _streams(path):
        head = stream.read(_CHUNK).lstrip(b"\xef\xbb\xbf \t\r\n\x1e")
        if head.startswith(b"{"):
            return DumpKind.GEOJSON
        columns = head.partition(b"\n")[0].count(b"\t") + 1
        if columns in _TABLE_COLUMNS:
            return _TABLE_COLUMNS[columns]
    msg = (
        f"{path} is no gazetteer file: neither a GeoNames table (19 columns), nor alternate names "
        "(10 columns), nor GeoJSON"
    )
    raise GazetteerError(msg)


def size_of(path: Path) -> int:
    """Return the bytes that there are to read, unpacked."""
    return sum(size for _, size in _streams(path))


def rows(path: Path, kind: DumpKind, told: Told | None = None) -> Iterator[Row]:
    """Yield what each row says, None for a row that cannot be read, in the file's order.

    Args:
        path: The file, zipped or not.
        kind: As `kind_of` found it.
        told: Called now and then with the bytes read so far.

    Raises:
        GazetteerError: the file cannot be opened or is damaged.
    """
    done = 0
    for stream, _ in _streams(path):
        counted = _Counted(stream, done, told)
        if kind is DumpKind.GEOJSON:
            yield from (_from_feature(feature) for feature in _features(counted))
        else:
            read = _from_geonames if kind is DumpKind.GEONAMES else _from_alternate
            yield from (_from_line(line, read) for line in counted.lines())
        done = counted.done


class _Counted:
    """A byte stream that tells how far it has been read."""

    def __init__(self, stream: IO[bytes], done: int, told: Told | None) -> None:
        self._stream = stream
        self._told = told
        self.done = done

    def read(self, size: int) -> bytes:
        return self._note(self._stream.read(size))

    def lines(self) -> Iterator[bytes]:
        while line := self._stream.readline(_LONGEST_LINE):
            yield self._note(line)

    def _note(self, piece: bytes) -> bytes:
        before = self.done >> 20
        self.done += len(piece)
        if self._told and self.done >> 20 != before:
            self._told(self.done)
        return piece


def _streams(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """Yield the byte streams in a file with their sizes: one, or every table in a zip archive."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    if _is_table(member.filename):
                        with archive.open(member) as stream:
                            yield stream, member.file_size
        else:
            with path.open("rb") as stream:
                yield stream, path.stat().st_size
    except (OSError, zipfile.BadZipFile) as error:
        msg = f"{path} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise GazetteerError(msg) from error


def _is_table(name: str) -> bool:
    is_text = name.casefold().endswith((".txt", ".tsv", ".geojson", ".json"))
    return is_text and not name.casefold().endswith(("readme.txt", "iso-languagecodes.txt"))


# -- GeoNames tables ------------------------------------------------------------------------


def _from_line(line: bytes, read: Callable[[list[str]], Row]) -> Row:
    try:
        return read(line.decode("utf-8").rstrip("\r\n").split("\t"))
    except (ValueError, IndexError):
        return None


def _from_geonames(cells: list[str]) -> Draft | None:
    """Read a row of a country file or allCountries (GeoNames' readme, "main table").

    Raises:
        ValueError: a number is none.
        IndexError: a column is missing.
    """
    number, population = int(cells[0]), int(cells[14] or 0)
    kind = _kind_of_geonames(cells[6], cells[7], population)
    lon, lat = _point(cells[5], cells[4])
    draft = Draft(
        id=f"geonames:{number}",
        name=cells[1],
        kind=kind,
        lon=lon,
        lat=lat,
        uncertainty_m=_radius(kind, population),
        country=cells[8],
        population=population,
        geonames_id=number,
        method="added",
        is_suburb=cells[7] == "PPLX",
        is_capital=cells[7] == "PPLC",
    )
    draft.call([cells[1], cells[2]], NameRank.PRIMARY)
    draft.call(cells[3].split(","))
    return draft


def _kind_of_geonames(feature_class: str, code: str, population: int) -> PlaceKind:
    if feature_class == "P":
        return PlaceKind.CITY if population >= CITY_FROM else PlaceKind.VILLAGE
    if feature_class == "A":
        found = _ADMIN_LEVEL.match(code)
        if code.startswith("PCL"):
            return PlaceKind.COUNTRY
        if found:
            return PlaceKind.ADMIN1 if found["level"] == "1" else PlaceKind.ADMIN2
        return PlaceKind.REGION
    return _KIND_OF_CLASS.get(feature_class, PlaceKind.REGION)


def _from_alternate(cells: list[str]) -> FurtherName | None:
    """Read a row of alternateNames or alternateNamesV2; None says that it is no name.

    Raises:
        ValueError: the id is no number.
        IndexError: a column is missing.
    """
    number, language, name, preferred = int(cells[1]), cells[2], cells[3], cells[4]
    if not name or language in _NO_NAME_LANGUAGES:
        return FurtherName(number, "", NameRank.ALTERNATE)
    rank = NameRank.PRIMARY if preferred == "1" and language == "en" else NameRank.ALTERNATE
    return FurtherName(number, name, NameRank.ABBREVIATION if language == "abbr" else rank)


# -- GeoJSON --------------------------------------------------------------------------------


def _features(stream: _Counted) -> Iterator[dict[str, Any] | None]:
    """Yield the features of a collection, of a sequence or of a file of one, one at a time."""
    text, decoder, is_open = "", json.JSONDecoder(), False
    decode = _utf8_decoder()
    wanted = _CHUNK
    while True:
        piece = stream.read(wanted)
        text += decode(piece)
        if not is_open:
            text = text[_array_start(text) :]
        is_open = True
        taken = 0
        while (start := _skipped(text, taken)) < len(text):
            try:
                value, taken = decoder.raw_decode(text, start)
            except json.JSONDecodeError:
                break
            yield value if isinstance(value, dict) else None
        text = text[taken:]
        wanted = max(_CHUNK, len(text))  # doubling keeps a long feature's cost linear
        if not piece or len(text) > _LONGEST_FEATURE:
            if _skipped(text, 0) < len(text) and not _is_end(text):
                yield None
            return


_ARRAY = re.compile(r'"features"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")


def _array_start(head: str) -> int:
    """Return where the features of a collection begin, 0 where the file is no collection."""
    array = _ARRAY.search(head)
    is_collection = array is not None and '"geometry"' not in head[: array.start()]
    return array.end() if array and is_collection else 0


def _skipped(text: str, start: int) -> int:
    found = _BETWEEN.match(text, start)
    return found.end() if found else start


def _is_end(text: str) -> bool:
    return text.lstrip(" \t\r\n,\x1e").startswith("]")


def _utf8_decoder() -> Callable[[bytes], str]:
    import codecs

    return codecs.getincrementaldecoder("utf-8")(errors="replace").decode


def _from_feature(feature: dict[str, Any] | None) -> Draft | None:
    """Read a Who's On First feature; None where it lacks what a place needs."""
    try:
        return _place_of(dict(feature["properties"]), feature.get("geometry")) if feature else None
    except (KeyError, TypeError, ValueError, ShapelyError):
        return None


def _place_of(said: dict[str, Any], geometry: object) -> Draft | None:
    kind = _KIND_OF_PLACETYPE.get(str(said.get("wof:placetype", "locality")))
    if kind is None:
        return None
    number = int(said["wof:id"])
    shape = shapely.from_geojson(json.dumps(geometry)) if geometry else None
    is_area = shape is not None and shape.geom_type in {"Polygon", "MultiPolygon"}
    population = int(said.get("wof:population") or said.get("gn:population") or 0)
    lon, lat = _point(*_label_point(said, shape))
    if kind is PlaceKind.CITY and population < CITY_FROM:
        kind = PlaceKind.VILLAGE
    draft = Draft(
        id=f"wof:{number}",
        name=str(said["wof:name"]),
        kind=kind,
        lon=lon,
        lat=lat,
        uncertainty_m=(radius_of_area_m(shape) if is_area and shape else _radius(kind, population)),
        country=_country_of(said),
        population=population,
        geonames_id=_geonames_id(said),
        footprint=shape if is_area else None,
        method="added",
    )
    draft.call([draft.name], NameRank.PRIMARY)
    for key, names in said.items():
        if key.startswith("name:") and isinstance(names, list):
            is_first = key == "name:eng_x_preferred"
            draft.call(map(str, names), NameRank.PRIMARY if is_first else NameRank.ALTERNATE)
    return draft


def _label_point(said: dict[str, Any], shape: BaseGeometry | None) -> tuple[object, object]:
    """Return longitude and latitude of where a label goes.

    Raises:
        KeyError: the feature has neither such a point nor a geometry.
    """
    for prefix in ("lbl", "reversegeo", "geom"):
        if f"{prefix}:longitude" in said and f"{prefix}:latitude" in said:
            return said[f"{prefix}:longitude"], said[f"{prefix}:latitude"]
    if shape is None:
        msg = "geometry"
        raise KeyError(msg)
    point = shape.representative_point()
    return point.x, point.y


def _country_of(said: dict[str, Any]) -> str:
    code = str(said.get("iso:country") or said.get("wof:country") or "").upper()
    return code if re.fullmatch("[A-Z]{2}", code) else ""


def _geonames_id(said: dict[str, Any]) -> int | None:
    number = str((said.get("wof:concordances") or {}).get("gn:id"))
    return int(number) if number.isdecimal() else None


def _point(lon: object, lat: object) -> tuple[float, float]:
    """Return longitude and latitude in degrees.

    Raises:
        ValueError: they are no numbers or off the globe.
    """
    x, y = float(str(lon)), float(str(lat))
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):  # noqa: PLR2004 - degrees
        msg = f"({lon}, {lat}) is no point on the globe"
        raise ValueError(msg)
    return x, y


def _radius(kind: PlaceKind, population: int) -> float:
    return _RADIUS_M.get(kind) or radius_of_city_m(population)
