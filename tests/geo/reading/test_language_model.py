"""Loading the language model and running it over texts of any size."""

import warnings

import pytest

from geo.errors import ModelMissing
from geo.model import Span
from geo.reading import language_model
from geo.reading.language_model import load_model, parse


def test_a_long_text_is_parsed_in_passages_of_bounded_size() -> None:
    """Memory is that of a passage; the passages cover the text, in order."""
    text = "Russia sent soldiers to Kursk. " * 2000
    sentences = [Span(start, start + 30) for start in range(0, len(text), 31)]

    passages = list(parse(text, sentences, load_model()))

    assert len(passages) > 1
    assert all(len(passage.doc.text) <= 20_100 for passage in passages)
    assert [p.start for p in passages] == sorted(p.start for p in passages)
    assert all(text[p.start :].startswith(p.doc.text) for p in passages)


def test_sentences_begin_where_they_are_said_to() -> None:
    """The parser keeps the boundaries it is given."""
    text = "Police arrest four\nA bomb exploded in Kyiv."

    (passage,) = parse(text, [Span(0, 18), Span(19, 43)], load_model())

    assert "A" in [sentence[0].text for sentence in passage.doc.sents]


def test_one_endless_word_is_broken_up() -> None:
    """Text without spaces costs no more than other text."""
    text = "x" * 100_000

    passages = list(parse(text, [Span(0, len(text))], load_model()))

    assert max(len(token) for passage in passages for token in passage.doc) <= 200


def test_loading_warns_of_nothing() -> None:
    """The one warning that is known to say nothing new is silenced, and no other."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load_model().lang == "en"


def test_a_missing_model_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names what to install."""
    monkeypatch.setitem(__import__("sys").modules, language_model.BUNDLED_MODEL, None)

    with pytest.raises(ModelMissing, match="en_core_web_md"):
        load_model()


def test_loud_sentences_are_parsed_as_headlines() -> None:
    """The model knows few names in capitals; offsets stay, and so do abbreviations."""
    text = "TWO MEN DIE AS UK'S JETS CRASH IN KYIV\nA UN team was sent. NATO AND EU."
    spans = [Span(0, 38), Span(39, 58), Span(59, len(text))]

    (passage,) = parse(text, spans, load_model())

    assert passage.doc.text == (
        "two Men Die as Uk's Jets Crash in Kyiv\nA UN team was sent. NATO AND EU."
    )


def test_letters_that_grow_in_lower_case_are_left() -> None:
    """Turkish I with a dot is two characters in lower case; every offset must hold."""
    text = "FOUR MEN DIE IN İZMİR CRASH TODAY"

    (passage,) = parse(text, [Span(0, len(text))], load_model())

    assert len(passage.doc.text) == len(text)
    assert "İZMİR" in passage.doc.text
