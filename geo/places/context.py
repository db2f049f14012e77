"""What the names of one report say about each other.

Every name is a group of options with probabilities. Each round, every option collects support
from the options of all other names, weighted by their probabilities: how much lies in its
country, in its first-level unit, close by, whether a name that stands as its container
("X, Ohio") contains it, and the same of the names that stand beside it in the text. Probabilities
follow from the scores; a few rounds settle them. Support is summed over countries, units and grid
cells, so the work grows with the number of options and not with its square.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from geo.model import PlaceKind
from geo.places.candidates import Option
from geo.places.footprint import distance_m
from geo.places.gazetteer import Entry
from geo.places.ranking import Ranker, load_ranker

ROUNDS = 3
"""How often support and probabilities are computed in turn; more change next to nothing."""

_NEGLIGIBLE = 1e-4
"""Probability below which an option lends no support: a thousand of them are no tenth of one."""

_CELL_DEGREES = 1.0
_AROUND = tuple((right, up) for right in (-1, 0, 1) for up in (-1, 0, 1))
"""Steps from a cell to itself and to its eight neighbours."""

_BY_A_CITY_M = 32_000.0
"""How far from a city lies what is named as being in it: a suburb, an airport."""

_BY_A_CITY_DEGREES = 0.3
"""Latitude that `_BY_A_CITY_M` takes, rounded up."""

_SETTLED = {PlaceKind.CITY, PlaceKind.VILLAGE}
_SPOTS = {PlaceKind.CITY, PlaceKind.VILLAGE, PlaceKind.FACILITY, PlaceKind.ADMIN2}


@dataclass(slots=True)
class Group:
    """One name of a report, however often it stands there.

    Attributes:
        options: What it may mean; empty where nothing is known by it.
        cues: What words around it call it somewhere: `unit`, `town`, `water`, `feature`.
        containers: Indices of the names that stand as its container ("X, Ohio").
        contents: Indices of the names it stands as container of.
        beside: Indices of the names that stand next to it in the text.
        chances: Probability of each option, after `settle`.
        support: Context features of each option, after `settle`.
    """

    options: tuple[Option, ...]
    cues: set[str] = field(default_factory=set)
    containers: set[int] = field(default_factory=set)
    contents: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)
    chances: list[float] = field(default_factory=list)
    support: list[dict[str, float]] = field(default_factory=list)

    def features(self) -> list[dict[str, float]]:
        """Return all features of each option: its own and its support."""
        return [
            {**option.features, **support}
            for option, support in zip(self.options, self.support, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Leaning:
    """Where places are expected before a word is read.

    Attributes:
        expected: Ids of countries and regions the caller expects.
        home: ISO 3166-1 alpha-2 codes of the publisher's countries: a weaker hint.
    """

    expected: Collection[str] = ()
    home: Collection[str] = ()

    def features(self, entry: Entry) -> dict[str, float]:
        """Return the features of lying where places are expected."""
        found = {"expected": 1.0} if lies_in(entry, self.expected) else {}
        return found | ({"home": 1.0} if entry.country in self.home else {})


def lies_in(entry: Entry, regions: Collection[str]) -> bool:
    """Return whether a row is, or by its parents lies in, one of some countries and regions."""
    if not regions:
        return False
    own = {entry.id, entry.country, entry.admin1, entry.admin2, *entry.regions.split()}
    return not own.isdisjoint(regions)


def settle(
    groups: Sequence[Group], leaning: Leaning | None = None, *, ranker: Ranker | None = None
) -> None:
    """Fill in support and probabilities of all groups.

    Args:
        groups: The names of one report.
        leaning: Where places are expected; None for nowhere.
        ranker: What features weigh; None for what comes with the installation.
    """
    ranker = ranker or load_ranker()
    for group in groups:
        group.support = [
            _cued(option.entry, group.cues) | (leaning.features(option.entry) if leaning else {})
            for option in group.options
        ]
    steady = [group.support for group in groups]
    priors = [[ranker.score(features) for features in group.features()] for group in groups]
    for group, prior in zip(groups, priors, strict=True):
        group.chances = ranker.chances(prior)
    for _ in range(ROUNDS):
        masses = _Masses(groups)
        supports = [_support(number, groups, masses) for number in range(len(groups))]
        for group, own, prior, support in zip(groups, steady, priors, supports, strict=True):
            group.support = [one | other for one, other in zip(own, support, strict=True)]
            scores = map(ranker.score, support)
            group.chances = ranker.chances(
                [one + more for one, more in zip(prior, scores, strict=True)]
            )


_CUED = {
    "unit": {PlaceKind.ADMIN1, PlaceKind.ADMIN2},
    "town": _SETTLED,
    "water": {PlaceKind.WATER},
    "feature": set(PlaceKind) - _SETTLED - {PlaceKind.ADMIN1, PlaceKind.ADMIN2},
}
"""The kinds of places that a word such as "county", "city of" or "river" calls a name."""


def _cued(entry: Entry, cues: Collection[str]) -> dict[str, float]:
    """Return the features of being, or not being, what words around the name call it."""
    return {
        f"{cue}_{'cue' if entry.kind in _CUED[cue] else 'miscue'}": 1.0
        for cue in cues
        if cue != "feature" or not entry.name.startswith("The ")
    }


class _Masses:
    """Sums of probability over all names: by country, by first-level unit and by grid cell."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.places: dict[str, float] = defaultdict(float)
        self.levels: dict[str, float] = defaultdict(float)
        self.countries: dict[str, float] = defaultdict(float)
        self.units: dict[str, float] = defaultdict(float)
        self.cells: dict[tuple[int, int], float] = defaultdict(float)
        for group in groups:
            self._add(group, 1.0)

    def _add(self, group: Group, sign: float) -> None:
        for option, chance in zip(group.options, group.chances, strict=True):
            if chance < _NEGLIGIBLE:
                continue
            entry = option.entry
            mass = sign * chance
            self.places[entry.id] += mass
            self.levels[_level(entry)] += mass
            self.countries[entry.country] += mass
            self.units[entry.admin1] += mass
            if entry.kind in _SPOTS:
                self.cells[_cell(entry)] += mass

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


def _level(entry: Entry) -> str:
    """Return what a row counts as in a list of places."""
    return PlaceKind.CITY if entry.kind in _SETTLED else entry.kind


def _cell(entry: Entry) -> tuple[int, int]:
    return math.floor(entry.lon / _CELL_DEGREES), math.floor(entry.lat / _CELL_DEGREES)


def _support(number: int, groups: Sequence[Group], masses: _Masses) -> list[dict[str, float]]:
    group = groups[number]
    beside = _Masses(groups[other] for other in group.beside)
    with masses.without(group) as others:
        return [
            _mass_support(option.entry, others)
            | _beside_support(option, beside)
            | _containment(option.entry, group, groups)
            for option in group.options
        ]


def _mass_support(entry: Entry, others: _Masses) -> dict[str, float]:
    """Return the support from all other names, each kind saturating towards 1: x / (1 + x)."""
    found = {"same_place": _saturating(others.places.get(entry.id, 0.0))}
    if entry.country:
        found["same_country"] = _saturating(others.countries.get(entry.country, 0.0))
    if entry.admin1:
        found["same_admin1"] = _saturating(others.units.get(entry.admin1, 0.0))
    if entry.kind in _SPOTS:
        found["near"] = _saturating(_around(entry, others))
    return found


def _beside_support(option: Option, beside: _Masses) -> dict[str, float]:
    """Return the same of the names that stand beside this one in the text, and of their kind.

    In a list, states stand with states and towns with towns: there, "New York" may be the state.
    """
    entry = option.entry
    alike = _saturating(beside.levels.get(_level(entry), 0.0))
    found = {"beside_alike": alike}
    if not option.features.keys().isdisjoint({"namesake", "not_the_capital"}):
        found["listed_namesake"] = alike
    if entry.country:
        found["beside_country"] = _saturating(beside.countries.get(entry.country, 0.0))
    if entry.admin1:
        found["beside_admin1"] = _saturating(beside.units.get(entry.admin1, 0.0))
    if entry.kind in _SPOTS:
        found["beside_near"] = _saturating(_around(entry, beside))
    return found


def _around(entry: Entry, masses: _Masses) -> float:
    """Return how much lies in the grid cell of a spot and the eight around it."""
    if not masses.cells:
        return 0.0
    x, y = _cell(entry)
    mass_of = masses.cells.get
    return sum([mass_of((x + right, y + up), 0.0) for right, up in _AROUND])


def _saturating(mass: float) -> float:
    return mass / (1.0 + mass) if mass > 0.0 else 0.0


def _containment(entry: Entry, group: Group, groups: Sequence[Group]) -> dict[str, float]:
    """Return how likely what stands as container contains it, and it what it stands beside.

    A unit or country is the likelier container: "Albany, New York" means the state.
    """
    found = {}
    if group.containers:
        found["inside"] = max(
            _likeliest(groups[other], lambda one: contains(one, entry))
            for other in group.containers
        )
    if group.contents:
        holds = "holds_town" if entry.kind in _SETTLED else "holds"
        found[holds] = max(
            _likeliest(groups[other], lambda one: contains(entry, one)) for other in group.contents
        )
    return found


def _likeliest(group: Group, fits: Callable[[Entry], bool]) -> float:
    return max(
        (
            chance
            for option, chance in zip(group.options, group.chances, strict=True)
            if chance >= _NEGLIGIBLE and fits(option.entry)
        ),
        default=0.0,
    )


def contains(outer: Entry, inner: Entry) -> bool:
    """Return whether one row lies in another by its parents, or is a settlement at a city."""
    if outer.id == inner.id:
        return False
    if outer.kind in {PlaceKind.CITY, PlaceKind.VILLAGE}:
        return (
            inner.kind in _SPOTS
            and abs(outer.lat - inner.lat) <= _BY_A_CITY_DEGREES
            and distance_m(outer.lon, outer.lat, inner.lon, inner.lat) <= _BY_A_CITY_M
        )
    return outer.id in {inner.country, inner.admin1, inner.admin2, *inner.regions.split()}
