"""What the rows of an added file become in the file of added places."""

from collections.abc import Iterable, Iterator

import shapely

from geo.model import PlaceKind
from geo.places.dumps import FurtherName, Row
from geo.places.names import normalise
from geo.places.sources import Draft, NameRank, Shapes


def number_of(geonames_id: int) -> int:
    """Return the number of an added GeoNames place: below 0, where the compiled ones are above."""
    return -2 * geonames_id


def geonames_id_of(number: int) -> int | None:
    """Return the GeoNames id that a number below 0 holds, None for a place of another origin."""
    return None if number % 2 else -number // 2


def number_of_id(place_id: str) -> int:
    """Return the number of an added place by its id, 0 for an id of no such form."""
    origin, _, digits = place_id.partition(":")
    if not digits.isdecimal() or origin not in {"geonames", "wof"}:
        return 0
    return number_of(int(digits)) if origin == "geonames" else -2 * int(digits) - 1


def name_rows(batch: list[Row], source: int) -> Iterator[tuple[str, int, int, int]]:
    """Yield key, number of the place, source and rank of every name in some rows."""
    for row in batch:
        if isinstance(row, FurtherName):
            if key := normalise(row.name):
                yield key, number_of(row.geonames_id), source, int(row.rank)
        elif row is not None:
            number, best = number_of_id(row.id), dict[str, NameRank]()
            for name, rank in row.names:
                key = normalise(name)
                best[key] = min(rank, best.get(key, rank))
            yield from ((key, number, source, int(rank)) for key, rank in best.items() if key)


def place_row(draft: Draft, source: int) -> tuple[object, ...]:
    """Return a place's row in the order of the table's columns."""
    return (
        number_of_id(draft.id),
        source,
        draft.id,
        draft.name,
        draft.kind.value,
        draft.lon,
        draft.lat,
        draft.uncertainty_m,
        draft.country,
        draft.admin1,
        draft.admin2,
        draft.population,
        draft.geonames_id,
        " ".join(draft.regions),
        draft.method,
        int(draft.is_suburb),
        int(draft.is_capital),
        shapely.to_wkb(draft.footprint) if draft.footprint is not None else None,
    )


class Units:
    """Finds the first-level unit around a place, whatever the file says."""

    def __init__(self, shapes: Shapes) -> None:
        self._units = [key for key in shapes.polygons if "-" in key]
        self._polygons = [shapes.polygons[key] for key in self._units]
        self._countries = shapes.countries
        shapely.prepare(self._polygons)

    def place(self, drafts: Iterable[Draft]) -> None:
        """Give drafts the unit whose polygon they lie in, and the country where they lack it."""
        listed = [draft for draft in drafts if draft.kind is not PlaceKind.COUNTRY]
        if not listed:
            return
        tree = shapely.STRtree(shapely.points([(draft.lon, draft.lat) for draft in listed]))
        for unit, number in zip(*tree.query(self._polygons, predicate="contains"), strict=True):
            draft, key = listed[number], self._units[unit]
            draft.country = draft.country or self._countries[key]
            if draft.country == self._countries[key]:
                draft.admin1 = key
