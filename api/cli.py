"""The command line `dateline`.

Exit codes: 0 all done, 1 nothing done, 2 wrong usage, 3 partly done, 130 interrupted.
"""

import sys
from typing import Annotated

import typer

from api.commands import (
    asking,
    batch,
    checking,
    evaluating,
    events,
    explaining,
    gazetteer,
    output,
    reading,
    serving,
)
from api.terminal import complain
from geo.errors import BadQuery, DatelineError, UnknownPlace

NOTHING_DONE = 1
WRONG_USAGE = 2
INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""

app = typer.Typer(
    name="dateline",
    help="Read news reports, find their events, put each in its place, and show them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version

        typer.echo(f"dateline {version('dateline')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Read news reports, find their events, put each in its place, and show them."""


app.command("read")(reading.read)
app.command("serve")(serving.serve)
app.command("map")(output.map_)
app.command("export")(output.export)
app.command("place")(asking.place)
app.command("stats")(asking.stats)
app.command("explain")(explaining.explain)
app.command("check")(checking.check)
app.command("geoparse")(batch.geoparse)
app.command("extract")(batch.extract)
app.command("locate")(batch.locate)
app.add_typer(evaluating.app, name="evaluate")
app.add_typer(events.app, name="events")
app.add_typer(gazetteer.app, name="gazetteer")


def _is_usage(error: DatelineError) -> bool:
    """Return whether the command was typed wrong; a place that is not known is an answer."""
    return isinstance(error, BadQuery) and not isinstance(error, UnknownPlace)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; errors of ours are one line each.

    Args:
        arguments: Words after the program's name; None = those of this process.
    """
    try:
        app(args=arguments, prog_name="dateline")
    except SystemExit as done:
        if done.code == INTERRUPTED:  # typer says nothing then
            complain("interrupted; what was finished is kept")
        return done.code if isinstance(done.code, int) else NOTHING_DONE
    except DatelineError as error:
        complain(error)
        return WRONG_USAGE if _is_usage(error) else NOTHING_DONE
    except OSError as error:
        complain(f"{error.filename or 'input or output'}: {error.strerror or error}")
        return NOTHING_DONE
    return 0


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
