"""What files and callers say about a report, checked and made into a `Report`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from geo.errors import BadDate, BadReport
from geo.model import DatePrecision, Report, Span
from geo.query import parse_day
from geo.reading.dates import find_dates
from geo.reading.publication import infer_published

MAX_TEXT = 20_000_000
"""Characters a report may have; longer ones are refused, not cut."""

_ALIASES = {"date": "published", "language": "lang"}
_LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,24})?\Z")
_LONGEST_DATE = 40  # characters


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the caller knows of the reports; it fills only what a file does not say itself.

    Attributes:
        published: Day of publication; None = unknown.
        publisher: Who published them, empty where unknown.
        url: Where they were published, empty where unknown.
    """

    published: date | None = None
    publisher: str = ""
    url: str = ""


def to_report(
    text: str, said: Mapping[Any, object], *, metadata: Metadata, name: str, address: str
) -> Report:
    """Return the report with `text` and what its file says about it.

    Args:
        text: The body, kept as it is.
        said: `title, published (or date), publisher, url, lang (or language), id`; other names
            are ignored, upper and lower case are the same.
        metadata: What the caller says, used for what the file leaves unsaid.
        name: What the report is called in errors.
        address: Its key where it has neither url nor id; may be empty.

    Raises:
        BadReport: the text is empty or cannot be stored, or a field is not what it should be.
    """
    _check_text(text, name)
    fields = _known(said)
    url = _words(fields, "url", name) or metadata.url
    said_day = _day(fields.get("published"), name) or metadata.published
    published = said_day or infer_published(text, url)
    return Report(
        text=text,
        title=_words(fields, "title", name),
        publisher=_words(fields, "publisher", name) or metadata.publisher,
        published=published,
        url=url,
        lang=_lang(_words(fields, "lang", name), name),
        key=url or _words(fields, "id", name) or address,
    )


def _check_text(text: str, name: str) -> None:
    if not text.strip():
        raise BadReport(name, "it has no text")
    if len(text) > MAX_TEXT:
        raise BadReport(name, f"its text is longer than {MAX_TEXT:,} characters")
    _check_storable(text, "its text", name)


def _check_storable(words: str, what: str, name: str) -> None:
    """Refuse what neither UTF-8 nor a database column can hold."""
    if "\0" in words:
        raise BadReport(name, f"{what} contains NUL characters; it may be a binary file")
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise BadReport(name, f"{what} contains half of a surrogate pair") from error


def _known(said: Mapping[Any, object]) -> dict[str, object]:
    """Return the fields under the names we use; one that is None counts as unsaid."""
    fields: dict[str, object] = {}
    for field, value in said.items():
        if isinstance(field, str) and value is not None:
            lower = field.strip().lower()
            fields.setdefault(_ALIASES.get(lower, lower), value)
    return fields


def _words(fields: Mapping[str, object], field: str, name: str) -> str:
    """Return a text field on one line, empty where unsaid; an id may be a whole number."""
    value = fields.get(field, "")
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise BadReport(name, f"its {field} must be text, not {type(value).__name__}")
    _check_storable(value, f"its {field}", name)
    return " ".join(value.split())


def _lang(words: str, name: str) -> str:
    """Return the language code without its region; English where unsaid."""
    match = _LANG.match(words or "en")
    if match is None:
        raise BadReport(name, f"its lang {words[:40]!r} is not a language code such as 'en'")
    return match[1].lower()


def _day(value: object, name: str) -> date | None:
    """Return the day of a date, a date-time or a date in words; None where unsaid."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        kind = type(value).__name__
        raise BadReport(name, f"its published must be a date as text, not {kind}")
    words = value.strip()
    try:
        return parse_day(words[:10] if words[10:11] in {"T", " "} else words)
    except BadDate as error:
        day = _day_in_words(words)
        if day is None:
            shown = words[:_LONGEST_DATE]
            reason = f"its published {shown!r} is not a date; write it as 2024-10-17"
            raise BadReport(name, reason) from error
        return day


def _day_in_words(words: str) -> date | None:
    """Return the day of "17 October 2024" and the like; None where it is not exactly one day."""
    if len(words) > _LONGEST_DATE:
        return None
    periods = find_dates(words, Span(0, len(words)), published=None)
    if len(periods) != 1 or periods[0].precision is not DatePrecision.DAY:
        return None
    return periods[0].start if periods[0].text == words else None
