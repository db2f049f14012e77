"""Merges and splits by hand: decisions about tellings, which can be taken back."""

import sqlite3
from collections.abc import Iterable
from itertools import product

from geo.errors import StoreError, UnknownEvent
from geo.merging.clusters import pair_of
from geo.store.tellings import find_event, regroup

Pairs = Iterable[tuple[str, str]]


def merge(connection: sqlite3.Connection, one: str, other: str, now: str) -> str:
    """Let two events be one and return its id.

    What was split between them by hand is taken back; only where that is not enough is a merge
    noted.

    Args:
        connection: In a transaction.
        one: Id of an event or of a telling, which stands for its event.
        other: Likewise.
        now: When it is done, RFC 3339.

    Raises:
        UnknownEvent: there is none with such an id.
    """
    sides = [_known(connection, name) for name in (one, other)]
    (first, ours), (second, theirs) = sides
    _take_back(connection, "split", product(ours, theirs))
    regroup(connection, ours | theirs, now)
    if _known(connection, first) != _known(connection, second):
        ends = (name if name in all_of else min(all_of) for name, all_of in sides)
        _decide(connection, "merge", [(next(ends), next(ends))], now)
        regroup(connection, ours | theirs, now)
    return _known(connection, first)[0]


def split(connection: sqlite3.Connection, name: str, now: str) -> list[str]:
    """Take an event apart and return the ids of the events that come of it.

    Where it was merged by hand, that is taken back, and what is left is as it was before;
    else all its tellings become events of their own. The id of a telling that has not given the
    event its id takes out that telling alone.

    Raises:
        UnknownEvent: there is none with this id.
        StoreError: only one report tells of it.
    """
    event_id, members = _known(connection, name)
    if len(members) == 1:
        msg = f"the event {event_id!r} is told by one report alone; there is nothing to split"
        raise StoreError(msg)
    parted = {name} if name in members and name != event_id else members
    pairs = {pair_of(one, other) for one in parted for other in members if one != other}
    _take_back(connection, "merge", pairs)
    regroup(connection, members, now)
    if len({_known(connection, member)[0] for member in members}) == 1:
        _decide(connection, "split", pairs, now)
        regroup(connection, members, now)
    return sorted({_known(connection, member)[0] for member in members})


def _known(connection: sqlite3.Connection, name: str) -> tuple[str, set[str]]:
    found = find_event(connection, name)
    if found is None:
        raise UnknownEvent(name)
    return found


def _take_back(connection: sqlite3.Connection, decision: str, pairs: Pairs) -> None:
    connection.executemany(
        "DELETE FROM merge_decisions WHERE one = ? AND other = ? AND decision = ?",
        [(*pair_of(*pair), decision) for pair in pairs],
    )


def _decide(connection: sqlite3.Connection, decision: str, pairs: Pairs, now: str) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO merge_decisions VALUES (?, ?, ?, ?)",
        [(*pair_of(*pair), decision, now) for pair in pairs],
    )
