"""The places of an event with their roles.

Learned weights decide over what the parse, the type of the event and the rest of the report say
(`geo.reading.place_evidence`): first which places of its own sentence are those of an event; if
none is, which place of the sentences before.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from geo.model import PlaceMention, Toponym, Use
from geo.reading.attachment import token_at
from geo.reading.attribution import saying_word
from geo.reading.event_places import likely_places
from geo.reading.guards import is_picture_made
from geo.reading.place_evidence import (
    Sentence,
    Spot,
    back_features,
    here_features,
    sentence_of,
)
from geo.reading.place_links import LinkScene
from geo.reading.place_roles import role_of
from geo.reading.syntax import ancestors
from geo.reading.weights import Weights, load_weights
from geo.reading.whereabouts import Remembered, Whereabouts, places_in
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.triggers import Trigger

SURE_HERE = 0.4
"""Probability from which every place of the event's own sentence is its place."""

LEAST_HERE = 0.2
"""Least probability of the likeliest one. This, the one above and the one below were chosen on
folds: as many events as possible get their place, while no more than before get one that the
annotation does not give them."""

LEAST_BACK = 0.15
"""Least probability of a place that an earlier sentence names."""


def is_place(toponym: Toponym) -> bool:
    """Return whether a toponym may be where something happened."""
    return toponym.use is Use.LITERAL and not toponym.is_demonym


@cache
def _weights() -> Weights:
    return load_weights(data_dir("ontology") / "event_place_weights.csv")


def places_by_trigger(
    scene: LinkScene,
    toponyms: Sequence[Toponym],
    triggers: Sequence["Trigger"],
    whereabouts: Whereabouts,
) -> dict[int, tuple[PlaceMention, ...]]:
    """Return the places of each event of one sentence, by the index of its trigger's word.

    A place that contains another one ("Texas" in "Paris, Texas") belongs to it and is no second
    place of the event. `whereabouts` is carried on.

    Args:
        scene: The names of the passage.
        toponyms: The place names of the sentence.
        triggers: Its events.
        whereabouts: What the sentences before named.

    Raises:
        DatelineError: the installation lacks its data.
    """
    sentence = read_sentence(scene, toponyms, triggers)
    found = {
        trigger.token.i: _here(sentence, trigger) or _back(sentence, trigger, whereabouts)
        for trigger in triggers
    }
    whereabouts.note(spot.toponym for spot in sentence.spots)
    for trigger in triggers:
        for mention in found[trigger.token.i]:
            whereabouts.place(mention.toponym, trigger.type)
    return found


def read_sentence(
    scene: LinkScene, toponyms: Sequence[Toponym], triggers: Sequence["Trigger"]
) -> Sentence:
    """Return the events and places of a sentence with what the parse says of them."""
    spots = list(_spots(scene, toponyms))
    chances = {trigger.token.i: _chances(scene, trigger.token, spots) for trigger in triggers}
    return sentence_of(triggers, spots, chances)


def _spots(scene: LinkScene, toponyms: Sequence[Toponym]) -> Iterator[Spot]:
    """Yield the place names of a sentence that may be where something happened.

    Where a picture was taken is not where it was shown.
    """
    start = scene.passage.start
    for toponym in places_in(toponyms):
        token = token_at(scene.passage.doc, toponym.span.start - start, toponym.span.end - start)
        if token is not None and not any(is_picture_made(word) for word in ancestors(token)):
            yield Spot(toponym, token)


def _chances(scene: LinkScene, event: "Token", spots: Sequence[Spot]) -> list[float]:
    """Return how likely each spot is the place of an event, as far as its sentence says."""
    if not spots:
        return []
    by_word: dict[int, float] = {}
    for name, chance in likely_places(scene, event):
        by_word.update(dict.fromkeys(range(name.start, name.end), chance))
    return [by_word.get(spot.token.i, 0.0) for spot in spots]


def _here(sentence: Sentence, trigger: "Trigger") -> tuple[PlaceMention, ...]:
    """Return the places of its own sentence that are those of an event."""
    chances = [
        _weights().probability(here_features(sentence, trigger, number))
        for number in range(len(sentence.spots))
    ]
    least = min(SURE_HERE, max(LEAST_HERE, *chances)) if chances else SURE_HERE
    return tuple(
        PlaceMention(spot.toponym, role_of(spot.token, trigger))
        for spot, chance in zip(sentence.spots, chances, strict=True)
        if chance >= least and not _acts(spot) and not _is_where_it_was_said(spot, trigger)
    )


def _acts(spot: Spot) -> bool:
    """Return whether a name stands for a government that does something: that is not where."""
    return spot.toponym.use is Use.METONYM and spot.token.dep_ == "nsubj"


def _is_where_it_was_said(spot: Spot, trigger: "Trigger") -> bool:
    """Return whether the parse ties a place to the word of saying above an event.

    "In Oslo he announced that troops would train": nobody trains there.
    """
    said, before = saying_word(trigger.token), spot.token.head
    return said is not None and before.dep_ == "prep" and before.head.i == said.i


def _back(
    sentence: Sentence, trigger: "Trigger", whereabouts: Whereabouts
) -> tuple[PlaceMention, ...]:
    """Return the place that an event has from the sentences before, if it has one."""
    judged = [
        (_weights().probability(back_features(sentence, trigger, known, whereabouts, rank)), known)
        for rank, known in enumerate(earlier(sentence, whereabouts))
    ]
    chance, known = max(judged, key=lambda one: one[0], default=(0.0, None))
    if known is None or chance < LEAST_BACK:
        return ()
    return (PlaceMention(known.toponym, role_of(None, trigger)),)


def earlier(sentence: Sentence, whereabouts: Whereabouts) -> list[Remembered]:
    """Return the places of the sentences before that this one does not name, the last first."""
    here = {spot.toponym.text for spot in sentence.spots}
    return [known for known in whereabouts.recent() if known.toponym.text not in here]
