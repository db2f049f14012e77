"""Events and queries of every shape, for laws that hold for all of them."""

from datetime import date

from hypothesis import strategies as st

from geo.frame import to_row
from geo.merge import event_id
from geo.model import (
    Actor,
    ActorRole,
    DatePrecision,
    Event,
    EventMention,
    EventPlace,
    Location,
    Period,
    Place,
    PlaceKind,
    Report,
    Role,
    Span,
    Toponym,
)
from geo.query import Query
from tests.geo.parts import READ_AT

WORDS = ("Missile", "missiles", "Łódź", "été", "ETE", "=1+1", "Kramatorsʹk", "x_1", "СИРІЯ")
TYPES = ("strike", "strike.missile", "strikes.air", "meet", "")
REGIONS = ("UA", "UA-14", "donbas", "FJ")

days = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 9)) | st.just(date(1, 1, 1))
words = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
any_text = st.text(max_size=12)
longitudes = st.sampled_from((-180.0, -179.5, 0.0, 0.1, 179.5, 180.0)) | st.floats(-180, 180)
latitudes = st.sampled_from((-90.0, 0.0, 0.1, 90.0)) | st.floats(-90, 90)
actors = st.builds(
    Actor,
    id=st.sampled_from(("PRK", "PRK-MIL", "name:x")),
    name=st.sampled_from(("North Korea", "ÉTAT", "x")),
    role=st.sampled_from(ActorRole),
    country=st.sampled_from((None, "PRK", "IGO")),
    parents=st.sampled_from(((), ("PRK",))),
)
places = st.builds(
    Place,
    id=st.sampled_from(("a", "b")),
    name=words,
    kind=st.sampled_from(PlaceKind),
    lon=longitudes,
    lat=latitudes,
    uncertainty_m=st.floats(0, 1e7),
    region_ids=st.sets(st.sampled_from(REGIONS)).map(tuple),
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Return an event of a report of its own."""
    text = draw(any_text) + draw(words)
    report = Report(text, publisher=draw(st.sampled_from(("", "Post"))), url=str(draw(st.uuids())))
    start, end = sorted((draw(days), draw(days)), key=lambda day: day or date(2024, 1, 5))
    mention = EventMention(
        type=draw(st.sampled_from(TYPES)),
        title=draw(words),
        span=Span(0, len(text)),
        quote=text,
        trigger=Span(0, 0),
        period=Period(start, end, draw(st.sampled_from(DatePrecision))),
        actors=tuple(draw(st.lists(actors, max_size=2))),
        confidence=draw(st.floats(0, 1)),
    )
    found = [
        EventPlace(Location(Toponym(Span(0, 0), "there"), place, 0.5, "why"), Role.EVENT)
        for place in draw(st.lists(st.none() | places, max_size=2))
    ]
    return Event(event_id(report, mention), mention, report, tuple(found))


rows = events().map(lambda event: to_row(event, updated=READ_AT))


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Return any query."""
    south, north = sorted((draw(latitudes), draw(latitudes)))
    return Query(
        start=draw(st.none() | days),
        end=draw(st.none() | days),
        bbox=draw(st.none() | st.tuples(longitudes, st.just(south), longitudes, st.just(north))),
        actors=draw(st.frozensets(st.sampled_from(("PRK", "x", "état", "IGO", "?")), max_size=2)),
        regions=draw(st.frozensets(st.sampled_from((*REGIONS, "?")), max_size=2)),
        types=tuple(draw(st.lists(st.sampled_from(TYPES), max_size=2))),
        text=draw(st.just("") | words | any_text | st.sampled_from(("m", "miss", "e", "1"))),
        coverage=draw(st.none() | st.sampled_from((0.25, 0.5, 1.0))),
        shares=draw(st.dictionaries(st.sampled_from("abc"), st.sampled_from((0.0, 0.5, 1.0)))),
    )
