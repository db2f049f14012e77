"""Periods and their EDTF text (ISO 8601-2): built, narrowed, opened, joined.

Every function returns a `Period` without words or span. Where only part of a date is known, both
ends stay None, the precision `unknown`, and EDTF marks what is missing: `XXXX-10-17`.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from geo.model import DatePrecision, Period
from geo.reading.calendar_words import SEASON_CODES

_FIRST_YEAR = 1000  # earlier ones are not what reports of events speak of
_LAST_YEAR = 2150
_MONTHS_OF_PART = {
    "early": (1, 3),
    "mid": (5, 8),
    "late": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
}
_DAYS_OF_PART = {  # of a week, from 0
    "early": (0, 3),
    "mid": (1, 4),
    "late": (3, 6),
    "first half": (0, 3),
    "second half": (3, 6),
}


def day_period(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day, DatePrecision.DAY, day.isoformat())


def month_period(year: int, month: int) -> Period:
    """Return the period of one month."""
    last = monthrange(year, month)[1]
    return Period(
        date(year, month, 1),
        date(year, month, last),
        DatePrecision.MONTH,
        f"{year:04}-{month:02}",
    )


def year_period(year: int) -> Period | None:
    """Return the period of one year; None where no report means such a year."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return Period(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR, f"{year:04}")


def decade_period(first_year: int) -> Period:
    """Return the period of ten years that begins with `first_year`, a multiple of ten."""
    return Period(
        date(first_year, 1, 1),
        date(first_year + 9, 12, 31),
        DatePrecision.RANGE,
        f"{first_year // 10:03}X",
    )


def season_period(year: int, first_month: int) -> Period:
    """Return the three months from `first_month`; a winter begins in the December of `year`."""
    last_month, last_year = (first_month + 2, year) if first_month < 12 else (2, year + 1)  # noqa: PLR2004 - December
    return Period(
        date(year, first_month, 1),
        date(last_year, last_month, monthrange(last_year, last_month)[1]),
        DatePrecision.RANGE,
        f"{year:04}-{SEASON_CODES[first_month]}",
    )


def quarter_period(year: int, number: int) -> Period:
    """Return a quarter of a year, `number` 1 to 4 (EDTF level 2 codes 33 to 36)."""
    first, last = month_period(year, 3 * number - 2), month_period(year, 3 * number)
    return Period(first.start, last.end, DatePrecision.RANGE, f"{year:04}-{32 + number}")


def range_period(start: date, end: date) -> Period:
    """Return the period from `start` to `end`, both included; one day if they are the same."""
    if start == end:
        return day_period(start)
    return Period(start, end, DatePrecision.RANGE, f"{start.isoformat()}/{end.isoformat()}")


def week_period(day: date) -> Period:
    """Return the ISO week, Monday to Sunday, that contains `day`."""
    monday = day - timedelta(days=day.weekday())
    return range_period(monday, monday + timedelta(days=6))


def partial_period(month: int, day: int | None = None) -> Period | None:
    """Return a month, or a day of one, in an unknown year; None for a day no month has."""
    if day is None:
        return Period(edtf=f"XXXX-{month:02}")
    leap_year = 2000
    if not 1 <= day <= monthrange(leap_year, month)[1]:
        return None
    return Period(edtf=f"XXXX-{month:02}-{day:02}")


def join(first: Period, last: Period) -> Period | None:
    """Return the period from the start of `first` to the end of `last`; None if it runs back.

    Two partial periods join in EDTF alone.
    """
    edtf = f"{_first(first.edtf) or '..'}/{_last(last.edtf) or '..'}"
    if first.start is None and last.end is None:
        return Period(edtf=edtf) if first.edtf and last.edtf else None
    if first.start is None or last.end is None or first.start > last.end:
        return None
    return Period(first.start, last.end, DatePrecision.RANGE, edtf)


def either(earlier: Period, later: Period) -> Period:
    """Return the period of one of two, not known which: start of the first, end of the last."""
    edtf = f"[{earlier.edtf},{later.edtf}]"
    return Period(earlier.start, later.end, DatePrecision.RANGE, edtf)


def since(period: Period) -> Period:
    """Return what begins with the start of `period` and is open after it."""
    edtf = f"{_first(period.edtf)}/.." if period.edtf else ""
    if period.start is None:
        return Period(edtf=edtf)
    return Period(period.start, None, DatePrecision.OPEN, edtf)


def until(period: Period) -> Period:
    """Return what ends with the end of `period` and is open before it."""
    edtf = f"../{_last(period.edtf)}" if period.edtf else ""
    if period.end is None:
        return Period(edtf=edtf)
    return Period(None, period.end, DatePrecision.OPEN, edtf)


def approximate(period: Period) -> Period:
    """Return `period` with EDTF's `~` on each of its dates."""
    if not period.edtf or "~" in period.edtf or "[" in period.edtf:
        return period
    parts = (part if part == ".." else f"{part}~" for part in period.edtf.split("/"))
    return replace(period, edtf="/".join(parts))


def bounded_by(period: Period) -> Period:
    """Return the bound that the date of a report sets to what it reports: `../2024-10-04`.

    The words and span stay. A period without a last day bounds nothing and comes back as it is.
    """
    if period.end is None:
        return period
    return replace(
        period, start=None, precision=DatePrecision.OPEN, edtf=f"../{_last(period.edtf)}"
    )


def within(period: Period, published: date | None, *, is_ahead: bool) -> Period:
    """Return `period` as the day of the report bounds it; words and span stay.

    What happened did so by that day ("since Monday", "this week" end with it), what is to come
    lies on or after it ("by Friday", "this month" begin with it).

    Args:
        period: The period as its words say it.
        published: Day of publication; None bounds nothing.
        is_ahead: Whether the event is still to come.

    A year stays whole: "this year's harvest" is that of the year.
    """
    if published is None or period.precision is DatePrecision.YEAR:
        return period
    start, end = period.start, period.end
    is_ahead = is_ahead or (start is None and end is not None and end > published)
    if is_ahead and end is not None and (start is None or start < published < end):
        start = published if end >= published else start
    elif not is_ahead and start is not None and (end is None or start < published < end):
        end = published if start <= published else end
    if (start, end) == (period.start, period.end) or start is None or end is None:
        return period
    bounded = range_period(start, end)
    return replace(bounded, text=period.text, span=period.span)


def part_of(period: Period, part: str) -> Period:
    """Return the `early`, `mid`, `late`, `first half` or `second half` of a month, year or week.

    Thirds of a month (days 1-10, 11-20, 21-end), January to March, May to August and October to
    December of a year, the first or last four days of a week. Other periods stay whole: "late
    Sunday" is Sunday.
    """
    start, end = period.start, period.end
    if start is None or end is None:
        return approximate(period)
    if period.precision is DatePrecision.MONTH:
        thirds = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}
        first, last = (thirds | {"first half": (1, 15), "second half": (16, end.day)})[part]
        return approximate(range_period(start.replace(day=first), start.replace(day=last)))
    if period.precision is DatePrecision.YEAR:
        first, last = _MONTHS_OF_PART[part]
        months = month_period(start.year, first), month_period(start.year, last)
        return approximate(join(*months) or period)
    if period.precision is DatePrecision.RANGE and (end - start).days == 6:  # noqa: PLR2004 - a week
        first, last = _DAYS_OF_PART[part]
        days = (start + timedelta(days=first), start + timedelta(days=last))
        return approximate(range_period(*days))
    return period


def shift_months(day: date, months: int) -> tuple[int, int] | None:
    """Return year and month `months` after that of `day`; None outside the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return (year, month + 1) if _FIRST_YEAR <= year <= _LAST_YEAR else None


def shift_days(day: date, days: int) -> date | None:
    """Return the day `days` after `day`; None outside the calendar."""
    try:
        shifted = day + timedelta(days=days)
    except OverflowError:
        return None
    return shifted if _FIRST_YEAR <= shifted.year <= _LAST_YEAR else None


def _first(edtf: str) -> str:
    """Return the first date of EDTF text: of an interval or of a set."""
    return edtf.strip("[]").split("/")[0].split(",")[0]


def _last(edtf: str) -> str:
    """Return the last date of EDTF text."""
    return edtf.strip("[]").split("/")[-1].split(",")[-1]
