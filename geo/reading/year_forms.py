"""Years, spans of years and decades: numbers that are dates only where the text says so."""

import re
from datetime import date

from geo.model import Period
from geo.reading import periods
from geo.reading.anchor import UNRESOLVED, Anchor, Form, Resolver
from geo.reading.calendar_words import PART, part_name
from geo.reading.date_forms import MONTH, YEAR, month_period_of

_SEPTEMBER_11 = r"Sept(?:\.|ember)?\s11(?=(?:,\s2001,?)?\s(?:terror(?:ist)?\s)?attacks?\b)"
_LONGEST_SPAN = 120  # years: "1430/2019" is the number of a decree


def year(match: re.Match[str], _: Anchor) -> Period | None:
    """Resolve "in 2016", "early 2019", "2014's"."""
    found = periods.year_period(int(match["year"]))
    part = part_name(match)
    return periods.part_of(found, part) if found and part else found


def years(match: re.Match[str], _: Anchor) -> Period | None:
    """Resolve "1980-88" and "2014–2019"."""
    first = int(match["year"])
    last = int(match["year2"])
    if len(match["year2"]) == 2:  # noqa: PLR2004 - two digits
        last += first // 100 * 100
    begin, end = periods.year_period(first), periods.year_period(last)
    is_span = last - first <= _LONGEST_SPAN
    return periods.join(begin, end) if begin and end and is_span else None


def decade(match: re.Match[str], _: Anchor) -> Period | None:
    """Resolve "the 1990s"."""
    first = int(match["year"])
    return periods.decade_period(first) if periods.year_period(first) else None


def quarter(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "Q3 2024", "the third quarter of 2024" and "the first quarter of next year"."""
    said = match["figure"] or _QUARTERS[match["ordinal"].lower()]
    if match["year"]:
        number = int(match["year"])
    elif anchor.today is None:
        return UNRESOLVED
    else:
        number = anchor.today.year + {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    return periods.quarter_period(number, int(said)) if periods.year_period(number) else None


def week_of_month(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "the second week of October" to its days, the 8th to the 14th."""
    found = month_period_of(match, anchor)
    if found is None or found.start is None or found.end is None:
        return found
    first, last = _DAYS_OF_WEEK[match["ordinal"].lower().replace("final", "last")]
    start = found.end.day - 6 if first is None else first
    return periods.approximate(
        periods.range_period(
            found.start.replace(day=start), found.start.replace(day=last or found.end.day)
        )
    )


def september_11(_: re.Match[str], __: Anchor) -> Period:
    """Resolve "9/11" and "the Sept. 11 attacks", the one day known by its date alone."""
    return periods.day_period(date(2001, 9, 11))


def year_end(_: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve "year's end" to the last months of the year of publication."""
    if anchor.published is None:
        return UNRESOLVED
    found = periods.year_period(anchor.published.year)
    return periods.part_of(found, "late") if found is not None else None


_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_DAYS_OF_WEEK: dict[str, tuple[int | None, int | None]] = {
    "first": (1, 7),
    "second": (8, 14),
    "third": (15, 21),
    "fourth": (22, 28),
    "last": (None, None),
    "first two": (1, 14),
    "last two": (15, None),
}


def bare_year(match: re.Match[str], anchor: Anchor) -> Period | None:
    """Resolve a year in figures unless the words around it say that it is another number."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    after = match.string[match.end() : match.end() + 30]
    number = int(match["year"])
    is_recent = 1900 <= number < 2100  # noqa: PLR2004 - the years that stand alone in news
    # "In 2022 soldiers crossed the border" is a year, "2000 soldiers crossed" is not.
    is_counting = _COUNTS.match(after) and not (is_recent and _DATE_LEAD.search(before))
    if _NAMED_BY.search(before) or _MEASURES.match(after) or is_counting:
        return None
    if not is_recent and not part_name(match) and not _YEAR_LEAD.search(before):
        return None
    return year(match, anchor)


_NAMED_BY = re.compile(
    r"(?:\b(?:Flight|Boeing|Airbus|Resolution|resolution|Article|Section|Route|Highway|Room|"
    r"Channel|Model|Unit|Number|number|No\.?|Nr\.?|Order|Law|Bill|Act|Case|Protocol|Interstate|"
    r"paragraph|Paragraph|at|least|most|than|total of|toll of|number of|over|nearly|almost|"
    r"up to|as many as|some|another|[A-Z]{2,3})\s*|[+=<>]\s*)\Z"
)
_MEASURES = re.compile(
    r"\s*%|[\s-]+(?:and a half|tons|tonnes|km|kilomet(?:er|re)s|miles|met(?:er|re)s|feet|acres|"
    r"hectares|dollars|euros|pounds|rubles|roubles|hours|days|minutes|years|percent|per cent|"
    r"degrees|GMT|UTC|local time|times|mm|kg|mph|barrels)\b|"
    r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_COUNTS = re.compile(
    r"\s+(?:[a-z]+[ -]){0,2}?(?:people|persons|soldiers|troops|men|women|children|civilians|"
    r"fighters|militants|rebels|personnel|officers|prisoners|refugees|migrants|families|homes|"
    r"houses|buildings|vehicles|tanks|drones|missiles|rockets|shells|rounds|votes|members|"
    r"employees|workers|students|passengers|deaths|injuries|casualties|residents|recruits|"
    r"infantry\w*|engineers|jobs)\b"
)
_DATE_LEAD = re.compile(r"\b(?:in|since|during|until|by)\s+\Z", re.IGNORECASE)
_YEAR_LEAD = re.compile(
    r"\b(?:in|since|until|till|during|from|of|after|before|around|circa|year|between|and|to|by)"
    r"\s+(?:the\s+year\s+)?\Z",
    re.IGNORECASE,
)


def _form(name: str, pattern: str, resolve: Resolver) -> Form:
    return Form(name, re.compile(pattern), resolve)


YEAR_FORMS: tuple[Form, ...] = (
    _form(
        "quarter",
        r"\b(?:Q(?P<figure>[1-4])|(?P<ordinal>(?i:first|second|third|fourth))\squarter)"
        r"\s(?:of\s)?(?:(?P<year>[12]\d{3})|(?P<which>(?i:last|this|next))\syear)\b",
        quarter,
    ),
    _form(
        "week of month",
        rf"\b(?P<ordinal>(?i:first|second|third|fourth|last|final|first\stwo|last\stwo))\sweeks?"
        rf"\s(?:of|in)\s{MONTH}{YEAR}",
        week_of_month,
    ),
    _form("9/11", rf"(?<![\w/.])(?:9/11(?![\w/])|{_SEPTEMBER_11})", september_11),
    _form("year end", r"\b(?i:year(?:['’]s\s|-)end)\b", year_end),
    _form("decade", r"(?<![\w.,/$€£#-])(?P<year>[12]\d{2}0)['’]?s\b", decade),
    _form(
        "years",
        r"(?<![\w.,/$€£#:-])(?P<year>[12]\d{3})[ ]?[-–/][ ]?(?P<year2>[12]\d{3}|\d{2})"
        r"(?![\w/-]|[.,:]\d|%)",
        years,
    ),
    _form(
        "year",
        r"(?<![\w.,/$€£#:-])"
        rf"{PART}"
        r"(?P<year>[12]\d{3})(?![\w-]|[.,:/]\d|\s?(?:UTC|GMT))(?:['’]s)?",
        bare_year,
    ),
)
