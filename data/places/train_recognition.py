"""Learn `recognition_weights.csv` and `use_weights.csv` from annotated reports.

    python data/places/train_recognition.py CORPUS.jsonl [CORPUS.jsonl ...]
    python data/places/train_recognition.py --check CORPUS.jsonl [CORPUS.jsonl ...]

Each line of a corpus is a report: `{"text", "toponyms": [{"start", "end", "use"}]}`, with the
uses `literal`, `metonym`, `modifier` and `name` (inside the name of something else; counted as
a modifier). With `--check` nothing is written: five folds by report, and with several corpora
each by what the others teach, say how good the weights are on what they were not fitted to.

Both models are logistic regressions with an L2 penalty, fitted by Adam over all rows at once.
A feature is kept if enough reports share it; the words of a name are never one.
"""

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from geo.model import Span
from geo.phrases import grow
from geo.places.gazetteer import Gazetteer, open_gazetteer
from geo.reading.actors import load_actors
from geo.reading.document import flatten, sentences
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.name_features import NameScene
from geo.reading.name_guards import what_else
from geo.reading.name_spans import name_spans
from geo.reading.place_use import use_features
from geo.reading.toponyms import LEAST, is_demonym
from geo.reading.weights import Weights, write_weights

HERE = Path(__file__).resolve().parent
FOLDS = 5
L2 = 2.0
ROUNDS = 80
LEARNING_RATE = 0.3
FEWEST = {"place": 4, "use": 3}  # reports that must share a feature
NEGLIGIBLE = 0.05  # weights nearer to zero are left out
USES = ("literal", "metonym", "modifier")
PLACE = ("place",)

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Row:
    """A candidate: where it stands, what is known of it, and what the annotators said.

    Attributes:
        report: The corpus and number of the report.
        span: Its characters.
        use: As annotated; empty where it is no place name.
        uses: Features of its use.
    """

    report: tuple[str, int]
    span: Span
    features: tuple[str, ...]
    uses: tuple[str, ...]
    use: str


def read_rows(paths: Sequence[str]) -> Iterator[Row]:
    """Yield the candidates of all reports; demonyms, which a table knows, are left out."""
    model, gazetteer, names = load_model(), open_gazetteer(), load_actors().names()
    for path in paths:
        for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
            report = json.loads(line)
            text = flatten(report["text"])
            rows = [
                row
                for passage in parse(text, sentences(report["text"]), model)
                for row in _candidates((Path(path).stem, number), passage, gazetteer, names)
            ]
            yield from _labelled(rows, report["toponyms"], text)


def _candidates(
    report: tuple[str, int],
    passage: Passage,
    gazetteer: Gazetteer,
    names: Collection[str],
) -> Iterator[Row]:
    doc = passage.doc
    spans = name_spans(doc, gazetteer)
    scene = NameScene(doc, spans, gazetteer, names)
    for span in spans:
        if is_demonym(span.kinds) or what_else(doc, span.start, span.end):
            continue
        words = doc[span.start : span.end]
        where = Span(passage.start + words.start_char, passage.start + words.end_char)
        uses = use_features(doc, span.start, span.end, span.kinds)
        yield Row(report, where, tuple(scene.features(span)), tuple(uses), "")


def _labelled(rows: Sequence[Row], toponyms: Sequence[dict[str, Any]], text: str) -> Iterator[Row]:
    """Yield the rows with their uses: a toponym's is the candidate that is most like it."""
    uses: dict[int, str] = {}
    for toponym in toponyms:
        gold = Span(toponym["start"], toponym["end"])
        near = [number for number, row in enumerate(rows) if row.span.overlaps(gold)]
        if near:
            best = max(near, key=lambda number: _likeness(rows[number].span, gold, text))
            use = toponym.get("use") or USES[0]
            uses[best] = use if use in USES else USES[-1]
    for number, row in enumerate(rows):
        yield Row(row.report, row.span, row.features, row.uses, uses.get(number, ""))


def _likeness(span: Span, gold: Span, text: str) -> tuple[float, float]:
    """Return the share of characters in common, of the phrase it grows to and of the name."""
    own = _shared(span, gold)
    return max(own, _shared(grow(text, span), gold)), own


def _shared(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start))


def fit(rows: Sequence[Row], part: str) -> Weights:
    """Fit "is it a place name?" (`place`) on all rows, or "how is it used?" (`use`) on places."""
    used = [row for row in rows if part == "place" or row.use]
    features = [row.features if part == "place" else row.uses for row in used]
    numbers = _numbered(features, [row.report for row in used], FEWEST[part])
    indices = _indices(features, numbers)
    if part == "place":
        right = np.array([[float(bool(row.use))] for row in used])
    else:
        right = np.eye(len(USES))[[USES.index(row.use) for row in used]]
    values = _adam(indices, right, len(numbers) + 1)
    table = {name: tuple(map(float, values[number])) for name, number in numbers.items()}
    return Weights(PLACE if part == "place" else USES, table)


def _numbered(
    features: Sequence[Sequence[str]], reports: Sequence[object], fewest: int
) -> dict[str, int]:
    """Return a number from 1 for every feature that enough reports share."""
    pairs = {(name, report) for row, report in zip(features, reports, strict=True) for name in row}
    counts = Counter(name for name, _ in pairs)
    kept = sorted(name for name, count in counts.items() if count >= fewest)
    return {name: number for number, name in enumerate(kept, 1)}


def _indices(features: Sequence[Sequence[str]], numbers: dict[str, int]) -> Indices:
    """Return rows of feature numbers, padded with 0."""
    indices = np.zeros((len(features), max(map(len, features))), dtype=np.int32)
    for row, names in enumerate(features):
        found = [numbers[name] for name in names if name in numbers]
        indices[row, : len(found)] = found
    return indices


def _adam(indices: Indices, right: Floats, size: int) -> Floats:
    """Return the weights that fit best, by Adam (Kingma and Ba 2015) with an L2 penalty."""
    weights = np.zeros((size, right.shape[1]))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for number in range(1, ROUNDS + 1):
        error = _probabilities(weights[indices].sum(axis=1)) - right
        slope = L2 * weights
        for column in range(right.shape[1]):
            spread = np.repeat(error[:, column], indices.shape[1])
            slope[:, column] += np.bincount(indices.ravel(), weights=spread, minlength=size)
        slope = slope / len(right)
        slope[0] = 0
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        step = LEARNING_RATE * (1 - 0.9 * number / ROUNDS)
        unbiased = mean / (1 - 0.9**number), square / (1 - 0.999**number)
        weights = weights - step * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-9)
    return weights


def _probabilities(scores: Floats) -> Floats:
    """Return the logistic function of one column, the softmax of several."""
    if scores.shape[1] == 1:
        return np.asarray(1 / (1 + np.exp(-scores)))
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def check(rows: Sequence[Row]) -> None:
    """Print how good the weights are on what they were not fitted to."""
    parts = {
        f"fold {number}": [row for row in rows if _fold(row) == number] for number in range(FOLDS)
    }
    _compare("folds by report", parts, rows)
    corpora = sorted({row.report[0] for row in rows})
    if len(corpora) > 1:
        groups = {name: [row for row in rows if row.report[0] == name] for name in corpora}
        _compare("each corpus by the others", groups, rows)


def _fold(row: Row) -> int:
    return crc32(repr(row.report).encode()) % FOLDS


def _compare(title: str, parts: dict[str, list[Row]], rows: Sequence[Row]) -> None:
    print(title)
    for name, test in parts.items():
        held = {row.report for row in test}
        train = [row for row in rows if row.report not in held]
        place, use = fit(train, "place"), fit(train, "use")
        print(f"  {name}: {_place_figures(place, test)}; {_use_figures(use, test)}")


def _place_figures(weights: Weights, rows: Sequence[Row]) -> str:
    said = [weights.probability(row.features) >= LEAST for row in rows]
    right = sum(bool(row.use) for row, yes in zip(rows, said, strict=True) if yes)
    precision, recall = right / sum(said), right / sum(bool(row.use) for row in rows)
    return f"candidates that are places P {precision:.3f} R {recall:.3f}"


def _use_figures(weights: Weights, rows: Sequence[Row]) -> str:
    places = [row for row in rows if row.use]
    said = [weights.best(row.uses) for row in places]
    right = sum(row.use == use for row, use in zip(places, said, strict=True))
    literal = [row.use == USES[0] for row, use in zip(places, said, strict=True) if use == USES[0]]
    return f"use {right / len(places):.3f}, literal P {sum(literal) / len(literal):.3f}"


def main(arguments: Sequence[str]) -> None:
    """Read the corpora, then check, or fit both models and write their tables."""
    paths = [word for word in arguments if word != "--check"]
    rows = list(read_rows(paths))
    if "--check" in arguments:
        check(rows)
        return
    write_weights(HERE / "recognition_weights.csv", fit(rows, "place"), NEGLIGIBLE)
    write_weights(HERE / "use_weights.csv", fit(rows, "use"), NEGLIGIBLE)
    print(f"{len(rows)} candidates, {sum(bool(row.use) for row in rows)} of them places")


if __name__ == "__main__":
    main(sys.argv[1:])
