"""Dates named by their distance from the publication day or from the day the text is at."""

import re
from calendar import monthrange
from datetime import date, timedelta

from geo.model import Period
from geo.reading import periods
from geo.reading.anchor import UNRESOLVED, Anchor, Form, Resolver
from geo.reading.calendar_words import (
    GAP,
    PART,
    SMALL_NUMBERS,
    part_name,
    small_number,
    weekday_number,
    weekday_pattern,
)

_SATURDAY = 5


def near_day(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "today", "yesterday evening", "last night", "this morning".

    Where only the month of publication is known, "today" is in it.
    """
    if _is_name(match):
        return None
    word = re.sub(r"\s+", " ", match["word"].lower())
    days = _DAYS_OFF[word.split()[0] if " " not in word else word]
    if anchor.published is None and anchor.month is not None and not days:
        return anchor.month
    return _shifted(anchor.published, days)


def overnight(_: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "overnight": from the day before publication to the day of it."""
    if anchor.published is None:
        return UNRESOLVED
    before = periods.shift_days(anchor.published, -1)
    return periods.range_period(before, anchor.published) if before else None


def same_day(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "that day", "the next day", "a day earlier" from the day the text is at."""
    words = re.sub(r"\s+", " ", match["word"].lower())
    if _names_other(match):
        return UNRESOLVED
    days = _days_from_running(words)
    base = anchor.day or (anchor.published if days < 0 else None)
    return _shifted(base, days)


def weekday_of_week(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "Monday last week" and "Friday of next week"."""
    base = anchor.published
    weeks = {"last": -1, "this": 0, "next": 1}[match["turn"].lower()]
    day = weekday_number(match["weekday"])
    return _shifted(base, 7 * weeks + day - base.weekday() if base else 0)


def calendar_unit(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "last week", "earlier this month", "next year", "that week"."""
    turn = match["turn"].lower()
    if turn == "the" and not (match["side"] or part_name(match)):
        return None  # "the best of the year"
    is_running = turn in {"that", "the same", "the following", "the previous", "the preceding"}
    unit = match["unit"].lower()
    today = anchor.published if unit == "week" else anchor.today
    base = anchor.day if is_running else today
    step = _STEPS[turn]
    found = _unit_of(base, unit, step) if base else UNRESOLVED
    part = (match["side"] or "").lower() or part_name(match)
    if not part or found is None or found.start is None or base is None:
        return found
    return _bounded_part(found, part, base)


def weekend(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "the weekend", "last weekend", "next weekend" to its Saturday and Sunday."""
    base = anchor.published
    if base is None:
        return UNRESOLVED
    turn = (match["turn"] or "").lower()
    back = (base.weekday() - _SATURDAY) % 7
    is_ahead = turn in {"next", "this coming", "the coming"} or (
        anchor.is_future and turn not in {"last", "this past"}
    )
    if is_ahead and base.weekday() < _SATURDAY:
        back -= 7
    elif (turn == "next") or (turn == "last" and base.weekday() >= _SATURDAY):
        back += 7 if turn == "last" else -7
    saturday = periods.shift_days(base, -back)
    return periods.range_period(saturday, saturday + timedelta(days=1)) if saturday else None


def counted(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "three weeks ago", "two days earlier", "a month later", "two days after"."""
    turn = re.sub(r"\s+", " ", match["turn"].lower())
    is_ago = turn in {"ago", "back", "from now"}
    is_forward = turn in {"later", "after", "afterwards", "afterward", "from now"}
    base = anchor.published if is_ago else anchor.day
    if _names_other(match):
        return UNRESOLVED
    if base is None and not is_forward and turn != "before":
        base = anchor.published
    if base is None:
        return UNRESOLVED
    number = _number(match["number"])
    found = _counted_off(base, number if is_forward else -number, match["unit"].lower())
    is_rough = bool(match["about"]) or match["number"].lower() in _ROUGH
    return periods.approximate(found) if found and is_rough else found


def stretch(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "the past two weeks" and "the next 48 hours": up to, or on from, publication."""
    base = anchor.published
    if base is None:
        return UNRESOLVED
    number = _number(match["number"]) if match["number"] else 1
    is_forward = match["turn"].lower() in {"next", "coming", "following"}
    end = _day_off(base, number if is_forward else -number, match["unit"].lower())
    if end is None:
        return None
    return periods.range_period(min(base, end), max(base, end))


def deadline(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "within ten days": from the day the text is at, or in a future sentence from now."""
    base = anchor.published if anchor.is_future else anchor.day or anchor.published
    if base is None:
        return UNRESOLVED
    end = _day_off(base, _number(match["number"]), match["unit"].lower())
    return periods.range_period(base, end) if end else None


def whole_week(_: re.Match[str], anchor: Anchor) -> Period:
    """Resolve "all week" to the seven days up to publication."""
    first = periods.shift_days(anchor.published, -6) if anchor.published else None
    if first is None or anchor.published is None:
        return UNRESOLVED
    return periods.range_period(first, anchor.published)


def day_of_month(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "on the 28th": nearest to the day the text is at, else the last one or the next."""
    base = anchor.day or anchor.published
    if base is None:
        return UNRESOLVED
    months = (periods.shift_months(base, step) for step in (-2, -1, 0, 1, 2))
    days = [day for month in months if month and (day := _day_in(*month, int(match["day"])))]
    if anchor.day is None or (anchor.is_future and anchor.published):
        today = anchor.published or base
        days = [day for day in days if (day > today) == anchor.is_future]
    nearest = min(days, key=lambda day: abs((day - base).days), default=None)
    return periods.day_period(nearest) if nearest else None


def _day_in(year_: int, month: int, number: int) -> date | None:
    """Return a day of a month, None where it has no such day."""
    return _same_day_of(year_, month, number) if number <= monthrange(year_, month)[1] else None


def vague_stretch(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "in recent days" and "in the coming weeks" to what is open on one side."""
    if anchor.published is None:
        return UNRESOLVED
    today = periods.day_period(anchor.published)
    is_forward = match["turn"].lower() in {"coming", "next"}
    return periods.since(today) if is_forward else periods.until(today)


def _names_other(match: re.Match[str]) -> bool:
    """Return whether the days count from an event the text names: "two days after the vote"."""
    is_open = bool(re.search(r"(?:after|before|prior)\Z", match[0], re.IGNORECASE))
    return is_open and not _ENDS.match(match.string, match.end())


_ENDS = re.compile(r"\s*(?:[,.;:)!?\"”]|\Z)|\s+(?:that|this|and|but)\b")
_DAYS_OFF = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
_STEPS = {
    "last": -1,
    "past": -1,
    "this past": -1,
    "the previous": -1,
    "the preceding": -1,
    "this": 0,
    "the": 0,
    "the current": 0,
    "that": 0,
    "the same": 0,
    "next": 1,
    "the following": 1,
    "the coming": 1,
    "this coming": 1,
}
_ROUGH = {"a few": 3, "few": 3, "several": 4}
_WORDS = "|".join(sorted((re.sub(" ", r"\\s", word) for word in SMALL_NUMBERS), key=len)[::-1])
_COUNT = rf"(?P<number>(?i:{_WORDS}|a\sfew|several)|\d{{1,3}})"
_UNIT = r"(?P<unit>(?i:hour|day|week|fortnight|month|year|decade))s?"
_SIDE = r"(?:(?P<side>(?i:earlier|later))\s(?:in\s)?)?"


def _is_name(match: re.Match[str]) -> bool:
    """Return whether "Today" belongs to a name such as "USA Today"."""
    word = match["word"]
    before = match.string[max(0, match.start() - 12) : match.start()]
    return word[0] == "T" and bool(re.search(r"(?:[A-Z][a-z]+|\bUSA|\bRT)\s\Z", before))


def _days_from_running(words: str) -> int:
    if re.search(r"in the|that|same", words):
        return 0
    if re.search(r"next|following|after|later", words):
        return 1
    return -1 if re.search(r"previous|preceding|before|earlier|prior", words) else 0


def _shifted(base: date | None, days: int) -> Period | None:
    if base is None:
        return UNRESOLVED
    day = periods.shift_days(base, days)
    return periods.day_period(day) if day else None


def _number(words: str) -> int:
    plain = re.sub(r"\s+", " ", words.lower())
    return _ROUGH[plain] if plain in _ROUGH else small_number(plain)


def _unit_of(base: date, unit: str, step: int) -> Period | None:
    """Return the week, month, quarter-less year or decade `step` units from that of `base`."""
    if unit == "week":
        day = periods.shift_days(base, 7 * step)
        return periods.week_period(day) if day else None
    if unit == "month":
        where = periods.shift_months(base, step)
        return periods.month_period(*where) if where else None
    if unit == "decade":
        return periods.decade_period(base.year // 10 * 10 + 10 * step)
    return periods.year_period(base.year + step)


def _bounded_part(period: Period, part: str, base: date) -> Period:
    """Return the part of a week, month or year before or after `base`, or a third of it."""
    if part not in {"earlier", "later"} or not _holds(period, base):
        third = {"earlier": "early", "later": "late"}.get(part, part)
        return periods.part_of(period, third)
    if part == "earlier":
        return periods.range_period(period.start or base, base)
    return periods.range_period(base, period.end or base)


def _holds(period: Period, day: date) -> bool:
    return period.start is not None and period.end is not None and period.start <= day <= period.end


def _day_off(base: date, number: int, unit: str) -> date | None:
    """Return the day `number` units from `base`; hours count as days begun."""
    if unit in {"month", "year", "decade"}:
        months = number * {"month": 1, "year": 12, "decade": 120}[unit]
        where = periods.shift_months(base, months)
        return _same_day_of(*where, base.day) if where else None
    if unit == "hour":
        return periods.shift_days(base, -(-number // 24))
    return periods.shift_days(base, number * {"day": 1, "week": 7, "fortnight": 14}[unit])


def _same_day_of(year_: int, month: int, day: int) -> date:
    last = periods.month_period(year_, month).end
    return date(year_, month, min(day, last.day if last else day))


def _counted_off(base: date, number: int, unit: str) -> Period | None:
    """Return the day, week, month or year that lies `number` units from `base`."""
    if unit in {"hour", "day"}:
        return _shifted(base, number if unit == "day" else int(number / 24))
    day = _day_off(base, number, unit)
    if day is None:
        return None
    if unit in {"week", "fortnight"}:
        is_exact = abs(number) == 1
        found = periods.day_period(day) if is_exact else periods.week_period(day)
        return periods.approximate(found)
    if unit == "month":
        return periods.month_period(day.year, day.month)
    year_ = periods.year_period(day.year)
    return periods.approximate(year_) if year_ is not None and unit == "decade" else year_


def _form(name: str, pattern: str, resolve: Resolver) -> Form:
    return Form(name, re.compile(pattern), resolve)


_TIME = r"(?:\s(?:morning|afternoon|evening|night))?"
_EARLY = rf"(?:(?i:early|late|earlier|later)(?:{GAP}on)?{GAP})?"

RELATIVE_FORMS: tuple[Form, ...] = (
    _form(
        "near day",
        rf"(?<![\w-]){_EARLY}(?P<word>(?i:the\sday\sbefore\syesterday|the\sday\safter\stomorrow|"
        r"today|tonight|yesterday|tomorrow|last\s(?:night|evening)|"
        rf"this\s(?:morning|afternoon|evening)))\b(?:['’]s)?{_TIME}",
        near_day,
    ),
    _form("overnight", r"\b(?i:overnight)\b", overnight),
    _form(
        "same day",
        r"\b(?P<word>(?i:(?:that(?:\s(?:same))?|the\s(?:same|next|following|previous|preceding))"
        r"(?:\svery)?\s(?:day|morning|afternoon|evening|night)|the\sday\s(?:before|after|prior)|"
        r"(?:a|one)\sday\s(?:earlier|later|before|after|prior)|"
        r"(?:earlier|later)\sin\sthe\s(?:day|morning|evening)))\b(?!\syesterday|\stomorrow)",
        same_day,
    ),
    _form(
        "unit",
        rf"(?<![\w-]){_SIDE}{PART}(?P<turn>(?i:last|past|this\spast|this\scoming|this|next|that|"
        r"the\s(?:same|following|previous|preceding|coming|current)|(?<=r\sin\s)the|(?<=[gtdef]\sof\s)the))\s"
        r"(?P<unit>(?i:week|month|year|decade))\b(?:['’]s)?",
        calendar_unit,
    ),
    _form(
        "weekday of week",
        rf"(?<![\w-])(?P<weekday>{weekday_pattern()}){GAP}(?:of{GAP})?"
        rf"(?P<turn>(?i:last|this|next)){GAP}week\b",
        weekday_of_week,
    ),
    _form(
        "weekend",
        r"\b(?:(?P<turn>(?i:last|this\spast|this\scoming|the\scoming|this|next|the|that|over|at))\s)"
        r"(?i:weekend)\b(?!\sof\b)(?:['’]s)?",
        weekend,
    ),
    _form(
        "counted",
        rf"(?<![\w-])(?<!half\s)(?P<about>(?i:about|around|some|almost|nearly|roughly|over|more\sthan|"
        rf"less\sthan|just\sover|at\sleast)\s)?{_COUNT}{GAP}{_UNIT}{GAP}"
        r"(?P<turn>(?i:ago|back|earlier|later|before|after|afterwards?|previously|prior|from\snow))\b",
        counted,
    ),
    _form(
        "stretch",
        rf"\b(?:(?i:the)\s)(?P<turn>(?i:past|last|previous|next|coming|following))\s"
        rf"(?:(?P<number>(?i:{_WORDS}|few|several)|\d{{1,3}})[\s-])"
        rf"(?:(?i:or\sso|more)\s)?{_UNIT}\b",
        stretch,
    ),
    _form(
        "deadline",
        rf"\b(?i:within)\s(?:the\snext\s)?{_COUNT}[\s-]{_UNIT}\b(?!\sof\b)",
        deadline,
    ),
    _form("whole week", r"\b(?i:all\s(?:this\s)?week)\b(?!\s?-|end)", whole_week),
    _form(
        "day of month",
        r"(?<=\bthe\s)(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)(?=\s*(?:[,.;:)]|\Z)|"
        r"\s+(?:and|to|when|after|before|he|she|they|it|a|an|the|in|at|near|by|with|from|on|that|as|"
        r"was|were|is|are|had|has|will|would|did)\b)(?<!\d{3}..)",
        day_of_month,
    ),
    _form(
        "vague stretch",
        r"\b(?:the\s)?(?P<turn>(?i:recent|coming|past|last|next))\s(?:few\s)?"
        r"(?i:hours|days|weeks|months|years)\b",
        vague_stretch,
    ),
    _form(
        "past unit",
        rf"\b(?i:the)\s(?P<turn>(?i:past|last(?=\sfortnight)))(?P<number>)\s{_UNIT}\b",
        stretch,
    ),
)
