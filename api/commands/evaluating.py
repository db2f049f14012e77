"""`dateline evaluate`: how right the readings are, against annotated reports."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.options import DEFAULT_STORE, CountryOption, QuietOption
from api.terminal import progress, say, table

if TYPE_CHECKING:
    from geo.evaluation.events import EventScores
    from geo.evaluation.places import Scores

_CorpusArgument = Annotated[
    Path, typer.Argument(metavar="CORPUS.jsonl", help="Annotated reports, JSON lines.")
]
_ErrorsOption = Annotated[
    Path | None,
    typer.Option("--errors", metavar="FILE", help="Write every error to it, JSON lines."),
]

app = typer.Typer(
    help="Score readings against annotated reports.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def _evaluate() -> None:
    """Score readings against annotated reports."""


@app.command("places")
def places(
    corpus: _CorpusArgument,
    *,
    errors: _ErrorsOption = None,
    gold_spans: Annotated[
        bool, typer.Option("--gold-spans", help="Take the annotated names, ask for places only.")
    ] = False,
    drop_kind: Annotated[
        list[str] | None,
        typer.Option("--drop-kind", metavar="KIND", help="Leave names of this kind out."),
    ] = None,
    country: CountryOption = None,
    quiet: QuietOption = False,
) -> None:
    """Score place names: found, and put where they are.

    The corpus holds `id`, `text` and `toponyms` with `start`, `end`, `lat`, `lon`.
    """
    from api.workspace import opened_workspace
    from geo.evaluation.places import evaluate_places, total

    reports = list(_reports(corpus, "toponyms", _spans_of_names))
    with progress(is_quiet=quiet) as shown, opened_workspace(DEFAULT_STORE, shown) as workspace:
        task = shown.add_task("reading", total=len(reports))
        scored: list[Scores] = []
        with errors.open("w", encoding="utf-8") if errors else nullcontext() as out:
            for scores, wrong in evaluate_places(
                reports,
                workspace.reader,
                workspace.gazetteer,
                has_gold_spans=gold_spans,
                without_kinds=drop_kind or (),
                bias=workspace.bias(country or ()),
            ):
                scored.append(scores)
                if out:
                    out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in wrong)
                shown.advance(task)
    _show(total(scored), len(reports))


@app.command("events")
def events(
    corpus: _CorpusArgument,
    *,
    errors: _ErrorsOption = None,
    country: CountryOption = None,
    quiet: QuietOption = False,
) -> None:
    """Score events: found, of the right type, and rightly described.

    The corpus holds `id`, `text`, `published` and `events` with `type`, `span` and what else is
    annotated, as data/corpora/SOURCE.md says.
    """
    from dataclasses import replace

    from api.workspace import opened_workspace
    from geo.evaluation.events import EventScores, evaluate_events

    reports = list(_reports(corpus, "events", _spans_of_events))
    whole = EventScores()
    with progress(is_quiet=quiet) as shown, opened_workspace(DEFAULT_STORE, shown) as workspace:
        task = shown.add_task("reading", total=len(reports))
        reader = replace(workspace.reader, bias=workspace.bias(country or ()))
        with errors.open("w", encoding="utf-8") if errors else nullcontext() as out:
            for scores, wrong in evaluate_events(reports, reader):
                whole.add(scores)
                if out:
                    out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in wrong)
                shown.advance(task)
    _show_events(whole, len(reports))


def _reports(
    corpus: Path, member: str, spans_of: Callable[[Any], list[tuple[Any, Any]]]
) -> Iterator[dict[str, Any]]:
    """Yield the reports of a corpus.

    Args:
        corpus: The file.
        member: What its reports must have.
        spans_of: Gives the spans among that, which must be such.

    Raises:
        BadReport: a line is no annotated report; the message names it.
    """
    from geo.errors import BadReport

    with corpus.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                where = f"{corpus}:{number}"
                try:
                    report = json.loads(line)
                    spans = spans_of(report[member])
                    is_whole = isinstance(report["text"], str) and _are_spans(spans)
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise BadReport(where, f"no annotated report: {error}") from error
                if not is_whole:
                    raise BadReport(where, "its text or offsets are not such")
                yield report


def _spans_of_names(names: Iterable[Mapping[str, Any]]) -> list[tuple[Any, Any]]:
    return [(name["start"], name["end"]) for name in names]


def _spans_of_events(found: Iterable[Mapping[str, Any]]) -> list[tuple[Any, Any]]:
    """Return the spans of annotated events, each of which must have a type."""
    return _spans_of_names(event["span"] for event in found if event["type"].strip())


def _are_spans(spans: Iterable[tuple[Any, Any]]) -> bool:
    return all(
        isinstance(start, int) and isinstance(end, int) and 0 <= start < end for start, end in spans
    )


def _show_events(scores: "EventScores", reports: int) -> None:
    counts = scores.lenient
    say(
        f"{reports} reports, {counts['hits'] + counts['missed']} core events annotated; "
        f"{counts['hits'] + counts['spurious'] + counts['ignored']} events of ours, "
        f"{counts['ignored']} of them background"
    )
    table(
        ("events", *_MATCHED, "twice"),
        [
            ("lenient", *_outcome(scores.lenient), scores.lenient["duplicates"]),
            ("strict", *_outcome(scores.strict), scores.strict["duplicates"]),
        ],
    )
    table(
        (f"on the {counts['hits']} right ones", "value"),
        [(name, f"{value:.3f}") for name, value in scores.figures().items()],
    )
    table(
        ("types", *_MATCHED),
        [(name, *_outcome(found)) for name, found in sorted(scores.groups.items())],
    )


_MATCHED = ("precision", "recall", "F1", "right", "missed", "spurious")


def _outcome(counts: Mapping[str, int]) -> tuple[object, ...]:
    """Return the cells under `_MATCHED`."""
    from geo.evaluation.events import precision_recall_f1

    figures = (f"{value:.3f}" for value in precision_recall_f1(counts))
    return (*figures, *(counts.get(name, 0) for name in ("hits", "missed", "spurious")))


def _show(scores: "Scores", reports: int) -> None:
    counts = scores.counts
    say(
        f"{reports} reports, {counts['gold']} annotated names, {counts['placed']} with "
        f"coordinates; {counts['system']} names of ours"
    )
    figures = scores.figures()
    table(("figure", "value"), [(name, f"{value:.3f}") for name, value in figures.items()])
    table(
        ("confidence from", "places", "right"),
        [(f"{low:.1f}", number, f"{right:.3f}") for low, number, right in scores.reliability()],
    )
