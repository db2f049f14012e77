"""Whether an event happened, and who says so."""

from collections.abc import Callable

import pytest

from geo.model import EventMention, Modality, Reading


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


def test_a_medium_passes_on_what_a_source_says(read: Callable[..., Reading]) -> None:
    """The nearest source is named, the medium is via."""
    reading = read(
        "Reuters reported that police said a car bomb had exploded in Kyiv, killing four people."
    )
    bombing = [m for m in reading.mentions if m.type == "attack.bombing"]

    assert [(a.name, a.via) for a in bombing[0].attribution] == [("police", "Reuters")]


def test_according_to_names_the_source(read: Callable[..., Reading]) -> None:
    """The verb is empty, the kind is known."""
    reading = read("According to witnesses, a car bomb exploded in Kyiv on Monday.")

    source = reading.mentions[0].attribution[0]

    assert (source.name, source.kind, source.verb) == ("witnesses", "witness", "")


def test_a_statement_is_about_what_it_says(read: Callable[..., Reading]) -> None:
    """It points to the word of the event it tells of."""
    text = (
        "At a conference in Brussels, the minister announced that Russia will train 500 soldiers."
    )
    announced = [m for m in read(text).mentions if m.type == "statement.announce"]

    assert [span.of(text) for span in announced[0].about] == ["train"]
