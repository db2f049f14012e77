"""The seams: what the pipeline needs from reading, places and store.

Each has a second real implementation in the tests (a three-row gazetteer, a canned extractor,
a memory store), so that a part can be replaced without touching the others.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from geo.model import Event, Location, PlaceKind, Reading, Report, Span, Toponym

if TYPE_CHECKING:
    from geo.columns import EventRow
    from geo.query import Query


class Lexicon(Protocol):
    """What recognition asks of a gazetteer: is this a name, and of what?"""

    def kinds(self, name: str) -> Collection[PlaceKind]:
        """Return the kinds of places known by `name`, empty where there is none.

        Case and diacritics do not matter; `name` is a bare name ("Donetsk"), not a phrase.
        """
        ...

    def prominence(self, name: str) -> float:
        """Return log10(1 + population) of the most populous place known by `name`, else 0."""
        ...


class Extractor(Protocol):
    """Report text in, toponyms and event mentions out."""

    def read(self, report: Report) -> Reading:
        """Return the toponyms and event mentions of `report`, both in reading order."""
        ...


class Locator(Protocol):
    """Names of places without the events: all of them, or those of given events."""

    def toponyms_of(self, report: Report) -> Sequence[Toponym]:
        """Return the toponyms of `report` in reading order, those that `Extractor.read` gives."""
        ...

    def places_of(self, report: Report, triggers: Sequence[Span]) -> Sequence[Span]:
        """Return the names in `report` that say where the events of some words happened.

        Args:
            report: The text.
            triggers: The words that tell of the events, as spans of the report's text.

        Returns:
            The names of the places of all of them, in reading order, without overlaps; empty
            where the text names none.
        """
        ...


class Geocoder(Protocol):
    """Toponyms in, locations out."""

    def locate(
        self,
        toponyms: Sequence[Toponym],
        report: Report | None = None,
        *,
        bias: Collection[str] = (),
    ) -> Sequence[Location]:
        """Resolve the toponyms of one report together: neighbours decide between namesakes.

        Args:
            toponyms: In reading order, all of one report.
            report: What they stand in: the words around a name count, and where its publisher
                is; None where only the names are at hand.
            bias: Ids of countries and regions the caller expects.

        Returns:
            One location per toponym, in their order; unresolved ones carry place None and why.
        """
        ...

    def widen(self, locations: Sequence[Location], *, text: str) -> Sequence[Location]:
        """Return the locations with what words around the names make of them, in their order.

        "near Kyiv" is not Kyiv, nor "the border with Belarus" Belarus: an event there is placed
        in the surroundings or the belt. Others stay as they are.
        """
        ...


class Store(Protocol):
    """Where events are kept."""

    def has(self, report_id: str) -> bool:
        """Return whether this very report (content and url) was read already."""
        ...

    def add(self, report: Report, events: Iterable[Event]) -> int:
        """Keep a report and its events in one transaction; return how many events it has now.

        A report already there is left as it is. A new text under a known key replaces the
        older version's events.
        """
        ...

    def find(self, query: "Query") -> "Iterator[EventRow]":
        """Yield the rows that match, oldest first, then by id."""
        ...
