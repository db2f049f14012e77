"""The nouns: frozen values that every other module speaks in.

Coordinates are longitude first, OGC:CRS84 degrees. Spans are half-open character offsets
into `Report.text`. Periods include both of their ends.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from shapely.geometry.base import BaseGeometry

from geo.terms import (
    PRECISION_OF_KIND,
    ActorRole,
    DatePrecision,
    Modality,
    PlaceKind,
    Precision,
    Role,
    Use,
)

__all__ = [
    "PRECISION_OF_KIND",
    "Actor",
    "ActorRole",
    "Attribution",
    "Candidate",
    "DatePrecision",
    "Event",
    "EventMention",
    "EventPlace",
    "Location",
    "Modality",
    "Period",
    "Place",
    "PlaceKind",
    "PlaceMention",
    "Precision",
    "Quantity",
    "Reading",
    "Report",
    "Role",
    "Span",
    "Toponym",
    "Use",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Character offsets into a report's text, `start` included, `end` not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"a span runs forward from 0, not from {self.start} to {self.end}"
            raise ValueError(msg)

    def of(self, text: str) -> str:
        """Return the words this span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Return whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Report:
    """One text as received, never edited.

    Attributes:
        text: The body exactly as received; every span and quote refers to it.
        title: The headline, empty where there is none; never searched for events.
        publisher: Who published it, empty where unknown.
        published: The day of publication; None where neither said nor fixed by the text.
        url: Where it was published, empty where unknown.
        lang: ISO 639-1 code, `en` unless said otherwise.
        key: What stays the same when a report is revised: its url, else the caller's id, else
            the file's address; empty for a text without any. A new text under a known key is
            a new version.
    """

    text: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    url: str = ""
    lang: str = "en"
    key: str = ""

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits of the SHA-256 of content and url."""
        day = self.published.isoformat() if self.published else ""
        parts = (self.text, self.title, self.publisher, day, self.url)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name as written.

    Attributes:
        span: The whole phrase, direction and administrative cue included ("eastern Russia",
            "Donetsk region", "20 km south of Krasnohorivka").
        text: The words of the span.
        use: `literal` where the place itself is meant; `metonym` where its government speaks;
            `modifier` in "U.S. troops"; `name` inside the name of something else.
        is_demonym: True for "Russian", "Ukrainians".
        within: The span of the toponym that contains this one in the text ("Paris, Texas"),
            None where the text names none.
        reason: Why a name with the use `name` is no place, in words; empty for others.
    """

    span: Span
    text: str
    use: Use = Use.LITERAL
    is_demonym: bool = False
    within: Span | None = None
    reason: str = ""


_WIDTHS = ((50_000.0, Precision.DISTRICT), (300_000.0, Precision.REGION))
"""Radius in metres below which a derived place is as exact as a district or an admin1 region."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer, or one derived from it ("eastern Russia").

    Attributes:
        id: Stable: ISO 3166 for countries and their divisions ("UA", "UA-14"), a word for curated
            regions ("donbas"), `geonames:703883` for the rest; a place derived from one has its
            id with a suffix ("RU/east", "geonames:706483/south-20km").
        lon, lat: A point for display, degrees, OGC:CRS84.
        uncertainty_m: Radius in metres around the point that contains the true place
            (Darwin Core coordinateUncertaintyInMeters).
        footprint: The polygon a region covers, OGC:CRS84; None for a point with its radius.
        country: ISO 3166-1 alpha-2, empty for what belongs to none (a sea).
        admin1: ISO 3166-2, empty where unknown or not applicable.
        region_ids: Everything a region filter finds it by: country, admin1 and the curated
            regions it belongs to, its own id included where it is itself a region.
        method: How the footprint came about: `gazetteer`, `curated`, `area-quantile`, `offset`, ...
    """

    id: str
    name: str
    kind: PlaceKind
    lon: float
    lat: float
    uncertainty_m: float
    footprint: BaseGeometry | None = None
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    geonames_id: int | None = None
    region_ids: tuple[str, ...] = ()
    method: str = "gazetteer"

    @property
    def precision(self) -> Precision:
        """How exactly being at this place locates an event.

        A derived place ("eastern Russia", "20 km south of X") is as exact as it is wide.
        """
        if self.kind is PlaceKind.DIRECTIONAL:
            return next(
                (precision for widest_m, precision in _WIDTHS if self.uncertainty_m < widest_m),
                Precision.MACROREGION,
            )
        return PRECISION_OF_KIND[self.kind]

    @property
    def is_region(self) -> bool:
        """True where the place is an area to be drawn as such and not a spot."""
        return self.precision not in {Precision.SITE, Precision.SETTLEMENT}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a toponym may mean, with its score and the reasons for it."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Location:
    """What a toponym was resolved to.

    Attributes:
        place: None where it could not be resolved or is no place; `why` then says so.
        confidence: 0 to 1.
        why: The reasons in words, for people.
    """

    toponym: Toponym
    place: Place | None
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Period:
    """When something happened: first and last day, both included.

    Attributes:
        start: First day; None = open or unknown.
        end: Last day; None = open or unknown.
        precision: `unknown` where neither end is known.
        edtf: ISO 8601-2 text ("2024-10-17", "2024-08", "../2024-10-04"); empty where unknown.
        text: The words that say so; empty where the text says nothing.
        span: Where those words stand; None where the text says nothing.
    """

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    edtf: str = ""
    text: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, organisation, group or person that takes part in an event.

    Attributes:
        id: Stable id of the registry ("PRK", "PRK-MIL"); for one it does not know, `name:` and
            the name in lower case with hyphens.
        country: ISO 3166-1 alpha-3, `IGO` for an international organisation, None where unsaid.
        sector: PLOVER sector code (GOV, MIL, SPY, ...), empty where unknown.
        parents: Ids of what it belongs to, nearest first; a filter for one finds this actor.
    """

    id: str
    name: str
    role: ActorRole
    country: str | None = None
    sector: str = ""
    parents: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that belongs to an event.

    Attributes:
        kind: `killed`, `wounded`, `missing`, `detained`, `captured`, `displaced`, `casualties`,
            `affected`, `destroyed`, `troops`, `weapons`, `participants`, `aboard`, `accused`,
            `sentence`, `votes`, `seats`, `magnitude`, `money` or `other`; of a number outside an
            event also `people`, `measure` or empty.
        value: The figure said; the lower end where a range is said.
        minimum: Least value meant; None = not bounded below.
        maximum: Greatest value meant; None = not bounded above.
        is_approximate: True for "about", "at least", "over", "up to".
        unit: What is counted, in the report's words ("soldiers", "rockets").
        subject: Whose they are ("North Korean"), empty where unsaid.
        part_of: The value of the total this one is included in ("20, including six"); None
            for a total of its own.
    """

    kind: str
    value: float
    span: Span
    text: str
    minimum: float | None = None
    maximum: float | None = None
    is_approximate: bool = False
    unit: str = ""
    subject: str = ""
    part_of: float | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so.

    Attributes:
        name: The source as named ("Kyrylo Budanov", "the NIS").
        actor_id: The registry's id for the source, empty where it has none.
        kind: `official`, `media`, `expert`, `witness` or `unknown`.
        verb: The word of saying ("reported"), empty where there is none.
        via: Who passed it on ("NHK citing the NIS" gives via NHK); empty for nobody.
        strength: `fact` (established or admitted), `official claim`, `reported` (the word of
            media, witnesses and others), `suspected` or `unconfirmed`; empty where unknown.
    """

    name: str
    actor_id: str = ""
    kind: str = "unknown"
    verb: str = ""
    via: str = ""
    span: Span | None = None
    strength: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym in its role for one event."""

    toponym: Toponym
    role: Role


@dataclass(frozen=True, slots=True)
class EventMention:
    """What one sentence of one report says happened, before its places are resolved.

    Attributes:
        type: Dotted id of the ontology ("strike.missile").
        title: A short line for lists, made of the report's own words.
        span: The clause or sentence that tells of it.
        quote: The words of that span.
        trigger: The word that carries the event.
        places: Toponyms with their roles; empty where the text names none.
        about: Spans of the triggers of the events a statement speaks of.
        confidence: 0 to 1 that this is an event of this type.
    """

    type: str
    title: str
    span: Span
    quote: str
    trigger: Span
    period: Period = field(default_factory=Period)
    actors: tuple[Actor, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    modality: Modality = Modality.HAPPENED
    attribution: tuple[Attribution, ...] = ()
    about: tuple[Span, ...] = ()
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of one report: its toponyms and its event mentions."""

    toponyms: tuple[Toponym, ...]
    mentions: tuple[EventMention, ...]


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A resolved (or unresolved) location in its role for one event."""

    location: Location
    role: Role


@dataclass(frozen=True, slots=True)
class Event:
    """What is held to have happened, from one or more mentions.

    Attributes:
        id: Sixteen hexadecimal digits, the same however often the report is read.
        mention: The fullest mention; the event's type, actors, period and quote are its.
        others: Further mentions of the same event in the same report.
        places: Locations with their roles, the main one first; empty where the text names none.
        report: The report that tells of it.
    """

    id: str
    mention: EventMention
    report: Report
    places: tuple[EventPlace, ...] = ()
    others: tuple[EventMention, ...] = ()

    @property
    def main_place(self) -> EventPlace | None:
        """The place the event is shown at; None where no place of it was resolved."""
        return next((place for place in self.places if place.location.place), None)
