from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.merge import event_id, event_ids, group_mentions, is_same_event
from geo.model import (
    Actor,
    ActorRole,
    Attribution,
    EventMention,
    Modality,
    Period,
    PlaceMention,
    Quantity,
    Report,
    Role,
    Span,
    Toponym,
)
from tests.geo.parts import TEXT, strike

STRIKE = strike().mention


def later(mention: EventMention) -> EventMention:
    """Return the same mention as if said further on in the report."""
    return replace(mention, span=Span(500, 600), trigger=Span(510, 516))


CHANGES = {
    "type": {"type": "strike.drone"},
    "modality": {"modality": Modality.DENIED},
    "day": {"period": Period(date(2024, 10, 4), date(2024, 10, 4))},
    "place": {"places": (PlaceMention(Toponym(Span(1, 5), "Kursk"), Role.EVENT),)},
    "actors": {"actors": (Actor("UKR", "Ukraine", ActorRole.ACTOR),)},
    "number": {"quantities": (Quantity("killed", 26, Span(0, 2), "26"),)},
    "speaker": {"attribution": (Attribution("Moscow", "RUS"),)},
}


def test_two_mentions_that_say_the_same_are_one_event() -> None:
    """Wherever in the report they stand."""
    assert group_mentions([STRIKE, later(STRIKE)]) == [[STRIKE, later(STRIKE)]]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_mentions_that_differ_are_two_events(change: dict) -> None:
    """Rival claims are never merged."""
    other = replace(later(STRIKE), **change)

    assert group_mentions([STRIKE, other]) == [[STRIKE], [other]]


def test_a_number_only_one_of_them_gives_does_not_part_two_mentions() -> None:
    """Saying less is no contradiction."""
    assert is_same_event(STRIKE, replace(later(STRIKE), quantities=()))


def test_a_mention_that_says_less_is_of_the_event_whose_words_it_shares() -> None:
    """An actor or a place with like words is enough; one day with some is, too."""
    unplaced = replace(later(STRIKE), places=(), attribution=(), quote="the missile strike")
    day = Period(date(2024, 10, 4), date(2024, 10, 4))
    bare = replace(unplaced, actors=(), period=day)

    assert is_same_event(STRIKE, unplaced)
    assert is_same_event(replace(STRIKE, period=day), bare)
    assert not is_same_event(replace(STRIKE, period=day), replace(bare, quote="An attack followed"))


def test_mentions_in_one_sentence_need_like_words() -> None:
    """A sentence can tell of two strikes."""
    bare = replace(STRIKE, actors=(), places=(), trigger=Span(60, 66))

    assert is_same_event(STRIKE, bare)
    assert not is_same_event(STRIKE, replace(bare, quote="another volley fell"))


def test_statements_are_one_only_in_like_words_of_one_speaker() -> None:
    """One speaker says many things."""
    said = replace(STRIKE, type="statement.state", quantities=(), quote="the soldiers will stay")
    again = replace(later(said), quote="the soldiers will stay until winter")

    assert is_same_event(said, again)
    assert not is_same_event(said, replace(again, quote="taxes will rise"))
    assert not is_same_event(said, replace(again, actors=()))


def test_a_long_report_costs_no_more_per_mention_than_a_short_one() -> None:
    """Only the last groups of a type are looked at, and few members of each."""
    towns = [
        replace(
            STRIKE,
            span=Span(at, at + 1),
            places=(PlaceMention(Toponym(Span(at, at + 1), f"Town {at}"), Role.EVENT),),
        )
        for at in range(300)
    ]

    assert len(group_mentions([*towns, towns[-1]])) == 300
    assert len(group_mentions([*towns, towns[0]])) == 301
    assert len(group_mentions([STRIKE] * 300)) == 1


def test_mentions_that_say_nothing_to_compare_stay_apart() -> None:
    """Two strikes of which neither place nor actor is known may be two strikes."""
    bare = replace(STRIKE, actors=(), places=())

    assert not is_same_event(bare, later(bare))


def test_the_fullest_mention_comes_first() -> None:
    """The event's title and quote are its."""
    short = replace(STRIKE, quantities=())

    assert group_mentions([short, later(STRIKE)]) == [[later(STRIKE), short]]


@given(st.permutations([STRIKE, later(STRIKE), replace(STRIKE, type="meet")]))
def test_the_order_of_mentions_does_not_change_the_groups(order: list[EventMention]) -> None:
    """The same mentions end up together."""
    groups = {frozenset(mention.span for mention in group) for group in group_mentions(order)}

    assert groups == {frozenset({STRIKE.span, Span(500, 600)}), frozenset({STRIKE.span})}


def test_an_event_keeps_its_id_when_the_report_is_read_again() -> None:
    """It hangs on the report, the words and the type alone."""
    report = Report(TEXT)

    assert event_id(report, STRIKE) == event_id(Report(TEXT), replace(STRIKE, confidence=0.1))
    assert event_id(report, STRIKE) != event_id(Report(TEXT + " "), STRIKE)
    assert event_id(report, STRIKE) != event_id(report, later(STRIKE))


def test_events_of_the_same_words_have_ids_of_their_own() -> None:
    """One trigger can tell of two events, with different actors; both are kept."""
    report = Report(TEXT)

    ids = event_ids(report, [STRIKE, STRIKE])

    assert ids[0] == event_id(report, STRIKE)
    assert len(set(ids)) == 2
