"""Places that a phrase derives from another: parts, offsets, surroundings.

The id of a derived place is that of its anchor with a suffix, from which it can be derived again:
"RU/east" (a part), "geonames:706483/south-20km" and "geonames:706483/north-of" (offsets),
"geonames:706483/near" (surroundings).
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.errors import UnknownPlace
from geo.model import Place, PlaceKind
from geo.places.footprint import (
    DIRECTIONS,
    around,
    away_from,
    circle,
    inner_point,
    part_of,
    radius_of_area_m,
)
from geo.places.sources import NameRank

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.phrases import PlacePhrase
    from geo.places.gazetteer import Entry, Gazetteer

NEAR_M = 10_000.0
"""Least reach, in metres, of "near" a spot; the spot's own radius is added."""

_NEAR_SHARE = 0.1
"""Reach of "near" an area, as a share of its radius (at least `NEAR_M`)."""

_OFFSET = re.compile(r"(?P<bearing>[a-z]+)-(?:(?P<km>[0-9]+(?:\.[0-9]+)?(?:e\+[0-9]+)?)km|of)\Z")


def realise(entry: "Entry", phrase: "PlacePhrase", gazetteer: "Gazetteer") -> Place:
    """Return the place that a phrase means if its name means this row.

    A direction takes a part, a bearing an offset, "near" the surroundings, in this order;
    a demonym stands for its country or region, and with a cue ("Russian territory") is just that.
    """
    place = gazetteer.to_place(entry)
    if entry.rank == NameRank.DEMONYM and not phrase.cue:
        place = replace(place, kind=PlaceKind.DEMONYM)
    for suffix in suffixes(phrase):
        place = derive(place, suffix)
    return place


def suffixes(phrase: "PlacePhrase") -> list[str]:
    """Return the suffixes of the id of the place that a phrase derives from its name's."""
    found = [phrase.direction] if phrase.direction else []
    if phrase.bearing and phrase.distance_m is not None:
        found.append(f"{phrase.bearing}-{phrase.distance_m / 1000:g}km")
    elif phrase.bearing:
        found.append(f"{phrase.bearing}-of")
    elif phrase.is_near:
        found.append("near")
    return found


def derive(place: Place, suffix: str) -> Place:
    """Return the place that a suffix derives.

    Raises:
        UnknownPlace: no place is derived so.
    """
    if suffix == "near":
        return _surroundings(place)
    if suffix in DIRECTIONS:
        return _part(place, suffix)
    offset = _OFFSET.match(suffix)
    if offset is None or offset["bearing"] not in DIRECTIONS or offset["bearing"] == "central":
        unknown = f"{place.id}/{suffix}"
        raise UnknownPlace(unknown)
    along_m = float(offset["km"]) * 1000 if offset["km"] else None
    return _offset(place, offset["bearing"], along_m)


@lru_cache(maxsize=256)
def _part(place: Place, direction: str) -> Place:
    """Return the part of a place that "eastern" of it means; see `footprint.part_of`.

    A spot's part is taken of the disc of its radius.
    """
    shape = place.footprint or circle(place.lon, place.lat, place.uncertainty_m)
    area = part_of(shape, direction)
    lon, lat = inner_point(area)
    words = direction if direction == "central" else f"{direction}ern"
    return _derived(place, direction, f"{words} {place.name}", "area-quantile", (lon, lat), area)


def _offset(place: Place, bearing: str, along_m: float | None) -> Place:
    """Return where "20 km south of" or "north of" a place is; see `footprint.away_from`."""
    lon, lat, radius_m, area = away_from(
        place.lon, place.lat, place.uncertainty_m, bearing, along_m
    )
    far = f"{along_m / 1000:g}km" if along_m is not None else "of"
    words = f"{far[:-2]} km {bearing} of" if along_m is not None else f"{bearing} of"
    found = _derived(place, f"{bearing}-{far}", f"{words} {place.name}", "offset", (lon, lat), area)
    outside = tuple(key for key in place.region_ids if key != place.id)
    return replace(found, uncertainty_m=radius_m, region_ids=outside)


def _surroundings(place: Place) -> Place:
    """Return where "near" a place is: the place itself and a belt around it."""
    if place.footprint is None:
        area = circle(place.lon, place.lat, NEAR_M + place.uncertainty_m)
    else:
        area = around(place.footprint, max(NEAR_M, _NEAR_SHARE * place.uncertainty_m))
    point = place.lon, place.lat
    return _derived(place, "near", f"near {place.name}", "surroundings", point, area)


def _derived(
    place: Place,
    suffix: str,
    name: str,
    method: str,
    point: tuple[float, float],
    area: "BaseGeometry",
) -> Place:
    return replace(
        place,
        id=f"{place.id}/{suffix}",
        name=name,
        kind=PlaceKind.DIRECTIONAL,
        lon=point[0],
        lat=point[1],
        uncertainty_m=radius_of_area_m(area),
        footprint=area,
        geonames_id=None,
        population=0,
        method=method,
    )
