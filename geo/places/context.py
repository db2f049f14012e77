"""What the names of one report say about each other.

Every name is a group of options with probabilities. Each round, every option collects support
from the options of all other names, weighted by their probabilities: how much lies in its
country, in its first-level unit, close by, and whether a name that stands as its container
("X, Ohio") contains it. Probabilities follow from the scores; a few rounds settle them. Support
is summed over countries, units and grid cells, so the work grows with the number of options and
not with its square.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from geo.model import PlaceKind
from geo.places.candidates import Option
from geo.places.footprint import distance_m
from geo.places.gazetteer import Entry

EXPECTED = 4.0
"""Weight of lying in a country that the caller expects."""

WEIGHTS: Mapping[str, float] = {
    "same_country": 1.8,
    "same_admin1": 3.4,
    "near": 3.8,
    "inside": 3.7,
    "expected": EXPECTED,
}
"""Weight of each kind of support (natural-log odds); see docs/explanation/places.md."""

NOTHING = 7.0
"""Score of "none of these": what an option must beat for its probability to be over one half."""

ROUNDS = 3
"""How often support and probabilities are computed in turn; more change next to nothing."""

_CELL_DEGREES = 1.0
_REACH_M = 161_000.0
_SPOTS = {PlaceKind.CITY, PlaceKind.VILLAGE, PlaceKind.FACILITY, PlaceKind.ADMIN2}


@dataclass(slots=True)
class Group:
    """One name of a report, however often it stands there.

    Attributes:
        options: What it may mean; empty where nothing is known by it.
        containers: Indices of the names that stand as its container ("X, Ohio").
        contents: Indices of the names it stands as container of.
        chances: Probability of each option, after `settle`.
        support: Context features of each option, after `settle`.
    """

    options: tuple[Option, ...]
    containers: set[int] = field(default_factory=set)
    contents: set[int] = field(default_factory=set)
    chances: list[float] = field(default_factory=list)
    support: list[dict[str, float]] = field(default_factory=list)

    def scores(self, weights: Mapping[str, float] | None = None) -> list[float]:
        """Return the score of each option: its prior and its weighted support."""
        used = WEIGHTS if weights is None else weights
        return [
            option.prior + sum(used[name] * value for name, value in support.items())
            for option, support in zip(self.options, self.support, strict=True)
        ]


def settle(groups: Sequence[Group], bias: Collection[str] = ()) -> None:
    """Fill in support and probabilities of all groups.

    Args:
        groups: The names of one report.
        bias: ISO 3166-1 alpha-2 codes of countries the caller expects.
    """
    for group in groups:
        group.support = [_expected(option, bias) for option in group.options]
        group.chances = chances(group.scores())
    for _ in range(ROUNDS):
        masses = _Masses(groups)
        supports = [_support(number, groups, masses, bias) for number in range(len(groups))]
        for group, support in zip(groups, supports, strict=True):
            group.support = support
            group.chances = chances(group.scores())


def chances(scores: Sequence[float]) -> list[float]:
    """Return probabilities of options by their scores; the rest to 1 is for none of them."""
    top = max([*scores, NOTHING])
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) + math.exp(NOTHING - top)
    return [power / total for power in powers]


def _expected(option: Option, bias: Collection[str]) -> dict[str, float]:
    return {"expected": 1.0} if option.entry.country in bias else {}


class _Masses:
    """Sums of probability over all names: by country, by first-level unit and by grid cell."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.units: dict[str, float] = defaultdict(float)
        self.cells: dict[tuple[int, int], float] = defaultdict(float)
        for group in groups:
            self._add(group, 1.0)

    def _add(self, group: Group, sign: float) -> None:
        for option, chance in zip(group.options, group.chances, strict=True):
            entry = option.entry
            self.countries[entry.country] += sign * chance
            self.units[entry.admin1] += sign * chance
            if entry.kind in _SPOTS:
                self.cells[_cell(entry)] += sign * chance

    def without(self, group: Group) -> "_Without":
        """Return the sums less what one group adds, undone when left."""
        return _Without(self, group)


class _Without:
    """The sums without one group, within a `with` block."""

    def __init__(self, masses: _Masses, group: Group) -> None:
        self._masses, self._group = masses, group

    def __enter__(self) -> _Masses:
        self._masses._add(self._group, -1.0)  # noqa: SLF001 - the other half of one idea
        return self._masses

    def __exit__(self, *_: object) -> None:
        self._masses._add(self._group, 1.0)  # noqa: SLF001 - the other half of one idea


def _cell(entry: Entry) -> tuple[int, int]:
    return math.floor(entry.lon / _CELL_DEGREES), math.floor(entry.lat / _CELL_DEGREES)


def _support(
    number: int, groups: Sequence[Group], masses: _Masses, bias: Collection[str]
) -> list[dict[str, float]]:
    group = groups[number]
    with masses.without(group) as others:
        return [
            _expected(option, bias)
            | _mass_support(option.entry, others)
            | _containment(option.entry, group, groups)
            for option in group.options
        ]


def _mass_support(entry: Entry, others: _Masses) -> dict[str, float]:
    """Return the support from all other names, each kind saturating towards 1: x / (1 + x)."""
    found = {}
    if entry.country:
        found["same_country"] = _saturating(others.countries[entry.country])
    if entry.admin1:
        found["same_admin1"] = _saturating(others.units[entry.admin1])
    if entry.kind in _SPOTS:
        x, y = _cell(entry)
        around = sum(
            others.cells.get((x + left, y + down), 0.0)
            for left in (-1, 0, 1)
            for down in (-1, 0, 1)
        )
        found["near"] = _saturating(around)
    return found


def _saturating(mass: float) -> float:
    return max(0.0, mass) / (1.0 + max(0.0, mass))


def _containment(entry: Entry, group: Group, groups: Sequence[Group]) -> dict[str, float]:
    """Return how likely a name that stands as container contains it, or it its contents."""
    best = 0.0
    for other in group.containers:
        best = max(best, _likeliest(groups[other], lambda one: contains(one, entry)))
    for other in group.contents:
        best = max(best, _likeliest(groups[other], lambda one: contains(entry, one)))
    return {"inside": best} if best else {}


def _likeliest(group: Group, fits: Callable[[Entry], bool]) -> float:
    return max(
        (
            chance
            for option, chance in zip(group.options, group.chances, strict=True)
            if fits(option.entry)
        ),
        default=0.0,
    )


def contains(outer: Entry, inner: Entry) -> bool:
    """Return whether one row lies in another by its parents, or is a settlement at a city."""
    if outer.id == inner.id:
        return False
    if outer.kind in {PlaceKind.CITY, PlaceKind.VILLAGE}:
        return inner.kind in _SPOTS and (
            distance_m(outer.lon, outer.lat, inner.lon, inner.lat) <= _REACH_M / 5
        )
    return outer.id in {inner.country, inner.admin1, inner.admin2, *inner.regions.split()}
