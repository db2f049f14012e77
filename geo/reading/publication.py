"""When a report without metadata was published: the day its text shows, or that in its address."""

import re
from collections.abc import Iterator
from datetime import date

from geo.model import Period, Span
from geo.reading import periods
from geo.reading.anchor import Anchor
from geo.reading.date_forms import CALENDAR_FORMS

__all__ = ["day_of_address", "infer_published", "month_of_address"]

_IN_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])(?:[/-](?P<day>[0-3]?\d))?(?=[/-]|\Z)"
)


def day_of_address(url: str) -> date | None:
    """Return the day in the path of an address ("/2016/12/07/talks"), None where it has none."""
    match = _IN_ADDRESS.search(url)
    if match is None or not match["day"]:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:  # the month has no such day
        return None


def month_of_address(url: str) -> Period | None:
    """Return the month in the path of an address ("/ps/2016/12/3.htm"), None where it has none."""
    match = _IN_ADDRESS.search(url)
    return periods.month_period(int(match["year"]), int(match["month"])) if match else None


def infer_published(text: str, url: str = "") -> date | None:
    """Return the day a report without metadata can be taken to be from; None if nothing tells it.

    That is the day in its address, else that of its dateline ("KYIV, Oct. 17, 2024 -"), else the
    latest day it names that is not announced ("by", "until", "before", "from"). A day needs its
    year, unless a full day stands before it: "October 17" alone fixes nothing, and "today" is
    never assumed. A day outside the month in the address is not taken.
    """
    day, month = day_of_address(url) or _day_in(text), month_of_address(url)
    is_apart = month is not None and day is not None and month.start != day.replace(day=1)
    return None if is_apart else day


def _day_in(text: str) -> date | None:
    head = next(iter(_full_days(text, Span(0, min(len(text), _DATELINE)))), None)
    if head and head[1].start() < _DATELINE_START and _DASH.match(text, head[1].end()):
        return head[0]
    told = [found for found in _full_days(text, Span(0, len(text))) if not _is_ahead(found[1])]
    latest = max(told, default=None, key=lambda found: found[0])
    return _latest_after(text, *latest) if latest else None


def _latest_after(text: str, day: date, named: re.Match[str]) -> date:
    """Return the last day named without its year in the half year after `day`, or `day`.

    "The war began on 4 November 2020 ... On 28 November ..." is not from the 4th.
    """
    latest, anchor = day, Anchor(None, near=day, is_future=True)
    for form in CALENDAR_FORMS:
        if form.name in _DAY_FORMS:
            for match in form.pattern.finditer(text, named.end()):
                found = form.resolve(match, anchor) if _lacks_year(match) else None
                if found and found.end and (found.end - day).days <= _HALF_YEAR:
                    latest = max(latest, found.end)
    return latest


def _lacks_year(match: re.Match[str]) -> bool:
    return not match["year"] and not match["which"] and not _is_ahead(match)


_DAY_FORMS = frozenset({"month day", "day month"})
_HALF_YEAR = 183  # days
_DATELINE = 120  # characters
_DATELINE_START = 60
_DASH = re.compile(r"\s?(?:\([^)\n]{1,40}\)\s?)?[-–—]")
_AHEAD = re.compile(
    r"\b(?:by|until|till|before|from|through|to|will|scheduled for|planned for|set for|on or before"
    r"|expected (?:on|in|by))\s+(?:\w+,?\s+)?\Z",
    re.IGNORECASE,
)


def _full_days(text: str, span: Span) -> Iterator[tuple[date, re.Match[str]]]:
    """Yield the days written with month, day and year inside `span`."""
    for form in CALENDAR_FORMS:
        if form.name in {"iso", "numeric", "month day", "day month"}:
            for match in form.pattern.finditer(text, span.start, span.end):
                period = form.resolve(match, Anchor(None))
                if period and period.start and period.end:  # "5-6 April 2016" ends on the 6th
                    yield period.end, match


def _is_ahead(match: re.Match[str]) -> bool:
    if match.groupdict().get("day2") or match.groupdict().get("day3"):
        return False  # "from 5 to 6 April 2016" is told
    return bool(_AHEAD.search(match.string[max(0, match.start() - 32) : match.start()]))
