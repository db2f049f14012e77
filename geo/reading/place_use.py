"""How a place name is used: the place itself, its government, or a mere modifier."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from geo.model import PlaceKind, Use
from geo.reading.place_words import (
    AGENT_PREPOSITIONS,
    LOCATIVE,
    NOT_PERSONS,
    SETTLEMENT_WORDS,
    SPEECH_AND_DECISION,
)
from geo.reading.syntax import lemma
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_GOVERNED = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1})
_OF_OFFICE = word_set(
    "president minister king queen government prime-minister governor mayor ministry parliament "
    "people leader ambassador senator senate army secretary chancellor premier member citizen "
    "republic court congress bishop archbishop prince duke behalf support part"
)
_OBJECTS = frozenset({"dobj", "dative", "iobj", "nsubjpass"})
_PLACED_IN = frozenset({"leave", "enter", "visit", "reach", "invade", "hit", "cross", "tour"})


def use_of(name: "Span", kinds: Collection[PlaceKind], is_bare: bool) -> Use:
    """Return how a place name is used in its sentence.

    Args:
        name: Its tokens.
        kinds: What the gazetteer knows it as.
        is_bare: Whether nothing but the name is meant; "eastern Ukraine" never speaks.
    """
    root = _first_conjunct(name.root)
    for deps, decide in _BY_LINK:
        if is_bare and root.dep_ in deps:
            return decide(root, kinds)
    return Use.LITERAL


def _first_conjunct(token: "Token") -> "Token":
    """Return what a list of names begins with: "A, B and C" are used alike."""
    for _ in range(20):
        if token.dep_ != "conj" or token.head.pos_ != "PROPN":
            return token
        token = token.head
    return token


def _is_governed(kinds: Collection[PlaceKind]) -> bool:
    return bool(_GOVERNED & set(kinds))


def _modifying(root: "Token", kinds: Collection[PlaceKind]) -> Use:
    head = root.head
    if lemma(head) in NOT_PERSONS or lemma(head) in SETTLEMENT_WORDS:
        return Use.LITERAL
    if _is_governed(kinds) or lemma(head) in _OF_OFFICE or head.ent_type_ == "PERSON":
        return Use.MODIFIER
    return Use.LITERAL


def _is_of_agent(head: "Token") -> bool:
    return lemma(head) not in NOT_PERSONS | SETTLEMENT_WORDS


def _after_preposition(root: "Token", kinds: Collection[PlaceKind]) -> Use:
    preposition = root.head
    word = lemma(preposition)
    if word == "by" and preposition.dep_ == "agent":
        return Use.METONYM
    if word in LOCATIVE and word != "between":
        return Use.LITERAL
    if word == "of":
        return Use.METONYM if lemma(preposition.head) in _OF_OFFICE else Use.LITERAL
    if word in AGENT_PREPOSITIONS and _is_governed(kinds):
        return Use.METONYM
    return Use.LITERAL


def _acts(verb: "Token", kinds: Collection[PlaceKind]) -> bool:
    """Return whether a place that is the subject of `verb` is its government."""
    if verb.pos_ == "AUX":
        return False
    if _is_governed(kinds):
        return True
    return lemma(verb) in SPEECH_AND_DECISION


def _owning(root: "Token", kinds: Collection[PlaceKind]) -> Use:
    return Use.METONYM if _is_governed(kinds) and _is_of_agent(root.head) else Use.LITERAL


def _acting(root: "Token", kinds: Collection[PlaceKind]) -> Use:
    return Use.METONYM if _acts(root.head, kinds) else Use.LITERAL


def _acted_on(root: "Token", kinds: Collection[PlaceKind]) -> Use:
    is_state = _is_governed(kinds) and lemma(root.head) not in _PLACED_IN
    return Use.METONYM if is_state else Use.LITERAL


_BY_LINK = (
    (frozenset({"compound", "amod", "nmod"}), _modifying),
    (frozenset({"poss"}), _owning),
    (frozenset({"pobj"}), _after_preposition),
    (frozenset({"nsubj", "agent"}), _acting),
    (_OBJECTS, _acted_on),
)
"""Which rule decides, by how the name hangs on the word above it."""
