"""Which texts are read: English ones, and those that have no language of their own."""

import pytest

from geo.reading.english import is_english

NAMES = ", ".join(f"Place{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 80)
ENGLISH = "The army said that it had taken two villages in the east of the region on Monday. " * 10


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        ENGLISH.lower(),
        "Two dead in Kharkiv",
        NAMES,
        "Kyiv Moscow Paris " * 500,
        "",
        "12 34 56",
    ],
    ids=["prose", "capitals", "small", "headline", "list", "names", "nothing", "numbers"],
)
def test_english_and_bare_names_are_read(text: str) -> None:
    """A list of two thousand places is a text too."""
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Armee hat am Montag zwei Dörfer im Osten der Region eingenommen. " * 10,
        "L'armée tient deux villages dans l'est de la région et les gens partent. " * 10,
        "Армія взяла два села на сході області у понеділок.",
        "tentara merebut dua desa di wilayah timur pada hari senin kata juru bicara " * 10,
        "军队星期一占领了两个村庄",
    ],
    ids=["German", "French", "Ukrainian", "Indonesian", "Chinese"],
)
def test_other_languages_are_not_guessed_at(text: str) -> None:
    """By function words, by letters, or for want of English ones."""
    assert not is_english(text)
