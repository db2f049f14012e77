"""How a place name is used: the place itself, its government, or a mere modifier.

Learned weights decide over features of the parse: what the name hangs on, and what that word
is. "Washington denied", "talks with Iran" and "U.S. troops" place nothing; "in Iran" does.
"""

from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING

from geo.model import PlaceKind, Use
from geo.reading.name_spans import word_of
from geo.reading.place_words import (
    AGENT_PREPOSITIONS,
    LOCATIVE,
    NOT_PERSONS,
    OF_OFFICE,
    SETTLEMENT_WORDS,
    SPEECH_AND_DECISION,
)
from geo.reading.syntax import lemma
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_KINDS = (
    PlaceKind.COUNTRY,
    PlaceKind.ADMIN1,
    PlaceKind.REGION,
    PlaceKind.CITY,
    PlaceKind.WATER,
    PlaceKind.FACILITY,
)
_SPOTS_AFTER_HYPHEN = frozenset({"based", "born", "bound"})
_LONGEST_LIST = 20
_CLASSES = (
    ("acts", SPEECH_AND_DECISION),
    ("spot", NOT_PERSONS | SETTLEMENT_WORDS),
    ("office", OF_OFFICE),
)


@cache
def _weights() -> Weights:
    return load_weights(data_dir("places") / "use_weights.csv")


def use_of(doc: "Doc", start: int, end: int, kinds: Collection[PlaceKind], *, is_bare: bool) -> Use:
    """Return how the place name of some tokens is used in its sentence.

    Args:
        doc: The parsed passage.
        start: The first token of the name.
        end: The token after the name.
        kinds: What the gazetteer knows it as.
        is_bare: Whether nothing but the name is meant; "eastern Ukraine" never speaks.

    Returns:
        `literal`, `metonym` or `modifier`.

    Raises:
        DatelineError: the installation lacks its data.
    """
    if not is_bare:
        return Use.LITERAL
    if _is_in_compound(doc, end):
        return Use.MODIFIER
    return Use(_weights().best(use_features(doc, start, end, kinds)))


def use_features(doc: "Doc", start: int, end: int, kinds: Collection[PlaceKind]) -> Iterator[str]:
    """Yield what speaks for one use or another: short texts such as "nsubj=say"."""
    root = doc[start:end].root
    top = _first_conjunct(root)
    kind = next((str(kind) for kind in _KINDS if kind in kinds), "other")
    yield "bias"
    yield f"kind={kind}"
    yield f"dep={top.dep_}:{kind}"
    yield f"listed={top.i != root.i}"
    yield from _governed(top, kind)
    if top.dep_ == "pobj":
        yield from _after_preposition(top.head, kind)
    yield from _beside(doc, start, end)
    yield from _in_name(doc, start, end)
    if any(child.dep_ == "prep" and lemma(child) in LOCATIVE for child in root.children):
        yield "in something"


def _is_in_compound(doc: "Doc", end: int) -> bool:
    """Return whether a hyphen ties the name to a common word ("Moscow-backed")."""
    if end + 1 >= len(doc) or doc[end].text != "-" or doc[end].whitespace_:
        return False
    word = doc[end + 1].text
    return word.islower() and word not in _SPOTS_AFTER_HYPHEN


def _first_conjunct(token: "Token") -> "Token":
    """Return what a list of names begins with: "A, B and C" are used alike."""
    for _ in range(_LONGEST_LIST):
        if token.dep_ != "conj" or token.head.pos_ != "PROPN":
            return token
        token = token.head
    return token


def _governed(top: "Token", kind: str) -> Iterator[str]:
    """Yield the word that the name hangs on and what kind of word that is."""
    word, link = lemma(top.head), top.dep_
    yield f"{link}={word_of(top.head)}"
    for name, words in _CLASSES:
        if word in words:
            yield f"{link} {name}"
            yield f"{link} {name}:{kind}"
    yield f"{link} head={top.head.pos_}:{top.head.ent_type_ in {'PERSON', 'ORG', 'NORP'}}"


def _after_preposition(preposition: "Token", kind: str) -> Iterator[str]:
    """Yield the preposition before the name and what that belongs to."""
    word, above = lemma(preposition), preposition.head
    yield f"{word} under={above.pos_}:{kind}"
    yield f"{word} under {word_of(above)}"
    for name, words in _CLASSES:
        if lemma(above) in words:
            yield f"{word} {name}"
    if preposition.dep_ == "agent":
        yield "agent"
    sort = "place" if word in LOCATIVE else "side" if word in AGENT_PREPOSITIONS else word
    yield f"preposition={sort}:{kind}"


def _beside(doc: "Doc", start: int, end: int) -> Iterator[str]:
    """Yield the words before and after."""
    yield f"before={word_of(doc[start - 1])}" if start else "before=start"
    if end < len(doc):
        after = doc[end]
        if after.text == "-" and end + 1 < len(doc):
            yield f"hyphen={doc[end + 1].tag_}"
        yield f"after pos={after.pos_}:{after.text[0].isupper()}"
        if after.tag_ == "POS" and end + 1 < len(doc):
            yield f"owns={word_of(doc[end + 1])}"


def _in_name(doc: "Doc", start: int, end: int) -> Iterator[str]:
    """Yield what the language model calls the name, and the last word of a longer one."""
    label = doc[start].ent_type_ or "none"
    stop = end
    while stop < len(doc) and doc[stop].ent_iob_ == "I" and stop - end < _LONGEST_LIST:
        stop += 1
    is_part = doc[start].ent_iob_ == "I" and doc[start - 1].lower_ != "the"
    yield f"ent={label}:{'part' if stop > end or is_part else 'whole'}"
    if stop > end:
        yield f"name head={word_of(doc[stop - 1])}"
