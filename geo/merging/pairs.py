"""Are two tellings of one event? Evidence by channel, in points, with reasons.

The points are set by hand and tried on `tests/geo/merging/pairs.yaml`. Everything here is
symmetric and looks at nothing but the two tellings, so no order of reading can change it.
"""

import math
from collections.abc import Callable
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from geo.merging.profile import Figure, Party, Spot, Telling
from geo.merging.sketch import is_same_text

SAME_AT = 7.0
"""Points from which two tellings are of one event: the same kind, day and town give 6."""

RELATED_AT = 6.0
"""Points, those of what contradicts left out, from which two rival tellings are related."""


class Verdict(StrEnum):
    """What two tellings are to each other."""

    SAME = "same"
    RELATED = "related"
    APART = "apart"


class Comparison(NamedTuple):
    """The outcome of a comparison.

    Attributes:
        score: Sum of points, at most two decimals.
        reasons: In words, for people; of rival tellings what contradicts.
    """

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


class Evidence(NamedTuple):
    """What one channel says.

    Attributes:
        points: Minus infinity where the two cannot be of one event.
        reason: Empty where there is nothing to say.
        is_rival: True where the two contradict each other.
    """

    points: float = 0.0
    reason: str = ""
    is_rival: bool = False


_NOTHING = Evidence()
_IMPOSSIBLE = Evidence(-math.inf)
_APART = Comparison(Verdict.APART, 0.0, ())

_TOGETHER = (
    frozenset({"happened", "claimed"}),
    frozenset({"claimed", "alleged", "unconfirmed"}),
)
"""Modalities that may be said of one event; any others contradict each other."""

_SPEECH = {"statement", "publish"}
_SPEECH_OVERLAP = 0.5
"""Share of words that two reports of what somebody said must have in common."""

_WORD_POINTS = 4.0
_OPEN_WORDS = 4
"""A text of fewer words is no measure of how alike two are."""

_SAME_SENTENCE = 0.6
"""Share of words in common from which two sentences differ in little but their numbers."""

_SAME_QUOTE = 8
"""Words from which on an equal quote in nearly equal reports is enough."""

_AGAINST = -2.0
"""Points of a channel from which rival words are of two events, as in reports of every day."""

DAYS_OFF = 1
"""How far the days of one event may lie apart: a night, a time zone."""

_LEAST_M = 2_000.0
_MOST_M = 30_000.0
_EARTH_M = 6_371_000.0
_SMALL = 10
"""Numbers below are common, so that two that are equal say less."""

_SWAPPED = {"actor": "recipient", "recipient": "actor"}

_MUTUAL = ("meet.", "agree.")
"""Types whose actors act together, so that another partner makes another event."""


def compare(one: Telling, other: Telling) -> Comparison:
    """Return what two tellings are to each other.

    Two tellings of one report can be related, never the same: a report is taken at its word
    where it tells of two events.
    """
    found = _evidence(one, other)
    if not found:
        return _APART
    score = round(sum(evidence.points for evidence in found), 2)
    rivals = tuple(evidence.reason for evidence in found if evidence.is_rival)
    is_series = any(evidence.points <= _AGAINST for evidence in found)
    if rivals and score >= RELATED_AT and not is_series:
        return Comparison(Verdict.RELATED, score, rivals)
    if rivals or score < SAME_AT or one.report_id == other.report_id:
        return _APART
    reasons = tuple(evidence.reason for evidence in found if evidence.reason)
    return Comparison(Verdict.SAME, score, reasons)


def contradicts(one: Telling, other: Telling) -> bool:
    """Return whether two tellings cannot be of one event, however much else agrees."""
    found = _evidence(one, other)
    return not found or any(evidence.is_rival for evidence in found)


def _evidence(one: Telling, other: Telling) -> list[Evidence]:
    """Return what each channel says, nothing where one says that it cannot be one event."""
    if one.head != other.head or one.id == other.id:
        return []
    one, other = sorted((one, other), key=lambda telling: telling.id)
    found: list[Evidence] = []
    for channel in _CHANNELS:
        found.append(channel(one, other))
        if found[-1].points == -math.inf:
            return []
    return found


def _type(one: Telling, other: Telling) -> Evidence:
    if one.type == other.type:
        return Evidence(1.0, "same type")
    return _IMPOSSIBLE if one.head in _SPEECH else _NOTHING


def _copy(one: Telling, other: Telling) -> Evidence:
    """Credit an equal quote where both reports carry the same text."""
    is_long = one.quote.count(" ") + 1 >= _SAME_QUOTE
    if is_long and one.quote == other.quote and is_same_text(one.sketch, other.sketch):
        return Evidence(6.0, "same words in the same text")
    return _NOTHING


def _time(one: Telling, other: Telling) -> Evidence:
    if one.window is None or other.window is None:
        return Evidence(-1.0)
    late, early = max(one.window.first, other.window.first), min(one.window.last, other.window.last)
    gap = late - early
    if gap > 0:
        return Evidence(-4.0, "one day apart") if gap <= DAYS_OFF else _IMPOSSIBLE
    if one.window.is_day and other.window.is_day:
        return Evidence(2.0, "same day")
    if one.window.is_said and other.window.is_said:
        return Evidence(1.0, "dates that fit")
    return _news(one, other)


def _news(one: Telling, other: Telling) -> Evidence:
    """Judge by the days of publication: a publisher does not tell the same twice as news."""
    if one.published == other.published:
        return Evidence(0.5, "published on one day")
    if one.publisher and one.publisher == other.publisher:
        return Evidence(-3.0)
    return Evidence(-0.5, "published close together")


def _place(one: Telling, other: Telling) -> Evidence:
    pairs = [_spot(here, there) for here in one.spots for there in other.spots]
    if not pairs:
        named = sorted(one.names & other.names)
        return Evidence(2.0, f"same name ({named[0]})") if named else _NOTHING
    best = max(pairs, key=lambda evidence: evidence.points)
    is_speech = one.head in _SPEECH
    if is_speech:
        return Evidence(max(0.0, best.points / 2), best.reason)
    return best


def _spot(one: Spot, other: Spot) -> Evidence:
    if one.id == other.id:
        points = {"country": 0.5, "macroregion": 0.5, "region": 1.5}.get(one.precision, 3.0)
        return Evidence(points, f"same place ({one.name})")
    if one.is_fine and other.is_fine:
        reach = max(_LEAST_M, min(_MOST_M, max(one.uncertainty_m, other.uncertainty_m)))
        is_near = _metres(one, other) <= reach
        return Evidence(2.5, "places close together") if is_near else _IMPOSSIBLE
    if one.id in other.within or other.id in one.within:
        is_wide = {"country", "macroregion"} & {one.precision, other.precision}
        return Evidence(0.5 if is_wide else 1.5, f"{one.name} and {other.name}, one in the other")
    return _IMPOSSIBLE if _is_elsewhere(one, other) else _NOTHING


def _is_elsewhere(one: Spot, other: Spot) -> bool:
    """Return whether two areas, or a town and an area, cannot overlap, as far as is known."""
    ours, theirs = (one.country, one.admin1), (other.country, other.admin1)
    if any(here and there and here != there for here, there in zip(ours, theirs, strict=True)):
        return True
    return one.precision == other.precision and one.precision != "macroregion"


def _metres(one: Spot, other: Spot) -> float:
    """Return the great-circle distance (haversine on a sphere of 6,371 km)."""
    lat_1, lat_2 = math.radians(one.lat), math.radians(other.lat)
    half_lat, half_lon = (lat_2 - lat_1) / 2, math.radians(other.lon - one.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_1) * math.cos(lat_2) * math.sin(half_lon) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(chord)))


def _sides(one: Telling, other: Telling) -> Evidence:
    if _is_turned(one, other):
        return _IMPOSSIBLE
    points, names = 0.0, list[str]()
    for role in ("actor", "recipient", "participant"):
        ours, theirs = _in_role(one, role), _in_role(other, role)
        shared = _shared(ours, theirs)
        if one.type.startswith(_MUTUAL) and _is_other_company(ours, theirs):
            return _IMPOSSIBLE
        if shared:
            points += 1.5
            names.append(shared)
        elif _countries(ours) & _countries(theirs):
            points += 0.75
        elif _countries(ours) and _countries(theirs):
            return _IMPOSSIBLE
    reason = f"same actors ({', '.join(names)})" if names else ""
    return Evidence(points, reason)


def _in_role(telling: Telling, role: str) -> list[Party]:
    return [party for party in telling.parties if party.role == role]


def _countries(parties: list[Party]) -> frozenset[str]:
    return frozenset().union(*(party.countries for party in parties))


def _is_other_company(ours: list[Party], theirs: list[Party]) -> bool:
    """Return whether each side names a country that the other lacks: one host, two guests."""
    here, there = _countries(ours), _countries(theirs)
    return bool(here - there and there - here)


def _shared(ours: list[Party], theirs: list[Party]) -> str:
    """Return the name of an actor on both sides, itself or what it belongs to; empty if none."""
    for here in sorted(ours, key=lambda party: party.id):
        if any(here.id in there.family or there.id in here.family for there in theirs):
            return here.name
    return ""


def _is_turned(one: Telling, other: Telling) -> bool:
    """Return whether who acts in the one suffers in the other and the other way round."""
    sides = [
        (_countries(_in_role(one, role)), _countries(_in_role(other, _SWAPPED[role])))
        for role in _SWAPPED
    ]
    straight = any(
        _countries(_in_role(one, role)) & _countries(_in_role(other, role)) for role in _SWAPPED
    )
    return not straight and all(ours & theirs for ours, theirs in sides)


def _numbers(one: Telling, other: Telling) -> Evidence:
    """Compare totals of the same kind and, where both say whose, of the same people."""
    points, agreed, rivals = 0.0, list[str](), list[str]()
    for kind, pairs in sorted(_comparable(one, other).items()):
        here, there = max(pairs, key=lambda pair: _agreement(*pair))
        gained = _agreement(here, there)
        points += max(0.0, gained)
        if gained < 0:
            rivals.append(f"{kind}: {_said(here)} and {_said(there)}")
        elif here.is_exact and there.is_exact:
            agreed.append(f"{kind}: {_said(here)}")
    if rivals:
        reason = f"numbers exclude each other ({', '.join(rivals)})"
        return Evidence(0.0, reason, is_rival=True)
    return Evidence(min(points, 4.0), f"same numbers ({', '.join(agreed)})" if agreed else "")


def _numerals(one: Telling, other: Telling) -> Evidence:
    """Compare the numbers in the quotes, for not every one was read as a figure of the event."""
    if not one.numerals or not other.numerals or one.numerals & other.numerals:
        return _NOTHING
    if _comparable(one, other):  # what `_numbers` has judged
        return _NOTHING
    if _overlap(one, other) < _SAME_SENTENCE:
        return Evidence(-1.5)
    said = " and ".join(str(max(telling.numerals)) for telling in (one, other))
    return Evidence(0.0, f"other numbers in a like sentence ({said})", is_rival=True)


def _comparable(one: Telling, other: Telling) -> dict[str, list[tuple[Figure, Figure]]]:
    """Return by kind the pairs of figures that count the same things."""
    found: dict[str, list[tuple[Figure, Figure]]] = {}
    for here, there in product(one.figures, other.figures):
        is_of_same = here.subject == there.subject or not (here.subject and there.subject)
        if here.kind == there.kind and is_of_same:
            found.setdefault(here.kind, []).append((here, there))
    return found


def _agreement(one: Figure, other: Figure) -> float:
    """Return points for two figures, below zero where they exclude each other."""
    if one.low > other.high or other.low > one.high:
        return -1.0
    if one.is_exact and other.is_exact:
        return 2.0 if one.low >= _SMALL else 1.5 if one.low > 1 else 0.5
    return 0.5


def _said(figure: Figure) -> str:
    ends = [f"{end:g}" for end in (figure.low, figure.high) if math.isfinite(end)]
    return " to ".join(dict.fromkeys(ends))


def _words(one: Telling, other: Telling) -> Evidence:
    shared, share = len(one.words & other.words), _overlap(one, other)
    if one.head in _SPEECH and share < _SPEECH_OVERLAP:
        return _IMPOSSIBLE
    return Evidence(_WORD_POINTS * share, f"{shared} words in common" if shared > 1 else "")


def _overlap(one: Telling, other: Telling) -> float:
    """Return the share of the shorter text's words that are in the longer one, 0 to 1."""
    fewer = min(len(one.words), len(other.words))
    return len(one.words & other.words) / max(fewer, _OPEN_WORDS)


def _modality(one: Telling, other: Telling) -> Evidence:
    said = {one.modality, other.modality}
    if len(said) == 1 or any(said <= together for together in _TOGETHER):
        return _NOTHING
    words = f"{one.modality} and {other.modality} exclude each other"
    return Evidence(0.0, words, is_rival=True)


_CHANNELS: tuple[Callable[[Telling, Telling], Evidence], ...] = (
    _type,
    _time,
    _place,
    _sides,
    _numbers,
    _numerals,
    _modality,
    _words,
    _copy,
)
"""In the order of reasons."""
