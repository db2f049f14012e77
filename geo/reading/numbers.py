"""Numbers in running text: in figures and words, rough and exact, single and as ranges."""

import re
from dataclasses import dataclass, replace

from geo.model import Span

__all__ = ["Number", "find_numbers"]

_ONES = {
    word: value
    for value, word in enumerate(
        (
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        )
    )
}
_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10),
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        strict=True,
    )
}
_SCALES = {
    "dozen": 12.0,
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
}
# What a vague plural means at least: two of them.
_VAGUE = {
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "tens of thousands": 2e4,
    "hundreds of thousands": 2e5,
    "millions": 2e6,
    "tens of millions": 2e7,
    "hundreds of millions": 2e8,
    "billions": 2e9,
}
_FEW = {"a": 1.0, "an": 1.0, "several": 2.0}
_LARGEST = 1e15  # beyond it no report counts anything

_SMALL = "|".join((*_TENS, *sorted(_ONES, key=len, reverse=True)))
_SCALE_WORDS = "dozen|hundred|thousand|million|billion|trillion"
_FIGURES = (
    r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,6})?|"
    r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3}){1,4}(?![0-9.,])|"
    r"[0-9]{1,20}(?:\.[0-9]{1,6})?"
)
_SPELLED = (
    rf"(?:{_SMALL}|an?(?=\s(?:{_SCALE_WORDS})\b)|several(?=\s(?:{_SCALE_WORDS})\b))"
    r"(?:(?:[\s-]|(?:(?<=hundred)|(?<=thousand)|(?<=million))\sand\s)"
    rf"(?:{_SMALL}|{_SCALE_WORDS})\b){{0,9}}"
)
_SIMPLE = (
    rf"(?:(?:{_FIGURES})(?:[\s-](?:{_SCALE_WORDS})\b|\s?(?:bn|mn|mln)\b|[kKmM]\b)?"
    rf"|half\sa\s(?:million|billion)|(?:{_SPELLED})\b|"
    rf"(?:{'|'.join(sorted(_VAGUE, key=len, reverse=True))})\b)"
)
_NUMBER = re.compile(
    r"(?:(?<![\w.,/:^])|(?<=\b(?:USD|EUR|GBP|SEK|NOK|CHF|RUB|UAH)))"
    rf"(?P<first>{_SIMPLE})"
    rf"(?:(?P<to>\s?[-–]\s?|\sto\s|\sor\s|\sand\s)(?P<last>{_SIMPLE}))?"
    r"(?P<plus>\+|[\s-]plus\b|\sor\smore\b|\sor\sso\b)?(?![\w/^]|[.,:]\d)",
    re.IGNORECASE,
)
_ENDS_IN_SCALE = re.compile(rf"(?:{_SCALE_WORDS}|bn|mn|mln|[kKmM])\Z", re.IGNORECASE)
_LEAD = re.compile(
    r"(?<![\w-])(?:(?P<least>at least|no (?:fewer|less) than|not less than|more than|well over|"
    r"over|"
    r"above|upwards? of|in excess of|exceed(?:ed|ing|s)|surpass(?:ed|ing|es)|topp(?:ed|ing)|"
    r"a minimum of|greater than)|"
    r"(?P<most>up to|as many as|no more than|at most|fewer than|less than|just under|under|below|"
    r"a maximum of|nearly|almost|close to|as much as)|"
    r"(?P<rough>about|around|approximately|approx\.|roughly|an estimated|estimated|circa|"
    r"in the region of|some))\s+(?:an?\s+(?:estimated|additional|total of)\s+)?\Z",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:between|(?:rang(?:e[ds]?|ing)|anywhere|anything)\sfrom|(?P<change>from))\s+\Z",
    re.IGNORECASE,
)
_LEAD_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Number:
    """A number as said.

    Attributes:
        span: The number with the words that bound it ("at least 10", "10 to 12").
        core: The number alone.
        value: The figure; the lower end of a range; for "dozens" and their like the least they
            can mean: two of them.
        minimum: Least value meant; None = not bounded below.
        maximum: Greatest value meant; None = not bounded above.
        is_approximate: True unless an exact figure is said.
        is_spelled: True for words.
    """

    span: Span
    core: Span
    value: float
    minimum: float | None
    maximum: float | None
    is_approximate: bool
    is_spelled: bool


def find_numbers(text: str, span: Span) -> list[Number]:
    """Return the numbers inside `span` in reading order, whatever they count.

    A negative number, zero and one above 10^15 are left out.
    """
    found: list[Number] = []
    position = span.start
    while match := _NUMBER.search(text, position, span.end):
        number, position = _number(match, text, span)
        if number is not None:
            found.append(_with_lead(text, span, number))
    return found


def _number(match: re.Match[str], text: str, span: Span) -> tuple[Number | None, int]:
    """Return the number of a match, and where to go on: after its first part if it is no range."""
    first, last = _value(match["first"]), None
    end = match.end()
    if match["last"]:
        first, last = _ends(match)
        is_joined = match["to"].strip() != "and" or _is_between(text, span, match.start())
        if last is None or first is None or last <= first or not is_joined:
            end, last = match.end("first"), None
            first = _value(match["first"])
    if first is None or not 0 < first <= _LARGEST or _is_negative(text, match.start()):
        return None, end
    whole = Span(match.start(), end)
    vague = re.sub(r"\s+", " ", match["first"].lower()) in _VAGUE
    is_several = match["first"].lower().startswith("several")
    is_open = vague or is_several or bool(match["plus"] and end == match.end())
    number = Number(
        span=whole,
        core=whole,
        value=first,
        minimum=first,
        maximum=last if last is not None else (None if is_open else first),
        is_approximate=is_open or last is not None,
        is_spelled=not match["first"][0].isdigit(),
    )
    return number, end


def _ends(match: re.Match[str]) -> tuple[float | None, float | None]:
    """Return the ends of a range; "two to three hundred" begins with two hundred."""
    first, last = _value(match["first"]), _value(match["last"])
    scale = _ENDS_IN_SCALE.search(match["last"])
    if first is not None and last is not None and scale and first < 1000:  # noqa: PLR2004
        factor = _SCALES[scale[0].lower()]
        if not _ENDS_IN_SCALE.search(match["first"]) and first * factor < last:
            return first * factor, last
    return first, last


def _is_between(text: str, span: Span, start: int) -> bool:
    before = text[max(span.start, start - 24) : start]
    return bool(re.search(r"\bbetween\s+(?:about\s+|some\s+)?\Z", before, re.IGNORECASE))


def _is_negative(text: str, start: int) -> bool:
    before = text[max(0, start - 6) : start]
    return bool(re.search(r"(?:(?<!-to)[-−–]|minus\s)\Z", before))


def _value(words: str) -> float | None:
    """Return the value of figures with their scale, or of number words; None for nonsense."""
    plain = re.sub(r"\s+", " ", words.lower())
    if plain in _VAGUE:
        return _VAGUE[plain]
    if plain.startswith("half a "):
        return _SCALES[plain[7:]] / 2
    if plain[0].isdigit():
        figures = re.match(r"[0-9](?:[0-9,. ]*[0-9])?", plain)
        if figures is None:
            return None
        scale = plain[figures.end() :].strip(" -")
        return round(float(re.sub("[, ]", "", figures[0])) * _SCALES.get(scale, 1.0), 6)
    return _spelled_value(re.split(r"[ -]", plain))


def _spelled_value(words: list[str]) -> float | None:
    """Return the value of number words; None where they do not make one number ("two three")."""
    total, current, last = 0.0, 0.0, "start"
    for word in words:
        kind, value = _word_value(word)
        if kind == "and":
            continue
        if (kind, last) in {("one", "one"), ("ten", "one"), ("ten", "ten")}:
            return None
        if kind in {"one", "ten"}:
            current += value
        elif value <= 100:  # noqa: PLR2004 - dozen and hundred multiply what stands before them
            current = max(current, 1.0) * value
        else:
            total, current = total + max(current, 1.0) * value, 0.0
        last = kind
    return total + current


def _word_value(word: str) -> tuple[str, float]:
    """Return what a number word is (`one`, `ten`, `scale` or `and`) and its value."""
    if word in _FEW:
        return "one", _FEW[word]
    if word in _ONES:
        return "one", float(_ONES[word])
    if word in _TENS:
        return "ten", float(_TENS[word])
    return ("scale", _SCALES[word]) if word in _SCALES else ("and", 0.0)


def _changed(number: Number) -> Number:
    """Return the end of a change: "grew from 70 to 130" says 130."""
    if number.maximum is None:
        return number
    return replace(number, value=number.maximum, minimum=number.maximum, is_approximate=False)


def _with_lead(text: str, span: Span, number: Number) -> Number:
    """Return the number as the words before it make it: "at least", "up to", "about"."""
    start = number.core.start
    window = max(span.start, start - _LEAD_WINDOW)
    words = text[window:start]
    bound = _BOUND.search(words) if number.maximum != number.minimum else None
    if bound:
        bounded = replace(number, span=Span(window + bound.start(), number.core.end))
        return _changed(bounded) if bound["change"] else bounded
    match = _LEAD.search(words)
    if match is None:
        return number
    whole = Span(window + match.start(), number.core.end)
    if match["least"]:
        return replace(number, span=whole, maximum=None, is_approximate=True)
    if match["most"]:
        return replace(number, span=whole, minimum=None, maximum=number.value, is_approximate=True)
    return replace(number, span=whole, minimum=None, maximum=None, is_approximate=True)
