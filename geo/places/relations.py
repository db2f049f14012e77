"""Places between others, along borders and off coasts: what two names or a shore make together.

The id of such a place is that of its first anchor with a suffix that names the second:
"UA/border:BY" (along a border; "UA/border" along all land borders), "ID/between:ID" (between two
places), "ID/coast" (the sea off a shore). Geometry is OGC:CRS84 degrees.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import UnknownPlace
from geo.model import Place, PlaceKind
from geo.places.footprint import (
    SMALLEST_M,
    around,
    circle,
    distance_m,
    inner_point,
    radius_of_area_m,
)

if TYPE_CHECKING:
    from geo.places.gazetteer import Gazetteer

BORDER_M = 20_000.0
"""Reach, in metres, of "near the border" to both sides: what reports call the border area is a
day's walk; many states' border zones are 5 to 30 km deep."""

COAST_M = 50_000.0
"""Reach, in metres, of "off the coast": about twice the territorial sea of 12 nautical miles."""

_BETWEEN_SHARE = 0.2
"""Half the width of what lies between two places, as a share of their distance."""

_LEAST_BETWEEN_M = 2_000.0
_TOUCHING_DEGREES = 0.05
"""Gap up to which simplified borders of neighbours count as one line: about 5 km."""

_SUFFIX = re.compile(r"(?P<kind>border|between|coast)(?::(?P<other>.+))?\Z")


def split_id(place_id: str) -> tuple[str, str, str] | None:
    """Return anchor, kind and second anchor of a place's id; None for an id of another form."""
    base, _, suffix = place_id.rpartition("/")
    found = _SUFFIX.match(suffix)
    return (base, found["kind"], found["other"] or "") if base and found else None


def related(gazetteer: "Gazetteer", one: Place, kind: str, other: Place | None) -> Place:
    """Return the place that a relation of one or two places makes.

    Args:
        gazetteer: For neighbours and land.
        one: The first anchor.
        kind: `border`, `between` or `coast`.
        other: The second anchor; None for all borders of the first, and for a coast.

    Raises:
        UnknownPlace: there is no such border, or no sea within reach.
    """
    if kind == "border":
        return _border(gazetteer, one, other)
    if kind == "coast" or other is None:
        return _coast(gazetteer, one)
    return _between(gazetteer, one, other)


# -- borders --------------------------------------------------------------------------------


def _border(gazetteer: "Gazetteer", one: Place, other: Place | None) -> Place:
    lines = _shared_line(gazetteer, one, other)
    suffix = f"border:{other.id}" if other else "border"
    if lines is None or lines.is_empty:
        unknown = f"{one.id}/{suffix}"
        raise UnknownPlace(unknown)
    area = around(lines, BORDER_M)
    words = f"the border of {one.name}" + (f" with {other.name}" if other else "")
    return _made(one, suffix, words, "border-belt", area, other)


def _shared_line(gazetteer: "Gazetteer", one: Place, other: Place | None) -> BaseGeometry | None:
    """Return the part of an area's edge that touches the other, or any neighbour of its kind."""
    if one.footprint is None or (other is not None and other.footprint is None):
        return None
    others = [other.footprint] if other else list(_neighbours(gazetteer, one))
    grown = shapely.union_all([shape.buffer(_TOUCHING_DEGREES) for shape in others if shape])
    line = shapely.intersection(one.footprint.boundary, grown)
    return line if line.length > _TOUCHING_DEGREES else None


def _neighbours(gazetteer: "Gazetteer", one: Place) -> Iterator[BaseGeometry]:
    """Yield the polygons of its kind around an area."""
    from geo.places.regions import areas_meeting

    reach = shapely.box(*one.footprint.bounds).buffer(0.1) if one.footprint else None
    for key, shape in areas_meeting(gazetteer, reach) if reach else ():
        is_like = ("-" in key) == ("-" in one.id) and key[:1].isupper()
        if is_like and key != one.id:
            yield shape


# -- between --------------------------------------------------------------------------------


def _between(gazetteer: "Gazetteer", one: Place, other: Place) -> Place:
    """Return the corridor between two places; between neighbours, their border."""
    if one.footprint is not None and other.footprint is not None:
        try:
            return _border(gazetteer, one, other)
        except UnknownPlace:
            pass
    ends = _nearest_points(one, other)
    length_m = distance_m(*ends[0], *ends[1])
    half_m = max(_LEAST_BETWEEN_M, _BETWEEN_SHARE * length_m)
    area = around(shapely.LineString(_along(*ends)), half_m)
    middle = shapely.line_interpolate_point(shapely.LineString(_along(*ends)), 0.5, normalized=True)
    point = ((middle.x + 540) % 360 - 180, middle.y)
    words = f"between {one.name} and {other.name}"
    made = _made(one, f"between:{other.id}", words, "corridor", area, other)
    made = replace(made, lon=point[0], lat=point[1])
    return replace(made, uncertainty_m=max(SMALLEST_M, math.hypot(length_m / 2 + half_m, half_m)))


def _nearest_points(one: Place, other: Place) -> tuple[tuple[float, float], tuple[float, float]]:
    shapes = [place.footprint or shapely.Point(place.lon, place.lat) for place in (one, other)]
    line = shapely.shortest_line(*shapes)
    (west, south), (east, north) = line.coords
    return (west, south), (east, north)


def _along(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """Return points from start to end, the second's longitude within half a turn of the first."""
    far = start[0] + (end[0] - start[0] + 540) % 360 - 180
    steps = np.linspace(0.0, 1.0, 9)
    return [
        (float(start[0] + (far - start[0]) * step), float(start[1] + (end[1] - start[1]) * step))
        for step in steps
    ]


# -- coasts ---------------------------------------------------------------------------------


def _coast(gazetteer: "Gazetteer", one: Place) -> Place:
    """Return the sea within reach of a shore: what lies around it less all land."""
    from geo.places.regions import areas_meeting

    shore = one.footprint or circle(one.lon, one.lat, one.uncertainty_m)
    reach = around(shore, COAST_M)
    land = [
        shape for key, shape in areas_meeting(gazetteer, reach) if re.fullmatch("[A-Z]{2}", key)
    ]
    sea = shapely.difference(reach, shapely.union_all(land)) if land else reach
    wide = [part for part in shapely.get_parts(sea) if part.area > _TOUCHING_DEGREES**2]
    if not wide:
        unknown = f"{one.id}/coast"
        raise UnknownPlace(unknown)
    area = shapely.union_all(wide)
    words = f"off the coast of {one.name}"
    return _made(one, "coast", words, "sea-within-reach", area, None)


def _made(
    one: Place,
    suffix: str,
    name: str,
    method: str,
    area: BaseGeometry,
    other: Place | None,
) -> Place:
    """Return the place; it is found by every region that either anchor lies in or is."""
    both = (*one.region_ids, *(other.region_ids if other else ()))
    lon, lat = inner_point(area)
    is_shared = other is None or other.country == one.country
    return replace(
        one,
        id=f"{one.id}/{suffix}",
        name=name,
        kind=PlaceKind.DIRECTIONAL,
        lon=lon,
        lat=lat,
        uncertainty_m=radius_of_area_m(area),
        footprint=area,
        country=one.country if is_shared else "",
        admin1=one.admin1 if other is None or other.admin1 == one.admin1 else "",
        admin2="",
        geonames_id=None,
        population=0,
        region_ids=tuple(dict.fromkeys(both)),
        method=method,
    )
