"""Place names in text without capitals."""

from collections.abc import Callable

import pytest

from geo.protocols import Lexicon
from geo.reading.language_model import Passage
from geo.reading.lower_case import lower_case_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("missiles hit depots in kharkiv as iran watches", ["kharkiv", "iran"]),
        ("troops from the united states arrived on friday", ["united states"]),
        ("four russian soldiers were captured near kursk", ["russian", "kursk"]),
        ("the kharkiv of old was a different town", []),
        ("they all ate roast turkey and went on reading", []),
        ("in kyiv", []),
        ("Missiles hit depots in kharkiv as iran watches", []),
    ],
)
def test_only_well_known_places_count(
    passage: Callable[[str], Passage], lexicon: Lexicon, text: str, expected: list[str]
) -> None:
    """States anywhere, big cities after a preposition of place, never common words."""
    doc = passage(text).doc
    found = [doc[span.start : span.end].text for span in lower_case_names(doc, lexicon)]

    assert found == expected
