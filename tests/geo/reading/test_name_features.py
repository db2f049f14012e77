"""What is known about a candidate for a place name."""

from collections.abc import Callable

import pytest

from geo.protocols import Lexicon
from geo.reading.language_model import Passage
from geo.reading.name_features import NameScene
from geo.reading.name_spans import name_spans

Features = Callable[..., set[str]]


@pytest.fixture
def features(passage: Callable[[str], Passage], lexicon: Lexicon) -> Features:
    """Return what gives the features of the first candidate with some words."""

    def features_of(text: str, name: str, names: frozenset[str] = frozenset()) -> set[str]:
        doc = passage(text).doc
        spans = name_spans(doc, lexicon)
        scene = NameScene(doc, spans, lexicon, names)
        return next(
            set(scene.features(span)) for span in spans if doc[span.start : span.end].text == name
        )

    return features_of


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("Protests went on in Iran.", "Iran", "ent=is:GPE"),
        ("Protests went on in Iran.", "Iran", "known=country"),
        ("Protests went on in Iran.", "Iran", "before=in"),
        ("Police in Kursk arrested a man.", "Kursk", "known=city:6"),
        ("Paris Hilton arrived at the party.", "Paris", "ent=first:PERSON"),
        ("The Texas Health Department said so.", "Texas", "head=department"),
        ("He lives in Paris, Texas.", "Paris", "container after:True:known"),
        ("He met Mr. Houston on Friday.", "Houston", "title before"),
        ("The village of Zzyzxville was shelled.", "Zzyzxville", "settlement of:place:unknown"),
        ("Fighting went on in Kharkiv and Odesa.", "Odesa", "listed:True"),
        ("It burned on Green Oaks Boulevard.", "Green Oaks Boulevard", "site=boulevard"),
        ("He fell into Lake Wobegon.", "Lake Wobegon", "first=lake"),
        ("Protests went on in Iran.", "Iran", "role+sure=place:True:True"),
        ("In Reading many like reading.", "Reading", "lower elsewhere:False"),
        ("The U.S. sent aid.", "U.S.", "style=prose:short"),
        ("Michael Jordan was glad. Jordan left.", "Jordan", "surname:last:PERSON"),
        ("Paris Hilton came. In Paris it rained.", "Paris", "forename"),
        ("Kyiv was hit. He lives in Kyiv.", "Kyiv", "located elsewhere"),
        ("Kyiv was hit. He lives in Kyiv.", "Kyiv", "elsewhere=place"),
        ("Police Arrest Four Men In Kursk\n", "Kursk", "style=headline:title"),
    ],
)
def test_words_labels_and_gazetteer_become_features(
    features: Features, text: str, name: str, feature: str
) -> None:
    """Each says one thing that a person can check."""
    assert feature in features(text, name)


def test_the_words_of_the_name_are_no_feature(features: Features) -> None:
    """Else the weights would know single places."""
    found = features("Shelling hit Kharkiv on Friday.", "Kharkiv")

    assert not [feature for feature in found if "harkiv" in feature]


def test_the_names_of_organisations_are_known(features: Features) -> None:
    """The registry's names speak against a place."""
    assert "name" in features("A man told Austin so.", "Austin", frozenset({"austin"}))


def test_a_candidate_at_either_end_of_the_text_has_features(features: Features) -> None:
    """There is no word before or after."""
    found = features("Kharkiv", "Kharkiv")

    assert {"before=start", "after=end"} <= found
