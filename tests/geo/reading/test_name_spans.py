"""Candidates for place names."""

from collections.abc import Callable

import pytest

from geo.model import PlaceKind
from geo.protocols import Lexicon
from geo.reading.language_model import Passage
from geo.reading.name_spans import LONGEST_NAME, name_spans, word_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Police in Kursk arrested a man.", "Kursk", id="known"),
        pytest.param("The Texas Department of Health said so.", "Texas", id="inside a name"),
        pytest.param("It burned on Green Oaks Boulevard.", "Green Oaks Boulevard", id="street"),
        pytest.param("It crashed on Highway 114 at noon.", "Highway 114", id="road"),
        pytest.param("He fell into Lake Wobegon.", "Lake Wobegon", id="lake"),
        pytest.param("Shots were heard in Zzyzxville.", "Zzyzxville", id="unknown"),
    ],
)
def test_whatever_could_be_a_place_is_a_candidate(
    passage: Callable[[str], Passage], lexicon: Lexicon, text: str, name: str
) -> None:
    """The model's names, the gazetteer's, and what is built like a street or a lake."""
    doc = passage(text).doc

    assert name in [doc[span.start : span.end].text for span in name_spans(doc, lexicon)]


def test_candidates_are_in_order_and_know_what_the_gazetteer_says(
    passage: Callable[[str], Passage], lexicon: Lexicon
) -> None:
    """By start, then by end; without the article before a name."""
    doc = passage("The United States sent aid to Kharkiv and the Black Sea fleet.").doc
    spans = name_spans(doc, lexicon)
    kinds = {doc[span.start : span.end].text: set(span.kinds) for span in spans}

    assert [(s.start, s.end) for s in spans] == sorted((s.start, s.end) for s in spans)
    assert kinds["United States"] == {PlaceKind.COUNTRY}
    assert kinds["Black Sea"] == {PlaceKind.WATER}
    assert not [name for name in kinds if name.startswith("The ")]


def test_a_long_row_of_capitals_costs_a_bounded_number_of_candidates(
    passage: Callable[[str], Passage], lexicon: Lexicon
) -> None:
    """Hostile text: each word begins at most as many names as a name has words."""
    doc = passage("Kyiv Odesa Texas " * 200).doc

    assert len(name_spans(doc, lexicon)) <= (LONGEST_NAME + 1) * len(doc)


def test_names_beside_a_name_are_no_feature(passage: Callable[[str], Passage]) -> None:
    """Nothing is learned about single places and persons, only about words of every day."""
    doc = passage("Mr. Kovalenko flew 2,000 miles to Kyiv\n\nairports.").doc
    words = {token.text: word_of(token) for token in doc}

    assert words["Kovalenko"] == words["Kyiv"] == "Name"
    assert words["2,000"] == "#"
    assert words["flew"] == "fly"
    assert words["\n\n"] == "break"
