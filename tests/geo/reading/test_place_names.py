"""The names that could be places of events."""

import itertools
from collections.abc import Callable

import pytest

from geo.model import Span, Toponym, Use
from geo.reading.language_model import Passage
from geo.reading.place_names import place_names
from geo.reading.toponyms import find_toponyms
from tests.geo.reading.conftest import SmallLexicon


def names_in(passage: Passage) -> list[str]:
    """Return the words of the names of a short text."""
    text = passage.doc.text
    toponyms = find_toponyms(passage, text, SmallLexicon())
    return [name.span(0).of(text) for name in place_names(passage, toponyms)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Shells hit Tarmila province on Monday.", "Tarmila", id="province"),
        pytest.param("Shells hit the Imam Tariq Hospital.", "Imam Tariq Hospital", id="site"),
        pytest.param("Troops entered Al-Shamra District.", "Al-Shamra District", id="hyphen"),
        pytest.param("Troops left the village of al-Ruwayda.", "al-Ruwayda", id="article"),
        pytest.param("A bomb exploded in Kyiv.", "Kyiv", id="known"),
        pytest.param("They met in Pandi, Bulacan, at noon.", "Pandi", id="comma"),
    ],
)
def test_a_name_is_as_long_as_annotators_make_it(
    passage: Callable[[str], Passage], text: str, name: str
) -> None:
    """Common words after it are cut off, those that make it a site stay."""
    assert name in names_in(passage(text))


def test_names_do_not_overlap_and_stand_in_order(passage: Callable[[str], Passage]) -> None:
    """Whatever found them."""
    parsed = passage(
        "Police in Austin, Texas, held John Smith of the Kyiv Post near the Black Sea."
    )
    toponyms = find_toponyms(parsed, parsed.doc.text, SmallLexicon())

    found = place_names(parsed, toponyms)

    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_a_known_place_says_how_it_is_used(passage: Callable[[str], Passage]) -> None:
    """And a name of something else is none."""
    parsed = passage("Rockets fell on Kharkiv, and John Smith saw them.")

    kinds = {
        name.span(0).of(parsed.doc.text): (name.kind, name.is_place)
        for name in place_names(parsed, [Toponym(Span(16, 23), "Kharkiv", Use.LITERAL)])
    }

    assert kinds["Kharkiv"] == ("literal", True)
    assert kinds["John Smith"] == ("PERSON", False)


def test_a_toponym_outside_the_passage_is_passed_over(passage: Callable[[str], Passage]) -> None:
    """It is another passage's."""
    far = Toponym(Span(900, 904), "Kyiv", Use.LITERAL)

    assert place_names(passage("nothing has a name here."), [far]) == []
