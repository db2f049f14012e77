"""Who says so, in which word, through whom, and how strongly."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.model import Attribution, Modality, Reading
from geo.reading.actors import ActorRegistry
from geo.reading.attribution import find_attribution, with_strength
from geo.reading.cast import Cast
from geo.reading.language_model import Passage

TABLE = Path(__file__).with_name("attribution_table.csv")

Sources = Callable[[str], tuple[Attribution, ...]]


@pytest.fixture(scope="session")
def sources(passage: Callable[[str], Passage], registry: ActorRegistry) -> Sources:
    """Return what finds the sources of the event whose word stands in brackets."""

    def found(sentence: str) -> tuple[Attribution, ...]:
        before, trigger, after = sentence.replace("]", "[").split("[")
        doc = passage(before + trigger + after).doc
        span = doc.char_span(len(before), len(before) + len(trigger), alignment_mode="expand")
        cast = Cast(registry)
        for entity in doc[: span.start].ents:
            cast.identify(entity.root)
        return find_attribution(span.root, cast, 0)

    return found


def fields(found: tuple[Attribution, ...]) -> tuple[str, str, str, str]:
    """Return name, verb, via and strength of the nearest source, empty where there is none."""
    source = found[0] if found else Attribution("")
    return source.name, source.verb, source.via, source.strength


def test_nine_of_ten_sentences_name_their_source_right(sources: Sources) -> None:
    """Speaker, word of saying, who passes it on and strength, all four."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [
        (said, row["sentence"])
        for row in rows
        if (said := fields(sources(row["sentence"])))
        != (row["name"], row["verb"], row["via"], row["strength"])
    ]

    assert len(wrong) <= len(rows) // 10, wrong


def test_a_medium_passes_on_what_a_source_says(read: Callable[..., Reading]) -> None:
    """The nearest source is named, the medium is via."""
    reading = read(
        "Reuters reported that police said a car bomb had exploded in Kyiv, killing four people."
    )
    bombing = [m for m in reading.mentions if m.type == "attack.bombing"]

    assert [(a.name, a.via) for a in bombing[0].attribution] == [("police", "Reuters")]


def test_who_cites_passes_on(sources: Sources) -> None:
    """So it is the NIS, via NHK."""
    (source,) = sources("NHK reported, citing the NIS, that 3,000 soldiers had been [sent].")

    assert (source.actor_id, source.verb, source.via) == ("KOR-NIS", "reported", "NHK")


def test_according_to_names_the_source(sources: Sources) -> None:
    """The verb is empty, the kind is known."""
    (source,) = sources("According to witnesses, a car bomb [exploded] in Kyiv on Monday.")

    assert (source.name, source.kind, source.verb) == ("witnesses", "witness", "")


def test_a_pronoun_is_the_name_it_stands_for(sources: Sources) -> None:
    """The words "he said" name nobody."""
    (source,) = sources("Kyrylo Budanov spoke in Kyiv. He said Russia had [sent] soldiers.")

    assert (source.name, source.actor_id) == ("Kyrylo Budanov", "kyrylo-budanov")


def test_a_pronoun_that_stands_for_nobody_is_no_source(sources: Sources) -> None:
    """Better none than "they"."""
    assert sources("They said a bomb had [exploded].") == ()


def test_the_words_of_a_source_stay_as_they_are(sources: Sources) -> None:
    """Officials of a state are named as in the report, and known as its government."""
    (source,) = sources("Turkish officials said that two ships had been [sent].")

    assert (source.name, source.actor_id) == ("Turkish officials", "TUR-GOV")


@pytest.mark.parametrize(
    ("modality", "strength"),
    [
        (Modality.HAPPENED, "official claim"),
        (Modality.ALLEGED, "suspected"),
        (Modality.UNCONFIRMED, "unconfirmed"),
    ],
)
def test_no_word_is_stronger_than_the_modality(modality: Modality, strength: str) -> None:
    """What could not be confirmed is unconfirmed, whoever says so."""
    (source,) = with_strength([Attribution("the army", strength="official claim")], modality)

    assert source.strength == strength


def test_two_who_say_so_are_both_named(sources: Sources) -> None:
    """The nearest first."""
    found = sources("The mayor said that police reported an [explosion].")

    assert [source.name for source in found] == ["police", "the mayor"]
