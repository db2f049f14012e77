"""From the answer of a large language model to a reading: nothing is taken on trust.

An answer may name ids of ours and words. Words must stand in the passage that was sent; their
offsets are found here. Dates, numbers, places and actors are then resolved by our own code, from
the report, not from the answer.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.model import (
    Actor,
    ActorRole,
    Attribution,
    EventMention,
    Modality,
    Period,
    PlaceMention,
    Quantity,
    Reading,
    Report,
    Role,
    Span,
    Toponym,
    Use,
)
from geo.phrases import grow
from geo.reading.actors import ActorEntry, ActorRegistry, plain_name
from geo.reading.clauses import title_of
from geo.reading.dates import find_dates, is_day
from geo.reading.document import flatten, sentences
from geo.reading.llm_prompt import MOST_EVENTS
from geo.reading.quantities import find_quantities
from geo.reading.types import EventType

if TYPE_CHECKING:
    from datetime import date

_MOST_PARTS = 20  # of one kind in one event
_LONGEST_WORDS = 1200  # characters
_MOST_SOUGHT = 200  # occurrences of words in a passage that are looked at
_AHEAD = frozenset({Modality.PLANNED, Modality.POSSIBLE})
_OFFICIAL = frozenset({"GOV", "MIL", "SPY", "COP", "JUD", "LEG", "IGO"})
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as an answer names it, every word found in the report.

    Attributes:
        quote: Where the clause stands that tells of it.
        date: Where the words of its date stand; None for none.
        sources: Who says so with the word of saying; None for none.
        about: The triggers of the events it speaks of.
    """

    type: str
    modality: Modality
    quote: Span
    trigger: Span
    date: Span | None
    actors: tuple[tuple[Span, ActorRole], ...]
    places: tuple[tuple[Span, Role], ...]
    quantities: tuple[Span, ...]
    sources: tuple[tuple[Span, Span | None], ...]
    about: tuple[Span, ...] = ()


def draft_events(
    said: Sequence[Any], text: str, span: Span, types: Mapping[str, EventType]
) -> tuple[list[Draft], int]:
    """Return the events of an answer, and how many things it named that are not there.

    Args:
        said: What the answer holds for events, of any form.
        text: The report's text.
        span: The passage that was sent.
        types: The event types by id.
    """
    finder = _Finder(text, span)
    drafts: dict[int, Draft] = {}
    taken: set[tuple[str, Span]] = set()
    for number, event in enumerate(said[:MOST_EVENTS]):
        draft = _draft(event, finder, types, taken)
        if draft is not None:
            drafts[number] = draft
            taken.add((draft.type, draft.trigger))
    dropped = finder.missing + len(said) - len(drafts)
    linked = [
        replace(draft, about=_about(said[number], number, drafts))
        for number, draft in drafts.items()
    ]
    return linked, dropped


class _Finder:
    """Finds words of an answer in a passage, whatever its line breaks and quotation marks.

    Attributes:
        missing: How many were asked for that are not there.
    """

    def __init__(self, text: str, span: Span) -> None:
        self.missing = 0
        self._found: dict[str, list[Span]] = {}
        self._offsets: list[int] = []
        letters: list[str] = []
        for offset in range(span.start, span.end):
            letter = " " if text[offset].isspace() else text[offset]
            if letter != " " or letters[-1:] != [" "]:
                letters.append(letter)
                self._offsets.append(offset)
        self._plain = "".join(letters).translate(_QUOTES)

    def all(self, words: object) -> list[Span]:
        """Return where words stand, whole words only, in order; empty where they do not."""
        plain = " ".join(words.split()).translate(_QUOTES) if isinstance(words, str) else ""
        if not plain or len(plain) > _LONGEST_WORDS:
            return []
        if plain not in self._found:
            self._found[plain] = self._seek(plain)
        return self._found[plain]

    def _seek(self, plain: str) -> list[Span]:
        found: list[Span] = []
        at = self._plain.find(plain)
        for _ in range(_MOST_SOUGHT):
            if at < 0:
                break
            if self._is_whole(at, at + len(plain)):
                found.append(Span(self._offsets[at], self._offsets[at + len(plain) - 1] + 1))
            at = self._plain.find(plain, at + 1)
        return found

    def near(self, words: object, quote: Span) -> Span | None:
        """Return where words stand nearest to a quote, inside it if they do; None if nowhere."""
        found = self.all(words)
        if not found:
            self.missing += bool(words)
            return None
        return min(found, key=lambda span: (not quote.contains(span), _gap(span, quote)))

    def _is_whole(self, start: int, end: int) -> bool:
        text = self._plain
        cuts_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        cuts_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
        return not (cuts_before or cuts_after)


def _gap(span: Span, other: Span) -> int:
    return max(0, other.start - span.end, span.start - other.end)


def _draft(
    said: Any,  # noqa: ANN401 - whatever an answer holds
    finder: _Finder,
    types: Mapping[str, EventType],
    taken: Collection[tuple[str, Span]],
) -> Draft | None:
    """Return one event, None where type, modality, quote or trigger is not one, or taken."""
    if not isinstance(said, dict) or said.get("type") not in list(types):
        return None
    modality = _one_of(Modality, said.get("modality"))
    told = _told(said, finder, taken)
    if modality is None or told is None:
        return None
    quote, trigger = told
    return Draft(
        type=said["type"],
        modality=modality,
        quote=quote,
        trigger=trigger,
        date=finder.near(said.get("date"), quote),
        actors=tuple(_in_roles(said.get("actors"), ActorRole, finder, quote)),
        places=tuple(_in_roles(said.get("places"), Role, finder, quote)),
        quantities=tuple(filter(None, (finder.near(w, quote) for w in _parts(said, "quantities")))),
        sources=tuple(_sources(said, finder, quote)),
    )


def _told(
    said: Mapping[str, Any], finder: _Finder, taken: Collection[tuple[str, Span]]
) -> tuple[Span, Span] | None:
    """Return where quote and trigger stand: the first such words that tell of no event yet."""
    triggers = [one for one in finder.all(said.get("trigger")) if (said["type"], one) not in taken]
    for quote in finder.all(said.get("quote")):
        for trigger in triggers:
            if quote.contains(trigger):
                return quote, trigger
    return None


def _parts(said: Mapping[str, Any], name: str) -> list[Any]:
    parts = said.get(name)
    return parts[:_MOST_PARTS] if isinstance(parts, list) else []


def _one_of(kind: Any, value: object) -> Any:  # noqa: ANN401 - a member of an enumeration
    """Return the member of an enumeration, None where it has no such."""
    return kind(value) if isinstance(value, str) and value in list(kind) else None


def _in_roles(said: object, kind: Any, finder: _Finder, quote: Span) -> Iterator[tuple[Span, Any]]:  # noqa: ANN401 - an enumeration of roles
    for part in said[:_MOST_PARTS] if isinstance(said, list) else ():
        if isinstance(part, dict):
            span = finder.near(part.get("words"), quote)
            role = _one_of(kind, part.get("role"))
            if span is not None and role is not None:
                yield span, role


def _sources(
    said: Mapping[str, Any], finder: _Finder, quote: Span
) -> Iterator[tuple[Span, Span | None]]:
    for part in _parts(said, "sources"):
        if isinstance(part, dict):
            span = finder.near(part.get("words"), quote)
            if span is not None:
                yield span, finder.near(part.get("verb"), span)


def _about(said: Mapping[str, Any], number: int, drafts: Mapping[int, Draft]) -> tuple[Span, ...]:
    wanted = [one for one in _parts(said, "about") if isinstance(one, int) and one != number]
    return tuple(drafts[one].trigger for one in dict.fromkeys(wanted) if one in drafts)


def to_reading(
    report: Report, drafts: Iterable[Draft], ordinary: Reading, registry: ActorRegistry
) -> Reading:
    """Return the reading that the events of an answer make, each part resolved by our own code.

    Args:
        report: What was read.
        drafts: Its events, of all passages.
        ordinary: What the ordinary extractor read: its place names are kept, and who it took
            pronouns and short names for.
        registry: The actors.
    """
    resolver = _Resolver(report, ordinary, registry)
    ordered = sorted(drafts, key=lambda draft: (draft.trigger, draft.type))
    mentions = tuple(resolver.mention(draft) for draft in ordered)
    return Reading(tuple(sorted(resolver.toponyms, key=lambda one: one.span)), mentions)


class _Resolver:
    """Resolves the parts of events in one report.

    Attributes:
        toponyms: All place names so far.
    """

    def __init__(self, report: Report, ordinary: Reading, registry: ActorRegistry) -> None:
        self._text, self._flat = report.text, flatten(report.text)
        self._published = report.published
        self._registry = registry
        self._sentences = sentences(report.text)
        self._known = [
            actor for mention in ordinary.mentions for actor in mention.actors if actor.span
        ]
        self.toponyms = list(ordinary.toponyms)
        self._day: date | None = None

    def mention(self, draft: Draft) -> EventMention:
        """Return the mention of an event."""
        quote = draft.quote.of(self._text)
        actors: dict[str, Actor] = {}
        for span, role in draft.actors:
            actor = self._actor(span, role)
            actors.setdefault(actor.id, actor)
        return EventMention(
            type=draft.type,
            title=title_of(" ".join(quote.split()), draft.trigger.of(self._text)),
            span=draft.quote,
            quote=quote,
            trigger=draft.trigger,
            period=self._period(draft),
            actors=tuple(actors.values()),
            places=tuple(self._places(draft)),
            quantities=tuple(self._quantities(draft)),
            modality=draft.modality,
            attribution=tuple(self._attribution(*source) for source in draft.sources),
            about=draft.about,
        )

    def _around(self, span: Span) -> Span:
        """Return the sentences a span stands in, as one stretch."""
        touched = [one for one in self._sentences if one.overlaps(span)] or [span]
        return Span(touched[0].start, touched[-1].end)

    def _period(self, draft: Draft) -> Period:
        if draft.date is None:
            return Period()
        periods = find_dates(
            self._flat,
            self._around(draft.date),
            published=self._published,
            day=self._day,
            is_future=draft.modality in _AHEAD,
        )
        fitting = (one for one in periods if one.span and one.span.overlaps(draft.date))
        period = next(fitting, Period())
        self._day = period.start if is_day(period) else self._day
        return period

    def _quantities(self, draft: Draft) -> Iterator[Quantity]:
        seen: set[Span] = set()
        for words in draft.quantities:
            for quantity in find_quantities(self._flat, self._around(words)):
                if quantity.span.overlaps(words) and quantity.span not in seen:
                    seen.add(quantity.span)
                    yield quantity

    def _places(self, draft: Draft) -> Iterator[PlaceMention]:
        seen: set[Span] = set()
        for span, role in draft.places:
            toponym = self._toponym(span)
            if toponym is not None and toponym.span not in seen:
                seen.add(toponym.span)
                yield PlaceMention(toponym, role)

    def _toponym(self, span: Span) -> Toponym | None:
        """Return the place name that words are, None where they are none.

        One that the ordinary extractor knows is that one; what it takes for a people, a government
        or a part of another name is no place. Others are place names if they have a capital.
        """
        known = [one for one in self.toponyms if one.span.overlaps(span)]
        if known:
            literal = (one for one in known if one.use is Use.LITERAL and not one.is_demonym)
            return next(literal, None)
        whole = grow(self._flat, span)
        if any(one.span.overlaps(whole) for one in self.toponyms):
            whole = span
        words = whole.of(self._text)
        if not any(letter.isupper() for letter in words):
            return None
        toponym = Toponym(whole, words)
        self.toponyms.append(toponym)
        return toponym

    def _actor(self, span: Span, role: ActorRole) -> Actor:
        name = plain_name(span.of(self._text))
        known = self._registered(name)
        if known is not None:
            return Actor(
                known.id, known.name, role, known.country, known.sector, known.parents, span
            )
        same = next((one for one in self._known if one.span and span.contains(one.span)), None)
        if same is not None:
            return replace(same, role=role, span=span)
        return Actor(f"name:{_NO_WORD.sub('-', name.casefold()).strip('-')}", name, role, span=span)

    def _registered(self, name: str) -> ActorEntry | None:
        return self._registry.find(name, self._published) or self._registry.capital_of(name)

    def _attribution(self, span: Span, verb: Span | None) -> Attribution:
        actor = self._actor(span, ActorRole.ACTOR)
        entry = self._registered(plain_name(span.of(self._text)))
        is_state = entry is not None and entry.kind == "state"
        if actor.sector in _OFFICIAL or is_state:
            kind = "official"
        else:
            kind = "media" if actor.sector == "MED" else "unknown"
        return Attribution(
            name=actor.name,
            actor_id="" if actor.id.startswith("name:") else actor.id,
            kind=kind,
            verb=verb.of(self._text) if verb else "",
            span=span,
        )
