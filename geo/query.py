"""The one filter that API, maps and command line share.

A `Query` holds ids, not words: `geo.asking` turns what a person typed (a region's or an actor's
name) into one. All conditions must hold (AND); several values of one condition are alternatives
(OR). An event matches a period if its own period intersects it, both ends included; one that has
no date at all matches no period, as one that has no place lies in no box.

A region finds what belongs to it (`region_ids`); with a `coverage` it finds instead the places
of whose footprint it covers at least that share, whatever they belong to.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.columns import EventRow
from geo.errors import BadBbox, BadCoverage, BadDate
from geo.terms import Precision

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_TIME = re.compile(
    r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?\Z", re.ASCII
)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\Z", re.ASCII)
_SHARE = re.compile(r"[0-9]*\.?[0-9]+\Z", re.ASCII)
_WORD = re.compile(r"\w+")
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_AFTER_EVERY_DAY = "9999-99-99"

SPOTS: tuple[str, ...] = (Precision.SITE.value, Precision.SETTLEMENT.value)
"""Precisions of places that count as points: a region covers all of them or nothing."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for.

    Attributes:
        start: First day wanted; None = no bound.
        end: Last day wanted, included; None = no bound.
        bbox: West, south, east, north in OGC:CRS84 degrees, edges included; west > east crosses
            the antimeridian. Events without a place never match a box.
        actors: Sets of actor keys (ids, names in lower case, ISO alpha-3 codes), alternatives.
        regions: Region ids, alternatives.
        coverage: Least share of the place's footprint that the regions together must cover,
            above 0 to 1; None = the place belongs to one of them.
        shares: Which share of the footprint of each place the regions together cover, 0 to 1, by
            place id. A place that is not in it is covered wholly if it belongs to a region, else
            not at all.
        types: Type ids or their first parts ("strike"), alternatives.
        text: Words, each of which must begin a word of the title, quote, place or an actor's
            name ("miss" finds "missiles"), in any order; case and accents do not matter; empty,
            or without a word in it = any.
    """

    start: date | None = None
    end: date | None = None
    bbox: tuple[float, float, float, float] | None = None
    actors: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    types: tuple[str, ...] = ()
    text: str = ""
    coverage: float | None = None
    shares: Mapping[str, float] = field(default_factory=dict, hash=False)


def parse_day(value: str) -> date:
    """Return the day of an RFC 3339 date or date-time.

    Raises:
        BadDate: `value` is neither.
    """
    day, time = value[:10], value[10:]
    if not _DAY.match(day) or (time and not _TIME.match(time)):
        raise BadDate(value)
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise BadDate(value) from error


def parse_interval(value: str) -> tuple[date | None, date | None]:
    """Return first and last day of an OGC `datetime`: an instant, or `start/end`.

    Either end may be `..` or empty for an open one; not both.

    Raises:
        BadDate: `value` is none of these, or runs backward.
    """
    ends = value.split("/")
    if len(ends) == 1:
        day = parse_day(value)
        return day, day
    if len(ends) != 2:  # noqa: PLR2004 - an interval has two ends
        raise BadDate(value)
    start, end = (None if text in {"", ".."} else parse_day(text) for text in ends)
    if (start is None and end is None) or (start and end and start > end):
        raise BadDate(value)
    return start, end


def parse_bbox(value: str) -> tuple[float, float, float, float]:
    """Return west, south, east, north of four numbers, or of six with heights between.

    Raises:
        BadBbox: there are not four or six finite numbers, or they are out of range.
    """
    parts = value.split(",")
    if len(parts) not in {4, 6}:
        raise BadBbox(value, "four or six numbers are needed")
    if not all(_NUMBER.match(part) for part in parts):
        raise BadBbox(value, "every part must be a decimal number")
    numbers = [float(part) for part in parts]
    if len(numbers) == 6:  # noqa: PLR2004 - with heights
        del numbers[5], numbers[2]
    west, south, east, north = numbers
    if not all(math.isfinite(number) for number in numbers):
        raise BadBbox(value, "every number must be finite")
    if south > north:
        raise BadBbox(value, "south lies north of north")
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:  # noqa: PLR2004
        raise BadBbox(value, "longitudes lie within ±180 and latitudes within ±90 degrees")
    return west, south, east, north


def parse_coverage(value: str) -> float:
    """Return the share that is written as a plain decimal number above 0 to 1.

    Raises:
        BadCoverage: it is none.
    """
    share = float(value) if _SHARE.match(value) else 0.0
    if not 0 < share <= 1:
        raise BadCoverage(value, "write the least share of a footprint, above 0 to 1, as 0.25")
    return share


def in_bbox(lon: float, lat: float, bbox: tuple[float, float, float, float]) -> bool:
    """Return whether a point lies in a box, edges included, across the antimeridian too."""
    west, south, east, north = bbox
    if not south <= lat <= north:
        return False
    return west <= lon <= east if west <= east else (lon >= west or lon <= east)


def is_of_type(type_id: str, wanted: str) -> bool:
    """Return whether `type_id` is `wanted` or below it: "strike.missile" is a "strike"."""
    return type_id == wanted or type_id.startswith(wanted + ".")


def actor_keys(row: EventRow) -> frozenset[str]:
    """Return all keys an actor filter finds a row by: ids, parents, countries, lower-case names."""
    keys: set[str] = set()
    for actor in row["actors"]:
        keys.update({actor["id"], actor["name"].casefold(), *actor["parents"]})
        keys.update({actor["country"]} if actor["country"] else ())
    return frozenset(keys)


def fold(text: str) -> str:
    """Return `text` without case and accents, so that words can be compared.

    >>> fold("Kramatorsʹk, ÉTÉ, Łódź")
    'kramatorsʹk, ete, lodz'
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain.casefold().translate(_UNDECOMPOSED)


def words(text: str) -> list[str]:
    """Return the folded words of `text`: runs of letters, digits and underscores, in order."""
    return _WORD.findall(fold(text))


def search_words(row: EventRow) -> frozenset[str]:
    """Return the folded words that a text filter looks for: title, quote, place, actor names."""
    names = (actor["name"] for actor in row["actors"])
    return frozenset(words("\n".join((row["title"], row["quote"], row["place"], *names))))


def time_key(row: EventRow) -> tuple[str, str]:
    """Return what rows are sorted by: first day (last, where only that is known), then id.

    Rows without any date come last.
    """
    return row["date_start"] or row["date_end"] or _AFTER_EVERY_DAY, row["id"]


def area_id(row: EventRow) -> str:
    """Return the id of a row's place if it is more than a spot, else empty text."""
    return "" if row["precision"] in SPOTS else row["place_id"]


def share_covered(row: EventRow, query: Query) -> float:
    """Return which share of a row's place the regions of a query cover, 0 to 1.

    A spot, and a place whose footprint is not known, is covered wholly or not at all.
    """
    share = query.shares.get(area_id(row))
    return float(_belongs(row, query)) if share is None else share


def answered(row: EventRow, query: Query) -> EventRow:
    """Return a row that matches as the answer has it: with its share where regions are asked."""
    return {**row, "region_coverage": share_covered(row, query)} if query.regions else row


def matches(row: EventRow, query: Query) -> bool:
    """Return whether a row fulfils every condition of a query.

    This plain predicate is the law; the read model answers the same, faster.
    """
    return (
        _in_period(row, query)
        and _in_place(row, query)
        and (not query.actors or not query.actors.isdisjoint(actor_keys(row)))
        and (not query.types or any(is_of_type(row["type"], wanted) for wanted in query.types))
        and _says(row, query.text)
    )


def _in_period(row: EventRow, query: Query) -> bool:
    if query.start is None and query.end is None:
        return True
    first, last = row["date_start"], row["date_end"]
    if first is None and last is None:
        return False
    begins = query.end is None or first is None or first <= query.end.isoformat()
    return begins and (query.start is None or last is None or last >= query.start.isoformat())


def _in_place(row: EventRow, query: Query) -> bool:
    if query.regions and not _in_regions(row, query):
        return False
    if query.bbox is None:
        return True
    lon, lat = row["lon"], row["lat"]
    return lon is not None and lat is not None and in_bbox(lon, lat, query.bbox)


def _in_regions(row: EventRow, query: Query) -> bool:
    if query.coverage is None:
        return _belongs(row, query)
    return share_covered(row, query) >= query.coverage


def _belongs(row: EventRow, query: Query) -> bool:
    return not query.regions.isdisjoint(row["region_ids"])


def _says(row: EventRow, text: str) -> bool:
    wanted = words(text)
    if not wanted:
        return True
    found = search_words(row)
    return all(any(word.startswith(start) for word in found) for start in wanted)
