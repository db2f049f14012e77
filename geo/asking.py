"""What a person typed becomes a `Query`: names of regions, actors and types become ids.

API, maps and command line all ask through `ask`, so that a filter means the same everywhere.
"""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from geo.errors import BadCoverage, BadDate, BadQuery, UnknownActor
from geo.model import Place
from geo.query import Query, parse_bbox, parse_coverage, parse_day, parse_interval
from geo.query import words as words_in
from geo.reading.types import EventType, find_type

_NEAREST = 3  # names offered for one that is not known
_LONGEST_WORD = 200  # characters; no name of a region, actor or type is longer


class Regions(Protocol):
    """What asking needs of a gazetteer."""

    def find_region(self, word: str) -> Place:
        """Return the region called `word`; raises `UnknownRegion`."""
        ...


class ActorKeys(Protocol):
    """What asking needs of an actor registry."""

    def keys_for(self, word: str) -> frozenset[str]:
        """Return all keys of the actors called `word`, empty where there is none."""
        ...


def _nothing_known(_regions: Sequence[Place]) -> Mapping[str, float]:
    return {}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of a filter may mean.

    Parts that are slow to open are given as functions, called only where a filter needs them.

    Attributes:
        regions: Opens what finds regions by name or id.
        actors: Opens what finds actors by id, name or alias.
        types: Opens the ontology: event types by id.
        has_events: Whether any event matches a query. An actor that the registry does not know
            is known all the same if an event has one of that id or name.
        actor_names: Names to suggest from when an actor is not known.
        shares: Which share of each place that is more than a spot some regions together cover,
            0 to 1, by place id (`Query.shares`).
    """

    regions: Callable[[], Regions]
    actors: Callable[[], ActorKeys]
    types: Callable[[], Mapping[str, EventType]]
    has_events: Callable[[Query], bool]
    actor_names: Callable[[], Collection[str]] = tuple
    shares: Callable[[Sequence[Place]], Mapping[str, float]] = _nothing_known


@dataclass(frozen=True, slots=True)
class Words:
    """A filter as typed; empty text or an empty tuple is no condition.

    Attributes:
        datetime: OGC `datetime`: an instant or an interval with an open end; not together with
            `start` and `end`.
        start: First day wanted.
        end: Last day wanted, included.
        bbox: Four or six numbers, west first.
        actors: Ids, names or aliases, alternatives.
        regions: Ids, ISO codes or names, alternatives.
        types: Type ids, their first parts, or labels, alternatives.
        text: Words that must all occur.
        coverage: Least share of a place's footprint that `regions` must cover, above 0 to 1.
    """

    datetime: str = ""
    start: str = ""
    end: str = ""
    bbox: str = ""
    actors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    text: str = ""
    coverage: str = ""


def ask(words: Words, vocabulary: Vocabulary) -> Query:
    """Return the query that `words` mean.

    Raises:
        BadDate: a date or interval is not one, or runs backward.
        BadBbox: the box is not one.
        BadCoverage: the share is none, or no region is named.
        UnknownRegion, UnknownActor, UnknownType: a word names nothing known; the message offers
            the nearest names.
        BadQuery: both forms of date are given, or a word is empty or far too long.
    """
    start, end = _period(words)
    coverage = _coverage(words)
    regions = list(_regions(words.regions, vocabulary))
    return Query(
        start=start,
        end=end,
        bbox=parse_bbox(words.bbox) if words.bbox else None,
        actors=frozenset().union(*_actors(words.actors, vocabulary)),
        regions=frozenset(region.id for region in regions),
        types=tuple(sorted(set(_types(words.types, vocabulary)))),
        text=_text(words.text),
        coverage=coverage,
        shares=vocabulary.shares(regions) if regions else {},
    )


def _coverage(words: Words) -> float | None:
    if not words.coverage:
        return None
    share = parse_coverage(words.coverage)
    if not words.regions:
        raise BadCoverage(words.coverage, "it is of a region; name one too (region)")
    return share


def _text(text: str) -> str:
    if text and not words_in(text):
        msg = f"the text {text!r} has no word to look for"
        raise BadQuery(msg)
    return " ".join(text.split())


def _period(words: Words) -> tuple[date | None, date | None]:
    if words.datetime and (words.start or words.end):
        msg = "give either datetime or first and last day, not both"
        raise BadQuery(msg)
    if words.datetime:
        return parse_interval(words.datetime)
    start, end = (parse_day(day) if day else None for day in (words.start, words.end))
    if start and end and start > end:
        backward = f"{words.start}/{words.end}"
        raise BadDate(backward)
    return start, end


def _regions(names: Iterable[str], vocabulary: Vocabulary) -> Iterator[Place]:
    for name in names:
        yield vocabulary.regions().find_region(_plain(name, "region"))


def _actors(names: Iterable[str], vocabulary: Vocabulary) -> Iterator[frozenset[str]]:
    for name in names:
        word = _plain(name, "actor")
        as_written = frozenset({word, word.casefold()})
        keys = vocabulary.actors().keys_for(word)
        if not keys and not vocabulary.has_events(Query(actors=as_written)):
            raise UnknownActor(word, _nearest(word, vocabulary.actor_names()))
        yield keys | as_written


def _types(names: Iterable[str], vocabulary: Vocabulary) -> Iterator[str]:
    for name in names:
        yield find_type(_plain(name, "type"), vocabulary.types())


def _plain(word: str, noun: str) -> str:
    """Return `word` with single blanks.

    Raises:
        BadQuery: nothing is left of it, or it is longer than any name.
    """
    plain = " ".join(word.split())
    if not plain:
        msg = f"the {noun} is empty"
        raise BadQuery(msg)
    if len(plain) > _LONGEST_WORD:
        msg = f"the {noun} is longer than {_LONGEST_WORD} characters"
        raise BadQuery(msg)
    return plain


def _nearest(word: str, names: Iterable[str]) -> list[str]:
    """Return the names most like `word`, case aside, best first."""
    by_key = {name.casefold(): name for name in names}
    keys = difflib.get_close_matches(word.casefold(), by_key, n=_NEAREST, cutoff=0.6)
    return [by_key[key] for key in keys]
