"""A set of rows, laid out so that a query is answered without reading any of them.

Rows are sorted by time (`geo.query.time_key`). A condition on words, actors, types or regions
gives row numbers at once (postings); one on time or box is compared over whole columns; what
comes back is the feature's JSON as it was written once.
"""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from geo.columns import EventRow
from geo.frame import from_feature, to_feature
from geo.query import Query, actor_keys, area_id, search_words, words
from geo.store.arrays import Arrays, Blobs, Labels, Postings, Rows, common

OPEN_START: Final = np.iinfo(np.int32).min
OPEN_END: Final = np.iinfo(np.int32).max
_EPOCH = date(1970, 1, 1).toordinal()


def _types_and_groups(row: EventRow) -> Iterable[str]:
    """Return "strike.missile" and "strike": a filter for either finds the row."""
    parts = row["type"].split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts) + 1)}


_POSTINGS: dict[str, Callable[[EventRow], Iterable[str]]] = {
    "actors": actor_keys,
    "types": _types_and_groups,
    "regions": lambda row: set(row["region_ids"]),
    "words": search_words,
}
_LABELS: dict[str, Callable[[EventRow], Iterable[str]]] = {
    "actor": lambda row: set(row["actor_ids"]),
    "type": lambda row: {row["type"]},
    "region": lambda row: set(row["region_ids"]),
    "modality": lambda row: {row["modality"]},
    "publisher": lambda row: {source["publisher"] for source in row["reports"]} - {""},
}
FACETS: tuple[str, ...] = tuple(_LABELS)
"""What can be counted: actor, type, region, modality, publisher."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows in time order.

    Attributes:
        start: First day, days since 1970-01-01, `OPEN_START` where open. A row without any
            date starts at `OPEN_END` and ends at `OPEN_START`, so that no period meets it.
        end: Last day, `OPEN_END` where open.
        lon, lat: Degrees, OGC:CRS84; NaN without a place.
        by_id: Row numbers in the order of their ids.
        features: GeoJSON features, UTF-8.
        actor_names: The name of each label of the facet `actor`, in its order.
        areas: Ids of the places that are more than a spot, each once.
        area: Which of `areas` each row is placed in, -1 for none of them.
        area_rows: A row of each of `areas`.
        everything: All row numbers.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    ids: Blobs
    by_id: Rows
    features: Blobs
    postings: dict[str, Postings]
    labels: dict[str, Labels]
    actor_names: Blobs
    areas: tuple[str, ...]
    area: NDArray[np.int32]
    area_rows: Rows
    everything: Rows

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        """Return the segment that `arrays` or a `SegmentWriter` took apart."""
        return cls(
            start=arrays["start"],
            end=arrays["end"],
            lon=arrays["lon"],
            lat=arrays["lat"],
            ids=Blobs.of_arrays(arrays, "ids"),
            by_id=arrays["by_id"],
            features=Blobs.of_arrays(arrays, "features"),
            actor_names=Blobs.of_arrays(arrays, "actor_names"),
            areas=tuple(area.decode() for area in Blobs.of_arrays(arrays, "areas")),
            area=arrays["area"],
            area_rows=arrays["area_rows"],
            everything=np.arange(len(arrays["start"]), dtype=np.int32),
            postings={name: Postings.of_arrays(arrays, name) for name in _POSTINGS},
            labels={name: Labels.of_arrays(arrays, f"label.{name}") for name in _LABELS},
        )

    def __len__(self) -> int:
        return len(self.start)

    def row(self, place: int) -> EventRow:
        """Return one row."""
        return from_feature(orjson.loads(self.features[place]))

    def find(self, event_id: str) -> int | None:
        """Return the row number of an event, None if it is not here."""
        wanted = event_id.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.ids[int(self.by_id[middle])] < wanted:
                low = middle + 1
            else:
                high = middle
        place = int(self.by_id[low]) if low < len(self) else 0
        return place if low < len(self) and self.ids[place] == wanted else None

    def matching(self, query: Query) -> Rows:
        """Return the rows that fulfil every condition of a query, in time order."""
        rows: Rows | None = None
        for found in self._posted(query):
            rows = found if rows is None else common(rows, found)
        for test in self._compared(query, rows):
            rows = np.flatnonzero(test).astype(np.int32) if rows is None else rows[test]
        return self.everything if rows is None else rows

    def shares(self, rows: Rows, query: Query) -> list[float]:
        """Return which share of their place the regions of a query cover, of rows that match it."""
        shares = [query.shares.get(area, 1.0) for area in self.areas]
        return [1.0 if code < 0 else shares[code] for code in self.area[rows].tolist()]

    def slots(self, other: "Segment") -> NDArray[np.int64]:
        """Return before which of this segment's rows each of the other's stands in time order."""
        days, wanted = _days(self), _days(other)
        first = np.searchsorted(days, wanted, side="left")
        last = np.searchsorted(days, wanted, side="right")
        for place in range(len(other)):
            event_id, low, high = other.ids[place], int(first[place]), int(last[place])
            while low < high:
                middle = (low + high) // 2
                low, high = (middle + 1, high) if self.ids[middle] < event_id else (low, middle)
            first[place] = low
        return first

    def _posted(self, query: Query) -> Iterable[Rows]:
        for name, terms in {"actors": query.actors, "types": query.types}.items():
            if terms:
                yield self.postings[name].holding(terms, len(self))
        if query.regions:
            yield self._in_regions(query)
        for word in words(query.text):
            yield self.postings["words"].holding_start(word, len(self))

    def _in_regions(self, query: Query) -> Rows:
        belonging = self.postings["regions"].holding(query.regions, len(self))
        if query.coverage is None:
            return belonging
        unknown = float("nan")  # also the last one, which a row without an area has
        shares = np.array([*(query.shares.get(area, unknown) for area in self.areas), unknown])
        covered = shares[self.area]
        wanted = covered >= query.coverage
        wanted[belonging] |= np.isnan(covered[belonging])
        return np.flatnonzero(wanted).astype(np.int32)

    def _compared(self, query: Query, rows: Rows | None) -> Iterable[NDArray[np.bool_]]:
        """Yield at most one test, of `rows` only, or of all where they are None."""
        tests: list[NDArray[np.bool_]] = []

        def column(values: NDArray[Any]) -> NDArray[Any]:
            return values if rows is None else values[rows]

        if query.end:
            tests.append(column(self.start) <= days_since_epoch(query.end))
        if query.start:
            tests.append(column(self.end) >= days_since_epoch(query.start))
        if query.bbox:
            tests.extend(_box_tests(column(self.lon), column(self.lat), query.bbox))
        if tests:
            yield np.logical_and.reduce(tests)


class SegmentWriter:
    """Takes rows in time order and lays them out as a segment's arrays."""

    def __init__(self, features: BinaryIO) -> None:
        """Start with no row.

        Args:
            features: Where the features' JSON goes, from its present position on.
        """
        self._features = features
        self._lengths = array("q", [0])
        self._start, self._end = array("i"), array("i")
        self._lon, self._lat = array("d"), array("d")
        self._ids: list[bytes] = []
        self._terms = {name: _Terms() for name in _POSTINGS}
        self._labels = {name: _Terms() for name in _LABELS}
        self._actor_names: dict[str, str] = {}
        self._areas: dict[str, int] = {}
        self._area, self._area_rows = array("i"), array("i")

    def add(self, row: EventRow) -> None:
        """Take the next row."""
        feature = orjson.dumps(to_feature(row))
        self._features.write(feature)
        self._lengths.append(len(feature))
        start, end = _ends(row)
        self._start.append(start)
        self._end.append(end)
        self._lon.append(float("nan") if row["lon"] is None else row["lon"])
        self._lat.append(float("nan") if row["lat"] is None else row["lat"])
        for name, terms_of in _POSTINGS.items():
            self._terms[name].add(terms_of(row), len(self._ids))
        for name, labels_of in _LABELS.items():
            self._labels[name].add(labels_of(row), len(self._ids))
        for actor in row["actors"]:
            self._actor_names.setdefault(actor["id"], actor["name"])
        self._add_area(area_id(row))
        self._ids.append(row["id"].encode())

    def _add_area(self, area: str) -> None:
        """Take the area that the next row is placed in, empty text for none."""
        if area and area not in self._areas:
            self._areas[area] = len(self._areas)
            self._area_rows.append(len(self._ids))
        self._area.append(self._areas.get(area, -1))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all arrays of the segment but `features.buffer`, which was written already."""
        labels = {name: terms.labels(len(self._ids)) for name, terms in self._labels.items()}
        actors = (term.decode() for term in labels["actor"].terms)
        names = [self._actor_names.get(actor, actor).encode() for actor in actors]
        by_id = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        arrays: dict[str, NDArray[Any]] = {
            "start": np.array(self._start, dtype=np.int32),
            "end": np.array(self._end, dtype=np.int32),
            "lon": np.array(self._lon, dtype=np.float64),
            "lat": np.array(self._lat, dtype=np.float64),
            "by_id": np.array(by_id, dtype=np.int32),
            "features.offsets": np.cumsum(self._lengths, dtype=np.int64),
            "area": np.array(self._area, dtype=np.int32),
            "area_rows": np.array(self._area_rows, dtype=np.int32),
            **Blobs.of(self._ids).arrays("ids"),
            **Blobs.of(names).arrays("actor_names"),
            **Blobs.of(area.encode() for area in self._areas).arrays("areas"),
        }
        for name, terms in self._terms.items():
            arrays |= terms.postings().arrays(name)
        for name, label in labels.items():
            arrays |= label.arrays(f"label.{name}")
        return arrays


class _Terms:
    """Pairs of a term and a row, gathered row by row."""

    def __init__(self) -> None:
        self._code_of: dict[str, int] = {}
        self._codes, self._rows = array("i"), array("i")

    def add(self, terms: Iterable[str], row: int) -> None:
        code_of = self._code_of
        codes = [code_of.setdefault(term, len(code_of)) for term in terms]
        self._codes.extend(codes)
        self._rows.extend([row] * len(codes))

    def _sorted(self) -> tuple[Blobs, NDArray[np.int32], Rows]:
        """Return the sorted terms, and for each pair its term's place among them, and its row."""
        terms = sorted((term.encode(), code) for term, code in self._code_of.items())
        place_of = np.zeros(len(terms), dtype=np.int32)
        place_of[[code for _, code in terms]] = np.arange(len(terms), dtype=np.int32)
        codes = place_of[np.array(self._codes, dtype=np.int32)]
        return Blobs.of(term for term, _ in terms), codes, np.array(self._rows, dtype=np.int32)

    def postings(self) -> Postings:
        terms, codes, rows = self._sorted()
        order = np.argsort(codes, kind="stable")  # keeps the rows of a term ascending
        return Postings(terms, _starts(codes, len(terms)), rows[order])

    def labels(self, size: int) -> Labels:
        terms, codes, rows = self._sorted()
        return Labels(terms, _starts(rows, size), codes)


def days_since_epoch(day: date) -> int:
    """Return the days from 1970-01-01 to `day`."""
    return day.toordinal() - _EPOCH


def day_of(days: int) -> date:
    """Return the day that lies `days` after 1970-01-01."""
    return date.fromordinal(days + _EPOCH)


def _starts(groups: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(np.bincount(groups, minlength=size)))).astype(np.int64)


def _ends(row: EventRow) -> tuple[int, int]:
    first, last = row["date_start"], row["date_end"]
    if first is None and last is None:
        return OPEN_END, OPEN_START
    start = days_since_epoch(date.fromisoformat(first)) if first else OPEN_START
    return start, days_since_epoch(date.fromisoformat(last)) if last else OPEN_END


def _days(segment: Segment) -> NDArray[np.int32]:
    """Return the day each row is sorted by."""
    return np.where(segment.start == OPEN_START, segment.end, segment.start)


def _box_tests(
    lon: NDArray[np.float64], lat: NDArray[np.float64], bbox: tuple[float, float, float, float]
) -> list[NDArray[np.bool_]]:
    west, south, east, north = bbox
    if west <= east:
        return [lat >= south, lat <= north, lon >= west, lon <= east]
    return [lat >= south, lat <= north, (lon >= west) | (lon <= east)]
