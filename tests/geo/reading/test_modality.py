"""Whether an event happened."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.model import EventMention, Modality, Reading
from geo.reading.actors import ActorRegistry
from geo.reading.attribution import find_attribution
from geo.reading.cast import Cast
from geo.reading.language_model import Passage
from geo.reading.modality import find_modality, load_modality_model
from geo.reading.modality_features import modality_features, surroundings
from geo.reading.participants import find_actors

TABLE = Path(__file__).with_name("modality_table.csv")


def said_of(
    sentence: str, kind: str, passage: Callable[[str], Passage], registry: ActorRegistry
) -> str:
    """Return the modality of the event whose word stands in brackets."""
    before, trigger, after = sentence.replace("]", "[").split("[")
    doc = passage(before + trigger + after).doc
    span = doc.char_span(len(before), len(before) + len(trigger), alignment_mode="expand")
    cast = Cast(registry)
    sources = find_attribution(span.root, cast, 0)
    return find_modality(
        span.root,
        kind,
        actors=find_actors(span.root, kind, cast, 0),
        attribution=sources,
        speaks_for=cast.country_of(sources[0].actor_id) if sources else None,
    )


def test_nine_of_ten_sentences_are_read_right(
    passage: Callable[[str], Passage], registry: ActorRegistry
) -> None:
    """All seven modalities, in plain news sentences that taught nothing."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [
        (row["modality"], said, row["sentence"])
        for row in rows
        if (said := said_of(row["sentence"], row["type"], passage, registry)) != row["modality"]
    ]

    assert len(wrong) <= len(rows) // 10, wrong


def test_no_sentence_of_the_table_taught_the_weights(root: Path) -> None:
    """What is scored here is not what was learned."""
    taught = (root / "data/ontology/modality_sentences.csv").read_text("utf-8").casefold()

    with TABLE.open(encoding="utf-8", newline="") as file:
        assert [r for r in csv.DictReader(file) if r["sentence"].casefold() in taught] == []


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Russia sent 1,500 soldiers to Kursk.", "deploy", Modality.HAPPENED),
        ("Russia is planning to train 10,000 soldiers.", "train", Modality.PLANNED),
        ("A brigade of 2,600 soldiers is set to move to Kursk.", "deploy", Modality.PLANNED),
        ("Russia will send 3,000 troops to Kursk on Monday.", "deploy", Modality.PLANNED),
        ("Iran may be preparing to send 800 troops to Lebanon.", "deploy", Modality.POSSIBLE),
        ("Iran has reportedly sent 800 troops to Lebanon.", "deploy", Modality.ALLEGED),
        ("Iran did not send 800 troops to Lebanon.", "deploy", Modality.DENIED),
    ],
)
def test_modality_follows_the_words(
    only: Callable[[str, str], EventMention], text: str, kind: str, modality: Modality
) -> None:
    """Plans, hedges and denials are marked."""
    assert only(text, kind).modality is modality


def test_the_word_of_a_party_about_another_is_a_claim(read: Callable[..., Reading]) -> None:
    """A Ukrainian official speaks of what Russia did."""
    reading = read("Kyrylo Budanov announced that Russia sent 1,500 soldiers to Kursk on Friday.")
    deployed = [m for m in reading.mentions if m.type == "deploy.troops"]

    assert deployed[0].modality is Modality.CLAIMED
    assert (deployed[0].attribution[0].actor_id, deployed[0].attribution[0].verb) == (
        "kyrylo-budanov",
        "announced",
    )


def test_what_is_not_confirmed_did_not_happen(read: Callable[..., Reading]) -> None:
    """Nothing that "could not yet be confirmed" is recorded as having occurred."""
    reading = read("The general said he could not confirm that Iran had sent 800 troops to Beirut.")
    deployed = [m for m in reading.mentions if m.type == "deploy.troops"]

    assert all(m.modality is Modality.UNCONFIRMED for m in deployed)
    assert deployed


def test_no_name_is_a_feature(passage: Callable[[str], Passage]) -> None:
    """Weights are about words of plan and doubt, not about countries or people."""
    doc = passage("Ivan Petrov said Estonia would not send Leopard tanks to Narva.").doc
    trigger = next(token for token in doc if token.text == "send")

    features = " ".join(modality_features(trigger, "deploy.troops")).casefold()

    assert [name for name in ("ivan", "petrov", "estonia", "narva") if name in features] == []


def test_a_word_alone_has_no_surroundings(passage: Callable[[str], Passage]) -> None:
    """Nothing governs it and nothing stands beside it."""
    doc = passage("Attack").doc

    assert not surroundings(doc[0]).any()


def test_the_model_knows_all_modalities() -> None:
    """A column for each, and for each number of the word vectors."""
    model = load_modality_model()

    assert set(model.weights.answers) == set(Modality)
    assert model.meanings.shape == (600, len(Modality))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(['"', "said", "not", "attack", "\n\n", "if", ";", "?", "will", "“"]),
        min_size=1,
    )
)
def test_any_words_have_a_modality(passage: Callable[[str], Passage], words: list[str]) -> None:
    """Broken syntax is no reason to fail."""
    for token in passage(" ".join(["attack", *words])).doc:
        assert find_modality(token, "attack.other") in Modality
