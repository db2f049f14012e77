"""What words around a name make of it: near it, between two, along a border, off a coast.

`widen` looks at the words of a report around each resolved name; `relation_of` takes a phrase
apart that a person asks for. Both give places of `geo.places.relations` and `geo.places.derived`.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.errors import UnknownPlace
from geo.model import Candidate, Location, Place, PlaceKind, Use

if TYPE_CHECKING:
    from geo.places.gazetteer import Gazetteer

FRONT_LINE = "ukraine-front-line"
"""The curated region that "the front line" means where no other war is named."""

_MOST_NEIGHBOURS = 3  # countries of a report tried for a border that names one side
_WINDOW = 80  # characters before a name that may hold its relation
_THE = r"(?:the\s+)?"
_KINDS_OF_TOWN = r"(?:(?:town|city|village|settlement|hamlet)s?\s+of\s+)?"
_SIDE = r"(?:(?:north|south)(?:[- ]?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?)"
_NEAR = re.compile(
    rf"(?:\bnear|\bclose\s+to|\bnot\s+far\s+from|\bin\s+the\s+vicinity\s+of|\bin\s+the\s+area\s+of|"
    rf"\b(?:on|in|at)\s+the\s+(?:\w+\s+)?(?:outskirts|approaches)\s+(?:of|to))"
    rf"\s+{_THE}{_KINDS_OF_TOWN}\Z",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(rf"\bjust\s+outside(?:\s+of)?\s+{_THE}\Z|\boutside\s+{_THE}\Z", re.IGNORECASE)
_BORDER_BEFORE = re.compile(rf"\b(?:border|frontier)\s+(?:with|of)\s+{_THE}\Z", re.IGNORECASE)
_BORDER_BETWEEN = re.compile(rf"\b(?:border|frontier)\s+between\s+{_THE}\Z", re.IGNORECASE)
_BORDER_AFTER = re.compile(
    r"(?:['’]s)?\s+(?:\w+\s+)?(?:border|frontier)\b(?!\s+(?:guard|patrol|police|service|force|troop|"
    r"agen|cross|checkpoint|post|town|city|village|control|security|wall|fence|official|agent|polic))",
    re.IGNORECASE,
)
_OWN_BORDER = re.compile(
    r"['’]s\s+(?:\w+\s+)?(?:border|frontier)\s+with\s+(?:the\s+)?\Z", re.IGNORECASE
)
_BETWEEN = re.compile(rf"\bbetween\s+{_THE}{_KINDS_OF_TOWN}\Z", re.IGNORECASE)
_AND = re.compile(rf"\s+and\s+{_THE}\Z", re.IGNORECASE)
_DASH = re.compile(r"\s?[-–]\s?\Z")
_COAST_BEFORE = re.compile(
    rf"\boff\s+{_THE}(?:{_SIDE}\s+)?(?:coast|shore|shores)\s+of\s+{_THE}\Z|\boff\s+{_THE}\Z",
    re.IGNORECASE,
)
_COAST_AFTER = re.compile(rf"(?:['’]s)?\s+(?:{_SIDE}\s+)?(?:coast|shore)\b", re.IGNORECASE)
_SETTLED = frozenset({PlaceKind.CITY, PlaceKind.VILLAGE, PlaceKind.FACILITY})
_BORDERED = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1})


@dataclass(frozen=True, slots=True)
class Relation:
    """A phrase that relates one or two names, taken apart.

    Attributes:
        kind: `near`, `border`, `between` or `coast`.
        names: The names in it.
    """

    kind: str
    names: tuple[str, ...]


_NAME = r"(?P<{}>[^,]+?)"
_AT = r"(?:(?:near|along|on|at|close\s+to|around)\s+)*"
_ONE, _TWO = _NAME.format("one"), _NAME.format("two")
_PHRASES = (
    ("border", rf"{_AT}{_THE}(?:border|frontier)\s+between\s+{_THE}{_ONE}\s+and\s+{_THE}{_TWO}"),
    ("border", rf"{_AT}{_THE}{_ONE}['’]s\s+(?:border|frontier)\s+with\s+{_THE}{_TWO}"),
    ("border", rf"{_AT}{_THE}(?:border|frontier)\s+(?:with|of)\s+{_THE}{_ONE}"),
    ("border", rf"{_AT}{_THE}{_ONE}\s?[-–]\s?{_TWO}\s+(?:border|frontier)"),
    ("border", rf"{_AT}{_THE}{_ONE}(?:['’]s)?\s+(?:border|frontier)"),
    ("between", rf"(?:\w+\s+)?between\s+{_THE}{_ONE}\s+and\s+{_THE}{_TWO}"),
    ("coast", rf"off\s+{_THE}(?:{_SIDE}\s+)?(?:coast|shores?)\s+of\s+{_THE}{_ONE}"),
    ("coast", rf"off\s+{_THE}{_ONE}(?:['’]s)?\s+(?:{_SIDE}\s+)?(?:coast|shores?)"),
)
_FORMS = [(kind, re.compile(rf"\A{form}\Z", re.IGNORECASE)) for kind, form in _PHRASES]
_FRONT = re.compile(
    r"\A(?:(?:near|along|on|at|close\s+to)\s+)*(?:the\s+)?(?:front[- ]?lines?|line\s+of\s+contact|"
    r"contact\s+line)\Z",
    re.IGNORECASE,
)
_LONGEST = 200


def relation_of(phrase: str) -> Relation | None:
    """Return the relation that a phrase names, None where it is none.

    >>> relation_of("near the border with Belarus")
    Relation(kind='border', names=('Belarus',))
    >>> relation_of("between Toretsk and Pokrovsk").names
    ('Toretsk', 'Pokrovsk')
    """
    words = " ".join(phrase.split())[:_LONGEST]
    for kind, form in _FORMS:
        if found := form.match(words):
            return Relation(kind, tuple(name for name in found.groups() if name))
    return None


def is_front_line(phrase: str) -> bool:
    """Return whether a phrase is "the front line" and no more."""
    return bool(_FRONT.match(" ".join(phrase.split())[:_LONGEST]))


def candidates_of(
    phrase: str, gazetteer: "Gazetteer", *, bias: Collection[str] = ()
) -> list[Candidate]:
    """Return the places that a phrase may mean, best first, relations of names included.

    Args:
        phrase: As a person types it: a name, a phrase around one, or a relation.
        gazetteer: Where names are looked up.
        bias: Ids of countries and regions that are expected; a border with one name is then that
            with an expected country.
    """
    from geo.places.candidates import candidates_for

    if is_front_line(phrase):
        front = gazetteer.place(FRONT_LINE)
        return [Candidate(front, 0.0, ("the front line of the war in Ukraine", front.method))]
    relation = relation_of(phrase)
    if relation is None:
        return candidates_for(phrase, gazetteer, bias=bias)
    anchors = [candidates_for(name, gazetteer, bias=bias)[:1] for name in relation.names]
    if not all(anchors):
        return []
    (first, *others) = [found[0] for found in anchors]
    made = _related(gazetteer, relation.kind, [first.place, *(one.place for one in others)], bias)
    reasons = (f"made of {', '.join(one.place.name for one in (first, *others))}", *first.reasons)
    return [Candidate(place, first.score, (*reasons, place.method)) for place in made]


def _related(
    gazetteer: "Gazetteer", kind: str, anchors: Sequence[Place], bias: Collection[str]
) -> list[Place]:
    """Return what the anchors make; a lone name's border with an expected country first."""
    ids = [f"{_anchor_id(anchors[0])}/{kind}"]
    if len(anchors) > 1:
        ids = [f"{ids[0]}:{_anchor_id(anchors[1])}"]
    elif kind == "border":
        ids = [f"{country}/border:{_anchor_id(anchors[0])}" for country in sorted(bias)] + ids
    found = (_place(gazetteer, place_id) for place_id in ids)
    return [place for place in found if place][:1]


def _anchor_id(place: Place) -> str:
    """Return the id of a place, of its country for a people's name ("the Polish border")."""
    return place.country if place.kind is PlaceKind.DEMONYM and place.country else place.id


# -- in a report ----------------------------------------------------------------------------


def widen(locations: Sequence[Location], text: str, gazetteer: "Gazetteer") -> list[Location]:
    """Return the locations, those that words around them make vague as what is meant.

    "near Kyiv" is the surroundings of Kyiv, "the border with Belarus" a belt, "between Toretsk
    and Pokrovsk" a corridor that both names stand for, "off Crimea's coast" the sea there. The
    rest, and what makes no place (a border between lands that have none), stay as they are.

    Args:
        locations: Of one report, in reading order.
        text: The report's text.
        gazetteer: Where neighbours and land are looked up.
    """
    return [
        _widened(location, made) if made and made is not location.place else location
        for location, made in zip(locations, _made(locations, text, gazetteer), strict=True)
    ]


def _widened(location: Location, place: Place) -> Location:
    return replace(location, place=place, why=f"{location.why}; {place.name}")


def _made(
    locations: Sequence[Location], text: str, gazetteer: "Gazetteer"
) -> Iterator[Place | None]:
    for number, location in enumerate(locations):
        place = location.place
        if place is None or location.toponym.is_demonym or location.toponym.use is Use.NAME:
            yield None
            continue
        near = _Near(locations, number, text, gazetteer)
        made = None
        for build in _BUILDERS:
            place_id = build(near, place)
            made = _place(gazetteer, place_id) if place_id else None
            if made:
                break
        yield made


def _place(gazetteer: "Gazetteer", place_id: str) -> Place | None:
    try:
        return gazetteer.place(place_id)
    except UnknownPlace:
        return None


class _Near:
    """The words and places around one name of a report."""

    def __init__(
        self, locations: Sequence[Location], number: int, text: str, gazetteer: "Gazetteer"
    ) -> None:
        self._locations, self._number, self._gazetteer = locations, number, gazetteer
        span = locations[number].toponym.span
        self.before = text[max(0, span.start - _WINDOW) : span.start]
        self.after = text[span.end : span.end + 30]
        self._text = text

    def neighbour(self, step: int) -> tuple[Place | None, str]:
        """Return the place before (-1) or after (1) this one, and the words between."""
        other = self._number + step
        if not 0 <= other < len(self._locations):
            return None, ""
        first, last = sorted((self._number, other))
        start = self._locations[first].toponym.span.end
        between = self._text[start : self._locations[last].toponym.span.start]
        return self._locations[other].place, between if len(between) <= _WINDOW else ""

    def country_beside(self, place: Place) -> Place | None:
        """Return the country most named in the report that shares a border with another."""
        if place.kind is not PlaceKind.COUNTRY:
            return None
        told = Counter(
            location.place.country
            for location in self._locations
            if location.place and location.place.country not in {"", place.country}
        )
        for country, _ in told.most_common(_MOST_NEIGHBOURS):
            if _place(self._gazetteer, f"{country}/border:{place.id}"):
                return self._gazetteer.place(country)
        return None

    def words_before(self, step: int) -> str:
        """Return the words before the name before (-1) or after (1) this one."""
        span = self._locations[self._number + step].toponym.span
        return self._text[max(0, span.start - _WINDOW) : span.start]


def _pair(near: _Near, opening: re.Pattern[str]) -> tuple[Place, Place] | None:
    """Return the two places of "<opening> A and B", asked at either name."""
    other, words = near.neighbour(1)
    if other and opening.search(near.before) and _AND.match(words):
        place = near.neighbour(0)[0]
        return (place, other) if place else None
    other, words = near.neighbour(-1)
    if other and _AND.match(words) and opening.search(near.words_before(-1)):
        place = near.neighbour(0)[0]
        return (other, place) if place else None
    return None


def _border_id(near: _Near, place: Place) -> str:
    pair: tuple[Place, Place | None] | None = _pair(near, _BORDER_BETWEEN)
    if pair is None and place.kind in _BORDERED:
        pair = _border_of(near, place)
    if pair is None:
        return ""
    return f"{pair[0].id}/border" + (f":{pair[1].id}" if pair[1] else "")


def _border_of(near: _Near, place: Place) -> tuple[Place, Place | None] | None:
    """Return whose border with whom a place stands for; None as the second for all borders."""
    other, words = near.neighbour(-1)
    if _BORDER_BEFORE.search(near.before):
        owner = other if _OWN_BORDER.match(words) else near.country_beside(place)
        return (owner, place) if owner else (place, None)
    if _BORDER_AFTER.match(near.after):
        return (other, place) if other and _DASH.match(words) else (place, None)
    return None


def _between_id(near: _Near, _place: Place) -> str:
    pair = _pair(near, _BETWEEN)
    if pair is None or not {pair[0].kind, pair[1].kind} <= _SETTLED:
        return ""
    return f"{pair[0].id}/between:{pair[1].id}"


def _coast_id(near: _Near, place: Place) -> str:
    is_water = place.kind in {PlaceKind.WATER, PlaceKind.DIRECTIONAL}
    is_off = re.search(r"\boff\s+(?:the\s+)?\Z", near.before, re.IGNORECASE)
    if is_water:
        return ""
    if _COAST_BEFORE.search(near.before) or (is_off and _COAST_AFTER.match(near.after)):
        return f"{place.id}/coast"
    return ""


def _near_id(near: _Near, place: Place) -> str:
    if _NEAR.search(near.before):
        return f"{place.id}/near"
    if place.kind in _SETTLED and _OUTSIDE.search(near.before):
        return f"{place.id}/near"
    return ""


_BUILDERS: tuple[Callable[[_Near, Place], str], ...] = (
    _border_id,
    _between_id,
    _coast_id,
    _near_id,
)
"""Asked in this order: "near the border with X" is of the border, not near X."""
