import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Span
from geo.phrases import PlacePhrase, grow, parse_phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv", PlacePhrase("Kyiv")),
        ("eastern Russia", PlacePhrase("Russia", direction="east")),
        ("the north-west of Syria", PlacePhrase("Syria", bearing="northwest")),
        ("southeastern part of Turkey", PlacePhrase("Turkey", direction="southeast")),
        ("central Mali", PlacePhrase("Mali", direction="central")),
        ("Donetsk region", PlacePhrase("Donetsk", cue="region")),
        ("occupied Donetsk region", PlacePhrase("Donetsk", cue="region")),
        ("the Republic of Tatarstan", PlacePhrase("Tatarstan", cue="republic")),
        ("north of Kharkiv", PlacePhrase("Kharkiv", bearing="north")),
        (
            "20 km south of Krasnohorivka",
            PlacePhrase("Krasnohorivka", bearing="south", distance_m=20_000.0),
        ),
        ("10 miles east of Sumy", PlacePhrase("Sumy", bearing="east", distance_m=16_093.44)),
        ("near Pokrovsk", PlacePhrase("Pokrovsk", is_near=True)),
        ("off the coast of Crimea", PlacePhrase("Crimea", is_near=True)),
    ],
)
def test_a_phrase_is_taken_apart(text: str, expected: PlacePhrase) -> None:
    """Name, direction, distance and administrative word come out apart."""
    assert parse_phrase(text) == expected


@given(st.text(max_size=200))
def test_any_words_leave_a_phrase(text: str) -> None:
    """Nothing fails, and no word is invented."""
    phrase = parse_phrase(text)

    assert phrase.core in " ".join(text.split())


def test_a_bare_name_is_bare() -> None:
    """Only what has modifiers is more than a name."""
    assert parse_phrase("Kyiv").is_bare
    assert not parse_phrase("near Kyiv").is_bare


@pytest.mark.parametrize(
    ("text", "name", "phrase"),
    [
        ("troops in eastern Russia now", "Russia", "eastern Russia"),
        ("hit the Donetsk Oblast again", "Donetsk", "Donetsk Oblast"),
        ("a village 20 km south of Sumy, said", "Sumy", "20 km south of Sumy"),
        ("fighting near Pokrovsk", "Pokrovsk", "Pokrovsk"),
        ("in occupied Donetsk region", "Donetsk", "Donetsk region"),
        ("he left Kyiv", "Kyiv", "Kyiv"),
    ],
)
def test_a_name_grows_to_its_phrase(text: str, name: str, phrase: str) -> None:
    """Direction, distance and cue are taken in; "near" and "occupied" stay outside."""
    start = text.index(name)

    assert grow(text, Span(start, start + len(name))).of(text) == phrase


@given(st.text(max_size=100), st.integers(0, 100), st.integers(0, 20))
def test_growing_never_loses_the_name(text: str, start: int, length: int) -> None:
    """The span that comes back contains the one given and lies in the text."""
    start = min(start, len(text))
    span = Span(start, min(len(text), start + length))

    grown = grow(text, span)

    assert grown.contains(span)
    assert grown.end <= max(len(text), span.end)
