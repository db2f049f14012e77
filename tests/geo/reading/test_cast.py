"""Who is who inside one report: names, short forms, pronouns, offices."""

from collections.abc import Callable
from datetime import date

import pytest

from geo.model import Span, Toponym
from geo.reading.actors import ActorRegistry
from geo.reading.cast import Cast
from geo.reading.language_model import Passage

Met = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def met(passage: Callable[[str], Passage], registry: ActorRegistry) -> Met:
    """Return what lists the heads of a text's phrases with the ids of those they name."""

    def listed(text: str, places: tuple[Toponym, ...] = ()) -> list[tuple[str, str]]:
        parsed = passage(text)
        cast = Cast(registry, date(2024, 10, 21))
        cast.note_acronyms(parsed.doc)
        cast.note_places(parsed, places)
        return [
            (phrase.token.text, phrase.figure.id)
            for sentence in parsed.doc.sents
            for phrase in cast.meet(sentence)
        ]

    return listed


@pytest.mark.parametrize(
    ("text", "word", "actor_id"),
    [
        ("North Korean soldiers crossed the river.", "soldiers", "PRK-MIL"),
        ("Soldiers from Poland crossed the river.", "Soldiers", "POL-MIL"),
        ("The UN mission closed its base.", "mission", "name:un-mission"),
        ("Kyiv denied the report.", "Kyiv", "UKR"),
        ("The mayor of London, Sadiq Khan, resigned.", "mayor", "sadiq-khan"),
        ("A Hamas spokesman denied it.", "spokesman", "name:hamas-spokesman"),
        ("The national security council met.", "council", "name:national-security-council"),
    ],
)
def test_a_phrase_names_somebody(met: Met, text: str, word: str, actor_id: str) -> None:
    """By name, by demonym and organ, by capital, by office, by what it belongs to."""
    assert (word, actor_id) in met(text)


@pytest.mark.parametrize("states", ["Ukrainian and Polish", "Polish and Ukrainian"])
def test_a_list_of_nations_gives_each_its_own(met: Met, states: str) -> None:
    """Two demonyms before one noun are two armies."""
    found = {actor_id for _, actor_id in met(f"{states} soldiers trained near Lviv.")}

    assert {"UKR-MIL", "POL-MIL"} <= found


@pytest.mark.parametrize(
    ("text", "pronoun", "actor_id"),
    [
        ("Narendra Modi met Mark Rutte in Paris. He left on Friday.", "He", "narendra-modi"),
        ("NATO met in Brussels. It will send aid.", "It", "NATO"),
        ("Narendra Modi said on Friday: we will not yield.", "we", "narendra-modi"),
        ("Boko Haram, which burned the camp, fled.", "which", "BOKOHARAM"),
    ],
)
def test_a_pronoun_means_who_was_named(met: Met, text: str, pronoun: str, actor_id: str) -> None:
    """The subject of the sentence before, whom a relative clause hangs on, who speaks."""
    assert (pronoun, actor_id) in met(text)


@pytest.mark.parametrize(
    ("text", "word", "actor_id"),
    [
        ("Ethiopia cannot wait, its foreign ministry warned.", "ministry", "ETH-MFA"),
        ("Narendra Modi spoke in Paris. His army had left.", "army", "IND-MIL"),
        ("NATO met in Brussels. Its soldiers had left.", "soldiers", "name:soldiers"),
        ("Somebody called. Its army had left.", "army", "name:army"),
    ],
)
def test_an_organ_is_of_the_state_that_its_pronoun_means(
    met: Met, text: str, word: str, actor_id: str
) -> None:
    """Where the pronoun means a state or its people; a body's own soldiers are no state's."""
    assert (word, actor_id) in met(text)


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        ("Narendra Modi left Paris. A shepherd saw it; he was alone.", "name:shepherd"),
        ("Narendra Modi left. Italy's defence minister came; he was alone.", "ITA-MOD"),
        ("Narendra Modi left. His adviser came; he was alone.", "narendra-modi"),
        ("Narendra Modi left. The leader was glad; he was alone.", "narendra-modi"),
        ("The colonel came, and he was alone.", "name:colonel"),
    ],
)
def test_he_may_mean_a_man_without_name(met: Met, text: str, actor_id: str) -> None:
    """Unless "the" or "his" says that it is the person in mind, or somebody beside him."""
    assert ("he", actor_id) in met(text)


def test_it_that_stands_for_a_clause_is_nobody(met: Met) -> None:
    """Nobody is meant by "it was revealed that"."""
    found = met("NATO met in Brussels. It was revealed that the plan had failed.")

    assert "It" not in [word for word, _ in found]


def test_a_family_name_means_the_person_named_in_full(met: Met) -> None:
    """Also where the registry does not know them."""
    found = met("Mayor Anna Brandmeier spoke first. Brandmeier then left.")

    assert [actor_id for word, actor_id in found if word == "Brandmeier"] == [
        "name:anna-brandmeier",
        "name:anna-brandmeier",
    ]


def test_where_the_family_name_stands_first_it_is_remembered(met: Met) -> None:
    """As in Korea and China."""
    found = met("South Korean minister Bak Jun-seo resigned. Bak gave no reason.")

    assert ("Bak", "name:bak-jun-seo") in found


def test_a_title_gives_its_sector(
    passage: Callable[[str], Passage], registry: ActorRegistry
) -> None:
    """A bishop is of the church, whatever his name."""
    sentence = next(passage("Bishop Anton Brandmeier spoke in Berlin.").doc.sents)
    figures = [phrase.figure for phrase in Cast(registry).meet(sentence)]

    assert "REL" in {figure.sector for figure in figures if figure.is_person}


def test_a_place_that_looks_like_a_person_is_nobody(met: Met) -> None:
    """What the gazetteer found is not taken for somebody."""
    text = "Anton Brandmeier spoke. Brandmeier lies by the sea."
    place = Toponym(Span(24, 34), "Brandmeier")

    assert ("Brandmeier", "name:brandmeier") not in met(text, (place,))


def test_the_parts_of_a_name_are_not_named_apart(met: Met) -> None:
    """The US of US marines takes no part of its own, nor does an owner of its own organ."""
    found = met("U.S. marines met Ukraine's foreign minister.")

    assert [actor_id for _, actor_id in found] == ["USA-USMC", "UKR-MFA"]


def test_a_body_is_meant_by_its_noun_in_what_follows(met: Met) -> None:
    """The service, the ministry, the militants: whoever was named so last."""
    found = met("South Korea's National Intelligence Service spoke. The service gave no number.")

    assert ("service", "KOR-NIS") in found


def test_a_sentence_is_met_once(passage: Callable[[str], Passage], registry: ActorRegistry) -> None:
    """Asking again gives the same answer, so that every event of a sentence sees them all."""
    sentence = next(passage("Narendra Modi met Mark Rutte.").doc.sents)
    cast = Cast(registry)

    assert cast.meet(sentence) == cast.meet(sentence)


def test_those_in_mind_are_the_last_subject_and_the_most_named(
    passage: Callable[[str], Passage], registry: ActorRegistry
) -> None:
    """They may take part in what the next sentence tells without naming anybody."""
    parsed = passage("NATO met Narendra Modi. The talks lasted two hours.")
    cast = Cast(registry)
    for sentence in parsed.doc.sents:
        cast.meet(sentence)

    assert [figure.id for figure in cast.carried][:2] == ["NATO", "narendra-modi"]


def test_memory_is_bounded(passage: Callable[[str], Passage], registry: ActorRegistry) -> None:
    """A text that names thousands forgets the first ones, and does not fail."""
    names = " ".join(f"Fighter Q{number} Brandt{number} fled." for number in range(2100))
    cast = Cast(registry)
    for sentence in passage(names).doc.sents:
        cast.listen(sentence)

    assert cast.country_of("name:nobody") is None
