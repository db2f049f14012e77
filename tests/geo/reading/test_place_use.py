"""How a place name is used."""

from collections.abc import Callable

import pytest

from geo.model import Use
from geo.protocols import Lexicon
from geo.reading.language_model import Passage
from geo.reading.name_spans import kinds_of
from geo.reading.place_use import use_features, use_of


@pytest.mark.parametrize(
    ("text", "word", "use"),
    [
        ("Moscow-backed separatists met on Friday.", "Moscow", Use.MODIFIER),
        ("A Kyiv-based group denied it.", "Kyiv", Use.LITERAL),
        ("Iran, Israel and Turkey announced new tests.", "Turkey", Use.METONYM),
        ("Talks between Russia and Ukraine failed.", "Russia", Use.METONYM),
        ("The president of Iran spoke.", "Iran", Use.METONYM),
        ("The mountains of Iran are high.", "Iran", Use.LITERAL),
        ("Iran's foreign minister resigned.", "Iran", Use.METONYM),
        ("A bomb exploded in Kyiv.", "Kyiv", Use.LITERAL),
        ("U.S. officials declined to comment.", "U.S.", Use.MODIFIER),
    ],
)
def test_the_sentence_decides_how_a_name_is_used(
    passage: Callable[[str], Passage], lexicon: Lexicon, text: str, word: str, use: Use
) -> None:
    """Who speaks or is spoken to is a government; where something happens is a place."""
    doc = passage(text).doc
    index = next(token.i for token in doc if token.text == word)
    kinds = kinds_of(doc, index, index + 1, lexicon)

    assert use_of(doc, index, index + 1, kinds, is_bare=True) is use


def test_a_part_of_a_land_never_speaks(passage: Callable[[str], Passage], lexicon: Lexicon) -> None:
    """The east of Ukraine has no government of its own."""
    doc = passage("Eastern Ukraine said no.").doc

    assert use_of(doc, 1, 2, kinds_of(doc, 1, 2, lexicon), is_bare=False) is Use.LITERAL


def test_features_are_of_the_sentence_and_not_of_the_name(
    passage: Callable[[str], Passage], lexicon: Lexicon
) -> None:
    """What the name hangs on, what stands beside it, what longer name it is in."""
    doc = passage("The attack on the Texas Department of Health was denied by Iran.").doc
    texas = {*use_features(doc, 4, 5, kinds_of(doc, 4, 5, lexicon))}
    iran = {*use_features(doc, 11, 12, kinds_of(doc, 11, 12, lexicon))}

    assert "name head=Name" in texas
    assert {"agent", "by under=VERB:country", "pobj=by"} <= iran
    assert not [feature for feature in texas | iran if "exas" in feature or "ran" in feature]
