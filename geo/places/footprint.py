"""Footprints: how large a place is, and the part of it that a vague phrase means.

All geometry is OGC:CRS84 degrees, longitude first. Areas and quantiles are taken on Lambert's
cylindrical equal-area projection of the sphere (x = longitude, y = sin latitude), on which an
area in the plane is the area on the sphere times a constant; distances are great circles on a
sphere of radius 6,371,008.8 m (the mean radius of GRS 80).
"""

import math

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

EARTH_M = 6_371_008.8
"""Mean radius of the Earth in metres (GRS 80, Moritz 2000)."""

BUILT_UP_PEOPLE_PER_M2 = 3000 / 1e6
"""Density assumed to turn a population into a built-up area: 3,000 people per square kilometre,
about the middle of what cities of the world have."""

SMALLEST_M = 1000.0
"""No place is drawn or counted as exacter than a kilometre."""

VAST_M2 = 5e12
"""Area from which "eastern" means half and not a third of a country: 5 million square kilometres.
Usage cuts such lands in two ("western and eastern Russia"), and a third of one would leave out
what reports call its east: Ulan-Ude, at 107.6 degrees, lies outside Russia's eastern third."""

_MAIN_PART_GAP = 5.0
"""Degrees of open water beyond which an island is no part of "the north of" its country."""

_HALF_SECTOR = 22.5
"""Half the angle that one of eight compass words covers, degrees."""

_COMPASS = {
    "north": 0.0,
    "northeast": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "west": 270.0,
    "northwest": 315.0,
}

DIRECTIONS = (*_COMPASS, "central")
"""The direction words that `part_of` knows."""


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance of two points in metres (haversine)."""
    one, two = math.radians(lat), math.radians(other_lat)
    turn = math.radians(other_lon - lon)
    chord = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(turn / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(chord)))


def destination(
    lon: float, lat: float, bearing_degrees: float, along_m: float
) -> tuple[float, float]:
    """Return longitude and latitude of the point `along_m` from a start, along a great circle."""
    start, turn, arc = math.radians(lat), math.radians(bearing_degrees), along_m / EARTH_M
    end = math.asin(
        math.sin(start) * math.cos(arc) + math.cos(start) * math.sin(arc) * math.cos(turn)
    )
    shift = math.atan2(
        math.sin(turn) * math.sin(arc) * math.cos(start),
        math.cos(arc) - math.sin(start) * math.sin(end),
    )
    return (lon + math.degrees(shift) + 540) % 360 - 180, math.degrees(end)


def bearing_of(direction: str) -> float:
    """Return the bearing of a compass word in degrees, clockwise from north."""
    return _COMPASS[direction]


def area_m2(geometry: BaseGeometry) -> float:
    """Return the area on the sphere in square metres; 0 for points and lines."""
    flat = shapely.transform(
        geometry, lambda xy: np.column_stack((xy[:, 0], np.sin(np.radians(xy[:, 1]))))
    )
    return float(flat.area) * math.radians(1) * EARTH_M**2


def radius_of_area_m(geometry: BaseGeometry) -> float:
    """Return the radius in metres of a circle with the geometry's area: sqrt(area / pi)."""
    return max(SMALLEST_M, math.sqrt(area_m2(geometry) / math.pi))


def radius_of_city_m(population: int) -> float:
    """Return the radius in metres of a built-up area for that many people, at least 1 km.

    sqrt(population / (pi * 3000 per square kilometre)): 1.0 km for 10,000 people, 3.3 km for
    100,000, 10.3 km for a million.
    """
    return max(SMALLEST_M, math.sqrt(population / (math.pi * BUILT_UP_PEOPLE_PER_M2)))


def inner_point(geometry: BaseGeometry) -> tuple[float, float]:
    """Return a point inside the geometry: its centroid if that lies within, else some other."""
    point = geometry.centroid
    if not geometry.intersects(point):
        point = geometry.point_on_surface()
    return (float(point.x) + 540) % 360 - 180, float(point.y)


def circle(lon: float, lat: float, radius_m: float, *, corners: int = 48) -> BaseGeometry:
    """Return the disc of points within `radius_m` of a point, cut at the antimeridian."""
    return sector(lon, lat, (0.0, 360.0), (0.0, radius_m), corners=corners)


def sector(
    lon: float,
    lat: float,
    bearings: tuple[float, float],
    reach_m: tuple[float, float],
    *,
    corners: int = 24,
) -> BaseGeometry:
    """Return the area between two bearings (clockwise) and two distances from a point."""
    turns = np.linspace(*bearings, corners + 1)
    rim = [_unwrapped(lon, destination(lon, lat, turn, reach_m[1])) for turn in turns]
    if reach_m[0] > 0:
        rim += [_unwrapped(lon, destination(lon, lat, turn, reach_m[0])) for turn in turns[::-1]]
    elif bearings[1] - bearings[0] < 360:  # noqa: PLR2004 - a full turn has no corner inside
        rim.append((lon, lat))
    return cut_at_antimeridian(Polygon(rim).buffer(0))


def _unwrapped(lon: float, point: tuple[float, float]) -> tuple[float, float]:
    """Return `point` with its longitude within half a turn of `lon`, past 180 where need be."""
    return lon + (point[0] - lon + 540) % 360 - 180, point[1]


def cut_at_antimeridian(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry that runs past 180 degrees east or west in two parts within them."""
    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180:  # noqa: PLR2004 - the ends of longitude
        return geometry
    parts = [_cut(geometry, shift) for shift in (-360.0, 0.0, 360.0)]
    return shapely.union_all([part for part in parts if not part.is_empty])


def _cut(geometry: BaseGeometry, shift: float) -> BaseGeometry:
    """Return what lies within one turn of the globe, moved into longitudes of -180 to 180."""
    kept = geometry.intersection(shapely.box(-180 + shift, -90, 180 + shift, 90))
    return shapely.transform(kept, lambda xy: xy - [shift, 0])


def around(geometry: BaseGeometry, reach_m: float) -> BaseGeometry:
    """Return the geometry and all within `reach_m` of it (degrees scaled at its middle)."""
    middle = float(geometry.centroid.y)
    stretch = max(0.1, math.cos(math.radians(middle)))
    reach = math.degrees(reach_m / EARTH_M)
    plane = shapely.transform(geometry, lambda xy: xy * [stretch, 1.0])
    grown = plane.simplify(reach / 20).buffer(reach, quad_segs=6)
    return cut_at_antimeridian(shapely.transform(grown, lambda xy: xy / [stretch, 1.0]))


def part_of(geometry: BaseGeometry, direction: str) -> BaseGeometry:
    """Return the part of an area that "eastern", "north-west", "central" of it means.

    The part is what lies beyond a straight line across the compass direction, drawn so that a
    third of the area lies beyond it (half of it for a land over 5 million square kilometres);
    for "central" it is the disc around the centroid that holds a third. Islands far off the
    mainland are left out.

    Args:
        geometry: A polygon in degrees, in parts if it crosses the antimeridian.
        direction: One of `DIRECTIONS`.
    """
    share = 0.5 if area_m2(geometry) > VAST_M2 else 1 / 3
    plane, middle = _to_plane(_main_part(_unrolled(geometry)))
    cut = _central if direction == "central" else _beyond
    return cut_at_antimeridian(_from_plane(cut(plane, share, direction), middle))


def _unrolled(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry with its parts west of Greenwich moved east if it touches 180 degrees."""
    west, _, east, _ = geometry.bounds
    if not (west <= -179.9 and east >= 179.9):  # noqa: PLR2004 - within a tenth of the line
        return geometry
    return shapely.union_all(
        shapely.transform(
            shapely.get_parts(geometry),
            lambda xy: np.column_stack(
                (np.where(xy[:, 0] < 0, xy[:, 0] + 360, xy[:, 0]), xy[:, 1])
            ),
        )
    )


def _main_part(geometry: BaseGeometry) -> BaseGeometry:
    """Return the largest part with all parts that lie near it or near one that does."""
    parts = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
    near, rest = [parts[0]], parts[1:]
    edge = [parts[0]]
    while edge and rest:
        reached = shapely.union_all([part.envelope for part in edge])
        edge = [part for part in rest if part.envelope.distance(reached) <= _MAIN_PART_GAP]
        rest = [part for part in rest if part.envelope.distance(reached) > _MAIN_PART_GAP]
        near += edge
    return shapely.union_all(near)


def _to_plane(geometry: BaseGeometry) -> tuple[BaseGeometry, float]:
    """Return the geometry on an equal-area plane true to shape at its middle latitude."""
    middle = math.cos(math.radians(float(geometry.centroid.y)))
    plane = shapely.transform(
        geometry,
        lambda xy: np.column_stack(
            (xy[:, 0] * middle, np.degrees(np.sin(np.radians(xy[:, 1]))) / middle)
        ),
    )
    size = max(plane.bounds[2] - plane.bounds[0], plane.bounds[3] - plane.bounds[1])
    return plane.simplify(size / 2000), middle


def _from_plane(geometry: BaseGeometry, middle: float) -> BaseGeometry:
    return shapely.transform(
        geometry,
        lambda xy: np.column_stack(
            (
                xy[:, 0] / middle,
                np.degrees(np.arcsin(np.clip(np.radians(xy[:, 1]) * middle, -1, 1))),
            )
        ),
    )


def _beyond(plane: BaseGeometry, share: float, direction: str) -> BaseGeometry:
    """Return what lies beyond the line that leaves `share` of the area in that direction."""
    turn = math.radians(90 - _COMPASS[direction])
    cosine, sine = math.cos(turn), math.sin(turn)
    turned = shapely.transform(plane, lambda xy: xy @ [[cosine, -sine], [sine, cosine]])
    west, south, east, north = turned.bounds
    low, high = west, east
    for _ in range(24):
        line = (low + high) / 2
        if shapely.clip_by_rect(turned, line, south, east, north).area > share * turned.area:
            low = line
        else:
            high = line
    kept = turned.buffer(0).intersection(shapely.box(low, south, east, north))
    return shapely.transform(kept, lambda xy: xy @ [[cosine, sine], [-sine, cosine]])


def _central(plane: BaseGeometry, share: float, _direction: str) -> BaseGeometry:
    """Return what lies within a disc around the centroid that holds `share` of the area."""
    plane = plane.buffer(0)
    middle = plane.centroid
    low, high = 0.0, math.hypot(*np.subtract(plane.bounds[2:], plane.bounds[:2]))
    for _ in range(16):
        reach = (low + high) / 2
        if middle.buffer(reach).intersection(plane).area < share * plane.area:
            low = reach
        else:
            high = reach
    return middle.buffer(high).intersection(plane)


def away_from(
    lon: float, lat: float, radius_m: float, direction: str, along_m: float | None
) -> tuple[float, float, float, BaseGeometry]:
    """Return longitude, latitude, radius in metres and footprint of "20 km south of" a place.

    With a distance, the footprint is the eighth of a ring around the place, from three quarters
    to five quarters of the distance; without one, the eighth of a disc from the place's middle to
    its edge and 30 km, or three times its radius if that is more, beyond. The radius reaches
    from the point to the farthest corner of the footprint, the place's own extent added in
    square: sqrt(corner^2 + radius^2).
    """
    turn = _COMPASS[direction]
    reach = (
        (0.0, radius_m + max(30_000.0, 3 * radius_m))
        if along_m is None
        else (0.75 * along_m, 1.25 * along_m)
    )
    middle = along_m if along_m is not None else reach[1] / 2
    area = sector(lon, lat, (turn - _HALF_SECTOR, turn + _HALF_SECTOR), reach)
    point = destination(lon, lat, turn, middle)
    corner = destination(lon, lat, turn + _HALF_SECTOR, reach[1])
    away = math.hypot(distance_m(*point, *corner), radius_m if along_m is not None else 0.0)
    return *point, max(SMALLEST_M, away), area
