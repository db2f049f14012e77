"""`dateline evaluate`: how right the readings are, against annotated reports."""

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.options import DEFAULT_STORE, CountryOption, QuietOption
from api.terminal import progress, say, table

if TYPE_CHECKING:
    from geo.evaluation import Scores

app = typer.Typer(
    help="Score readings against annotated reports.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def _evaluate() -> None:
    """Score readings against annotated reports."""


@app.command("places")
def places(
    corpus: Annotated[
        Path, typer.Argument(metavar="CORPUS.jsonl", help="Annotated reports, JSON lines.")
    ],
    *,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", metavar="FILE", help="Write every error to it, JSON lines."),
    ] = None,
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
    from geo.evaluation import evaluate_places, total

    reports = list(_reports(corpus))
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


def _reports(corpus: Path) -> Iterator[dict[str, Any]]:
    """Yield the reports of a corpus.

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
                    spans = [(name["start"], name["end"]) for name in report["toponyms"]]
                    is_whole = isinstance(report["text"], str) and _are_spans(spans)
                except (ValueError, KeyError, TypeError) as error:
                    raise BadReport(where, f"no annotated report: {error}") from error
                if not is_whole:
                    raise BadReport(where, "its text or offsets are not such")
                yield report


def _are_spans(spans: Iterable[tuple[Any, Any]]) -> bool:
    return all(
        isinstance(start, int) and isinstance(end, int) and 0 <= start < end for start, end in spans
    )


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
