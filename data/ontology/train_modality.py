"""Learn `modality_weights.csv` and `modality_meanings.csv` from annotated events.

    python data/ontology/train_modality.py CORPUS.jsonl [CORPUS.jsonl ...]
    python data/ontology/train_modality.py --check CORPUS.jsonl [CORPUS.jsonl ...]

Each line of a corpus is a report: `{"text", "published", "events": [{"type", "modality",
"trigger": {"start", "end"}}]}`. The training part of our own reports, `data/corpora/train.jsonl`,
and the sentences of `modality_sentences.csv`, written for this purpose, are always taken in.
With `--check` nothing is written: five folds by report, and each corpus by what the others
teach, say how good the weights are on what they were not fitted to. The sentences are then
always in what is fitted and never in what is scored.

The model is a softmax regression with an L2 penalty, fitted by Adam over all rows at once.
Only weights are written: a feature is a lemma, a label of the parser or a class of words, shared
by at least three reports.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from geo.reading.actors import ActorRegistry, load_actors
from geo.reading.attribution import find_attribution
from geo.reading.cast import Cast
from geo.reading.document import flatten, sentences
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.modality import ModalityModel
from geo.reading.modality_features import modality_features, surroundings
from geo.reading.participants import find_actors
from geo.reading.weights import Weights, write_weights
from geo.terms import Modality

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "corpora" / "train.jsonl"
SENTENCES = HERE / "modality_sentences.csv"
ANSWERS = tuple(str(modality) for modality in Modality)
FOLDS = 5
SENTENCE_WORTH = 2.0  # of a sentence written for this against an event of a report
RARE_WORTH = 0.3  # power of a modality's rarity by which its rows weigh more
L2 = 8.0
ROUNDS = 120
LEARNING_RATE = {"weights": 0.3, "meanings": 0.03}
FEWEST = 3  # reports that must share a feature
NEGLIGIBLE = 0.05  # weights nearer to zero are left out

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """An annotated event: where from, what is known of it, and how it was said to stand.

    Attributes:
        report: The corpus, empty for our sentences, and the report's number.
    """

    report: tuple[str, int]
    features: tuple[str, ...]
    meaning: Floats
    answer: str


def report_rows(path: Path, model: "Language", registry: ActorRegistry) -> Iterator[Row]:
    """Yield the events of a corpus, each with the words that the report said before it."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        report = json.loads(line)
        day = date.fromisoformat(report["published"]) if report.get("published") else None
        cast = Cast(registry, day)
        for passage in parse(flatten(report["text"]), sentences(report["text"]), model):
            cast.note_acronyms(passage.doc)
            for event, token in _triggers(report["events"], passage):
                yield _row((path.stem, number), token, event, cast, passage.start)


def _triggers(
    events: Sequence[dict[str, Any]], passage: Passage
) -> list[tuple[dict[str, Any], "Token"]]:
    """Return the events of a passage with the main words of their triggers, in order."""
    found = []
    for event in events:
        start, end = (event["trigger"][name] - passage.start for name in ("start", "end"))
        if 0 <= start < len(passage.doc.text):
            span = passage.doc.char_span(start, end, alignment_mode="expand")
            found.append((event, span.root))
    return sorted(found, key=lambda pair: pair[1].i)


@dataclass(frozen=True)
class MarkedSentence:
    """One of our sentences, parsed, with the word that carries the event (type and modality)."""

    doc: "Doc"
    token: "Token"
    event: dict[str, str]


def read_sentences(model: "Language") -> Iterator[MarkedSentence]:
    """Yield our sentences, in which brackets mark the trigger."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for event in csv.DictReader(file):
            before, trigger, after = event["sentence"].replace("]", "[").split("[")
            doc = model(before + trigger + after)
            span = doc.char_span(len(before), len(before) + len(trigger), alignment_mode="expand")
            yield MarkedSentence(doc, span.root, event)


def sentence_rows(model: "Language", registry: ActorRegistry) -> Iterator[Row]:
    """Yield the rows of our sentences."""
    for number, marked in enumerate(read_sentences(model)):
        yield _row(("", number), marked.token, marked.event, Cast(registry), 0)


def _row(
    report: tuple[str, int], token: "Token", event: dict[str, Any], cast: Cast, offset: int
) -> Row:
    actors = find_actors(token, event["type"], cast, offset)
    sources = find_attribution(token, cast, offset)
    features = modality_features(
        token,
        event["type"],
        actors=actors,
        attribution=sources,
        speaks_for=cast.country_of(sources[0].actor_id) if sources else None,
    )
    return Row(report, features, surroundings(token), event["modality"])


def fit(rows: Sequence[Row]) -> ModalityModel:
    """Fit the weights of features and word vectors, by Adam (Kingma and Ba 2015)."""
    numbers = _numbered(rows)
    indices = _indices([row.features for row in rows], numbers)
    meanings = np.array([row.meaning for row in rows])
    right = np.eye(len(ANSWERS))[[ANSWERS.index(row.answer) for row in rows]]
    worth = _worths(rows, right)
    weights = {
        "weights": np.zeros((len(numbers) + 1, len(ANSWERS))),
        "meanings": np.zeros((meanings.shape[1], len(ANSWERS))),
    }
    moments = {name: (np.zeros_like(part), np.zeros_like(part)) for name, part in weights.items()}
    for number in range(1, ROUNDS + 1):
        scores = weights["weights"][indices].sum(axis=1) + meanings @ weights["meanings"]
        error = (_softmax(scores) - right) * worth
        slopes = {
            "weights": _by_feature(error, indices, len(numbers) + 1),
            "meanings": meanings.T @ error,
        }
        for name, part in list(weights.items()):
            slope = (slopes[name] + L2 * part) / len(rows)
            weights[name] = part - LEARNING_RATE[name] * _step(slope, moments[name], number)
    table = {name: tuple(map(float, weights["weights"][n])) for name, n in numbers.items()}
    return ModalityModel(Weights(ANSWERS, table), weights["meanings"])


def _numbered(rows: Sequence[Row]) -> dict[str, int]:
    """Return a number from 1 for every feature that enough reports share."""
    pairs = {(name, row.report) for row in rows for name in row.features}
    counts = Counter(name for name, _ in pairs)
    kept = sorted(name for name, count in counts.items() if count >= FEWEST)
    return {name: number for number, name in enumerate(kept, 1)}


def _indices(features: Sequence[Sequence[str]], numbers: dict[str, int]) -> NDArray[np.int32]:
    """Return rows of feature numbers, padded with 0."""
    indices = np.zeros((len(features), max(map(len, features))), dtype=np.int32)
    for row, names in enumerate(features):
        found = [numbers[name] for name in names if name in numbers]
        indices[row, : len(found)] = found
    return indices


def _worths(rows: Sequence[Row], right: Floats) -> Floats:
    """Return what each row weighs: rare modalities and our sentences more."""
    rarity = (len(rows) / np.maximum(right.sum(axis=0), 1)) ** RARE_WORTH
    worth = right @ rarity
    worth /= worth.mean()
    return (worth * [1.0 if row.report[0] else SENTENCE_WORTH for row in rows])[:, None]


def _softmax(scores: Floats) -> Floats:
    powers: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _by_feature(error: Floats, indices: NDArray[np.int32], size: int) -> Floats:
    """Return the errors summed up for each feature; 0 for the padding."""
    slope = np.zeros((size, error.shape[1]))
    for column in range(error.shape[1]):
        spread = np.repeat(error[:, column], indices.shape[1])
        slope[:, column] = np.bincount(indices.ravel(), weights=spread, minlength=size)
    slope[0] = 0
    return slope


def _step(slope: Floats, moments: tuple[Floats, Floats], number: int) -> Floats:
    """Return Adam's step; the moments are carried on."""
    mean, square = moments
    mean[:] = 0.9 * mean + 0.1 * slope
    square[:] = 0.999 * square + 0.001 * slope**2
    unbiased = mean / (1 - 0.9**number), square / (1 - 0.999**number)
    shrinking = 1 - 0.9 * number / ROUNDS
    return np.asarray(shrinking * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-9))


def check(rows: Sequence[Row]) -> None:
    """Print how good the weights are on what they were not fitted to."""
    print("folds by report")
    _compare(rows, lambda row: crc32(repr(row.report).encode()) % FOLDS)
    print("each corpus by the others")
    _compare(rows, lambda row: row.report[0])


def _compare(rows: Sequence[Row], part_of: Callable[[Row], Hashable]) -> None:
    scored = [row for row in rows if row.report[0]]
    pairs: dict[str, list[tuple[str, str]]] = {}
    for part in sorted({part_of(row) for row in scored}, key=str):
        model = fit([row for row in rows if not row.report[0] or part_of(row) != part])
        for row in scored:
            if part_of(row) == part:
                said = str(model.best(row.features, row.meaning))
                pairs.setdefault(row.report[0], []).append((row.answer, said))
    for corpus, found in sorted(pairs.items()):
        print(f"  {corpus:16} {figures(found)}")
    print(f"  {'all':16} {figures([pair for found in pairs.values() for pair in found])}")


def figures(pairs: Sequence[tuple[str, str]]) -> str:
    """Return accuracy, that of what is annotated as not happened, and F1, as one line."""
    hard = [pair for pair in pairs if pair[0] != ANSWERS[0]]
    scores = {answer: _f1(pairs, answer) for answer in ANSWERS}
    kinds = " ".join(f"{answer} {score:.2f}" for answer, score in scores.items())
    return (
        f"n {len(pairs)} accuracy {_share(pairs):.3f} not happened {_share(hard):.3f}"
        f" macro F1 {sum(scores.values()) / len(scores):.3f} ({kinds})"
    )


def _share(pairs: Sequence[tuple[str, str]]) -> float:
    return sum(right == said for right, said in pairs) / max(1, len(pairs))


def _f1(pairs: Sequence[tuple[str, str]], answer: str) -> float:
    both = sum(right == said == answer for right, said in pairs)
    either = sum((right == answer) + (said == answer) for right, said in pairs)
    return 2 * both / max(1, either)


def write(model: ModalityModel) -> None:
    """Write both tables."""
    write_weights(HERE / "modality_weights.csv", model.weights, NEGLIGIBLE)
    np.savetxt(
        HERE / "modality_meanings.csv",
        model.meanings,
        fmt="%.3f",
        delimiter=",",
        header=",".join(ANSWERS),
        comments="",
    )


def main(arguments: Sequence[str]) -> None:
    """Read the corpora, then check, or fit the model and write its tables."""
    language, registry = load_model(), load_actors()
    paths = [*(Path(word) for word in arguments if word != "--check"), OWN]
    rows = [row for path in paths for row in report_rows(path, language, registry)]
    rows += sentence_rows(language, registry)
    if "--check" in arguments:
        check(rows)
        return
    write(fit(rows))
    print(f"{len(rows)} events, {sum(row.answer != ANSWERS[0] for row in rows)} not happened")


if __name__ == "__main__":
    main(sys.argv[1:])
