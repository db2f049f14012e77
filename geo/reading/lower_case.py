"""Place names in sentences without a single capital: lower-case headlines and messages.

Neither the language model nor the learned weights know such text. Only what is known well
counts: countries, first-level units and regions, big cities after a preposition of place, and
demonyms; words that are as common as the place they also name do not.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.model import PlaceKind
from geo.protocols import Lexicon
from geo.reading.name_guards import HOMOGRAPHS
from geo.reading.name_spans import NameSpan
from geo.reading.place_words import BEFORE_PLACES, COMMON_WORDS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_FEWEST = 4  # words: shorter stretches are no sentences
_LONGEST = 3  # words of a name
_BIG_CITY = 5.0  # log10 of 100,000
_SURE = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION})
_NAMING = frozenset({"NOUN", "PROPN", "ADJ"})


def lower_case_names(doc: "Doc", lexicon: Lexicon) -> Iterator[NameSpan]:
    """Yield the well-known place names of sentences without capitals, without overlaps."""
    if all(token.text[0].isupper() for token in doc if token.is_sent_start):
        return
    for sentence in doc.sents:
        if len(sentence) >= _FEWEST and not any(map(str.isupper, sentence.text)):
            yield from _in_sentence(sentence, lexicon)


def _in_sentence(sentence: "Span", lexicon: Lexicon) -> Iterator[NameSpan]:
    doc, position = sentence.doc, sentence.start
    while position < sentence.end:
        found = _longest(doc, position, sentence.end, lexicon)
        if found is not None:
            yield found
        position = found.end if found is not None else position + 1


def _longest(doc: "Doc", start: int, limit: int, lexicon: Lexicon) -> NameSpan | None:
    """Return the longest well-known name that begins here, None where there is none."""
    if not _may_start(doc[start]):
        return None
    for end in range(min(limit, start + _LONGEST), start, -1):
        words = doc[start:end].text
        kinds = frozenset(lexicon.kinds(words))
        if not kinds or words in COMMON_WORDS or words in HOMOGRAPHS:
            continue
        if PlaceKind.DEMONYM in kinds or _SURE & kinds or _is_big_city(doc, start, words, lexicon):
            return NameSpan(start, end, kinds)
    return None


def _may_start(token: "Token") -> bool:
    return token.pos_ in _NAMING and token.is_alpha and not token.is_stop and len(token) > 2  # noqa: PLR2004 - letters of a name


def _is_big_city(doc: "Doc", start: int, words: str, lexicon: Lexicon) -> bool:
    is_placed = start > 0 and doc[start - 1].lower_ in BEFORE_PLACES
    return is_placed and lexicon.prominence(words) >= _BIG_CITY
