"""Counts in running text: how many of what, and what befell them.

Numbers come from `geo.reading.numbers`; here each is given its noun, its kind and, where it is
part of a total just named ("20 soldiers, including six ..."), that total. What is dated, aged or
numbered is left out; bare numbers and measures are marked, for only their event can say more.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from geo.model import Quantity, Span
from geo.reading.count_words import (
    CURRENCIES,
    KIND_OF_NOUN,
    MEASURES,
    MONEY_SIGN,
    NAMING,
    OUTCOME_AFTER,
    OUTCOME_BEFORE,
    PERSONAL_OUTCOMES,
)
from geo.reading.counted_nouns import Noun, noun_of
from geo.reading.dates import find_dates
from geo.reading.numbers import Number, find_numbers

__all__ = ["BARE", "MEASURE", "find_quantities"]

BARE = ""
"""Kind of a number without a noun: only its sentence can say what it counts."""

MEASURE = "measure"
"""Kind of a share, length, weight, time or strength: a count only of some events."""


_LARGEST_COUNT = 1e10  # more than there are people
_WINDOW = 90  # characters looked at on either side of a number

_AUXILIARY = re.compile(
    r"(?P<where>\s(?:from|of|in|at|aboard|on|near)\s(?:the\s)?(?:[\w’'-]+\s){0,7}?"
    r"(?=(?:were|was|have|has|"
    r"had|are|is|remain)\b))?\s*(?:\(\w+\)\s*)?(?:,?\s*(?:some|most|all|both) of whom)?"
    r"(?:,\s(?:including|among|mostly|most|some|all|one|both|many)\b[^,.;]{1,60},)?"
    r"(?:\s*,?\s*(?:and\s+an?\s(?:[\w-]+\s){1,4})?"
    r"(?P<aux>(?:who|which|that|were|was|are|is|have|has|had|been|being|be|to|would|could|may|might|"
    r"remain(?:ed|s)?|lay|lie|confirmed|reported|reportedly|believed|feared|thought|presumed|"
    r"also|still|left|already|now|either|then|later|listed|as|considered|others?|more|people|dead|"
    r"both|all|got|get|went|go|so|far|either|badly|seriously|slightly|critically|known|said|"
    r"fatally|lightly|severely|on board|aboard)\s+){0,6})\Z"
)
_ACTIVE_OBJECT = re.compile(
    r"\s+(?:[0-9]|an?\b|the\b|his\b|her\b|their\b|its\b|him\b|them\b|at least\b|more than\b|"
    r"one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|dozens\b|several\b|"
    r"another\b|some\b|around\b|about\b|nearly\b|up to\b|over\b|[A-Z][a-z]+\b(?!day))"
)
_SUBSET_GAP = re.compile(
    r"\s*[,(—–-]?\s*(?:including|among them|among those|of whom|of which|of them|of those|"
    r"among whom|which included|that included|included)\b[^.;0-9]{0,60}\Z"
)
_COORDINATED = re.compile(
    r"(?:,\s+an?\s[\w-]+(?:\s[\w-]+)?)?\s*(?:,|and|or|, and|,? as well as"
    r"|,? along with|,? plus)\s+(?:an?other\s+|the\s+|also\s+)?\Z"
)
_SHARE = re.compile(r"\s?%|[\s-]?(?:per\s?cent|percentage)\b", re.IGNORECASE)
_UNIT = re.compile(r"(?:-|\s)(?:(?:square|cubic|nautical)\s)?(?P<unit>[^\W\d_]+)\b")
_OLD = re.compile(r"[-\s](?:olds?|of age)\b")
_STRENGTH = re.compile(r"\b(?P<unit>magnitude|category)(?:\s(?:of|was|at))?\s\Z", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of\s+(?:whom|which|them|those|these)\b")
_OF_TOTAL = re.compile(
    r"\s+(?:of\s+(?:the|a total of|its|his|her|their)\b|out\s+of\b)"
    r"(?:(?!\b(?:and|or|were|was|is|are|has|have|had|who|that|which|while|when)\b)[^,.;0-9]){0,30}"
)
_DO_SOMETHING = re.compile(r"\s+(?:were|have|had|are)\b")
_PART_WORDS = re.compile(r"\bof\s+(?:whom|which|them|those)\Z")
_AGE_BEFORE = re.compile(r"\b(?P<person>[\w’'-]+),\s\Z|\baged?\s\Z")
_AGES = re.compile(r"\bage[ds]?\s(?:of\s|between\s|from\s)?[\w-]{1,12}\s(?:and|to|or)\s\Z")
# A degree, a letter, a direction ("5' N"), another number (a table), a compound, a fraction.
_NO_COUNT_AFTER = re.compile(
    r"\s?[°º]|[a-zA-Z]|\s?['’”\"]\s?[NSEW]\b|\s+[0-9]|-(?!strong\b|to-[0-9])[A-Za-z]"
    r"|[\s-](?:thirds?|quarters?|halves|fifths|sixths|tenths)\b"
)


def find_quantities(text: str, span: Span) -> list[Quantity]:
    """Return all numbers inside `span` that may count something, in reading order.

    "Dozens", "hundreds" and their like count as the least they can mean (24, 200, ...), open above
    and approximate. A number that is part of a total named before it carries that total as
    `part_of`, and must not be added to it; of "six of the 20" only the six come out.

    Beside counts these are bare numbers (kind `BARE`) and measures (kind `MEASURE`, the unit
    "percent", "years", "magnitude" ...). Ages, dates, clock times, ordinals, names with a number
    in them, zero, negative numbers and more than 10^10 (money: 10^15) are left out.
    """
    found: list[Quantity] = []
    share: Number | None = None  # "six" of "six of the 20"
    for number in _countable(text, span):
        if share and _OF_TOTAL.fullmatch(text[share.core.end : number.span.start]):
            found = found[:-1] if found and found[-1].span.start == share.span.start else found
            quantity = _share(text, share, number, _quantity(text, span, number))
        else:
            quantity = _quantity(text, span, number)
        if quantity is not None:
            found.append(quantity)
        share = number
    return _related(text, found)


def _share(text: str, share: Number, total: Number, whole: Quantity | None) -> Quantity | None:
    """Return the count of "six of the 20 hostages": six, part of twenty."""
    if whole is None or share.value > total.value:
        return whole
    noun = Noun(whole.span.end, whole.unit, whole.subject, whole.kind)
    made = _made(text, share, Span(share.span.start, whole.span.end), whole.kind, noun)
    return replace(made, part_of=total.value)


def _countable(text: str, span: Span) -> Iterable[Number]:
    """Yield the numbers that are neither dates nor measures, names, ages or scores."""
    numbers = find_numbers(text, span)
    if not numbers:
        return
    dates = find_dates(text, span, published=None)
    left = iter([period.span for period in dates if period.span])
    date = next(left, None)
    for number in numbers:
        while date is not None and date.end <= number.core.start:
            date = next(left, None)
        here: Iterable[Number] = [number]
        if date is not None and date.overlaps(number.core):
            # "On Oct. 5 200 people died": what is left after the date.
            rest = Span(date.end, max(date.end, number.core.end))
            here = find_numbers(text, rest)
        for each in here:
            if _measured(text, span, each) or not _is_no_count(text, span, each):
                yield each


def _is_no_count(text: str, span: Span, number: Number) -> bool:
    before = text[max(span.start, number.core.start - 24) : number.core.start]
    after = text[number.core.end : min(span.end, number.core.end + 24)]
    if _NO_COUNT_AFTER.match(after) or _AGES.search(before) or NAMING.search(before):
        return True
    if re.search(r"(?<!-to)[-–/]\Z|\[\Z", before):
        return True
    is_aside = re.match(r"\s?[,.;)]|\s?\Z", after) is not None
    return _is_name(text, span, number, after) or (
        is_aside and number.value < 120 and _is_after_person(before)  # noqa: PLR2004 - years of age
    )


def _is_after_person(before: str) -> bool:
    """Return whether an aside follows a name or a single person: "Zhukov, 23," is an age."""
    match = _AGE_BEFORE.search(before)
    if match is None or match["person"] is None:
        return match is not None
    word = match["person"]
    is_one = not word.endswith("s") and {word, f"{word}s"} & KIND_OF_NOUN.keys()
    return word[0].isupper() or bool(is_one)


def _is_name(text: str, span: Span, number: Number, after: str) -> bool:
    """Return whether the number is part of a name: "Su 25", "the Seven Network"."""
    said = number.core.of(text)
    before = text[max(span.start, number.core.start - 24) : number.core.start]
    if number.is_spelled:
        is_inside = re.search(r"[\w,]\s\Z", before) is not None
        return said[0].isupper() and is_inside
    is_plain = said.isdigit() and number.value < 3000  # noqa: PLR2004 - such numbers name models
    named = re.search(r"(?<=[\w,’'] )(?:[A-Z][\w-]*)\s\Z", before)
    return bool(is_plain and named and not re.match(r"\s[a-z]", after))


def _quantity(text: str, span: Span, number: Number) -> Quantity | None:
    money = _money(text, span, number)
    if money is not None:
        return money
    if number.value > _LARGEST_COUNT:
        return None
    measure = _measured(text, span, number)
    if measure is not None:
        return _made(text, number, measure[0], MEASURE, Noun(measure[0].end, measure[1], "", ""))
    noun = noun_of(text, span, number)
    return None if noun is None else _count(text, span, number, noun)


def _count(text: str, span: Span, number: Number, noun: Noun) -> Quantity | None:
    """Return the count of a noun, a bare number where neither noun nor fate is said."""
    outcome = _outcome_before(text, span, number) or _outcome_after(text, span, noun.end)
    kind = _befallen(noun, outcome)
    of_them = _OF_THEM.match(text, number.core.end, span.end)
    if not kind and (of_them or _DO_SOMETHING.match(text, number.core.end, span.end)):
        kind = "people"  # "35 were rescued"
    is_whole = number.value == int(number.value) or bool(outcome)
    is_pronoun = number.value == 1 and not (noun.unit or outcome)
    if is_pronoun or not is_whole:
        return None
    whole = Span(number.span.start, max(noun.end, of_them.end() if of_them else 0))
    return _made(text, number, whole, kind, noun)


def _befallen(noun: Noun, outcome: str) -> str:
    """Return the kind of those counted, or what befell them where that can befall them."""
    is_person = noun.kind in {"", "people", "troops", "detained", "displaced"}
    is_being = is_person or (noun.kind == "other" and outcome in PERSONAL_OUTCOMES)
    return outcome if outcome and is_being else noun.kind


def _made(text: str, number: Number, span: Span, kind: str, noun: Noun) -> Quantity:
    return Quantity(
        kind=kind,
        value=number.value,
        span=span,
        text=span.of(text),
        minimum=number.minimum,
        maximum=number.maximum,
        is_approximate=number.is_approximate,
        unit=noun.unit,
        subject=noun.subject,
    )


def _measured(text: str, span: Span, number: Number) -> tuple[Span, str] | None:
    """Return the span and unit of a share, time, length or strength; None for other numbers."""
    start, end = number.span.start, number.core.end
    share = _SHARE.match(text, end, span.end)
    if share:
        return Span(start, share.end()), "percent"
    unit = _UNIT.match(text, end, span.end)
    if unit and unit["unit"].lower() in MEASURES:
        is_age = _OLD.match(text, unit.end(), span.end) is not None
        return None if is_age else (Span(start, unit.end()), unit[0].strip(" -\n").lower())
    window = max(span.start, start - 20)
    strength = _STRENGTH.search(text[window:start])
    if strength:
        return Span(window + strength.start(), end), strength["unit"].lower()
    return None


def _money(text: str, span: Span, number: Number) -> Quantity | None:
    """Return a sum of money where a currency stands before or after the number."""
    start = number.core.start
    window = max(span.start, start - 6)
    sign = MONEY_SIGN.search(text[window:start])
    word = CURRENCIES.match(text, number.core.end, span.end)
    if sign is None and word is None:
        return None
    begin = window + sign.start() if sign else number.span.start
    end = word.end() if word and not sign else number.core.end
    currency = (sign or word or {"currency": ""})["currency"].strip()
    # The lead ("about") stands before the sign, where the number does not see it.
    lead = find_numbers(f"{text[max(span.start, begin - 40) : begin]}1", Span(0, 41))
    noun = Noun(end, currency, "", "money")
    if sign and lead and lead[-1].is_approximate:
        number = replace(
            number,
            is_approximate=True,
            minimum=number.value if lead[-1].minimum is not None else None,
            maximum=number.value if lead[-1].maximum is not None else None,
        )
    return _made(text, number, Span(min(begin, number.span.start), end), "money", noun)


def _outcome_before(text: str, span: Span, number: Number) -> str:
    start = number.span.start
    match = OUTCOME_BEFORE.search(text[max(span.start, start - _WINDOW) : start])
    return _named_group(match)


def _outcome_after(text: str, span: Span, end: int) -> str:
    """Return what is said after the noun to have befallen those counted, empty for nothing."""
    limit = min(span.end, end + _WINDOW)
    for match in OUTCOME_AFTER.finditer(text, end, limit):
        between = _AUXILIARY.match(text[end : match.start()])
        if between is None:
            return ""
        is_active = not between["aux"] and _ACTIVE_OBJECT.match(text, match.end())
        return (
            "" if is_active and match[0].lower() not in {"dead", "missing"} else _named_group(match)
        )
    return ""


def _named_group(match: re.Match[str] | None) -> str:
    return (match.lastgroup or "") if match else ""


def _related(text: str, found: list[Quantity]) -> list[Quantity]:
    """Return the counts with what they take from their neighbours: kind, total, nothing twice."""
    result: list[Quantity] = []
    for quantity in found:
        if not result:
            result.append(quantity)
            continue
        following = _after(text, result[-1], quantity)
        result[-1] = _before(text, result[-1], following)
        result.append(following)
    return result


def _before(text: str, previous: Quantity, quantity: Quantity) -> Quantity:
    """Return `previous` with the fate said once for both: "two soldiers and a boy died"."""
    gap = text[previous.span.end : quantity.span.start]
    is_shared = quantity.kind in _OUTCOMES and previous.kind in {"people", "troops"}
    if is_shared and _COORDINATED.fullmatch(gap):
        return replace(previous, kind=quantity.kind)
    return previous


def _after(text: str, previous: Quantity, quantity: Quantity) -> Quantity:
    """Return `quantity` as it follows `previous`: a part of it, or one more of a list."""
    gap = text[previous.span.end : quantity.span.start]
    is_near = len(gap) < _WINDOW and ";" not in gap
    is_part = is_near and bool(_SUBSET_GAP.search(gap) or _PART_WORDS.search(quantity.text))
    if is_part and quantity.value <= previous.value:
        kind = quantity.kind if quantity.kind in _OUTCOMES else previous.kind
        return replace(quantity, kind=kind, part_of=previous.value)
    if _COORDINATED.fullmatch(gap) and quantity.kind in {"people", "troops"}:
        kind = previous.kind if previous.kind in _OUTCOMES else quantity.kind
        return replace(quantity, kind=kind, part_of=previous.part_of)
    return quantity


_OUTCOMES = frozenset({"killed", "wounded", "missing", "detained", "displaced"})
