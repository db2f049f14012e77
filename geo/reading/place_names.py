"""The names in a passage that could be the place of an event.

Recognised toponyms, what the language model takes for a name of anything, and runs of proper
nouns ("Saint Anne hospital", "Al-Sina'a District"): which of them is the place of which event is
learned (`geo.reading.event_places`). Words that annotators leave out are cut off: "province" in
lower case, a weekday, an adjective in front.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import Span, Toponym, Use
from geo.reading.name_spans import NAME_LABELS, is_capital
from geo.reading.place_words import SETTLEMENT_WORDS
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from geo.reading.language_model import Passage

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_TIES = frozenset("-–'’‘")
"""Marks that hold a name together where no space is around them."""

_ARTICLES = word_set("al ad an ar as ash at az el es")
_GLUED_ARTICLES = ("al-", "ad-", "ar-", "as-", "el-")

_LOOSE_ENDS = SETTLEMENT_WORDS | word_set(
    """
    area areas districts provinces regions villages towns cities governorate governorates valley
    monday tuesday wednesday thursday friday saturday sunday and
    """
)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """Tokens `start` to `end` (not included) that may name the place of an event.

    Attributes:
        token: The word that governs the others.
        kind: How the toponym there is used (`literal`, `metonym`, `modifier`, `name`,
            `demonym`); where there is none, the language model's label or `other`.
        is_place: Whether it is recognised as a place, whatever it is used for here.
    """

    start: int
    end: int
    token: "Token"
    kind: str
    is_place: bool

    def span(self, offset: int) -> Span:
        """Return the characters of the name, in a text in which its passage begins at `offset`."""
        first, last = self.token.doc[self.start], self.token.doc[self.end - 1]
        return Span(offset + first.idx, offset + last.idx + len(last))


def place_names(passage: "Passage", toponyms: Sequence[Toponym]) -> list[PlaceName]:
    """Return the names of a passage that may be places of events, in order, without overlaps."""
    doc = passage.doc
    joined = [False] * len(doc)  # whether a token belongs to the same name as the one before
    inside = [False] * len(doc)
    kinds = [""] * len(doc)
    for start, end in (*_entities(doc), *_runs(doc)):
        _mark(start, end, inside, joined)
    for toponym in toponyms:
        found = doc.char_span(
            toponym.span.start - passage.start,
            toponym.span.end - passage.start,
            alignment_mode="expand",
        )
        if found is not None:
            _mark(found.start, found.end, inside, joined)
            kind = "demonym" if toponym.is_demonym else str(toponym.use)
            kinds[found.start : found.end] = [kind] * len(found)
    return list(_names(doc, inside, joined, kinds))


def _entities(doc: "Doc") -> Iterator[tuple[int, int]]:
    for entity in doc.ents:
        if entity.label_ in NAME_LABELS:
            yield entity.start, entity.end


def _runs(doc: "Doc") -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised nouns, with what hyphens and apostrophes tie to them."""
    start = end = -1
    for token in doc:
        if start >= 0 and not _goes_on(token):
            yield start, end
            start = -1
        if start < 0 and is_capital(token) and token.pos_ == "PROPN":
            start = token.i
        if start >= 0 and token.text[0].isalnum():
            end = token.i + 1
    if start >= 0:
        yield start, end


def _goes_on(token: "Token") -> bool:
    """Return whether a name that reached the word before this one goes on with it."""
    before = token.doc[token.i - 1]
    if token.text in _TIES or before.text in _TIES:
        return not before.whitespace_
    return is_capital(token) and token.pos_ in {"PROPN", "ADJ", "NOUN"}


def _mark(start: int, end: int, inside: list[bool], joined: list[bool]) -> None:
    inside[start:end] = [True] * (end - start)
    joined[start + 1 : end] = [True] * (end - start - 1)


def _names(
    doc: "Doc", inside: Sequence[bool], joined: Sequence[bool], kinds: Sequence[str]
) -> Iterator[PlaceName]:
    start = -1
    for position in range(len(doc) + 1):
        is_part = position < len(doc) and inside[position] and not _parts(doc[position])
        if start >= 0 and not (is_part and joined[position]):
            yield from _name(doc, start, position, kinds)
            start = -1
        if is_part and start < 0:
            start = position


def _parts(token: "Token") -> bool:
    """Return whether a word stands between two names even if they were found as one."""
    return token.text in {",", ";", "(", ")", "/"} or token.tag_ == "POS" or token.is_space


def _name(doc: "Doc", start: int, end: int, kinds: Sequence[str]) -> Iterator[PlaceName]:
    """Yield the name in a stretch of words, without loose ends; nothing where none is left."""
    while start < end and not _begins(doc[start]):
        start += 1
    while start < end and _is_loose(doc[end - 1]):
        end -= 1
    if start < end and any(letter.isupper() for letter in doc[start:end].text):
        token = doc[start:end].root
        found = [kind for kind in kinds[start:end] if kind]
        kind = str(Use.LITERAL) if Use.LITERAL in found else found[-1] if found else ""
        is_place = kind not in {"", "name", "demonym"} or token.ent_type_ in _PLACE_LABELS
        yield PlaceName(start, end, token, kind or token.ent_type_ or "other", is_place)


def _begins(token: "Token") -> bool:
    """Return whether a name can begin with a word: "al-Bab" begins in lower case."""
    if is_capital(token) or token.text[0].isdigit():
        return True
    after = token.doc[token.i + 1 : token.i + 2]
    is_article = token.lower_ in _ARTICLES and not token.whitespace_
    return (is_article and after.text in _TIES) or token.lower_.startswith(_GLUED_ARTICLES)


def _is_loose(token: "Token") -> bool:
    """Return whether a word at the end of a name is no part of it."""
    word = token.lower_
    is_day = word.endswith("day") and word in _LOOSE_ENDS
    return is_day or not token.text[0].isalnum() or (token.text.islower() and word in _LOOSE_ENDS)
