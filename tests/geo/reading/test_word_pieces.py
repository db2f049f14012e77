"""Words cut as the encoder's vocabulary has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.word_pieces import UNKNOWN, load_vocabulary, pieces_of
from geo.resources import data_dir

VOCABULARY = load_vocabulary(data_dir("models") / "vocabulary.txt")
NAMES = {number: piece for piece, number in VOCABULARY.items()}


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        pytest.param("Bombing", ["bombing"], id="case does not count"),
        pytest.param("café", ["cafe"], id="accents are dropped"),
        pytest.param("Kramatorsk", ["k", "##rama", "##tors", "##k"], id="the longest piece first"),
        pytest.param("U.S.", ["u", ".", "s", "."], id="cut at signs"),
        pytest.param("drone-hit", ["drone", "-", "hit"], id="a hyphen is a sign"),
        pytest.param("\u00ad\u200b", [], id="nothing to see"),
        pytest.param("\U0001f600", [UNKNOWN], id="no piece of the vocabulary"),
        pytest.param("x" * 101, [UNKNOWN], id="too long for a word"),
    ],
)
def test_a_word_is_cut_into_known_pieces(word: str, pieces: list[str]) -> None:
    """From the left, each time the longest one."""
    assert [NAMES[number] for number in pieces_of(word, VOCABULARY)] == pieces


@given(st.text(max_size=150))
def test_whatever_the_word_its_pieces_are_of_the_vocabulary(word: str) -> None:
    """Hostile words are cut or unknown, never an error."""
    assert all(number in NAMES for number in pieces_of(word, VOCABULARY))
