"""From an answer to a reading: only words of the report, resolved by our own code."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Actor, ActorRole, EventMention, Reading, Report, Span, Toponym, Use
from geo.reading.actors import ActorRegistry, load_actors
from geo.reading.llm_answer import Draft, draft_events, to_reading
from geo.reading.types import load_types

TYPES = load_types()
REGISTRY = load_actors()
TEXT = (
    "The defence minister told “Example\nPost” on Monday that he will visit\n"
    "Kursk region next week. Russian forces struck Odesa, and Odesa burned."
)
EMPTY = Reading((), ())


def event(quote: str, trigger: str, **other: object) -> dict[str, Any]:
    """Return an event as an answer names it."""
    kind = {"type": "strike.missile", "modality": "happened", "date": ""}
    return {**kind, "quote": quote, "trigger": trigger, **other}


STRIKE = event("Russian forces struck Odesa", "struck")
VISIT = event("he will visit Kursk region next week", "visit", type="visit.diplomatic")


def drafts(*said: object, text: str = TEXT) -> list[Draft]:
    """Return what is found of an answer."""
    return draft_events(said, text, Span(0, len(text)), TYPES)[0]


def only(said: object, ordinary: Reading = EMPTY) -> EventMention:
    """Return the one mention that an answer makes."""
    report = Report(TEXT, published=date(2024, 10, 22))
    (mention,) = to_reading(report, drafts(said), ordinary, REGISTRY).mentions
    return mention


def test_line_breaks_and_quotation_marks_do_not_matter() -> None:
    """Models write them anew; the span is that of the report."""
    (draft,) = drafts(event('told "Example Post" on Monday', "told"))

    assert draft.quote.of(TEXT) == "told “Example\nPost” on Monday"


def test_only_whole_words_are_found() -> None:
    """Not "he" in "The", whatever stands first."""
    (draft,) = drafts({**VISIT, "actors": [{"words": "he", "role": "actor"}]})

    ((span, _),) = draft.actors
    assert TEXT[span.start - 5 : span.end] == "that he"


def test_words_are_taken_from_the_quote_first() -> None:
    """Then from nearby."""
    burned = event("Odesa burned", "burned", places=[{"words": "Odesa", "role": "event"}])
    (draft,) = drafts(burned)

    ((span, _),) = draft.places
    assert draft.quote.contains(span)


def test_the_same_words_again_are_the_next_in_the_text() -> None:
    """As often as they stand there, and no oftener."""
    text = "A bomb exploded. A bomb exploded."

    found = drafts(*[event("A bomb exploded", "exploded")] * 3, text=text)

    assert [draft.quote.start for draft in found] == [0, 17]


def test_a_plan_lies_ahead() -> None:
    """Its date is counted forward."""
    mention = only({**VISIT, "modality": "planned", "date": "next week"})

    assert mention.period.edtf == "2024-10-28/2024-11-03"


def test_a_new_place_grows_to_its_phrase() -> None:
    """And is among the names that are resolved."""
    said = {**VISIT, "places": [{"words": "Kursk", "role": "destination"}]}
    report = Report(TEXT)

    reading = to_reading(report, drafts(said), EMPTY, REGISTRY)

    assert [name.text for name in reading.toponyms] == ["Kursk region"]
    assert reading.mentions[0].places[0].toponym == reading.toponyms[0]


@pytest.mark.parametrize(
    ("words", "use", "is_demonym"),
    [("Odesa", Use.NAME, False), ("Odesa", Use.METONYM, False), ("Russian", Use.LITERAL, True)],
)
def test_what_we_know_to_be_no_place_is_none(words: str, use: Use, is_demonym: bool) -> None:
    """A part of another name, a government, a people."""
    at = TEXT.index(words)
    known = Toponym(Span(at, at + len(words)), words, use, is_demonym)

    said = {**STRIKE, "places": [{"words": words, "role": "event"}]}
    assert only(said, Reading((known,), ())).places == ()


def test_a_place_name_has_a_capital() -> None:
    """Mere forces are nowhere."""
    assert only({**STRIKE, "places": [{"words": "forces", "role": "event"}]}).places == ()


def test_actors_are_those_of_the_registry() -> None:
    """With country and sector; their words decide."""
    (actor,) = only({**STRIKE, "actors": [{"words": "Russian forces", "role": "actor"}]}).actors

    assert (actor.id, actor.country, actor.sector) == ("RUS-MIL", "RUS", "MIL")


def test_a_pronoun_is_who_the_ordinary_reading_takes_it_for() -> None:
    """With the role of the answer."""
    at = TEXT.index(" he ") + 1
    known = Actor("UKR-MOD", "Ukraine: defence", ActorRole.ACTOR, "UKR", span=Span(at, at + 2))
    other = EventMention("meet.talks", "", Span(0, 3), "The", Span(0, 3), actors=(known,))
    said = {**VISIT, "actors": [{"words": "he", "role": "participant"}]}

    (actor,) = only(said, Reading((), (other,))).actors

    assert (actor.id, actor.role) == ("UKR-MOD", ActorRole.PARTICIPANT)


def test_an_unknown_actor_keeps_its_words() -> None:
    """Under an id made of them."""
    said = {**VISIT, "actors": [{"words": "The defence minister", "role": "actor"}]}

    assert only(said).actors[0].id == "name:defence-minister"


def test_sources_are_found_with_their_verb() -> None:
    """The registry says of which kind they are."""
    said = {**STRIKE, "sources": [{"words": "Russian forces", "verb": "told"}]}

    (source,) = only(said).attribution

    assert (source.actor_id, source.kind, source.verb) == ("RUS-MIL", "official", "told")


def test_a_statement_points_at_what_it_says() -> None:
    """By position in the answer; never at itself or outside of it."""
    told = event("The defence minister told", "told", type="statement.state", about=[1, 0, 9, "1"])

    first, second = drafts(told, VISIT)

    assert first.about == (second.trigger,)


def test_an_event_dropped_in_between_moves_no_link() -> None:
    """Positions are those of the answer."""
    told = event("The defence minister told", "told", type="statement.state", about=[2])

    first, second = drafts(told, event("invented", "invented"), VISIT)

    assert first.about == (second.trigger,)


def test_numbers_are_those_that_we_read() -> None:
    """Not what the answer takes for one."""
    text = "Police arrested 12 men and three women."
    said = event("Police arrested 12 men", "arrested", quantities=["12 men", "Police"])

    reading = to_reading(Report(text), drafts(said, text=text), EMPTY, REGISTRY)

    assert [one.value for one in reading.mentions[0].quantities] == [12]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("abhe \n", max_size=8) | st.just("visit"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["words", "role", "type", "quote", "actors", "about"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from([*VISIT, "actors", "places", "quantities", "sources", "about"]), JSON
    ),
    st.sampled_from([STRIKE, VISIT]),
)
def test_no_answer_crashes_or_leaves_the_report(
    said: dict[str, Any], right: dict[str, Any]
) -> None:
    """Whatever stands where; every quote and trigger is a part of the text."""
    report = Report(TEXT, published=date(2024, 10, 22))

    reading = to_reading(report, drafts({**right, **said}, said), EMPTY, REGISTRY)

    for mention in reading.mentions:
        assert mention.quote == mention.span.of(TEXT)
        assert mention.type in TYPES
        assert mention.span.contains(mention.trigger)


def test_a_registry_of_another_day_decides_offices(registry: ActorRegistry) -> None:
    """Terms of office go by the day of publication."""
    report = Report(TEXT, published=date(2024, 10, 22))
    (draft,) = drafts({**STRIKE, "actors": [{"words": "Odesa", "role": "recipient"}]})

    reading = to_reading(report, [dataclasses.replace(draft)], EMPTY, registry)

    assert reading.mentions[0].actors[0].id == "name:odesa"
