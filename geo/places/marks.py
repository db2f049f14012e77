"""What can only be said of a settlement with regard to others: suburb, capital, unit around it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import shapely

from geo.places.footprint import distance_m
from geo.places.names import normalise
from geo.places.sources import CITY_FROM, Draft, Shapes


def mark_suburbs(drafts: Iterable[Draft], *, within_m: float = 6_000.0) -> None:
    """Mark settlements close to one of the same country that is at least three times as big.

    City districts are listed as places with the whole city's or their own large population;
    this tells them from towns of their own.
    """
    cells: dict[tuple[int, int], list[Draft]] = defaultdict(list)
    listed = list(drafts)
    for draft in listed:
        cells[_cell(draft.lon, draft.lat)].append(draft)
    for big in listed:
        if big.population >= 3 * CITY_FROM:
            for small in _around(cells, big):
                if (
                    small.population * 3 <= big.population
                    and small.country == big.country
                    and distance_m(big.lon, big.lat, small.lon, small.lat) <= within_m
                ):
                    small.is_suburb = True


def mark_capitals(drafts: Iterable[Draft], capitals: Mapping[str, str]) -> None:
    """Mark the seat of government of each country: its most populous place of that name.

    Args:
        drafts: All settlements.
        capitals: Names by ISO 3166-1 alpha-2 code.
    """
    seats = {(country, normalise(name)) for country, name in capitals.items()}
    best: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        for key in {(draft.country, normalise(name)) for name, _ in draft.names[:1]} & seats:
            if key not in best or best[key].population < draft.population:
                best[key] = draft
    for draft in best.values():
        draft.is_capital = True


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return int(lon * 10), int(lat * 10)


def _around(cells: dict[tuple[int, int], list[Draft]], draft: Draft) -> Iterator[Draft]:
    x, y = _cell(draft.lon, draft.lat)
    for left in (-1, 0, 1):
        for down in (-1, 0, 1):
            yield from cells.get((x + left, y + down), ())


def place_in_units(drafts: Iterable[Draft], shapes: Shapes) -> None:
    """Give settlements the first-level unit whose polygon they lie in where they lack one."""
    units = [key for key in shapes.polygons if "-" in key]
    tree = shapely.STRtree([shapes.polygons[key] for key in units])
    lost = [draft for draft in drafts if draft.admin1 not in shapes.polygons]
    points = shapely.points([(draft.lon, draft.lat) for draft in lost])
    for number, unit in zip(*tree.query(points, predicate="within"), strict=True):
        if shapes.countries[units[unit]] == lost[number].country:
            lost[number].admin1 = units[unit]
