"""What a report has said so far of where things happen, for events that do not say it again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from geo.model import Toponym, Use

_REMEMBERED = 6
"""Places gone back to: the ones named last, each once."""


def places_in(toponyms: Sequence[Toponym]) -> Iterator[Toponym]:
    """Yield the names that may say where something happened.

    A place that contains another one ("Texas" in "Paris, Texas") only says which one that is.
    """
    containers = {toponym.within for toponym in toponyms if toponym.within is not None}
    for toponym in toponyms:
        is_no_place = toponym.use is Use.NAME or toponym.is_demonym
        if not is_no_place and toponym.span not in containers:
            yield toponym


@dataclass(slots=True)
class Remembered:
    """A place that the report has named.

    Attributes:
        toponym: Where it was named last.
        sentence: The number of that sentence in its report.
        paragraph: The same of its paragraph.
        mentions: How often it was named.
        first: How many other places had been named before it.
        groups: Groups of types of the events that happened there.
        types: Types of these events.
        at: The sentence of the last of these events, -1 before any.
    """

    toponym: Toponym
    sentence: int
    paragraph: int
    first: int
    mentions: int = 1
    groups: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    at: int = -1


@dataclass(slots=True)
class Whereabouts:
    """The places of a report so far.

    Attributes:
        sentence: The number of the sentence that is being read.
        paragraph: The same of its paragraph.
    """

    sentence: int = 0
    paragraph: int = 0
    _places: dict[str, Remembered] = field(default_factory=dict)

    def go_on(self, text: str, start: int) -> None:
        """Begin the next sentence, which begins at `start` of the report's text."""
        self.sentence += 1
        self.paragraph += "\n" in text[max(0, start - 2) : start]

    def note(self, toponyms: Iterable[Toponym]) -> None:
        """Remember that the sentence names some places."""
        for toponym in places_in(list(toponyms)):
            known = self._places.pop(toponym.text, None)
            if known is None:
                known = Remembered(toponym, self.sentence, self.paragraph, len(self._places))
            else:
                known.mentions += 1
                known.toponym = toponym
                known.sentence, known.paragraph = self.sentence, self.paragraph
            self._places[toponym.text] = known

    def place(self, toponym: Toponym, kind: str) -> None:
        """Remember that an event of a type happened at a place."""
        known = self._places.get(toponym.text)
        if known is not None:
            known.groups.add(kind.partition(".")[0])
            known.types.add(kind)
            known.at = self.sentence

    def recent(self) -> Iterator[Remembered]:
        """Yield the places named last, the last one first."""
        for number, known in enumerate(reversed(self._places.values())):
            if number >= _REMEMBERED:
                return
            yield known
