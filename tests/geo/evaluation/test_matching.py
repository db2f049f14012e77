"""Which event of ours is which annotated one."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geo.evaluation.matching import LONGEST_SPAN, best_pairs, match


def event(kind: str, start: int, end: int, **more: object) -> dict[str, Any]:
    """Return an event told between two offsets."""
    return {"type": kind, "span": {"start": start, "end": end}, **more}


def test_types_of_one_group_match_only_in_the_lenient_score() -> None:
    """The whole type must agree in the strict one."""
    gold, ours = [event("strike.air", 0, 20)], [event("strike.drone", 5, 25)]

    lenient, strict = (match(gold, ours, is_strict=is_strict) for is_strict in (False, True))

    assert lenient.hits == ((0, 0),)
    assert (strict.missed, strict.spurious) == ((0,), (0,))


def test_an_alternative_type_is_right() -> None:
    """In both scores, though the first type is preferred."""
    gold = [event("attack.bomb", 0, 20, alt_types=["accident.explosion"])]
    ours = [event("accident.explosion", 0, 20), event("attack.bomb", 0, 20)]

    assert match(gold, ours[:1], is_strict=True).hits == ((0, 0),)
    assert match(gold, ours, is_strict=True).hits == ((0, 1),)


def test_events_that_do_not_overlap_are_not_the_same() -> None:
    """Whatever their type; one further passage that overlaps is enough."""
    gold = [event("arrest", 0, 20, extra_spans=[{"start": 50, "end": 60}])]

    assert match(gold, [event("arrest", 20, 40)], is_strict=False).hits == ()
    assert match(gold, [event("arrest", 55, 70)], is_strict=False).hits == ((0, 0),)


def test_a_span_over_the_whole_report_matches_nothing() -> None:
    """It says nothing about where the event is told."""
    whole = event("arrest", 0, LONGEST_SPAN + 1)

    assert match([event("arrest", 0, 20)], [whole], is_strict=False).spurious == (0,)


def test_background_is_neither_missed_nor_wrong() -> None:
    """Nor is telling it twice."""
    gold = [event("arrest", 0, 20, tier="secondary"), event("meet", 30, 50, tier="secondary")]
    ours = [event("arrest", 0, 10), event("arrest", 10, 20)]

    found = match(gold, ours, is_strict=False)

    assert (found.hits, found.missed, found.spurious, found.ignored) == ((), (), (), 2)


def test_a_core_event_told_twice_is_a_duplicate() -> None:
    """The one with the trigger is right, the other is spurious."""
    gold = [event("arrest", 0, 20, trigger={"start": 12, "end": 18})]
    ours = [
        event("arrest", 0, 10, trigger={"start": 0, "end": 5}),
        event("arrest", 10, 20, trigger={"start": 12, "end": 18}),
    ]

    found = match(gold, ours, is_strict=False)

    assert found.hits == ((0, 1),)
    assert found.duplicates == {0}


def test_core_goes_before_background() -> None:
    """Even where the background fits better."""
    gold = [
        event("strike.air", 0, 20, tier="secondary"),
        event("strike.drone", 15, 60, tier="core"),
    ]

    assert match(gold, [event("strike.air", 0, 20)], is_strict=False).hits == ((1, 0),)


def test_broken_spans_match_nothing() -> None:
    """Missing, backward or no numbers."""
    broken: list[dict[str, Any]] = [
        {"type": "arrest"},
        {"type": "arrest", "span": {"start": 9, "end": 3}},
        {"type": "arrest", "span": {"start": "0", "end": None}},
        {"type": None, "span": {"start": 0, "end": 9}},
    ]

    assert len(match([event("arrest", 0, 20)], broken, is_strict=False).spurious) == 4


WEIGHTS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 60).map(float), max_size=12
)


@given(WEIGHTS)
def test_pairs_are_the_best_there_are(weights: dict[tuple[int, int], float]) -> None:
    """As trying all assignments shows."""
    pairs = best_pairs(weights)
    total = sum(weights[pair] for pair in pairs.items())

    best = max(
        sum(weights.get(pair, 0.0) for pair in enumerate(order)) for order in permutations(range(5))
    )
    assert len(set(pairs.values())) == len(pairs)
    assert total == best
