"""What each report tells, kept under the events it makes, and joined anew when it changes.

A telling that is an event of its own is the event's row in `events`; only when it is merged does
its row move into `tellings`. `geo.merging` decides, this module reads and writes. Everything here
runs inside the caller's transaction.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson

from geo.columns import VOLATILE_COLUMNS, EventRow
from geo.errors import StoreError
from geo.merging.blocks import blocks_of
from geo.merging.clusters import Cluster, Decisions, Link, components, find_clusters, pair_of
from geo.merging.merged import bare, event_id_of, merged_row
from geo.merging.pairs import DAYS_OFF, Verdict, compare, contradicts
from geo.merging.profile import MONTH_DAYS, Telling, Window, telling_of
from geo.merging.sketch import Sketch, pack, sketch, unpack
from geo.store.records import EVENT_INSERT, EVENT_SELECT, EVENT_UPDATE, event_record, to_event_row

_KEPT = """SELECT tellings.id, tellings.report_id, tellings.event_id, tellings.row, sketch
FROM tellings LEFT JOIN report_sketches USING (report_id)
WHERE tellings.id IN (SELECT value FROM json_each(?))"""
_EVENTS = " WHERE id IN (SELECT value FROM json_each(?))"
_LINKED = """SELECT one, other, verdict, score, reasons FROM telling_links
WHERE one IN (SELECT value FROM json_each(?1))
UNION SELECT one, other, verdict, score, reasons FROM telling_links
WHERE other IN (SELECT value FROM json_each(?1))"""
_DECIDED = """SELECT one, other, decision FROM merge_decisions
WHERE one IN (SELECT value FROM json_each(?1))
UNION SELECT one, other, decision FROM merge_decisions
WHERE other IN (SELECT value FROM json_each(?1))"""
_NEAR = """SELECT DISTINCT telling_id FROM json_each(?) AS sought
CROSS JOIN telling_blocks AS block ON block.key = sought.value
WHERE first_day BETWEEN ? AND ? AND last_day >= ?"""
_THERE = "SELECT id FROM tellings WHERE id IN (SELECT value FROM json_each(?))"
_MEMBERS = "SELECT id FROM tellings WHERE event_id = ?"
_CO_MEMBERS = """SELECT id FROM tellings WHERE event_id IN
(SELECT event_id FROM tellings WHERE id IN (SELECT value FROM json_each(?)))"""
_EVENT_OF = "SELECT event_id FROM tellings WHERE id = ?"
_EVENTS_OF = """SELECT DISTINCT event_id FROM tellings
WHERE id IN (SELECT value FROM json_each(?))"""
_STALE = """DELETE FROM events WHERE id IN (SELECT value FROM json_each(?))
AND id NOT IN (SELECT event_id FROM tellings)"""
_MISCOUNTED = """SELECT events.id, report_count, count(DISTINCT tellings.report_id) AS told
FROM events JOIN tellings ON event_id = events.id GROUP BY events.id HAVING told <> report_count"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A telling as it is kept.

    Attributes:
        event_id: Of the event it is part of now.
        row: As it was read.
        sketch: Of the text of its report.
    """

    id: str
    report_id: str
    event_id: str
    row: EventRow
    sketch: Sketch

    @property
    def telling(self) -> Telling:
        """What it says, ready to be compared."""
        return telling_of(self.row, self.sketch)


def keep_report(
    connection: sqlite3.Connection, report_id: str, text: str, rows: Iterable[EventRow]
) -> set[str]:
    """Keep a report's events, each alone at first, and return the ids of their tellings."""
    run = connection.execute
    keep_sketch(connection, report_id, text)
    added = set[str]()
    for row in rows:
        run(EVENT_INSERT, event_record(row))
        run("INSERT INTO tellings VALUES (?, ?, ?, NULL)", (row["id"], report_id, row["id"]))
        added.add(row["id"])
    return added


def keep_sketch(connection: sqlite3.Connection, report_id: str, text: str) -> None:
    """Keep what tells whether another report carries nearly the same text."""
    made = pack(sketch(text))
    connection.execute("INSERT INTO report_sketches VALUES (?, ?)", (report_id, made))


def forget_report(connection: sqlite3.Connection, report_id: str) -> set[str]:
    """Remove all that a report tells, and return the tellings that this leaves to be regrouped."""
    run = connection.execute
    found = run("SELECT id, event_id FROM tellings WHERE report_id = ?", (report_id,)).fetchall()
    gone = {telling for telling, _ in found}
    around = _linked(connection, gone) | _with_members(connection, gone)
    run("DELETE FROM tellings WHERE report_id = ?", (report_id,))
    run("DELETE FROM report_sketches WHERE report_id = ?", (report_id,))
    run(_STALE, (_json({event_id for _, event_id in found}),))
    return around - gone


def link(connection: sqlite3.Connection, added: Collection[str]) -> None:
    """Compare new tellings with those that are near them, and note what they are to each other."""
    for new in sorted(load(connection, added).values(), key=lambda kept: kept.id):
        others = load(connection, _take_place(connection, new.telling)).values()
        connection.executemany(
            "INSERT OR REPLACE INTO telling_links VALUES (?, ?, ?, ?, ?)",
            [_link_record(made) for made in _links(new, others)],
        )


def regroup(connection: sqlite3.Connection, touched: Collection[str], now: str) -> None:
    """Work out again which events the touched tellings and all joined to them make.

    What comes out is what working out all events anew would give.

    Args:
        connection: In a transaction.
        touched: Ids of tellings.
        now: What the rows that change say of when they did, RFC 3339.
    """
    touched = _with_members(connection, _linked(connection, touched))
    parts = list(components(sorted(touched), lambda name: _joined(connection, name)))
    kept = load(connection, {name for part in parts for name in part})
    clusters = _clusters(connection, kept)
    for cluster in clusters:
        _assign(connection, [kept[name] for name in sorted(cluster.ids)])
    for cluster in clusters:
        _write_event(connection, [kept[name] for name in sorted(cluster.ids)], cluster, now)
    connection.execute(_STALE, (_json({one.event_id for one in kept.values()}),))
    _refresh_related(connection, _linked(connection, kept, Verdict.RELATED) - {*kept}, now)


def load(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, Kept]:
    """Return those of these tellings that there are, by id.

    Raises:
        StoreError: another program wrote a row that cannot be read.
    """
    kept = connection.execute(_KEPT, (_json(ids),)).fetchall()
    events = _events(connection, {event_id for _, _, event_id, row, _ in kept if row is None})
    found: dict[str, Kept] = {}
    for name, report_id, event_id, text, blob in kept:
        row = orjson.loads(text) if text else events.get(event_id)
        if row is not None and row["reports"]:
            read = cast("EventRow", {**bare(row), "id": name})
            found[name] = Kept(name, report_id, event_id, read, unpack(blob or b""))
    return found


def find_event(connection: sqlite3.Connection, name: str) -> tuple[str, set[str]] | None:
    """Return the event of this id, or of the telling of this id, and its tellings' ids.

    None where there is neither.
    """
    wanted = "SELECT event_id FROM tellings WHERE id = ?1 OR event_id = ?1 ORDER BY event_id <> ?1"
    found = connection.execute(wanted, (name,)).fetchone()
    if found is None:
        return None
    return found[0], {member for (member,) in connection.execute(_MEMBERS, found)}


def grouping_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield where events are not what the links between tellings and the decisions make them."""
    tellings = connection.execute("SELECT id, event_id, row IS NULL FROM tellings").fetchall()
    event_of = {name: event_id for name, event_id, _ in tellings}
    alone = {name for name, _, is_alone in tellings if is_alone}
    for part in components(sorted(event_of), lambda name: _joined(connection, name)):
        try:
            kept = load(connection, part)
        except StoreError:  # said by the other checks
            continue
        yield from (f"telling {name} has no row" for name in sorted(part - {*kept}))
        for cluster in _clusters(connection, kept):
            names = ", ".join(sorted(cluster.ids))
            if len({event_of[name] for name in cluster.ids}) > 1:
                yield f"the tellings {names} are one event but not kept as one"
            if (cluster.ids <= alone) != (len(cluster.ids) == 1):
                yield f"the tellings {names} are kept in the wrong table"
    for event_id, count, told in connection.execute(_MISCOUNTED):
        yield f"event {event_id}: {told} reports tell of it, not {count}"


def _events(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, EventRow]:
    chosen = connection.execute(EVENT_SELECT + _EVENTS, (_json(ids),))
    try:
        return {row["id"]: row for row in map(to_event_row, chosen)}
    except ValueError as error:
        msg = f"an event of the store cannot be read: {error}; `dateline check` says which"
        raise StoreError(msg) from error


def _take_place(connection: sqlite3.Connection, telling: Telling) -> set[str]:
    """Put a telling into its blocks and return those that are near it."""
    own, sought, text = blocks_of(telling)
    window = telling.window or Window(0, 0)
    first, last = window.first - DAYS_OFF, window.last + DAYS_OFF
    near = (
        (_json(sought), first - MONTH_DAYS, last, first),
        (_json(text), 0, 0, 0),
    )
    found = {name for wanted in near for (name,) in connection.execute(_NEAR, wanted)}
    dated = [(key, window.first, telling.id, window.last) for key in own]
    undated = [(key, 0, telling.id, 0) for key in text]
    connection.executemany(
        "INSERT OR REPLACE INTO telling_blocks VALUES (?, ?, ?, ?)", sorted(dated + undated)
    )
    return found - {telling.id}


def _links(new: Kept, others: Iterable[Kept]) -> Iterator[Link]:
    telling = new.telling
    for other in others:
        found = compare(telling, other.telling)
        if found.verdict is not Verdict.APART:
            yield Link(*pair_of(new.id, other.id), found.verdict, found.score, found.reasons)


def _link_record(made: Link) -> tuple[Any, ...]:
    return (*made[:4], orjson.dumps(made.reasons).decode())


def _read_links(connection: sqlite3.Connection, ids: Collection[str]) -> list[Link]:
    """Return the links that lie wholly among these tellings."""
    return [
        Link(one, other, Verdict(verdict), score, tuple(orjson.loads(reasons)))
        for one, other, verdict, score, reasons in connection.execute(_LINKED, (_json(ids),))
        if one in ids and other in ids
    ]


def _decisions(connection: sqlite3.Connection, ids: Collection[str]) -> Decisions:
    found = connection.execute(_DECIDED, (_json(ids),)).fetchall()
    merged = frozenset((one, other) for one, other, what in found if what == "merge")
    split = frozenset((one, other) for one, other, what in found if what == "split")
    return Decisions(merged, split)


def _linked(
    connection: sqlite3.Connection, ids: Collection[str], verdict: Verdict | None = None
) -> set[str]:
    """Return all that these tellings have links with, and themselves."""
    found = {*ids}
    for one, other, what, _, _ in connection.execute(_LINKED, (_json(ids),)):
        if verdict in {None, what}:
            found |= {one, other}
    return found


def _with_members(connection: sqlite3.Connection, ids: Collection[str]) -> set[str]:
    return {name for (name,) in connection.execute(_CO_MEMBERS, (_json(ids),))}


def _joined(connection: sqlite3.Connection, name: str) -> set[str]:
    """Return the tellings that may be of one event with this one, or were said to be by hand."""
    by_hand = {other for pair in _decisions(connection, [name]).merged for other in pair}
    there = connection.execute(_THERE, (_json(by_hand),))
    return _linked(connection, [name], Verdict.SAME) | {other for (other,) in there}


def _clusters(connection: sqlite3.Connection, kept: Mapping[str, Kept]) -> list[Cluster]:
    tellings: dict[str, Telling] = {}

    def telling(name: str) -> Telling:
        if name not in tellings:
            tellings[name] = kept[name].telling
        return tellings[name]

    return find_clusters(
        {name: one.report_id for name, one in kept.items()},
        _read_links(connection, kept),
        _decisions(connection, kept),
        contradicts=lambda one, other: contradicts(telling(one), telling(other)),
    )


def _assign(connection: sqlite3.Connection, members: Sequence[Kept]) -> None:
    """Say of tellings which event they make, and keep their rows where that is not theirs."""
    event_id = event_id_of(one.row for one in members)
    is_alone = len(members) == 1
    connection.executemany(
        "UPDATE tellings SET event_id = ?, row = ? WHERE id = ?",
        [
            (event_id, None if is_alone else orjson.dumps(one.row).decode(), one.id)
            for one in members
        ],
    )


def _write_event(
    connection: sqlite3.Connection, members: Sequence[Kept], cluster: Cluster, now: str
) -> None:
    """Write the row of an event, if it is not there as it should be."""
    row = merged_row(
        [one.row for one in members],
        links=cluster.links,
        related=_related(connection, cluster.ids),
        sketches={one.report_id: one.sketch for one in members},
    )
    found = connection.execute(f"{EVENT_SELECT} WHERE id = ?", (row["id"],)).fetchone()
    if found is None:
        connection.execute(EVENT_INSERT, event_record({**row, "updated": now}))
    elif _lasting(to_event_row(found)) != _lasting(row):
        connection.execute(EVENT_UPDATE, [*event_record({**row, "updated": now}), row["id"]])


def _lasting(row: EventRow) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in VOLATILE_COLUMNS}


def _related(connection: sqlite3.Connection, ids: Collection[str]) -> list[dict[str, Any]]:
    """Return the other events that contradict this one of these tellings, by id, with reasons."""
    reasons: dict[str, tuple[float, list[str]]] = {}
    for one, other, verdict, score, why in connection.execute(_LINKED, (_json(ids),)):
        if verdict != Verdict.RELATED or (one in ids and other in ids):
            continue
        (event_id,) = connection.execute(_EVENT_OF, (other if one in ids else one,)).fetchone()
        found = score, orjson.loads(why)
        reasons[event_id] = max(reasons.get(event_id, found), found)
    return [{"id": name, "why": why} for name, (_, why) in sorted(reasons.items())]


def _refresh_related(connection: sqlite3.Connection, ids: Collection[str], now: str) -> None:
    """Let the events of these tellings name the events they contradict by their present ids."""
    for (event_id,) in connection.execute(_EVENTS_OF, (_json(ids),)).fetchall():
        members = {name for (name,) in connection.execute(_MEMBERS, (event_id,))}
        related = orjson.dumps(_related(connection, members)).decode()
        connection.execute(
            "UPDATE events SET related = ?1, updated = ?2 WHERE id = ?3 AND related <> ?1",
            (related, now, event_id),
        )


def _json(values: Iterable[Any]) -> str:
    return orjson.dumps(list(values)).decode()
