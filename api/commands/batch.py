"""`dateline geoparse`, `dateline extract` and `dateline locate`: JSON lines in, JSON lines out."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from api.options import CountryOption, JobsOption, QuietOption
from api.terminal import complain, progress

if TYPE_CHECKING:
    from geo.batch import Answer

_IN = Annotated[Path, typer.Argument(metavar="IN", help="JSON lines; `-` for standard input.")]
_OUT = Annotated[Path, typer.Argument(metavar="OUT", help="JSON lines; `-` for standard output.")]
_STANDARD = Path("-")


def geoparse(
    source: _IN,
    target: _OUT,
    *,
    country: CountryOption = None,
    jobs: JobsOption = 1,
    quiet: QuietOption = False,
) -> None:
    """Find place names in JSON lines.

    Each line has a text and an id; each line out says what places the text names, and where
    they are. A line that cannot be read gives a line with the field `error`.
    """
    from geo.batch import geoparse_lines

    _convert(geoparse_lines, source, target, countries=country or (), jobs=jobs, is_quiet=quiet)


def extract(
    source: _IN,
    target: _OUT,
    *,
    country: CountryOption = None,
    jobs: JobsOption = 1,
    quiet: QuietOption = False,
) -> None:
    """Find events in JSON lines.

    Each line is a report with text, id, title, published, publisher, url; each line out says
    what events it tells of. A line that cannot be read gives a line with the field `error`.
    """
    from geo.batch import extract_lines

    _convert(extract_lines, source, target, countries=country or (), jobs=jobs, is_quiet=quiet)


def locate(
    source: _IN,
    target: _OUT,
    *,
    jobs: JobsOption = 1,
    quiet: QuietOption = False,
) -> None:
    """Say where given events happened in JSON lines.

    Each line has a text, an id and event_spans, the words that tell of the events; each line
    out names the places of these events in the text. A line that cannot be read gives a line
    with the field `error`.
    """
    from geo.batch import locate_lines

    _convert(locate_lines, source, target, countries=(), jobs=jobs, is_quiet=quiet)


def _convert(
    answer_lines: Callable[..., Iterator["Answer"]],
    source: Path,
    target: Path,
    *,
    countries: Iterable[str],
    jobs: int,
    is_quiet: bool,
) -> None:
    from api.workspace import Workspace, load_settings

    if source.exists() and target.exists() and source.samefile(target):
        msg = "IN and OUT are the same file"
        raise typer.BadParameter(msg)
    with ExitStack() as stack:
        lines = _opened(source, "rb", sys.stdin.buffer, stack)
        shown = stack.enter_context(progress(is_quiet=is_quiet))
        settings = load_settings()
        with closing(Workspace(settings, shown)) as workspace:
            workspace.open_gazetteer()  # once here, and not in every worker at the same time
            bias = workspace.bias(countries)
        answers = answer_lines(lines, gazetteer=settings.gazetteer, bias=bias, jobs=jobs)
        out = _opened(target, "wb", sys.stdout.buffer, stack)
        task = shown.add_task("reading", total=None)
        done = bad = 0
        for answer in answers:
            out.write(answer.text.encode() + b"\n")
            out.flush()
            done, bad = done + 1, bad + answer.is_error
            shown.advance(task)
    if bad:
        complain(f"{bad} of {done} lines could not be read; see their field 'error'")
        raise typer.Exit(1 if bad == done else 3)


def _opened(path: Path, mode: str, standard: BinaryIO, stack: ExitStack) -> Any:  # noqa: ANN401 - open() says no more
    return standard if path == _STANDARD else stack.enter_context(path.open(mode))
