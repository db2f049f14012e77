"""Which event each number of a report belongs to, and what it counts there.

Learned weights decide both, from the parse and from the numbers before. A number of a sentence
whose events do not own it may belong to an event told earlier ("A bomb went off in the market.
Eight people died."): it is kept for that event in `Tally.later`.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from geo.model import EventMention, Quantity, Span
from geo.reading.counted import Counted, counted
from geo.reading.quantity_features import (
    NO_EVENT,
    Given,
    Told,
    countable,
    kind_features,
    later_features,
    may_own,
    pair_features,
)
from geo.reading.syntax import lemma
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

if TYPE_CHECKING:
    from geo.reading.language_model import Passage
    from geo.reading.triggers import Trigger

OWN_THRESHOLD = 0.35
"""Least probability that a number belongs to an event of its sentence; this and the next were
chosen on folds (`data/ontology/train_quantities.py`)."""

LATER_THRESHOLD = 0.25
"""The same for an event told earlier."""

_EARLIER = 12
"""Events looked back at, the first of the report besides."""


@cache
def _bundled() -> dict[str, Weights]:
    folder = data_dir("ontology")
    return {name: load_weights(folder / f"quantity_{name}.csv") for name in ("owners", "kinds")}


class Tally:
    """The numbers of one report as they are read.

    Attributes:
        later: For the start of a trigger, the numbers that later sentences gave to its event.
    """

    def __init__(self, tables: Mapping[str, Weights] | None = None) -> None:
        """Begin a report.

        Args:
            tables: The weights "owners" and "kinds"; None takes the bundled ones.

        Raises:
            DatelineError: the installation lacks its data.
        """
        self.later: dict[int, list[Quantity]] = defaultdict(list)
        self._tables = _bundled() if tables is None else tables
        self._first: Told | None = None
        self._recent: deque[Told] = deque(maxlen=_EARLIER)
        self._last: Given | None = None
        self._sentence = 0

    def count(
        self, passage: "Passage", text: str, span: Span, triggers: Sequence["Trigger"]
    ) -> dict[int, tuple[Quantity, ...]]:
        """Return the numbers of each event of a sentence, by the index of its trigger's word.

        Args:
            passage: The parsed stretch that the sentence stands in.
            text: The report's text.
            span: The sentence.
            triggers: Its events, in order.
        """
        here = {passage.start + trigger.token.idx: trigger.token.i for trigger in triggers}
        found: dict[int, tuple[Quantity, ...]] = {}
        items = counted(passage, text, span)
        for item, event, kind in self.shares(items, triggers, passage.start):
            quantity = replace(item.quantity, kind=kind)
            word = here.get(event.start)
            if word is None:
                self.later[event.start].append(quantity)
            else:
                found[word] = (*found.get(word, ()), quantity)
        return found

    def shares(
        self, items: Sequence[Counted], triggers: Sequence["Trigger"], offset: int
    ) -> list[tuple[Counted, Told, str]]:
        """Return the numbers of a sentence that have an event, with the event and the kind.

        Args:
            items: The numbers of the sentence.
            triggers: Its events, in order.
            offset: Where their passage begins in the report.
        """
        told = [
            Told(offset + each.token.idx, each.type, self._sentence, lemma(each.token))
            for each in triggers
        ]
        found, before = [], None
        for item in countable(items, triggers):
            number = self._owner(item, triggers, offset, before)
            event = self._earlier(item, len(told)) if number is None else told[number]
            kind = self._kind(item, event, before) if event else ""
            start = event.start if event else NO_EVENT
            before = Given(start, kind, self._sentence, item.quantity.span.end)
            if event:
                found.append((item, event, kind))
                self._last = before
        self.remember(told)
        return found

    def remember(self, told: Sequence[Told]) -> None:
        """Go on to the next sentence; later ones may tell more of these events."""
        self._first = self._first or (told[0] if told else None)
        self._recent.extend(told)
        self._sentence += 1

    def events(self) -> list[Told]:
        """Return the events of the sentences before that a number may belong to, in order."""
        recent = list(self._recent)
        is_gone = self._first is not None and self._first not in recent
        return [self._first, *recent] if self._first and is_gone else recent

    def _owner(
        self,
        item: Counted,
        triggers: Sequence["Trigger"],
        offset: int,
        before: Given | None,
    ) -> int | None:
        """Return which event of its sentence a number belongs to, None for none."""
        return self._best(
            (
                pair_features(item, each, triggers, offset, before)
                if may_own(item, each.type)
                else None
                for each in triggers
            ),
            OWN_THRESHOLD,
        )

    def _earlier(self, item: Counted, here: int) -> Told | None:
        """Return the earlier event that a number belongs to, None for none."""
        events = [] if item.is_single else self.events()
        best = self._best(
            (
                later_features(item, self._sentence, each, events, here, self._last)
                if may_own(item, each.type)
                else None
                for each in events
            ),
            LATER_THRESHOLD,
        )
        return None if best is None else events[best]

    def _best(self, choices: Iterable[Iterator[str] | None], threshold: float) -> int | None:
        """Return the number of the likeliest choice, None where none is likely enough.

        A choice of None cannot be taken.
        """
        table = self._tables["owners"]
        chances = [
            0.0 if features is None else table.probability(dict.fromkeys(features))
            for features in choices
        ]
        best = max(chances, default=0.0)
        return chances.index(best) if best >= threshold else None

    def _kind(self, item: Counted, event: Told, before: Given | None) -> str:
        features = kind_features(item, event.type, before)
        return self._tables["kinds"].best(dict.fromkeys(features))


def with_later(mention: EventMention, tally: Tally) -> EventMention:
    """Return a mention with the numbers that later sentences say of its event."""
    later = tally.later.get(mention.trigger.start)
    return replace(mention, quantities=(*mention.quantities, *later)) if later else mention
