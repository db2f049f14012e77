"""The places of an event with their roles."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from geo.model import PlaceMention, Role, Toponym, Use
from geo.reading.attachment import owner, preposition_of, token_at
from geo.reading.attribution import saying_word
from geo.reading.clauses import clause_span
from geo.reading.guards import is_no_event, is_picture_made
from geo.reading.syntax import ancestors, lemma
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.language_model import Passage
    from geo.reading.triggers import Trigger

_STATEMENTS = frozenset({"statement"})
_SPOKEN = ("statement.", "publish.")
_MOVES = frozenset({"deploy", "withdraw", "visit", "supply", "aid", "abduct", "gather", "disaster"})
_MOVING_VERBS = word_set(
    "send move go travel fly arrive return transfer ship deploy dispatch head enter cross march "
    "advance evacuate flee bring take sail drive relocate withdraw retreat pull deliver"
)
_ROLE_AFTER = {
    **dict.fromkeys(("to", "into", "toward", "towards", "onto"), Role.DESTINATION),
    "from": Role.ORIGIN,
    **dict.fromkeys(("via", "through", "across"), Role.VIA),
}
_AIMED = frozenset({"strike", "attack"})


def is_place(toponym: Toponym) -> bool:
    """Return whether a toponym may be where something happened."""
    return toponym.use is Use.LITERAL and not toponym.is_demonym


def places_by_trigger(
    passage: "Passage", toponyms: Sequence[Toponym], triggers: Sequence["Trigger"]
) -> dict[int, list[PlaceMention]]:
    """Return the places of each event of one sentence, by the index of its trigger's word.

    A place that contains another one ("Texas" in "Paris, Texas") belongs to it and is no second
    place of the event.
    """
    found: dict[int, list[PlaceMention]] = {}
    spots = list(_spots(passage, toponyms))
    for toponym, token in spots:
        trigger = owner(token, triggers, avoid=_STATEMENTS)
        if trigger is not None:
            mention = PlaceMention(toponym, _role(token, trigger))
            found.setdefault(trigger.token.i, []).append(mention)
            for speech in _said_there(token, trigger, triggers):
                spoken = PlaceMention(toponym, Role.STATEMENT)
                found.setdefault(speech.token.i, []).append(spoken)
    found |= _shared(found, triggers)
    return found | _in_clause(spots, found, triggers)


def _spots(passage: "Passage", toponyms: Sequence[Toponym]) -> Iterator[tuple[Toponym, "Token"]]:
    """Yield the place names of a sentence that may be where something happened, with their heads.

    Where a picture was taken is not where it was shown.
    """
    containers = {toponym.within for toponym in toponyms if toponym.within is not None}
    for toponym in toponyms:
        if is_place(toponym) and toponym.span not in containers:
            start, end = toponym.span.start - passage.start, toponym.span.end - passage.start
            token = token_at(passage.doc, start, end)
            if token is not None and not any(is_picture_made(word) for word in ancestors(token)):
                yield toponym, token


def _in_clause(
    spots: Sequence[tuple[Toponym, "Token"]],
    found: Mapping[int, list[PlaceMention]],
    triggers: Sequence["Trigger"],
) -> dict[int, list[PlaceMention]]:
    """Return for events still without a place the nearest one that their own clause names.

    What is only a purpose or a threat there ("trained for the war in Ukraine") places nothing.
    """
    free = [
        (toponym, token)
        for toponym, token in spots
        if not any(is_no_event(word) for word in ancestors(token))
    ]
    placed = {}
    for trigger in triggers:
        if trigger.token.i in found or trigger.type.startswith(_SPOKEN):
            continue
        clause = clause_span(trigger.token)
        inside = [spot for spot in free if clause.start <= spot[1].idx < clause.end]
        if inside:
            toponym, token = min(inside, key=lambda spot: abs(spot[1].i - trigger.token.i))
            placed[trigger.token.i] = [PlaceMention(toponym, _role(token, trigger))]
    return placed


def _shared(
    found: Mapping[int, list[PlaceMention]], triggers: Sequence["Trigger"]
) -> dict[int, list[PlaceMention]]:
    """Return for events without a place that of the nearest one told in the same breath.

    Where a movement leads from or to is its own, and so are the place of a speech and that of
    what is only a purpose there.
    """
    shared = {}
    placed = [
        trigger
        for trigger in triggers
        if trigger.token.i in found
        and not any(is_no_event(word) for word in ancestors(trigger.token))
    ]
    for trigger in triggers:
        if trigger.token.i in found or trigger.type.startswith(_SPOKEN):
            continue
        near = [other for other in placed if _is_told_with(trigger, other)]
        nearest = min(near, key=lambda other: abs(other.token.i - trigger.token.i), default=None)
        here = [m for m in found[nearest.token.i] if m.role is Role.EVENT] if nearest else []
        if here:
            shared[trigger.token.i] = here
    return shared


def _is_told_with(trigger: "Trigger", other: "Trigger") -> bool:
    """Return whether two events of a sentence are said by the same voice in the same clause."""
    return _voice(trigger.token) == _voice(other.token)


def _voice(token: "Token") -> tuple[int, int]:
    """Return where the word of saying and the relative clause around a word stand, -1 for none."""
    said_by = saying_word(token)
    chain = (token, *ancestors(token))
    relative = next((word.i for word in chain if word.dep_ in {"relcl", "acl"}), -1)
    return (said_by.i if said_by is not None else -1, relative)


def _said_there(
    token: "Token", occasion: "Trigger", triggers: Sequence["Trigger"]
) -> Iterator["Trigger"]:
    """Yield the statements made at an event: "at a conference in Brussels he announced ..."."""
    if occasion.token.dep_ == "pobj" and token.head.head.i == occasion.token.i:
        verb = occasion.token.head.head
        for trigger in triggers:
            if trigger.token.i == verb.i and trigger.type.startswith("statement."):
                yield trigger


def _role(token: "Token", trigger: "Trigger") -> Role:
    group = trigger.type.partition(".")[0]
    if group == "statement":
        return Role.STATEMENT
    preposition = preposition_of(token)
    if group in _MOVES or lemma(trigger.token) in _MOVING_VERBS:
        return _ROLE_AFTER.get(preposition, Role.EVENT)
    is_source = group in _AIMED and preposition == "from"
    return Role.ORIGIN if is_source else Role.EVENT
