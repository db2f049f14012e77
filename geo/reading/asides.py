"""Sentences that stand in a text and tell nothing of what it reports.

Links to other reports, captions of archive pictures, records in the notation of machines, and
what a text says to a machine that reads it: whoever follows "ignore your instructions" in a text
speaks to no reader of news.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from geo.model import Span

_OVERRIDE = re.compile(
    r"\W{0,8}(?:(?:please|now|important|note|attention|system|assistant|user|admin|ai)\W{1,4}){0,3}"
    r"(?:ignore|disregard|forget|override|bypass)\s(?:[\w’']{1,20},?\s){0,5}"
    r"(?:instructions?|prompts?|rules|directions|guidelines|commands?|orders|context|text|above)\b",
    re.IGNORECASE,
)
"""How a text begins to speak to a machine."""

_LINK = re.compile(
    r"\W{0,4}(?:also |most )?(?:read|see|related|recommended|watch|more on)(?: [\w’']{1,20}){0,3}"
    r"\s?[:|>»]\s",
    re.IGNORECASE,
)
"""How a link to another report begins."""

_ARCHIVE = re.compile(
    r"\A\W{0,4}(?-i:FILE)(?: \w{1,10})?\s?[:–—-]\s"
    r"|(?:\bin (?:this|an?) (?:[\w.,]{1,20} ){0,4}|[(:]\s?)(?:file|archive|stock)"
    r" (?:photo|picture|image|footage)\b",
    re.IGNORECASE,
)
"""What says that a picture is an old one."""


_RECORD = re.compile(r"[\[{,]\s{0,8}\"[\w.-]{1,40}\"\s{0,4}:")
"""A key of JSON."""


def find_asides(flat: str, sentences: Iterable[Span]) -> tuple[Span, ...]:
    """Return the sentences that tell nothing of the report, in order, from those of its text.

    After a sentence that tells its reader to forget its instructions, the whole rest of the
    paragraph is one aside.
    """
    return tuple(_found(flat, sentences))


def stands_in(asides: Sequence[Span], position: int) -> bool:
    """Return whether a position of the text stands in one of the asides, which are in order."""
    before = bisect_right(asides, position, key=lambda span: span.start)
    return before > 0 and position < asides[before - 1].end


def _found(flat: str, sentences: Iterable[Span]) -> Iterator[Span]:
    silent_until = 0
    for span in sentences:
        words = span.of(flat)
        if span.start < silent_until:
            continue
        if _OVERRIDE.match(words):
            line_end = flat.find("\n", span.end)
            silent_until = line_end if line_end >= 0 else len(flat)
            yield Span(span.start, silent_until)
        elif _LINK.match(words) or _ARCHIVE.search(words) or _RECORD.search(words):
            yield span
