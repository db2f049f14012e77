"""Places that the user adds to the gazetteer: a second file beside the compiled one.

Each file that is added is a source with its origin and licence, and every row keeps its source.
Rows go in by batches of one transaction each, with the position reached, so that an interrupted
run goes on where it stopped. A source counts in lookups only once it is complete. The compiled
gazetteer is never changed.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError, UnknownSource
from geo.places import dumps
from geo.places.added_rows import Units, name_rows, number_of_id, place_row
from geo.places.dumps import DumpKind, Row
from geo.places.sources import Draft, NameRank, read_shapes

SCHEMA = """
CREATE TABLE IF NOT EXISTS source (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    origin TEXT NOT NULL, licence TEXT NOT NULL, digest TEXT NOT NULL, added TEXT NOT NULL,
    read INTEGER NOT NULL, unread INTEGER NOT NULL, places INTEGER NOT NULL,
    names INTEGER NOT NULL, is_complete INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS place (
    number INTEGER NOT NULL, source INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL, uncertainty_m REAL NOT NULL,
    country TEXT NOT NULL, admin1 TEXT NOT NULL, admin2 TEXT NOT NULL, population INTEGER NOT NULL,
    geonames_id INTEGER, regions TEXT NOT NULL, method TEXT NOT NULL, is_suburb INTEGER NOT NULL,
    is_capital INTEGER NOT NULL, wkb BLOB,
    PRIMARY KEY (number, source)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS name (
    key TEXT NOT NULL, place INTEGER NOT NULL, source INTEGER NOT NULL, rank INTEGER NOT NULL,
    PRIMARY KEY (key, place, source)
) WITHOUT ROWID;
"""

BATCH = 20_000
"""Rows of a file that go in together."""

_WAIT_S = 60
_GEONAMES = "GeoNames, https://www.geonames.org", "CC BY 4.0"
_WHOS_ON_FIRST = (
    "Who's On First, https://whosonfirst.org",
    "see https://whosonfirst.org/docs/licenses",
)
_TERMS = {
    DumpKind.GEONAMES: _GEONAMES,
    DumpKind.ALTERNATE_NAMES: _GEONAMES,
    DumpKind.GEOJSON: _WHOS_ON_FIRST,
}
"""Origin and licence where the user names none."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was added.

    Attributes:
        name: What it is called in commands; the file's name without suffixes unless said.
        digest: SHA-256 of the file.
        added: When, ISO 8601 in UTC.
        read: Rows of the file read so far.
        unread: Rows among them that could not be read.
        places: Places that came in.
        names: Names that came in.
        is_complete: Whether the whole file was read; else adding it again goes on.
    """

    number: int
    name: str
    kind: str
    origin: str
    licence: str
    digest: str
    added: str
    read: int
    unread: int
    places: int
    names: int
    is_complete: bool


def default_path() -> Path:
    """Return where added places lie in the user's data folder (XDG base directories)."""
    data = os.environ.get("XDG_DATA_HOME", "")
    folder = Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share"
    return folder / "dateline" / "added-places.sqlite"


class AddedPlaces:
    """The file of added places, for lookups and for changes.

    Args:
        path: The file; made, with its folder, if it is missing.

    Raises:
        GazetteerError: it cannot be made or opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=_WAIT_S, check_same_thread=False)
            self._connection.executescript("PRAGMA journal_mode=WAL;" + SCHEMA)
        except (OSError, sqlite3.Error) as error:
            msg = f"the added places in {path} cannot be opened: {error}"
            raise GazetteerError(msg) from error
        self._complete = [source.number for source in self.sources() if source.is_complete]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # -- lookups ----------------------------------------------------------------------------

    def numbers(self, key: str) -> list[tuple[int, int]]:
        """Return number and rank of name of what bears a normalised name, best rank first."""
        sql = (
            "SELECT place, min(rank) FROM name WHERE key = ? AND source IN "  # noqa: S608 - our numbers
            f"({self._sources()}) GROUP BY place ORDER BY 2, 1 DESC"
        )
        return self._rows(sql, (key,))

    def keys(self, prefix: str, ceiling: str, most: int) -> list[str]:
        """Return up to `most` normalised names from `prefix` to `ceiling`, not included."""
        sql = (
            "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND rank < ? "  # noqa: S608 - our numbers
            f"AND source IN ({self._sources()}) LIMIT ?"
        )
        found = self._rows(sql, (prefix, ceiling, int(NameRank.ABBREVIATION), most))
        return [key for (key,) in found]

    def place_row(self, column: str, value: object) -> tuple[Any, ...] | None:
        """Return the columns of a place as the compiled gazetteer has them, None if unknown.

        Args:
            column: "number" or "id".
            value: What it must be.
        """
        if column == "id":
            column, value = "number", number_of_id(str(value))
        sql = (
            "SELECT number, id, name, kind, lon, lat, uncertainty_m, country, admin1, admin2, "  # noqa: S608 - our numbers
            "population, geonames_id, regions, method, is_suburb, is_capital FROM place "
            f"WHERE {column} = ? AND source IN ({self._sources()}) ORDER BY source LIMIT 1"
        )
        found = self._rows(sql, (value,))
        return found[0] if found else None

    def footprint(self, number: int) -> bytes | None:
        """Return the polygon of a place as WKB, None where it has none."""
        sql = (
            "SELECT wkb FROM place WHERE number = ? AND wkb IS NOT NULL AND source IN "  # noqa: S608 - our numbers
            f"({self._sources()}) LIMIT 1"
        )
        found = self._rows(sql, (number,))
        return found[0][0] if found else None

    def _sources(self) -> str:
        return ",".join(map(str, self._complete))

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: sqlite3.Error) -> GazetteerError:
        return GazetteerError(
            f"the added places in {self.path} cannot be read ({error}); delete the file and add "
            "its sources again"
        )

    # -- sources ----------------------------------------------------------------------------

    def sources(self) -> list[Source]:
        """Return what was added, in the order of adding."""
        return [
            Source(**dict(zip(Source.__slots__, row[:-1], strict=False)), is_complete=bool(row[-1]))
            for row in self._rows("SELECT * FROM source ORDER BY number")
        ]

    def source(self, name: str) -> Source:
        """Return a source by its name.

        Raises:
            UnknownSource: nothing of this name was added.
        """
        found = {source.name: source for source in self.sources()}
        if name not in found:
            raise UnknownSource(name, found)
        return found[name]

    def add(
        self,
        path: Path,
        *,
        name: str = "",
        origin: str = "",
        licence: str = "",
        told: Callable[[int], None] | None = None,
    ) -> Source:
        """Add a file, or go on with one whose adding was interrupted; a complete one stays.

        Args:
            path: A GeoNames dump or GeoJSON, zipped or not (see `geo.places.dumps`).
            name: What the source is called; "" for the file's name without suffixes.
            origin: Where it comes from; "" for the usual one of its kind.
            licence: Its licence; "" for the usual one of its kind.
            told: Called now and then with the bytes of `dumps.size_of(path)` read so far.

        Raises:
            GazetteerError: the file is no gazetteer file, differs from the one of this name
                that is there, or the file of added places cannot be written.
        """
        kind = dumps.kind_of(path)
        wanted = name or path.name.partition(".")[0]
        try:
            source = self._begun(wanted, kind, _digest(path), origin, licence)
            if not source.is_complete:
                self._fill(source, dumps.rows(path, kind, told))
        except sqlite3.Error as error:
            msg = f"nothing more of {path} was added to {self.path}: {error}"
            raise GazetteerError(msg) from error
        return self.source(wanted)

    def _begun(self, name: str, kind: DumpKind, digest: str, origin: str, licence: str) -> Source:
        """Return the source of that name, made if there is none."""
        found = {source.name: source for source in self.sources()}
        if name in found:
            if found[name].digest != digest:
                msg = (
                    f"a source named {name!r} is there already and is another file; remove it "
                    "first, or give this one another name"
                )
                raise GazetteerError(msg)
            return found[name]
        usual = _TERMS[kind]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._connection:
            self._connection.execute(
                "INSERT INTO source VALUES (NULL,?,?,?,?,?,?,0,0,0,0,0)",
                (name, kind.value, origin or usual[0], licence or usual[1], digest, now),
            )
        return self.source(name)

    def _fill(self, source: Source, rows: Iterator[Row]) -> None:
        """Write the rows that are not in yet, batch by batch, and mark the source complete."""
        units = Units(read_shapes())
        rows = islice(rows, source.read, None)
        while batch := list(islice(rows, BATCH)):
            units.place(row for row in batch if isinstance(row, Draft))
            with self._connection:
                self._write(source.number, batch)
        with self._connection:
            self._connection.execute(
                "UPDATE source SET is_complete = 1 WHERE number = ?", (source.number,)
            )
        self._complete.append(source.number)

    def _write(self, source: int, batch: list[Row]) -> None:
        drafts = [row for row in batch if isinstance(row, Draft)]
        names = list(name_rows(batch, source))
        before = self._connection.total_changes
        self._connection.executemany(
            f"INSERT OR IGNORE INTO place VALUES ({','.join('?' * 18)})",  # noqa: S608 - only question marks
            (place_row(draft, source) for draft in drafts),
        )
        places = self._connection.total_changes - before
        self._connection.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?,?)", names)
        self._connection.execute(
            "UPDATE source SET read = read + ?, unread = unread + ?, places = places + ?, "
            "names = names + ? WHERE number = ?",
            (
                len(batch),
                batch.count(None),
                places,
                self._connection.total_changes - before - places,
                source,
            ),
        )

    def remove(self, name: str) -> Source:
        """Take out a source with all its places and names, and return what it was.

        Raises:
            UnknownSource: nothing of this name was added.
            GazetteerError: the file cannot be written; nothing is taken out then.
        """
        source = self.source(name)
        try:
            with self._connection:
                for table, column in (
                    ("name", "source"),
                    ("place", "source"),
                    ("source", "number"),
                ):
                    self._connection.execute(
                        f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 - our names
                        (source.number,),
                    )
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            msg = f"{name!r} cannot be removed from {self.path}: {error}"
            raise GazetteerError(msg) from error
        self._complete = [number for number in self._complete if number != source.number]
        return source

    def verify(self) -> Iterator[str]:
        """Yield what is wrong with the file and its sources, nothing where all is well."""
        for (said,) in self._rows("PRAGMA quick_check(5)"):
            if said != "ok":
                yield f"{self.path}: {said}"
        for source in self.sources():
            if not source.is_complete:
                yield f"{source.name} is incomplete ({source.read:,} rows); add its file again"
            for table, counted in (("place", source.places), ("name", source.names)):
                sql = f"SELECT count(*) FROM {table} WHERE source = ?"  # noqa: S608 - our names
                ((there,),) = self._rows(sql, (source.number,))
                if there != counted:
                    yield f"{source.name} has {there:,} {table}s, of {counted:,} that were added"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise GazetteerError(msg) from error
