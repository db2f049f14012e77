"""From the events of one sentence to event mentions with all their parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo.model import EventMention, PlaceMention, Quantity, Span, Toponym
from geo.reading.attribution import find_attribution, with_strength
from geo.reading.cast import Cast
from geo.reading.clauses import clause_span, title_of
from geo.reading.mention_dates import SentenceDates, dates_of
from geo.reading.mention_places import is_place, places_by_trigger
from geo.reading.mention_quantities import Tally
from geo.reading.modality import find_modality
from geo.reading.participants import find_actors
from geo.reading.place_links import LinkScene
from geo.reading.speech import is_spoken_of
from geo.reading.syntax import CLAUSES
from geo.reading.timeline import Timeline
from geo.reading.whereabouts import Whereabouts

if TYPE_CHECKING:
    from geo.reading.language_model import Passage
    from geo.reading.triggers import Trigger

_STATEMENT = "statement"
_SPOKEN = frozenset({_STATEMENT, "publish"})
_EFFECTS = frozenset(
    {"kill", "injure", "wound", "destroy", "damage", "hit", "maim", "die", "displace"}
    | {"strike", "rock", "shake", "rip", "devastate", "leave"}
)
"""What an attack or accident does: no event beside it when it is the subject."""

_CAUSES = frozenset({"strike", "attack", "combat", "accident", "disaster"})


@dataclass(slots=True)
class Story:
    """What is carried from sentence to sentence of one report.

    Attributes:
        timeline: What was said of time so far.
        where: Where the words of the sentence's places begin.
        whereabouts: The places that the report has named.
        tally: The numbers, and what those of later sentences belong to.
    """

    cast: Cast
    timeline: Timeline
    whereabouts: Whereabouts = field(default_factory=Whereabouts)
    where: frozenset[int] = frozenset()
    tally: Tally = field(default_factory=Tally)


def sentence_mentions(
    scene: LinkScene,
    text: str,
    span: Span,
    triggers: Sequence["Trigger"],
    toponyms: Sequence[Toponym],
    story: Story,
) -> list[EventMention]:
    """Return the event mentions of one sentence, in order; `story` is carried on.

    Args:
        scene: The parsed stretch that the sentence stands in, with its names.
        text: The report's text as received.
        span: The sentence.
        triggers: Its events' words.
        toponyms: Its place names.
        story: What the sentences before told.
    """
    passage = scene.passage
    kept = without_effects(triggers)
    dates = dates_of(passage, text, span, kept, story.timeline)
    places = places_by_trigger(scene, toponyms, kept, story.whereabouts)
    quantities = story.tally.count(passage, text, span, kept)
    story.where = frozenset(
        position
        for toponym in toponyms
        if is_place(toponym)
        for position in range(toponym.span.start, toponym.span.end)
    )
    mentions = [
        _mention(passage, text, trigger, dates, places.get(trigger.token.i, ()), story)
        for trigger in kept
    ]
    return [
        _with_links(mention, trigger, kept, quantities.get(trigger.token.i, ()), passage.start)
        for mention, trigger in zip(mentions, kept, strict=True)
    ]


def without_effects(triggers: Sequence["Trigger"]) -> list["Trigger"]:
    """Return the events without those that only say what another did ("a strike killed ...").

    Of two words for one act ("conducted a strike") the likelier stays.
    """
    by_word = {trigger.token.i: trigger for trigger in triggers}
    dropped: set[int] = set()
    for trigger in triggers:
        token = trigger.token
        for near in token.children:
            other = by_word.get(near.i)
            if other is None or near.dep_ in CLAUSES - {"xcomp"}:
                continue
            if token.lemma_.lower() in _EFFECTS and _group(other) in _CAUSES:
                dropped.add(token.i)
            elif _group(other) == _group(trigger):
                worse = min(trigger, other, key=lambda each: each.confidence)
                dropped.add(worse.token.i)
    return [trigger for trigger in triggers if trigger.token.i not in dropped]


def _mention(
    passage: "Passage",
    text: str,
    trigger: "Trigger",
    dates: SentenceDates,
    places: Iterable[PlaceMention],
    story: Story,
) -> EventMention:
    token, offset = trigger.token, passage.start
    actors = find_actors(token, trigger.type, story.cast, offset, where=story.where)
    sources = find_attribution(token, story.cast, offset)
    speaks_for = story.cast.country_of(sources[0].actor_id) if sources else None
    modality = find_modality(
        token,
        trigger.type,
        actors=actors,
        attribution=sources,
        speaks_for=speaks_for,
        outlook=trigger.outlook.modalities if trigger.outlook else None,
    )
    clause = clause_span(token)
    span = Span(offset + clause.start, offset + clause.end)
    quote = span.of(text)
    return EventMention(
        type=trigger.type,
        title=title_of(quote, token.text),
        span=span,
        quote=quote,
        trigger=Span(offset + token.idx, offset + token.idx + len(token)),
        period=dates.period_of(trigger, modality),
        actors=actors,
        places=tuple(places),
        modality=modality,
        attribution=with_strength(sources, modality),
        confidence=round(trigger.confidence, 3),
    )


def _with_links(
    mention: EventMention,
    trigger: "Trigger",
    triggers: Sequence["Trigger"],
    quantities: Iterable[Quantity],
    offset: int,
) -> EventMention:
    about = tuple(
        Span(offset + other.token.idx, offset + other.token.idx + len(other.token))
        for other in triggers
        if _group(trigger) in _SPOKEN and is_spoken_of(other.token, trigger.token)
    )
    return replace(mention, quantities=tuple(quantities), about=about)


def _group(trigger: "Trigger") -> str:
    return trigger.type.partition(".")[0]
