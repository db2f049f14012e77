"""How well places are found and put where they are: scores against annotated reports.

A corpus is JSON lines of `{"id", "text", "toponyms": [{"start", "end", "lat", "lon"}]}`, offsets
in characters, coordinates in degrees (missing or null where the annotator knew none). A name is
found if a name of ours overlaps it, one to one, the largest overlap first. It is put right if it
lies within 161 km (100 miles), the measure of the field since Leidner 2007.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from geo.model import Location, Report, Span, Toponym, Use
from geo.places.candidates import Option
from geo.places.context import Group, Leaning
from geo.places.footprint import distance_m
from geo.places.gazetteer import Gazetteer
from geo.places.resolver import Resolver
from geo.reader import Reader

NEAR_KM = 161.0
"""Distance in kilometres within which a place is right: 100 miles."""

FARTHEST_KM = 20_039.0
"""What a name without an answer is off by, in kilometres: half the equator."""

SURE = 0.7
"""Confidence from which a place counts as sure."""

_AROUND = 60  # characters of context on both sides of an error
_BINS = 10

JsonObject = dict[str, Any]


@dataclass(slots=True)
class Scores:
    """Counts over a corpus; the properties are the usual figures.

    Attributes:
        counts: `gold`, `found`, `system`, `exact`, `placed` (gold names with coordinates), `right`
            of them, `matched` of them, `extra` (ours that match a name without coordinates).
        errors_km: Distance of every gold name with coordinates, `FARTHEST_KM` where there is none.
        bins: For each tenth of confidence, how many matched places and how many are right.
    """

    counts: Counter[str] = field(default_factory=Counter)
    errors_km: list[float] = field(default_factory=list)
    bins: list[list[int]] = field(default_factory=lambda: [[0, 0] for _ in range(_BINS)])

    def figures(self) -> dict[str, float]:
        """Return the figures by name, each 0 to 1 but the median in kilometres."""
        c = self.counts
        precision, recall = _share(c["found"], c["system"]), _share(c["found"], c["gold"])
        right_of_ours = _share(c["right"], c["system"] - c["extra"])
        right = _share(c["right"], c["placed"])
        sure = [sum(row[part] for row in self.bins[int(SURE * _BINS) :]) for part in (0, 1)]
        return {
            "recognition precision": precision,
            "recognition recall": recall,
            "recognition F1": _f1(precision, recall),
            "recognition exact F1": _f1(
                _share(c["exact"], c["system"]), _share(c["exact"], c["gold"])
            ),
            "Acc@161": right,
            "F1@161": _f1(right_of_ours, right),
            "Acc@161 of found": _share(c["right"], c["matched"]),
            "median km": median(self.errors_km) if self.errors_km else 0.0,
            "sure": _share(sure[0], c["matched"]),
            "right of sure": _share(sure[1], sure[0]),
        }

    def reliability(self) -> list[tuple[float, int, float]]:
        """Return lower end, number of places and share of right ones for each tenth."""
        return [
            (number / _BINS, total, _share(right, total))
            for number, (total, right) in enumerate(self.bins)
        ]


def _share(part: int, whole: int) -> float:
    return part / whole if whole > 0 else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def evaluate_places(
    reports: Iterable[Mapping[str, Any]],
    reader: Reader,
    gazetteer: Gazetteer,
    *,
    has_gold_spans: bool = False,
    without_kinds: Collection[str] = (),
    bias: Collection[str] = (),
) -> Iterator[tuple[Scores, list[JsonObject]]]:
    """Yield the scores and the errors of each report; `total` adds scores up.

    Args:
        reports: Annotated reports.
        reader: What reads them.
        gazetteer: Where candidates of errors are looked up.
        has_gold_spans: Whether the annotated names are given and only their places asked for.
        without_kinds: Kinds of ours that are left out, as `demonym` where the corpus has none.
        bias: Ids of countries and regions where places are expected.

    Raises:
        KeyError, TypeError: a report is not as described.
    """
    for report in reports:
        text, gold = report["text"], list(report["toponyms"])
        toponyms = (
            [_given(text, one, gazetteer) for one in gold]
            if has_gold_spans
            else [
                one
                for one in reader.extractor.read(Report(text)).toponyms
                if one.use is not Use.NAME
            ]
        )
        located = reader.geocoder.locate(toponyms, Report(text), bias=bias)
        ours = [one for one in located if _kind(one) not in without_kinds]
        weighed = _Weighed(toponyms, text, gazetteer, bias)
        yield _compare(report, gold, _first_of_each(ours), weighed)


def total(scores: Iterable[Scores]) -> Scores:
    """Return the sum of some scores."""
    whole = Scores()
    for one in scores:
        whole.counts += one.counts
        whole.errors_km += one.errors_km
        for row, more in zip(whole.bins, one.bins, strict=True):
            row[0], row[1] = row[0] + more[0], row[1] + more[1]
    return whole


def _given(text: str, name: Mapping[str, Any], gazetteer: Gazetteer) -> Toponym:
    span = Span(name["start"], name["end"])
    is_demonym = gazetteer.kinds(span.of(text)) == {"demonym"}
    return Toponym(span, span.of(text), is_demonym=is_demonym)


def _kind(location: Location) -> str:
    if location.toponym.is_demonym:
        return "demonym"
    return str(location.place.kind) if location.place else ""


def _first_of_each(locations: Iterable[Location]) -> list[Location]:
    by_span: dict[Span, Location] = {}
    for one in locations:
        by_span.setdefault(one.toponym.span, one)
    return list(by_span.values())


def pair_up(gold: Sequence[Span], ours: Sequence[Span]) -> dict[int, int]:
    """Return for each annotated name that overlaps one of ours the index of that one.

    One to one; exact pairs first, then by overlap, then by how little the name of ours exceeds it.
    """
    pairs = []
    for one, span in enumerate(gold):
        for two, other in enumerate(ours):
            shared = min(span.end, other.end) - max(span.start, other.start)
            if shared > 0:
                pairs.append((span != other, -shared, other.end - other.start - shared, one, two))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_, one, two in sorted(pairs):
        if one not in found and two not in taken:
            found[one] = two
            taken.add(two)
    return found


def _compare(
    report: Mapping[str, Any],
    gold: Sequence[Mapping[str, Any]],
    ours: Sequence[Location],
    weighed: "_Weighed",
) -> tuple[Scores, list[JsonObject]]:
    spans = [Span(name["start"], name["end"]) for name in gold]
    pairs = pair_up(spans, [one.toponym.span for one in ours])
    scores, errors = Scores(), []
    scores.counts.update(gold=len(gold), system=len(ours), found=len(pairs))
    scores.counts["exact"] = sum(spans[one] == ours[two].toponym.span for one, two in pairs.items())
    for number, name in enumerate(gold):
        location = ours[pairs[number]] if number in pairs else None
        if _has_point(name):
            distance_km = _count(scores, name, location)
            if distance_km > NEAR_KM:
                errors.append(_error(report, name, location, distance_km, weighed))
        else:
            scores.counts["extra"] += location is not None
            if location is None:
                errors.append(_error(report, name, None, FARTHEST_KM, weighed))
    paired = set(pairs.values())
    errors += [
        _error(report, None, one, 0.0, weighed)
        for number, one in enumerate(ours)
        if number not in paired
    ]
    return scores, errors


def _count(scores: Scores, name: Mapping[str, Any], location: Location | None) -> float:
    """Count a name with coordinates and return how far off ours is, in kilometres."""
    place = location.place if location else None
    distance_km = (
        distance_m(place.lon, place.lat, name["lon"], name["lat"]) / 1000 if place else FARTHEST_KM
    )
    is_right = distance_km <= NEAR_KM
    scores.errors_km.append(distance_km)
    scores.counts.update(placed=1, right=int(is_right), matched=int(location is not None))
    if location is not None and place is not None:
        row = scores.bins[min(_BINS - 1, int(location.confidence * _BINS))]
        row[0], row[1] = row[0] + 1, row[1] + is_right
    return distance_km


def _has_point(name: Mapping[str, Any]) -> bool:
    point = name.get("lat"), name.get("lon")
    return all(isinstance(value, int | float) and math.isfinite(value) for value in point)


class _Weighed:
    """What the names of one report may mean, each candidate with its chance; weighed when asked.

    A name that was not found is weighed by itself.
    """

    def __init__(
        self,
        toponyms: Sequence[Toponym],
        text: str,
        gazetteer: Gazetteer,
        bias: Collection[str],
    ) -> None:
        self._toponyms, self._text = toponyms, text
        self._resolver, self._leaning = Resolver(gazetteer), Leaning(bias)
        self._groups: dict[Span, Group | None] | None = None

    def at(self, span: Span) -> list[JsonObject]:
        """Return the candidates of the name that stands there, likeliest first."""
        if self._groups is None:
            self._groups = self._read(self._toponyms)
        if span not in self._groups:
            self._groups |= self._read([Toponym(span, span.of(self._text))])
        group = self._groups[span]
        rows = zip(group.options, group.chances, group.features(), strict=True) if group else ()
        return sorted((_candidate(*row) for row in rows), key=lambda one: -float(one["chance"]))

    def _read(self, toponyms: Sequence[Toponym]) -> dict[Span, Group | None]:
        scene = self._resolver.read(toponyms, self._text, self._leaning)
        return {
            toponym.span: None if number is None else scene.groups[number]
            for toponym, number in zip(toponyms, scene.numbers, strict=True)
        }


def _error(
    report: Mapping[str, Any],
    name: Mapping[str, Any] | None,
    location: Location | None,
    distance_km: float,
    weighed: _Weighed,
) -> JsonObject:
    """Return what the next person needs to see what went wrong with one name."""
    text = report["text"]
    span = Span(name["start"], name["end"]) if name else None
    if span is None and location is not None:
        span = location.toponym.span
    start, end = (span.start, span.end) if span else (0, 0)
    kind = "spurious" if name is None else "missed" if location is None else "wrong"
    candidates = weighed.at(location.toponym.span if location else Span(start, end))
    return {
        "error": kind,
        "id": report.get("id"),
        "start": start,
        "end": end,
        "name": text[start:end],
        "context": text[max(0, start - _AROUND) : end + _AROUND],
        "distance_km": round(distance_km) if kind == "wrong" else None,
        "confidence": location.confidence if location else None,
        "why": location.why if location else None,
        "candidates": len(candidates),
        "chosen": candidates[0] if location and location.place and candidates else None,
        "right": _right(name, candidates) if name and _has_point(name) else None,
    }


def _right(name: Mapping[str, Any], candidates: Iterable[JsonObject]) -> JsonObject | None:
    """Return the likeliest candidate within reach of the annotated point, None where none is."""
    return next(
        (
            one
            for one in candidates
            if distance_m(one["lon"], one["lat"], name["lon"], name["lat"]) <= NEAR_KM * 1000
        ),
        None,
    )


def _candidate(option: Option, chance: float, features: Mapping[str, float]) -> JsonObject:
    entry = option.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "lon": entry.lon,
        "lat": entry.lat,
        "chance": round(chance, 4),
        "features": {name: round(value, 3) for name, value in sorted(features.items())},
    }
