"""Which names say where an event happened."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Report, Span
from geo.reading.event_places import event_places, likely_places, within_reach
from geo.reading.extractor import SpacyExtractor
from geo.reading.language_model import Passage
from geo.reading.place_links import link_scene
from geo.reading.toponyms import find_toponyms
from tests.geo.reading.conftest import SmallLexicon


@pytest.fixture(scope="session")
def located(extractor: SpacyExtractor) -> Callable[[str, str], list[str]]:
    """Return what names the places of the event that a word of a text tells of."""

    def names(text: str, word: str) -> list[str]:
        start = text.index(word)
        found = extractor.places_of(Report(text), [Span(start, start + len(word))])
        return [span.of(text) for span in found]

    return names


@pytest.mark.parametrize(
    ("text", "word", "places"),
    [
        pytest.param("Two guards were shot in Kharkiv on Friday.", "shot", ["Kharkiv"], id="in"),
        pytest.param(
            "Gunmen killed two men in the town of Sarvela in southern Ukraine.",
            "killed",
            ["Sarvela"],
            id="the narrower",
        ),
        pytest.param(
            "Thousands marched in Berlin and Paris against the war.",
            "marched",
            ["Berlin", "Paris"],
            id="both of a list",
        ),
        pytest.param(
            "A tourist from Canada was killed in Beirut.", "killed", ["Beirut"], id="not the origin"
        ),
        pytest.param("Nobody was hurt when the roof fell in.", "fell", [], id="no name"),
    ],
)
def test_the_words_between_say_which_name_is_the_place(
    located: Callable[[str, str], list[str]], text: str, word: str, places: list[str]
) -> None:
    """And not which one is nearest."""
    assert located(text, word) == places


def test_two_events_of_a_sentence_have_their_own_places(
    located: Callable[[str, str], list[str]],
) -> None:
    """Each clause keeps its place."""
    text = "A car bomb exploded in Beirut, while in Paris thousands of students demonstrated."

    assert located(text, "exploded") == ["Beirut"]
    assert located(text, "demonstrated") == ["Paris"]


def test_every_name_has_a_probability(passage: Callable[[str], Passage]) -> None:
    """Those that are no place a small one."""
    parsed = passage("John Smith was arrested in Moscow on Monday.")
    scene = link_scene(parsed, find_toponyms(parsed, parsed.doc.text, SmallLexicon()))
    event = next(token for token in parsed.doc if token.text == "arrested")

    chances = {
        name.span(0).of(parsed.doc.text): chance for name, chance in likely_places(scene, event)
    }

    assert chances["John Smith"] < 0.2
    assert chances["Moscow"] > 0.5
    assert [name.span(0).of(parsed.doc.text) for name in event_places(scene, event)] == ["Moscow"]


def test_names_far_away_are_not_looked_at(passage: Callable[[str], Passage]) -> None:
    """Two sentences on either side, and no more than a fixed number."""
    text = "He left Kyiv. They ate. They slept. They sang. A bomb exploded. " + "Kyiv, " * 100
    parsed = passage(text)
    scene = link_scene(parsed, find_toponyms(parsed, parsed.doc.text, SmallLexicon()))
    event = next(token for token in parsed.doc if token.text == "exploded")

    reach = within_reach(scene, event)

    assert 0 not in reach
    assert len(reach) <= 60


def test_words_of_other_passages_are_passed_over(extractor: SpacyExtractor) -> None:
    """A span beyond the text, or none at all, has no place."""
    report = Report("Rockets fell on Kyiv.")

    assert list(extractor.places_of(report, [])) == []
    assert list(extractor.places_of(report, [Span(5000, 5004)])) == []


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=120), start=st.integers(0, 120), length=st.integers(1, 40))
def test_no_text_makes_it_fail(
    extractor: SpacyExtractor, text: str, start: int, length: int
) -> None:
    """Locations are stretches of the text, in order."""
    report = Report(text + " Kyiv")

    found = list(extractor.places_of(report, [Span(start, start + length)]))

    assert found == sorted(found)
    assert all(span.end <= len(report.text) for span in found)


def test_the_cost_of_an_event_does_not_grow_with_the_text(
    passage: Callable[[str], Passage],
) -> None:
    """Judged by names looked at, and not by the clock."""
    looked = []
    for times in (20, 40):
        parsed = passage("A bomb exploded in Kyiv near Paris. " * times)
        scene = link_scene(parsed, find_toponyms(parsed, parsed.doc.text, SmallLexicon()))
        events = [token for token in parsed.doc if token.text == "exploded"]
        looked.append(max(len(within_reach(scene, event)) for event in events))

    assert looked[0] == looked[1]
