"""What is written like a place and is none, whatever the weights say.

Few and general: newspapers and airlines called after a place, and words that are as common as
the place they also name, beside the words that give them away.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from geo.model import PlaceKind
from geo.protocols import Lexicon
from geo.reading.name_spans import NameSpan
from geo.reading.place_words import BEFORE_PLACES, MEDIA_WORDS
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc

HOMOGRAPHS: Mapping[str, frozenset[str]] = {
    "turkey": word_set(
        "dinner lunch supper roast roasted thanksgiving stuffing sandwich cranberry gravy oven "
        "breast eat eating cook cooking carve farm poultry bird"
    ),
    "china": word_set("porcelain plate plates cup cups teapot dinnerware tableware"),
    "chile": word_set("pepper peppers sauce powder con"),
    "jersey": word_set("wear wore wearing shirt number worn striker yellow"),
    "java": word_set("script code programming developer software class compiler"),
    "orange": word_set("juice peel colour color fruit"),
    "cologne": word_set("perfume scent smell bottle spray"),
    "brazil": word_set("nut nuts"),
}
"""Names of places that are common words too, and words close by that mean the latter."""

_SURE = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.WATER})
_BIG_CITY = 5.0  # log10 of 100,000
_FOREIGN = re.compile(r"\A[\u0370-\u1dff\u2d00-\ud7ff\W]{3,}\Z")
"""Words without a Latin letter: Greek, Cyrillic, Georgian, Arabic and so on."""

_CLOSE = 4
"""Words looked at to both sides of a homograph."""


def what_else(doc: "Doc", start: int, end: int) -> str:
    """Return what the tokens `start` to `end` (not included) surely are other than a place name.

    Empty where that is not sure.
    """
    if _is_medium(doc, end):
        return "part of the name of a newspaper, broadcaster or airline"
    return "a common word here" if _is_homograph(doc, start, end) else ""


def is_surely_place(doc: "Doc", span: NameSpan, relation: str, lexicon: Lexicon) -> bool:
    """Return whether a well-known place stands where places do, whatever it is called.

    "To Kursk" is no product, and not in doubt: a country, a first-level unit or a big city with
    a preposition of place before it and no other name beside it. Nor is a known name in another
    script than Latin.
    """
    words = doc[span.start : span.end].text
    if _FOREIGN.search(words):
        return lexicon.prominence(words) > 0
    if span.start == 0 or doc[span.start - 1].lower_ not in BEFORE_PLACES:
        return False
    if relation not in {"out", "is:ORG", "is:thing", "is:NORP"}:
        return False
    if span.end < len(doc) and doc[span.end].text[0].isupper():
        return False
    return bool(_SURE & span.kinds) or lexicon.prominence(words) >= _BIG_CITY


def _is_medium(doc: "Doc", end: int) -> bool:
    """Return whether the next word makes it a newspaper or an airline ("Kyiv Post")."""
    if end >= len(doc) or doc[end].lower_ not in MEDIA_WORDS:
        return False
    return doc[end].is_title and doc[end].ent_type_ not in {"DATE", "TIME"}


def _is_homograph(doc: "Doc", start: int, end: int) -> bool:
    cues = HOMOGRAPHS.get(doc[start].lower_) if end - start == 1 else None
    if not cues:
        return False
    near = doc[max(0, start - _CLOSE) : min(len(doc), end + _CLOSE)]
    return any(token.lower_ in cues for token in near)
