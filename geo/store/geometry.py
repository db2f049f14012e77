"""Geometries as GeoPackage holds them: a short header, then WKB.

Blobs are encoded and read by hand, because GDAL must never open the live file in a process that
has a `sqlite3` connection on it: two copies of SQLite in one process break each other's locks.
GeoPackage keeps x = longitude, y = latitude whatever the reference system's axis order says.
Source: OGC 12-128r18 (GeoPackage 1.3.1), clause 2.1.3.
"""

import math
import sqlite3
import struct
from collections.abc import Callable, Iterator

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

SRS_ID = 4326
"""EPSG:4326, which every GIS knows; in a GeoPackage its points are the same as OGC:CRS84's."""

_HEADER = struct.Struct("<2sBBi")
_POINT = struct.Struct("<2sBBiBIdd")
_BOUNDS = struct.Struct("<4d")
_LITTLE_ENDIAN, _WITH_BOUNDS, _EMPTY = 0b1, 0b10, 0b10000
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_WKB_POINT = 1


def encode_point(lon: float, lat: float) -> bytes:
    """Return the blob of a point, degrees, OGC:CRS84."""
    return _POINT.pack(b"GP", 0, _LITTLE_ENDIAN, SRS_ID, 1, _WKB_POINT, lon, lat)


def encode_area(footprint: BaseGeometry) -> bytes | None:
    """Return the blob of a footprint's polygons as one MultiPolygon; None if it has none."""
    polygons = list(_polygons(footprint))
    if not polygons:
        return None
    area = shapely.force_2d(MultiPolygon(polygons))
    west, south, east, north = area.bounds
    header = _HEADER.pack(b"GP", 0, _LITTLE_ENDIAN | _WITH_BOUNDS, SRS_ID)
    return header + _BOUNDS.pack(west, east, south, north) + shapely.to_wkb(area, byte_order=1)


def decode(blob: bytes) -> BaseGeometry:
    """Return the geometry of any GeoPackage blob.

    Raises:
        ValueError: it is no such blob.
    """
    if len(blob) < _HEADER.size or blob[:2] != b"GP":
        msg = "not a GeoPackage geometry"
        raise ValueError(msg)
    envelope = _ENVELOPE_BYTES.get(blob[3] >> 1 & 0b111)
    if envelope is None:
        msg = "a GeoPackage geometry with an unknown envelope"
        raise ValueError(msg)
    try:
        return shapely.from_wkb(blob[_HEADER.size + envelope :])
    except shapely.errors.GEOSException as error:
        msg = "a GeoPackage geometry that is damaged"
        raise ValueError(msg) from error


def decode_point(blob: bytes | None) -> tuple[float, float] | None:
    """Return longitude and latitude of a point's blob, None for a missing or empty one.

    What another program saved as something else than a point is stood for by its centroid.

    Raises:
        ValueError: it is no GeoPackage geometry.
    """
    if blob is None:
        return None
    if len(blob) == _POINT.size and blob[3] == _LITTLE_ENDIAN and blob[8] == 1:
        *_, lon, lat = _POINT.unpack(blob)
        return None if math.isnan(lon) else (lon, lat)
    geometry = decode(blob)
    return None if geometry.is_empty else (geometry.centroid.x, geometry.centroid.y)


def register_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the R-tree triggers of a GeoPackage call."""
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)
    for place, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, _bound(place), deterministic=True)


def _polygons(geometry: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(geometry, Polygon):
        if not geometry.is_empty:
            yield geometry
        return
    for part in getattr(geometry, "geoms", ()):
        yield from _polygons(part)


def _bounds(blob: bytes) -> tuple[float, float, float, float]:
    """Return min x, max x, min y, max y."""
    if len(blob) == _POINT.size and (point := decode_point(blob)):
        return point[0], point[0], point[1], point[1]
    if blob[3] >> 1 & 0b111:
        min_x, max_x, min_y, max_y = _BOUNDS.unpack_from(blob, _HEADER.size)
        return min_x, max_x, min_y, max_y
    min_x, min_y, max_x, max_y = decode(blob).bounds
    return min_x, max_x, min_y, max_y


def _is_empty(blob: bytes | None) -> int | None:
    if blob is None:
        return None
    if len(blob) == _POINT.size:
        return int(decode_point(blob) is None)
    if blob[3] >> 1 & 0b111:  # only what is not empty has bounds
        return 0
    return int(bool(blob[3] & _EMPTY) or decode(blob).is_empty)


def _bound(place: int) -> Callable[[bytes | None], float | None]:
    return lambda blob: None if blob is None or _is_empty(blob) else _bounds(blob)[place]
