"""What one report says of one event, ready to be compared with what others say."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.columns import EventRow
from geo.merging.sketch import Sketch
from geo.query import fold, words

MONTH_DAYS = 31
"""The longest period in days that still says when: "in August"; "since 2014" does not."""

_UP_TO_DAYS = 7
"""How long before a day an event may lie that is said to have happened by then."""

_NEWS_DAYS = 3
"""How old news is at most, where a report does not say when."""

_ABOUT = 0.2
"""How far "about 30" may be off, as a share."""

_MOST = 8
"""Places, actors and figures that are compared: what a long list says is in its beginning."""

_SHOWN_ROLES = {"event", "target", "destination"}
_FINE = {"site", "settlement"}
_SHORTEST_WORD = 3
_ENDING = re.compile(r"(?:ings?|ed|es|s)\Z")
_NUMBER_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}
_NUMERAL = re.compile(
    rf"\b(?:{'|'.join(_NUMBER_WORDS)}|[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{1,9}})\b", re.ASCII
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_OF_MONTH = re.compile(rf"\b(?:{_MONTH} [0-9]{{1,2}}(?:, [0-9]{{4}})?|[0-9]{{1,2}} {_MONTH})\b")
_EMPTY_WORD = re.compile(
    r"(?:"
    r"about|after|against|all|also|among|and|any|are|been|before|being|between|"
    r"but|can|could|did|during|for|from|had|has|have|her|him|his|how|into|its|"
    r"may|more|most|near|not|off|one|other|our|out|over|people|said|says|say|"
    r"she|some|such|than|that|the|their|them|then|there|these|they|this|those|"
    r"through|told|two|under|until|was|were|what|when|where|which|while|who|whom|"
    r"will|with|within|without|would|you|according|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|january|february|march|april|june|july|august|"
    r"september|october|november|december"
    r")\Z"
)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which an event may have happened.

    Attributes:
        first, last: Ordinals of days (`date.toordinal`), both included.
        is_day: True where one day is said.
        is_said: False where nothing is said and the day of publication stands in.
    """

    first: int
    last: int
    is_day: bool = False
    is_said: bool = True


@dataclass(frozen=True, slots=True)
class Spot:
    """A place an event may have happened at.

    Attributes:
        id: Empty where the place was not resolved.
        is_fine: True for a town or a site; False for a region, which is an area.
        uncertainty_m: Radius in metres that contains the true place.
        country, admin1: ISO 3166, empty where unknown.
        within: Ids of its country, division and further regions, and the id itself.
    """

    name: str
    id: str
    lon: float
    lat: float
    is_fine: bool
    uncertainty_m: float
    precision: str
    country: str
    admin1: str
    within: frozenset[str]


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in its role.

    Attributes:
        countries: Empty where unknown.
        family: Its own id and those of what it belongs to.
    """

    id: str
    name: str
    role: str
    countries: frozenset[str]
    family: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A total that belongs to an event.

    Attributes:
        kind: Kind of quantity, with the unit where the kind alone says too little.
        low, high: What it may be, both included.
        is_exact: True for a number said without "about".
        subject: Whose, folded; empty where unsaid.
    """

    kind: str
    low: float
    high: float
    is_exact: bool
    subject: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What one report says of one event.

    Attributes:
        publisher: Folded, empty where unknown.
        published: Ordinal of the day, None where unknown.
        window: None where the time is unknown or the period is too long to tell events apart.
        spots: Where it may have happened; those it is aimed at or leads to among them.
        names: Folded names of places and actors that nothing is known of.
        numerals: Whole numbers in the quote, in digits or words; days of a month left out.
        words: Stems of what the quote and title say, without names of days and empty words.
        quote: The folded words of the quote.
        sketch: Of the report's text.
    """

    id: str
    report_id: str
    publisher: str
    published: int | None
    type: str
    modality: str
    window: Window | None
    spots: tuple[Spot, ...]
    parties: tuple[Party, ...]
    figures: tuple[Figure, ...]
    names: frozenset[str]
    numerals: frozenset[int]
    words: frozenset[str]
    quote: str
    sketch: Sketch

    @property
    def head(self) -> str:
        """The first part of the type: "strike" of "strike.missile"."""
        return self.type.partition(".")[0]


def telling_of(row: EventRow, sketch: Sketch = ()) -> Telling:
    """Return what a row of one report says.

    Args:
        row: Of a single report, as `geo.frame.to_row` makes it.
        sketch: Of the text of its report.
    """
    source = row["reports"][0] if row["reports"] else {}
    return Telling(
        id=row["id"],
        report_id=source.get("id", ""),
        publisher=fold(source.get("publisher", "")),
        published=_day(source.get("published")),
        type=row["type"],
        modality=row["modality"],
        window=_window(row, source.get("published")),
        spots=tuple(_spots(row))[:_MOST],
        parties=tuple(_party(actor) for actor in row["actors"] if _is_named(actor))[:_MOST],
        figures=tuple(_figures(row["quantities"]))[:_MOST],
        names=frozenset(_names(row)),
        numerals=frozenset(_numerals(row["quote"])),
        words=stems(f"{row['title']} {row['quote']}"),
        quote=" ".join(words(row["quote"])),
        sketch=sketch,
    )


def _is_named(actor: dict[str, Any]) -> bool:
    """Return whether an actor is one that can be met again: "three men" is not."""
    return not actor["id"].startswith("name:") or actor["name"][:1].isupper()


def _names(row: EventRow) -> Iterator[str]:
    yield from (fold(place["text"]) for place in row["places"] if not place.get("place_id"))
    unknown = (actor for actor in row["actors"] if actor["id"].startswith("name:"))
    yield from (fold(actor["name"]) for actor in unknown if _is_named(actor))


def _numerals(text: str) -> Iterator[int]:
    for found in _NUMERAL.finditer(_DAY_OF_MONTH.sub(" ", fold(text))):
        number = found[0]
        yield _NUMBER_WORDS.get(number) or int(number.replace(",", ""))


def stems(text: str) -> frozenset[str]:
    """Return the folded words of a text that carry meaning, without endings.

    >>> sorted(stems("Missiles struck the towns on Monday"))
    ['missil', 'struck', 'town']
    """
    told = (word for word in words(text) if len(word) >= _SHORTEST_WORD)
    return frozenset(_stem(word) for word in told if not _EMPTY_WORD.match(word))


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _SHORTEST_WORD else word


def _day(text: str | None) -> int | None:
    return date.fromisoformat(text).toordinal() if text else None


def _window(row: EventRow, published: str | None) -> Window | None:
    first, last, day = _day(row["date_start"]), _day(row["date_end"]), _day(published)
    if first is not None and last is not None:
        window = Window(first, last, is_day=first == last)
    elif last is not None:
        window = Window(last - _UP_TO_DAYS, last)
    elif first is not None:
        window = Window(first, max(first, day or first))
    elif day is not None:
        window = Window(day - _NEWS_DAYS, day, is_said=False)
    else:
        return None
    return window if window.last - window.first <= MONTH_DAYS else None


def _spots(row: EventRow) -> list[Spot]:
    found = [place for place in row["places"] if place.get("place_id")]
    shown = [place for place in found if place["role"] in _SHOWN_ROLES]
    return [_spot(place, row) for place in shown or found]


def _spot(place: dict[str, Any], row: EventRow) -> Spot:
    regions = row["region_ids"] if place["place_id"] == row["place_id"] else []
    ids = {place["place_id"], place["country"], place["admin1"], *regions}
    return Spot(
        name=place["name"] or place["text"],
        id=place["place_id"],
        lon=place["lon"],
        lat=place["lat"],
        is_fine=place["precision"] in _FINE,
        uncertainty_m=place["uncertainty_m"] or 0.0,
        precision=place["precision"],
        country=place["country"] or "",
        admin1=place["admin1"] or "",
        within=frozenset(filter(None, ids)),
    )


def _party(actor: dict[str, Any]) -> Party:
    country = actor["country"]
    return Party(
        id=actor["id"],
        name=actor["name"],
        role=actor["role"],
        countries=frozenset({country} if country and country != "IGO" else ()),
        family=frozenset({actor["id"], *actor["parents"]}),
    )


_PLAIN_KINDS = {"killed", "wounded", "missing", "detained", "displaced", "troops"}
"""Kinds of quantities that say what is counted; others need the unit for that."""


def _figures(quantities: Iterable[dict[str, Any]]) -> list[Figure]:
    totals = (one for one in quantities if one["part_of"] is None)
    return [figure for one in totals if (figure := _figure(one))]


def _figure(quantity: dict[str, Any]) -> Figure | None:
    unit = " ".join(sorted(stems(quantity["unit"])))
    kind: str = quantity["kind"]
    if kind not in _PLAIN_KINDS:
        if not unit:
            return None
        kind = f"{kind} {unit}"
    low, high = _bounds(quantity)
    is_exact = low == high == quantity["value"] and not quantity["is_approximate"]
    return Figure(kind, low, high, is_exact, " ".join(words(quantity["subject"])))


def _bounds(quantity: dict[str, Any]) -> tuple[float, float]:
    """Return least and greatest value; an open side is infinite, "about" a fifth to both sides."""
    value, low, high = quantity["value"], quantity["minimum"], quantity["maximum"]
    if low is None and high is None:
        margin = abs(value) * _ABOUT if quantity["is_approximate"] else 0
        return value - margin, value + margin
    return (-math.inf if low is None else low), (math.inf if high is None else high)
