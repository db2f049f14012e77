"""Mentions of one event in one report become one event.

Two mentions are of the same event when nothing they say differs: same type, modality, actors,
day and places, and no number against another. What differs stays apart: rival claims are never
merged.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable

from geo.model import EventMention, Report


def group_mentions(mentions: Iterable[EventMention]) -> list[list[EventMention]]:
    """Return groups of mentions of one event each, the fullest first, in reading order."""
    groups: list[list[EventMention]] = []
    for mention in mentions:
        for group in groups:
            if all(is_same_event(mention, other) for other in group):
                group.append(mention)
                break
        else:
            groups.append([mention])
    return [sorted(group, key=_fullness, reverse=True) for group in groups]


def is_same_event(one: EventMention, other: EventMention) -> bool:
    """Return whether nothing the two mentions say differs, and they say enough to be compared."""
    return (
        one.type == other.type
        and one.modality == other.modality
        and (one.period.start, one.period.end) == (other.period.start, other.period.end)
        and _place_words(one) == _place_words(other)
        and _actor_ids(one) == _actor_ids(other)
        and not _numbers_differ(one, other)
        and bool(_actor_ids(one) or _place_words(one))
        and _speakers(one) == _speakers(other)
    )


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


def _place_words(mention: EventMention) -> frozenset[str]:
    return frozenset(place.toponym.text.casefold() for place in mention.places)


def _actor_ids(mention: EventMention) -> frozenset[tuple[str, str]]:
    return frozenset((actor.id, actor.role) for actor in mention.actors)


def _speakers(mention: EventMention) -> frozenset[str]:
    return frozenset(source.actor_id or source.name for source in mention.attribution)


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
