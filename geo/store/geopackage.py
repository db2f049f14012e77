"""The truth: one GeoPackage that GIS programs open as it is.

Never open the live file with GDAL (pyogrio, geopandas) in a process that also holds a store on
it: two copies of SQLite in one process break each other's locks. Export, or open a `backup`.
"""

import logging
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.columns import EventRow
from geo.errors import StoreError, UnknownEvent
from geo.frame import format_time, to_row
from geo.model import Event, Place, Report
from geo.query import SPOTS, Query, answered, matches
from geo.store import deciding
from geo.store.checking import problems
from geo.store.connection import connect, info, is_outdated, store_faults, transaction
from geo.store.digest import digest
from geo.store.geometry import decode, encode_area
from geo.store.records import (
    EVENT_SELECT,
    REPORT_INSERT,
    REPORT_SELECT,
    ReportRow,
    count,
    report_row,
    to_event_row,
    to_report,
    to_report_row,
)
from geo.store.schema import TIME_ORDER
from geo.store.tellings import find_event, forget_report, keep_report, link, regroup
from geo.store.upgrade import upgrade

logger = logging.getLogger(__name__)

_KNOWN = "SELECT count(*) FROM reports WHERE id = ?"
_EVENTS_OF = "SELECT count(DISTINCT event_id) FROM tellings WHERE report_id = ?"
_AREAS = f"""WHERE fid IN (SELECT min(fid) FROM events
WHERE place_id <> '' AND precision NOT IN {SPOTS} GROUP BY place_id)"""  # noqa: S608 - constant names
_LATEST = """SELECT id, version FROM reports WHERE key = :key AND key <> ''
ORDER BY version DESC LIMIT 1"""


class Change(NamedTuple):
    """A line of the change log: `change` is `add`, `update` or `remove`."""

    seq: int
    event_id: str
    change: str
    at: str


class GeoPackageStore:
    """Events and reports in one GeoPackage; a `Store`.

    Opening costs well under a millisecond where the file is there. A store may pass from
    thread to thread, but is for one at a time; readers never wait for a writer, two writers
    wait for each other.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, *, is_read_only: bool = False, timeout_s: float = 30) -> None:
        """Open the store at `path`, or make one there.

        Args:
            path: The file.
            is_read_only: True to change nothing; the file must then exist.
            timeout_s: How long a write waits for another program's, seconds.

        Raises:
            StoreError: it cannot be opened or made, is no store of ours, or of a newer version.
        """
        self.path = path
        self._connection = connect(path, is_read_only=is_read_only, timeout_s=timeout_s)
        if not is_read_only and is_outdated(self._connection):
            self._upgrade()
        self._kept_places: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def has(self, report_id: str) -> bool:
        """Return whether this very report (content and url) was read already."""
        return bool(self._number(_KNOWN, report_id))

    def add(self, report: Report, events: Iterable[Event]) -> int:
        """Keep a report and its events in one transaction; return how many events it has now.

        A report that is there already is left as it is, also where a later version of it has
        replaced its events: reading an old version again changes nothing. A new text under a
        known key is a new version; the events of the one before it are removed.

        Raises:
            StoreError: it could not be written; the store is then as it was before.
        """
        events = list(events)
        kept_places = set(self._kept_places)
        with store_faults(self.path), transaction(self._connection, "IMMEDIATE"):
            if not count(self._connection, _KNOWN, report.id):
                self._insert(report, events, kept_places)
            kept = count(self._connection, _EVENTS_OF, report.id)
        self._kept_places = kept_places
        return kept

    def event_of(self, telling_id: str) -> str:
        """Return the id of the event that a telling is part of; that of an event is its own.

        Raises:
            UnknownEvent: there is none with this id.
        """
        with store_faults(self.path):
            found = find_event(self._connection, telling_id)
        if found is None:
            raise UnknownEvent(telling_id)
        return found[0]

    def merge(self, one: str, other: str) -> str:
        """Let two events be one, whatever they say, and return its id.

        Args:
            one: Id of an event, or of what one report tells of it (`telling_id`).
            other: Likewise.

        Raises:
            UnknownEvent: there is none with such an id.
            StoreError: it could not be written; the store is then as it was before.
        """
        with store_faults(self.path), transaction(self._connection, "IMMEDIATE"):
            return deciding.merge(self._connection, one, other, format_time(datetime.now(UTC)))

    def split(self, event_id: str) -> list[str]:
        """Take an event apart and return the ids of the events that come of it.

        A merge by hand is taken back; what the reports themselves make one event becomes an
        event for each report, for good. The `telling_id` of a further report takes out that
        report's part alone.

        Raises:
            UnknownEvent: there is none with this id.
            StoreError: one report alone tells of it, or it could not be written; the store is
                then as it was before.
        """
        with store_faults(self.path), transaction(self._connection, "IMMEDIATE"):
            return deciding.split(self._connection, event_id, format_time(datetime.now(UTC)))

    def find(self, query: Query) -> Iterator[EventRow]:
        """Yield the rows that match, oldest first, then by id, as answers (`geo.query.answered`).

        This looks at every row; the read model (`geo.store.index`) is for many questions.
        """
        return (answered(row, query) for row in self.rows() if matches(row, query))

    def rows(self) -> Iterator[EventRow]:
        """Yield all rows, oldest first (`geo.query.time_key`)."""
        return self._rows(f"{EVENT_SELECT} ORDER BY {TIME_ORDER}")

    def row(self, event_id: str) -> EventRow:
        """Return one event's row.

        Raises:
            UnknownEvent: there is none with this id.
        """
        for row in self._rows(f"{EVENT_SELECT} WHERE id = ?", event_id):
            return row
        raise UnknownEvent(event_id)

    def rows_by_id(self, event_ids: Collection[str]) -> Iterator[EventRow]:
        """Yield the rows of those of these events that there are, in no order."""
        wanted = orjson.dumps(list(event_ids)).decode()
        chosen = "WHERE id IN (SELECT value FROM json_each(?))"
        return self._rows(f"{EVENT_SELECT} {chosen}", wanted)

    def areas(self) -> dict[str, EventRow]:
        """Return a row for each place that is more than a spot, by place id."""
        return {row["place_id"]: row for row in self._rows(f"{EVENT_SELECT} {_AREAS}")}

    def count(self) -> int:
        """Return how many events there are."""
        return self._number("SELECT count(*) FROM events")

    def report(self, report_id: str) -> Report:
        """Return a report as it was received, any version.

        Raises:
            StoreError: there is none with this id.
        """
        for record in self._select(f"{REPORT_SELECT} WHERE id = ?", report_id):
            return to_report(to_report_row(record))
        msg = f"no report has the id {report_id!r}"
        raise StoreError(msg)

    def reports(self) -> Iterator[ReportRow]:
        """Yield all reports, every version, in the order of reading."""
        return map(to_report_row, self._select(f"{REPORT_SELECT} ORDER BY fid"))

    def footprints(self, place_ids: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
        """Return footprints as GeoJSON geometries by place id, OGC:CRS84.

        Args:
            place_ids: Which; None = of all places that have one. Places without one are left
                out: they are a point with a radius.
        """
        polygons = self.polygons(place_ids)
        return {key: orjson.loads(shapely.to_geojson(shape)) for key, shape in polygons.items()}

    def polygons(self, place_ids: Collection[str] | None = None) -> dict[str, BaseGeometry]:
        """Return the same footprints as shapely geometries."""
        wanted = None if place_ids is None else orjson.dumps(list(place_ids)).decode()
        chosen = "?1 IS NULL OR place_id IN (SELECT value FROM json_each(?1))"
        records = self._select(f"SELECT place_id, geom FROM regions WHERE {chosen}", wanted)  # noqa: S608 - constant text
        return {place_id: decode(blob) for place_id, blob in records}

    def sequence(self) -> int:
        """Return the number of the latest change, 0 before the first; it only ever grows."""
        return self._number("SELECT coalesce(max(seq), 0) FROM change_log")

    def changes(self, since: int) -> list[Change]:
        """Return what changed after the change numbered `since`, in order."""
        sql = "SELECT seq, event_id, change, at FROM change_log WHERE seq > ? ORDER BY seq"
        return [Change(*record) for record in self._select(sql, since)]

    def mark(self, sequence: int) -> str:
        """Return what tells this store at this change from any other store or past.

        Empty where the log has no such change, so where this is another store.
        """
        if sequence == 0:
            return self.store_id
        sql = "SELECT event_id, change, at FROM change_log WHERE seq = ?"
        line = next(iter(self._select(sql, sequence)), None)
        return " ".join((self.store_id, *line)) if line else ""

    @property
    def store_id(self) -> str:
        """The store's own random id; a copy of the file has the same."""
        with store_faults(self.path):
            return info(self._connection, "store_id")

    def one_state(self) -> AbstractContextManager[None]:
        """Return a block in which every read sees the same state, whatever is written."""
        return transaction(self._connection, "DEFERRED")

    def digest(self) -> str:
        """Return one hash of all events, whatever the order of reading."""
        return digest(self._rows(EVENT_SELECT))

    def check(self) -> list[str]:
        """Return every problem found in the file, a line each; empty where all is well."""
        with store_faults(self.path), self.one_state():
            return list(problems(self._connection))

    def backup(self, path: Path) -> None:
        """Write a copy of the store as it is now, one file, complete or not at all.

        Raises:
            StoreError: it cannot be written.
        """
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        with store_faults(path), closing(sqlite3.connect(part)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        part.replace(path)

    def _upgrade(self) -> None:
        try:
            with store_faults(self.path):
                upgrade(self._connection, format_time(datetime.now(UTC)))
        except StoreError:
            self.close()
            raise

    def _insert(self, report: Report, events: list[Event], kept_places: set[str]) -> None:
        now = format_time(datetime.now(UTC))
        record = report_row(report, version=1, read_at=now)
        version, left = self._supersede(report.id, record["key"])
        record["version"] = version
        run = self._connection.execute
        run(REPORT_INSERT, list(record.values()))
        rows = [to_row(event, updated=now, version=version) for event in events]
        added = keep_report(self._connection, report.id, record["text"], rows)
        link(self._connection, added)
        regroup(self._connection, left | added, now)
        for event in events:
            for place in event.places:
                if place.location.place and place.location.place.id not in kept_places:
                    self._keep_footprint(place.location.place)
                    kept_places.add(place.location.place.id)
        run("UPDATE gpkg_contents SET last_change = ?", (now,))

    def _supersede(self, report_id: str, key: str) -> tuple[int, set[str]]:
        """Retire the latest report of this key, if any.

        Returns:
            The new one's version, and the tellings of other reports that this concerns.
        """
        run = self._connection.execute
        found = run(_LATEST, {"key": key}).fetchone()
        if not found:
            return 1, set()
        retired, version = found
        run("UPDATE reports SET superseded_by = ? WHERE id = ?", (report_id, retired))
        logger.info("report %s is version %d of %s", report_id, version + 1, retired)
        return int(version) + 1, forget_report(self._connection, retired)

    def _keep_footprint(self, place: Place) -> None:
        """Keep the footprint of a place; a newer one of the same place replaces it."""
        area = encode_area(place.footprint) if place.footprint else None
        if area is None:
            return
        values = (area, place.name, place.kind.value, place.country, place.uncertainty_m, place.id)
        run = self._connection.execute
        kept = run("SELECT geom FROM regions WHERE place_id = ?", (place.id,)).fetchone()
        if kept is None:
            run(
                "INSERT INTO regions (geom, name, kind, country, uncertainty_m, place_id) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
        elif kept[0] != area:
            run(
                "UPDATE regions SET geom = ?, name = ?, kind = ?, country = ?, uncertainty_m = ? "
                "WHERE place_id = ?",
                values,
            )

    def _select(self, sql: str, *values: Any) -> Iterator[Any]:  # noqa: ANN401 - what SQLite takes
        with store_faults(self.path):
            yield from self._connection.execute(sql, values)

    def _rows(self, sql: str, *values: str) -> Iterator[EventRow]:
        for record in self._select(sql, *values):
            try:
                yield to_event_row(record)
            except ValueError as error:
                msg = f"an event of the store {str(self.path)!r} cannot be read: {error}"
                raise StoreError(msg) from error

    def _number(self, sql: str, *values: str) -> int:
        with store_faults(self.path):
            return count(self._connection, sql, *values)
