"""The forms in which a text names a date, each with the rule that resolves it.

A form is a pattern and a function from its match and an `Anchor` to a `Period`. The function
returns None for what only looks like a date ("Feb. 30", "Prime Minister May"). Patterns hold no
unbounded repetition, so that finding all forms is linear in the length of the text.
"""

import re
from datetime import date

from geo.model import Period
from geo.reading import periods
from geo.reading.anchor import UNRESOLVED, Anchor, Form, Resolver
from geo.reading.calendar_words import (
    DOUBTFUL_MONTHS,
    GAP,
    HOLIDAYS,
    PART,
    SEASONS,
    month_number,
    month_pattern,
    part_name,
    weekday_number,
    weekday_pattern,
)

_PAST_REACH = 245  # days: a date without a year is the past one unless that is longer ago
_DECEMBER = 12
_FUTURE_REACH = 330  # days: the same for a future date where the text speaks of the future

MONTH = rf"(?P<month>{month_pattern()})"
"""Pattern of a month's name."""
_ORDINAL = r"(?:st|nd|rd|th)?"
_NO_YEAR_BUT = r"(?!\d|[-–]\d|['’]?s?\s?(?:UTC|GMT)|\s(?:hours|hrs)\b)"
YEAR = (
    rf"(?:(?:,{GAP}|,|{GAP})(?:of{GAP})?"
    rf"(?:(?P<year>[12]\d{{3}}){_NO_YEAR_BUT}|(?P<which>last|this|next|that|the same){GAP}year))?"
)
"""Pattern of the year that may follow a day or month, in figures or as "of last year"."""
_DASH = r"[ ]?[-–—]{1,2}[ ]?"
_AND = rf"{GAP}(?:to|through|until|till|and){GAP}"
# After "Oct. 3 and 5" must stand something that is not counted by the 5.
_NOT_COUNTED = (
    r"(?=\s*(?:[,.;:)]|\Z)|\s+(?:respectively|in|at|the|with|for|by|of|near|on|as|when|against|between|to|"
    r"was|were|after|before|and|this|last|next|that|[A-Z12])|th|st|nd|rd|['’]s\b)"
)


def month_day(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "Oct. 17", "17 October 2024", "October 17-19, 2024"."""
    groups = match.groupdict()
    month, day = month_number(groups["month"]), int(groups["day"])
    first = _day_of(month, day, _said_year(match, anchor), anchor)
    last_day = groups.get("day2") or groups.get("day3")
    if last_day is None or first is None:
        return first
    if first.start is None:
        last = periods.partial_period(month, int(last_day))
        return periods.join(first, last) if last else None
    try:
        return periods.range_period(first.start, first.start.replace(day=int(last_day)))
    except ValueError:  # the month has no such day
        return None


def numeric(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve 10/17/2024 and 17.10.2024; where both orders fit, the past one, else either."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    orders = [(second, first)] if match["sep"] == "." else [(first, second), (second, first)]
    days = sorted({day for month, day_ in orders if (day := _calendar_day(year, month, day_))})
    if anchor.published and len(days) > 1:
        days = [day for day in days if day <= anchor.published] or days
    if not days:
        return None
    found = [periods.day_period(day) for day in days]
    return found[0] if len(found) == 1 else periods.either(*found)


def iso_day(match: re.Match[str], _: Anchor) -> Period | None:
    """Resolve 2024-10-17."""
    day = _calendar_day(int(match["year"]), int(match["month"]), int(match["day"]))
    return periods.day_period(day) if day else None


def month(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "October 2024", "in August", "early March", "last August", "January of this year"."""
    number = month_number(match["month"])
    part = part_name(match)
    year = _said_year(match, anchor)
    if year is None and not part and not match["turn"] and not _is_month(match):
        return None
    if year is None and match["turn"]:
        found = _turned_month(number, match["turn"].lower(), anchor)
    elif year is None:
        found = _near_month(number, anchor)
    else:
        found = _month_of(year, number)
    return periods.part_of(found, part) if found and part else found


def month_period_of(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Return the month of a match of `MONTH` and `YEAR`, of the year said or the nearest."""
    number, year_ = month_number(match["month"]), _said_year(match, anchor)
    return _near_month(number, anchor) if year_ is None else _month_of(year_, number)


def weekday(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "Monday", "last Friday", "next Tuesday night"."""
    if anchor.reference is None:
        return UNRESOLVED
    turn = (match["turn"] or "").lower()
    is_next = any(word in turn.split() for word in ("next", "coming", "upcoming", "following"))
    is_last = any(word in turn.split() for word in ("last", "past", "previous"))
    ahead = (weekday_number(match["weekday"]) - anchor.reference.weekday()) % 7
    if is_next or (anchor.is_future and not is_last):
        return _maybe_day(anchor.reference, ahead or (7 if is_next else 0))
    return _maybe_day(anchor.reference, ahead - 7 if ahead or is_last else 0)


def season(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "summer of 2017", "last winter", "this spring"."""
    first_month = SEASONS[match["season"].lower()]
    said = _said_year(match, anchor)
    if said is not None:
        return periods.season_period(said, first_month) if periods.year_period(said) else None
    base = anchor.reference
    if base is None:
        return UNRESOLVED
    around = range(base.year - 2, base.year + 2)
    found = [periods.season_period(number, first_month) for number in around]
    return _turned_season(found, match["turn"].lower(), base)


def _turned_season(found: list[Period], turn: str, base: date) -> Period | None:
    """Return "next", "last" or "this past" season of four years around `base`, or this one's."""
    started = [one for one in found if one.start and one.start <= base]
    if turn == "next":
        return found[len(started)]
    if turn == "last":
        return next((one for one in reversed(started) if one.end and one.end < base), None)
    if turn == "this past":
        return started[-1]
    # "This winter" may have begun last year; the other seasons are those of the year.
    is_winter = found[0].start is not None and found[0].start.month == _DECEMBER
    return min(found if is_winter else found[2:3], key=lambda one: _distance(one, base))


def holiday(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "Christmas Eve" and other holidays on a fixed day."""
    name = re.sub(r"\s+", " ", match["holiday"].lower().replace("’", "'"))
    number, day = HOLIDAYS[name]
    return _day_of(number, day, _said_year(match, anchor), anchor)


def _is_month(match: re.Match[str]) -> bool:
    """Return whether a bare name that is also a word or a person's is a month here."""
    name = match["month"].rstrip(".").lower()
    if name not in DOUBTFUL_MONTHS:
        return True
    before = match.string[max(0, match.start() - 24) : match.start()]
    after = match.string[match.end() : match.end() + 24]
    if name == "may":
        return bool(_LEADS_TO_MAY.search(before)) and not _NAME_AFTER.match(after)
    is_led = bool(_LEADS_TO_MONTH.search(before)) and not _NAME_AFTER.match(after)
    return is_led and not (_LEADS_TO_NAME.search(before) and _CAPITAL.match(after))


# "According to April Stevens" names a person, "in April Ukraine" does not.
_LEADS_TO_NAME = re.compile(r"\b(?:to|of|by|for|from|and|or|about|between)\s+\Z", re.IGNORECASE)
_CAPITAL = re.compile(r"\s[A-Z][a-z]")
_LEADS_TO_MAY = re.compile(
    r"\b(?:in|since|until|till|during|through|mid|months? of|before|after|from|between|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]{0,7}(?:\s\d{4})?\s"
    r"(?:and|to|or|through|until))\s+\Z",
    re.IGNORECASE,
)
_LEADS_TO_MONTH = re.compile(
    r"\b(?:in|since|until|till|during|through|mid|months? of|before|after|from|between|by|for|"
    r"around|about|of|to|and|or)\s+\Z",
    re.IGNORECASE,
)
_NAME_AFTER = re.compile(r"\s+(?:[A-Z][a-z]+ (?:said|says)|said|says|for Our)\b")


def _said_year(match: re.Match[str], anchor: Anchor) -> int | None:
    """Return the year that stands with the date, in figures or as "last year"; None for none."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    which = (groups.get("which") or "").lower()
    base = anchor.day if which.startswith("th") and which != "this" else anchor.today
    if not which or base is None:
        return None
    return base.year + {"last": -1, "next": 1}.get(which, 0)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    """Return a day, None where the calendar or reason has none."""
    if periods.year_period(year) is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _maybe_day(base: date, days: int) -> Period | None:
    day = periods.shift_days(base, days)
    return periods.day_period(day) if day else None


def _day_of(month: int, day: int, year: int | None, anchor: Anchor) -> Period | None:
    if year is not None:
        found = _calendar_day(year, month, day)
        return periods.day_period(found) if found else None
    base = anchor.reference or _inside(month, day, anchor.era)
    if base is None or periods.partial_period(month, day) is None:
        return periods.partial_period(month, day)
    reach = range(base.year - 8, base.year + 9)  # a leap day comes back within eight years
    days = [found for number in reach if (found := _calendar_day(number, month, day))]
    nearest = _nearest(days, base, anchor)
    return periods.day_period(nearest) if nearest else None


def _inside(month: int, day: int, era: Period | None) -> date | None:
    """Return that day of an era, its last day where it has no such day; None without an era."""
    if era is None or era.start is None or era.end is None:
        return None
    years = range(era.start.year, era.end.year + 1)
    days = (_calendar_day(number, month, day) for number in years)
    return next((found for found in days if found and era.start <= found <= era.end), era.end)


def _nearest(days: list[date], base: date, anchor: Anchor) -> date | None:
    """Return the past day, or the future one where the past is too long ago or not meant."""
    past = [day for day in days if day <= base]
    future = [day for day in days if day > base]
    if not past or not future:
        return next(reversed(past), None) or next(iter(future), None)
    if past[-1] == base or anchor.is_past:
        return past[-1]
    if anchor.is_future:
        return future[0] if (future[0] - base).days <= _FUTURE_REACH else past[-1]
    is_near = (base - past[-1]).days <= _PAST_REACH
    return past[-1] if is_near or (future[0] - base).days > _PAST_REACH else future[0]


def _month_of(year: int, number: int) -> Period | None:
    return periods.month_period(year, number) if periods.year_period(year) else None


def _near_month(number: int, anchor: Anchor) -> Period | None:
    """Return the month of that number nearest to the reference, the current one included."""
    base = anchor.reference or _inside(number, 1, anchor.era)
    if base is None:
        return periods.partial_period(number)
    if base.month == number:
        return _month_of(base.year, number)
    firsts = [date(each, number, 1) for each in range(base.year - 1, base.year + 2)]
    nearest = _nearest(firsts, base, anchor)
    return _month_of(nearest.year, number) if nearest else None


def _turned_month(number: int, turn: str, anchor: Anchor) -> Period | None:
    """Resolve "last August": in October both this year's and the last one's may be meant."""
    base = anchor.reference or anchor.today
    if base is None:
        return periods.partial_period(number)
    if "that" in turn or "same" in turn:
        return _near_month(number, Anchor(anchor.day or base, is_future=True))
    if "next" in turn or "coming" in turn:
        return _month_of(base.year + (number <= base.month), number)
    return _near_month(number, anchor) if "this" in turn else _last_month(number, turn, base)


def _last_month(number: int, turn: str, base: date) -> Period | None:
    before, this = _month_of(base.year - 1, number), _month_of(base.year, number)
    if number >= base.month:
        return before
    return periods.either(before, this) if turn == "last" and before and this else this


def _distance(period: Period, base: date) -> int:
    if period.start is None or period.end is None:
        return 0
    return max((period.start - base).days, (base - period.end).days, 0)


_TIME_OF_DAY = rf"(?:{GAP}(?:early{GAP}|late{GAP})?(?:morning|afternoon|evening|night))?"
_POSSESSIVE = r"(?:['’]s)?"


def _form(name: str, pattern: str, resolve: Resolver) -> Form:
    return Form(name, re.compile(pattern), resolve)


CALENDAR_FORMS: tuple[Form, ...] = (
    _form(
        "iso",
        r"(?<![\w.,/-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d/-]|[.,]\d)",
        iso_day,
    ),
    _form(
        "numeric",
        r"(?<![\w.,/-])(?P<first>\d{1,2})(?P<sep>[/.-])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})"
        r"(?![\d/-]|[.,]\d)",
        numeric,
    ),
    _form(
        "month day",
        # "In October 20 people died" names the month alone.
        rf"\b(?=[JFMASOND])(?:(?<!\b[Ii]n\s)|(?=[A-Za-z.]{{3,10}}\s\d{{1,2}}{_NOT_COUNTED})"
        r"|(?=[A-Za-z.]{3,10}\s\d{1,2},?\s\d{4}))"
        rf"{MONTH}[ ]?{GAP.replace('{1,3}', '{0,2}')}(?P<day>\d{{1,2}}){_ORDINAL}"
        rf"(?:{_DASH}(?P<day3>\d{{1,2}}){_ORDINAL}(?![\w%:])|"
        rf"(?:,{GAP}\d{{1,2}}(?=,|\sand)){{0,5}}"
        rf"{_AND}(?P<day2>\d{{1,2}}){_ORDINAL}(?![\d%:]){_NOT_COUNTED})?"
        rf"(?!\d|,\d{{3}}(?!\d)|[.:]\d|%|,?\s\d{{5}}|\w){YEAR}{_POSSESSIVE}",
        month_day,
    ),
    _form(
        "day month",
        rf"(?<![\w.,/:$€£#%-])(?P<day>\d{{1,2}}){_ORDINAL}"
        rf"(?:(?:{_DASH}|{_AND})(?P<day2>\d{{1,2}}){_ORDINAL})?{GAP}(?:of{GAP})?{MONTH}"
        rf"(?!,?\s\d{{5}}){YEAR}{_POSSESSIVE}",
        month_day,
    ),
    _form(
        "month",
        rf"(?:(?<![\w-])|(?<=[a-z.]-))"
        rf"(?:(?P<turn>(?i:last|this past|this coming|this|next|past|that)){GAP})?"
        rf"{PART}{MONTH}(?!-[a-z])(?!,?\s\d{{5}}){YEAR}{_POSSESSIVE}",
        month,
    ),
    _form(
        "weekday",
        rf"(?<![\w-])(?:(?P<turn>(?i:last|this past|this coming|the coming|the following|"
        rf"this|next|past|previous|coming|upcoming)){GAP})?"
        rf"(?<!every )(?<!each )(?<!Every )"
        r"(?<!Black )(?<!Good )(?<!Bloody )(?<!Ash )(?<!Palm )(?<!Cyber )(?<!Big )"
        rf"(?P<weekday>{weekday_pattern()})"
        rf"(?!{GAP}(?:Times|Telegraph|Mirror|Express|Mail|Herald|Night Live|School|prayers?)\b)"
        rf"{_POSSESSIVE}{_TIME_OF_DAY}",
        weekday,
    ),
    _form(
        "season",
        rf"\b(?:(?P<turn>(?i:last|this past|this|next)){GAP})(?P<season>(?i:{'|'.join(SEASONS)}))\b"
        rf"(?!{GAP}of\b){_POSSESSIVE}",
        season,
    ),
    _form(
        "season of a year",
        rf"\b(?P<season>(?i:{'|'.join(SEASONS)})){GAP}(?:of{GAP})?"
        rf"(?:(?P<year>[12]\d{{3}}){_NO_YEAR_BUT}|(?P<which>(?i:last|this|next)){GAP}year)",
        season,
    ),
    _form(
        "holiday",
        r"\b(?P<holiday>(?:Christmas|New\sYear['’]s)\s(?:Eve|Day)|(?:Boxing|Bastille|Victory|"
        r"Valentine['’]s)\sDay|Halloween|(?<=before\s)Christmas|(?<=by\s)Christmas|(?<=until\s)"
        r"Christmas|(?<=since\s)Christmas|(?<=at\s)Christmas|(?<=after\s)Christmas)\b" + YEAR,
        holiday,
    ),
)
