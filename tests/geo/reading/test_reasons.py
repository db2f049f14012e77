"""What the trigger model weighs, in words."""

import math

import pytest
from spacy.language import Language

from geo.model import Span
from geo.reading.reasons import TypeReasons, describe, type_reasons
from geo.reading.triggers import TriggerModel, load_trigger_model


@pytest.fixture(scope="module")
def triggers() -> TriggerModel:
    """Return the bundled trigger model."""
    return load_trigger_model()


def weighed(text: str, word: str, model: Language, triggers: TriggerModel) -> TypeReasons | None:
    """Return what was weighed for a word of a text."""
    at = text.index(word)
    return type_reasons(text, Span(at, at + len(word)), model, triggers)


def test_what_weighs_sums_up_to_the_probability(model: Language, triggers: TriggerModel) -> None:
    """Nothing that decides is left out."""
    text = "The talks ended. Police arrested three men in Kharkiv on Monday."
    reasons = weighed(text, "arrested", model, triggers)

    assert reasons is not None
    odds = math.fsum(weight for _, weight in reasons.for_event)
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(reasons.event)
    assert reasons.type.startswith("arrest.")
    assert math.fsum(weight for _, weight in reasons.for_type) > 0
    assert reasons.rival != reasons.type


def test_the_curated_list_may_leave_one_type(model: Language, triggers: TriggerModel) -> None:
    """Words beside "strike" decide, whatever was learned."""
    reasons = weighed("A missile strike hit the depot.", "strike", model, triggers)

    assert reasons is not None
    assert (reasons.type, reasons.rival, reasons.for_type) == ("strike.missile", "", ())


def test_a_word_that_is_no_candidate_has_no_reasons(
    model: Language, triggers: TriggerModel
) -> None:
    """It was never looked at."""
    assert weighed("The weather in Lyon was fine.", "weather", model, triggers) is None


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("w:seal|VERB", "the word 'seal, VERB'"),
        ("b:missile", "near it stands 'missile'"),
        ("n:GPE", "near it stands a GPE"),
        ("x:launch+rocket", "the words 'launch and rocket' together"),
        ("quoted|NOUN", "it stands in quotation marks (NOUN)"),
        ("bias", "any candidate word"),
        ("new:thing", "new 'thing'"),
    ],
)
def test_features_are_said_in_words(feature: str, words: str) -> None:
    """Those that a later model brings keep their names."""
    assert describe(feature) == words
