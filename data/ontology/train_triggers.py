"""Learn `trigger_weights.csv` from annotated reports.

    python data/ontology/train_triggers.py CORPUS.jsonl [CORPUS.jsonl ...]

Each line of a corpus is a report: `{"text", "events": [{"type", "tier", "trigger": {"start",
"end"}}]}`. Both models are logistic regressions with an L2 penalty, fitted by Adam over all
rows at once. Only weights are written: a feature is a lemma, a pair of lemmas or a label, and
none that fewer than two candidates share is kept.
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from geo.reading.document import flatten, sentences
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.syntax import lemma, plain_pos
from geo.reading.trigger_features import Candidate, Scene, candidates
from geo.reading.trigger_table import TriggerTable, load_trigger_table
from geo.reading.triggers import head_start
from geo.reading.types import load_types

HERE = Path(__file__).resolve().parent
OWN = 2.0  # weight of an example of our own against one of the corpora
SECONDARY = 0.5  # weight of a background event against one that is the news
L2 = 0.05
ROUNDS = {"gate": 200, "kind": 150}
LEARNING_RATE = 0.1
SCALE = 100.0  # of the mean gradient, so that L2 keeps its meaning at any number of rows
FEWEST = 2  # candidates that must share a feature
NEGLIGIBLE = 0.05  # weights nearer to zero are left out
MARKED = re.compile(r"\[(?P<word>[^|\]]+)\|(?P<type>[^\]]+)\]")
OPEN_POS = ("|VERB", "|NOUN", "|ADJ")

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Example:
    """A parsed report with its annotated events by the offset of their trigger's main word."""

    passages: list[Passage]
    events: dict[int, dict[str, Any]]
    names: frozenset[str]


@dataclass(frozen=True)
class Weights:
    """A fitted model: `values[number]` belongs to the feature of that number, 0 to none."""

    numbers: dict[str, int]
    values: Floats

    def scores(self, rows: Sequence[Sequence[str]]) -> Floats:
        """Return the summed weights of each row's features."""
        return self.values[as_indices(rows, self.numbers)].sum(axis=1)


Row: TypeAlias = tuple[Candidate, dict[str, Any] | None]


def read_example(report: dict[str, Any], model: Language) -> Example:
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
                root = span.root
                events[passage.start + root.idx] = event
                names.add(f"{lemma(root)}|{plain_pos(root)}")
    return Example(passages, events, frozenset(n for n in names if n.endswith(OPEN_POS)))


def own_examples(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the made-up reports of `examples.txt` in the corpora's form."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        text, events, last = "", [], 0
        for match in MARKED.finditer(line):
            text += line[last : match.start()]
            trigger = {"start": len(text), "end": len(text) + len(match["word"])}
            events.append({"type": match["type"], "tier": "own", "trigger": trigger})
            text, last = text + match["word"], match.end()
        yield {"text": text + line[last:], "events": events}


def candidate_rows(
    examples: Sequence[Example], table: TriggerTable, known: frozenset[str]
) -> Iterator[Row]:
    """Yield every candidate word with its annotated event, None where it has none."""
    for example in examples:
        scene = Scene()
        for passage in example.passages:
            for candidate in candidates(passage.doc, table, known, scene):
                yield candidate, example.events.get(passage.start + candidate.token.idx)


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


def fit_gate(rows: Sequence[Row]) -> Weights:
    """Fit "is this an event?"."""
    features = [candidate.gate for candidate, _ in rows]
    numbers = number_features(features)
    indices = as_indices(features, numbers)
    is_event = np.array([event is not None for _, event in rows], dtype=float)
    worth = np.array([_worth(event) for _, event in rows])

    def gradient(weights: Floats) -> Floats:
        error = (1 / (1 + np.exp(-weights[indices].sum(axis=1))) - is_event) * worth
        spread = np.repeat(error, indices.shape[1])
        return np.bincount(indices.ravel(), weights=spread, minlength=len(weights)) / len(rows)

    return Weights(numbers, adam(np.zeros(len(numbers) + 1), gradient, ROUNDS["gate"]))


def fit_kind(rows: Sequence[Row], kinds: dict[str, int]) -> Weights:
    """Fit "of which type?" on the candidates that are events."""
    events = [(candidate, event) for candidate, event in rows if event is not None]
    features = [candidate.kind for candidate, _ in events]
    numbers = number_features(features)
    indices = as_indices(features, numbers)
    right = np.eye(len(kinds))[[kinds[event["type"]] for _, event in events]]
    start = head_starts([candidate for candidate, _ in events], kinds)

    def gradient(weights: Floats) -> Floats:
        error = softmax(weights[indices].sum(axis=1) + start) - right
        total = np.zeros_like(weights)
        for column in range(indices.shape[1]):
            np.add.at(total, indices[:, column], error)
        return total / len(events)

    return Weights(
        numbers, adam(np.zeros((len(numbers) + 1, len(kinds))), gradient, ROUNDS["kind"])
    )


def _worth(event: dict[str, Any] | None) -> float:
    weights = {"secondary": SECONDARY, "own": OWN}
    return weights.get(event["tier"], 1.0) if event is not None else 1.0


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


def adam(weights: Floats, gradient: Callable[[Floats], Floats], rounds: int) -> Floats:
    """Return the weights after `rounds` steps of Adam (Kingma and Ba 2015) with an L2 penalty."""
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for number in range(1, rounds + 1):
        slope = gradient(weights) * SCALE + L2 * weights
        slope[0] = 0
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        step = LEARNING_RATE * (1 - 0.9 * number / rounds)
        unbiased = mean / (1 - 0.9**number), square / (1 - 0.999**number)
        weights = weights - step * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8)
    return weights


def write(
    path: Path, gate: Weights, kind: Weights, kinds: dict[str, int], known: frozenset[str]
) -> None:
    """Write the table; weights near zero are left out."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("part", "feature", "type", "weight"))
        out.writerows(("known", name, "", "") for name in sorted(known))
        for feature, number in gate.numbers.items():
            if abs(weight := gate.values[number]) >= NEGLIGIBLE:
                out.writerow(("gate", feature, "", f"{weight:.2f}"))
        for feature, number in kind.numbers.items():
            for label, column in kinds.items():
                if abs(weight := kind.values[number, column]) >= NEGLIGIBLE:
                    out.writerow(("kind", feature, label, f"{weight:.2f}"))


def main(paths: Sequence[str]) -> None:
    """Read the corpora, fit both models and write the table."""
    model, table = load_model(), load_trigger_table(HERE)
    lines = [line for path in paths for line in Path(path).read_text("utf-8").splitlines()]
    reports = [*map(json.loads, lines), *own_examples(HERE / "examples.txt")]
    examples = [read_example(report, model) for report in reports]
    known = frozenset().union(*(example.names for example in examples))
    rows = list(candidate_rows(examples, table, known))
    kinds = {kind: number for number, kind in enumerate(load_types(HERE))}
    gate, kind = fit_gate(rows), fit_kind(rows, kinds)
    write(HERE / "trigger_weights.csv", gate, kind, kinds, known)
    print(f"{len(examples)} reports, {len(rows)} candidates, {len(gate.numbers)} gate features")


if __name__ == "__main__":
    main(sys.argv[1:])
