"""What a person typed becomes a query, or a clear refusal."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.asking import Vocabulary, Words, ask
from geo.errors import (
    BadBbox,
    BadCoverage,
    BadDate,
    BadQuery,
    DatelineError,
    UnknownActor,
    UnknownRegion,
    UnknownType,
)
from geo.model import Place
from geo.query import Query
from geo.reading.types import EventType
from tests.geo.parts import DONETSK_REGION


def event_type(type_id: str, label: str) -> EventType:
    """Return a type of which only id and label matter."""
    return EventType(type_id, label, group="", definition="")


TYPES = {
    "strike.missile": event_type("strike.missile", "Missile strike"),
    "meet.summit": event_type("meet.summit", "Summit"),
}
IN_STORE = {"jane example", "name:jane-example"}


class OneRegion:
    """A gazetteer of one region."""

    def find_region(self, word: str) -> Place:
        """Return Donetsk Oblast by its name or id."""
        if word.casefold() in {"ua-14", "donetsk oblast"}:
            return DONETSK_REGION
        raise UnknownRegion(word, ["Donetsk Oblast"])


class OneActor:
    """A registry of one actor."""

    def keys_for(self, word: str) -> frozenset[str]:
        """Return the key of North Korea by two names."""
        return frozenset({"PRK"} if word.casefold() in {"dprk", "north korea"} else ())


def has_events(query: Query) -> bool:
    """Say that events have one actor that the registry does not know."""
    return bool(query.actors & IN_STORE)


VOCABULARY = Vocabulary(
    regions=OneRegion,
    actors=OneActor,
    types=lambda: TYPES,
    has_events=has_events,
    actor_names=lambda: ["North Korea", "Jane Example"],
)


def test_no_words_ask_for_everything() -> None:
    """An empty filter has no condition."""
    assert ask(Words(), VOCABULARY) == Query()


def test_all_words_together_make_one_query() -> None:
    """Each word becomes the id that the store knows."""
    words = Words(
        datetime="2024-10-01/..",
        bbox="170,-20,-170,20",
        actors=("DPRK",),
        regions=("donetsk  oblast",),
        types=("missile strike", "meet"),
        text=" ballistic   missile ",
    )

    query = ask(words, VOCABULARY)

    assert query.start == date(2024, 10, 1)
    assert query.end is None
    assert query.bbox == (170, -20, -170, 20)
    assert query.actors == {"PRK", "DPRK", "dprk"}
    assert query.regions == {"UA-14"}
    assert query.types == ("meet", "strike.missile")
    assert query.text == "ballistic missile"


def test_first_and_last_day_are_an_interval() -> None:
    """The command line's two options mean what `datetime` means."""
    query = ask(Words(start="2024-10-01", end="2024-10-31"), VOCABULARY)

    assert query == ask(Words(datetime="2024-10-01/2024-10-31"), VOCABULARY)


def test_an_actor_that_only_the_store_knows_is_found_by_its_name() -> None:
    """What a report calls somebody is enough, in any case."""
    assert "jane example" in ask(Words(actors=("Jane Example",)), VOCABULARY).actors


def test_an_actor_that_only_the_store_knows_is_found_by_its_id() -> None:
    """The ids in answers can be asked for."""
    assert "name:jane-example" in ask(Words(actors=("name:jane-example",)), VOCABULARY).actors


def test_an_actor_that_the_registry_knows_needs_no_event() -> None:
    """Asking for a known actor finds nothing rather than being refused."""
    assert "PRK" in ask(Words(actors=("North Korea",)), VOCABULARY).actors


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        pytest.param(
            Words(actors=("Nort Korea",)), UnknownActor, "did you mean 'North Korea'", id="actor"
        ),
        pytest.param(Words(regions=("Atlantis",)), UnknownRegion, "Donetsk Oblast", id="region"),
        pytest.param(Words(types=("strike.misile",)), UnknownType, "strike.missile", id="type"),
        pytest.param(Words(datetime="tomorrow"), BadDate, "tomorrow", id="datetime"),
        pytest.param(
            Words(start="2024-10-02", end="2024-10-01"), BadDate, "2024-10-02/", id="backward"
        ),
        pytest.param(
            Words(datetime="2024-10-02", end="2024-10-01"), BadQuery, "not both", id="two dates"
        ),
        pytest.param(Words(bbox="1,2,3"), BadBbox, "four or six", id="bbox"),
        pytest.param(Words(actors=("  ",)), BadQuery, "the actor is empty", id="empty"),
        pytest.param(Words(regions=("x" * 201,)), BadQuery, "longer than 200", id="long"),
        pytest.param(Words(text="?!"), BadQuery, "no word", id="no word"),
        pytest.param(
            Words(coverage="0.5"),
            BadCoverage,
            "coverage='0.5': .* region",
            id="coverage of nothing",
        ),
        pytest.param(
            Words(regions=("UA-14",), coverage="half"),
            BadCoverage,
            "coverage='half'",
            id="coverage",
        ),
    ],
)
def test_what_is_not_understood_is_refused(
    words: Words, error: type[DatelineError], message: str
) -> None:
    """The message names the word, and the nearest known ones."""
    with pytest.raises(error, match=message):
        ask(words, VOCABULARY)


def test_regions_bring_their_shares() -> None:
    """Worked out for the regions that are meant, and only where there are some."""
    asked: list[list[str]] = []

    def shares(regions: Sequence[Place]) -> dict[str, float]:
        asked.append([region.id for region in regions])
        return {"UA/east": 0.5}

    vocabulary = replace(VOCABULARY, shares=shares)
    query = ask(Words(regions=("Donetsk Oblast",), coverage="0.25"), vocabulary)

    assert (query.coverage, query.shares) == (0.25, {"UA/east": 0.5})
    assert ask(Words(), vocabulary) == Query()
    assert asked == [["UA-14"]]


@given(
    st.builds(
        Words,
        coverage=st.text(alphabet="01.5e ٣", max_size=5),
        datetime=st.text(max_size=30),
        bbox=st.text(alphabet="0123456789,.-eE ٣", max_size=30),
        actors=st.tuples(st.text(max_size=20)),
        regions=st.tuples(st.text(max_size=20)),
        types=st.tuples(st.text(max_size=20)),
        text=st.text(max_size=30),
    )
)
def test_any_words_are_understood_or_refused(words: Words) -> None:
    """Nothing typed makes anything but a query or a `BadQuery`."""
    with contextlib.suppress(BadQuery):
        assert isinstance(ask(words, VOCABULARY), Query)
