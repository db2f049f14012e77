"""What is decided without weights."""

from collections.abc import Callable

import pytest

from geo.protocols import Lexicon
from geo.reading.language_model import Passage
from geo.reading.name_guards import is_surely_place, what_else
from geo.reading.name_spans import NameSpan, kinds_of


def at(passage: Passage, word: str) -> int:
    """Return the index of the first token with this text."""
    return next(token.i for token in passage.doc if token.text == word)


@pytest.mark.parametrize(
    ("text", "word", "is_other"),
    [
        ("The Kyiv Post reported it.", "Kyiv", True),
        ("A post office in Kyiv was hit.", "Kyiv", False),
        ("They had Turkey for dinner.", "Turkey", True),
        ("They flew from Turkey on Friday.", "Turkey", False),
        ("He lives in Kyiv", "Kyiv", False),
    ],
)
def test_media_and_common_words_are_other_things(
    passage: Callable[[str], Passage], text: str, word: str, is_other: bool
) -> None:
    """A newspaper by the word after, a bird by the words around."""
    parsed = passage(text)
    index = at(parsed, word)

    assert bool(what_else(parsed.doc, index, index + 1)) is is_other


@pytest.mark.parametrize(
    ("text", "word", "relation", "is_sure"),
    [
        ("They will move to Kursk next week.", "Kursk", "is:thing", True),
        ("They will move to Kursk next week.", "Kursk", "is:PERSON", False),
        ("They will move to Kursk Corporation.", "Kursk", "is:ORG", False),
        ("The new Kursk is a product.", "Kursk", "is:thing", False),
        ("Kursk is a product.", "Kursk", "is:thing", False),
        ("They will move to Zzyzx next week.", "Zzyzx", "is:ORG", False),
    ],
)
def test_a_known_place_after_a_preposition_of_place_is_one(
    passage: Callable[[str], Passage],
    lexicon: Lexicon,
    text: str,
    word: str,
    relation: str,
    is_sure: bool,
) -> None:
    """Whatever the model calls it, unless a person or a longer name."""
    parsed = passage(text)
    index = at(parsed, word)
    span = NameSpan(index, index + 1, kinds_of(parsed.doc, index, index + 1, lexicon))

    assert is_surely_place(parsed.doc, span, relation, lexicon) is is_sure
