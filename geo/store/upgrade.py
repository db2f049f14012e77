"""Stores of older versions, brought up to date when they are first opened to be written."""

import sqlite3

from geo.store.connection import info, statements, transaction
from geo.store.schema import SCHEMA_VERSION, merging_statements, upgrade_statements
from geo.store.tellings import keep_sketch, link, regroup

_TOLD = """SELECT DISTINCT reports.id, text FROM reports JOIN tellings ON report_id = reports.id
ORDER BY reports.fid"""


def upgrade(connection: sqlite3.Connection, now: str) -> bool:
    """Bring a store up to date in one transaction, and return whether it was of an older version.

    Events of schema 1, which are of one report each, are merged as if they were read now.
    """
    with transaction(connection, "IMMEDIATE"):
        if info(connection, "schema_version") == str(SCHEMA_VERSION):  # another was quicker
            return False
        run = connection.execute
        run("DROP TRIGGER events_renamed")
        run("DROP TRIGGER events_removed")
        for statement in statements(merging_statements() + upgrade_statements()):
            run(statement)
        for report_id, text in run(_TOLD).fetchall():
            keep_sketch(connection, report_id, text)
        told = {name for (name,) in run("SELECT id FROM tellings")}
        link(connection, told)
        regroup(connection, told, now)
    return True
