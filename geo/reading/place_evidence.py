"""What speaks for a place being that of an event of a report, or against it.

`data/ontology/train_event_places.py` and the reader use these same functions. Unlike
`geo.reading.place_links` they know the type of the event, all events of the sentence, and what
was said before. Features are short strings; none holds a name.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import Toponym
from geo.reading.attachment import owner, preposition_of
from geo.reading.clauses import clause_span
from geo.reading.guards import is_no_event
from geo.reading.place_words import SPEECH_AND_DECISION
from geo.reading.syntax import ancestors, lemma
from geo.reading.whereabouts import Remembered, Whereabouts

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.triggers import Trigger

_STATEMENTS = frozenset({"statement"})
_STEPS = (0, 1, 2, 3, 5, 8, 15)
_THERE = frozenset({"there", "where", "here"})
_LEAST = 1e-4  # chances nearer to 0 or 1 differ in nothing
_FEW, _MANY = 3, 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A place named in the sentence of an event.

    Attributes:
        token: The main word of the name.
    """

    toponym: Toponym
    token: "Token"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The events and places of one sentence.

    Attributes:
        chances: For each event's word the probability of each spot by `likely_places`, in the
            order of the spots.
        owners: For each spot the word of the event that the parse leads to, -1 for none.
    """

    triggers: Sequence["Trigger"]
    spots: Sequence[Spot]
    chances: Mapping[int, Sequence[float]]
    owners: Sequence[int]


def sentence_of(
    triggers: Sequence["Trigger"],
    spots: Sequence[Spot],
    chances: Mapping[int, Sequence[float]],
) -> Sentence:
    """Return the events and places of a sentence with what the parse says of them."""
    owners = [owner(spot.token, triggers, avoid=_STATEMENTS) for spot in spots]
    return Sentence(triggers, spots, chances, [each.token.i if each else -1 for each in owners])


def here_features(sentence: Sentence, trigger: "Trigger", number: int) -> Iterator[str]:
    """Yield what is known about spot `number` of a sentence beside one of its events."""
    spot, group = sentence.spots[number], _group(trigger)
    use = str(spot.toponym.use)
    owned = _ownership(sentence, trigger, number)
    yield from ("here", f"here {group}", f"type={trigger.type}", f"use={use}", f"use={use} {group}")
    yield from (f"{owned}", f"{owned} {group}", f"{owned} {use}")
    yield f"same clause={_is_in_clause(trigger.token, spot.token)} {owned}"
    yield f"side={spot.token.i > trigger.token.i} {group}"
    yield from _by_chance(sentence, trigger, number, f"score=%d {owned}")
    yield from _by_parse(spot, group)
    words = (trigger.token, *ancestors(spot.token))
    if any(is_no_event(word) for word in words):
        yield "unreal"


def _by_chance(
    sentence: Sentence, trigger: "Trigger", number: int, with_owner: str
) -> Iterator[str]:
    """Yield how likely a spot is by `likely_places`, and how likely the others are."""
    chances = sentence.chances[trigger.token.i]
    score = _score(chances[number])
    rival = _score(max((c for at, c in enumerate(chances) if at != number), default=0.0))
    elsewhere = _score(
        max(
            (c[number] for word, c in sentence.chances.items() if word != trigger.token.i),
            default=0.0,
        )
    )
    yield f"score={score}"
    yield f"score={score} {_group(trigger)}"
    yield f"score={score} {sentence.spots[number].toponym.use}"
    yield with_owner % score
    yield f"lead={score - rival}"
    yield f"rival={rival} score={score}"
    yield f"other events={elsewhere} score={score}"
    yield f"spots={min(_MANY, len(sentence.spots))} events={min(_FEW, len(sentence.triggers))}"


def _by_parse(spot: Spot, group: str) -> Iterator[str]:
    """Yield what the name of a spot hangs on."""
    token, use = spot.token, str(spot.toponym.use)
    link = preposition_of(token) if token.dep_ == "pobj" else token.dep_
    yield f"prep={link} {group}"
    yield f"prep={link} {use}"
    yield f"head={token.head.pos_} {use} {group}"
    if lemma(token.head) in SPEECH_AND_DECISION:
        yield f"acts {use} {group}"


def back_features(
    sentence: Sentence, trigger: "Trigger", known: Remembered, now: Whereabouts, rank: int
) -> Iterator[str]:
    """Yield what is known about a place of an earlier sentence beside an event.

    Args:
        sentence: The event's own.
        trigger: The event.
        known: The place.
        now: What was read before.
        rank: How many places were named since, from 0.
    """
    group, event = _group(trigger), trigger.token
    back = _step(now.sentence - known.sentence)
    use = str(known.toponym.use)
    placed = _placed(trigger, known)
    yield from ("back", f"back {group}", f"back type={trigger.type}", f"back={back} {group}")
    yield f"back={back} same={known.paragraph == now.paragraph}"
    yield from (f"back rank={rank}", f"back rank={rank} {group}")
    yield from (f"back use={use}", f"back use={use} {group}")
    yield from _history(known, now, placed, group)
    yield from _without_place(sentence, trigger, placed)
    determiner = next((lemma(near) for near in event.children if near.dep_ == "det"), "none")
    yield f"back det={determiner} {event.pos_} {placed}"
    yield f"back pos={event.pos_}"
    if any(word.lower_ in _THERE for word in event.children):
        yield f"back there {placed}"


def _placed(trigger: "Trigger", known: Remembered) -> str:
    """Return what has happened at a place so far: the same type of event, or another."""
    if trigger.type in known.types:
        return "type"
    if _group(trigger) in known.groups:
        return "group"
    return "other" if known.groups else "none"


def _history(known: Remembered, now: Whereabouts, placed: str, group: str) -> Iterator[str]:
    """Yield how a report has spoken of a place so far."""
    since = _step(now.sentence - known.at) if known.at >= 0 else -1
    mentions, first = _step(known.mentions), min(_FEW, known.first)
    yield from (f"back placed={placed}", f"back placed={placed} {group}")
    yield f"back placed={placed} since={since}"
    yield from (f"back mentions={mentions}", f"back mentions={mentions} {placed}")
    yield from (
        f"back first={first}",
        f"back first={first} {group}",
        f"back first={first} {placed}",
    )


def _without_place(sentence: Sentence, trigger: "Trigger", placed: str) -> Iterator[str]:
    """Yield how little the event's own sentence says of its place."""
    best = _score(max(sentence.chances[trigger.token.i], default=0.0))
    others = (c for word, c in sentence.chances.items() if word != trigger.token.i)
    located = _score(max((max(chances, default=0.0) for chances in others), default=0.0))
    yield f"back placed={placed} best={best}"
    yield f"back best={best} {_group(trigger)}"
    yield f"back best={best} spots={min(_FEW, len(sentence.spots))}"
    yield f"back others best={located} best={best}"


def _ownership(sentence: Sentence, trigger: "Trigger", number: int) -> str:
    """Return whose place the parse says that a spot is."""
    owner_ = sentence.owners[number]
    if owner_ == trigger.token.i:
        return "own"
    if trigger.token.i in sentence.owners:
        return "has another"
    return "free" if owner_ < 0 else "another's"


def _is_in_clause(event: "Token", word: "Token") -> bool:
    clause = clause_span(event)
    return clause.start <= word.idx < clause.end


def _group(trigger: "Trigger") -> str:
    return trigger.type.partition(".")[0]


def _score(chance: float) -> int:
    bounded = min(1 - _LEAST, max(_LEAST, chance))
    return math.floor(max(-5.0, min(4.0, math.log(bounded / (1 - bounded)))))


def _step(number: int) -> int:
    return max((step for step in _STEPS if step <= number), default=0)
