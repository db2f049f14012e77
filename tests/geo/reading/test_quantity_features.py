"""What speaks for a number belonging to an event."""

from collections.abc import Callable

import pytest

from geo.model import Span
from geo.reading.counted import Counted, counted
from geo.reading.language_model import Passage
from geo.reading.quantity_features import (
    NO_EVENT,
    Given,
    Told,
    countable,
    kind_features,
    later_features,
    may_own,
    pair_features,
)
from geo.reading.triggers import Trigger


@pytest.fixture
def items(passage: Callable[[str], Passage]) -> Callable[[str], list[Counted]]:
    """Return what gives the numbers of a sentence."""
    return lambda text: counted(passage(text), text, Span(0, len(text)))


def _trigger(item: Counted, word: str) -> Trigger:
    token = next(token for token in item.token.doc if token.text == word)
    return Trigger(token, "strike.air", 0.9)


@pytest.mark.parametrize(
    ("text", "word", "path"),
    [
        ("They killed 20 men.", "killed", "up dobj"),
        ("In the strike 20 men died.", "strike", "across"),
        ("They conducted five strikes.", "strikes", "up "),
        ("The strike killed 20 men.", "strike", "side nsubj dobj"),
    ],
)
def test_the_way_through_the_parse_is_a_feature(
    items: Callable[[str], list[Counted]], text: str, word: str, path: str
) -> None:
    """From the number up to the trigger, or to an argument beside it."""
    item = next(one for one in items(text) if not one.is_single)
    trigger = _trigger(item, word)

    features = set(pair_features(item, trigger, [trigger], 0, None))

    assert f"path:{path}" in features
    assert "chain:first" in features


def test_an_event_is_no_thing_that_it_counts(items: Callable[[str], list[Counted]]) -> None:
    """Neither "a strike" nor "a missile attack" is one of anything; "a boy" is."""
    found = items("A missile attack followed a strike and killed a boy.")
    strike, attack = (_trigger(found[0], word) for word in ("strike", "missile"))

    kept = countable(found, [strike, attack])

    assert [item.quantity.text for item in kept] == ["a boy"]
    assert len(found) == 3


def test_a_number_said_is_counted_although_it_counts_events(
    items: Callable[[str], list[Counted]],
) -> None:
    """Five strikes are five."""
    found = items("They conducted five strikes.")

    assert countable(found, [_trigger(found[0], "strikes")]) == found


def test_lists_keep_their_event(items: Callable[[str], list[Counted]]) -> None:
    """What the number before belongs to speaks for that event."""
    first, second = items("They killed 20 men, 30 women.")
    trigger = _trigger(first, "killed")
    given = Given(trigger.token.idx, "killed", 0, first.quantity.span.end)
    none = Given(NO_EVENT, "", 0, first.quantity.span.end)

    assert "chain:near True" in set(pair_features(second, trigger, [trigger], 0, given))
    assert "chain:near none" in set(pair_features(second, trigger, [trigger], 0, none))
    assert "prev:killed|True" in set(kind_features(second, "attack.other", given))


def test_earlier_events_are_told_apart_by_distance_and_rank(
    items: Callable[[str], list[Counted]],
) -> None:
    """The first and the last of their group differ."""
    (item,) = items("Five men died.")
    events = [Told(0, "strike.air", 0), Told(50, "strike.air", 3)]
    last = Given(50, "killed", 3, 80)

    first = set(later_features(item, 4, events[0], events, 0, None))
    second = set(later_features(item, 4, events[1], events, 0, last))

    assert {"later away:3", "later last:False", "later chain:none"} <= first
    assert {"later away:1", "later last:True", "later chain:True:1"} <= second


@pytest.mark.parametrize(
    ("text", "kind", "fits"),
    [
        ("He got seven years.", "court.sentence", True),
        ("He demanded seven years.", "statement.demand", True),
        ("He said seven years.", "statement.state", False),
        ("It won 54%.", "election.vote", True),
        ("It won 54%.", "strike.air", False),
        ("It hit 54 men.", "strike.air", True),
    ],
)
def test_measures_fit_only_some_events(
    items: Callable[[str], list[Counted]], text: str, kind: str, *, fits: bool
) -> None:
    """Counts fit all."""
    assert may_own(items(text)[0], kind) is fits
