"""Which event of its sentence a place, date or number belongs to, by the dependency parse."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from geo.reading.syntax import SUBJECTS, ancestors, clause_head

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from geo.reading.triggers import Trigger

_ARGUMENTS = frozenset({*SUBJECTS, "dobj", "attr", "agent", "oprd"})

_ADVERBIAL = frozenset({"pobj", "prep", "pcomp", "compound", "appos", "conj", "nmod", "npadvmod"})
"""What links an adverbial of place or time to the verb it belongs to."""

_OTHER_CLAUSES = frozenset({"ccomp", "parataxis", "advcl", "relcl", "acl"})
"""Where a clause begins whose places and dates are its own."""

_MOST_NOUNS = 2
"""Nouns on the way up: "killed in a raid on a village in Mali" has three, and Mali still fits
the raid; "trained for deployment to the war in Ukraine" must not reach the training."""


def token_at(doc: "Doc", start: int, end: int) -> "Token | None":
    """Return the word that governs characters `start` to `end` of a passage, None for none."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def owner(
    token: "Token", triggers: Sequence["Trigger"], *, avoid: Collection[str] = ()
) -> "Trigger | None":
    """Return the event that a place or number belongs to, None where its clause tells of none.

    The nearest event above the word in the parse; else one that is an argument of a verb above
    it ("In Kyiv a strike killed ten": Kyiv hangs on "killed", the event is "strike"); else the
    nearest of the same clause, or the only one in the clauses that its clause governs ("In Kyiv
    police said a bomb had exploded").

    Args:
        token: The head word of a place or number.
        triggers: The events of its sentence.
        avoid: Groups of types taken only where an adverbial leads straight to them.
    """
    straight = hangs_on(token, triggers, avoid=avoid)
    if straight is not None or _is_deep(token):
        return straight
    fitting = [trigger for trigger in triggers if trigger.type.partition(".")[0] not in avoid]
    main = clause_head(token)
    same_clause = [trigger for trigger in fitting if clause_head(trigger.token).i == main.i]
    below = [t for t in fitting if any(word.i == main.i for word in ancestors(t.token))]
    pool = same_clause or (below if len(below) == 1 else [])
    return min(pool, key=lambda trigger: abs(trigger.token.i - token.i), default=None)


def _is_deep(token: "Token") -> bool:
    """Return whether more nouns than allowed part a word from its verb."""
    nouns = 0
    for word in (token, *ancestors(token)):
        if word.pos_ in {"VERB", "AUX"}:
            break
        nouns += word.dep_ == "pobj"
    return nouns > _MOST_NOUNS


def hangs_on(
    token: "Token", triggers: Sequence["Trigger"], *, avoid: Collection[str] = ()
) -> "Trigger | None":
    """Return the event that the parse leads a word to, None where it leads to none."""
    return _above(token, {trigger.token.i: trigger for trigger in triggers}, avoid)


def _above(
    token: "Token", by_word: Mapping[int, "Trigger"], avoid: Collection[str]
) -> "Trigger | None":
    is_adverbial, nouns = True, 0
    for word in (token, *ancestors(token)):
        found = by_word.get(word.i)
        if found is not None and (is_adverbial or found.type.partition(".")[0] not in avoid):
            return found
        for near in word.children:
            if near.i in by_word and near.dep_ in _ARGUMENTS and near.i != token.i:
                return by_word[near.i]
        nouns += word.dep_ == "pobj"
        if word.dep_ in _OTHER_CLAUSES or nouns > _MOST_NOUNS:
            return None
        is_adverbial = is_adverbial and word.dep_ in _ADVERBIAL
    return None


def preposition_of(token: "Token") -> str:
    """Return the preposition that a word's phrase hangs on, in lower case, empty for none."""
    for word in (token, *ancestors(token)):
        if word.dep_ == "prep":
            return word.text.casefold()
        if word.pos_ in {"VERB", "AUX"}:
            return ""
    return ""
