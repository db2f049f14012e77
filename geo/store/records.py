"""Rows of the contract and reports as the tables hold them."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict, cast

import orjson

from geo.columns import COLUMNS, LIST_COLUMNS, EventRow
from geo.frame import format_time, scrub
from geo.model import Report
from geo.store.geometry import decode_point, encode_point


class ReportRow(TypedDict):
    """One version of one report.

    Attributes:
        published: ISO 8601 day, None where unknown.
        version: Counted from 1 among the reports of the same key.
        superseded_by: Id of the next version, whose events replaced this one's; None for the
            latest.
        read_at: When it was read, RFC 3339, UTC.
    """

    id: str
    key: str
    title: str
    publisher: str
    published: str | None
    url: str
    lang: str
    text: str
    version: int
    superseded_by: str | None
    read_at: str


REPORT_COLUMNS: tuple[str, ...] = tuple(ReportRow.__annotations__)
"""The columns of the table `reports`."""

EVENT_SELECT = f"SELECT geom, {', '.join(COLUMNS)} FROM events"  # noqa: S608 - constant names
"""Reads what `to_event_row` takes."""

EVENT_INSERT = (
    f"INSERT INTO events (geom, {', '.join(COLUMNS)}) "  # noqa: S608 - constant names
    f"VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
)
"""Writes what `event_record` gives."""

EVENT_UPDATE = (
    f"UPDATE events SET geom = ?, {', '.join(f'{name} = ?' for name in COLUMNS)} "  # noqa: S608 - constant names
    "WHERE id = ?"
)
"""Writes what `event_record` gives, then an id."""

REPORT_SELECT = f"SELECT {', '.join(REPORT_COLUMNS)} FROM reports"  # noqa: S608 - constant names
REPORT_INSERT = (
    f"INSERT INTO reports ({', '.join(REPORT_COLUMNS)}) "  # noqa: S608 - constant names
    f"VALUES ({', '.join('?' * len(REPORT_COLUMNS))})"
)


def event_record(row: EventRow) -> list[Any]:
    """Return the values that `EVENT_INSERT` wants."""
    values: dict[str, Any] = dict(row)
    for name in LIST_COLUMNS:
        values[name] = orjson.dumps(values[name]).decode()
    lon, lat = row["lon"], row["lat"]
    geometry = None if lon is None or lat is None else encode_point(lon, lat)
    return [geometry, *(values[name] for name in COLUMNS)]


def to_event_row(record: Iterable[Any]) -> EventRow:
    """Return the row of a record that `EVENT_SELECT` read.

    Raises:
        ValueError: another program wrote what is no geometry, JSON or date-time.
    """
    geometry, *values = record
    row: dict[str, Any] = dict(zip(COLUMNS, values, strict=True))
    for name in LIST_COLUMNS:
        row[name] = orjson.loads(row[name])
    row["updated"] = format_time(row["updated"])
    row["lon"], row["lat"] = decode_point(geometry) or (None, None)
    return cast("EventRow", row)


def report_row(report: Report, *, version: int, read_at: str) -> ReportRow:
    """Return the row of a report that was just read."""
    return {
        "id": report.id,
        "key": scrub(report.key),
        "title": scrub(report.title),
        "publisher": scrub(report.publisher),
        "published": report.published.isoformat() if report.published else None,
        "url": scrub(report.url),
        "lang": scrub(report.lang),
        "text": scrub(report.text),
        "version": version,
        "superseded_by": None,
        "read_at": read_at,
    }


def to_report_row(record: Iterable[Any]) -> ReportRow:
    """Return the row of a record that `REPORT_SELECT` read."""
    return cast("ReportRow", dict(zip(REPORT_COLUMNS, record, strict=True)))


def to_report(row: ReportRow) -> Report:
    """Return the report of a row."""
    published = row["published"]
    return Report(
        text=row["text"],
        title=row["title"],
        publisher=row["publisher"],
        published=date.fromisoformat(published) if published else None,
        url=row["url"],
        lang=row["lang"],
        key=row["key"],
    )


def count(connection: sqlite3.Connection, sql: str, *values: str) -> int:
    """Return the one number a statement selects."""
    return int(connection.execute(sql, values).fetchone()[0])
