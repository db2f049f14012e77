"""A segment on disk: one file of arrays that is mapped, and a header that says what it is.

`<store>.index/` holds `current.json` (replaced at once, last) and the file it names. A header of
another version, for another store, or with a wrong checksum, and a file that is missing or of
another length, are all the same to the reader: there is no index, make one.
"""

import hashlib
import io
import logging
import mmap
import os
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from uuid import uuid4

import numpy as np
import orjson

from geo.columns import EventRow
from geo.store.segment import Segment, SegmentWriter

logger = logging.getLogger(__name__)

VERSION = 3
"""Raised when arrays or features are laid out in another way."""

_HEADER = "current.json"
_MAGIC = b"The read model of a Dateline store, made from it; delete it at will.\n"
_ALIGNMENT = 64
_BYTE_ORDER = np.dtype(np.int32).str
_ABANDONED_S = 24 * 3600


class Saved(NamedTuple):
    """A segment, and which state of which store it was made from.

    Attributes:
        mark: What `GeoPackageStore.mark` said at `sequence`.
    """

    segment: Segment
    sequence: int
    mark: str


def index_folder(store: Path) -> Path:
    """Return where the read model of a store lies."""
    return store.with_name(f"{store.name}.index")


def build(rows: Iterable[EventRow]) -> Segment:
    """Lay out rows, which come in time order, in memory."""
    features = io.BytesIO()
    writer = SegmentWriter(features)
    for row in rows:
        writer.add(row)
    buffer = np.frombuffer(features.getbuffer(), dtype=np.uint8)
    return Segment.of_arrays({**writer.arrays(), "features.buffer": buffer})


def save(folder: Path, rows: Iterable[EventRow], *, sequence: int, mark: str) -> Saved:
    """Lay out rows, which come in time order, in a new file, and return them mapped.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(exist_ok=True)
    path = folder / f"{uuid4().hex}.arrays"
    with ExitStack() as undo:
        undo.callback(path.unlink, missing_ok=True)
        with path.open("wb") as file:
            table = _write(file, rows)
        header = {
            "version": VERSION,
            "byte_order": _BYTE_ORDER,
            "file": path.name,
            "bytes": path.stat().st_size,
            "sequence": sequence,
            "mark": mark,
            "arrays": table,
        }
        part = path.with_suffix(".part")
        part.write_bytes(orjson.dumps({**header, "checksum": _checksum(header)}))
        part.replace(folder / _HEADER)
        undo.pop_all()
    _sweep(folder, path)
    return Saved(_map(path, table), sequence, mark)


def load(folder: Path) -> Saved | None:
    """Return what was saved, mapped; None where there is nothing that can be used."""
    try:
        header = orjson.loads((folder / _HEADER).read_bytes())
        fault = _fault(folder, header)
        if not fault:
            segment = _map(folder / header["file"], header["arrays"])
            return Saved(segment, header["sequence"], header["mark"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        fault = str(error)
    logger.warning("the read model %s is made anew: %s", folder, fault)
    return None


def _fault(folder: Path, header: dict[str, Any]) -> str:
    """Return why a saved segment cannot be used, empty if it can."""
    checksum = header.pop("checksum")
    if checksum != _checksum(header):
        return "its header is damaged"
    if (header["version"], header["byte_order"]) != (VERSION, _BYTE_ORDER):
        return "another version wrote it"
    if (folder / header["file"]).stat().st_size != header["bytes"]:
        return "its file is cut short"
    return ""


def _checksum(header: dict[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(header, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _write(file: BinaryIO, rows: Iterable[EventRow]) -> dict[str, Any]:
    """Write all arrays and return for each its type, its place in the file and its length."""
    file.write(_MAGIC)
    writer = SegmentWriter(file)
    for row in rows:
        writer.add(row)
    table = {"features.buffer": ["|u1", len(_MAGIC), file.tell() - len(_MAGIC)]}
    for name, values in writer.arrays().items():
        file.write(b"\0" * (-file.tell() % _ALIGNMENT))
        table[name] = [values.dtype.str, file.tell(), len(values)]
        file.write(values.data)
    file.flush()
    os.fsync(file.fileno())
    return table


def _map(path: Path, table: dict[str, Any]) -> Segment:
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {
        name: np.frombuffer(mapped, dtype=kind, count=count, offset=place)
        for name, (kind, place, count) in table.items()
    }
    return Segment.of_arrays(arrays)


def _sweep(folder: Path, current: Path) -> None:
    """Remove what earlier versions left; what another process may be writing now stays."""
    for path in folder.glob("*.arrays"):
        is_old = time.time() - path.stat().st_mtime > _ABANDONED_S
        if path != current and (is_old or path.stat().st_mtime < current.stat().st_mtime):
            path.unlink(missing_ok=True)
