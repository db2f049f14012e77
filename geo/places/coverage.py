"""Which share of the places of events some regions cover: worked out once, not in every request.

Only places that are more than a spot are kept here; what else lies in a region does so wholly.
"""

import math
import threading
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geo.columns import EventRow
from geo.model import Place
from geo.places.footprint import circle
from geo.places.regions import share_within

_MOST_KEPT = 200
"""Sets of regions whose shares are kept: a service is mostly asked for the same few."""

_FARTHEST_M = 20_000_000.0
"""Half of the way around the Earth: no disc is larger."""


class _Area(NamedTuple):
    """What counts of a place: its footprint, what it is found by, and whether as a whole."""

    shape: BaseGeometry
    region_ids: frozenset[str]
    is_derived: bool


class Coverage:
    """The places of a store's events that are more than a spot. Safe to share between threads.

    A place is as it was when it was learned: another footprint under the same id is not noticed.
    """

    def __init__(self) -> None:
        """Start without any place."""
        self._areas: dict[str, _Area | None] = {}
        self._shares: dict[frozenset[str], tuple[int, Mapping[str, float]]] = {}
        self._lock = threading.Lock()

    @property
    def known(self) -> Collection[str]:
        """The ids of the places that were learned."""
        return self._areas.keys()

    def learn(self, rows: Mapping[str, EventRow], polygons: Mapping[str, BaseGeometry]) -> None:
        """Take further places.

        Args:
            rows: For each place id the row of an event there.
            polygons: Footprints by place id, OGC:CRS84; a place without one is the disc of its
                radius.
        """
        learned = {key: _area(row, polygons.get(key)) for key, row in rows.items()}
        with self._lock:
            self._areas |= {key: area for key, area in learned.items() if key not in self._areas}

    def shares(self, regions: Sequence[Place]) -> Mapping[str, float]:
        """Return which share of each place the regions together cover, 0 to 1, by place id.

        A place that belongs to a region as a whole ("Donetsk Oblast" to Ukraine) is covered
        wholly. One made of others ("eastern Ukraine", "near Kyiv", "the border with Belarus")
        is covered as far as its footprint lies in a region's polygon, or in the disc of one
        that has none. Left out is what `region_ids` say already: places that belong to a region
        as a whole, and those that neither belong to one nor touch it; and places of no extent.
        """
        key = frozenset(region.id for region in regions)
        with self._lock:
            done, shares = self._shares.pop(key, (0, {}))
            if done < len(self._areas):
                new = dict(islice(self._areas.items(), done, None))
                shares = {**shares, **_shares(new, regions)}
            self._shares[key] = len(self._areas), shares
            if len(self._shares) > _MOST_KEPT:
                del self._shares[next(iter(self._shares))]
            return shares


def _area(row: EventRow, polygon: BaseGeometry | None) -> _Area | None:
    """Return what counts of a row's place; None where a hand has left it no extent."""
    shape = _sound(polygon) if polygon else None
    shape = shape or _disc(row)
    # The id of a place that is derived from others holds a slash (`geo.places.derived`).
    is_derived = "/" in row["place_id"]
    return _Area(shape, frozenset(row["region_ids"]), is_derived) if shape else None


def _disc(row: EventRow) -> BaseGeometry | None:
    lon, lat, radius_m = row["lon"], row["lat"], row["uncertainty_m"]
    if lon is None or lat is None or radius_m is None or not radius_m > 0:
        return None
    if not (math.isfinite(lon) and abs(lat) <= 90):  # noqa: PLR2004 - the poles
        return None
    return _sound(circle(lon, lat, min(radius_m, _FARTHEST_M)))


def _sound(shape: BaseGeometry) -> BaseGeometry | None:
    """Return polygons that can be cut, None for none: those drawn by hand may cross themselves."""
    if not all(map(math.isfinite, shape.bounds)):
        return None
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return shape if shape.area > 0 else None


def _shares(areas: Mapping[str, _Area | None], regions: Sequence[Place]) -> dict[str, float]:
    """Return the shares of those areas of which belonging does not say it all."""
    ids = {region.id for region in regions}
    outline = shapely.union_all([_outline(region) for region in regions])
    shapely.prepare(outline)
    found = {}
    for key, area in areas.items():
        belongs = area is not None and not area.region_ids.isdisjoint(ids)
        if area and (area.is_derived or not belongs):
            share = _share(area.shape, outline)
            if share or belongs:
                found[key] = share
    return found


def _share(shape: BaseGeometry, outline: BaseGeometry) -> float:
    if not outline.intersects(shape):
        return 0.0
    return 1.0 if outline.covers(shape) else share_within(shape, outline)


def _outline(region: Place) -> BaseGeometry | None:
    outline = _sound(region.footprint) if region.footprint else None
    return outline or circle(region.lon, region.lat, region.uncertainty_m)
