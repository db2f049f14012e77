"""Getting reports out of files: text, Markdown, HTML, JSON and JSON lines, folders, standard input.

What cannot be read never stops the others: it comes out as a `BadReport` with its reason.
"""

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from geo.errors import BadReport
from geo.model import Report
from geo.reading.fields import Metadata, to_report
from geo.reading.front_matter import has_front_matter, split_front_matter
from geo.reading.web_page import looks_like_html, read_page

__all__ = ["SUFFIXES", "Metadata", "count_reports", "load_reports"]

_MAX_BYTES = 64_000_000  # of a file that is read at once; JSON lines are read line by line
_COUNTED_BYTES = 1_000_000  # of JSON that is parsed only to be counted
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Loaded = Report | BadReport
_Parser = Callable[[str, Metadata, str, str], Iterator[Loaded]]


def load_reports(
    paths: Iterable[Path | str], metadata: Metadata | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Loaded]:
    """Yield the reports in `paths` in order, and a `BadReport` for each that cannot be read.

    Args:
        paths: Files; folders, which are read with everything below them in the order of names,
            without hidden files and files of unknown suffix; `-` for standard input. A file that
            is named itself is read whatever its suffix: what it is is then seen from its content.
        metadata: What the caller knows; what a file says of itself goes before it.
        stdin: What `-` reads from; None = the process's standard input.
    """
    known = metadata or Metadata()
    for path in paths:
        if str(path) == "-":
            yield from _load_stream(stdin or sys.stdin.buffer, known)
        else:
            yield from _load_path(Path(path), known)


def count_reports(paths: Iterable[Path | str]) -> int | None:
    """Return how many reports `load_reports` will yield, bad ones included; None if unknown.

    It is unknown for standard input and for JSON files of more than a megabyte.
    """
    total = 0
    for path in paths:
        if str(path) == "-":
            return None
        for file in _files(Path(path)):
            count = _count(file) if file.is_file() else 1
            if count is None:
                return None
            total += count
    return total


def _count(file: Path) -> int | None:
    suffix = file.suffix.lower()
    if suffix in {".jsonl", ".ndjson"}:
        with file.open("rb") as lines:
            return sum(not line.isspace() for line in lines)
    if suffix == ".json":
        if file.stat().st_size > _COUNTED_BYTES:
            return None
        return sum(1 for _ in _load_file(file, Metadata()))
    return 1


def _files(path: Path) -> Iterator[Path]:
    """Yield `path` itself, or the files below a folder in the order of their names."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.suffix.lower() in SUFFIXES and file.is_file():
                yield file


def _load_path(path: Path, metadata: Metadata) -> Iterator[Loaded]:
    for file in _files(path):
        yield from _load_file(file, metadata)


def _load_file(file: Path, metadata: Metadata) -> Iterator[Loaded]:
    name = str(file)
    address = file.absolute().as_uri()
    parse = SUFFIXES.get(file.suffix.lower(), _parse_any)
    try:
        with file.open("rb") as stream:
            if parse is _parse_lines:
                yield from _load_lines(stream, metadata, name, address)
                return
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        yield BadReport(name, (error.strerror or "it cannot be opened").lower())
        return
    yield from _load_bytes(data, parse, metadata, (name, address))


def _load_stream(stream: BinaryIO, metadata: Metadata) -> Iterator[Loaded]:
    yield from _load_bytes(stream.read(_MAX_BYTES + 1), _parse_any, metadata, ("-", ""))


def _load_bytes(
    data: bytes, parse: _Parser, metadata: Metadata, names: tuple[str, str]
) -> Iterator[Loaded]:
    name, address = names
    try:
        source = _decode(data, name)
    except BadReport as error:
        yield error
        return
    yield from parse(source, metadata, name, address)


def _decode(data: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 or UTF-32 with a byte order mark.

    Raises:
        BadReport: it is too big, or none of these.
    """
    if len(data) > _MAX_BYTES:
        raise BadReport(name, f"it is bigger than {_MAX_BYTES // 1_000_000} MB")
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and b"\0" in data:
        raise BadReport(name, "it is a binary file")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"it is not {encoding.upper().removesuffix('-SIG')} text (byte {error.start})"
        raise BadReport(name, f"{reason}; save it as UTF-8") from error


def _made(
    parts: Callable[[], tuple[dict[str, object], str]], metadata: Metadata, name: str, address: str
) -> Loaded:
    """Return the report of fields and text, or why there is none."""
    try:
        said, text = parts()
        return to_report(text, said, metadata=metadata, name=name, address=address)
    except BadReport as error:
        return error


def _parse_text(source: str, metadata: Metadata, name: str, address: str) -> Iterator[Loaded]:
    yield _made(lambda: ({}, source), metadata, name, address)


def _parse_markdown(source: str, metadata: Metadata, name: str, address: str) -> Iterator[Loaded]:
    yield _made(lambda: split_front_matter(source, name=name), metadata, name, address)


def _parse_html(source: str, metadata: Metadata, name: str, address: str) -> Iterator[Loaded]:
    yield _made(lambda: read_page(source, name=name), metadata, name, address)


def _parse_json(source: str, metadata: Metadata, name: str, address: str) -> Iterator[Loaded]:
    """Yield the report of an object, or the reports of a list of objects."""
    try:
        loaded = _parsed(source, name)
    except BadReport as error:
        yield error
        return
    if not isinstance(loaded, list):
        yield _from_object(loaded, metadata, name, address)
        return
    for number, item in enumerate(loaded, 1):
        yield _from_object(item, metadata, f"{name}#{number}", address and f"{address}#{number}")


def _parse_lines(source: str, metadata: Metadata, name: str, address: str) -> Iterator[Loaded]:
    """Yield the reports of JSON lines; blank lines are skipped but counted in their names."""
    yield from _from_lines(source.split("\n"), metadata, name, address)


def _load_lines(stream: BinaryIO, metadata: Metadata, name: str, address: str) -> Iterator[Loaded]:
    """Yield the reports of a file of JSON lines in UTF-8, one line in memory at a time."""
    first = stream.readline(_MAX_BYTES)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = first + stream.read(_MAX_BYTES)
        yield from _load_bytes(data, _parse_lines, metadata, (name, address))
        return
    lines = iter(lambda: stream.readline(_MAX_BYTES), b"")
    yield from _from_lines(
        (line for part in ((first.removeprefix(codecs.BOM_UTF8),), lines) for line in part),
        metadata,
        name,
        address,
    )


def _from_lines(
    lines: Iterable[str | bytes], metadata: Metadata, name: str, address: str
) -> Iterator[Loaded]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        here = f"{name}#{number}"
        try:
            loaded = _parsed(line, here)
        except BadReport as error:
            yield error
        else:
            yield _from_object(loaded, metadata, here, address and f"{address}#{number}")


def _parsed(source: str | bytes, name: str) -> object:
    """Return what JSON says.

    Raises:
        BadReport: it is no JSON, or is nested too deeply.
    """
    import orjson

    try:
        return orjson.loads(source)
    except ValueError as error:
        raise BadReport(name, f"it is not JSON ({error})") from error


def _from_object(loaded: object, metadata: Metadata, name: str, address: str) -> Loaded:
    if not isinstance(loaded, dict):
        return BadReport(name, f"a report must be a JSON object, not {type(loaded).__name__}")
    text = loaded.get("text")
    if not isinstance(text, str):
        found = "is missing" if text is None else f"is {type(text).__name__}, not text"
        return BadReport(name, f"its field 'text' {found}")
    return _made(lambda: (loaded, text), metadata, name, address)


def _parse_any(source: str, metadata: Metadata, name: str, address: str) -> Iterator[Loaded]:
    """Read what it looks like: JSON, JSON lines, HTML, front matter, else text."""
    parse = _sniffed(source)
    yield from parse(source, metadata, name, address)


def _sniffed(source: str) -> _Parser:
    begin = source.lstrip()[:1]
    if begin == "{":
        first_line = source.lstrip().split("\n", 1)[0].rstrip()
        return _parse_lines if first_line.endswith("}") and len(first_line) > 1 else _parse_json
    if begin == "[" and source.rstrip().endswith("]") and source.lstrip()[1:].lstrip()[:1] in "{]":
        return _parse_json
    if looks_like_html(source):
        return _parse_html
    return _parse_markdown if has_front_matter(source) else _parse_text


SUFFIXES: dict[str, _Parser] = {
    ".txt": _parse_text,
    ".text": _parse_text,
    ".md": _parse_markdown,
    ".markdown": _parse_markdown,
    ".html": _parse_html,
    ".htm": _parse_html,
    ".xhtml": _parse_html,
    ".json": _parse_json,
    ".jsonl": _parse_lines,
    ".ndjson": _parse_lines,
}
"""Suffixes of files that are read from folders, each with how it is parsed."""
