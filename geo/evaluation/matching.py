"""Which event of ours is which annotated one: one to one, the best assignment of a report.

Two events may be the same if spans of theirs overlap and their types agree: the first part of
the type for the lenient score, the whole type for the strict one. Events are objects as
`geo.answers.extract` gives them; annotated ones may have `alt_types`, further types that are
right too, and a `tier`: `core` (the report's own news) or `secondary` (background).
"""

import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.model import Span

JsonObject = Mapping[str, Any]
Weights = Mapping[tuple[int, int], float]
"""How well an annotated event and one of ours fit, above 0; pairs that cannot be are left out."""

LONGEST_SPAN = 1200
"""Characters; longer spans say nothing about where an event is told."""

_CORE, _SECONDARY = 10_000.0, 100.0  # a core match always beats a secondary one
_SAME_TYPE, _OTHER_TYPE = 30.0, 25.0
_SAME_TRIGGER, _HOLDS_TRIGGER = 20.0, 5.0
_SAME_SPAN = 10.0

_NOT_YET = (-math.inf, 0)
_LEAST_GAIN = 1e-9  # what sums of weights may differ by without being different


@dataclass(frozen=True, slots=True)
class Matching:
    """What became of the events of one report, by their numbers.

    Attributes:
        hits: Core events with the event of ours that is each.
        missed: Core events that none of ours is.
        spurious: Events of ours that are none of the annotated ones.
        duplicates: Those of them that tell again of a core event another one already is.
        ignored: How many events of ours are secondary ones: neither right nor wrong.
    """

    hits: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    spurious: tuple[int, ...]
    duplicates: frozenset[int]
    ignored: int


def match(gold: Sequence[JsonObject], ours: Sequence[JsonObject], *, is_strict: bool) -> Matching:
    """Return the best one-to-one assignment of the events of one report.

    As many core events as can be are matched; then types, triggers and spans decide.
    """
    weights = _weights(gold, ours, is_strict=is_strict)
    pairs = best_pairs(weights)
    core = [is_core(event) for event in gold]
    touched: dict[int, list[bool]] = {}
    for one, two in weights:
        touched.setdefault(two, []).append(core[one])
    rest = [two for two in range(len(ours)) if two not in set(pairs.values())]
    # A second one on a secondary event is as harmless as the first.
    harmless = {two for two in rest if two in touched and not any(touched[two])}
    spurious = tuple(two for two in rest if two not in harmless)
    return Matching(
        hits=tuple((one, two) for one, two in sorted(pairs.items()) if core[one]),
        missed=tuple(one for one in range(len(gold)) if core[one] and one not in pairs),
        spurious=spurious,
        duplicates=frozenset(two for two in spurious if any(touched.get(two, ()))),
        ignored=sum(not core[one] for one in pairs) + len(harmless),
    )


def is_core(event: JsonObject) -> bool:
    """Return whether an annotated event is the report's own news."""
    return event.get("tier") != "secondary"


def types_of(event: JsonObject) -> list[str]:
    """Return the types that are right for an annotated event, the best first."""
    return [kind for kind in (event.get("type"), *(event.get("alt_types") or ())) if kind]


def group_of(kind: str) -> str:
    """Return the first part of a type."""
    return kind.partition(".")[0]


def spans_of(event: JsonObject) -> list[Span]:
    """Return where an event is told, without spans longer than `LONGEST_SPAN`."""
    found = (span_of(one) for one in (event.get("span"), *(event.get("extra_spans") or ())))
    return [span for span in found if span and 0 < span.end - span.start <= LONGEST_SPAN]


def span_of(said: Any) -> Span | None:  # noqa: ANN401 - whatever a corpus holds
    """Return a span as a corpus writes it; None where it is none."""
    if not isinstance(said, Mapping):
        return None
    start, end = said.get("start"), said.get("end")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        return None
    return Span(start, end)


def _weights(
    gold: Sequence[JsonObject], ours: Sequence[JsonObject], *, is_strict: bool
) -> dict[tuple[int, int], float]:
    weights = {}
    spans = [spans_of(event) for event in ours]
    for one, event in enumerate(gold):
        here = spans_of(event)
        tier = _CORE if is_core(event) else _SECONDARY
        for two, other in enumerate(ours):
            if _may_be(event, other, is_strict=is_strict) and _overlap(here, spans[two]):
                weights[one, two] = tier + _fit(event, other, here, spans[two])
    return weights


def _may_be(gold: JsonObject, ours: JsonObject, *, is_strict: bool) -> bool:
    kind, right = ours.get("type") or "", types_of(gold)
    if is_strict:
        return kind in right
    return bool(kind) and group_of(kind) in map(group_of, right)


def _overlap(some: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def _fit(gold: JsonObject, ours: JsonObject, here: Sequence[Span], there: Sequence[Span]) -> float:
    """Return how well two events that may be the same fit: 0 to 65."""
    score = _SAME_SPAN * max(_shared(one, other) for one in here for other in there)
    if ours["type"] == gold.get("type"):
        score += _SAME_TYPE
    elif ours["type"] in types_of(gold):
        score += _OTHER_TYPE
    word, other_word = span_of(gold.get("trigger")), span_of(ours.get("trigger"))
    if word and any(span.start <= word.start < span.end for span in there):
        score += _HOLDS_TRIGGER
    if word and other_word and word.overlaps(other_word):
        score += _SAME_TRIGGER
    return score


def _shared(one: Span, other: Span) -> float:
    """Return the characters two spans share among those they cover together, 0 to 1."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0.0, common / (max(one.end, other.end) - min(one.start, other.start)))


def best_pairs(weights: Weights) -> dict[int, int]:
    """Return the one-to-one pairs of greatest total weight.

    Pairs are added along the augmenting path that gains most, until none gains: the pairs are
    then the best of every number of pairs (successive shortest paths; Ahuja, Magnanti and Orlin,
    Network Flows, 1993, section 9.7). Events that do not touch are never compared.
    """
    return dict(pair for part in _components(weights) for pair in _best_of_component(part).items())


def _components(weights: Weights) -> list[dict[tuple[int, int], float]]:
    """Return the weights in parts that share no event."""
    beside: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for pair in weights:
        beside.setdefault(("gold", pair[0]), []).append(pair)
        beside.setdefault(("ours", pair[1]), []).append(pair)
    left, parts = dict(weights), []
    while left:
        part, queue = {}, [next(iter(left))]
        while queue:
            pair = queue.pop()
            if pair in left:
                part[pair] = left.pop(pair)
                queue += beside["gold", pair[0]] + beside["ours", pair[1]]
        parts.append(part)
    return parts


def _best_of_component(weights: Weights) -> dict[int, int]:
    pairs: dict[int, int] = {}
    while path := _best_path(weights, pairs):
        pairs.update(path)
    return pairs


def _best_path(weights: Weights, pairs: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return the pairs to set for one pair more at the greatest gain; empty where none gains."""
    taken = {two: one for one, two in pairs.items()}
    beside: dict[int, list[int]] = {}
    for one, two in weights:
        beside.setdefault(one, []).append(two)
    gain = {one: 0.0 for one in beside if one not in pairs}
    reached: dict[int, tuple[float, int]] = {}
    queue = deque(gain)
    while queue:
        one = queue.popleft()
        for two in beside[one]:
            total = gain[one] + weights[one, two]
            if pairs.get(one) == two or total <= reached.get(two, _NOT_YET)[0] + _LEAST_GAIN:
                continue
            reached[two] = (total, one)
            if two in taken:
                gain[taken[two]] = total - weights[taken[two], two]
                queue.append(taken[two])
    free = [two for two in reached if two not in taken and reached[two][0] > _LEAST_GAIN]
    return _path_to(max(free, key=lambda two: reached[two][0]), reached, pairs) if free else []


def _path_to(
    last: int, reached: Mapping[int, tuple[float, int]], pairs: Mapping[int, int]
) -> list[tuple[int, int]]:
    path, two = [], last
    while True:
        one = reached[two][1]
        path.append((one, two))
        if one not in pairs:
            return path
        two = pairs[one]
