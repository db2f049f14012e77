"""Counts in running text: how many of what, and what befell them.

Numbers come from `geo.reading.numbers`; here each is given its noun, its kind and, where it is
part of a total just named ("20 soldiers, including six ..."), that total. What is measured, dated,
numbered or scored is no count and is left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

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
    STOPS,
)
from geo.reading.dates import find_dates
from geo.reading.numbers import Number, find_numbers

__all__ = ["find_quantities"]

_LARGEST_COUNT = 1e10  # more than there are people
_WINDOW = 90  # characters looked at on either side of a number
_LONGEST_PHRASE = 6  # words between a number and its noun

_WORD = re.compile(r"\s{0,3}(?P<word>[^\W\d_][\w’'.-]{0,30}|[0-9]{1,3}(?:st|nd|rd|th)\b)")
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
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?!whom\b|which\b|them\b|those\b|these\b|it\b)")
_OF_THEM = re.compile(r"\s+of\s+(?:whom|which|them|those|these)\b")
_OF_TOTAL = re.compile(
    r"\s+(?:of\s+(?:the|a total of|its|his|her|their)\b|out\s+of\b)[^,.;0-9]{0,30}"
)
_DO_SOMETHING = re.compile(r"\s+(?:were|have|had|are)\b")
_MORE = frozenset({"more", "other", "additional", "further", "new", "extra"})
_PART_WORDS = re.compile(r"\bof\s+(?:whom|which|them|those)\Z")
_PLURAL = re.compile(r"[a-hj-rtv-z]s\Z")
_AGE_BEFORE = re.compile(r"[A-Z][\w’'-]+,\s\Z|\baged?\s\Z")
_STRONG = re.compile(r"-strong\b")


@dataclass(frozen=True, slots=True)
class _Noun:
    """What stands after a number: its end, the noun and whose it is."""

    end: int
    unit: str
    subject: str
    kind: str


def find_quantities(text: str, span: Span) -> list[Quantity]:
    """Return the counts inside `span`, usually a sentence, in reading order.

    "Dozens", "hundreds" and their like count as the least they can mean (24, 200, ...), open above
    and approximate. A number that is part of a total named before it carries that total as
    `part_of`, and must not be added to it; of "six of the 20" only the six come out.

    Ages, dates, times, shares, lengths, weights, scores, ordinals, names with a number in them,
    zero, negative numbers and more than 10^10 (money: 10^15) are no counts.
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
    noun = _Noun(whole.span.end, whole.unit, whole.subject, whole.kind)
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
            if not _is_no_count(text, span, each):
                yield each


def _is_no_count(text: str, span: Span, number: Number) -> bool:
    before = text[max(span.start, number.core.start - 24) : number.core.start]
    after = text[number.core.end : min(span.end, number.core.end + 24)]
    if re.match(r"\s?(?:%|per\s?cent|percentage|°|º)|[a-zA-Z°]|\s?['’”\"]\s?[NSEW]\b", after):
        return True
    if re.match(r"\s+[0-9]", after):
        return True  # a table, not a sentence
    if re.match(r"-[A-Za-z]", after) and not _STRONG.match(after):
        return True
    if NAMING.search(before) or re.search(r"[-–/]\Z|\[\Z", before):
        return True
    is_aside = re.match(r"\s?[,.;)]|\s?\Z", after) is not None
    return _is_name(text, span, number, after) or (
        is_aside and number.value < 120 and _AGE_BEFORE.search(before) is not None  # noqa: PLR2004 - years of age
    )


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
    noun = _noun(text, span, number)
    return None if noun is None else _count(text, span, number, noun)


def _count(text: str, span: Span, number: Number, noun: _Noun) -> Quantity | None:
    """Return the count of a noun, None where neither noun nor fate says that it is one."""
    outcome = _outcome_before(text, span, number) or _outcome_after(text, span, noun.end)
    kind = _befallen(noun, outcome)
    of_them = _OF_THEM.match(text, number.core.end, span.end)
    if not kind and (of_them or _DO_SOMETHING.match(text, number.core.end, span.end)):
        kind = "people"  # "35 were rescued"
    is_whole = number.value == int(number.value) or bool(outcome)
    is_pronoun = number.value == 1 and not (noun.unit or outcome)
    if not kind or is_pronoun or not is_whole:
        return None
    whole = Span(number.span.start, max(noun.end, of_them.end() if of_them else 0))
    return _made(text, number, whole, kind, noun)


def _befallen(noun: _Noun, outcome: str) -> str:
    """Return the kind of those counted, or what befell them where that can befall them."""
    is_person = noun.kind in {"", "people", "troops", "detained", "displaced"}
    is_being = is_person or (noun.kind == "other" and outcome in PERSONAL_OUTCOMES)
    return outcome if outcome and is_being else noun.kind


def _made(text: str, number: Number, span: Span, kind: str, noun: _Noun) -> Quantity:
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
    noun = _Noun(end, currency, "", "money")
    if sign and lead and lead[-1].is_approximate:
        number = replace(
            number,
            is_approximate=True,
            minimum=number.value if lead[-1].minimum is not None else None,
            maximum=number.value if lead[-1].maximum is not None else None,
        )
    return _made(text, number, Span(min(begin, number.span.start), end), "money", noun)


def _noun(text: str, span: Span, number: Number) -> _Noun | None:
    """Return what the number counts, without words where no noun follows; None for a measure."""
    end = number.core.end
    strong = _STRONG.match(text, end, span.end)
    if strong:
        return _strength(text, span, strong.end())
    of = _OF.match(text, end, span.end)
    if of and not number.core.of(text)[-1].isdigit() and number.is_approximate:
        end = of.end()  # "dozens of people"
    words = _phrase(text, end, span.end)
    while words and _plain(words[0]) in _MORE:
        del words[0]
    if words and _plain(words[0]) in MEASURES:
        return None
    head = _head(words, number)
    if head is None:
        return _Noun(number.core.end, "", "", "")
    names = [word for word in words[:head] if word["word"][0].isupper()]
    subject = text[names[0].start("word") : names[-1].end("word")] if names else ""
    unit_start = names[-1].end("word") if names else words[0].start("word")
    last = words[head]
    end = last.start("word") + len(last["word"].rstrip(".’'-"))
    unit = text[unit_start:end].strip()
    return _Noun(end, unit, subject, _kind_of(words[: head + 1]))


def _strength(text: str, span: Span, end: int) -> _Noun:
    """Return what "a 10,000-strong" stands before: troops unless it says otherwise."""
    word = _WORD.match(text, end, span.end)
    if word is None:
        return _Noun(end, "strong", "", "troops")
    unit = word["word"]
    is_crowd = unit.lower() in {"crowd", "community", "population", "rally", "protest", "staff"}
    return _Noun(word.end("word"), unit, "", "people" if is_crowd else "troops")


def _phrase(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the words after a number up to the first that cannot belong to its noun."""
    words: list[re.Match[str]] = []
    position = start
    while len(words) < _LONGEST_PHRASE:
        word = _WORD.match(text, position, end)
        if word is None or _plain(word) in STOPS or _is_clause(words, word):
            break
        words.append(word)
        position = word.end()
    return words


def _is_clause(words: list[re.Match[str]], word: re.Match[str]) -> bool:
    """Return whether a participle after a plural begins a clause: "two videos showing soldiers"."""
    return bool(words) and _plain(word).endswith("ing") and _plain(words[-1]).endswith("s")


def _plain(word: re.Match[str]) -> str:
    return re.sub(r"['’]s?\Z", "", word["word"].lower().rstrip("."))


def _head(words: list[re.Match[str]], number: Number) -> int | None:
    """Return the index of the noun: the last known one in a row, else the first plural."""
    known = [index for index, word in enumerate(words) if _is_known(_plain(word))]
    if known:
        head = known[0]
        while head + 1 < len(words) and _is_known(_plain(words[head + 1])):
            head += 1
        return head
    for index, word in enumerate(words):
        plain = _plain(word)
        if _PLURAL.search(plain):
            is_next = index + 1 < len(words) and _PLURAL.search(_plain(words[index + 1]))
            return index + 1 if is_next else index  # "weapons caches"
    return 0 if words and number.value == 1 and words[0]["word"][0].islower() else None


def _is_known(word: str) -> bool:
    return word in KIND_OF_NOUN or re.search(r"(?:wo)?men\Z", word) is not None


def _kind_of(words: list[re.Match[str]]) -> str:
    plain = [_plain(word) for word in words]
    if plain[-1] in {"personnel", "members", "officers", "staff", "units"}:
        is_military = any(
            word in {"military", "army", "forces", "service", "combat"} for word in plain
        )
        return (
            "troops"
            if is_military and plain[-1] != "units"
            else KIND_OF_NOUN.get(plain[-1], "other")
        )
    if plain[-1] == "vehicles":
        return (
            "weapons" if {"armored", "armoured", "fighting", "military"} & set(plain) else "other"
        )
    return KIND_OF_NOUN.get(plain[-1], "people" if plain[-1].endswith("men") else "other")


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
