"""Whether what is said of an event is right: one function a field, over matched events.

Each takes an annotated event and ours, counts into a `Counter`, and returns whether the field
is right. The measures are those of `docs/reference/cli.md`.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from geo.places.footprint import distance_m

JsonObject = Mapping[str, Any]
Day = str | None
Fits = Callable[[JsonObject, JsonObject], bool]

NEAR_KM = 25.0
"""Distance in kilometres within which the place of an event is right."""

FAR_KM = 161.0
"""The same for the measure of the field, 100 miles."""

_POINTS = frozenset({"city", "village", "facility"})
_REGION_KM = {"admin1": 300.0, "admin2": 161.0, "region": 800.0, "water": 1500.0}
_DIRECTIONAL_KM = 1500.0
_OTHER_KM = 300.0
"""How far the points of one and the same region may lie apart, in kilometres: annotators and
gazetteers put them elsewhere."""

_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def date_is_right(gold: JsonObject, ours: JsonObject, counts: Counter[str]) -> bool:
    """Compare first and last day; an event the text does not date may be left undated."""
    is_exact = _ends(ours.get("date")) in _right_dates(gold)
    is_near = _dates_meet(gold, ours)
    counts.update(date=is_exact, date_near=is_near)
    if (gold.get("date") or {}).get("text"):
        counts.update(dated=1, dated_date=is_exact, dated_near=is_near)
    return is_exact


def place_is_right(gold: JsonObject, ours: JsonObject, counts: Counter[str]) -> bool:
    """Compare all places; right where one of ours is one of the annotated, or neither has any."""
    here, there = list(gold.get("places") or ()), list(ours.get("places") or ())
    counts.update(places=len(here), our_places=len(there))
    for name, fits in (("near", _is_near), ("far", _is_not_far), ("role", _is_near_in_role)):
        counts[f"places_{name}"] += most_pairs(here, there, fits)
    if not here:
        counts.update(placeless=1, placed_anyway=bool(there))
        return not there
    is_right = _any_fits(here, there, _is_near)
    counts.update(
        with_place=1, placed_near=is_right, placed_far=_any_fits(here, there, _is_not_far)
    )
    return is_right


def actors_are_right(gold: JsonObject, ours: JsonObject, counts: Counter[str]) -> bool:
    """Compare the sets of the actors' countries."""
    countries = [{actor["country"] for actor in _national(event)} for event in (gold, ours)]
    roles = [
        {(actor["country"], actor.get("role")) for actor in _national(event)}
        for event in (gold, ours)
    ]
    _count_shared(counts, "country", *map(Counter, countries))
    _count_shared(counts, "role", *map(Counter, roles))
    return countries[0] == countries[1]


def quantities_are_right(gold: JsonObject, ours: JsonObject, counts: Counter[str]) -> bool:
    """Compare values with what they count."""
    here, there = (
        Counter((_number(one.get("value")), one.get("role")) for one in _quantities(event))
        for event in (gold, ours)
    )
    values = (
        Counter(_number(one.get("value")) for one in _quantities(event)) for event in (gold, ours)
    )
    _count_shared(counts, "quantity", here, there)
    _count_shared(counts, "value", *values)
    counts["all_quantities"] += here == there
    return here == there


def modality_is_right(gold: JsonObject, ours: JsonObject, counts: Counter[str]) -> bool:
    """Compare modalities."""
    is_right = bool(gold.get("modality") == ours.get("modality"))
    counts["modality"] += is_right
    if gold.get("modality") != "happened":
        counts.update(not_happened=1, not_happened_right=is_right)
    return is_right


FIELDS: Mapping[str, Callable[[JsonObject, JsonObject, "Counter[str]"], bool]] = {
    "date": date_is_right,
    "place": place_is_right,
    "actors": actors_are_right,
    "modality": modality_is_right,
    "quantities": quantities_are_right,
}
"""What compares each field of matched events."""


def most_pairs(some: Sequence[JsonObject], others: Sequence[JsonObject], fits: Fits) -> int:
    """Return how many one-to-one pairs of those that fit there can be."""
    owner: dict[int, int] = {}

    def find(one: int, tried: set[int]) -> bool:
        for two, other in enumerate(others):
            if two in tried or not fits(some[one], other):
                continue
            tried.add(two)
            if two not in owner or find(owner[two], tried):
                owner[two] = one
                return True
        return False

    return sum(find(one, set()) for one in range(len(some)))


def _ends(date: JsonObject | None) -> tuple[Day, Day]:
    date = date or {}
    return date.get("start") or None, date.get("end") or None


def _right_dates(gold: JsonObject) -> set[tuple[Day, Day]]:
    date = gold.get("date") or {}
    right = {_ends(date), *map(_ends, date.get("alternatives") or ())}
    is_undated = date.get("precision") == "open" and not date.get("text")
    return right | ({(None, None)} if is_undated and not date.get("start") else set())


def _dates_meet(gold: JsonObject, ours: JsonObject) -> bool:
    start, end = _ends(ours.get("date"))
    if start is None and end is None:
        return (None, None) in _right_dates(gold)
    date = gold.get("date") or {}
    return any(
        (first or _FIRST_DAY) <= (end or _LAST_DAY) and (start or _FIRST_DAY) <= (last or _LAST_DAY)
        for first, last in map(_ends, (date, *(date.get("alternatives") or ())))
    )


def _km(one: JsonObject, other: JsonObject) -> float:
    """Return the distance of two places in kilometres, infinite where one has no point."""
    values = [place.get(name) for place in (one, other) for name in ("lon", "lat")]
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in values):
        return math.inf
    return distance_m(*values) / 1000  # type: ignore[arg-type] # four numbers


def _is_near(gold: JsonObject, ours: JsonObject) -> bool:
    """Return whether two places are one: a point by distance, a region by kind and country."""
    if gold.get("kind") in _POINTS:
        return _km(gold, ours) <= NEAR_KM
    return _is_same_region(gold, ours)


def _is_same_region(gold: JsonObject, ours: JsonObject) -> bool:
    kind = str(gold.get("kind"))
    countries = {place["country"] for place in (gold, ours) if place.get("country")}
    if ours.get("kind") != gold.get("kind") or len(countries) > 1:
        return False
    if kind == "country":
        is_named = bool(gold.get("country") and ours.get("country"))
        return is_named or str(gold.get("name")).casefold() == str(ours.get("name")).casefold()
    reach_km = _DIRECTIONAL_KM if kind == "directional" else _REGION_KM.get(kind, _OTHER_KM)
    return _km(gold, ours) <= reach_km


def _is_not_far(gold: JsonObject, ours: JsonObject) -> bool:
    is_country = gold.get("kind") == "country"
    return _km(gold, ours) <= FAR_KM or (is_country and _is_same_region(gold, ours))


def _is_near_in_role(gold: JsonObject, ours: JsonObject) -> bool:
    return gold.get("role") == ours.get("role") and _is_near(gold, ours)


def _any_fits(some: Iterable[JsonObject], others: Collection[JsonObject], fits: Fits) -> bool:
    return any(fits(one, other) for one in some for other in others)


def _national(event: JsonObject) -> list[JsonObject]:
    return [actor for actor in event.get("actors") or () if actor.get("country")]


def _quantities(event: JsonObject) -> Sequence[JsonObject]:
    return event.get("quantities") or ()


def _number(value: Any) -> float | None:  # noqa: ANN401 - whatever a corpus holds
    return round(float(value), 6) if isinstance(value, int | float) else None


def _count_shared(counts: Counter[str], name: str, here: Counter[Any], there: Counter[Any]) -> None:
    """Count what an annotated set and ours share, and what only one of them has."""
    shared = (here & there).total()
    counts[f"{name}_right"] += shared
    counts[f"{name}_extra"] += there.total() - shared
    counts[f"{name}_missed"] += here.total() - shared
