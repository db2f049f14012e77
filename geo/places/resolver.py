"""Toponyms of one report in, locations out: each decided with regard to all the others."""

import difflib
import re
from collections.abc import Collection, Sequence

from geo.errors import GeocoderError
from geo.model import Location, Place, Span, Toponym, Use
from geo.phrases import parse_phrase
from geo.places.candidates import Option, options_for, reasons
from geo.places.context import Group, settle
from geo.places.derived import realise
from geo.places.gazetteer import Gazetteer
from geo.places.names import normalise
from geo.places.online import OnlineGeocoder
from geo.places.vague import widen

_CONTAINER_GAP = re.compile(
    r"\s*(?:,|\(|，)\s*(?:in\s+)?(?:the\s+)?\Z|,?\s+in\s+(?:the\s+)?\Z|['’]s\s+\Z"
)
"""What stands between a place and what contains it: "X, Ohio", "X (Ohio)", "X in Ohio"."""

_CONTAINER_FIRST_GAP = re.compile(r"['’]s?\s+\Z|\s+\Z")
"""What stands between a container and its content: "Russia's Kursk", "U.S. Virgin Islands"."""

_LEAST_ALIKE = 0.86
"""Likeness (Ratcliff and Obershelp) from which a misspelt name is taken for a known one."""

_SHORTEST_FUZZY = 5
"""Letters below which a name is too short to be taken for another."""

_MOST_FUZZY = 20
"""Names of one report that are looked up by likeness; a bound on the time a report can take."""

_FUZZY_LOSS = 4.0
"""What a name found by likeness loses in score."""

_NOT_LIKELY = 0.02
"""Probability below which a country takes no part in a search by likeness."""


class Resolver:
    """Decides which place each toponym of a report means.

    Args:
        gazetteer: Where names are looked up.
        geocoder: An online geocoder asked for what the gazetteer does not know; None for none.
    """

    def __init__(self, gazetteer: Gazetteer, *, geocoder: OnlineGeocoder | None = None) -> None:
        self._gazetteer = gazetteer
        self._geocoder = geocoder

    def locate(
        self, toponyms: Sequence[Toponym], *, text: str = "", bias: Collection[str] = ()
    ) -> list[Location]:
        """Resolve the toponyms of one report together.

        One name means one place throughout a report. A name inside the name of something else
        is not located. See docs/explanation/places.md for the order and the formulas.

        Args:
            toponyms: In reading order, all of one report.
            text: The report's text; empty where it is not at hand.
            bias: ISO 3166-1 alpha-2 codes of countries the caller expects.

        Returns:
            One location per toponym, in their order; unresolved ones carry place None and why.
        """
        keys = [_key(toponym) for toponym in toponyms]
        numbers: dict[tuple[str, bool], int] = {}
        groups: list[Group] = []
        for key, toponym in zip(keys, toponyms, strict=True):
            if key not in numbers and toponym.use != Use.NAME:
                numbers[key] = len(groups)
                groups.append(Group(self._options(toponym)))
        _link(toponyms, text, [numbers.get(key) for key in keys], groups)
        settle(groups, bias)
        if self._add_alike(toponyms, keys, numbers, groups):
            settle(groups, bias)
        answers = {key: self._answer(groups[number], key[0]) for key, number in numbers.items()}
        return [
            _inside_a_name(toponym) if toponym.use == Use.NAME else Location(toponym, *answers[key])
            for toponym, key in zip(toponyms, keys, strict=True)
        ]

    def widen(self, locations: Sequence[Location], *, text: str) -> list[Location]:
        """Return the locations with what the words around names make of them: see `vague.widen`.

        Args:
            locations: As `locate` gave them.
            text: The report's text.
        """
        return widen(locations, text, self._gazetteer)

    def _options(self, toponym: Toponym) -> tuple[Option, ...]:
        if self._gazetteer.is_no_place(toponym.text):
            return ()
        return options_for(toponym.text, self._gazetteer, is_demonym=toponym.is_demonym)

    def _add_alike(
        self,
        toponyms: Sequence[Toponym],
        keys: Sequence[tuple[str, bool]],
        numbers: dict[tuple[str, bool], int],
        groups: Sequence[Group],
    ) -> bool:
        """Give names that nothing is known by the options of like names in the countries named.

        Returns whether any name got options.
        """
        empty = {
            key: toponym.text
            for key, toponym in zip(keys, toponyms, strict=True)
            if key in numbers and not groups[numbers[key]].options and not toponym.is_demonym
        }
        countries = _countries(groups)
        if not countries:
            return False
        for key, words in list(empty.items())[:_MOST_FUZZY]:
            groups[numbers[key]].options = self._alike(words, countries)
        return any(groups[numbers[key]].options for key in empty)

    def _alike(self, words: str, countries: Collection[str]) -> tuple[Option, ...]:
        """Return options for known names like this one in some countries, likest first."""
        phrase = parse_phrase(words)
        asked = normalise(phrase.core)
        if len(asked) < _SHORTEST_FUZZY or self._gazetteer.is_no_place(words):
            return ()
        known = self._gazetteer.keys_in(asked[:2], countries)
        like = difflib.get_close_matches(asked, known, n=3, cutoff=_LEAST_ALIKE)
        found = [
            Option(
                option.entry,
                phrase,
                option.prior - _FUZZY_LOSS,
                option.features,
                f"the like name {key!r}",
            )
            for key in like
            for option in options_for(key, self._gazetteer)
            if option.entry.country in countries
        ]
        return tuple(sorted(found, key=lambda option: -option.prior))

    def _answer(self, group: Group, words: str) -> tuple[Place | None, float, str]:
        """Return place, confidence and reasons for one name."""
        if self._gazetteer.is_no_place(words):
            return None, 0.0, "the name of an institution or thing, not of a place"
        if not group.options:
            return self._ask_online(words)
        scores = group.scores()
        best = max(range(len(scores)), key=lambda number: scores[number])
        option, support = group.options[best], group.support[best]
        place = realise(option.entry, option.phrase, self._gazetteer)
        return place, round(group.chances[best], 3), _why(option, support, group)

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


def _key(toponym: Toponym) -> tuple[str, bool]:
    """Return what toponyms of one name share; capitals count, for "US" and "us" differ."""
    return " ".join(toponym.text.split()), toponym.is_demonym


def _inside_a_name(toponym: Toponym) -> Location:
    return Location(toponym, None, 0.0, "part of the name of something that is no place")


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
    "near": "near other places of the report",
    "same_admin1": "in the same region as others",
    "same_country": "in the same country as others",
}
"""What each kind of support is called, in the order of its weight."""
