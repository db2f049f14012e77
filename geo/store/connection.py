"""Connections to a store's file, and its faults in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import StoreError
from geo.store.geometry import register_functions
from geo.store.schema import (
    APPLICATION_ID,
    GEOPACKAGE_VERSION,
    SCHEMA_VERSION,
    creation_statements,
)

_WHAT_IT_MEANS = {
    "file is not a database": "it is no GeoPackage",
    "database is locked": "another program is writing to it; try again when it is done",
    "database or disk is full": "the disk is full; nothing was changed",
    "attempt to write a readonly database": "it is read-only",
    "unable to open database file": "it cannot be opened; check that folder and rights exist",
    "database disk image is malformed": "it is damaged; restore it from a backup",
}


@contextmanager
def store_faults(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into a `StoreError` that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        meaning = next((said for words, said in _WHAT_IT_MEANS.items() if words in text), text)
        msg = f"the store {str(path)!r} cannot be used: {meaning}"
        raise StoreError(msg) from error


def connect(path: Path, *, is_read_only: bool, timeout_s: float) -> sqlite3.Connection:
    """Return a connection to the store at `path`, made there if there is none yet.

    The connection may pass from thread to thread but is for one at a time. Every commit is on
    the disk when it returns (write-ahead log, synchronous FULL).

    Raises:
        StoreError: the file is missing (read-only), no store, of a newer version, locked, ...
    """
    if is_read_only and not path.is_file():
        msg = f"there is no store at {str(path)!r}; `dateline read` makes one"
        raise StoreError(msg)
    mode = "ro" if is_read_only else "rwc"
    with store_faults(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=timeout_s,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            _prepare(connection, path, is_read_only=is_read_only)
        except (sqlite3.Error, StoreError):
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """Commit what the block does, all of it, or nothing where it fails.

    Args:
        connection: Where.
        kind: `IMMEDIATE` to write, `DEFERRED` to read one state of the store.
    """
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _prepare(connection: sqlite3.Connection, path: Path, *, is_read_only: bool) -> None:
    register_functions(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    if not is_read_only:
        connection.execute("PRAGMA synchronous = FULL")
        if _is_empty(connection):
            _create(connection)
    _check_kind(connection, path, is_read_only=is_read_only)
    if not is_read_only:
        connection.execute("PRAGMA journal_mode = WAL")


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _create(connection: sqlite3.Connection) -> None:
    with transaction(connection, "IMMEDIATE"):
        if not _is_empty(connection):  # another process was quicker
            return
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {GEOPACKAGE_VERSION}")
        for statement in statements(creation_statements()):
            connection.execute(statement)


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would commit after each."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def is_outdated(connection: sqlite3.Connection) -> bool:
    """Return whether the store is of an older version; `geo.store.upgrade` changes that."""
    return int(info(connection, "schema_version")) < SCHEMA_VERSION


def _check_kind(connection: sqlite3.Connection, path: Path, *, is_read_only: bool) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    named = "SELECT count(*) FROM sqlite_master WHERE name = 'store_info'"
    if application != APPLICATION_ID or not connection.execute(named).fetchone()[0]:
        kind = "a GeoPackage, but no store of ours" if application == APPLICATION_ID else "no store"
        msg = f"the file {str(path)!r} is {kind}; choose another name"
        raise StoreError(msg)
    found = info(connection, "schema_version")
    if not found.isdecimal() or int(found) > SCHEMA_VERSION:
        msg = (
            f"the store {str(path)!r} was written by a newer Dateline (schema {found}, "
            f"this one knows {SCHEMA_VERSION}); update Dateline"
        )
        raise StoreError(msg)
    if is_read_only and is_outdated(connection):
        msg = (
            f"the store {str(path)!r} was written by an older Dateline (schema {found}); "
            "`dateline read` brings it up to date"
        )
        raise StoreError(msg)


def info(connection: sqlite3.Connection, name: str) -> str:
    """Return what the store notes about itself: `schema_version` or `store_id`."""
    found = connection.execute("SELECT value FROM store_info WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else ""
