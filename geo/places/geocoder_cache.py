"""What online geocoders answered, kept across runs, and whose turn it is to ask.

One SQLite file serves all processes: an answer is asked for once, and each host gets at most one
request a second from all of them together. Failures are never kept.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from geo.errors import GeocoderError

SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
    service TEXT NOT NULL, words TEXT NOT NULL, place TEXT NOT NULL, asked REAL NOT NULL,
    PRIMARY KEY (service, words)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turn (service TEXT PRIMARY KEY, free REAL NOT NULL) WITHOUT ROWID;
"""

BETWEEN_S = 1.0
"""Least time between two requests to one service: what Nominatim's usage policy asks for."""

KEPT_S = 90 * 86_400.0
"""How long an answer is kept: places move rarely, but services learn new ones."""

_WAIT_S = 30

Answer = dict[str, Any] | None


def default_path() -> Path:
    """Return the cache's file in the user's cache folder (XDG base directories)."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    folder = Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache"
    return folder / "dateline" / "geocoder-answers.sqlite"


class GeocoderCache:
    """The answers of one service.

    Args:
        path: The file; made, with its folder, if it is missing.
        service: The service with its host, which answers are kept apart by.
        clock: The present time in seconds.
        sleep: Waits for some seconds.

    Raises:
        GeocoderError: the file cannot be made or opened.
    """

    def __init__(
        self,
        path: Path,
        service: str,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path, self._service = path, service
        self._clock, self._sleep = clock, sleep
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._broken(error) from error
        self._run("PRAGMA journal_mode=WAL")
        for statement in SCHEMA.split(";"):
            self._run(statement)

    def get(self, words: str) -> tuple[bool, Answer]:
        """Return whether an answer is kept, and the answer: None = no such place.

        Raises:
            GeocoderError: the cache cannot be read.
        """
        found = self._run(
            "SELECT place FROM answer WHERE service = ? AND words = ? AND asked > ?",
            (self._service, words, self._clock() - KEPT_S),
        )
        return (True, json.loads(found[0][0])) if found else (False, None)

    def put(self, words: str, answer: Answer) -> None:
        """Keep an answer.

        Raises:
            GeocoderError: the cache cannot be written.
        """
        self._run(
            "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)",
            (self._service, words, json.dumps(answer), self._clock()),
        )

    def wait_for_turn(self, most_s: float) -> float:
        """Wait until this process may ask, and return the seconds that took.

        Args:
            most_s: Longest wait; a turn that comes later is not taken.

        Raises:
            GeocoderError: the turn comes too late, or the cache cannot be written.
        """
        now = self._clock()
        found = self._run(
            "INSERT INTO turn VALUES (:service, :now + :between) ON CONFLICT DO UPDATE "
            "SET free = max(free, :now) + :between WHERE free <= :now + :most RETURNING free",
            {"service": self._service, "now": now, "between": BETWEEN_S, "most": most_s},
        )
        if not found:
            msg = f"{self._service} is busy: no turn within {most_s:g} s"
            raise GeocoderError(msg)
        wait_s = float(max(0.0, found[0][0] - BETWEEN_S - now))
        self._sleep(wait_s)
        return wait_s

    def _run(self, sql: str, values: Any = ()) -> list[Any]:  # noqa: ANN401 - as sqlite3 takes them
        """Run one statement in a transaction of its own, on a connection of its own."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT_S)) as connection, connection:
                return connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> GeocoderError:
        return GeocoderError(
            f"the cache of online answers {self._path} cannot be used ({error}); delete it"
        )
