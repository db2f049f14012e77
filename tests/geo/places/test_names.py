import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.names import is_written_as_abbreviation, normalise


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The key of a key is the key."""
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Khar'kov", "KHAR’KOV", id="apostrophes and case"),
        pytest.param("Türkiye", "turkiye", id="diacritics"),
        pytest.param("Deir al-Balah", "Deir al Balah", id="hyphens"),
        pytest.param("Kyi\u200bv", "Kyiv", id="a zero-width space"),
        pytest.param("Kyi\u00adv", "Kyiv", id="a soft hyphen"),
        pytest.param("Kyіv", "Kyiv", id="a Cyrillic letter that looks Latin"),
        pytest.param("\u039ayiv", "Kyiv", id="a Greek capital that looks Latin"),
        pytest.param("K\u0332y\u0332iv", "Kyiv", id="underlined by combining marks"),
        pytest.param("Kyiv\u20dd", "Kyiv", id="an enclosing mark"),
        pytest.param("\uff2b\uff59\uff49\uff56", "Kyiv", id="full width"),
        pytest.param("\u041a\u0456ev", "Kiev", id="half in Cyrillic look-alikes"),
        pytest.param("Ko\u0301sice", "K\u00f3sice", id="composed and decomposed"),
        pytest.param("St. Petersburg", "Saint Petersburg", id="saints"),
        pytest.param("the Sahel", "Sahel", id="the article"),
        pytest.param("W. Va.", "W Va", id="dots"),
        pytest.param("Łódź", "Lodz", id="a letter Unicode does not decompose"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    """Spellings that mean the same name are found by the same key."""
    assert normalise(one) == normalise(other) != ""


def test_names_in_other_scripts_keep_their_letters() -> None:
    """Cyrillic is not turned into Latin."""
    assert normalise("Харків") == "харків"
    assert normalise("Αθήνα Athens") == "αθηνα athens"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("U.S.", True), ("US", True), ("us", False), ("Or", False), ("Calif.", True), ("...", False)],
)
def test_an_abbreviation_begins_with_a_capital(text: str, expected: bool) -> None:
    """Pronouns and conjunctions in lower case are no countries or states."""
    assert is_written_as_abbreviation(text) is expected


def test_a_name_of_a_million_letters_is_cut() -> None:
    """Hostile input costs no more than a long name."""
    assert len(normalise("ä" * 1_000_000)) <= 240
