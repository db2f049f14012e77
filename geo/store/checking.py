"""What can be wrong inside a store, found by looking at all of it."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import orjson

from geo.columns import LIST_COLUMNS
from geo.store.records import count
from geo.store.schema import LAYERS
from geo.store.tellings import grouping_faults

_EVENTS_WITH_TEXT = """
SELECT events.id, events.quote, events.reports, reports.id, reports.text
FROM events JOIN tellings ON tellings.event_id = events.id
JOIN reports ON reports.id = tellings.report_id"""


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield every fault found, a line each; nothing where all is well."""
    yield from _damage(connection)
    yield from _layers(connection)
    yield from _lists(connection)
    yield from _lineage(connection)
    yield from _quotes(connection)
    yield from grouping_faults(connection)


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"damaged: {line}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points at a row of {parent} that is missing"


def _layers(connection: sqlite3.Connection) -> Iterator[str]:
    for layer in LAYERS:
        listed = "SELECT count(*) FROM gpkg_contents WHERE table_name = ?"
        if not count(connection, listed, layer):
            yield f"the layer {layer} is not listed in gpkg_contents"
        tree = f"rtree_{layer}_geom"
        with_geometry = f"SELECT count(*) FROM {layer} WHERE NOT ST_IsEmpty(geom)"  # noqa: S608 - constant names
        in_tree = f"SELECT count(*) FROM {tree}"  # noqa: S608 - the same
        in_both = f"SELECT count(*) FROM {layer} AS one JOIN {tree} AS tree ON one.fid = tree.id"  # noqa: S608 - the same
        numbers = {count(connection, sql) for sql in (with_geometry, in_tree, in_both)}
        if len(numbers) > 1:
            yield f"the spatial index of {layer} does not fit its geometries"


def _lists(connection: sqlite3.Connection) -> Iterator[str]:
    for name in LIST_COLUMNS:
        wrong = (
            f"SELECT id FROM events WHERE NOT json_valid({name}) "  # noqa: S608 - constant names
            f"OR {name} NOT LIKE '[%'"
        )
        for (event_id,) in connection.execute(wrong):
            yield f"event {event_id}: {name} is no JSON list"


def _lineage(connection: sqlite3.Connection) -> Iterator[str]:
    orphans = "SELECT id FROM events WHERE id NOT IN (SELECT event_id FROM tellings)"
    for (event_id,) in connection.execute(orphans):
        yield f"event {event_id} has no report"
    strays = "SELECT event_id FROM tellings WHERE event_id NOT IN (SELECT id FROM events)"
    for (event_id,) in connection.execute(strays):
        yield f"event {event_id} is gone, but its report still names it"


def _quotes(connection: sqlite3.Connection) -> Iterator[str]:
    for event_id, quote, reports, report_id, text in connection.execute(_EVENTS_WITH_TEXT):
        for place, source in enumerate(_sources(reports)):
            if source.get("id") != report_id:
                continue
            start, end = source.get("span") or (0, 0)
            if not 0 <= start < end <= len(text):
                yield f"event {event_id}: its span {start}-{end} lies outside report {report_id}"
            elif place == 0 and text[start:end] != quote:
                yield f"event {event_id}: its quote is not what report {report_id} says there"


def _sources(reports: str) -> list[dict[str, Any]]:
    try:
        found = orjson.loads(reports)
    except orjson.JSONDecodeError:  # said by `_lists`
        return []
    return [source for source in found if isinstance(source, dict)]
