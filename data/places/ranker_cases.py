"""Annotated reports as cases for the ranker: what each name may mean, and what is right."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.model import PlaceKind, Span, Toponym
from geo.places.context import Group
from geo.places.footprint import distance_m
from geo.places.gazetteer import Entry, Gazetteer
from geo.places.resolver import Resolver
from geo.reading.toponyms import is_demonym

RIGHT_M = 161_000.0
"""A hundred miles, the distance within which corpora call a place right."""


@dataclass(frozen=True)
class Named:
    """A name of a report whose place is known.

    Attributes:
        group: What it may mean.
        right: Whether each option is right: within 161 km, or an area that holds the point.
        near: Whether each option's point is within 161 km.
        mentions: How often the report names it.
    """

    group: Group
    right: tuple[bool, ...]
    near: tuple[bool, ...]
    mentions: int


@dataclass(frozen=True)
class Case:
    """A report: all its names, and those whose places are known."""

    corpus: str
    id: str
    groups: tuple[Group, ...]
    named: tuple[Named, ...]


def read_cases(paths: Iterable[str], gazetteer: Gazetteer) -> Iterator[Case]:
    """Yield the reports of all corpora with what their names may mean."""
    resolver = Resolver(gazetteer)
    for path in paths:
        for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
            report = json.loads(line)
            yield _case(Path(path).stem, str(report.get("id", number)), report, resolver, gazetteer)


def _case(
    corpus: str, key: str, report: dict[str, Any], resolver: Resolver, gazetteer: Gazetteer
) -> Case:
    known = sorted(report["toponyms"], key=lambda each: (each["start"], each["end"]))
    words = [report["text"][each["start"] : each["end"]] for each in known]
    toponyms = [
        Toponym(
            Span(each["start"], each["end"]), name, is_demonym=is_demonym(gazetteer.kinds(name))
        )
        for each, name in zip(known, words, strict=True)
    ]
    scene = resolver.read(toponyms, report["text"])
    points: dict[tuple[int, float, float], int] = Counter(
        (number, each["lon"], each["lat"])
        for each, number in zip(known, scene.numbers, strict=True)
        if number is not None and each.get("lat") is not None and each.get("lon") is not None
    )
    named = (
        _named(scene.groups[number], lon, lat, count)
        for (number, lon, lat), count in points.items()
    )
    return Case(corpus, key, scene.groups, tuple(named))


def _named(group: Group, lon: float, lat: float, mentions: int) -> Named:
    entries = [option.entry for option in group.options]
    far = [distance_m(entry.lon, entry.lat, lon, lat) for entry in entries]
    right = tuple(away <= _reach_m(entry) for entry, away in zip(entries, far, strict=True))
    return Named(group, right, tuple(away <= RIGHT_M for away in far), mentions)


def _reach_m(entry: Entry) -> float:
    """Return how far from its point an entry may be meant: corpora put areas here or there."""
    is_area = entry.kind not in {PlaceKind.CITY, PlaceKind.VILLAGE, PlaceKind.FACILITY}
    return max(RIGHT_M, entry.uncertainty_m) if is_area else RIGHT_M
