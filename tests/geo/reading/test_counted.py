"""What may be counted in a sentence."""

from collections.abc import Callable

import pytest

from geo.model import Span
from geo.reading.counted import Counted, counted
from geo.reading.language_model import Passage


def _counted(passage: Passage) -> list[Counted]:
    text = passage.doc.text
    return counted(passage, text, Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "singles"),
    [
        ("A drone wounded a driver and another man.", ["A drone", "a driver", "another man"]),
        ("They killed the driver and his passenger.", ["the driver", "his passenger"]),
        ("They hit the bridge and burned it.", []),
        ("It lasted a week.", []),
        ("They sent a hundred men.", []),
        ("Soldiers came home.", []),
    ],
)
def test_a_thing_with_an_article_is_one(
    passage: Callable[[str], Passage], text: str, singles: list[str]
) -> None:
    """With "the" only a person is: bridges and plans are spoken of, people counted."""
    found = [item for item in _counted(passage(text)) if item.is_single]

    assert [item.quantity.text for item in found] == singles
    assert {item.quantity.value for item in found} <= {1.0}


def test_numbers_and_single_things_come_in_reading_order(
    passage: Callable[[str], Passage],
) -> None:
    """Each is quoted, and a bare number has the kind "bare"."""
    text = "A drone killed 20 soldiers and a cook, they killed 12."
    found = _counted(passage(text))

    assert [item.quantity.text for item in found] == [
        "A drone",
        "20 soldiers",
        "a cook",
        "12",
    ]
    assert [item.kind for item in found][1::2] == ["killed", "killed"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They hit a driver.", "people"),
        ("They hit a tank.", "weapons"),
        ("They hit a wall.", "other"),
    ],
)
def test_a_single_thing_has_the_kind_of_its_plural(
    passage: Callable[[str], Passage], text: str, kind: str
) -> None:
    """What is in no table is something else."""
    (item,) = _counted(passage(text))

    assert (item.kind, item.quantity.unit) == (kind, text.rsplit(maxsplit=1)[-1].rstrip("."))


def test_names_are_never_traits(passage: Callable[[str], Passage]) -> None:
    """What is learned holds no name."""
    text = "In Berlin 38 Mexicans met Angela Merkel."

    traits = {trait for item in _counted(passage(text)) for trait in item.traits}

    assert not [
        t for t in traits if {"mexican", "mexicans", "berlin", "merkel"} & set(t.split(":"))
    ]


def test_a_number_without_a_figure_is_vague(passage: Callable[[str], Passage]) -> None:
    """Nobody has counted "dozens"; "about 12" is rough, and counted."""
    first, second = _counted(passage("Dozens of lorries and about 12 villages were hit."))

    assert "vague" in first.traits
    assert "vague" not in second.traits


def test_a_number_knows_the_words_around_it(passage: Callable[[str], Passage]) -> None:
    """They are lemmas of its own sentence."""
    (number, *_) = _counted(passage("The raid was long. It killed 20 men in the attacks."))

    assert {"kill", "attack"} <= number.words
    assert "raid" not in number.words
