"""The read model: answers about the events of a store at memory speed.

It is made from the store, lies beside it (`<store>.index/`) and is thrown away and made anew
whenever it does not fit. What was added since it was made is kept in a second, small segment;
what was removed is masked. Answers come in time order: first day (last, where only that is
known), events without a date at the end, then id.
"""

import heapq
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from geo.columns import EventRow
from geo.errors import UnknownEvent
from geo.query import Query, answered, time_key
from geo.store.arrays import Blobs, Rows
from geo.store.digest import digest
from geo.store.geopackage import GeoPackageStore
from geo.store.persist import Saved, build, index_folder, load, save
from geo.store.segment import FACETS, OPEN_END, OPEN_START, Segment, day_of

logger = logging.getLogger(__name__)

_FEW = 2000
_SHARE = 20
_TICK_NS = 100_000_000


class Page(NamedTuple):
    """Part of the answer to a query.

    Attributes:
        matched: How many events match in all, exactly.
        ids: Of the events on this page.
        features: The same events as GeoJSON features, UTF-8.
    """

    matched: int
    ids: list[str]
    features: list[bytes]


@dataclass(frozen=True, slots=True)
class _State:
    """What the model holds at one moment; never changed, only replaced.

    Attributes:
        base: The events as they were when the model was made.
        alive: Which rows of `base` still stand; None = all.
        recent: Events added or changed since.
        slots: Before which row of `base` each recent one stands in time order.
    """

    base: Segment
    alive: NDArray[np.bool_] | None
    recent: Segment
    slots: NDArray[np.int64]
    sequence: int
    mark: str

    def matching(self, query: Query) -> tuple[Rows, Rows]:
        """Return the rows of `base` and of `recent` that match."""
        rows = self.base.matching(query)
        if self.alive is not None:
            rows = rows[self.alive[rows]]
        return rows, self.recent.matching(query)

    def merged(self, query: Query) -> NDArray[np.int32]:
        """Return all rows that match in time order; those of `recent` count on after `base`."""
        rows, recent = self.matching(query)
        if not len(recent):
            return rows
        places = np.searchsorted(rows, self.slots[recent])
        return np.insert(rows, places, recent + np.int32(len(self.base)))

    def take(self, rows: NDArray[np.int32], part: Callable[[Segment], Blobs]) -> list[bytes]:
        """Return a part (ids or features) of rows of `merged`."""
        is_recent = rows >= len(self.base)
        kept = part(self.base).take(rows[~is_recent])
        if not is_recent.any():
            return kept
        recent = part(self.recent).take(rows[is_recent] - np.int32(len(self.base)))
        turns = {False: iter(kept), True: iter(recent)}
        return [next(turns[turn]) for turn in is_recent.tolist()]

    def features(self, rows: NDArray[np.int32], query: Query) -> list[bytes]:
        """Return the features of rows of `merged`, with shares where regions are asked for."""
        features = self.take(rows, lambda part: part.features)
        if not query.regions:
            return features
        return list(map(_with_share, features, self.shares(rows, query)))

    def shares(self, rows: NDArray[np.int32], query: Query) -> list[float]:
        """Return which share of their place the regions of a query cover, of rows of `merged`."""
        is_recent = rows >= len(self.base)
        shares = np.empty(len(rows))
        shares[~is_recent] = self.base.shares(rows[~is_recent], query)
        shares[is_recent] = self.recent.shares(rows[is_recent] - np.int32(len(self.base)), query)
        found: list[float] = shares.tolist()
        return found

    def at(self, row: int) -> tuple[Segment, int]:
        """Return the segment that holds a row of `merged`, and where in it."""
        size = len(self.base)
        return (self.base, row) if row < size else (self.recent, row - size)

    def find(self, event_id: str) -> tuple[Segment, int] | None:
        """Return where an event stands, None if it does not."""
        if (place := self.recent.find(event_id)) is not None:
            return self.recent, place
        place = self.base.find(event_id)
        if place is None or (self.alive is not None and not self.alive[place]):
            return None
        return self.base, place


class ReadModel:
    """All events of a store, ready to be asked.

    Any number of threads may ask while one calls `refresh`; an answer is of one state.
    """

    def __init__(self, path: Path, saved: Saved) -> None:
        """Start from what was made of the store at `path`; use `ReadModel.open`."""
        self._path = path
        self._lock = threading.Lock()
        self._seen: _Stamp | None = None
        self._state = _fresh(saved)

    @classmethod
    def open(cls, path: Path, *, progress: Callable[[int, int], None] | None = None) -> Self:
        """Return the read model of the store at `path`, made anew where there is none that fits.

        Args:
            path: The GeoPackage, not the read model.
            progress: Called with events done and events in all while a new one is made.

        Raises:
            StoreError: there is no store, or it cannot be read.
        """
        with GeoPackageStore(path, is_read_only=True) as store:
            saved = load(index_folder(path))
            if saved is None or not _fits(saved, store):
                saved = _make(store, progress)
        model = cls(path, saved)
        model.refresh()
        return model

    @property
    def sequence(self) -> int:
        """The number of the latest change that answers know of; ETags are made of it."""
        return self._state.sequence

    def __len__(self) -> int:
        return self.count(Query())

    def refresh(self) -> bool:
        """Catch up with the store and return whether anything had changed.

        Costs two looks at the file system where nothing has. No connection stays open: SQLite
        would mix up its log with a file put in the store's place.

        Raises:
            StoreError: the store cannot be read; the model still answers as before.
        """
        with self._lock:
            now = _stamp(self._path)
            if now == self._seen:
                return False
            before = self._state.sequence, self._state.mark
            with GeoPackageStore(self._path, is_read_only=True) as store:
                self._state = _current(self._state, store)
            # Two writes within one tick of the file system's clock would look like one.
            is_settled = time.time_ns() - max(moment for _, moment, _ in now) > _TICK_NS
            self._seen = now if is_settled else None
            return (self._state.sequence, self._state.mark) != before

    def find(self, query: Query, *, limit: int, offset: int = 0) -> Page:
        """Return one page of the events that match, oldest first, and how many match in all."""
        state = self._state
        rows = state.merged(query)
        page = rows[offset : offset + limit]
        return Page(
            matched=len(rows),
            ids=[event_id.decode() for event_id in state.take(page, lambda part: part.ids)],
            features=state.features(page, query),
        )

    def count(self, query: Query) -> int:
        """Return how many events match, exactly."""
        return sum(len(rows) for rows in self._state.matching(query))

    def feature(self, event_id: str) -> bytes:
        """Return one event as a GeoJSON feature, UTF-8.

        Raises:
            UnknownEvent: there is none with this id.
        """
        found = self._state.find(event_id)
        if found is None:
            raise UnknownEvent(event_id)
        segment, place = found
        feature: bytes = segment.features[place]
        return feature

    def features(self, query: Query) -> Iterator[bytes]:
        """Yield all events that match as GeoJSON features, oldest first, all of one state."""
        state = self._state
        rows = state.merged(query)
        for start in range(0, len(rows), _FEW):
            yield from state.features(rows[start : start + _FEW], query)

    def rows_of(self, query: Query) -> Iterator[EventRow]:
        """Yield the rows of all events that match, oldest first, all of one state."""
        state = self._state
        for row in state.merged(query).tolist():
            segment, place = state.at(row)
            yield answered(segment.row(place), query)

    def areas(self, known: Collection[str] = ()) -> dict[str, EventRow]:
        """Return a row for each place that is more than a spot, by place id, but those known."""
        state = self._state
        return {
            area: segment.row(row)
            for segment in (state.base, state.recent)
            for area, row in zip(segment.areas, segment.area_rows, strict=True)
            if area not in known
        }

    def facets(self, query: Query) -> dict[str, dict[str, int]]:
        """Return how many of the events that match carry each actor, type, region and so on.

        Returns:
            For each of `FACETS` the counts by id (by name for publishers), the most frequent
            first, then by id; only what occurs. An event counts once for each of its actors,
            regions and publishers.
        """
        state = self._state
        rows, recent = state.matching(query)
        base, late = state.base.labels, state.recent.labels
        return {name: _sum(base[name].counts(rows), late[name].counts(recent)) for name in FACETS}

    def extent(
        self, query: Query
    ) -> tuple[tuple[float, float, float, float] | None, tuple[date | None, date | None]]:
        """Return the box and the first and last known day of the events that match.

        The box is west, south, east, north and does not cross the antimeridian; None without
        a place.
        """
        state = self._state
        found = zip((state.base, state.recent), state.matching(query), strict=True)
        columns = [
            np.concatenate(parts)
            for parts in zip(*(_columns(segment, rows) for segment, rows in found), strict=True)
        ]
        lon, lat, days = columns[0], columns[1], np.concatenate(columns[2:])
        return _box(lon, lat), _first_and_last(days)

    def actor_names(self) -> dict[str, str]:
        """Return the name of every actor that events have, by id."""
        state = self._state
        return {
            key.decode(): name.decode()
            for segment in (state.base, state.recent)
            for key, name in zip(segment.labels["actor"].terms, segment.actor_names, strict=True)
        }

    def knows_actor(self, key: str) -> bool:
        """Return whether a key (id, parent's id, country or name in lower case) finds any event."""
        return self.count(Query(actors=frozenset({key}))) > 0

    def digest(self) -> str:
        """Return one hash of all events; that of the store, where the model fits it."""
        return digest(self.rows_of(Query()))


_Stamp = tuple[tuple[int, int, int], ...]


def _stamp(path: Path) -> _Stamp:
    """Return what changes when the store or its log does: inode, time and size of both."""
    stamps = [(0, 0, 0)]
    for file in (path, path.with_name(f"{path.name}-wal")):
        with suppress(FileNotFoundError):
            status = file.stat()
            stamps.append((status.st_ino, status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def _current(state: _State, store: GeoPackageStore) -> _State:
    """Return what the model must hold to answer as the store would."""
    if not _fits(state, store):
        return _fresh(_make(store))
    if store.sequence() == state.sequence:
        return state
    state = _caught_up(state, store)
    is_small = len(state.recent) <= max(_FEW, len(state.base) // _SHARE)
    return state if is_small else _fresh(_make(store))


def _fits(known: Saved | _State, store: GeoPackageStore) -> bool:
    """Return whether the store has been in the state that is known: the same file, not older."""
    return known.sequence <= store.sequence() and known.mark == store.mark(known.sequence)


def _make(store: GeoPackageStore, progress: Callable[[int, int], None] | None = None) -> Saved:
    """Make a read model of a store, on disk where that can be written, else in memory."""
    with store.one_state():
        sequence = store.sequence()
        mark = store.mark(sequence)
        try:
            rows = _counted(store, progress)
            return save(index_folder(store.path), rows, sequence=sequence, mark=mark)
        except OSError as error:
            logger.warning("the read model stays in memory: %s", error)
            return Saved(build(_counted(store, progress)), sequence, mark)


def _counted(
    store: GeoPackageStore, progress: Callable[[int, int], None] | None
) -> Iterator[EventRow]:
    total = store.count() if progress else 0
    for number, row in enumerate(store.rows(), start=1):
        yield row
        if progress and (number % 1000 == 0 or number == total):
            progress(number, total)


def _fresh(saved: Saved) -> _State:
    nothing = build([])
    return _State(
        saved.segment, None, nothing, np.empty(0, dtype=np.int64), saved.sequence, saved.mark
    )


def _caught_up(state: _State, store: GeoPackageStore) -> _State:
    """Return the state with what has changed in the store since."""
    with store.one_state():
        sequence = store.sequence()
        changed = {change.event_id for change in store.changes(state.sequence)}
        rows = sorted(store.rows_by_id(changed), key=time_key)
        mark = store.mark(sequence)
    kept = (state.recent.row(place) for place in range(len(state.recent)))
    recent = build(
        heapq.merge((row for row in kept if row["id"] not in changed), rows, key=time_key)
    )
    alive = np.ones(len(state.base), dtype=bool) if state.alive is None else state.alive.copy()
    gone = [place for place in map(state.base.find, changed) if place is not None]
    alive[gone] = False
    return _State(state.base, alive, recent, state.base.slots(recent), sequence, mark)


def _with_share(feature: bytes, share: float) -> bytes:
    """Return a feature, which ends with its properties, with its region coverage."""
    return b"".join((feature[:-2], b',"region_coverage":', orjson.dumps(share), b"}}"))


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    total = {name: one.get(name, 0) + other.get(name, 0) for name in one | other}
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))


def _columns(segment: Segment, rows: Rows) -> tuple[NDArray[Any], ...]:
    return segment.lon[rows], segment.lat[rows], segment.start[rows], segment.end[rows]


def _box(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[float, float, float, float] | None:
    if np.isnan(lon).all():
        return None
    west, south = float(np.nanmin(lon)), float(np.nanmin(lat))
    return west, south, float(np.nanmax(lon)), float(np.nanmax(lat))


def _first_and_last(days: NDArray[np.int32]) -> tuple[date | None, date | None]:
    known = days[(days != OPEN_START) & (days != OPEN_END)]
    if not len(known):
        return None, None
    return day_of(int(known.min())), day_of(int(known.max()))
