"""What a place is to an event."""

from collections.abc import Callable

import pytest

from geo.model import EventMention, Role


@pytest.mark.parametrize(
    ("text", "kind", "name", "expected"),
    [
        pytest.param(
            "The army sent 300 soldiers from Kaunas to Mali on Monday.",
            "deploy",
            "Kaunas",
            Role.ORIGIN,
            id="whence",
        ),
        pytest.param(
            "The army sent 300 soldiers from Kaunas to Mali on Monday.",
            "deploy",
            "Mali",
            Role.DESTINATION,
            id="where to",
        ),
        pytest.param(
            "Thousands of people protested in Lisbon on Saturday.",
            "protest",
            "Lisbon",
            Role.EVENT,
            id="where",
        ),
        pytest.param(
            "The minister told reporters in Vilnius that the talks would go on.",
            "statement",
            "Vilnius",
            Role.STATEMENT,
            id="where somebody spoke",
        ),
    ],
)
def test_the_words_around_a_place_tell_its_role(
    only: Callable[[str, str], EventMention], text: str, kind: str, name: str, expected: Role
) -> None:
    """The preposition, and what kind of event it is."""
    roles = {place.toponym.text: place.role for place in only(text, kind).places}

    assert roles[name] is expected


def test_a_place_of_an_earlier_sentence_has_a_role_too(
    only: Callable[[str, str], EventMention],
) -> None:
    """By the type of the event alone."""
    text = "A bomb exploded in Kyiv on Sunday.\n\nPolice later arrested two men there."

    assert [place.role for place in only(text, "arrest").places] == [Role.EVENT]
