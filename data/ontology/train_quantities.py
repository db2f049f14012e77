"""Make `quantity_owners.csv` and `quantity_kinds.csv` from annotated reports.

    python data/ontology/train_quantities.py CORPUS.jsonl [CORPUS.jsonl ...]

Each line of a corpus is a report: `{"text", "events": [{"type", "trigger", "span", "extra_spans",
"quantities": [{"value", "role", "text"}]}]}`. The training part of our own reports is always
taken in. Two logistic regressions are fitted: does a number belong to an event, and what does it
count there. Every report is learned from twice: with the triggers that models find which were
fitted on other reports, and with these and the annotated ones.

Before the tables are written, models fitted on two thirds of the reports read the third: value
and kind of the numbers of those events whose trigger was found are scored. Thresholds and
constants are chosen by these figures.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from train_triggers import (
    HERE,
    OWN,
    Example,
    Floats,
    as_indices,
    fit,
    number_features,
    read_examples,
    softmax,
)
from train_triggers import adam as descend

from geo.model import Span
from geo.reading.counted import Counted, counted
from geo.reading.document import flatten
from geo.reading.language_model import Passage, load_model
from geo.reading.mention_quantities import Tally
from geo.reading.mentions import without_effects
from geo.reading.quantity_features import (
    NO_EVENT,
    Given,
    Told,
    countable,
    kind_features,
    later_features,
    may_own,
    pair_features,
)
from geo.reading.syntax import lemma
from geo.reading.trigger_features import Scene
from geo.reading.trigger_table import load_trigger_table
from geo.reading.triggers import Trigger, find_triggers
from geo.reading.weights import Weights, write_weights

FOLDS = 3
ROUNDS = 150
L2 = {"pairs": 0.06, "later": 0.0075, "kinds": 0.025}
NEGLIGIBLE = 0.1
KINDS = {"injured": "wounded", "arrested": "detained"}  # what annotators call otherwise

Place = tuple[int, int, str]  # passage, token and type of a trigger
Row = tuple[tuple[str, ...], str]  # features and the answer, "" for no


@dataclass(frozen=True)
class Sentence:
    """A sentence with its events and its numbers."""

    offset: int
    triggers: list[Trigger]
    items: list[Counted]


@dataclass(frozen=True)
class Story:
    """A report; `owners` holds the annotated events and kinds of a number by its start."""

    sentences: list[Sentence]
    owners: dict[int, list[tuple[dict[str, Any], str]]]
    events: list[dict[str, Any]]


def story_of(example: Example, places: Iterable[Place]) -> Story:
    """Return a report with the triggers at `places`."""
    text = flatten(example.report["text"])
    sentences = []
    for number, passage in enumerate(example.passages):
        found = [Trigger(passage.doc[i], kind, 1.0) for n, i, kind in places if n == number]
        for part in passage.doc.sents:
            span = Span(passage.start + part.start_char, passage.start + part.end_char)
            here = without_effects([t for t in found if part.start <= t.token.i < part.end])
            sentences.append(Sentence(passage.start, here, counted(passage, text, span)))
    items = [item for sentence in sentences for item in sentence.items]
    return Story(sentences, owners_of(example, items), example.report["events"])


def owners_of(
    example: Example, items: Sequence[Counted]
) -> dict[int, list[tuple[dict[str, Any], str]]]:
    """Return for the start of each number the events it is annotated for, and its kinds there."""
    owners: dict[int, list[tuple[dict[str, Any], str]]] = defaultdict(list)
    for event in example.report["events"]:
        for quantity in event.get("quantities") or ():
            start = nearest(example.report["text"], event, quantity["text"])
            end = start + len(quantity["text"])
            fitting = [
                item
                for item in items
                if item.quantity.span.start < end
                and start < item.quantity.span.end
                and item.quantity.value == quantity["value"]
            ]
            if fitting:
                best = min(fitting, key=lambda item: (item.is_single, item.quantity.span.start))
                kind = KINDS.get(quantity["role"], quantity["role"])
                owners[best.quantity.span.start].append((event, kind))
    return owners


def spans_of(event: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the passages that tell of an event, the main one first."""
    return [(s["start"], s["end"]) for s in (event["span"], *(event.get("extra_spans") or ()))]


def nearest(text: str, event: dict[str, Any], words: str) -> int:
    """Return where the words of a quantity stand: in the event's spans, near its trigger."""
    starts, position = [], text.find(words)
    while position >= 0:
        starts.append(position)
        position = text.find(words, position + 1)

    def badness(start: int) -> tuple[bool, bool, int]:
        inside = [first <= start < last for first, last in spans_of(event)]
        return not any(inside), not inside[0], abs(start - event["trigger"]["start"])

    return min(starts, key=badness)


def tells(event: dict[str, Any], offset: int, kind: str) -> int:
    """Return how surely a trigger tells of an event: 2 its own, 1 in its spans, 0 not."""
    if event["trigger"]["start"] <= offset < event["trigger"]["end"]:
        return 2
    groups = {each.partition(".")[0] for each in (event["type"], *(event.get("alt_types") or ()))}
    is_inside = any(first <= offset < last for first, last in spans_of(event))
    return int(is_inside and kind.partition(".")[0] in groups)


def rows_of(story: Story) -> dict[str, list[Row]]:
    """Return what is learned from a report: a row for each number and event."""
    rows: dict[str, list[Row]] = {"pairs": [], "later": [], "kinds": []}
    tally, last = Tally({}), None
    for number, sentence in enumerate(story.sentences):
        before: Given | None = None
        told = [_told(sentence, trigger, number) for trigger in sentence.triggers]
        for item in countable(sentence.items, sentence.triggers):
            owners = story.owners.get(item.quantity.span.start, [])
            right = _right(owners, told)
            for trigger, event in zip(sentence.triggers, told, strict=True):
                if not may_own(item, event.type):
                    continue
                features = pair_features(item, trigger, sentence.triggers, sentence.offset, before)
                rows["pairs"].append(_row(features, event in right))
            if not right and not item.is_single:
                earlier = tally.events()
                right = _right(owners, earlier)
                for event in (each for each in earlier if may_own(item, each.type)):
                    features = later_features(item, number, event, earlier, len(told), last)
                    rows["later"].append(_row(features, event in right))
            for event in right:
                features = kind_features(item, event.type, before)
                rows["kinds"].append((tuple(dict.fromkeys(features)), owners[0][1]))
            start = right[-1].start if right else NO_EVENT
            kind = owners[0][1] if right else ""
            before = Given(start, kind, number, item.quantity.span.end)
            last = before if right else last
        tally.remember(told)
    return rows


def _row(features: Iterator[str], is_right: bool) -> Row:
    return tuple(dict.fromkeys(features)), "yes" if is_right else ""


def _told(sentence: Sentence, trigger: Trigger, number: int) -> Told:
    token = trigger.token
    return Told(sentence.offset + token.idx, trigger.type, number, lemma(token))


def _right(owners: Sequence[tuple[dict[str, Any], str]], told: Sequence[Told]) -> list[Told]:
    """Return the events that a number belongs to, of those that tell of it most surely."""
    sure = [max((tells(e, each.start, each.type) for e, _ in owners), default=0) for each in told]
    best = max(sure, default=0)
    return [each for each, degree in zip(told, sure, strict=True) if best and degree == best]


def fit_table(rows: Sequence[Row], answers: Sequence[str], strength: float) -> Weights:
    """Fit a table by Adam over all rows at once; one answer means yes or no."""
    features = [row[0] for row in rows]
    numbers = number_features(features)
    indices = as_indices(features, numbers)
    right = np.array([[float(answer == row[1]) for answer in answers] for row in rows])

    def gradient(weights: Floats) -> tuple[Floats, ...]:
        scores = weights[indices].sum(axis=1)
        shares = softmax(scores) if len(answers) > 1 else 1 / (1 + np.exp(-scores))
        error = shares - right
        total = np.zeros_like(weights)
        for column in range(len(answers)):
            spread = np.repeat(error[:, column], indices.shape[1])
            total[:, column] = np.bincount(indices.ravel(), spread, len(weights))
        total[0] = 0
        return (total / len(rows),)

    start = np.zeros((len(numbers) + 1, len(answers)))
    (weights,) = descend((start,), gradient, ROUNDS, strength)
    return Weights(
        tuple(answers), {name: tuple(weights[number].tolist()) for name, number in numbers.items()}
    )


def fit_both(rows: Sequence[dict[str, list[Row]]]) -> dict[str, Weights]:
    """Fit both tables on the rows of some reports."""
    parts = {part: [row for each in rows for row in each[part]] for part in L2}
    pairs = fit_table(parts["pairs"], ("yes",), L2["pairs"])
    later = fit_table(parts["later"], ("yes",), L2["later"])
    kinds = sorted({kind for _, kind in parts["kinds"]})
    return {
        "owners": Weights(("yes",), {**later.rows, **pairs.rows}),
        "kinds": fit_table(parts["kinds"], kinds, L2["kinds"]),
    }


def score(story: Story, tables: dict[str, Weights]) -> Counter[str]:
    """Count right, spurious and missed numbers of the events of a report whose trigger is found."""
    tally, given = Tally(tables), defaultdict(list)
    for sentence in story.sentences:
        for item, event, kind in tally.shares(sentence.items, sentence.triggers, sentence.offset):
            given[event.start].append((item.quantity.value, kind))
    found = {
        sentence.offset + trigger.token.idx
        for sentence in story.sentences
        for trigger in sentence.triggers
    }
    counts: Counter[str] = Counter()
    for event in story.events:
        span = event["trigger"]
        here = [start for start in found if span["start"] <= start < span["end"]]
        if not here:
            continue
        right = Counter(
            (float(q["value"]), KINDS.get(q["role"], q["role"]))
            for q in event.get("quantities") or ()
        )
        said = Counter(set(given[here[0]]))
        hits = (right & said).total()
        values = Counter(v for v, _ in right.elements()) & Counter(v for v, _ in said.elements())
        counts.update(right=hits, said=said.total(), gold=right.total(), values=values.total())
    return counts


def line(counts: Counter[str]) -> str:
    """Return precision, recall and F1 of value with kind, and F1 of the value alone."""
    said, gold = max(1, counts["said"]), max(1, counts["gold"])
    both, value = (2 * counts[part] / (said + gold) for part in ("right", "values"))
    precision, recall = counts["right"] / said, counts["right"] / gold
    return f"P {precision:.3f} R {recall:.3f} F1 {both:.3f} value alone F1 {value:.3f}"


def found_elsewhere(examples: Sequence[Example]) -> list[list[Place]]:
    """Return the triggers that models find in each report which were fitted on other reports."""
    table, order = load_trigger_table(HERE), _shuffled(len(examples))
    places: dict[int, list[Place]] = {}
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        model = fit([examples[i] for i in order if i not in set(test)], table)
        for i in test:
            scene = Scene()
            places[i] = [
                (number, trigger.token.i, trigger.type)
                for number, passage in enumerate(examples[i].passages)
                for trigger in find_triggers(passage.doc, model, scene)
            ]
    return [places[i] for i in range(len(examples))]


def _shuffled(size: int) -> list[int]:
    order = list(range(size))
    random.Random(7).shuffle(order)  # noqa: S311 - the same folds each time, no secret
    return order


def with_annotated(example: Example, places: Sequence[Place]) -> list[Place]:
    """Return the triggers with the annotated ones in the place of those on the same words."""
    known = {(number, i): (number, i, kind) for number, i, kind in places}
    for number, passage in enumerate(example.passages):
        for start, event in _annotated(example, passage):
            for near in range(start, start + len(event["trigger"]["text"].split())):
                known.pop((number, near), None)
            known[number, start] = (number, start, event["type"])
    return sorted(known.values())


def _annotated(example: Example, passage: Passage) -> Iterator[tuple[int, dict[str, Any]]]:
    words = {passage.start + token.idx: token.i for token in passage.doc}
    for offset, event in example.events.items():
        if offset in words:
            yield words[offset], event


def main(paths: Sequence[str]) -> None:
    """Read the corpora, score models on folds, fit both tables and write them."""
    files = [*map(Path, paths), OWN]
    examples = read_examples(files, load_model())
    places = found_elsewhere(examples)
    stories = [story_of(*pair) for pair in zip(examples, places, strict=True)]
    told = [
        story_of(example, with_annotated(example, here))
        for example, here in zip(examples, places, strict=True)
    ]
    train(stories, told)


def train(stories: Sequence[Story], told: Sequence[Story]) -> None:
    """Score on folds the stories with found triggers, and those with annotated ones; write."""
    rows = [rows_of(story) for story in (*stories, *told)]
    order, size = _shuffled(len(stories)), len(stories)
    counts: dict[str, Counter[str]] = {"found": Counter(), "annotated": Counter()}
    for fold in range(FOLDS):
        test = set(order[fold::FOLDS])
        tables = fit_both([row for i, row in enumerate(rows) if i % size not in test])
        for i in test:
            counts["found"] += score(stories[i], tables)
            counts["annotated"] += score(told[i], tables)
    for name, total in counts.items():
        print(f"{name:10} triggers: {line(total)}", flush=True)
    for name, table in fit_both(rows).items():
        write_weights(HERE / f"quantity_{name}.csv", table, NEGLIGIBLE)


if __name__ == "__main__":
    main(sys.argv[1:])
