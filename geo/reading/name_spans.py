"""Candidates for place names: which words of a passage could be one.

Generous on purpose: every name the language model finds, every run of words the gazetteer
knows, every run that ends or begins like a street or a river. `geo.reading.name_features` says
what is known about each, and learned weights decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import PlaceKind
from geo.protocols import Lexicon
from geo.reading.place_words import FIRST_WORDS, NAME_HEADS, SETTLEMENT_WORDS, SITE_WORDS, TITLES
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NAME_LABELS = frozenset(
    {
        "GPE",
        "LOC",
        "FAC",
        "NORP",
        "ORG",
        "PERSON",
        "PRODUCT",
        "EVENT",
        "LAW",
        "WORK_OF_ART",
    }
)
"""What the language model calls a name; the others are dates and numbers."""

_TELLING = NAME_HEADS | SITE_WORDS | FIRST_WORDS | SETTLEMENT_WORDS | TITLES
LONGEST_NAME = 6
"""Words of the longest name looked up, hyphens counted ("Port-au-Prince" has five)."""


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Tokens `start` to `end` (not included) of a passage, which may be a place name.

    Attributes:
        kinds: What the gazetteer knows them as; empty for nothing.
    """

    start: int
    end: int
    kinds: frozenset[PlaceKind]


def name_spans(doc: "Doc", lexicon: Lexicon) -> list[NameSpan]:
    """Return the candidates of a passage by start, then by end; they may overlap."""
    found: dict[tuple[int, int], NameSpan] = {}
    for start, end in _entities(doc):
        found[start, end] = NameSpan(start, end, kinds_of(doc, start, end, lexicon))
    for start, end in _runs(doc):
        if all(token.pos_ == "PROPN" and not token.ent_type_ for token in doc[start:end]):
            found.setdefault((start, end), NameSpan(start, end, frozenset()))
        for span in _in_run(doc, start, end, lexicon):
            found[span.start, span.end] = span
    return [found[key] for key in sorted(found)]


def kinds_of(doc: "Doc", start: int, end: int, lexicon: Lexicon) -> frozenset[PlaceKind]:
    """Return what the gazetteer knows some tokens as."""
    return frozenset(lexicon.kinds(doc[start:end].text))


def is_capital(token: "Token") -> bool:
    """Return whether a word begins with a capital."""
    return bool(token.text[0].isupper())


def word_of(token: "Token") -> str:
    """Return a word as a feature: its lemma, or a class for what should not be learned by heart.

    Names are all one, unless they end the names of sites and bodies ("Airport", "Council").
    """
    if token.is_space:
        return "break"
    if token.text[0].isdigit():
        return "#"
    if is_capital(token) and token.pos_ == "PROPN":
        return token.lower_ if token.lower_ in _TELLING else "Name"
    return str(token.lemma_).lower()


def trimmed(entity: "Span") -> tuple[int, int]:
    """Return where an entity begins and ends without articles, possessive and marks."""
    doc, start, end = entity.doc, entity.start, entity.end
    while start < end and (doc[start].lower_ == "the" or not doc[start].text[0].isalnum()):
        start += 1
    while start < end and (doc[end - 1].tag_ == "POS" or not doc[end - 1].text[0].isalnum()):
        end -= 1
    return start, end


def _entities(doc: "Doc") -> Iterator[tuple[int, int]]:
    for entity in doc.ents:
        if entity.label_ in NAME_LABELS:
            start, end = trimmed(entity)
            if start < end and any(is_capital(token) for token in doc[start:end]):
                yield start, end


_JOINING = word_set(
    "of the and upon on in de la le les el al es es- as- al- du des da do dos del della di sur "
    "am an au aux van der den y e - – ' ’"
)
"""Words in lower case that a name may hold, never at its edges."""

_MOST_JOINING = 3
"""How many of them may follow each other: "Santiago de la Vega" has two."""


def _runs(doc: "Doc") -> Iterator[tuple[int, int]]:
    """Yield stretches of capitalised words with what may join them."""
    start, end = -1, -1
    for token in doc:
        if is_capital(token) or (start >= 0 and token.text[0].isdigit()):
            start, end = (token.i if start < 0 else start), token.i + 1
        elif start >= 0 and (token.lower_ not in _JOINING or token.i - end >= _MOST_JOINING):
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _in_run(doc: "Doc", start: int, end: int, lexicon: Lexicon) -> Iterator[NameSpan]:
    """Yield the known names in a run of capitalised words, and what looks like a site."""
    for first in range(start, end):
        if not is_capital(doc[first]) or doc[first].lower_ == "the":
            continue
        for stop in range(first + 1, min(end, first + LONGEST_NAME) + 1):
            if not (is_capital(doc[stop - 1]) or doc[stop - 1].text[0].isdigit()):
                continue
            kinds = kinds_of(doc, first, stop, lexicon)
            if kinds or _is_site(doc, first, stop):
                yield NameSpan(first, stop, kinds)


def _is_site(doc: "Doc", start: int, end: int) -> bool:
    """Return whether words look like "Green Oaks Boulevard", "Highway 114" or "Lake Erie"."""
    if end - start == 1:
        return False
    return doc[end - 1].lower_ in SITE_WORDS or doc[start].lower_ in FIRST_WORDS
