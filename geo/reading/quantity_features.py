"""What speaks for a number belonging to an event, and for what it counts there.

The training script (`data/ontology/train_quantities.py`) and the reader use these functions.
Features are short texts; none holds more than two words of a report and none holds a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.reading.attachment import owner
from geo.reading.count_words import MEASURED
from geo.reading.counted import Counted
from geo.reading.quantities import MEASURE
from geo.reading.syntax import ancestors, clause_head, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.triggers import Trigger

NO_EVENT = -1
"""Stands for the place of a trigger where a number has no event."""

_SPOKEN = frozenset({"statement", "publish"})
_STEPS = (0, 1, 2, 3, 5, 8, 12, 20, 30)
_FURTHEST = 5
"""Links of the parse that a path names."""

_NEAR = 25
"""Characters between two numbers of one list."""


@dataclass(frozen=True, slots=True)
class Given:
    """A number that was dealt with, and what became of it.

    Attributes:
        event: Where the trigger of its event begins in the report; `NO_EVENT` for none.
        kind: What it counts there, empty without event.
        sentence: Number of its sentence.
        end: Where the number ends in the report.
    """

    event: int
    kind: str
    sentence: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is remembered for the sentences after its own.

    Attributes:
        start: Where its trigger begins in the report.
        type: Dotted id of the ontology.
        sentence: Number of its sentence.
        word: The lemma of its trigger.
    """

    start: int
    type: str
    sentence: int
    word: str = ""

    @property
    def group(self) -> str:
        """The part of the type before its dot."""
        return self.type.partition(".")[0]


def may_own(item: Counted, kind: str) -> bool:
    """Return whether an event of type `kind` can have the number: measures fit only some."""
    if item.quantity.kind != MEASURE:
        return True
    word = item.quantity.unit.rpartition(" ")[2]
    return any(word in MEASURED.get(key, ()) for key in (kind, kind.partition(".")[0]))


def countable(items: Sequence[Counted], triggers: Sequence["Trigger"]) -> list[Counted]:
    """Return the numbers without single things that are events: "a strike", "a missile attack"."""
    words = {trigger.token.i for trigger in triggers}
    words |= {trigger.token.head.i for trigger in triggers if trigger.token.dep_ == "compound"}
    return [item for item in items if not (item.is_single and item.token.i in words)]


def pair_features(
    item: Counted,
    trigger: "Trigger",
    triggers: Sequence["Trigger"],
    offset: int,
    before: Given | None,
) -> Iterator[str]:
    """Yield what speaks for a number belonging to an event of its sentence.

    Args:
        item: The number.
        trigger: The event.
        triggers: All events of the sentence.
        offset: Where the passage begins in the report.
        before: The number before it in the sentence, None for the first.
    """
    kind, group = item.kind, _group(trigger)
    ruled = owner(item.token, triggers, avoid=_SPOKEN)
    is_ruled = ruled is not None and ruled.token.i == trigger.token.i
    yield from ("bias", *item.traits)
    yield from (f"rule:{ruled is not None}:{is_ruled}", f"rule:{is_ruled}|single:{item.is_single}")
    yield from (f"rule:{is_ruled}|{kind}", f"rule:{is_ruled}|{group}")
    yield from (f"g:{group}", f"g:{group}|{kind}|single:{item.is_single}")
    yield from (f"t:{trigger.type}|{kind}", f"t:{trigger.type}|single:{item.is_single}")
    yield f"w:{lemma(trigger.token)}|{kind}"
    yield from (f"g:{group}|{trait}" for trait in item.traits if trait[0] in "udv")
    chain = _chain(item, before, offset + trigger.token.idx)
    yield from (f"chain:{chain}", f"chain:{chain}|{kind}", f"chain:{chain}|{group}")
    yield f"chain:{chain}|{is_ruled}"
    path = _path(item.token, trigger.token)
    yield from (f"path:{path}", f"path:{path}|{kind}", f"path:{path}|{group}")
    yield from _positions(item.token, trigger, triggers, is_ruled=is_ruled)


def _group(trigger: "Trigger") -> str:
    return trigger.type.partition(".")[0]


def _positions(
    token: "Token", trigger: "Trigger", triggers: Sequence["Trigger"], *, is_ruled: bool
) -> Iterator[str]:
    """Yield where the number stands, seen from the event, and which events stand beside it."""
    word = trigger.token
    side = "after" if token.i > word.i else "before"
    low, high = sorted((token.i, word.i))
    between = min(3, sum(low < other.token.i < high for other in triggers))
    is_same_clause = clause_head(token).i == clause_head(word).i
    yield f"self:{token.left_edge.i <= word.i <= token.right_edge.i}"
    yield f"far:{_step(high - low)}:{side}"
    yield from (f"between:{between}", f"between:{between}|{is_ruled}")
    yield from (f"clause:{is_same_clause}|{is_ruled}", f"many:{min(4, len(triggers))}")
    others = {_group(other) for other in triggers if other.token.i != word.i}
    yield from (f"g:{_group(trigger)}|other:{other}" for other in sorted(others))


def _step(distance: int) -> int:
    return max(step for step in _STEPS if step <= distance)


def _chain(item: Counted, before: Given | None, event: int) -> str:
    """Return whether the number before in the sentence belongs to the event, and how near."""
    if before is None:
        return "first"
    near = "near" if _is_near(item, before) else "far"
    return f"{near} none" if before.event == NO_EVENT else f"{near} {before.event == event}"


def _is_near(item: Counted, before: Given) -> bool:
    return item.quantity.span.start - before.end < _NEAR


def _path(token: "Token", word: "Token") -> str:
    """Return how the parse leads from a number to a trigger: "up dobj", "side nsubj dobj"."""
    links: list[str] = []
    for near in (token, *ancestors(token)):
        if near.i == word.i:
            return "up " + " ".join(links)
        side = next((low.dep_ for low in near.children if low.i == word.i), "")
        if side:
            return " ".join(("side", side, *links[-2:]))
        links.append(near.dep_)
        if len(links) > _FURTHEST:
            break
    return "below" if any(near.i == token.i for near in ancestors(word)) else "across"


def later_features(
    item: Counted, sentence: int, event: Told, events: Sequence[Told], here: int, last: Given | None
) -> Iterator[str]:
    """Yield what speaks for a number belonging to an event of an earlier sentence.

    Args:
        item: The number.
        sentence: Number of its sentence.
        event: The earlier event.
        events: All earlier events that are looked at, in order.
        here: Number of events in the number's own sentence.
        last: The last number of the report that has an event, None before it.
    """
    kind, group = item.kind, event.group
    away = _step(sentence - event.sentence)
    rank = sum(other.start > event.start for other in events)
    same = [other for other in events if other.group == group]
    chain = "none" if last is None else str(last.event == event.start)
    gap = 9 if last is None else min(3, sentence - last.sentence)
    yield from ("later", *(f"later {trait}" for trait in item.traits))
    yield from (f"later g:{group}|{kind}", f"later t:{event.type}|{kind}")
    yield from (f"later g:{group}|{trait}" for trait in item.traits if trait[0] in "uv")
    yield from (f"later chain:{chain}", f"later chain:{chain}:{gap}", f"later chain:{chain}|{kind}")
    yield f"later chain:{chain}|{group}"
    echo = event.word in item.words
    yield from (f"later echo:{echo}", f"later echo:{echo}|{kind}", f"later echo:{echo}|{away}")
    yield from (f"later away:{away}", f"later away:{away}|{group}")
    yield from (f"later rank:{_step(rank)}", f"later rank:{min(3, rank)}|{group}")
    yield from (f"later here:{min(2, here)}", f"later here:{min(2, here)}|{kind}")
    yield f"later first:{event is events[0]}|{kind}"
    yield from (f"later last:{event is same[-1]}", f"later last:{event is same[-1]}|{group}")
    yield from (f"later first of group:{event is same[0]}", f"later groups:{min(4, len(same))}")


def kind_features(item: Counted, kind: str, before: Given | None) -> Iterator[str]:
    """Yield what says what a number counts.

    The words beside the number and the trigger's own word told nothing more on folds.

    Args:
        item: The number.
        kind: Type of its event.
        before: The number before it in the sentence, None for the first.
    """
    said, group = item.kind, kind.partition(".")[0]
    yield from ("bias", *(trait for trait in item.traits if trait[:2] not in {"-1", "+1"}))
    yield from (f"t:{kind}", f"t:{kind}|{said}", f"t:{kind}|single:{item.is_single}")
    yield from (f"g:{group}", f"g:{group}|{said}")
    yield from (f"g:{group}|{trait}" for trait in item.traits if trait[0] in "uv")
    last = before.kind if before else "first"
    is_near = before is not None and _is_near(item, before)
    yield from (f"prev:{last}", f"prev:{last}|{is_near}", f"prev:{last}|{said}")
