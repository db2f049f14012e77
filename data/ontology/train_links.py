"""Learn `link_weights.csv` and `choice_weights.csv` from sentences whose events have a place.

    python data/ontology/train_links.py CORPUS.jsonl
    python data/ontology/train_links.py --check CORPUS.jsonl

Each line of a corpus is a text with one event or more: `{"text", "annot_source", "event_spans":
[{"start", "end"}], "locations": [{"start", "end"}]}`. With `--check` nothing is written: five
folds say how well the tables read what they were not fitted to. Texts that begin or end alike
are in one fold. Precision and recall count words of the locations.

Both models are logistic regressions with an L2 penalty, fitted by Adam over all rows at once.
The second learns from what the first says of sentences it was not fitted to.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from geo.model import Span
from geo.places.gazetteer import open_gazetteer
from geo.protocols import Lexicon
from geo.reading.actors import load_actors
from geo.reading.document import flatten, sentences
from geo.reading.event_places import LEAST, Judged, choice_features, within_reach
from geo.reading.language_model import load_model, parse
from geo.reading.place_links import link_features, link_scene
from geo.reading.place_names import PlaceName
from geo.reading.toponyms import find_toponyms
from geo.reading.weights import Weights, write_weights

HERE = Path(__file__).resolve().parent
FOLDS = 5
LEFT_OUT = frozenset({"Masdar_RA"})
"""Sources neither learned from nor scored: nine of ten of these sentences have no location, also
where they plainly name one."""

FEWEST = 3  # names that must share a feature
NEGLIGIBLE = 0.04  # weights nearer to zero are left out
PENALTY = {"links": 3.0, "choice": 20.0}
"""What a weight one away from zero costs, twice over, in names of average difficulty."""

ROUNDS = 200
LEARNING_RATE = 0.08
THRESHOLDS = (0.35, 0.38, LEAST, 0.45, 0.5)
_WORD = re.compile(r"\w+")
_ALIKE = 40  # letters and digits at the beginning or end of two texts that are taken for one

Floats = NDArray[np.float64]
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Choice:
    """A name within reach of an event.

    Attributes:
        features: What `link_features` says of it.
        words: How many words it has.
        right: How many of them are part of an annotated location.
    """

    name: PlaceName
    features: tuple[str, ...]
    words: int
    right: int

    @property
    def is_right(self) -> bool:
        """Whether at least half of its words are annotated."""
        return 0 < self.words <= 2 * self.right


@dataclass(frozen=True)
class Case:
    """An event with the names around it.

    Attributes:
        words: Words of its annotated locations.
        fold: The same for all texts that are nearly the same.
    """

    source: str
    choices: tuple[Choice, ...]
    words: int
    fold: int


# -- reading --------------------------------------------------------------------------------


def read_cases(path: Path) -> list[Case]:
    """Return the events of a corpus."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    folds = folds_of([line["text"] for line in lines])
    model, lexicon, names = load_model(), open_gazetteer(), load_actors().names()
    cases = []
    for line, fold in zip(lines, folds, strict=True):
        if line["annot_source"] not in LEFT_OUT:
            choices = tuple(_choices(line, model, lexicon, names))
            wanted = _words(line["text"], line["locations"])
            cases.append(Case(line["annot_source"], choices, len(wanted), fold))
    return cases


def _choices(
    line: dict[str, Any], model: Language, lexicon: Lexicon, names: frozenset[str]
) -> Iterator[Choice]:
    """Yield the names within reach of the first event of a line."""
    text, event = line["text"], line["event_spans"][0]
    wanted = _words(text, line["locations"])
    flat = flatten(text)
    for passage in parse(flat, sentences(text), model):
        toponyms = find_toponyms(passage, flat, lexicon, names=names)
        scene = link_scene(passage, toponyms)
        word = passage.doc.char_span(
            event["start"] - passage.start, event["end"] - passage.start, alignment_mode="expand"
        )
        for number in within_reach(scene, word.root) if word else ():
            name = scene.names[number]
            features = tuple(dict.fromkeys(link_features(scene, number, word.root)))
            own = _words_in(text, name.span(passage.start))
            yield Choice(name, features, len(own), len(own & wanted))


def _words(text: str, spans: Sequence[dict[str, int]]) -> set[int]:
    """Return where the words of some stretches of a text begin."""
    return {at for span in spans for at in _words_in(text, Span(span["start"], span["end"]))}


def _words_in(text: str, span: Span) -> set[int]:
    return {match.start() for match in _WORD.finditer(text, span.start, span.end)}


def folds_of(texts: Sequence[str]) -> list[int]:
    """Return the fold of each text; texts that begin or end alike are in the same."""
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while above.setdefault(key, key) != key:
            key = above[key]
        return key

    plain = ["".join(_WORD.findall(text.casefold())) for text in texts]
    for words in plain:
        above[top("ends " + words[-_ALIKE:])] = top("begins " + words[:_ALIKE])
    return [crc32(top("begins " + words[:_ALIKE]).encode()) % FOLDS for words in plain]


# -- fitting --------------------------------------------------------------------------------


def fit(rows: Rows, is_right: Sequence[bool], penalty: float) -> Weights:
    """Return the logistic regression that fits some rows of features best."""
    counts = Counter(feature for row in rows for feature in row)
    kept = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    number = {feature: place for place, feature in enumerate(kept, 1)}
    indices = np.zeros((len(rows), max(map(len, rows))), dtype=np.int32)
    for place, row in enumerate(rows):
        found = [number[feature] for feature in row if feature in number]
        indices[place, : len(found)] = found
    right = np.array(is_right, dtype=float)

    def slope(weights: Floats) -> Floats:
        error = 1 / (1 + np.exp(-weights[indices].sum(axis=1))) - right
        spread = np.repeat(error, indices.shape[1])
        total = np.bincount(indices.ravel(), weights=spread, minlength=len(weights))
        total[0] = 0
        return (total + penalty * weights) / len(rows)

    values = adam(np.zeros(len(kept) + 1), slope)
    return Weights(("place",), {name: (float(values[place]),) for name, place in number.items()})


def adam(weights: Floats, slope: Callable[[Floats], Floats]) -> Floats:
    """Return the weights after some steps of Adam (Kingma and Ba 2015), shorter and shorter."""
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for number in range(1, ROUNDS + 1):
        downhill = slope(weights)
        mean = 0.9 * mean + 0.1 * downhill
        square = 0.999 * square + 0.001 * downhill**2
        unbiased = mean / (1 - 0.9**number), square / (1 - 0.999**number)
        step = LEARNING_RATE * (1 - 0.95 * number / ROUNDS)
        weights = weights - step * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-10)
    return weights


def fit_links(cases: Sequence[Case]) -> Weights:
    """Return the table that judges each name by itself."""
    choices = [choice for case in cases for choice in case.choices]
    features = [choice.features for choice in choices]
    return fit(features, [choice.is_right for choice in choices], PENALTY["links"])


def fit_choice(cases: Sequence[Case], judged: Sequence[Sequence[Judged]]) -> Weights:
    """Return the table that judges all names of an event together."""
    rows = [
        tuple(dict.fromkeys(choice_features(names, number)))
        for names in judged
        for number in range(len(names))
    ]
    right = [choice.is_right for case in cases for choice in case.choices]
    return fit(rows, right, PENALTY["choice"])


def judge_all(cases: Sequence[Case], links: Weights) -> list[list[Judged]]:
    """Return the names of each event, judged by the first table."""
    return [
        [
            Judged(choice.name, choice.features, links.scores(choice.features)[0])
            for choice in case.choices
        ]
        for case in cases
    ]


def unseen(cases: Sequence[Case]) -> list[list[Judged]]:
    """Return the names of each event, judged by tables fitted to the other folds."""
    found: list[list[Judged]] = [[] for _ in cases]
    for fold in {case.fold for case in cases}:
        links = fit_links([case for case in cases if case.fold != fold])
        inside = [number for number, case in enumerate(cases) if case.fold == fold]
        answers = judge_all([cases[number] for number in inside], links)
        for number, answer in zip(inside, answers, strict=True):
            found[number] = answer
    return found


# -- judging --------------------------------------------------------------------------------


def check(cases: Sequence[Case]) -> None:
    """Print precision and recall of words on folds, for all sources and for each."""
    chances: list[list[float]] = [[] for _ in cases]
    for fold in range(FOLDS):
        rest = [case for case in cases if case.fold != fold]
        choice = fit_choice(rest, unseen(rest))
        inside = [number for number, case in enumerate(cases) if case.fold == fold]
        answers = judge_all([cases[number] for number in inside], fit_links(rest))
        for number, judged in zip(inside, answers, strict=True):
            chances[number] = [
                choice.probability(dict.fromkeys(choice_features(judged, place)))
                for place in range(len(judged))
            ]
    for least in THRESHOLDS:
        print(f"least {least}: {_shown(cases, chances, least)}")
    for source in sorted({case.source for case in cases}):
        some = [number for number, case in enumerate(cases) if case.source == source]
        shown = _shown([cases[n] for n in some], [chances[n] for n in some], LEAST)
        print(f"{source} ({len(some)}): {shown}")


def _shown(cases: Sequence[Case], chances: Sequence[Sequence[float]], least: float) -> str:
    right = found = 0
    for case, row in zip(cases, chances, strict=True):
        taken = [one for one, chance in zip(case.choices, row, strict=True) if chance >= least]
        right += sum(choice.right for choice in taken)
        found += sum(choice.words for choice in taken)
    precision = right / max(1, found)
    recall = right / max(1, sum(case.words for case in cases))
    harmonic = 2 * precision * recall / max(1e-9, precision + recall)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {harmonic:.3f}"


def main(arguments: Sequence[str]) -> None:
    """Fit both tables and write them, or check them."""
    paths = [Path(argument) for argument in arguments if argument != "--check"]
    cases = [case for path in paths for case in read_cases(path)]
    print(f"{len(cases)} events, {sum(len(case.choices) for case in cases)} names")
    if "--check" in arguments:
        check(cases)
        return
    write_weights(HERE / "link_weights.csv", fit_links(cases), NEGLIGIBLE)
    write_weights(HERE / "choice_weights.csv", fit_choice(cases, unseen(cases)), NEGLIGIBLE)


if __name__ == "__main__":
    main(sys.argv[1:])
