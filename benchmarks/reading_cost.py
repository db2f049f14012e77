"""What reading reports costs: of finding and placing names beside spaCy's own, and of all.

    OMP_NUM_THREADS=1 python benchmarks/reading_cost.py CORPUS.jsonl [--reports N] [--passes N]

Every pass takes the reports one by one and every step after the other, so that a busy machine
slows all steps alike; of the passes the least time of each step of each report counts. Times are
seconds of processor time. Each pass opens the gazetteer anew: nothing is cached from the last one.

    OMP_NUM_THREADS=1 python benchmarks/reading_cost.py --whole CORPUS.jsonl [...]

prints instead how many reports a second the whole reader reads (`dateline extract`), once it is
warm: each pass first reads up to `--warm` other reports, those of the file after the first N.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from geo.answers import extract
from geo.model import Report
from geo.places.gazetteer import Gazetteer, open_gazetteer
from geo.places.resolver import Resolver
from geo.reader import open_reader
from geo.reading.actors import load_actors
from geo.reading.document import flatten, sentences
from geo.reading.fields import Metadata, to_report
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.toponyms import find_toponyms

if TYPE_CHECKING:
    from spacy.language import Language

STEPS = {
    "a": "spaCy: tok2vec and ner alone",
    "b": "spaCy: the pipeline as we load it",
    "c": "names recognised, on top of b",
    "d": "names resolved (locate and widen)",
}
NAMES_ONLY = ("tok2vec", "ner")

Times = dict[str, float]
_Value = TypeVar("_Value")


class Clock:
    """Notes how long each step of one report took."""

    def __init__(self) -> None:
        self.times: Times = {}

    def run(self, step: str, work: Callable[[], _Value]) -> _Value:
        """Return what `work` returns."""
        before = time.process_time()
        result = work()
        self.times[step] = time.process_time() - before
        return result


def cost_of(report: Report, model: "Language", gazetteer: Gazetteer, names: Any) -> Times:  # noqa: ANN401 - as the registry gives them
    """Return the seconds of each step for one report."""
    clock, resolver = Clock(), Resolver(gazetteer)
    flat, spans = flatten(report.text), sentences(report.text)
    with model.select_pipes(enable=list(NAMES_ONLY)):
        clock.run("a", lambda: model(report.text))
    passages: list[Passage] = clock.run("b", lambda: list(parse(flat, spans, model)))
    found = clock.run(
        "c",
        lambda: [
            toponym
            for passage in passages
            for toponym in find_toponyms(passage, flat, gazetteer, names=names)
        ],
    )
    clock.run("d", lambda: resolver.widen(resolver.locate(found, report), text=report.text))
    return clock.times


def passes(reports: Sequence[Report], number: int) -> Iterator[list[Times]]:
    """Yield the times of each report, pass by pass."""
    model, names = load_model(), load_actors().names()
    model("Warm up.")
    for _ in range(number):
        with closing(open_gazetteer()) as gazetteer:
            yield [cost_of(report, model, gazetteer, names) for report in reports]


def least(measured: Sequence[Sequence[Times]]) -> Times:
    """Return the seconds of each step: the least of the passes, summed over reports."""
    each = list(zip(*measured, strict=True))
    return {step: sum(min(times[step] for times in report) for report in each) for step in STEPS}


def show(path: Path, reports: Sequence[Report], times: Times) -> None:
    """Print the table of one corpus."""
    characters = sum(len(report.text) for report in reports)
    own = times["b"] + times["c"] + times["d"]
    print(f"\n## {path.stem}: {len(reports)} reports, {characters:,} characters\n")
    print("| step | seconds | of a |\n|---|---|---|")
    for step, words in STEPS.items():
        print(f"| {step}: {words} | {times[step]:.2f} | {times[step] / times['a']:.2f} |")
    places = times["c"] + times["d"]
    print(f"| c + d | {places:.2f} | {places / times['a']:.2f} |")
    pace = f"{len(reports) / own:.1f} reports/s, {characters / own:,.0f} characters/s"
    print(f"\nb + c + d: {pace} per core")


def pace(reports: Sequence[Report], others: Sequence[Report], number: int) -> Iterator[float]:
    """Yield how many reports a second of processor time are read, pass by pass."""
    for _ in range(number):
        reader = open_reader()
        for report in others:
            extract(report, reader)
        before = time.process_time()
        for report in reports:
            extract(report, reader)
        yield len(reports) / (time.process_time() - before)


def main() -> None:
    """Read the command line and print the figures of each corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="+", metavar="CORPUS.jsonl")
    parser.add_argument("--reports", type=int, default=60, metavar="N", help="the first N")
    parser.add_argument("--passes", type=int, default=3, metavar="N")
    parser.add_argument("--whole", action="store_true", help="reports a second, all steps")
    parser.add_argument("--warm", type=int, default=40, metavar="N", help="reports read before")
    given = parser.parse_args()
    for path in given.corpora:
        lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
        known = [
            to_report(fields["text"], fields, metadata=Metadata(), name="line", address="")
            for fields in map(json.loads, lines[: given.reports + given.warm])
        ]
        reports, others = known[: given.reports], known[given.reports :]
        if given.whole:
            found = ", ".join(f"{each:.1f}" for each in pace(reports, others, given.passes))
            print(f"{path.stem}: {len(reports)} reports, {found} reports/s per core")
        else:
            show(path, reports, least(list(passes(reports, given.passes))))


if __name__ == "__main__":
    main()
