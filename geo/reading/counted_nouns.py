"""What a number counts: the noun after it, whose it is, and its kind."""

import re
from dataclasses import dataclass

from geo.model import Span
from geo.reading.count_words import KIND_OF_NOUN, MEASURES, STOPS
from geo.reading.numbers import Number

__all__ = ["STRONG", "Noun", "noun_of"]

_LONGEST_PHRASE = 6  # words between a number and its noun
_WORD = re.compile(r"\s{0,3}(?P<word>[^\W\d_][\w’'.-]{0,30}|[0-9]{1,3}(?:st|nd|rd|th)\b)")
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?!whom\b|which\b|them\b|those\b|these\b|it\b)")
_PART_OF = re.compile(r"\s+of\s+(?:the|its|his|her|their|these|those)\s+(?=[a-z])")
_MORE = frozenset({"more", "other", "additional", "further", "new", "extra"})
_PLURAL = re.compile(r"[a-hj-rtv-z]s\Z")
STRONG = re.compile(r"-strong\b")


@dataclass(frozen=True, slots=True)
class Noun:
    """What stands after a number: its end, the noun and whose it is."""

    end: int
    unit: str
    subject: str
    kind: str


def noun_of(text: str, span: Span, number: Number) -> Noun | None:
    """Return what the number counts, without words where no noun follows; None for a measure."""
    end = number.core.end
    strong = STRONG.match(text, end, span.end)
    if strong:
        return _strength(text, span, strong.end())
    of = _of(text, span, number)
    end = of.end() if of else end
    words = _phrase(text, end, span.end)
    while words and _plain(words[0]) in _MORE:
        del words[0]
    if words and _plain(words[0]) in MEASURES:
        return None
    head = _head(words, number)
    if head is None:
        return Noun(number.core.end, "", "", "")
    names = [word for word in words[:head] if word["word"][0].isupper()]
    subject = text[names[0].start("word") : names[-1].end("word")] if names else ""
    unit_start = names[-1].end("word") if names else words[0].start("word")
    last = words[head]
    end = last.start("word") + len(last["word"].rstrip(".’'-"))
    unit = text[unit_start:end].strip()
    return Noun(end, unit, subject, _kind_of(words[: head + 1]))


def _of(text: str, span: Span, number: Number) -> re.Match[str] | None:
    """Return what stands between a number and its noun in "dozens of people", "two of the men"."""
    end = number.core.end
    if number.is_approximate and not number.core.of(text)[-1].isdigit():
        return _OF.match(text, end, span.end)
    return _PART_OF.match(text, end, span.end) if number.value > 1 else None


def _strength(text: str, span: Span, end: int) -> Noun:
    """Return what "a 10,000-strong" stands before: troops unless it says otherwise."""
    word = _WORD.match(text, end, span.end)
    if word is None:
        return Noun(end, "strong", "", "troops")
    unit = word["word"]
    is_crowd = unit.lower() in {"crowd", "community", "population", "rally", "protest", "staff"}
    return Noun(word.end("word"), unit, "", "people" if is_crowd else "troops")


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
