"""Left-overs of HTML: blanked, while every other character keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.document import paragraphs, sentences
from geo.reading.markup import without_markup


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("<p>It <b>fell</b>.</p>", "It fell .", id="tags"),
        pytest.param("It fell.<br/>He fled.", "It fell. He fled.", id="line break"),
        pytest.param('<a href="https://a.example/?b=1&c=2">It</a> fell.', "It fell.", id="link"),
        pytest.param("It<!-- <b>never</b> --> fell.", "It fell.", id="comment"),
        pytest.param("<script>if (a<b) {bomb()}</script >It fell.", "It fell.", id="script"),
        pytest.param("<STYLE>.bomb{}</STYLE>It fell.", "It fell.", id="style, in capitals"),
        pytest.param("[caption id='4' width='9']It fell.[/caption]", "It fell.", id="shortcode"),
        pytest.param("Smith&nbsp;&amp; Sons&#39; car", "Smith & Sons ' car", id="entities"),
        pytest.param("&lt;It&gt; fell&hellip;", "It fell …", id="escaped marks and an ellipsis"),
        pytest.param("<script>It fell.", "It fell.", id="a script without an end"),
        pytest.param("<!-- It fell.", "It fell.", id="a comment without an end"),
    ],
)
def test_markup_is_blanked(text: str, words: str) -> None:
    """What is left is what a browser would show, at its place."""
    assert " ".join(without_markup(text).split()) == words
    assert len(without_markup(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    ["I <3 you & they", "AT&T; fell", "if a <b and c", "x < y > z", "[1] said so", "<unknown tag>"],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    """Hearts, sums, footnotes and names."""
    assert without_markup(text) == text


def test_a_block_ends_a_paragraph() -> None:
    """Two paragraphs and two list items on one line of HTML are four sentences."""
    text = "<p>It fell</p><p>He fled</p><ul><li>One tank</li><li>Two guns</li></ul>"

    assert [span.of(text) for span in paragraphs(text)] == [
        "It fell",
        "He fled",
        "One tank",
        "Two guns",
    ]
    assert len(sentences(text)) == 4


_PIECES = st.sampled_from(
    [
        *("<", ">", "<b>", "</p>", "<!--", "-->", "<script>", "</script>", "<style ", "[caption]"),
        *("&amp;", "&", ";", "&#9;", "&#0;", "&#xffffff;", "&NotEqualTilde;", "[", "word", "é"),
        *("\n", "\r\n", " "),
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_offset_moves(text: str) -> None:
    """Whatever the order of left-overs, line ends stay line ends and the length stays."""
    blanked = without_markup(text)

    assert len(blanked) == len(text)
    assert all(now == "\n" for was, now in zip(text, blanked, strict=True) if was == "\n")
