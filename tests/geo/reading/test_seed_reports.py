"""What must be right on the two real reports, published on 21 October 2024.

They lie in the shared folder; where it is absent, these tests are skipped.
"""

from datetime import date
from pathlib import Path

import pytest

from geo.model import Event, Modality, PlaceKind, Precision, Report, Role
from geo.reader import Reader, open_reader

pytestmark = pytest.mark.seeds


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return the real reader with the real gazetteer."""
    return open_reader()


@pytest.fixture(scope="module")
def events(shared: Path, reader: Reader) -> list[Event]:
    """Return the events of both reports."""
    return [
        event
        for path in sorted((shared / "seeds").glob("*.txt"))
        for event in reader.events(Report(path.read_text("utf-8"), published=date(2024, 10, 21)))
    ]


def told(events: list[Event], kind: str, number: float) -> Event:
    """Return the one event of a type that a number belongs to."""
    found = [
        event
        for event in events
        if event.mention.type.startswith(kind)
        and number in {quantity.value for quantity in event.mention.quantities}
    ]
    assert len(found) == 1, [(event.mention.type, event.mention.title) for event in events]
    return found[0]


def test_the_announcement_is_in_brussels(events: list[Event]) -> None:
    """On its day, by the president, and not where the training is planned."""
    announced = [
        event
        for event in events
        if event.mention.type == "statement.announce"
        and "volodymyr-zelenskyy" in {actor.id for actor in event.mention.actors}
    ]

    assert len(announced) == 1
    event = announced[0]
    assert event.mention.period.start == event.mention.period.end == date(2024, 10, 17)
    assert event.main_place is not None
    assert event.main_place.role is Role.STATEMENT
    assert event.main_place.location.place is not None
    assert event.main_place.location.place.name.startswith("Brussels")
    assert len(event.places) == 1


def test_the_missile_strike_is_in_the_region_and_has_no_attacker(events: list[Event]) -> None:
    """Known through a report of October 4; twenty dead, of whom six."""
    strike = told(events, "strike.missile", 20)

    assert strike.mention.period.edtf == "../2024-10-04"
    assert strike.main_place is not None
    assert strike.main_place.location.place is not None
    assert strike.main_place.location.place.id == "UA-14"
    assert strike.main_place.location.place.precision is Precision.REGION
    assert {q.value for q in strike.mention.quantities if q.part_of is None} == {20}
    assert not [actor for actor in strike.mention.actors if actor.role == "actor"]


def test_the_infantry_is_in_the_east_of_russia(events: list[Event]) -> None:
    """A region with a radius of hundreds of kilometres, not the middle of the country."""
    stationed = told(events, "deploy.troops", 11_000)

    assert stationed.main_place is not None
    place = stationed.main_place.location.place
    assert place is not None
    assert place.country == "RU"
    assert place.kind in {PlaceKind.DIRECTIONAL, PlaceKind.REGION}
    assert place.uncertainty_m > 300_000
    assert stationed.mention.modality is Modality.CLAIMED


def test_the_move_to_kursk_is_planned(events: list[Event]) -> None:
    """A destination in Russia."""
    move = told(events, "deploy.troops", 2_600)

    assert move.mention.modality is Modality.PLANNED
    assert move.main_place is not None
    assert move.main_place.role is Role.DESTINATION
    assert move.main_place.location.place is not None
    assert move.main_place.location.place.country == "RU"


def test_rival_numbers_stay_apart_and_say_who_says_so(events: list[Event]) -> None:
    """Five claims, each with its own speaker and modality."""
    claims = {
        10_000: ("train.troops", Modality.PLANNED, "volodymyr-zelenskyy"),
        11_000: ("deploy.troops", Modality.CLAIMED, "kyrylo-budanov"),
        2_600: ("deploy.troops", Modality.PLANNED, "kyrylo-budanov"),
        1_500: ("deploy.troops", Modality.HAPPENED, None),
        12_000: ("deploy.troops", Modality.CLAIMED, "KOR-NIS"),
    }
    for number, (kind, modality, speaker) in claims.items():
        event = told(events, kind, number)
        sources = [source.actor_id for source in event.mention.attribution]
        assert event.mention.modality is modality, number
        assert (sources[0] if sources else None) == speaker, number
        assert event.others == ()


def test_what_could_not_be_confirmed_is_not_recorded_as_done(events: list[Event]) -> None:
    """The secretary's sentence adds no deployment that happened."""
    for event in events:
        if event.mention.type.startswith("deploy") and "could not" in event.mention.quote:
            assert event.mention.modality in {Modality.UNCONFIRMED, Modality.DENIED}


def test_newspapers_firms_and_houses_are_not_on_the_map(events: list[Event]) -> None:
    """Nothing at Kyiv for the Kyiv Post, nor for other names with a place in them."""
    located = {
        place.location.place.name
        for event in events
        for place in event.places
        if place.location.place is not None
    }

    assert not located & {"Kyiv", "White House", "Airbus", "Chosun", "Pyongyang"}


def test_pyongyang_acts_and_is_no_place(events: list[Event]) -> None:
    """The capital that sends specialists is its state."""
    sent = [event for event in events if "Pyongyang has sent" in event.mention.quote]

    assert sent
    assert any("PRK" in {actor.id for actor in event.mention.actors} for event in sent)


def test_every_quote_is_in_its_report(events: list[Event]) -> None:
    """Each event leads back to its words."""
    assert len(events) > 20
    for event in events:
        assert event.mention.quote
        assert event.mention.span.of(event.report.text) == event.mention.quote
        assert event.mention.quote in event.report.text
