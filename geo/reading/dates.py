"""Dates in running text: found, resolved, and written as periods with EDTF.

The forms of single dates are in `geo.reading.date_forms`, `geo.reading.year_forms` and
`geo.reading.relative_forms`; here they are found, joined to ranges, opened by "since" and
"until", and given their words and span.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from geo.model import DatePrecision, Period, Span
from geo.reading import periods
from geo.reading.anchor import Anchor, Form
from geo.reading.date_forms import CALENDAR_FORMS
from geo.reading.date_tense import is_told, looks_ahead
from geo.reading.periods import bounded_by
from geo.reading.relative_forms import RELATIVE_FORMS
from geo.reading.year_forms import YEAR_FORMS

__all__ = ["Readings", "bounded_by", "find_dates", "find_readings", "is_day"]

_FORMS = (*YEAR_FORMS, *CALENDAR_FORMS, *RELATIVE_FORMS)
_LEAD_WINDOW = 48  # characters a lead such as "by no later than the morning of the" can take
_GAP_WINDOW = 24  # characters between the two ends of a range

# No form fits without a figure or one of these: most sentences need no further look.
_CUE = re.compile(
    r"[0-9]|Halloween|fortnight|day\b|days\b|night|week|month|year|hour|decade|"
    r"morning|evening|afternoon|tomorrow|"
    r"(?<!\w)(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|"
    r"spring|summer|autumn|fall|winter|Christmas|New.Year)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?<![\w-])(?:(?P<op>since|from|by|until|till|before|prior to|ahead of|after|following|"
    r"no later than|as of|as early as|as soon as|through|starting(?: on| in| from)?|"
    r"beginning(?: on| in)?|effective|on or about|between|on|in|during|over|at|for|dated)\s+)?"
    r"(?P<again>(?:early|late|later|earlier)\s+(?:on\s+)?|on\s+|in\s+|at least\s+)?"
    r"(?P<about>(?:around|about|circa|approximately|roughly|c\.|on or about)\s+)?"
    r"(?P<of>(?:the\s+)?(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|eve|day|week|"
    r"weekend|hours|month|year)(?:\s+hours)?\s+of\s+)?(?P<the>the\s+)?\Z",
    re.IGNORECASE,
)
_RANGE_GAP = re.compile(
    r"(?:\s?(?:-|–|--)\s?|—|\s+(?:to|through(?: to)?|until|till|into)\s+)"
    r"(?:(?:on|in|the|late|early)\s+)?\Z"
)
_AND_GAP = re.compile(r"\s+and\s+(?:on\s+|in\s+)?(?:the\s+)?\Z")
_BOTH_GAP = re.compile(r"\s+(?:and|or)\s+(?:on\s+|in\s+)?(?:the\s+)?(?:early\s+|late\s+)?\Z")
_SAME_GAP = re.compile(r"(?:\s*[,(]\s*|\s*[—–-]\s*|\s+)(?:on\s+)?(?:the\s+)?\Z")
_NIGHT_GAP = re.compile(r"\s+(?:(?:on|into|to|from)\s+)?\Z")
_OPEN_AFTER = re.compile(
    r"\s+(?:onwards?|on(?=[,.;]|\s+and\b|\Z)|and (?:after|later|beyond))", re.IGNORECASE
)
_MODIFIERS = frozenset({"year", "month", "month day", "day month", "9/11"})
_SINCE = frozenset({"since", "after", "following", "as soon as", "effective"})
_UNTIL = frozenset(
    {"by", "until", "till", "before", "prior to", "ahead of", "no later than", "through"}
)
_FROM = frozenset({"from", "starting", "starting on", "starting in", "starting from", "beginning"})
_NEVER_PAIRED = frozenset({"counted", "stretch", "past unit", "vague stretch", "same day"})
_LISTED = frozenset(
    {"weekday", "near day", "month day", "day month", "month", "year", "bare year", "iso"}
)
_LOOSE = frozenset({"weekday", "near day"})
_EXACT = frozenset({"iso", "numeric", "month day", "day month"})
_ORIGIN_NOUN = re.compile(
    r"\b(?:photos?|videos?|footage|images?|pictures?|letters?|reports?|data|figures|documents?|"
    r"statements?|releases?|memos?|articles?|posts?|recordings?|files?|survey|polls?|those)\s+\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A form that fits, not yet resolved."""

    form: Form
    match: re.Match[str]

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    @property
    def has_year(self) -> bool:
        groups = self.match.groupdict()
        return bool(groups.get("year") or groups.get("which"))


def find_dates(
    text: str,
    span: Span,
    *,
    published: date | None,
    day: date | None = None,
    is_future: bool = False,
) -> list[Period]:
    """Return the periods named inside `span`, in reading order.

    Args:
        text: The text of the report; spans refer to it.
        span: Where to look, usually a sentence.
        published: Day of publication, against which "Monday" and "October 17" are resolved:
            the nearest such day in the past, that day included, unless the past one is more than
            245 days ago. None = unknown: such dates keep their words, EDTF marks the missing year
            (`XXXX-10-17`), and both ends are None.
        day: The day the text is at, for "that day" and "two days later"; inside the span it moves
            with each day named.
        is_future: True where the sentence speaks of what is to come: the nearest future day. Where
            the words around a date say so ("is to meet on Friday"), that is seen without it.

    Returns:
        Periods with the words and span they were read from, preposition included. An ambiguous
        date ("last August", 3/4/2024) spans from the start of the first to the end of the last
        reading, which EDTF lists as a set. A date that cannot be ("Feb. 30") is left out.
    """
    if _CUE.search(text, span.start, span.end) is None:
        return []
    groups = list(_groups(text, _candidates(text, span)))
    anchor = Anchor(_usable(published), _usable(day))
    return _Telling(text, span, anchor).resolved(groups, "likely ahead" if is_future else "")


@dataclass(frozen=True, slots=True)
class Readings:
    """A date in a text and the days that it may mean.

    Attributes:
        said: As the words around it have it; see `find_dates`.
        behind: The nearest such day that is past, or `said` where no other is meant.
        ahead: The nearest such day that is still to come, or `said`.
    """

    said: Period
    behind: Period
    ahead: Period


def find_readings(
    text: str,
    span: Span,
    *,
    published: date | None,
    day: date | None = None,
    month: Period | None = None,
    era: Period | None = None,
) -> list[Readings]:
    """Return the dates inside `span` as `find_dates` does, each as past and as still to come.

    Args:
        text: The text of the report.
        span: Where to look, usually a sentence.
        published: Day of publication; None = unknown.
        day: The day the text is at; None = none yet.
        month: The month of publication where its day is unknown: "today" is in it.
        era: The month or year that the text is at, in which a date without its year is looked
            for where neither day is known.
    """
    if _CUE.search(text, span.start, span.end) is None:
        return []
    groups = list(_groups(text, _candidates(text, span)))
    anchor = Anchor(_usable(published), _usable(day), month=month, era=era or month)
    told = _Telling(text, span, anchor)
    behind, ahead = (
        {period.span: period for period in told.resolved(groups, side)}
        for side in ("behind", "ahead")
    )
    return [
        Readings(said, behind.get(said.span, said), ahead.get(said.span, said))
        for said in told.resolved(groups)
    ]


@dataclass(frozen=True, slots=True)
class _Telling:
    """A stretch of text, and what its dates are measured from."""

    text: str
    span: Span
    anchor: Anchor

    def resolved(self, groups: list[list[_Found]], side: str = "") -> list[Period]:
        """Return the periods of dates: as the words around them have it, or on one side of today.

        Args:
            groups: The dates.
            side: "behind", "ahead", "likely ahead" where no word beside them tells of the past, or
                nothing.
        """
        anchor, published = self.anchor, self.anchor.published
        result: list[Period] = []
        floor = self.span.start
        for group in groups:
            for found, period in _meanings(group, self._turned(anchor, group, floor, side)):
                worded = _worded(self.text, floor, found, period)
                floor = found[-1].end
                result.append(worded)
                if is_day(worded) and not (published and worded.start and worded.start > published):
                    anchor = replace(anchor, day=worded.start)
        return result

    def _turned(self, anchor: Anchor, group: list[_Found], floor: int, side: str) -> Anchor:
        """Return the anchor that looks ahead or back, as the words around a date do."""
        start, end = group[0].start, group[-1].end
        if side in {"behind", "ahead"}:
            return replace(anchor, is_past=side == "behind", is_future=side == "ahead")
        is_past = is_told(self.text, floor, start)
        is_ahead = bool(side) or looks_ahead(self.text, self.span, start, end)
        return replace(anchor, is_past=is_past, is_future=is_ahead and not is_past)


def _usable(day: date | None) -> date | None:
    """Return `day`, None where nothing can be counted from it (the year 1 or 9999)."""
    return day if day is not None and periods.shift_days(day, 0) else None


def is_day(period: Period) -> bool:
    """Return whether `period` is a single day."""
    return period.precision is DatePrecision.DAY


def _candidates(text: str, span: Span) -> list[_Found]:
    """Return the forms that fit, leftmost first, the longest where they overlap."""
    found = [
        _Found(form, match)
        for form in _FORMS
        for match in form.pattern.finditer(text, span.start, span.end)
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[_Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _groups(text: str, found: list[_Found]) -> Iterator[list[_Found]]:
    """Yield single dates, and pairs that are one date or the two ends of a range."""
    index = 0
    while index < len(found):
        pair = found[index : index + 2]
        size = 2 if len(pair) > 1 and _belong(text, *pair) else 1
        yield pair[:size]
        index += size


def _belong(text: str, first: _Found, second: _Found) -> bool:
    is_near = second.start - first.end <= _GAP_WINDOW
    if not is_near or {first.form.name, second.form.name} & _NEVER_PAIRED:
        return False
    gap = text[first.end : second.start]
    is_night = first.form.name == "overnight" and bool(_NIGHT_GAP.fullmatch(gap))
    is_listed = bool(_BOTH_GAP.fullmatch(gap)) and first.form.name in _LISTED
    is_between = bool(_AND_GAP.fullmatch(gap)) and _is_between(first)
    is_range = bool(_RANGE_GAP.fullmatch(gap)) or is_night or is_between or is_listed
    return is_range or _is_same(first, second, gap)


def _is_same(first: _Found, second: _Found, gap: str) -> bool:
    """Return whether the second says the same day in other words: "Monday, Oct. 14"."""
    names = {first.form.name, second.form.name}
    is_beside = bool(_SAME_GAP.fullmatch(gap)) and bool(gap.strip() or second.form.name in _EXACT)
    return is_beside and bool(names & _LOOSE) and (bool(names & _EXACT) or names == _LOOSE)


def _meanings(group: list[_Found], anchor: Anchor) -> list[tuple[list[_Found], Period]]:
    """Return each date of a group with its period: one for a pair that joins, else one each."""
    joined = _pair(group[0], group[1], anchor) if len(group) > 1 else None
    if joined is not None:
        return [(group, joined)]
    singly = (([found], found.form.resolve(found.match, anchor)) for found in group)
    return [(found, period) for found, period in singly if period is not None]


def _pair(first: _Found, second: _Found, anchor: Anchor) -> Period | None:
    """Return the one period of two dates side by side, None where they are two."""
    gap = first.match.string[first.end : second.start]
    if first.form.name == "overnight":
        return _night(second, gap, anchor)
    if _is_same(first, second, gap) and not _RANGE_GAP.fullmatch(gap):
        return _same(first, second, anchor)
    ahead = replace(anchor, is_future=True, is_past=False)
    behind = replace(anchor, is_future=False, is_past=True)
    if first.has_year and not second.has_year:
        begin = first.form.resolve(first.match, anchor)
        near = begin.start if begin else None
        end = second.form.resolve(second.match, replace(ahead, near=near))
    else:
        end = second.form.resolve(second.match, anchor)
        near = end.end if end else None
        begin = first.form.resolve(first.match, replace(behind, near=near))
    if begin is None or end is None:
        return None
    if _BOTH_GAP.fullmatch(gap) and not _is_between(first):
        pair = [(begin, end), (end, begin)]  # "yesterday and on Wednesday" runs back
        return next((_joined(*days) for days in pair if _follows(*days)), None)
    return _joined(begin, end)


def _is_between(found: _Found) -> bool:
    return _lead(found.match.string, 0, found.start).op == "between"


def _follows(begin: Period, end: Period) -> bool:
    """Return whether `end` begins with the day after `begin`: "Friday and Saturday"."""
    return bool(begin.end and end.start and (end.start - begin.end).days == 1)


def _joined(begin: Period, end: Period) -> Period | None:
    """Return the period from `begin` to `end`; the one if both are the same."""
    return begin if begin == end else periods.join(begin, end)


def _same(first: _Found, second: _Found, anchor: Anchor) -> Period | None:
    """Return the day both name: the exact one; None where two loose ones differ."""
    one, other = (found.form.resolve(found.match, anchor) for found in (first, second))
    if second.form.name in _EXACT:
        return other
    return one if first.form.name in _EXACT or one == other else None


def _night(second: _Found, gap: str, anchor: Anchor) -> Period | None:
    """Resolve "overnight into Monday" (two days) and "overnight on Monday" (one)."""
    last = second.form.resolve(second.match, anchor)
    if last is None or last.start is None or "to" not in gap:
        return last
    before = periods.shift_days(last.start, -1)
    return periods.range_period(before, last.start) if before else last


@dataclass(frozen=True, slots=True)
class _Lead:
    """The words before a date that belong to it: where they begin and what they say."""

    start: int
    op: str
    is_rough: bool
    has_article: bool = False
    is_week: bool = False


def _lead(text: str, floor: int, start: int) -> _Lead:
    window = max(floor, start - _LEAD_WINDOW)
    match = _LEAD.search(text[window:start])
    if match is None:
        return _Lead(start, "", is_rough=False)
    op = re.sub(r"\s+", " ", (match["op"] or "").lower())
    is_rough = bool(match["about"]) or op == "on or about"
    is_week = "week of" in (match["of"] or "").lower()
    return _Lead(window + match.start(), op, is_rough, bool(match["the"]), is_week)


def _worded(text: str, floor: int, found: list[_Found], period: Period) -> Period:
    """Return the period as its lead and what follows make it, with words and span."""
    lead = _lead(text, floor, found[0].start)
    end = found[-1].end
    if lead.is_week and is_day(period) and period.start:
        period = periods.week_period(period.start)
    if lead.is_rough:
        period = periods.approximate(period)
    onward = _OPEN_AFTER.match(text, end)
    end = onward.end() if onward else end
    op = "since" if onward else _effective(text, lead, found, period)
    if op in _SINCE:
        period = periods.since(period)
    elif op in _UNTIL:
        period = periods.until(period)
    span = Span(lead.start, end)
    return replace(period, text=span.of(text), span=span)


def _effective(text: str, lead: _Lead, found: list[_Found], period: Period) -> str:
    """Return the lead's preposition where it speaks of the date itself, else nothing.

    "After the 2018 elections" and "ahead of last week's vote" open no date; "from June 15" does,
    "a photo from June 15" and "from March" (to some month left unsaid) do not.
    """
    before = text[max(0, lead.start - 40) : lead.start]
    is_modifier = found[-1].match[0].endswith(("'s", "’s")) or (
        lead.has_article and found[0].form.name in _MODIFIERS
    )
    if lead.op in _FROM:
        is_start = is_day(period) and not _ORIGIN_NOUN.search(before)
        return "since" if is_start and not is_modifier else ""
    return "" if is_modifier else lead.op
