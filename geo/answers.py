"""What the batch contracts say of one report, as plain values: toponyms, events, or places.

The members are stable; acceptance and other programs read them. `docs/reference/cli.md` lists
them. Offsets are characters into the report's text.
"""

from collections.abc import Sequence
from typing import Any

from geo.errors import DatelineError
from geo.model import (
    Actor,
    Attribution,
    DatePrecision,
    Event,
    EventPlace,
    Location,
    Period,
    PlaceKind,
    Precision,
    Quantity,
    Report,
    Span,
    Use,
)
from geo.reader import Reader

# What annotated corpora call these, where we say it otherwise.
_QUANTITY_ROLES = {"wounded": "injured", "detained": "arrested"}
_DATE_PRECISIONS = {DatePrecision.RANGE: "interval"}


def geoparse(report: Report, reader: Reader) -> dict[str, Any]:
    """Return `{"toponyms", "not_places"}` of one report, each in reading order."""
    toponyms = reader.toponyms(report)
    locations = reader.geocoder.locate(toponyms, report, bias=reader.bias)
    return {
        "toponyms": [_toponym(one, report.text) for one in locations if _is_place(one)],
        "not_places": [_not_place(one, report.text) for one in locations if not _is_place(one)],
    }


def _is_place(location: Location) -> bool:
    return location.toponym.use is not Use.NAME


def _not_place(location: Location, text: str) -> dict[str, Any]:
    span = location.toponym.span
    return {"start": span.start, "end": span.end, "name": span.of(text), "why": location.why}


def extract(report: Report, reader: Reader) -> dict[str, Any]:
    """Return `{"events": [...]}` of one report, in reading order."""
    return {"events": [_event(event) for event in reader.events(report)]}


def locate(report: Report, triggers: Sequence[Span], reader: Reader) -> dict[str, Any]:
    """Return `{"locations": [...]}`: the names of where some events of a report happened.

    Args:
        report: The text.
        triggers: The words that tell of the events.
        reader: One that has a locator.

    Raises:
        DatelineError: the reader has none.
    """
    if reader.locator is None:
        msg = "this reader cannot tell where a given event happened"
        raise DatelineError(msg)
    spans = reader.locator.places_of(report, triggers)
    return {
        "locations": [
            {"start": span.start, "end": span.end, "name": span.of(report.text)} for span in spans
        ]
    }


def _span(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _where(location: Location) -> dict[str, Any]:
    """Return what a location says of where it is; null where it was not resolved."""
    place = location.place
    if place is None:
        return {"lat": None, "lon": None, "geonameid": None, "kind": None}
    return {
        "lat": round(place.lat, 6),
        "lon": round(place.lon, 6),
        "geonameid": place.geonames_id,
        "kind": str(place.kind),
    }


def _toponym(location: Location, text: str) -> dict[str, Any]:
    span = location.toponym.span
    where = _where(location)
    if location.toponym.is_demonym:
        where["kind"] = str(PlaceKind.DEMONYM)
    return {
        "start": span.start,
        "end": span.end,
        "name": span.of(text),
        **where,
        "precision": _precision(location),
        "confidence": round(location.confidence, 3),
        "why": location.why,
    }


def _precision(location: Location) -> str:
    return str(location.place.precision if location.place else Precision.UNKNOWN)


def _event(event: Event) -> dict[str, Any]:
    mention, text = event.mention, event.report.text
    return {
        "id": event.id,
        "type": mention.type,
        "title": mention.title,
        "modality": str(mention.modality),
        "actors": [_actor(actor) for actor in mention.actors],
        "date": _date(mention.period),
        "places": [_event_place(place) for place in event.places],
        "quantities": [_quantity(quantity) for quantity in _quantities(event)],
        "reported_by": [source.name for source in mention.attribution],
        "attribution": [_attribution(source) for source in mention.attribution],
        "span": _span(mention.span, text),
        "trigger": _span(mention.trigger, text),
        "extra_spans": [_span(other.span, text) for other in event.others],
        "about": [_span(span, text) for span in mention.about],
        "confidence": round(mention.confidence, 3),
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "country": actor.country,
        "role": str(actor.role),
        "sector": actor.sector,
    }


def _date(period: Period) -> dict[str, Any]:
    return {
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
        "precision": _DATE_PRECISIONS.get(period.precision, str(period.precision)),
        "edtf": period.edtf,
        "text": period.text or None,
    }


def _event_place(event_place: EventPlace) -> dict[str, Any]:
    location = event_place.location
    place = location.place
    return {
        "name": place.name if place else location.toponym.text,
        **_where(location),
        "country": (place.country or None) if place else None,
        "role": str(event_place.role),
        "place_id": place.id if place else None,
        "precision": _precision(location),
        "uncertainty_m": round(place.uncertainty_m) if place else None,
        "confidence": round(location.confidence, 3),
        "why": location.why,
        "start": location.toponym.span.start,
        "end": location.toponym.span.end,
        "text": location.toponym.text,
    }


def _quantities(event: Event) -> list[Quantity]:
    """Return the quantities of all mentions, each figure of a kind once."""
    seen: dict[tuple[str, float, str], Quantity] = {}
    for mention in (event.mention, *event.others):
        for quantity in mention.quantities:
            seen.setdefault((quantity.kind, quantity.value, quantity.subject), quantity)
    return list(seen.values())


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "value": quantity.value,
        "unit": quantity.unit,
        "role": _QUANTITY_ROLES.get(quantity.kind, quantity.kind),
        "approx": quantity.is_approximate,
        "text": quantity.text,
        "min": quantity.minimum,
        "max": quantity.maximum,
        "subject": quantity.subject or None,
        "part_of": quantity.part_of,
    }


def _attribution(source: Attribution) -> dict[str, Any]:
    return {
        "name": source.name,
        "actor_id": source.actor_id or None,
        "kind": source.kind,
        "verb": source.verb or None,
        "via": source.via or None,
        "strength": source.strength or None,
    }
