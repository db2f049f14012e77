"""Regions by word and by point: what filters ask of the gazetteer."""

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.errors import UnknownPlace, UnknownRegion
from geo.model import Place, PlaceKind
from geo.phrases import parse_phrase
from geo.places.footprint import area_m2, circle
from geo.places.names import initial, normalise

if TYPE_CHECKING:
    from geo.places.gazetteer import Entry, Gazetteer

_ORDER = (
    PlaceKind.COUNTRY,
    PlaceKind.REGION,
    PlaceKind.ADMIN1,
    PlaceKind.WATER,
    PlaceKind.ADMIN2,
)
"""What a filter's word means first."""


_LEAST_SHARE = 0.01
"""Share of a footprint below which an overlap, or a gap, is a matter of how borders are drawn."""


def find_region(gazetteer: "Gazetteer", word: str) -> Place:
    """Return the region that a filter means.

    Tried in order: the id as written, in upper and in lower case (so "ua" and "UA-14"), the
    ISO 3166-1 alpha-3 code, the whole name, the name without its administrative word. A country
    comes before a curated region, that before a first-level unit, the more populous first.

    Raises:
        UnknownRegion: nothing is known by it; the message names the nearest.
    """
    asked = " ".join(word.split())[:200]
    for key in dict.fromkeys((asked, asked.upper(), asked.lower(), _alpha3(gazetteer, asked))):
        place = _by_id(gazetteer, key)
        if place is not None:
            return place
    for name in dict.fromkeys((asked, parse_phrase(asked).core)):
        found = [entry for entry in gazetteer.entries(normalise(name)) if entry.kind in _ORDER]
        if found:
            return gazetteer.to_place(min(found, key=_preference))
    raise UnknownRegion(word, _nearest(gazetteer, asked))


def _by_id(gazetteer: "Gazetteer", key: str) -> Place | None:
    """Return the region with this id; None where there is none or it is no region."""
    if not key or " " in key:
        return None
    try:
        place = gazetteer.place(key)
    except UnknownPlace:
        return None
    return place if place.kind in _ORDER else None


def _alpha3(gazetteer: "Gazetteer", word: str) -> str:
    found = gazetteer.rows("SELECT value FROM meta WHERE key = ?", (f"alpha3:{word.upper()}",))
    return str(found[0][0]) if found else ""


def _preference(entry: "Entry") -> tuple[int, int, int]:
    return _ORDER.index(PlaceKind(entry.kind)), entry.rank, -entry.population


def _nearest(gazetteer: "Gazetteer", word: str) -> list[str]:
    rows = gazetteer.rows("SELECT name FROM place WHERE kind IN ('country', 'region', 'admin1')")
    asked = normalise(word)
    names = {normalise(name): name for (name,) in rows if initial(name) == asked[:1]}
    return [names[key] for key in difflib.get_close_matches(asked, names, n=3)]


@lru_cache(maxsize=2)
def _areas(gazetteer: "Gazetteer") -> tuple[list[str], STRtree]:
    """Return ids and a tree of all polygons, the smallest first, read once per gazetteer."""
    rows = gazetteer.rows("SELECT id, wkb FROM footprint JOIN place ON number = place")
    areas = [(key, shapely.from_wkb(wkb)) for key, wkb in rows]
    areas.sort(key=lambda area: float(area[1].area))
    return [key for key, _ in areas], STRtree([shape for _, shape in areas])


def areas_meeting(gazetteer: "Gazetteer", shape: BaseGeometry) -> list[tuple[str, BaseGeometry]]:
    """Return ids and polygons of the areas that share a point with a shape, the smallest first."""
    ids, tree = _areas(gazetteer)
    found = sorted(tree.query(shape, predicate="intersects"))
    return [(ids[number], tree.geometries[number]) for number in found]


def shares(gazetteer: "Gazetteer", place: Place) -> dict[str, float]:
    """Return which share of a place's footprint each area covers, 0 to 1, the largest first.

    A place without a polygon is taken as the disc of its radius; areas that cover nothing
    (`share_within`) are left out.
    """
    shape = place.footprint or circle(place.lon, place.lat, place.uncertainty_m)
    found = {key: share_within(shape, area) for key, area in areas_meeting(gazetteer, shape)}
    kept = {key: share for key, share in found.items() if share}
    return dict(sorted(kept.items(), key=lambda pair: -pair[1]))


def share_within(shape: BaseGeometry, area: BaseGeometry) -> float:
    """Return which share of a polygon's area on the sphere lies in another, three decimals.

    Below a hundredth it is 0, and above all but a hundredth 1.
    """
    share = area_m2(shapely.intersection(shape, area)) / area_m2(shape)
    if share < _LEAST_SHARE:
        return 0.0
    return 1.0 if share > 1 - _LEAST_SHARE else round(share, 3)


def containing(gazetteer: "Gazetteer", lon: float, lat: float) -> tuple[str, ...]:
    """Return the ids of all areas that a point lies in or on the edge of, the smallest first."""
    ids, tree = _areas(gazetteer)
    found = tree.query(shapely.Point(lon, lat), predicate="intersects")
    return tuple(ids[number] for number in sorted(found))
