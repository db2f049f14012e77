"""Small real parts: second implementations of the seams, and values to try them on.

They are what `geo.protocols` promises: a memory store, a gazetteer of three rows and an extractor
that reads a made-up notation instead of English.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from shapely import box

from geo.columns import EventRow
from geo.frame import to_row
from geo.merge import event_id
from geo.model import (
    Actor,
    ActorRole,
    Attribution,
    DatePrecision,
    Event,
    EventMention,
    EventPlace,
    Location,
    Modality,
    Period,
    Place,
    PlaceKind,
    PlaceMention,
    Quantity,
    Reading,
    Report,
    Role,
    Span,
    Toponym,
)
from geo.pipeline import read_report
from geo.protocols import Store
from geo.query import Query, matches, time_key

READ_AT = "2024-10-21T12:00:00.000Z"

BRUSSELS = Place(
    id="geonames:2800866",
    name="Brussels",
    kind=PlaceKind.CITY,
    lon=4.34878,
    lat=50.85045,
    uncertainty_m=10_000,
    country="BE",
    admin1="BE-BRU",
    region_ids=("BE", "BE-BRU"),
)
DONETSK_REGION = Place(
    id="UA-14",
    name="Donetsk Oblast",
    kind=PlaceKind.ADMIN1,
    lon=37.5,
    lat=48.0,
    uncertainty_m=92_000,
    footprint=box(36.5, 46.8, 39.1, 49.2),
    country="UA",
    admin1="UA-14",
    region_ids=("UA-14", "UA", "donbas"),
)
FIJI = Place(
    id="FJ",
    name="Fiji",
    kind=PlaceKind.COUNTRY,
    lon=179.9,
    lat=-17.8,
    uncertainty_m=300_000,
    country="FJ",
    region_ids=("FJ",),
)
EAST = Place(
    id="UA/east",
    name="eastern Ukraine",
    kind=PlaceKind.DIRECTIONAL,
    lon=36.5,
    lat=48.0,
    uncertainty_m=150_000,
    footprint=box(33.9, 46.8, 39.1, 49.2),
    country="UA",
    region_ids=("UA",),
)
"""A part of Ukraine of which `DONETSK_REGION` is exactly half."""

PLACES: Mapping[str, Place] = {
    "brussels": BRUSSELS,
    "donetsk region": DONETSK_REGION,
    "fiji": FIJI,
}


class ThreeRowGazetteer:
    """A gazetteer of three rows; a `Lexicon` and a `Geocoder` at once."""

    def kinds(self, name: str) -> Collection[PlaceKind]:
        """Return the kind of the place of this name, if there is one."""
        place = PLACES.get(name.casefold())
        return [place.kind] if place else []

    def prominence(self, name: str) -> float:
        """Return 6 for what it knows."""
        return 6.0 if name.casefold() in PLACES else 0.0

    def locate(
        self,
        toponyms: Sequence[Toponym],
        report: Report | None = None,
        *,
        bias: Collection[str] = (),
    ) -> Sequence[Location]:
        """Resolve each toponym by its name alone."""
        del report, bias
        return [self._location(toponym) for toponym in toponyms]

    def widen(self, locations: Sequence[Location], *, text: str) -> Sequence[Location]:
        """Leave all as they are."""
        del text
        return locations

    def _location(self, toponym: Toponym) -> Location:
        place = PLACES.get(toponym.text.casefold())
        why = "the only place of this name" if place else "no place has this name"
        return Location(toponym, place, 0.8 if place else 0.0, why)


LINE = re.compile(r"(?P<day>\d{4}-\d\d-\d\d): (?P<actor>[^@#\n]+) #(?P<type>[\w.]+) @(?P<place>.+)")


class LineExtractor:
    """Reads lines such as `2024-10-17: Ukraine #statement.announce @Brussels`; an `Extractor`."""

    def read(self, report: Report) -> Reading:
        """Return a mention and a toponym per line."""
        found = [_mention(line) for line in LINE.finditer(report.text)]
        places = [place.toponym for mention in found for place in mention.places]
        return Reading(tuple(places), tuple(found))


def _mention(line: re.Match[str]) -> EventMention:
    day = date.fromisoformat(line["day"])
    return EventMention(
        type=line["type"],
        title=f"{line['actor']}: {line['type']}",
        span=Span(*line.span()),
        quote=line[0],
        trigger=Span(*line.span("type")),
        period=Period(day, day, DatePrecision.DAY, line["day"], line["day"]),
        actors=(Actor(line["actor"].casefold(), line["actor"], ActorRole.ACTOR),),
        places=(PlaceMention(Toponym(Span(*line.span("place")), line["place"]), Role.EVENT),),
        confidence=0.5,
    )


class MemoryStore:
    """Rows in a dictionary; a `Store`."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: dict[str, list[EventRow]] = {}
        self._latest: dict[str, str] = {}

    def has(self, report_id: str) -> bool:
        """Return whether this very report was read already."""
        return report_id in self._rows

    def add(self, report: Report, events: Iterable[Event]) -> int:
        """Keep a report's events; those of an older version of it go."""
        if report.id not in self._rows:
            if report.key:
                self._rows[self._latest.get(report.key, report.id)] = []
                self._latest[report.key] = report.id
            self._rows[report.id] = [to_row(event, updated=READ_AT) for event in events]
        return len(self._rows[report.id])

    def find(self, query: Query) -> Iterator[EventRow]:
        """Yield the rows that match, oldest first, then by id."""
        rows = [row for rows in self._rows.values() for row in rows]
        return iter(sorted((row for row in rows if matches(row, query)), key=time_key))


def line_report(number: int) -> Report:
    """Return a report of three events in the notation of `LineExtractor`, another each number."""
    day = date(2024, 1, 1) + timedelta(days=number % 300)
    text = (
        f"{day}: North Korea #strike.missile @Donetsk region\n"
        f"{day}: Ukraine #statement.announce @Brussels\n"
        f"{day}: Nobody #meet @Atlantis number {number}\n"
    )
    return Report(text, title=f"Report {number}", publisher="Example Post", published=day)


def read_lines(store: Store, numbers: Iterable[int]) -> None:
    """Read line reports of these numbers into a store."""
    for number in numbers:
        read_report(
            line_report(number),
            extractor=LineExtractor(),
            geocoder=ThreeRowGazetteer(),
            store=store,
        )


TEXT = (
    "On 4 October 2024 a missile strike in the Donetsk region killed 20 soldiers, including six "
    "North Koreans, Kyiv said."
)


def strike() -> Event:
    """Return one event with everything on it."""
    report = Report(
        TEXT,
        title="Strike in the east",
        publisher="Example Post",
        published=date(2024, 10, 21),
        url="https://example.org/1",
        key="https://example.org/1",
    )
    toponym = Toponym(_span("Donetsk region"), "Donetsk region")
    nowhere = Toponym(_span("Kyiv"), "Kyiv")
    mention = EventMention(
        type="strike.missile",
        title="missile strike in the Donetsk region",
        span=Span(0, len(TEXT)),
        quote=TEXT,
        trigger=_span("strike"),
        period=Period(
            None, date(2024, 10, 4), DatePrecision.OPEN, "../2024-10-04", "4 October 2024"
        ),
        actors=(
            Actor(
                "PRK-MIL",
                "North Korean army",
                ActorRole.RECIPIENT,
                country="PRK",
                sector="MIL",
                parents=("PRK",),
                span=_span("North Koreans"),
            ),
        ),
        places=(PlaceMention(toponym, Role.EVENT), PlaceMention(nowhere, Role.STATEMENT)),
        quantities=(
            Quantity("killed", 20, _span("20"), "20", unit="soldiers"),
            Quantity("killed", 6, _span("six"), "six", subject="North Korean", part_of=20),
        ),
        modality=Modality.CLAIMED,
        attribution=(Attribution("Kyiv", "UKR", "official", "said", span=_span("Kyiv")),),
        confidence=0.9,
    )
    places = (
        EventPlace(Location(toponym, DONETSK_REGION, 0.8, "the oblast of this name"), Role.EVENT),
        EventPlace(Location(nowhere, None, 0, "a government that speaks"), Role.STATEMENT),
    )
    return Event(event_id(report, mention), mention, report, places)


def event_at(place: Place | None, event_type: str = "meet.summit") -> Event:
    """Return an event at a place, of a report of its own that no other report is like."""
    name = place.name if place else "Atlantis"
    report = Report(f"{event_type} {name}", publisher=f"The {name} {event_type}")
    toponym = Toponym(Span(0, 4), name)
    location = Location(toponym, place, 0.8, "why")
    mention = EventMention(
        type=event_type,
        title=f"{event_type} in {name}",
        span=Span(0, len(report.text)),
        quote=report.text,
        trigger=Span(0, 4),
        period=Period(date(2024, 5, 1), date(2024, 5, 1), DatePrecision.DAY),
    )
    found = (EventPlace(location, Role.EVENT),)
    return Event(event_id(report, mention), mention, report, found)


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))
