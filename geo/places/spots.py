"""Spots from the curated and the open tables, as drafts: facilities, airports, small towns."""

from collections.abc import Iterator, Sequence

import shapely

from geo.model import PlaceKind
from geo.places import curated, marks, sources
from geo.places.footprint import distance_m, radius_of_city_m
from geo.places.names import normalise
from geo.places.sources import Draft, NameRank

_SAME_PLACE_M = 8_000.0
"""A curated settlement this close to one of the same name is that one under further names."""


def spots(drafts: Sequence[Draft], shapes: sources.Shapes) -> Iterator[Draft]:
    """Yield facilities, airports and missing settlements; known settlements get further names."""
    found = []
    towns = [draft for draft in drafts if draft.kind in {PlaceKind.CITY, PlaceKind.VILLAGE}]
    tree = shapely.STRtree(shapely.points([(town.lon, town.lat) for town in towns]))
    for spot in curated.settlements():
        near = tree.query(shapely.Point(spot.lon, spot.lat), predicate="dwithin", distance=0.2)
        same = _known_as(spot, [towns[number] for number in near])
        if same:
            same.name = spot.name
            same.call([spot.name], NameRank.PRIMARY)
            same.call(spot.aliases)
        else:
            found.append(_settlement(spot))
    named = [_facility(spot) for spot in curated.facilities()]
    found += [*named, *_open_airports(named)]
    found += [_settlement(spot, "post-office") for spot in curated.us_towns()]
    marks.place_in_units(found, shapes)
    yield from found


def _known_as(spot: curated.CuratedPlace, towns: list[Draft]) -> Draft | None:
    """Return the settlement near a curated one that bears one of its names, the biggest first."""
    keys = {normalise(name) for name in (spot.name, *spot.aliases)}
    near = [
        town
        for town in towns
        if distance_m(town.lon, town.lat, spot.lon, spot.lat) <= _SAME_PLACE_M
        and keys & {normalise(name) for name, _ in town.names}
    ]
    return max(near, key=lambda town: town.population, default=None)


def _open_airports(named: list[Draft]) -> Iterator[Draft]:
    """Yield the airports that are not curated; curated ones get their further names."""
    tree = shapely.STRtree(shapely.points([(draft.lon, draft.lat) for draft in named]))
    for spot in curated.airports():
        keys = {normalise(name) for name in (spot.name, *spot.aliases)}
        near = tree.query(shapely.Point(spot.lon, spot.lat), predicate="dwithin", distance=0.1)
        same = [
            named[number]
            for number in near
            if keys & {normalise(name) for name, _ in named[number].names}
        ]
        for draft in same[:1]:
            draft.call([spot.name, *spot.aliases])
        if not same:
            yield _facility(spot, "airportsdata")


def _settlement(spot: curated.CuratedPlace, method: str = "curated") -> Draft:
    is_city = spot.population >= sources.CITY_FROM
    draft = Draft(
        id=spot.id,
        name=spot.name,
        kind=PlaceKind.CITY if is_city else PlaceKind.VILLAGE,
        lon=spot.lon,
        lat=spot.lat,
        uncertainty_m=radius_of_city_m(spot.population),
        country=spot.country,
        admin1=spot.admin1,
        population=spot.population,
        method=method,
    )
    draft.call([spot.name], NameRank.PRIMARY)
    draft.call(spot.aliases)
    return draft


def _facility(spot: curated.CuratedPlace, method: str = "curated") -> Draft:
    draft = Draft(
        id=spot.id,
        name=spot.name,
        kind=PlaceKind.FACILITY,
        lon=spot.lon,
        lat=spot.lat,
        uncertainty_m=spot.radius_km * 1000,
        country=spot.country,
        method=method,
    )
    draft.call([spot.name], NameRank.PRIMARY)
    draft.call(spot.aliases)
    return draft
