"""Words of the calendar: months, weekdays, seasons, parts of the day, small numbers.

Tables only; what they mean in a sentence is decided by `geo.reading.date_forms`.
"""

import re

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAY_NAMES = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each season of the northern hemisphere, three months long (meteorological)."""

SEASON_CODES = {3: 25, 6: 26, 9: 27, 12: 28}
"""EDTF level 2 codes of the northern seasons (ISO 8601-2:2019, 4.8), by their first month."""

HOLIDAYS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "bastille day": (7, 14),
    "victory day": (5, 9),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
}
"""Holidays on a fixed day: month and day."""

SMALL_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "a couple of": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
}

# "May" and "March" are also a verb and a name, "April", "June" and "August" also names or an
# adjective: alone they are months only after words such as "in" or "last".
DOUBTFUL_MONTHS = frozenset({"may", "march", "april", "june", "august", "mar", "jan"})

GAP = r"[ \t\r\n\u00a0\u2009\u202f]{1,3}"
"""Space between two words, a hard line break included; bounded, so matching stays linear."""


def month_pattern() -> str:
    """Return a pattern for a month's name or abbreviation, capitalised or all in capitals."""
    names = [*MONTH_NAMES, *(name.upper() for name in MONTH_NAMES)]
    short = {name[:3] for name in MONTH_NAMES} | {"Sept"}
    abbreviations = sorted({*short, *(name.upper() for name in short)} - {"May", "MAY"})
    # Sept before Sep: the first alternative that fits is taken.
    ordered = sorted(abbreviations, key=len, reverse=True)
    return rf"(?:{'|'.join(names)}|(?:{'|'.join(ordered)})\b\.?)(?![A-Za-z])"


def weekday_pattern() -> str:
    """Return a pattern for a weekday's name; its short form only with a full stop."""
    names = [*WEEKDAY_NAMES, *(name.upper() for name in WEEKDAY_NAMES)]
    short = r"(?:Mon|Tues|Tue|Wed|Thurs|Thu|Fri|Sat|Sun)\.(?=,?\s)"
    return rf"(?:(?:{'|'.join(names)})(?![A-Za-z])|{short})"


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return _MONTH_BY_PREFIX[name[:3].lower()]


def weekday_number(name: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name or abbreviation."""
    return _WEEKDAY_BY_PREFIX[name[:3].lower()]


def small_number(words: str) -> int:
    """Return the value of digits or of a number word of `SMALL_NUMBERS`."""
    plain = re.sub(r"\s+", " ", words).lower()
    return SMALL_NUMBERS[plain] if plain in SMALL_NUMBERS else int(plain)


PART = (
    rf"(?:(?P<part>(?i:early|mid|late))(?:-|{GAP})(?:(?i:in){GAP})?(?:the{GAP})?|"
    rf"(?i:(?:the{GAP})?(?P<piece>beginning|start|middle|end|first{GAP}half|second{GAP}half)"
    rf"{GAP}of{GAP}(?:the{GAP})?))?"
)
"""Pattern for "early", "mid-", "the end of" before a month, year or week."""


def part_name(match: re.Match[str]) -> str:
    """Return which part a match of `PART` names, as `periods.part_of` knows it; empty for none."""
    words = re.sub(r"\s+", " ", (match["part"] or match["piece"] or "").lower())
    return _PART_NAMES.get(words, words)


_PART_NAMES = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}
_MONTH_BY_PREFIX = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_WEEKDAY_BY_PREFIX = {name[:3].lower(): number for number, name in enumerate(WEEKDAY_NAMES)}
