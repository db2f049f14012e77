"""Place names on annotated corpora: ours and the naive baseline.

    python benchmarks/places.py CORPUS.jsonl [CORPUS.jsonl ...] > table.md

For each corpus it prints our figures with their standard deviation over five folds of documents,
and those of spaCy's names put at the most populous place. Nothing is fitted here:
`data/places/train_ranker.py --check --ablate` says how good the ranker is on folds, and what each
kind of feature brings.
"""

import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import stdev
from typing import Any

from geo.evaluation.places import Scores, evaluate_places, total
from geo.model import Location, Reading, Report, Span, Toponym
from geo.places.gazetteer import Gazetteer, open_gazetteer
from geo.places.resolver import Resolver
from geo.reader import Reader
from geo.reading.extractor import SpacyExtractor
from geo.reading.language_model import load_model

FOLDS = 5
FIGURES = ("Acc@161", "F1@161", "recognition F1", "sure", "right of sure")
NO_DEMONYMS = ("geovirus", "geowebnews", "geocorpora")  # corpora that do not annotate them
PLACE_LABELS = {"GPE", "LOC", "FAC"}

Reports = Sequence[Mapping[str, Any]]


class NaiveExtractor:
    """What spaCy calls a place, and nothing else."""

    def __init__(self) -> None:
        self._model = load_model()

    def read(self, report: Report) -> Reading:
        """Return the model's names of places."""
        names = [name for name in self._model(report.text).ents if name.label_ in PLACE_LABELS]
        return Reading(
            tuple(Toponym(Span(name.start_char, name.end_char), name.text) for name in names), ()
        )


class NaiveGeocoder:
    """The most populous place that bears a name."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def locate(self, toponyms: Sequence[Toponym], *_: object, **__: object) -> list[Location]:
        """Return the most populous place for each name."""
        return [Location(one, self._best(one.text), 1.0, "most people") for one in toponyms]

    def _best(self, name: str) -> Any:  # noqa: ANN401 - a place or None
        found = self._gazetteer.lookup(name.removeprefix("the "))
        return max(found, key=lambda place: place.population, default=None)


def scores_of(
    reports: Reports, reader: Reader, gazetteer: Gazetteer, *, has_gold_spans: bool, name: str
) -> list[Scores]:
    """Return the scores of each report."""
    drop = {"demonym"} if name.startswith(NO_DEMONYMS) and not has_gold_spans else set()
    read = evaluate_places(
        reports, reader, gazetteer, has_gold_spans=has_gold_spans, without_kinds=drop
    )
    return [scores for scores, _ in read]


def with_deviation(scores: Sequence[Scores], figure: str) -> str:
    """Return a figure with its standard deviation over folds of documents."""
    order = list(scores)
    random.Random(1).shuffle(order)  # noqa: S311 - the same folds each time, no secret
    folds = [total(order[number::FOLDS]).figures()[figure] for number in range(FOLDS)]
    return f"{total(scores).figures()[figure]:.3f} ± {stdev(folds):.3f}"


def main(paths: Sequence[str]) -> None:
    """Print the tables of all corpora."""
    gazetteer = open_gazetteer()
    ours = Reader(SpacyExtractor(gazetteer), Resolver(gazetteer))
    naive = Reader(NaiveExtractor(), NaiveGeocoder(gazetteer))  # type: ignore[arg-type] # as much as is used
    systems: dict[str, Callable[[], Reader]] = {"ours": lambda: ours, "naive": lambda: naive}
    for path in map(Path, paths):
        lines = path.read_text("utf-8").split("\n")
        reports = [json.loads(line) for line in lines if line.strip()]
        print(f"\n## {path.stem}: {len(reports)} reports\n")
        print(f"| system | {' | '.join(FIGURES)} |\n|{'---|' * (len(FIGURES) + 1)}")
        for label, reader in systems.items():
            for is_given in (False, True):
                each = scores_of(
                    reports, reader(), gazetteer, has_gold_spans=is_given, name=path.stem
                )
                cells = " | ".join(with_deviation(each, figure) for figure in FIGURES)
                print(f"| {label}{', names given' if is_given else ''} | {cells} |", flush=True)
                if label == "ours" and not is_given:
                    reliability = total(each).reliability()
        print("\n| confidence from | places | right |\n|---|---|---|")
        for low, number, right in reliability:
            print(f"| {low:.1f} | {number} | {right:.3f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
