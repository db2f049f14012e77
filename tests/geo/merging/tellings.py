"""Tellings and rows for the tests of merging: one strike, and what may be changed of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from geo.columns import EventRow
from geo.frame import to_row
from geo.merging.profile import Telling, telling_of
from geo.merging.sketch import Sketch
from geo.model import (
    Actor,
    ActorRole,
    DatePrecision,
    Event,
    EventMention,
    EventPlace,
    Location,
    Modality,
    Period,
    Place,
    PlaceKind,
    Quantity,
    Report,
    Role,
    Span,
    Toponym,
)
from tests.geo.parts import BRUSSELS, DONETSK_REGION, READ_AT

SUMY = Place(
    "geonames:692194", "Sumy", PlaceKind.CITY, 34.80, 50.92, 5_000, None, "UA", "UA-59",
    region_ids=("UA", "UA-59"),
)  # fmt: skip
TROSTIANETS = Place(
    "geonames:690820", "Trostianets", PlaceKind.CITY, 34.96, 50.48, 2_000, None, "UA", "UA-59",
    region_ids=("UA", "UA-59"),
)  # fmt: skip
SUMY_REGION = Place(
    "UA-59", "Sumy Oblast", PlaceKind.ADMIN1, 34.0, 51.0, 90_000, None, "UA", "UA-59",
    region_ids=("UA", "UA-59"),
)  # fmt: skip
UKRAINE = Place(
    "UA", "Ukraine", PlaceKind.COUNTRY, 32.0, 49.0, 500_000, None, "UA", "", region_ids=("UA",)
)
RUSSIA = Actor("RUS", "Russia", ActorRole.ACTOR, "RUS", "GOV")
UKRAINIANS = Actor("UKR", "Ukraine", ActorRole.RECIPIENT, "UKR", "GOV")
TEXT = "Russian drones struck a warehouse in Sumy on Monday and killed 14 workers."

Change = Mapping[str, Any]


def day(number: int) -> Period:
    """Return a day of October 2024."""
    when = date(2024, 10, number)
    return Period(when, when, DatePrecision.DAY, when.isoformat())


def killed(value: float, *, about: bool = False, subject: str = "") -> Quantity:
    """Return how many were killed; `about` makes it at least so many."""
    return Quantity(
        "killed", value, Span(0, 1), str(value), value, None if about else value, about, "workers",
        subject,
    )  # fmt: skip


def telling_event(
    text: str = TEXT,
    *,
    publisher: str = "Post",
    published: date | None = date(2024, 10, 22),
    place: Place | None = SUMY,
    number: int = 0,
    **changes: Any,  # noqa: ANN401 - fields of several types
) -> Event:
    """Return an event of a report of its own: a drone strike on Sumy, with what is changed."""
    report = Report(text, publisher=publisher, published=published, url=f"https://x/{number}")
    mention = EventMention(
        type="strike.drone",
        title="drones struck a warehouse in Sumy",
        span=Span(0, len(text)),
        quote=text,
        trigger=Span(0, 1),
        period=day(21),
        actors=(RUSSIA, UKRAINIANS),
        quantities=(killed(14),),
        modality=Modality.HAPPENED,
        confidence=0.9,
    )
    mention = replace(mention, **changes)
    toponym = Toponym(Span(0, 1), place.name if place else "there")
    places = (EventPlace(Location(toponym, place, 0.9, "why"), Role.EVENT),)
    identity = f"{publisher} {number} {published} {mention!r} {place and place.id}"
    return Event(f"{Report(identity).id}", mention, report, places)


def telling_row(**changes: Any) -> EventRow:  # noqa: ANN401 - those of `telling_event`
    """Return the row of such an event."""
    return to_row(telling_event(**changes), updated=READ_AT)


def telling(sketch: Sketch = (), **changes: Any) -> Telling:  # noqa: ANN401 - the same
    """Return what such a row says."""
    return telling_of(telling_row(**changes), sketch)


_PERIODS = st.sampled_from(
    (
        day(20),
        day(21),
        day(22),
        Period(),
        Period(None, date(2024, 10, 22), DatePrecision.OPEN, "../2024-10-22"),
        Period(date(2024, 10, 1), date(2024, 10, 31), DatePrecision.MONTH, "2024-10"),
    )
)
_TEXTS = (TEXT, "A drone killed 14 in Sumy.", "Drones hit a warehouse, officials said.")

telling_events = st.builds(
    telling_event,
    st.sampled_from(_TEXTS),
    publisher=st.sampled_from(("Post", "Herald", "")),
    published=st.sampled_from((None, date(2024, 10, 21), date(2024, 10, 22))),
    place=st.sampled_from(
        (SUMY, TROSTIANETS, SUMY_REGION, UKRAINE, BRUSSELS, DONETSK_REGION, None)
    ),
    number=st.integers(0, 3),
    type=st.sampled_from(("strike.drone", "strike.missile", "statement.warn")),
    period=_PERIODS,
    actors=st.sampled_from(((RUSSIA,), (RUSSIA, UKRAINIANS), ())),
    quantities=st.sampled_from(((), (killed(14),), (killed(14, about=True),), (killed(9),))),
    modality=st.sampled_from((Modality.HAPPENED, Modality.CLAIMED, Modality.DENIED)),
)
"""Events alike enough to be merged, related or neither."""
