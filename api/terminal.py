"""What the command line says: lines, tables and progress, safe whatever a report holds."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

_FILE_WIDTH = 160  # characters of a table that goes into a file or pipe

if TYPE_CHECKING:
    from rich.console import JustifyMethod
    from rich.progress import Progress


def plain(text: object) -> str:
    """Return `text` with what a terminal would obey (escape sequences, ...) made visible."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(text)
    )


def say(text: object) -> None:
    """Print one line to standard output."""
    typer.echo(plain(text))


def complain(text: object) -> None:
    """Print one line to standard error, after the program's name."""
    typer.echo(f"dateline: {plain(text)}", err=True)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table to standard output; numbers stand to the right, words wrap."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD)
    cells = [list(row) for row in rows]
    for number, heading in enumerate(headings):
        is_number = bool(cells) and all(isinstance(row[number], int | float) for row in cells)
        side: JustifyMethod = "right" if is_number else "left"
        shown.add_column(heading, justify=side, no_wrap=is_number, overflow="fold")
    for row in cells:
        shown.add_row(*(Text(_cell(value)) for value in row))
    console = Console()
    console.print(shown, width=console.width if console.is_terminal else _FILE_WIDTH)


@contextmanager
def progress(*, is_quiet: bool) -> Iterator["Progress"]:
    """Show progress on standard error while the block runs, if that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    is_shown = console.is_terminal and not is_quiet
    with Progress(*columns, console=console, disable=not is_shown, transient=True) as shown:
        yield shown


def _cell(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else plain(value)
