"""The words around a noun that name what it means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.reading.figures import Figure
from geo.reading.syntax import ancestors, lemma

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

_NP_DEPS = frozenset({"compound", "amod", "nmod", "poss", "case", "flat"})
_LONGEST_NAME = 12  # words before a noun that may belong to its name
_DESCRIBING = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
"""Parts of speech of the words that belong to a name made of a phrase ("masked gunmen")."""

_PARTS = frozenset({"compound", "amod", "nmod", "appos", "flat"})
_NATIONS = frozenset({"NORP", "GPE", "LOC"})
_AFTER = frozenset({"of", "from", "in", "for", "at"})
"""Prepositions after a noun that may say whose or where it is: "mayor of Koszalin"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun or pronoun with whom it names."""

    token: "Token"
    figure: Figure


def without_parts(phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Yield the phrases that are not part of the name of another: "US" in "US marines"."""
    by_word = {phrase.token.i: phrase.figure for phrase in phrases}
    for phrase in phrases:
        whole = by_word.get(described_by(phrase.token).i)
        if whole is None or not _is_part(phrase, whole):
            yield phrase


def described_by(token: "Token") -> "Token":
    """Return the noun that a word stands before, also as one of several; else its governor."""
    for head in ancestors(token):
        if token.dep_ != "conj" or head.dep_ not in {*_PARTS, "conj"} or head.i > token.i:
            return head
        token = head
    return token


def _is_part(phrase: Phrase, whole: Figure) -> bool:
    token, figure = phrase.token, phrase.figure
    if described_by(token).i == token.i:
        return False
    if token.ent_type_ in _NATIONS and token.pos_ == "ADJ":
        return figure.id == whole.id or figure.id in whole.parents
    return token.dep_ in _PARTS or (token.dep_ == "poss" and figure.id in whole.parents)


def words_of(token: "Token") -> "Tokens":
    """Return a noun with what names it: words before it, "of ..." and appositions after it."""
    end = token.i + 1
    for near in token.rights:
        is_named = near.dep_ == "appos" or (near.dep_ == "prep" and lemma(near) in _AFTER)
        if is_named and near.right_edge.i - token.i <= _LONGEST_NAME:
            end = near.right_edge.i + 1
    return token.doc[min(phrase_start(token), token.i) : end]


def described_from(token: "Token") -> int:
    """Return where the words that describe a noun begin: not dates or participles before it."""
    start = token.i
    while start > phrase_start(token) and token.doc[start - 1].pos_ in _DESCRIBING:
        start -= 1
    return start


def is_noun(token: "Token") -> bool:
    """Return whether a word is a common or proper noun."""
    return token.pos_ in {"NOUN", "PROPN"}


def entity_at(token: "Token") -> "Tokens | None":
    """Return the entity of the model that a word is part of, None where it is of none."""
    if not token.ent_type_:
        return None
    start = token.i
    while token.doc[start].ent_iob_ == "I" and start > 0:
        start -= 1
    end = token.i + 1
    while end < len(token.doc) and token.doc[end].ent_iob_ == "I":
        end += 1
    span = token.doc[start:end]
    span.label_ = token.ent_type_
    return span


def phrase_start(token: "Token") -> int:
    """Return where the words before a noun that belong to its name begin."""
    begin = token.i
    for near in token.lefts:
        if near.dep_ in _NP_DEPS and token.i - near.left_edge.i <= _LONGEST_NAME:
            begin = min(begin, near.left_edge.i)
    return begin


def modifiers(token: "Token") -> Iterator[str]:
    """Yield what stands before a noun or after its "of" and may name a state, longest first."""
    start = phrase_start(token)
    for begin in range(start, token.i):
        for end in range(token.i, begin, -1):
            if token.doc[begin].text[:1].isupper():
                yield token.doc[begin:end].text
    for near in token.rights:
        if near.dep_ == "prep" and lemma(near) in {"of", "for", "from"}:
            yield from (
                child.doc[phrase_start(child) : child.i + 1].text for child in near.children
            )
    for near in token.children:
        if near.dep_ == "compound" and near.i < token.i:
            yield from (child.text for child in near.children if child.text[:1].isupper())


def appositions(token: "Token") -> Iterator["Tokens"]:
    """Yield the phrases beside a noun that say what it is ("Budanov, head of ...")."""
    for near in token.rights:
        if near.dep_ == "appos":
            yield token.doc[near.left_edge.i : min(near.right_edge.i + 1, near.i + _LONGEST_NAME)]


def shrinking(span: "Tokens") -> Iterator[str]:
    """Yield every run of words of `span` that may name somebody, longest first."""
    size = min(len(span), _LONGEST_NAME)
    for length in range(size, 0, -1):
        for start in range(size - length + 1):
            words = span[start : start + length]
            if words[0].text[:1].isupper():
                yield words.text.strip(" ,()")
