"""Mentions of one event in one report become one event.

Two mentions are of the same event when they are of one type and nothing they say differs, though
one may say less, and when something besides speaks for it: the same day, a place or an actor with
like words, or one sentence. What differs stays apart: rival claims are never merged. What several
reports tell of is for `geo.merging`.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from geo.merging.profile import stems
from geo.model import EventMention, Report

_LIKE_WORDS = 0.5
"""Share of the shorter quote's words that the longer one has too; chosen on the annotated
training reports, as is what must go with it."""

_GROUPS_BACK = 40
_MEMBERS_COMPARED = 8
"""How many groups of a type, and members of each, a mention is compared with: a long report costs
no more per mention than a short one."""


class _Said(NamedTuple):
    """A mention with what is compared of it, worked out once."""

    mention: EventMention
    words: frozenset[str]
    places: frozenset[str]
    actors: frozenset[tuple[str, str]]
    speakers: frozenset[str]
    days: frozenset[object]


def group_mentions(mentions: Iterable[EventMention]) -> list[list[EventMention]]:
    """Return groups of mentions of one event each, the fullest first, in reading order."""
    groups: list[list[_Said]] = []
    by_kind = defaultdict[tuple[str, str], list[list[_Said]]](list)
    for said in map(_said, mentions):
        alike = by_kind[said.mention.type, said.mention.modality]
        for group in alike[-_GROUPS_BACK:]:
            if all(_are_same(said, other) for other in group[:_MEMBERS_COMPARED]):
                group.append(said)
                break
        else:
            alike.append([said])
            groups.append(alike[-1])
    return [
        sorted((said.mention for said in group), key=_fullness, reverse=True) for group in groups
    ]


def is_same_event(one: EventMention, other: EventMention) -> bool:
    """Return whether nothing the two mentions say differs, and enough of it agrees."""
    return _are_same(_said(one), _said(other))


def event_id(report: Report, mention: EventMention, order: int = 0) -> str:
    """Return sixteen hexadecimal digits fixed by the report, the event's words and its type.

    Args:
        report: The report that tells of the event.
        mention: Its fullest mention.
        order: How many events of the same words and type come before it.
    """
    where = f"{mention.trigger.start}\x1f{mention.span.start}\x1f{order}"
    return hashlib.sha256(f"{report.id}\x1f{mention.type}\x1f{where}".encode()).hexdigest()[:16]


def event_ids(report: Report, mentions: Iterable[EventMention]) -> list[str]:
    """Return one id per mention, unique within the report."""
    seen: Counter[str] = Counter()
    ids = []
    for mention in mentions:
        key = event_id(report, mention)
        ids.append(event_id(report, mention, seen[key]))
        seen[key] += 1
    return ids


def _said(mention: EventMention) -> _Said:
    ends = (mention.period.start, mention.period.end)
    return _Said(
        mention=mention,
        words=stems(mention.quote),
        places=frozenset(place.toponym.text.casefold() for place in mention.places),
        actors=frozenset((actor.id, actor.role) for actor in mention.actors),
        speakers=frozenset(source.actor_id or source.name for source in mention.attribution),
        days=frozenset({ends} if any(ends) else ()),
    )


def _are_same(one: _Said, other: _Said) -> bool:
    is_alike = one.mention.type == other.mention.type and (
        one.mention.modality == other.mention.modality
    )
    return is_alike and not _differ(one, other) and _agree(one, other)


def _differ(one: _Said, other: _Said) -> bool:
    """Return whether both say something and it is not the same; one that says less does not."""
    pairs = (
        (one.days, other.days),
        (one.places, other.places),
        (one.actors, other.actors),
        (one.speakers, other.speakers),
    )
    return any(ours and theirs and not ours & theirs for ours, theirs in pairs) or _numbers_differ(
        one.mention, other.mention
    )


def _agree(one: _Said, other: _Said) -> bool:
    """Return whether enough is the same: of statements, who said it and in what words."""
    fewer = max(1, min(len(one.words), len(other.words)))
    has_like_words = len(one.words & other.words) / fewer >= _LIKE_WORDS
    shares_actor = bool(one.actors & other.actors)
    if one.mention.type.startswith("statement."):
        return has_like_words and shares_actor
    shares_any = shares_actor or bool(one.places & other.places)
    is_one_day = bool(one.days & other.days) and one.mention.period.start is not None
    is_one_sentence = one.mention.span.overlaps(other.mention.span)
    if has_like_words:
        return shares_any or is_one_sentence or is_one_day
    return is_one_day and shares_any


def _numbers_differ(one: EventMention, other: EventMention) -> bool:
    """Return whether both give a number of the same kind and the numbers are not the same."""
    kinds = {quantity.kind for quantity in one.quantities} & {
        quantity.kind for quantity in other.quantities
    }
    return any(_values(one, kind) != _values(other, kind) for kind in kinds)


def _values(mention: EventMention, kind: str) -> frozenset[float]:
    return frozenset(quantity.value for quantity in mention.quantities if quantity.kind == kind)


def _fullness(mention: EventMention) -> int:
    return len(mention.actors) + len(mention.places) + len(mention.quantities)
