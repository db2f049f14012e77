"""Many reports, one JSON object a line in, one JSON object a line out, in the same order.

The three contracts, stable from the first release:

* `geoparse`: `{"id", "toponyms": [{"start", "end", "name", "lat", "lon", "geonameid", "kind",
  "precision", "confidence", "why"}]}`, coordinates null where a name was not resolved;
* `extract`: `{"id", "events": [...]}`;
* `locate`: `{"id", "locations": [{"start", "end", "name"}]}`, for events whose words are given
  as `event_spans`.

A line in has `text`, and as far as known `id`, `title`, `published`, `publisher`, `url`, `lang`;
geoparsing looks at `id` and `text` alone, locating at `event_spans` too. All offsets are
characters into `text`. A line that cannot be read gives `{"id", "line", "error"}` and does not
stop the others.
"""

import functools
import json
import multiprocessing
import re
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from geo.answers import extract, geoparse, locate
from geo.errors import BadReport, DatelineError
from geo.model import Report, Span
from geo.reader import Reader, open_reader
from geo.reading.fields import Metadata, to_report

READING_ERRORS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    AssertionError,
)
"""What reading one report may raise: recorded for that report, while the others go on.

Errors of the installation (`GazetteerError`, `ModelMissing`, `StoreError`) concern every report
and are not among them; `BadReport` and `BadDate` are: they are ValueErrors.
"""

_LINES_AT_ONCE = 4  # a worker gets this many lines in one message
_WAITING_PER_JOB = 3  # messages in flight for each worker: bounds memory
_SURROGATE = re.compile("[\ud800-\udfff]")


class Answer(NamedTuple):
    """One line out: its JSON text without a line end, and whether it tells of an error."""

    text: str
    is_error: bool


Task = Callable[[dict[str, Any], Reader], dict[str, Any]]
"""What is done with the fields of one line: returns what follows `id` in the answer."""


Opener = Callable[[Path | None], Reader]
"""Makes a reader that uses the gazetteer of a file."""


class _Source(NamedTuple):
    """Where a process gets its reader from; equal in every process, so that it can be cached."""

    opener: Opener
    gazetteer: Path | None
    bias: frozenset[str]

    def open(self) -> Reader:
        """Return a reader that expects places where the caller does."""
        return replace(self.opener(self.gazetteer), bias=self.bias)


class BadLine(BadReport):
    """A line holds no report."""

    def __init__(self, reason: str) -> None:
        super().__init__("line", reason)


class _Fatal(NamedTuple):
    """Why no line can be read at all; crosses from a worker as text, which always pickles."""

    message: str


def geoparse_lines(
    lines: Iterable[bytes],
    *,
    gazetteer: Path | None = None,
    bias: frozenset[str] = frozenset(),
    jobs: int = 1,
    opener: Opener = open_reader,
) -> Iterator[Answer]:
    """Yield the toponyms of each line's text, in order, with where each is.

    Names inside the name of something else ("Kyiv Post") are left out; states that speak
    ("Pyongyang said") are in; words for people ("Russian") have the kind `demonym`.

    Args:
        lines: UTF-8 JSON; blank ones are passed over.
        gazetteer: The gazetteer's file; None = the one in the user's cache folder.
        bias: Ids of countries and regions where places are expected.
        jobs: Processes that read.
        opener: Makes the reader, once in each process: a function of a module, for it is
            handed to other processes by name.

    Raises:
        DatelineError: nothing can be read at all: the language model or gazetteer is missing.
    """
    return _answers(lines, _geoparse_line, _Source(opener, gazetteer, bias), jobs)


def extract_lines(
    lines: Iterable[bytes],
    *,
    gazetteer: Path | None = None,
    bias: frozenset[str] = frozenset(),
    jobs: int = 1,
    opener: Opener = open_reader,
) -> Iterator[Answer]:
    """Yield the events of each line's report, in order.

    Arguments and errors are those of `geoparse_lines`.
    """
    return _answers(lines, _extract_line, _Source(opener, gazetteer, bias), jobs)


def locate_lines(
    lines: Iterable[bytes],
    *,
    gazetteer: Path | None = None,
    bias: frozenset[str] = frozenset(),
    jobs: int = 1,
    opener: Opener = open_reader,
) -> Iterator[Answer]:
    """Yield where the given events of each line's text happened, in order.

    A line has `event_spans`, a list of `{"start", "end"}`: the words that tell of its events.
    Arguments and errors are those of `geoparse_lines`.
    """
    return _answers(lines, _locate_line, _Source(opener, gazetteer, bias), jobs)


def _geoparse_line(fields: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """Answer from the text alone: what else a line says of its report may be in any form."""
    return geoparse(Report(text=_text(fields)), reader)


def _extract_line(fields: dict[str, Any], reader: Reader) -> dict[str, Any]:
    report = to_report(_text(fields), fields, metadata=Metadata(), name="line", address="")
    return extract(report, reader)


def _locate_line(fields: dict[str, Any], reader: Reader) -> dict[str, Any]:
    text = _text(fields)
    return locate(Report(text=text), _event_spans(fields, len(text)), reader)


def _event_spans(fields: dict[str, Any], length: int) -> list[Span]:
    """Return the words of a line's events."""
    spans = fields.get("event_spans")
    if not isinstance(spans, list):
        raise BadLine(
            reason="its field 'event_spans' is " + ("missing" if spans is None else "no list")
        )
    return [_event_span(span, length) for span in spans]


def _event_span(value: object, length: int) -> Span:
    ends = (value.get("start"), value.get("end")) if isinstance(value, dict) else ()
    whole = [end for end in ends if isinstance(end, int) and not isinstance(end, bool)]
    if len(whole) != 2 or not 0 <= whole[0] < whole[1] <= length:  # noqa: PLR2004 - start, end
        raise BadLine(reason="its field 'event_spans' holds what is no stretch of its text")
    return Span(whole[0], whole[1])


def _fields(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadLine(reason=f"it is not JSON in UTF-8 ({error})") from error
    if not isinstance(fields, dict):
        raise BadLine(reason="it is not a JSON object")
    return fields


def _refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads but JSON does not have."""
    msg = f"{name} is no JSON"
    raise ValueError(msg)


def _text(fields: dict[str, Any]) -> str:
    text = fields.get("text")
    if not isinstance(text, str):
        raise BadLine(reason="its field 'text' is " + ("missing" if text is None else "not text"))
    return text


def _answers(lines: Iterable[bytes], task: Task, source: _Source, jobs: int) -> Iterator[Answer]:
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    if jobs <= 1:
        reader = source.open()
        return (_answer(task, reader, number, line) for number, line in numbered)
    return _in_processes(numbered, task, source, jobs)


def _in_processes(
    numbered: Iterator[tuple[int, bytes]], task: Task, source: _Source, jobs: int
) -> Iterator[Answer]:
    """Yield the answers of `jobs` processes in order, with a bounded number of lines waiting."""
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[list[Answer] | _Fatal]] = deque()
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupt)
    try:
        while chunk := list(islice(numbered, _LINES_AT_ONCE)):
            waiting.append(pool.submit(_work, task, source, chunk))
            if len(waiting) >= jobs * _WAITING_PER_JOB:
                yield from _result(waiting.popleft())
        while waiting:
            yield from _result(waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent, which ends its workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _result(future: "Future[list[Answer] | _Fatal]") -> list[Answer]:
    try:
        result = future.result()
    except BrokenProcessPool as error:
        msg = "a reading process ended abruptly, perhaps for want of memory; use fewer jobs"
        raise DatelineError(msg) from error
    if isinstance(result, _Fatal):
        raise DatelineError(result.message)
    return result


def _work(task: Task, source: _Source, chunk: list[tuple[int, bytes]]) -> list[Answer] | _Fatal:
    """Answer a few lines in a worker process."""
    try:
        reader = _reader(source)
    except DatelineError as error:
        return _Fatal(str(error))
    return [_answer(task, reader, number, line) for number, line in chunk]


@functools.cache
def _reader(source: _Source) -> Reader:
    """Return the worker's reader, loaded once in each process."""
    return source.open()


def _answer(task: Task, reader: Reader, number: int, line: bytes) -> Answer:
    line_id: str | int | None = None
    try:
        fields = _fields(line)
        line_id = _id_of(fields)
        found = task(fields, reader)
    except READING_ERRORS as error:
        is_ours = isinstance(error, DatelineError)
        reason = str(error) if is_ours else f"{type(error).__name__}: {error}"
        return Answer(_json({"id": line_id, "line": number, "error": reason}), is_error=True)
    return Answer(_json({"id": line_id, **found}), is_error=False)


def _id_of(fields: dict[str, Any]) -> str | int | None:
    """Return the line's id, None where it has none."""
    value = fields.get("id")
    if value is None or isinstance(value, str | int):
        return value
    raise BadLine(reason="its field 'id' is neither text nor a whole number")


def _json(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(value, separators=(",", ":")) if _SURROGATE.search(text) else text
