"""The learned numbers of resolution: what each feature weighs, and how sure a chance makes us.

Both are small tables that can be read, `data/places/ranker_weights.csv` and
`data/places/confidence.csv`, made by `data/places/train_ranker.py`.
"""

import csv
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geo.errors import GazetteerError
from geo.resources import data_dir

NOTHING = "nothing"
"""The row whose weight is the score of "none of these": what an option must beat for its chance
to be over one half."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """A linear model of which place a name means.

    Attributes:
        weights: Weight of each feature in natural-log odds; a feature that is not in it weighs
            nothing.
        confidence: Chances, ascending from 0 to 1, each with the share of places of that chance
            that were right on reports that taught nothing.
    """

    weights: Mapping[str, float]
    confidence: Sequence[tuple[float, float]] = ((0.0, 0.0), (1.0, 1.0))

    def score(self, features: Mapping[str, float]) -> float:
        """Return the weighted sum of features."""
        get = self.weights.get
        return sum(get(name, 0.0) * value for name, value in features.items())

    def chances(self, scores: Sequence[float]) -> list[float]:
        """Return the probability of each option; the rest to 1 is for none of them."""
        nothing = self.weights.get(NOTHING, 0.0)
        top = max([*scores, nothing])
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers) + math.exp(nothing - top)
        return [power / total for power in powers]

    def confidence_of(self, chance: float) -> float:
        """Return how often a place chosen with this chance is right, between the table's points."""
        points = self.confidence
        index = min(max(bisect_right(points, (chance, math.inf)), 1), len(points) - 1)
        (left, low), (right, high) = points[index - 1], points[index]
        share = (chance - left) / (right - left) if right > left else 1.0
        return low + (high - low) * min(1.0, max(0.0, share))


@cache
def load_ranker() -> Ranker:
    """Return the ranker that comes with the installation.

    Raises:
        GazetteerError: one of its tables is missing or damaged.
    """
    weights = dict(_pairs("ranker_weights.csv"))
    confidence = [(float(chance), right) for chance, right in _pairs("confidence.csv")]
    return Ranker(weights, tuple(confidence))


def _pairs(name: str) -> list[tuple[str, float]]:
    """Return the rows of a table of two columns below its head."""
    path = data_dir("places") / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file)
        return [(first, float(second)) for first, second in rows]
    except (OSError, ValueError) as error:
        msg = f"the table {path} cannot be read; install Dateline again"
        raise GazetteerError(msg) from error
