"""The places of events in reports, with their roles."""

from collections.abc import Callable

import pytest

from geo.model import EventMention, Reading, Role


def places(mention: EventMention) -> list[tuple[str, Role]]:
    """Return the places of an event with their roles."""
    return [(place.toponym.text, place.role) for place in mention.places]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        pytest.param(
            "A truck bomb exploded in Kyiv on Friday.",
            "attack",
            [("Kyiv", Role.EVENT)],
            id="event",
        ),
        pytest.param(
            "The army moved 3,000 troops from Moscow to Kursk last week.",
            "deploy",
            [("Moscow", Role.ORIGIN), ("Kursk", Role.DESTINATION)],
            id="origin and destination",
        ),
    ],
)
def test_an_event_has_the_places_of_its_sentence(
    only: Callable[[str, str], EventMention],
    text: str,
    kind: str,
    expected: list[tuple[str, Role]],
) -> None:
    """Each in its role."""
    assert places(only(text, kind)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Missiles struck the port of Kyiv on Sunday. A second attack followed on Monday.",
            id="next sentence",
        ),
        pytest.param(
            "A bomb exploded in Kyiv on Sunday.\n\nPolice later arrested two men there.",
            id="next paragraph",
        ),
    ],
)
def test_an_event_without_a_place_has_that_of_the_event_before(
    read: Callable[[str], Reading], text: str
) -> None:
    """Where the text goes on about the same."""
    found = read(text).mentions

    names = [[place.toponym.text for place in mention.places] for mention in found]
    assert names == [["Kyiv"]] * 2


def test_a_speech_is_not_where_the_event_was_that_it_is_about(
    read: Callable[[str], Reading],
) -> None:
    """Where somebody spoke has to be said."""
    text = "A bomb exploded in Kyiv on Sunday.\n\nThe president condemned the attack."

    _, speech = read(text).mentions

    assert places(speech) == []


def test_a_report_without_places_gives_its_events_none(read: Callable[[str], Reading]) -> None:
    """Nothing is made up."""
    assert all(not mention.places for mention in read("A bomb killed ten people.").mentions)


def test_where_a_picture_was_taken_nothing_happened(read: Callable[[str], Reading]) -> None:
    """The photograph is no event, and its place not that of the attack."""
    text = "A photograph taken in Berlin showed how rockets had struck Kharkiv."

    found = [place for mention in read(text).mentions for place in places(mention)]

    assert "Berlin" not in {name for name, _ in found}


def test_a_government_that_acts_is_not_where(read: Callable[[str], Reading]) -> None:
    """Its capital is named, and meant is who does it."""
    (mention,) = read("Moscow has sent 400 paratroopers to Syria.").mentions

    assert "Moscow" not in {place.toponym.text for place in mention.places}


def test_where_something_is_said_is_not_where_it_is_done(read: Callable[..., Reading]) -> None:
    """The place hangs on the word of saying; what is said has a place of its own or none."""
    reading = read("In Berlin on Friday, the minister announced that Poland plans to send troops.")

    (sent,) = [m for m in reading.mentions if m.type == "deploy.troops"]
    assert "Berlin" not in [place.toponym.text for place in sent.places]
