"""Paragraphs and sentences: where they end, and that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Span
from geo.reading.document import flatten, paragraphs, sentences


def _said(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It fell. He fled.", ["It fell.", "He fled."], id="two"),
        pytest.param("Gen. Smith spoke. Lt. Col. Day left.", None, id="ranks"),
        pytest.param("The U.S. Army moved. It won.", None, id="initials before a name"),
        pytest.param("He left the U.S. The army stayed.", None, id="initials at the end"),
        pytest.param("On Oct. 18 it rained. In Dec. 2023 it froze.", None, id="months"),
        pytest.param("It was 5 p.m. Kyiv time. He slept.", None, id="hours"),
        pytest.param("Acme Inc. makes tanks. No. 5 is out.", None, id="company and number"),
        pytest.param("John F. Kennedy spoke. He left.", None, id="middle initial"),
        pytest.param("He said, “Come out.” The video ended.", None, id="closing quote"),
        pytest.param("“Stop!” he said. They ran.", None, id="quote that goes on"),
        pytest.param("Why? Nobody knows!", ["Why?", "Nobody knows!"], id="marks"),
        pytest.param("It was 3.5 km away. He ran.", None, id="decimal"),
        pytest.param("Visit example.com today. Thanks.", None, id="host name"),
        pytest.param("It ended.The next began.", ["It ended.", "The next began."], id="no space"),
        pytest.param("He waited... Then he left.", None, id="ellipsis"),
        pytest.param("It fell. 20 people died.", None, id="figure first"),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str] | None) -> None:
    """Abbreviations, initials, decimals and quotes do not end sentences; full stops do."""
    assert len(_said(text)) == 2
    assert expected is None or _said(text) == expected


def test_a_headline_without_a_full_stop_is_its_own_sentence() -> None:
    """A short line before a paragraph does not run into it."""
    text = "Engineer seen in Ukraine\nNHK reported that an engineer had been seen " + "there " * 30

    assert _said(text)[0] == "Engineer seen in Ukraine"


def test_a_byline_ends_its_line() -> None:
    """By X is not part of the sentence below it, whatever that begins with."""
    assert _said("By Ann Lee\nof the desk\n")[0] == "By Ann Lee"


def test_list_items_are_sentences_of_their_own() -> None:
    """A bullet begins a new sentence even without full stops."""
    text = "Losses:\n- two tanks\n- one drone\n1. a truck\n"

    assert _said(text) == ["Losses:", "- two tanks", "- one drone", "1. a truck"]


def test_hard_wrapped_lines_are_one_sentence() -> None:
    """A line broken because the next word did not fit goes on."""
    text = (
        "On October 4, the Kyiv Post reported that a missile strike in the\n"
        "Donetsk region had killed 20 soldiers, among them six who were in\n"
        "Ukraine to consult.\n"
    )

    assert len(_said(text)) == 1
    assert "\n" not in flatten(text).rstrip("\n")


def test_a_line_that_goes_on_in_lower_case_is_joined() -> None:
    """Even a short line runs on where the next begins in lower case."""
    assert len(_said("A strike hit the\nport of Odesa.")) == 1


def test_a_blank_line_ends_a_paragraph() -> None:
    """Blank lines separate paragraphs, with either kind of line end."""
    text = "First one\r\n\r\nSecond one\n\n\nThird"

    assert [span.of(text) for span in paragraphs(text)] == ["First one", "Second one", "Third"]


def test_odd_spaces_become_spaces_and_a_word_stays_whole() -> None:
    """No-break spaces are spaces; a soft hyphen inside a word is left, beside a space is not."""
    text = "a\u00a0b\u2009c sol\u00addiers \u200bd\u202e"

    flat = flatten(text)

    assert flat == "a b c sol\u00addiers  d "
    assert len(flat) == len(text)


def test_text_without_full_stops_is_cut_at_a_space() -> None:
    """A wall of words comes out in pieces of bounded length, none of them cut inside a word."""
    text = "word " * 3000

    pieces = _said(text)

    assert max(map(len, pieces)) <= 2000
    assert {word for piece in pieces for word in piece.split()} == {"word"}


def test_text_without_spaces_is_cut_too() -> None:
    """Ten thousand letters in a row are cut where they must be."""
    assert [len(piece) for piece in _said("a" * 5000)] == [2000, 2000, 1000]


def test_an_empty_text_has_no_sentences() -> None:
    """Nothing and nothing but space have neither sentences nor paragraphs."""
    assert sentences("") == paragraphs("") == sentences(" \n\t\r\n") == []


_TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                "A.",
                "word",
                "U.S.",
                "\n",
                "\r\n",
                "\r",
                "-",
                "The",
                "“Yes.”",
                "!",
                "Oct.",
                "5",
                "\xad",
                "\u200b",
                ".",
                "ab",
            ]
        )
    ).map(" ".join),
)


@given(_TEXTS)
def test_flattening_keeps_every_offset(text: str) -> None:
    """The length stays, and so does every character that is not space or invisible."""
    flat = flatten(text)

    assert len(flat) == len(text)
    assert all(now in (was, " ", "\n") for was, now in zip(text, flat, strict=True))


@pytest.mark.parametrize("split", [sentences, paragraphs])
@given(text=_TEXTS)
def test_spans_are_ordered_disjoint_and_cover_the_text(split: object, text: str) -> None:
    """Every character that is not space lies in exactly one span."""
    spans: list[Span] = split(text)  # type: ignore[operator]

    covered = [index for span in spans for index in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    solid = flatten(text)
    assert {index for index, char in enumerate(solid) if not char.isspace()} <= set(covered)
