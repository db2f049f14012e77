"""Toponyms of one report in, locations out: each decided with regard to all the others."""

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise

from geo.errors import GeocoderError
from geo.model import Location, Place, PlaceKind, Report, Span, Toponym, Use
from geo.phrases import PlacePhrase, parse_phrase
from geo.places.candidates import Option, options_for, reasons
from geo.places.context import Group, Leaning, settle
from geo.places.derived import realise
from geo.places.gazetteer import Gazetteer
from geo.places.names import normalise
from geo.places.online import OnlineGeocoder
from geo.places.publisher import home_countries
from geo.places.ranking import load_ranker
from geo.places.vague import widen

_CONTAINER_GAP = re.compile(
    r"\s*(?:,|\(|，)\s*(?:in\s+)?(?:the\s+)?\Z|,?\s+in\s+(?:the\s+)?\Z|['’]s\s+\Z"
)
"""What stands between a place and what contains it: "X, Ohio", "X (Ohio)", "X in Ohio"."""

_CONTAINER_FIRST_GAP = re.compile(r"['’]s?\s+\Z|\s+\Z")
"""What stands between a container and its content: "Russia's Kursk", "U.S. Virgin Islands"."""

_LEAST_ALIKE = 0.86
"""Likeness (Ratcliff and Obershelp) from which a misspelt name is taken for a known one."""

_CACHED_NAMES = 1 << 11
"""Names of which the options are kept: reports of one day speak of the same places."""

_ROUNDING = 1e-9
"""What a product may be off by."""

_SHORTEST_FUZZY = 5
"""Letters below which a name is too short to be taken for another."""

_MOST_FUZZY = 20
"""Names of one report that are looked up by likeness; a bound on the time a report can take."""

_NOT_LIKELY = 0.02
"""Probability below which a country takes no part in a search by likeness."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The names of one report, each once, and where they stand.

    Attributes:
        groups: What each name may mean.
        numbers: For each toponym the index of its group; None inside the name of something else.
        names: The words of each group.
    """

    groups: tuple[Group, ...]
    numbers: tuple[int | None, ...]
    names: tuple[str, ...]


class Resolver:
    """Decides which place each toponym of a report means.

    Args:
        gazetteer: Where names are looked up.
        geocoder: An online geocoder asked for what the gazetteer does not know; None for none.
    """

    def __init__(self, gazetteer: Gazetteer, *, geocoder: OnlineGeocoder | None = None) -> None:
        self._gazetteer = gazetteer
        self._geocoder = geocoder
        self._options_for = lru_cache(_CACHED_NAMES)(partial(options_for, gazetteer=gazetteer))

    def locate(
        self,
        toponyms: Sequence[Toponym],
        report: Report | None = None,
        *,
        bias: Collection[str] = (),
    ) -> list[Location]:
        """Resolve the toponyms of one report together.

        One name means one place throughout a report, but for "Troy, New York" beside "New York"
        and "the Dnipro" beside "Dnipro".
        A name inside the name of something else is not located. See
        docs/explanation/places.md for the order and the formulas.

        Args:
            toponyms: In reading order, all of one report.
            report: What they stand in; None where only the names are at hand.
            bias: Ids of countries and regions the caller expects.

        Returns:
            One location per toponym, in their order; unresolved ones carry place None and why.
        """
        home = home_countries(report, self._gazetteer) if report else ()
        text = report.text if report else ""
        scene = self.read(toponyms, text, Leaning(bias, home) if bias or home else None)
        answers = [
            self._answer(group, name) for group, name in zip(scene.groups, scene.names, strict=True)
        ]
        return [
            _inside_a_name(toponym) if number is None else Location(toponym, *answers[number])
            for toponym, number in zip(toponyms, scene.numbers, strict=True)
        ]

    def read(
        self, toponyms: Sequence[Toponym], text: str, leaning: Leaning | None = None
    ) -> "Scene":
        """Return what each name of a report may mean, with the chances of each option.

        Args:
            toponyms: In reading order, all of one report.
            text: The report's text; empty where it is not at hand.
            leaning: Where places are expected; None for nowhere.
        """
        scene = self._scene(toponyms, text)
        settle(scene.groups, leaning)
        if self._add_alike(toponyms, scene):
            settle(scene.groups, leaning)
        return scene

    def _scene(self, toponyms: Sequence[Toponym], text: str) -> "Scene":
        """Return the names with their options and how they stand to each other."""
        known: dict[tuple[str, bool, bool, bool], int] = {}
        groups: list[Group] = []
        numbers: list[int | None] = []
        for toponym, before in zip(toponyms, [None, *toponyms], strict=False):
            if toponym.use == Use.NAME:
                numbers.append(None)
                continue
            cues = cues_around(text, toponym.span)
            key = (*_key(toponym), _is_appended(before, toponym, text), "feature" in cues)
            if key not in known:
                known[key] = len(groups)
                groups.append(Group(self._options(toponym, may_be_river="feature" in cues)))
            numbers.append(known[key])
            groups[known[key]].cues |= cues
        _link(toponyms, text, numbers, groups)
        _stand_beside(numbers, groups)
        return Scene(tuple(groups), tuple(numbers), tuple(name for name, *_ in known))

    def widen(self, locations: Sequence[Location], *, text: str) -> list[Location]:
        """Return the locations with what the words around names make of them: see `vague.widen`.

        Args:
            locations: As `locate` gave them.
            text: The report's text.
        """
        return widen(locations, text, self._gazetteer)

    def _options(self, toponym: Toponym, *, may_be_river: bool) -> tuple[Option, ...]:
        if self._gazetteer.is_no_place(toponym.text):
            return ()
        found = self._options_for(toponym.text, is_demonym=toponym.is_demonym)
        if not may_be_river or toponym.is_demonym:
            return found
        rivers = self._options_for(f"{toponym.text} River")
        ids = {option.entry.id for option in found}
        return found + tuple(
            river
            for river in rivers
            if river.entry.kind == PlaceKind.WATER and river.entry.id not in ids
        )

    def _add_alike(self, toponyms: Sequence[Toponym], scene: "Scene") -> bool:
        """Give names that nothing is known by the options of like names in the countries named.

        Returns whether any name got options.
        """
        empty = {
            number: toponym.text
            for toponym, number in zip(toponyms, scene.numbers, strict=True)
            if number is not None and not scene.groups[number].options and not toponym.is_demonym
        }
        countries = _countries(scene.groups)
        if not countries:
            return False
        for number, words in list(empty.items())[:_MOST_FUZZY]:
            scene.groups[number].options = self._alike(words, countries)
        return any(scene.groups[number].options for number in empty)

    def _alike(self, words: str, countries: Collection[str]) -> tuple[Option, ...]:
        """Return options for known names like this one in some countries, likest first."""
        phrase = parse_phrase(words)
        asked = normalise(phrase.core)
        if len(asked) < _SHORTEST_FUZZY or self._gazetteer.is_no_place(words):
            return ()
        known = self._gazetteer.keys_in(asked[:2], countries, _like_lengths(asked))
        like = _likest(asked, known)
        found = [
            _misspelt(option, phrase, key)
            for key in like
            for option in self._options_for(key)
            if option.entry.country in countries
        ]
        return tuple(sorted(found, key=lambda option: -option.prior))

    def _answer(self, group: Group, words: str) -> tuple[Place | None, float, str]:
        """Return place, confidence and reasons for one name."""
        if self._gazetteer.is_no_place(words):
            return None, 0.0, "the name of an institution or thing, not of a place"
        if not group.options:
            return self._ask_online(words)
        best = max(range(len(group.chances)), key=lambda number: group.chances[number])
        option, support = group.options[best], group.support[best]
        place = realise(option.entry, option.phrase, self._gazetteer)
        sure = load_ranker().confidence_of(group.chances[best])
        return place, round(sure, 3), _why(option, support, group)

    def _ask_online(self, words: str) -> tuple[Place | None, float, str]:
        unknown = "no place is known by this name"
        if self._geocoder is None:
            return None, 0.0, unknown
        try:
            place = self._geocoder.find(words)
        except GeocoderError as error:
            return None, 0.0, f"{unknown}, and the online geocoder failed: {error}"
        if place is None:
            return None, 0.0, f"{unknown}, here or to the online geocoder"
        return place, 0.5, f"found online by {self._geocoder.name}"


def _like_lengths(asked: str) -> range:
    """Return how long a name may be to be alike enough: all its letters in the other, in order."""
    ratio = _LEAST_ALIKE / (2 - _LEAST_ALIKE)
    return range(int(len(asked) * ratio), int(len(asked) / ratio) + 2)


def _likest(asked: str, known: Iterable[str]) -> list[str]:
    """Return up to three names that are alike enough, likest first.

    What has too many letters that were not asked for is passed over before anything slow is done
    with it.
    """
    without = dict.fromkeys(map(ord, asked))  # what `translate` takes away
    near = [
        key
        for key in known
        if 2.0 * (len(key) - len(key.translate(without)))
        >= _LEAST_ALIKE * (len(asked) + len(key)) - _ROUNDING
    ]
    return difflib.get_close_matches(asked, near, n=3, cutoff=_LEAST_ALIKE)


def _misspelt(option: Option, phrase: PlacePhrase, key: str) -> Option:
    """Return an option for a name like the one written."""
    features = {**option.features, "misspelt": 1.0}
    how = f"the like name {key!r}"
    return Option(option.entry, phrase, load_ranker().score(features), features, how)


def _key(toponym: Toponym) -> tuple[str, bool]:
    """Return what toponyms of one name share; capitals count, for "US" and "us" differ."""
    return " ".join(toponym.text.split()), toponym.is_demonym


def _is_appended(before: Toponym | None, toponym: Toponym, text: str) -> bool:
    """Return whether a name follows another after a comma, as "New York" in "Troy, New York".

    There it may mean another place than elsewhere in the report.
    """
    return before is not None and text[before.span.end : toponym.span.start] == ", "


def _inside_a_name(toponym: Toponym) -> Location:
    return Location(toponym, None, 0.0, toponym.reason or "the name of something that is no place")


def _link(
    toponyms: Sequence[Toponym],
    text: str,
    numbers: Sequence[int | None],
    groups: Sequence[Group],
) -> None:
    """Note which names stand as containers of which: by `within`, else by the words between."""
    at = {toponym.span: number for toponym, number in zip(toponyms, numbers, strict=True)}
    for toponym, number in zip(toponyms, numbers, strict=True):
        if toponym.within is not None:
            _join(number, at.get(toponym.within), groups)
    for index in range(len(toponyms) - 1):
        one, two = toponyms[index], toponyms[index + 1]
        between = text[one.span.end : two.span.start] if _follows(one.span, two.span) else ""
        if _CONTAINER_GAP.match(between):
            _join(numbers[index], numbers[index + 1], groups)
        if _CONTAINER_FIRST_GAP.match(between):
            _join(numbers[index + 1], numbers[index], groups)


def _stand_beside(numbers: Sequence[int | None], groups: Sequence[Group]) -> None:
    """Note which names follow each other in the text, at most one other name between them."""
    named = [number for number in numbers if number is not None]
    pairs = [*pairwise(named), *zip(named, named[2:], strict=False)]
    for one, two in pairs:
        if one != two:
            groups[one].beside.add(two)
            groups[two].beside.add(one)


def cues_around(text: str, span: Span) -> set[str]:
    """Return what the words right before and after a name call it: `unit`, `town`, `water`.

    `feature` is what an article by itself calls it: "across the Dnipro" is no town.

    >>> cues_around("the city of Anoka, Anoka County", Span(12, 17))
    {'town'}
    """
    before, after = (
        text[max(0, span.start - _CUE_REACH) : span.start],
        text[span.end : span.end + _CUE_REACH],
    )
    found = {
        cue
        for cue, (leading, trailing) in _CUE_WORDS.items()
        if leading.search(before) or trailing.match(after)
    }
    if _ARTICLE_BEFORE.search(before) and _PHRASE_ENDS.match(after):
        found.add("feature")
    return found


_CUE_REACH = 24  # characters that "autonomous republic of the" and its like take
_UNIT = "province|state|region|county|district|governorate|department|prefecture|oblast|republic"
_TOWN = "city|town|village|suburb|settlement|hamlet|borough|municipality|community|neighborhood"
_WATER = "river|lake|sea|bay|gulf|strait|creek"
_CUE_WORDS = {
    "unit": (
        re.compile(rf"\b(?:{_UNIT}) of (?:the )?\Z", re.IGNORECASE),
        re.compile(rf"\s(?:(?:{_UNIT}|parish|oblast|krai|territory|raion)\b|Co\.)", re.IGNORECASE),
    ),
    "town": (
        re.compile(rf"\b(?:{_TOWN})s? of (?:the )?\Z", re.IGNORECASE),
        re.compile(rf"\s(?:{_TOWN}|township|twp)\b", re.IGNORECASE),
    ),
    "water": (
        re.compile(rf"\b(?:{_WATER}) (?:of )?\Z", re.IGNORECASE),
        re.compile(rf"\s(?:{_WATER})\b", re.IGNORECASE),
    ),
}
_ARTICLE_BEFORE = re.compile(r"\bthe \Z", re.IGNORECASE)
_PHRASE_ENDS = re.compile(
    r"(?:['’]s)?(?:\s*(?:[,.;:)!?\n]|\Z)|\s+(?:and|or|in|at|near|on|into|to|from|by|with|for|after|"
    r"before|when|where|which|that|is|are|was|were|has|have|had|will|would|last|this)\b)"
)
"""What follows a name that is no modifier of the next word, as "the Dnipro mayor" is."""

"""Words before and after a name that say what kind of place it is."""


def _follows(one: Span, two: Span) -> bool:
    return one.end <= two.start <= one.end + 12  # characters that "(in the" and its like take


def _join(content: int | None, container: int | None, groups: Sequence[Group]) -> None:
    if content is not None and container is not None and content != container:
        groups[content].containers.add(container)
        groups[container].contents.add(content)


def _countries(groups: Sequence[Group]) -> list[str]:
    """Return the countries that the names of a report probably lie in, likeliest first."""
    masses: dict[str, float] = {}
    for group in groups:
        for option, chance in zip(group.options, group.chances, strict=True):
            country = option.entry.country
            if country and chance > _NOT_LIKELY:
                masses[country] = masses.get(country, 0.0) + chance
    return sorted(masses, key=lambda country: -masses[country])[:5]


def _why(option: Option, support: dict[str, float], group: Group) -> str:
    said = list(reasons(option, "expected" in support))
    said += [words for name, words in _SUPPORT.items() if support.get(name, 0.0) >= 0.5]  # noqa: PLR2004 - more than half
    rest = len(group.options) - 1
    if rest:
        said.append(f"likelier than {rest} other{'s' if rest > 1 else ''} of that name")
    return "; ".join(said)


_SUPPORT = {
    "inside": "named with what contains it",
    "holds": "named with what it contains",
    "near": "near other places of the report",
    "same_admin1": "in the same region as others",
    "same_country": "in the same country as others",
    "home": "in the publisher's country",
}
"""What each kind of support is called, in the order of its weight."""
