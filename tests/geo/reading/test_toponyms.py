"""Recognition of place names and of how they are used."""

from collections.abc import Callable

import pytest

from geo.model import Reading, Use


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A first unit of 2,600 soldiers is set to move to Kursk next week.", "Kursk"),
        ("About 11,000 soldiers are in eastern Russia, officials said.", "eastern Russia"),
        ("The strike hit a depot in the occupied Donetsk region on Friday.", "Donetsk region"),
        ("They sent 1,500 special forces to Russian territory.", "Russian territory"),
        ("Fighting went on in Kharkiv, Toretsk and Pokrovsk.", "Toretsk"),
        ("A ship was hit in the Black Sea.", "Black Sea"),
        ("The village of Zzyzxville was shelled on Friday.", "Zzyzxville"),
    ],
)
def test_a_place_is_found_as_a_whole_phrase(
    read: Callable[..., Reading], text: str, name: str
) -> None:
    """Whatever the model calls it, with direction and cue."""
    found = {toponym.text: toponym.use for toponym in read(text).toponyms}

    assert found.get(name) is Use.LITERAL


@pytest.mark.parametrize(
    "text",
    [
        "The Kyiv Post reported on the talks.",
        "Airbus Defence and Space built the satellite.",
        "A source told the Chosun Ilbo about the plan.",
        "The White House declined to comment.",
        "Paris Hilton arrived at the party with friends.",
        "Michael Jordan said he was glad. Jordan left soon after.",
        "The military said in March that a European spokesperson was there.",
        "In May the Reading public liked it.",
    ],
)
def test_names_of_other_things_are_no_places(read: Callable[..., Reading], text: str) -> None:
    """Newspapers, firms, people, months and common words are not located."""
    assert [toponym.text for toponym in read(text).toponyms if toponym.use is Use.LITERAL] == []


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Pyongyang said it would respond.", "Pyongyang", Use.METONYM),
        ("Washington denied the report.", "Washington", Use.METONYM),
        ("Iran announced new tests.", "Iran", Use.METONYM),
        ("He discussed it with Germany on Monday.", "Germany", Use.METONYM),
        ("Three U.S. troops were hurt.", "U.S.", Use.MODIFIER),
        ("Protests went on in Iran.", "Iran", Use.LITERAL),
        ("He visited Germany on Monday.", "Germany", Use.LITERAL),
        ("A Kyiv bombing killed two people.", "Kyiv", Use.LITERAL),
    ],
)
def test_the_use_of_a_name_is_told_apart(
    read: Callable[..., Reading], text: str, name: str, use: Use
) -> None:
    """A government that speaks or acts is no location."""
    found = {toponym.text: toponym.use for toponym in read(text).toponyms}

    assert found[name] is use


def test_demonyms_are_kept_apart(read: Callable[..., Reading]) -> None:
    """They are emitted, marked, and place nothing."""
    toponyms = read("Russian missiles hit Odesa.").toponyms

    assert [(t.text, t.is_demonym) for t in toponyms] == [("Russian", True), ("Odesa", False)]


def test_a_place_knows_what_contains_it(read: Callable[..., Reading]) -> None:
    """Of "Paris, Texas" the city is within the state."""
    paris, texas = read("A tornado destroyed homes in Paris, Texas on Friday.").toponyms

    assert paris.within == texas.span
    assert texas.within is None


def test_spans_hold_across_hard_wraps(read: Callable[..., Reading]) -> None:
    """The text of a toponym is the text of its span, line break included."""
    text = "The army said that a missile strike on a depot in the Donetsk\nregion killed two men.\n"

    toponym = read(text).toponyms[0]

    assert toponym.span.of(text) == toponym.text == "Donetsk\nregion"
