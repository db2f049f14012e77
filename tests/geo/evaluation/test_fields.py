"""What is right of a matched event."""

from collections import Counter
from typing import Any

import pytest

from geo.evaluation.fields import (
    actors_are_right,
    date_is_right,
    modality_is_right,
    most_pairs,
    place_is_right,
    quantities_are_right,
)

LYON = {"kind": "city", "lat": 45.76, "lon": 4.84, "country": "FR", "role": "event"}
VIENNE = {"kind": "city", "lat": 45.52, "lon": 4.87, "country": "FR", "role": "event"}
FRANCE = {"kind": "country", "lat": 46.0, "lon": 2.0, "country": "FR", "name": "France"}


def day(start: str | None, end: str | None = None, **more: object) -> dict[str, Any]:
    """Return an event of a day, or of a period."""
    return {"date": {"start": start, "end": end or start, **more}}


@pytest.mark.parametrize(
    ("gold", "ours", "right", "near"),
    [
        pytest.param(day("2024-10-17"), day("2024-10-17"), True, True, id="same day"),
        pytest.param(day("2024-10-17"), day("2024-10-18"), False, False, id="next day"),
        pytest.param(day("2024-10-17"), day("2024-10-01", "2024-10-31"), False, True, id="month"),
        pytest.param(
            day("2024-10-17", alternatives=[{"start": None, "end": "2024-10-17"}]),
            {"date": {"start": None, "end": "2024-10-17"}},
            True,
            True,
            id="alternative",
        ),
        pytest.param(
            {"date": {"start": None, "end": "2024-10-21", "precision": "open", "text": None}},
            {"date": {}},
            True,
            True,
            id="undated in the text",
        ),
        pytest.param(day("2024-10-17"), {}, False, False, id="not dated by us"),
    ],
)
def test_a_date_is_right_where_both_ends_are(
    gold: dict[str, Any], ours: dict[str, Any], right: bool, near: bool
) -> None:
    """One that shares a day is near."""
    counts: Counter[str] = Counter()

    assert date_is_right(gold, ours, counts) is right
    assert bool(counts["date_near"]) is near


@pytest.mark.parametrize(
    ("gold", "ours", "right"),
    [
        pytest.param([LYON], [VIENNE], False, id="27 km off"),
        pytest.param([LYON], [{**LYON, "kind": "village"}], True, id="points by distance alone"),
        pytest.param([FRANCE], [{**FRANCE, "lat": None}], True, id="countries by code"),
        pytest.param([FRANCE], [LYON], False, id="a city is no country"),
        pytest.param(
            [{"kind": "admin1", "lat": 45.0, "lon": 4.0, "country": "FR"}],
            [{"kind": "admin1", "lat": 45.5, "lon": 4.5, "country": "CH"}],
            False,
            id="region of another country",
        ),
        pytest.param([], [], True, id="no place"),
        pytest.param([], [LYON], False, id="a place though none is named"),
        pytest.param([LYON], [{**LYON, "lat": None}], False, id="not resolved"),
    ],
)
def test_a_place_is_right_by_its_kind(
    gold: list[dict[str, Any]], ours: list[dict[str, Any]], right: bool
) -> None:
    """Points lie within 25 km, regions are the same."""
    assert place_is_right({"places": gold}, {"places": ours}, Counter()) is right


def test_places_are_counted_one_to_one() -> None:
    """Two of ours on one annotated place count once; the role apart."""
    counts: Counter[str] = Counter()

    place_is_right({"places": [LYON]}, {"places": [{**LYON, "role": "origin"}, LYON]}, counts)

    assert (counts["places_near"], counts["our_places"], counts["places_role"]) == (1, 2, 1)


def test_countries_of_actors_are_compared_as_sets() -> None:
    """Actors without one do not count."""
    counts: Counter[str] = Counter()
    gold = {"actors": [{"country": "FRA", "role": "actor"}, {"country": None}]}
    ours = {"actors": [{"country": "FRA", "role": "recipient"}, {"country": "DEU"}]}

    assert not actors_are_right(gold, ours, counts)
    assert (counts["country_right"], counts["country_extra"], counts["role_right"]) == (1, 1, 0)


def test_quantities_are_values_with_what_they_count() -> None:
    """Each as often as it stands."""
    counts: Counter[str] = Counter()
    gold = {"quantities": [{"value": 3, "role": "killed"}, {"value": 5, "role": "injured"}]}
    ours = {"quantities": [{"value": 3.0, "role": "killed"}, {"value": 5, "role": "killed"}]}

    assert not quantities_are_right(gold, ours, counts)
    assert (counts["quantity_right"], counts["value_right"]) == (1, 2)


def test_modality_of_what_has_not_happened_is_counted_apart() -> None:
    """Most events have happened."""
    counts: Counter[str] = Counter()

    assert modality_is_right({"modality": "planned"}, {"modality": "planned"}, counts)
    assert not modality_is_right({"modality": "denied"}, {"modality": "happened"}, counts)
    assert (counts["not_happened"], counts["not_happened_right"]) == (2, 1)


def test_pairs_give_way_to_one_another() -> None:
    """The first takes another partner where the second has only its."""
    fits = {("a", 1), ("a", 2), ("b", 1)}
    some = [{"is": "a"}, {"is": "b"}]
    others = [{"is": 1}, {"is": 2}]

    assert most_pairs(some, others, lambda one, other: (one["is"], other["is"]) in fits) == 2
