"""The whole flow: report text in, located events out, into a store if there is one."""

import logging
from collections.abc import Collection, Iterator, Sequence

from geo.merge import event_ids, group_mentions
from geo.model import Event, EventMention, EventPlace, Location, Report, Role, Toponym
from geo.nationality import with_countries
from geo.protocols import Extractor, Geocoder, Store

logger = logging.getLogger(__name__)

_SHOWN_FIRST = (
    Role.EVENT,
    Role.TARGET,
    Role.DESTINATION,
    Role.STATEMENT,
    Role.ORIGIN,
    Role.VIA,
)
"""Which of an event's places it is shown at: where it happened, was aimed or led to."""


def read_events(
    report: Report, *, extractor: Extractor, geocoder: Geocoder, bias: Collection[str] = ()
) -> list[Event]:
    """Return the events that `report` tells of, in reading order, each with its places.

    Args:
        report: What to read.
        extractor: Finds toponyms and event mentions.
        geocoder: Resolves all toponyms of the report together.
        bias: Ids of countries and regions the caller expects.

    Returns:
        Events in reading order; one whose place is unknown is kept, without a place.
    """
    reading = extractor.read(report)
    located = geocoder.locate(reading.toponyms, report, bias=bias)
    locations = geocoder.widen(located, text=report.text)
    by_toponym = dict(zip(reading.toponyms, locations, strict=True))
    groups = group_mentions(with_countries(reading.mentions, by_toponym))
    ids = event_ids(report, [group[0] for group in groups])
    return [
        _event(event_id, report, group, by_toponym)
        for event_id, group in zip(ids, groups, strict=True)
    ]


def read_report(report: Report, *, extractor: Extractor, geocoder: Geocoder, store: Store) -> int:
    """Read one report into `store` and return how many events it told of.

    A report that was read before is not read again.
    """
    if store.has(report.id):
        return 0
    events = read_events(report, extractor=extractor, geocoder=geocoder)
    located = sum(event.main_place is not None for event in events)
    logger.info(
        "read %s: %d events, %d without a place", report.id, len(events), len(events) - located
    )
    return store.add(report, events)


def _event(
    event_id: str,
    report: Report,
    mentions: Sequence[EventMention],
    locations: dict[Toponym, Location],
) -> Event:
    first, *others = mentions
    places = sorted(
        _places(first, locations),
        key=lambda place: (place.location.place is None, _SHOWN_FIRST.index(place.role)),
    )
    return Event(
        id=event_id,
        mention=first,
        report=report,
        places=tuple(places),
        others=tuple(others),
    )


def _places(mention: EventMention, locations: dict[Toponym, Location]) -> Iterator[EventPlace]:
    for place in mention.places:
        if place.toponym in locations:
            yield EventPlace(locations[place.toponym], place.role)
