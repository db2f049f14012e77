"""Who takes part in an event, and in which role."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.model import ActorRole, EventMention, Reading

Only = Callable[[str, str], EventMention]


def _roles(mention: EventMention) -> set[tuple[str, str]]:
    return {(actor.id, str(actor.role)) for actor in mention.actors}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        pytest.param(
            "Israeli jets bombed Hezbollah positions in Beirut on Monday.",
            "strike",
            {("ISR-MIL", "actor"), ("LBN-HEZBOLLAH", "recipient")},
            id="subject and the owner of the object",
        ),
        pytest.param(
            "Poland, Germany and France signed an agreement in Warsaw on Monday.",
            "agree",
            {("POL", "actor"), ("DEU", "actor"), ("FRA", "actor")},
            id="all of a list",
        ),
        pytest.param(
            "Gunmen killed three farmers near Bulacan on Monday.",
            "attack",
            {("name:gunmen", "actor"), ("name:farmers", "recipient")},
            id="victims",
        ),
        pytest.param(
            "Iran condemned Israel on Monday.",
            "statement",
            {("IRN", "actor"), ("ISR", "recipient")},
            id="object of a statement",
        ),
        pytest.param(
            "The commander was arrested by Turkish police on Monday.",
            "arrest",
            {("TUR-COP", "actor")},
            id="agent of a passive",
        ),
        pytest.param(
            "The Ukrainian army, which published a video on Monday, left Kursk.",
            "publish",
            {("UKR-MIL", "actor")},
            id="relative clause",
        ),
    ],
)
def test_those_linked_with_an_event_take_part(
    only: Only, text: str, kind: str, expected: set[tuple[str, str]]
) -> None:
    """By subject, object, list, agent and relative clause."""
    assert expected <= _roles(only(text, kind))


def test_who_only_says_it_takes_no_part(read: Callable[..., Reading]) -> None:
    """The source of an event is not its actor."""
    reading = read("Mark Rutte announced that Russia sent 1,500 soldiers to Kursk on Friday.")
    sent = next(mention for mention in reading.mentions if mention.type == "deploy.troops")

    assert "mark-rutte" not in {actor.id for actor in sent.actors}
    assert "RUS" in {actor.id for actor in sent.actors}


def test_each_actor_stands_once(read: Callable[..., Reading]) -> None:
    """However often the sentence names them."""
    reading = read("Russia said Russia will send Russian troops from Russia to Kursk.")

    for mention in reading.mentions:
        ids = [actor.id for actor in mention.actors]
        assert len(ids) == len(set(ids))


def test_an_unknown_actor_keeps_words_sector_and_place(only: Only) -> None:
    """Its span quotes the report."""
    text = "Three gunmen killed a farmer near Bulacan on Monday."
    gunmen = only(text, "attack").actors[0]

    assert gunmen.sector == "UAF"
    assert gunmen.span is not None
    assert "gunmen" in gunmen.span.of(text)


def test_the_span_of_an_actor_holds_what_says_who_it_is(only: Only) -> None:
    """What stands after "of" and in apposition belongs to the words that name somebody."""
    text = "The mayor of Reading condemned the attack on Monday."
    actor = only(text, "statement").actors[0]

    assert actor.span is not None
    assert actor.span.of(text).endswith("mayor of Reading")
    assert actor.role is ActorRole.ACTOR


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="aA .,()'\"’\n0é中", max_size=60))
def test_no_words_around_an_event_crash_it(read: Callable[..., Reading], noise: str) -> None:
    """Whatever stands beside it, every actor has an id and a role."""
    reading = read(f"{noise} soldiers attacked Kursk {noise} and killed ten men.")

    assert all(actor.id for mention in reading.mentions for actor in mention.actors)
