"""`dateline gazetteer`: places of the user's own beside those that come with Dateline."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import QuietOption
from api.terminal import complain, progress, say, table

if TYPE_CHECKING:
    from geo.places.added import AddedPlaces, Source

app = typer.Typer(
    help="Add places from GeoNames dumps or Who's On First GeoJSON; list, verify, remove them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_PARTLY_DONE = 3


def _added() -> "AddedPlaces":
    from geo.places.added import AddedPlaces, default_path

    return AddedPlaces(default_path())


@app.command("add")
def add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="GeoNames tables or GeoJSON, zipped or not."),
    ],
    *,
    name: Annotated[
        str, typer.Option("--name", help="What to call it; the file's name unless said.")
    ] = "",
    origin: Annotated[str, typer.Option("--origin", help="Where it comes from.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Its licence.")] = "",
    quiet: QuietOption = False,
) -> None:
    """Add the places and names of a file; run again after an interruption, it goes on.

    A country file or allCountries.txt of GeoNames, its alternateNamesV2.txt, or GeoJSON as Who's
    On First writes it. Rows that cannot be read are counted (exit code 3).
    """
    if name and len(files) > 1:
        msg = "--name is for one file"
        raise typer.BadParameter(msg)
    added = _added()
    unread = 0
    for file in files:
        source = _add_one(added, file, name, origin, licence, is_quiet=quiet)
        unread += source.unread
        if not quiet:
            say(f"{source.name}: {source.places:,} places, {source.names:,} names")
        if source.unread:
            complain(f"{source.name}: {source.unread:,} rows could not be read")
    if unread:
        raise typer.Exit(_PARTLY_DONE)


def _add_one(
    added: "AddedPlaces", file: Path, name: str, origin: str, licence: str, *, is_quiet: bool
) -> "Source":
    from geo.places.dumps import size_of

    with progress(is_quiet=is_quiet) as shown:
        task = shown.add_task(f"{file.name} (MB)", total=(size_of(file) >> 20) + 1)
        return added.add(
            file,
            name=name,
            origin=origin,
            licence=licence,
            told=lambda done: shown.update(task, completed=done >> 20),
        )


@app.command("list")
def list_() -> None:
    """List what was added."""
    rows = [
        (
            source.name,
            source.kind if source.is_complete else f"{source.kind}, incomplete",
            source.places,
            source.names,
            source.origin,
            source.licence,
            source.added,
        )
        for source in _added().sources()
    ]
    if not rows:
        say("nothing was added; `dateline gazetteer add FILE` does so")
        return
    table(("name", "kind", "places", "names", "origin", "licence", "added"), rows)


@app.command("verify")
def verify() -> None:
    """Check that what was added is whole (exit code 1 where it is not)."""
    added = _added()
    problems = list(added.verify())
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(1)
    say(f"all is well: {len(added.sources())} sources")


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="As `dateline gazetteer list` has it.")],
) -> None:
    """Take out a source with all its places and names."""
    source = _added().remove(name)
    say(f"{source.name}: {source.places:,} places and {source.names:,} names removed")
