"""Which tellings are worth comparing: those that share a block.

A block is a kind of event and one more thing: a cell of the globe, a region, a figure, actors, or
a quote in a known text. Two tellings are compared where one seeks a block that the other is in,
and their days meet; the rule is symmetric and looks at one telling at a time. A town is in the
block of its division ("in") and seeks what is placed at the division itself ("at"), and so the
other way round: towns of one division do not meet there.
"""

import hashlib
import math
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from geo.merging.profile import Spot, Telling

_REACH_DEGREES = 0.3
"""Beyond the 30 km that two places of one event may lie apart."""

_POLE = math.radians(85)
_TOLD_APART = 3
"""Figures below are too common to look by."""

_TEXT_MARKS = 4
_WIDE = {"country", "macroregion"}
_COUNTRY_CODE = 2
_SPEECH = {"statement", "publish"}


class Blocks(NamedTuple):
    """Hashed keys, signed 64-bit; two that collide only cost a comparison.

    Attributes:
        own: What the telling is found by, where its days meet those of who seeks; none without
            days.
        sought: Where others like it are.
        text: What it is found by and seeks whatever the days.
    """

    own: frozenset[int]
    sought: frozenset[int]
    text: frozenset[int]


def blocks_of(telling: Telling) -> Blocks:
    """Return the blocks of a telling."""
    own, sought = set[str](), set[str]()
    if telling.window is not None:
        own = {*_figure_keys(telling), *_actor_keys(telling)}
        sought = {*own}
        for spot in telling.spots:
            found, looked = _place_keys(spot)
            own |= found
            sought |= looked
    hashed = (
        frozenset(_hash(f"{telling.head}|{key}") for key in keys)
        for keys in (own, sought, _text_keys(telling))
    )
    return Blocks(*hashed)


def _hash(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _place_keys(spot: Spot) -> tuple[set[str], set[str]]:
    """Return what a place is found by and where it looks."""
    around = {name for name in spot.within if len(name) > _COUNTRY_CODE and name != spot.id}
    inside, outside = {f"in:{name}" for name in around}, {f"at:{name}" for name in around}
    if spot.is_fine:
        cells = set(_cells(spot))
        return cells | inside, cells | outside
    here = {f"at:{spot.id}"}
    if spot.precision in _WIDE:
        return here, here
    return here | inside, here | outside | {f"in:{spot.id}"}


def _cells(spot: Spot) -> Iterator[str]:
    """Yield the one-degree cells within reach, across the antimeridian too."""
    wide = _REACH_DEGREES / math.cos(min(abs(math.radians(spot.lat)), _POLE))
    south, north = (math.floor(spot.lat + way * _REACH_DEGREES) for way in (-1, 1))
    west, east = (math.floor(spot.lon + way * wide) for way in (-1, 1))
    for row in range(south, north + 1):
        for column in range(west, east + 1):
            yield f"cell:{row}:{column % 360}"


def _figure_keys(telling: Telling) -> Iterator[str]:
    for figure in telling.figures:
        if figure.is_exact and figure.low >= _TOLD_APART:
            yield f"figure:{figure.kind}:{figure.low:g}"


def _actor_keys(telling: Telling) -> Iterator[str]:
    """Yield pairs of known actors; a single one, and unknown names, where no town is named."""
    known = sorted({party.id for party in telling.parties if not party.id.startswith("name:")})
    for pair in combinations(known, 2):
        yield f"actors:{'+'.join(pair)}"
    if not any(spot.is_fine for spot in telling.spots) or telling.head in _SPEECH:
        yield from (f"actor:{name}" for name in known)
        yield from (f"name:{name}" for name in telling.names)


def _text_keys(telling: Telling) -> Iterator[str]:
    """Yield the quote with marks of the text it stands in, to find copies of a report."""
    for mark in telling.sketch[:_TEXT_MARKS]:
        yield f"text:{mark}:{telling.quote}"
