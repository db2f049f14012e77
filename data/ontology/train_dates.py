"""Learn `date_weights.csv`, which date is that of which event, from annotated reports.

    python data/ontology/train_dates.py CORPUS.jsonl [CORPUS.jsonl ...] [--folds]

Each line of a corpus is a report: `{"text", "published", "events": [{"type", "modality",
"trigger": {"start", "end"}, "date": {"start", "end", "text", "precision", "alternatives"}}]}`. The
training part of our own reports, `data/corpora/train.jsonl`, is always taken in.

An event has a handful of options (`geo.reading.mention_dates`): the dates of its sentence, those
of events told before, and none. One weight a feature; the options of an event share one
probability (a conditional logit), fitted by Adam with an L2 penalty so that those which agree
with the annotation get as much of it as can be. What was told before is taken from the
annotation in the first round, and from the model of the round before afterwards. Only weights
are written. `--folds` writes nothing and prints how often five models are right on what they
have not seen.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from geo.model import Modality, Period, Report, Span
from geo.reading.document import flatten, sentences
from geo.reading.fields import Metadata, to_report
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.mention_dates import SentenceDates, dates_of
from geo.reading.syntax import lemma
from geo.reading.timeline import Timeline, begin_timeline
from geo.reading.triggers import Trigger
from geo.reading.weights import Weights, write_weights

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "corpora" / "train.jsonl"
ROUNDS = 2
STEPS = 300
RATE = 0.05
PENALTY = 0.002
SECONDARY = 0.5  # weight of a background event against one that is the news
LEAST_SHARED = 4  # events that must have a feature
LEAST_WEIGHT = 0.05
FOLDS = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """An event with its options.

    Attributes:
        features: Of each option.
        right: Whether each option agrees with the annotation.
        worth: How much the event counts.
        is_core: Whether it is the report's own news.
    """

    features: list[tuple[str, ...]]
    right: list[bool]
    worth: float
    is_core: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """An annotated report and its parse."""

    report: Report
    flat: str
    passages: list[Passage]
    events: list[dict[str, Any]]


def main(arguments: Sequence[str]) -> None:
    """Learn from the corpora named and write the table, or print what folds say."""
    names = [Path(name) for name in arguments if not name.startswith("--")]
    reports = list(read(*names, OWN))
    if "--folds" in arguments:
        score_folds(reports)
        return
    weights = learn(reports)
    table = Weights(("weight",), {name: (weight,) for name, weight in weights.items()})
    write_weights(HERE / "date_weights.csv", table, LEAST_WEIGHT)


def read(*paths: Path) -> Iterator[Parsed]:
    """Yield the annotated reports of some files, parsed."""
    model = load_model()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            known = {key: said[key] for key in ("published", "title", "url") if said.get(key)}
            report = to_report(
                said["text"], known, metadata=Metadata(), name=said["id"], address=""
            )
            flat = flatten(report.text)
            passages = list(parse(flat, sentences(report.text), model))
            yield Parsed(report, flat, passages, said["events"])


def score_folds(reports: Sequence[Parsed]) -> None:
    """Print how often models are right on the reports they did not see."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = learn([one for n, one in enumerate(reports) if n % FOLDS != fold])
        for case in cases([one for n, one in enumerate(reports) if n % FOLDS == fold], weights):
            kind = "core" if case.is_core else "secondary"
            asked[kind] += 1
            right[kind] += case.right[best(case.features, weights)]
    for kind, number in asked.items():
        print(f"{kind}: {right[kind] / number:.3f} of {number}")


def learn(reports: Sequence[Parsed]) -> dict[str, float]:
    """Return the weight of each feature."""
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        weights = fit([case for case in cases(reports, weights) if any(case.right)])
    return weights


def cases(reports: Sequence[Parsed], weights: dict[str, float]) -> Iterator[Case]:
    """Yield the events of reports; without weights, what was told before is as annotated."""
    for one in reports:
        timeline = begin_timeline(one.report)
        for dates, trigger, event in _events(one, timeline):
            modality = Modality(event["modality"])
            options = dates.options(trigger, modality)
            right = [agrees(event["date"], option.period) for option in options]
            features = [option.features for option in options]
            if weights:
                told = options[best(features, weights)].period
            else:
                told = _annotated(event["date"]) if event["date"].get("text") else Period()
            timeline.note(told, trigger.type.partition(".")[0], lemma(trigger.token))
            is_core = event["tier"] == "core"
            yield Case(features, right, 1.0 if is_core else SECONDARY, is_core)


def _events(
    one: Parsed, timeline: Timeline
) -> Iterator[tuple[SentenceDates, Trigger, dict[str, Any]]]:
    for passage in one.passages:
        by_word = dict(_triggers(passage.doc, passage.start, one.events))
        for sentence in passage.doc.sents:
            here = [by_word[token.i] for token in sentence if token.i in by_word]
            if not here:
                continue
            span = Span(passage.start + sentence.start_char, passage.start + sentence.end_char)
            triggers = [trigger for trigger, _ in here]
            dates = dates_of(passage, one.flat, span, triggers, timeline)
            yield from ((dates, trigger, event) for trigger, event in here)


def _triggers(
    doc: Doc, offset: int, events: Sequence[dict[str, Any]]
) -> Iterator[tuple[int, tuple[Trigger, dict[str, Any]]]]:
    for event in events:
        at = event.get("trigger")
        if not at or not offset <= at["start"] < offset + len(doc.text):
            continue
        words = doc.char_span(at["start"] - offset, at["end"] - offset, alignment_mode="expand")
        if words is not None and len(words):
            yield words.root.i, (Trigger(words.root, event["type"], 1.0), event)


def agrees(annotated: dict[str, Any], period: Period) -> bool:
    """Return whether both ends of a period are as annotated, or as an alternative is.

    Where the text says nothing of when, an empty period agrees.
    """
    ends = [annotated, *(annotated.get("alternatives") or [])]
    fitting = {(_day(each.get("start")), _day(each.get("end"))) for each in ends}
    is_unsaid = not annotated.get("text") and not annotated.get("start")
    if annotated.get("precision") == "open" and is_unsaid:
        fitting.add((None, None))
    return (period.start, period.end) in fitting


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _annotated(said: dict[str, Any]) -> Period:
    return Period(_day(said.get("start")), _day(said.get("end")))


def fit(rows: Sequence[Case]) -> dict[str, float]:
    """Return the weights that give the right options of each event the most probability."""
    counts = Counter(name for row in rows for name in {n for f in row.features for n in f})
    names = sorted(name for name, count in counts.items() if count >= LEAST_SHARED)
    index = {name: number for number, name in enumerate(names)}
    features, option, event = _flat(rows, index)
    right = np.array([good for row in rows for good in row.right])
    starts = np.cumsum([0, *(len(row.right) for row in rows)])[:-1]
    worth = np.array([row.worth for row in rows])
    weights = np.zeros(len(names))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.bincount(option, weights[features], minlength=len(right))
        share = _shares(scores, starts, event)
        good = _shares(np.where(right, scores, -np.inf), starts, event)
        slope = worth[event] * (share - good)
        gradient = np.bincount(features, slope[option], minlength=len(names)) / len(rows)
        gradient += PENALTY * weights
        mean = 0.9 * mean + 0.1 * gradient
        spread = 0.999 * spread + 0.001 * gradient**2
        fair = np.sqrt(spread / (1 - 0.999**step)) + 1e-8
        weights -= RATE * mean / (1 - 0.9**step) / fair
    return {name: float(weights[number]) for name, number in index.items()}


def _flat(rows: Sequence[Case], index: dict[str, int]) -> tuple[Any, Any, Any]:
    """Return features and their options, one an entry, and the event of each option."""
    features, option, event = [], [], []
    for number, row in enumerate(rows):
        for names in row.features:
            known = [index[name] for name in names if name in index]
            features += known
            option += [len(event)] * len(known)
            event.append(number)
    return np.array(features), np.array(option), np.array(event)


def _shares(scores: Floats, starts: NDArray[np.int64], event: NDArray[np.int64]) -> Floats:
    """Return the probability of each option among those of its event."""
    highest = np.maximum.reduceat(scores, starts)
    odds = np.exp(scores - highest[event])
    shares: Floats = odds / np.add.reduceat(odds, starts)[event]
    return shares


def best(features: Sequence[Sequence[str]], weights: dict[str, float]) -> int:
    """Return the number of the option with the highest score."""
    scores = [sum(weights.get(name, 0.0) for name in names) for names in features]
    return scores.index(max(scores))


if __name__ == "__main__":
    main(sys.argv[1:])
