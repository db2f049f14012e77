"""Questions to a dependency parse that several modules ask.

All are bounded: none walks further than a fixed number of words, so that a text without full
stops costs no more than one with.
"""

from collections import deque
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "acl", "xcomp", "conj", "parataxis", "csubj"})
_FURTHEST = 40
"""Words looked at around a word, and steps climbed: more than any sane clause has."""


def lemma(token: "Token") -> str:
    """Return the token's lemma in lower case."""
    return token.lemma_.lower()


def plain_pos(token: "Token") -> str:
    """Return the part of speech, with proper nouns counted as nouns."""
    return "NOUN" if token.pos_ == "PROPN" else token.pos_


def ancestors(token: "Token") -> Iterator["Token"]:
    """Yield the words that govern `token`, nearest first."""
    for _ in range(_FURTHEST):
        head = token.head
        if head.i == token.i:
            return
        token = head
        yield token


def below(
    token: "Token", *, skip: Collection[str] = (), limit: int = _FURTHEST
) -> Iterator["Token"]:
    """Yield the words under `token`, nearest first, not entering dependencies in `skip`."""
    queue = deque(token.children)
    for _ in range(limit):
        if not queue:
            return
        child = queue.popleft()
        if child.dep_ not in skip:
            yield child
            queue.extend(child.children)


def child(token: "Token", *deps: str) -> "Token | None":
    """Return the first direct child with one of the dependencies, None where there is none."""
    return next((found for found in token.children if found.dep_ in deps), None)


def subject(token: "Token") -> "Token | None":
    """Return the subject of a verb, also when it is shared with or governed by another verb."""
    for verb in (token, *ancestors(token)):
        if found := child(verb, *SUBJECTS):
            return found
        if verb.dep_ not in {"conj", "xcomp", "aux", "auxpass"}:
            return None
    return None


def around(token: "Token", limit: int = 24) -> list["Token"]:
    """Return the words that say what `token` is about.

    Those below it; and for a noun also those beside it under the verb or noun it depends on.
    """
    words = list(below(token, skip={"parataxis", "punct"}, limit=limit))
    if plain_pos(token) == "VERB":
        subject_ = subject(token)
        if subject_ is not None and subject_ not in words:
            words += [subject_, *below(subject_, skip=CLAUSES, limit=8)]
        if token.dep_ in {"acl", "relcl"}:
            words += [token.head, *(near for near in token.head.children if near.i != token.i)]
        return words
    head = token.head.head if token.head.pos_ == "ADP" else token.head
    if head.i != token.i:
        words.append(head)
        words += [near for near in below(head, skip=CLAUSES, limit=12) if near.i != token.i]
    return words


def clause_head(token: "Token") -> "Token":
    """Return the verb (or root) of the clause that `token` stands in."""
    for word in (token, *ancestors(token)):
        if word.pos_ in {"VERB", "AUX"} or word.head.i == word.i:
            return word
    return token


def quoted(doc: "Doc") -> list[bool]:
    """Return for each token whether it stands between quotation marks.

    A mark that is not closed within its paragraph ends with it.
    """
    flags: list[bool] = []
    inside = False
    for token in doc:
        word = token.text
        if "\n" in word:
            inside = False
        elif word in {'"', "“", "”", "„", "``", "''"}:
            inside = word in {"“", "„", "``"} or (word == '"' and not inside)
        flags.append(inside)
    return flags
