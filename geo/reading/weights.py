"""Small tables of learned weights: a feature a row, a weight for each answer in its columns."""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_MOST = 30.0  # odds beyond e**30 differ in nothing


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model that can be read.

    Attributes:
        answers: What is decided between, in the order of the columns.
        rows: For each feature its weight for each answer, in natural-log odds.
    """

    answers: tuple[str, ...]
    rows: Mapping[str, tuple[float, ...]]

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the sum of weights for each answer; features not in the table weigh nothing."""
        found = [row for feature in features if (row := self.rows.get(feature)) is not None]
        return list(map(math.fsum, zip(*found, strict=True))) or [0.0] * len(self.answers)

    def best(self, features: Iterable[str]) -> str:
        """Return the likeliest answer; the first of equals."""
        scores = self.scores(features)
        return self.answers[scores.index(max(scores))]

    def probability(self, features: Iterable[str]) -> float:
        """Return the probability of the one answer of a yes-or-no table."""
        (score,) = self.scores(features)
        return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, score))))


def load_weights(path: Path) -> Weights:
    """Return the table of a csv file: `feature` and a column for each answer."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return Weights(tuple(head[1:]), {name: tuple(map(float, cells)) for name, *cells in rows})


def write_weights(path: Path, weights: Weights, least: float) -> None:
    """Write a table; rows of which no weight is as far as `least` from zero are left out."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("feature", *weights.answers))
        for feature in sorted(weights.rows):
            row = weights.rows[feature]
            if max(map(abs, row)) >= least:
                out.writerow((feature, *(f"{weight:.2f}" for weight in row)))
