"""Learn `trigger_weights.csv` and `trigger_meanings.csv` from annotated reports.

    python data/ontology/train_triggers.py CORPUS.jsonl [CORPUS.jsonl ...]

Each line of a corpus is a report: `{"text", "events": [{"type", "tier", "trigger": {"start",
"end"}}]}`. For reports without `events` those of `data/corpora/marks.jsonl` are taken; ones that it
does not have are passed over. The training part of our own reports, `data/corpora/train.jsonl`, is
always taken in.
Both models are logistic regressions with an L2 penalty, fitted by Adam over all rows at once, on
features and word vectors. Only weights are written: a feature is a lemma, a pair of lemmas or a
label, and none that fewer than two candidates share is kept.

`fold_triggers.py` beside it says how well models made this way read what they have not seen.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Token

from geo.reading.document import flatten, sentences
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.syntax import lemma, plain_pos
from geo.reading.trigger_features import MEANING_SIZE, Candidate, Scene, candidates, meaning
from geo.reading.trigger_table import TriggerTable, load_trigger_table
from geo.reading.triggers import TriggerModel, head_start
from geo.reading.types import load_types

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "corpora" / "train.jsonl"
MARKS = HERE.parent / "corpora" / "marks.jsonl"
OWN_WORTH = 1.0  # weight of a report of our own against one of the corpora
SECONDARY = 0.5  # weight of a background event against one that is the news
L2 = 0.05
ROUNDS = {"gate": 200, "kind": 150}
LEARNING_RATE = 0.1
SCALE = 100.0  # of the mean gradient, so that L2 keeps its meaning at any number of rows
FEWEST = 2  # candidates that must share a feature
NEGLIGIBLE = 0.05  # weights nearer to zero are left out
MEANS = ("weapon", "missile", "drone", "shell", "explosive", "knife", "poison")
OPEN_POS = ("|VERB", "|NOUN", "|ADJ")

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Example:
    """A parsed report with its annotated events by the offset of their trigger's main word."""

    report: dict[str, Any]
    passages: list[Passage]
    events: dict[int, dict[str, Any]]
    names: frozenset[str]
    worth: float = 1.0


@dataclass(frozen=True)
class Row:
    """A candidate word, its annotated event (None where it has none) and what it weighs."""

    candidate: Candidate
    event: dict[str, Any] | None
    worth: float


@dataclass(frozen=True)
class Weights:
    """A fitted model: `values[number]` belongs to the feature of that number, 0 to none."""

    numbers: dict[str, int]
    values: Floats
    meaning: Floats


def _deed(word: Token, means: AbstractSet[str]) -> Token:
    """Return the verb that a weapon is subject or object of, else the word itself.

    Annotators mark now "a bomb", now "killed" in "a bomb killed ten": it is learned one way.
    """
    is_means = lemma(word) in means and word.dep_ in {"nsubj", "nsubjpass", "dobj"}
    return word.head if is_means and word.head.pos_ == "VERB" else word


def read_example(
    report: dict[str, Any], model: Language, means: AbstractSet[str], worth: float = 1.0
) -> Example:
    """Parse a report as the extractor does and find its triggers."""
    text = flatten(report["text"])
    passages = list(parse(text, sentences(report["text"]), model))
    events: dict[int, dict[str, Any]] = {}
    names = set()
    for event in report["events"]:
        start, end = event["trigger"]["start"], event["trigger"]["end"]
        for passage in passages:
            if passage.start <= start < passage.start + len(passage.doc.text):
                span = passage.doc.char_span(
                    start - passage.start, end - passage.start, alignment_mode="expand"
                )
                root = _deed(span.root, means)
                events[passage.start + root.idx] = event
                if lemma(root) not in means:
                    names.add(f"{lemma(root)}|{plain_pos(root)}")
    known = frozenset(name for name in names if name.endswith(OPEN_POS))
    return Example(report, passages, events, known, worth)


def read_examples(paths: Sequence[Path], model: Language) -> list[Example]:
    """Parse the reports of some files; those of our own weigh `OWN_WORTH`."""
    classes = load_trigger_table(HERE).classes
    means = frozenset().union(*(classes[name] for name in MEANS))
    return [
        read_example(report, model, means, OWN_WORTH if path == OWN else 1.0)
        for path in paths
        for report in _reports(path)
    ]


def _reports(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the reports of a file whose events are known: its own, or those of `MARKS`."""
    lines = [json.loads(line) for line in MARKS.read_text("utf-8").splitlines()]
    marks = {marked["id"]: marked["events"] for marked in lines}
    for line in path.read_text("utf-8").splitlines():
        report = json.loads(line)
        if "events" not in report and report["id"] in marks:
            report["events"] = marks[report["id"]]
        if "events" in report:
            yield report


def candidate_rows(
    examples: Sequence[Example], table: TriggerTable, known: frozenset[str]
) -> Iterator[Row]:
    """Yield every candidate word."""
    for example in examples:
        scene = Scene()
        for passage in example.passages:
            for candidate in candidates(passage.doc, table, known, scene):
                event = example.events.get(passage.start + candidate.token.idx)
                yield Row(candidate, event, example.worth)


def number_features(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return a number from 1 for every feature that enough rows share."""
    counts = Counter(feature for row in rows for feature in row)
    kept = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    return {feature: number for number, feature in enumerate(kept, 1)}


def as_indices(rows: Sequence[Sequence[str]], numbers: dict[str, int]) -> Indices:
    """Return rows of feature numbers, padded with 0."""
    indices = np.zeros((len(rows), max(map(len, rows))), dtype=np.int32)
    for number, row in enumerate(rows):
        found = [numbers[feature] for feature in row if feature in numbers]
        indices[number, : len(found)] = found
    return indices


def meanings(rows: Sequence[Row]) -> Floats:
    """Return the word vectors of the candidates, one row each."""
    return np.array([meaning(row.candidate.token) for row in rows])


def fit_gate(rows: Sequence[Row]) -> Weights:
    """Fit "is this an event?"."""
    features = [row.candidate.gate for row in rows]
    numbers = number_features(features)
    indices, vectors = as_indices(features, numbers), meanings(rows)
    is_event = np.array([row.event is not None for row in rows], dtype=float)
    worth = np.array([_worth(row) for row in rows])

    def gradient(weights: Floats, by_meaning: Floats) -> tuple[Floats, Floats]:
        score = weights[indices].sum(axis=1) + vectors @ by_meaning
        error = (1 / (1 + np.exp(-score)) - is_event) * worth
        spread = np.repeat(error, indices.shape[1])
        total = np.bincount(indices.ravel(), weights=spread, minlength=len(weights))
        total[0] = 0
        return total / len(rows), vectors.T @ error / len(rows)

    start = np.zeros(len(numbers) + 1), np.zeros(MEANING_SIZE)
    return Weights(numbers, *adam(start, gradient, ROUNDS["gate"]))


def fit_kind(rows: Sequence[Row], kinds: dict[str, int]) -> Weights:
    """Fit "of which type?" on the candidates that are events."""
    events = [row for row in rows if row.event is not None]
    features = [row.candidate.kind for row in events]
    numbers = number_features(features)
    indices, vectors = as_indices(features, numbers), meanings(events)
    right = np.eye(len(kinds))[[kinds[row.event["type"]] for row in events if row.event]]
    worth = np.array([[row.worth] for row in events])
    start = head_starts([row.candidate for row in events], kinds)

    def gradient(weights: Floats, by_meaning: Floats) -> tuple[Floats, Floats]:
        scores = weights[indices].sum(axis=1) + vectors @ by_meaning + start
        error = (softmax(scores) - right) * worth
        total = np.zeros_like(weights)
        for column in range(indices.shape[1]):
            np.add.at(total, indices[:, column], error)
        total[0] = 0
        return total / len(events), vectors.T @ error / len(events)

    zero = np.zeros((len(numbers) + 1, len(kinds))), np.zeros((MEANING_SIZE, len(kinds)))
    return Weights(numbers, *adam(zero, gradient, ROUNDS["kind"]))


def _worth(row: Row) -> float:
    is_background = row.event is not None and row.event["tier"] == "secondary"
    return row.worth * (SECONDARY if is_background else 1.0)


def head_starts(found: Sequence[Candidate], kinds: dict[str, int]) -> Floats:
    """Return what the curated table adds to each type's score, one row a candidate."""
    start = np.zeros((len(found), len(kinds)))
    for number, candidate in enumerate(found):
        for kind, score in head_start(candidate).items():
            start[number, kinds[kind]] = score
    return start


def softmax(scores: Floats) -> Floats:
    """Return probabilities, one row a candidate."""
    powers: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def adam(
    weights: tuple[Floats, ...],
    gradient: Callable[..., tuple[Floats, ...]],
    rounds: int,
    strength: float = L2,
) -> tuple[Floats, ...]:
    """Return the weights after `rounds` steps of Adam (Kingma and Ba 2015) with an L2 penalty."""
    means = [np.zeros_like(part) for part in weights]
    squares = [np.zeros_like(part) for part in weights]
    for number in range(1, rounds + 1):
        step = LEARNING_RATE * (1 - 0.9 * number / rounds)
        slopes = gradient(*weights)
        moved = []
        for part, slope, mean, square in zip(weights, slopes, means, squares, strict=True):
            downhill = slope * SCALE + strength * part
            mean[:] = 0.9 * mean + 0.1 * downhill
            square[:] = 0.999 * square + 0.001 * downhill**2
            unbiased = mean / (1 - 0.9**number), square / (1 - 0.999**number)
            moved.append(part - step * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8))
        weights = tuple(moved)
    return weights


def fit(examples: Sequence[Example], table: TriggerTable) -> TriggerModel:
    """Fit both models and return them as the reader uses them, small weights left out."""
    known = frozenset().union(*(example.names for example in examples))
    rows = list(candidate_rows(examples, table, known))
    types = tuple(load_types(HERE))
    kinds = {kind: number for number, kind in enumerate(types)}
    gate, kind = fit_gate(rows), fit_kind(rows, kinds)
    return TriggerModel(
        table,
        {
            feature: round(float(gate.values[number]), 2)
            for feature, number in gate.numbers.items()
            if abs(gate.values[number]) >= NEGLIGIBLE
        },
        {
            feature: {
                label: round(float(kind.values[number, column]), 2)
                for label, column in kinds.items()
                if abs(kind.values[number, column]) >= NEGLIGIBLE
            }
            for feature, number in kind.numbers.items()
        },
        known,
        gate_meaning=gate.meaning,
        kind_meaning=kind.meaning.T,
        types=types,
    )


def write(model: TriggerModel) -> None:
    """Write both tables."""
    with (HERE / "trigger_weights.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("part", "feature", "type", "weight"))
        out.writerows(("known", name, "", "") for name in sorted(model.known))
        out.writerows(("gate", name, "", f"{weight:.2f}") for name, weight in model.gate.items())
        for feature, weights in model.kind.items():
            out.writerows(("kind", feature, label, f"{w:.2f}") for label, w in weights.items())
    np.savetxt(
        HERE / "trigger_meanings.csv",
        np.column_stack([model.gate_meaning, model.kind_meaning.T]),
        fmt="%.3f",
        delimiter=",",
        header=",".join(("gate", *model.types)),
        comments="",
    )


def main(paths: Sequence[str]) -> None:
    """Read the corpora, fit both models and write the tables."""
    examples = read_examples([*map(Path, paths), OWN], load_model())
    model = fit(examples, load_trigger_table(HERE))
    write(model)
    print(f"{len(examples)} reports, {len(model.known)} triggers, {len(model.gate)} gate features")


if __name__ == "__main__":
    main(sys.argv[1:])
