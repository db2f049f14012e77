"""The registry of actors, and who is who inside a report."""

from collections.abc import Callable
from datetime import date

import pytest

from geo.model import ActorRole, EventMention, Reading
from geo.reading.actors import ActorRegistry, alpha3, plain_name
from geo.resources import data_dir

DAY = date(2024, 10, 21)


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("North Korea", "PRK"),
        ("the DPRK", "PRK"),
        ("U.S.", "USA"),
        ("North Koreans", "PRK"),
        ("North Korean soldiers", "PRK-MIL"),
        ("Russian military", "RUS-MIL"),
        ("South Korean Defense Minister", "KOR-MOD"),
        ("South Korea’s national intelligence service", "KOR-NIS"),
        ("the NIS", "KOR-NIS"),
        ("Ukraine's Defense Intelligence", "UKR-GUR"),
        ("the White House", "USA-WH"),
        ("Kyiv Post", "MED-KYIVPOST"),
        ("Hezbollah", "LBN-HEZBOLLAH"),
        ("IAEA", "UN-IAEA"),
        ("IS", "ISIS"),
        ("Lloyd Austin", "lloyd-austin"),
        ("Putin", "vladimir-putin"),
    ],
)
def test_an_actor_is_found_by_any_of_its_names(
    registry: ActorRegistry, name: str, actor_id: str
) -> None:
    """Names, aliases, demonyms and organs in words lead to the same id."""
    entry = registry.find(name, DAY)

    assert entry is not None
    assert entry.id == actor_id


@pytest.mark.parametrize("word", ["us", "is", "it", "Atlantis", "", "the", "who"])
def test_common_words_are_no_actors(registry: ActorRegistry, word: str) -> None:
    """An acronym counts only in capitals."""
    assert registry.find(word, DAY) is None


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("north korea", "PRK"),
        ("KP", "PRK"),
        ("prk", "PRK"),
        ("PRK-MIL", "PRK-MIL"),
        ("nato", "NATO"),
    ],
)
def test_a_filter_takes_names_and_iso_codes(registry: ActorRegistry, word: str, key: str) -> None:
    """Case does not matter to a person who types a filter."""
    assert registry.keys_for(word) == {key}


def test_an_unknown_word_has_no_keys(registry: ActorRegistry) -> None:
    """Nothing is guessed."""
    assert registry.keys_for("Atlantis") == frozenset()


def test_an_office_holder_has_the_office_of_that_day(registry: ActorRegistry) -> None:
    """Terms decide: NATO's secretary general of 2024-10 was a prime minister before."""
    before = registry.find("Mark Rutte", date(2020, 5, 1))
    now = registry.find("Mark Rutte", DAY)

    assert before is not None
    assert now is not None
    assert (before.country, now.country) == ("NLD", "IGO")
    assert "NATO" in now.parents


def test_outside_of_every_term_a_person_holds_no_office(registry: ActorRegistry) -> None:
    """The person stays known, with country and without sector."""
    entry = registry.find("Theresa May", DAY)

    assert entry is not None
    assert (entry.sector, entry.parents) == ("", ("GBR",))


def test_parents_lead_to_the_state(registry: ActorRegistry) -> None:
    """A filter for Ukraine finds its intelligence service."""
    entry = registry.entry("UKR-GUR")

    assert entry is not None
    assert entry.parents[-1] == "UKR"


def test_every_parent_in_the_tables_exists(registry: ActorRegistry) -> None:
    """No table names a parent that no table has."""
    folder = data_dir("actors")
    assert folder.is_dir()
    for name in registry.suggest(""):
        assert name
    for actor_id in ("UKR-GUR", "USA-NSC", "IRN-QUDS", "kyrylo-budanov", "MED-KCNA", "GBR-MET"):
        entry = registry.entry(actor_id)
        assert entry is not None
        assert all(registry.entry(parent) for parent in entry.parents)


def test_suggestions_begin_with_the_prefix(registry: ActorRegistry) -> None:
    """In alphabetical order, case aside."""
    names = registry.suggest("north k")

    assert "North Korea" in names
    assert names == sorted(names)


def test_a_capital_stands_for_its_state(registry: ActorRegistry) -> None:
    """Only where it speaks, which the reader decides."""
    state = registry.capital_of("Pyongyang")

    assert state is not None
    assert state.id == "PRK"
    assert registry.capital_of("Busan") is None


@pytest.mark.parametrize("name", ["the army", "army", "army's", "army’s", " army "])
def test_articles_and_possessives_do_not_matter(name: str) -> None:
    """They are stripped before anything is looked up."""
    assert plain_name(name) == "army"


def test_a_passive_without_agent_invents_no_attacker(
    only: Callable[[str, str], EventMention],
) -> None:
    """A strike that kills has victims and, unless said, no doer."""
    strike = only("A missile strike in the Donetsk region killed 20 soldiers on Tuesday.", "strike")

    assert [actor for actor in strike.actors if actor.role is ActorRole.ACTOR] == []


def test_subject_and_object_get_their_roles(only: Callable[[str, str], EventMention]) -> None:
    """Who does is the actor, to whom it is done the recipient."""
    strike = only("Israeli jets bombed Hezbollah positions in Beirut.", "strike")

    assert ("ISR-MIL", ActorRole.ACTOR) in [(actor.id, actor.role) for actor in strike.actors]


def test_a_pronoun_means_the_last_person(read: Callable[..., Reading]) -> None:
    """The speaker is carried over to "He noted"."""
    reading = read(
        "Kyrylo Budanov, head of Ukraine's Defense Intelligence, spoke in Kyiv. "
        "He announced that 2,600 soldiers will move to Kursk."
    )
    announced = [m for m in reading.mentions if m.type == "statement.announce"]

    assert [actor.id for actor in announced[0].actors] == ["kyrylo-budanov"]


def test_an_acronym_means_what_it_was_introduced_as(read: Callable[..., Reading]) -> None:
    """Brackets after a name introduce the short form used from there on."""
    reading = read(
        "Poland's Agency for Border Affairs (ABA) published a report. "
        "The ABA announced a new investigation on Monday."
    )
    announced = [m for m in reading.mentions if m.type == "statement.announce"]

    assert announced[0].actors[0].country == "POL"


def test_an_unknown_actor_keeps_its_words(read: Callable[..., Reading]) -> None:
    """Its id is made of its name, its country of the state named before it."""
    reading = read("Germany's Tidal Research Board announced new tests on Monday.")
    announced = [m for m in reading.mentions if m.type == "statement.announce"]
    actor = announced[0].actors[0]

    assert actor.id.startswith("name:")
    assert "tidal-research-board" in actor.id
    assert actor.country == "DEU"


@pytest.mark.parametrize(
    ("noun", "sector"),
    [("gunman", "UAF"), ("nurse", "HLH"), ("soldier", "MIL"), ("soldiers", "MIL"), ("table", None)],
)
def test_a_common_noun_has_the_sector_of_those_it_names(
    registry: ActorRegistry, noun: str, sector: str | None
) -> None:
    """None for a noun that names nobody."""
    assert registry.sector_of(noun) == sector


@pytest.mark.parametrize(
    ("alpha2", "code"), [("UA", "UKR"), ("XK", "XKX"), ("", None), ("??", None)]
)
def test_country_codes_are_translated(alpha2: str, code: str | None) -> None:
    """Places speak alpha-2, actors alpha-3."""
    assert alpha3(alpha2) == code


def test_people_are_marked_as_such(registry: ActorRegistry) -> None:
    """An agency is no person, whatever the language model calls it."""
    person, agency = registry.find("Mark Rutte", DAY), registry.find("Reuters", DAY)

    assert person is not None
    assert agency is not None
    assert (person.is_person, agency.is_person) == (True, False)
