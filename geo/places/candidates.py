"""What a phrase may mean, looked at alone: candidates with a prior score.

The score is a weighted sum of few features, so that every choice can be explained; the features
that need neighbours are found in `geo.places.context`, the weights in `geo.places.ranking`.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from geo.model import Candidate, PlaceKind
from geo.phrases import PlacePhrase, parse_phrase
from geo.places.derived import realise
from geo.places.gazetteer import Entry, Gazetteer
from geo.places.names import is_written_as_abbreviation, normalise
from geo.places.ranking import load_ranker
from geo.places.sources import NameRank

MOST = 80
"""Candidates looked at for one name; the best by prior score. More than this many bear a name
like Washington, and those beyond are villages that no corpus ever meant."""

_SECOND_LEVEL = {"county", "district", "districts", "raion", "rayon", "municipality", "parish"}
"""Administrative words that mostly stand for a second-level unit."""

_BEFORE_NAME = re.compile(
    r"\A(?:the\s+)?(?:(?:port |capital )?city|town|village|settlement|hamlet|suburb|port|"
    r"municipality|island|downtown|greater|metropolitan|metro|mainland|inner|outer|upper|lower)"
    r"\s+(?:of\s+)?",
    re.IGNORECASE,
)
_COUNTY = re.compile(r"(?<=\w)\s+(?:Co|Cty|Cnty)\.?\Z")
"""How papers of the United States shorten "County"."""

_AFTER_NAME = re.compile(
    r"(?:['’]s?|\s+(?:city|town|village|settlement|township|twp\.?|borough|parish|"
    r"metropolitan area|metro area|area|metro|"
    r"suburbs?|border|proper|island|mainland|valley|countryside|front))\Z",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\s+(?:(?:international|regional|municipal|central|general|university|nuclear|naval|military|"
    r"air|refugee|power|train|railway|bus|border)\s+)*(?:airport|airfield|base|hospital|university|"
    r"college|station|mosque|cathedral|church|prison|jail|stadium|port|harbou?r|plant|refinery|"
    r"camp|crossing|bridge|dam|barrage|tunnel|embassy|consulate|market|square|park|zoo|mall)\Z",
    re.IGNORECASE,
)
"""What makes a place name the name of a site in or by that place."""

_ARTICLE = re.compile(r"\A(?:al|el|an|ar|as|ad|at|az|ash)[- ]", re.IGNORECASE)
"""The Arabic article, written or left out at will."""

_EXTENSIVE = {PlaceKind.REGION, PlaceKind.WATER, PlaceKind.FACILITY}
"""Kinds whose size is their extent and not their people."""

_RANKS = {int(NameRank.PRIMARY): "primary", int(NameRank.ABBREVIATION): "abbreviation"}
_ENGLISH = {"US", "GB", "CA", "AU", "NZ", "IE"}
"""Countries that write their local news in English."""

_SETTLED = {PlaceKind.CITY, PlaceKind.VILLAGE}
_UNITS = {PlaceKind.ADMIN1, PlaceKind.ADMIN2}
_AREAS = {PlaceKind.ADMIN1, PlaceKind.COUNTRY, PlaceKind.REGION}


@dataclass(frozen=True, slots=True)
class Option:
    """A row of the gazetteer that a phrase may mean, and how it says so.

    Attributes:
        phrase: The phrase taken apart; bare where its whole is a name of the row.
        prior: The score of the place by itself, in natural-log odds.
        features: What the score is made of.
        how: The way from the words to the row, for people.
    """

    entry: Entry
    phrase: PlacePhrase
    prior: float
    features: Mapping[str, float]
    how: str = "name"


def features_of(entry: Entry) -> dict[str, float]:
    """Return the features of a row by itself; those that are 0 are left out."""
    is_wide = entry.kind in _EXTENSIVE
    found = (
        {"extent": math.log10(1 + entry.uncertainty_m / 1000)}
        if is_wide
        else {"population": math.log10(1 + entry.population)}
    )
    if entry.kind in _SETTLED:
        # Many languages have a name for a city that the world speaks of.
        found["names"] = math.log10(1 + entry.name_count) ** 2
    found["demonym" if entry.rank == NameRank.DEMONYM else entry.kind] = 1.0
    if entry.rank in _RANKS:
        found[_RANKS[entry.rank]] = 1.0
    for feature, holds in (
        ("suburb", entry.is_suburb),
        ("capital", entry.is_capital),
        ("post_office", entry.method == "post-office"),
        ("listed_airport", entry.method == "airportsdata"),
        ("speaks_english", entry.country in _ENGLISH),
    ):
        if holds:
            found[feature] = 1.0
    return found


def prior(entry: Entry) -> float:
    """Return the score of a row by itself."""
    return load_ranker().score(features_of(entry))


def by_prior(name: str, entries: Iterable[Entry]) -> list[Entry]:
    """Return the rows that bear a name, the likeliest by itself first."""
    listed = list(entries)
    options = [_option(PlacePhrase(core=name), entry, listed, "name") for entry in listed]
    return [option.entry for option in sorted(options, key=lambda option: -option.prior)]


def options_for(text: str, gazetteer: Gazetteer, *, is_demonym: bool = False) -> tuple[Option, ...]:
    """Return what a phrase may mean, likeliest first; empty where no name in it is known.

    The first of these ways that finds anything counts: the whole phrase as a name ("South
    Korea"), together with the part of a place that it may be ("North Wales"); an administrative
    unit or country where a cue word says so ("Kursk region", "Russian territory"); the bare name
    within direction and distance words; the name without words such as "city of"; the
    surroundings of a name that a site is called after ("Donetsk airport").
    """
    text = _COUNTY.sub(" County", text)
    phrase = parse_phrase(text)
    whole = _named(text, gazetteer)
    if whole:
        found = _options(PlacePhrase(core=text), _of_kind(whole, is_demonym), "name")
        return _best(found + _parts(phrase, gazetteer))
    for way, entries, how in _ways(phrase, gazetteer):
        if entries:
            return _best(_options(way, _of_kind(entries, is_demonym), how))
    return _best(_sites(phrase, gazetteer))


def _ways(
    phrase: PlacePhrase, gazetteer: Gazetteer
) -> Iterator[tuple[PlacePhrase, list[Entry], str]]:
    """Yield the ways to read a phrase that is no name as a whole, each with what it finds."""
    named = _named(phrase.core, gazetteer)
    if phrase.cue:
        units = [entry for entry in named if entry.kind in _UNITS]
        yield phrase, units, f"the word {phrase.cue!r}"
        # "Russian territory" is all of Russia, not somewhere near it.
        states = [entry for entry in named if entry.kind == PlaceKind.COUNTRY]
        yield phrase, states, f"the word {phrase.cue!r}"
    yield _vague(phrase), named, "name in a phrase"
    for trimmed in _trimmed(phrase.core):
        entries = _named(trimmed, gazetteer)
        units = [entry for entry in entries if entry.kind in _UNITS] if phrase.cue else []
        yield phrase if units else _vague(phrase), units or entries, f"the name {trimmed!r}"


def _of_kind(entries: list[Entry], is_demonym: bool) -> list[Entry]:
    """Return the demonyms, or all others, or everything where that leaves nothing."""
    return [entry for entry in entries if (entry.rank == NameRank.DEMONYM) == is_demonym] or entries


def _parts(phrase: PlacePhrase, gazetteer: Gazetteer) -> list[Option]:
    """Return readings as part of an area of what is a name as a whole too."""
    if not phrase.direction or phrase.bearing or phrase.is_near:
        return []
    areas = [entry for entry in _named(phrase.core, gazetteer) if entry.kind in _AREAS]
    return [_less(option, "part") for option in _options(phrase, areas, "name in a phrase")]


def _sites(phrase: PlacePhrase, gazetteer: Gazetteer) -> list[Option]:
    """Return readings as a site that is called after the place it is in or by."""
    town = _SITE.sub("", phrase.core)
    if town == phrase.core:
        return []
    spots = [entry for entry in _named(town, gazetteer) if entry.kind not in _AREAS]
    near = replace(phrase, is_near=True)
    return [_less(option, "site") for option in _options(near, spots, f"the name {town!r} in it")]


def _less(option: Option, feature: str) -> Option:
    """Return the option with a feature that makes it less likely."""
    features = {**option.features, feature: 1.0}
    return replace(option, prior=load_ranker().score(features), features=features)


def _best(options: list[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda option: -option.prior)[:MOST])


def _named(text: str, gazetteer: Gazetteer) -> list[Entry]:
    return [
        entry
        for entry in gazetteer.entries(normalise(text))
        if entry.rank != NameRank.ABBREVIATION or is_written_as_abbreviation(text)
    ]


def _vague(phrase: PlacePhrase) -> PlacePhrase:
    """Return the phrase with a cue that names no unit read as "around": "Toretsk region"."""
    if not phrase.cue:
        return phrase
    return replace(phrase, cue="", is_near=not (phrase.bearing or phrase.direction))


def _trimmed(core: str) -> Iterable[str]:
    """Yield the name without words such as "city of" or "area", each way that changes it."""
    after = _AFTER_NAME.sub("", core)
    before = _BEFORE_NAME.sub("", core)
    both = _BEFORE_NAME.sub("", after)
    bare = _ARTICLE.sub("", core)
    names = dict.fromkeys((after, before, both, bare, f"al {bare}"))
    return [name for name in names if name and name != core]


def _options(phrase: PlacePhrase, entries: list[Entry], how: str) -> list[Option]:
    return [_option(phrase, entry, entries, how) for entry in _without_twins(entries)]


def _option(phrase: PlacePhrase, entry: Entry, entries: list[Entry], how: str) -> Option:
    features = features_of(entry)
    if entry.rank == NameRank.ALTERNATE:
        features["likeness"] = likeness(phrase.core, entry.name)
        features["other_name_population"] = features.get("population", 0.0)
    if phrase.cue and entry.kind in _UNITS:
        second = phrase.cue in _SECOND_LEVEL
        features["level"] = float((entry.kind == PlaceKind.ADMIN2) == second)
    elif entry.kind in _UNITS and any(_is_namesake(entry, other) for other in entries):
        features["namesake"] = 1.0
    elif entry.kind in _UNITS and any(_outdoes(other, entry) for other in entries):
        features["outdone"] = 1.0
    if entry.kind in _UNITS and any(_is_capital_called_so(other, entry) for other in entries):
        features["not_the_capital"] = 1.0
    if entry.name == phrase.core:
        features["exact"] = 1.0
    return Option(entry, phrase, load_ranker().score(features), features, how)


def _is_namesake(unit: Entry, other: Entry) -> bool:
    """Return whether `other` is a settlement of that very name in the unit, or amid it."""
    from geo.places.footprint import distance_m

    return (
        other.kind in _SETTLED
        and other.rank <= unit.rank
        and other.country == unit.country
        and (
            unit.id in {other.admin1, other.admin2}
            or distance_m(unit.lon, unit.lat, other.lon, other.lat) <= unit.uncertainty_m
        )
    )


def _outdoes(other: Entry, unit: Entry) -> bool:
    """Return whether `other` is a settlement of that very name that more is said of."""
    return other.kind in _SETTLED and other.rank <= unit.rank and other.population > unit.population


def _is_capital_called_so(other: Entry, unit: Entry) -> bool:
    return bool(other.is_capital) and other.rank <= unit.rank and other.country == unit.country


def likeness(name: str, other: str) -> float:
    """Return how alike two spellings are, 0 to 1: the Dice coefficient of their letter pairs.

    It tells another spelling of a place's name ("Sloviansk", Slovyansk) from another name of
    it ("Sloviansk", an old name of Nikopol).
    """
    one, two = _pairs(normalise(name)), _pairs(normalise(other))
    shared = len(one & two)
    return 2 * shared / (len(one) + len(two)) if shared else 0.0


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[start : start + 2] for start in range(len(key) - 1))


def _without_twins(entries: list[Entry]) -> list[Entry]:
    """Leave out settlements within 6 km of a likelier one of the same name: its districts."""
    from geo.places.footprint import distance_m

    kept: list[Entry] = []
    for entry in sorted(entries, key=prior, reverse=True)[: 2 * MOST]:
        if entry.kind in _SETTLED and any(
            other.kind in _SETTLED
            and other.country == entry.country
            and abs(other.lat - entry.lat) <= _TWIN_DEGREES
            and distance_m(entry.lon, entry.lat, other.lon, other.lat) <= _TWIN_M
            for other in kept
        ):
            continue
        kept.append(entry)
    return kept


_TWIN_DEGREES = 0.06
"""Latitude that `_TWIN_M` takes, rounded up: most pairs need no more than this to be told apart."""

_TWIN_M = 6_000.0
"""Distance in metres within which two settlements of one name are one."""


def candidates_for(
    phrase: str, gazetteer: Gazetteer, *, bias: Collection[str] = ()
) -> list[Candidate]:
    """Return the places that a phrase may mean by itself, with scores and reasons, best first.

    Args:
        phrase: A name or a phrase around one ("Donetsk region", "20 km south of Sumy").
        gazetteer: Where names are looked up.
        bias: Ids of countries and regions that are expected.
    """
    from geo.places.context import lies_in

    ranker = load_ranker()
    found = []
    for option in options_for(phrase, gazetteer):
        place = realise(option.entry, option.phrase, gazetteer)
        is_expected = lies_in(option.entry, bias)
        score = option.prior + ranker.score({"expected": float(is_expected)})
        found.append(Candidate(place, score, reasons(option, is_expected)))
    return sorted(found, key=lambda candidate: -candidate.score)


def reasons(option: Option, is_expected: bool = False) -> tuple[str, ...]:
    """Return in words what speaks for and against an option by itself."""
    entry = option.entry
    said = [f"found by {option.how}"]
    if entry.rank == NameRank.PRIMARY:
        said.append("its first name")
    elif entry.rank == NameRank.ALTERNATE:
        said.append(f"another name of {entry.name}")
    elif entry.rank == NameRank.ABBREVIATION:
        said.append(f"an abbreviation of {entry.name}")
    if entry.population:
        said.append(f"{entry.population:,} people")
    if "namesake" in option.features:
        said.append("a city inside bears the same name")
    if entry.is_suburb:
        said.append("part of a bigger city")
    if is_expected:
        said.append("in an expected country")
    return tuple(said)
