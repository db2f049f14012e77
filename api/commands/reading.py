"""`dateline read`: reports into the store."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import DEFAULT_STORE, CountryOption, QuietOption, StoreOption
from api.terminal import complain, progress, say

if TYPE_CHECKING:
    from api.workspace import Workspace
    from geo.model import Event, Report
    from geo.reading.loading import Loaded
    from geo.store.geopackage import GeoPackageStore


@dataclass(slots=True)
class _Tally:
    """What became of the reports so far."""

    read: int = 0
    known: int = 0
    failed: int = 0
    undated: int = 0
    events: int = 0
    unlocated: int = 0

    @property
    def exit_code(self) -> int:
        """0 all done, 1 nothing done, 3 partly done."""
        if not self.failed:
            return 0
        return 3 if self.read or self.known else 1

    def __str__(self) -> str:
        return (
            f"reports: {self.read} read, {self.known} known already, {self.failed} failed, "
            f"{self.undated} read without a publication date; "
            f"events: {self.events}, of them {self.unlocated} without a place"
        )


def read(  # noqa: PLR0913 - one for each option of the command
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Text, Markdown, HTML, JSON or JSONL reports; files, folders, `-`.",
        ),
    ],
    *,
    published: Annotated[
        str,
        typer.Option(
            "--published", metavar="DAY", help="Day of publication, where a report says none."
        ),
    ] = "",
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="NAME", help="Who published it, likewise.")
    ] = "",
    url: Annotated[
        str, typer.Option("--url", metavar="URL", help="Where it was published, likewise.")
    ] = "",
    country: CountryOption = None,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Read reports into the store.

    What was read before is passed over; a new text of a known address replaces the old one.
    """
    from api.workspace import opened_workspace
    from geo.query import parse_day
    from geo.reading.loading import Metadata, count_reports, load_reports
    from geo.store.geopackage import GeoPackageStore

    metadata = Metadata(parse_day(published) if published else None, publisher, url)
    tally = _Tally()
    with (
        progress(is_quiet=quiet) as shown,
        opened_workspace(store, shown) as workspace,
        GeoPackageStore(store) as kept,
    ):
        task = shown.add_task("reading", total=count_reports(paths))
        bias = workspace.bias(country or ())
        for loaded in load_reports(paths, metadata):
            _keep(loaded, workspace, kept, tally, bias)
            shown.advance(task)
        usage = workspace.llm_usage
    if not quiet:
        say(tally)
        if usage:
            say(usage)
    raise typer.Exit(tally.exit_code)


def _keep(
    loaded: "Loaded",
    workspace: "Workspace",
    kept: "GeoPackageStore",
    tally: _Tally,
    bias: frozenset[str],
) -> None:
    """Read one report into the store, or say why it cannot be read."""
    from geo.errors import BadReport

    if isinstance(loaded, BadReport):
        complain(loaded)
        tally.failed += 1
        return
    if kept.has(loaded.id):
        tally.known += 1
        return
    events = _events(loaded, workspace, bias)
    if events is None:
        tally.failed += 1
        return
    tally.events += kept.add(loaded, events)
    tally.unlocated += sum(event.main_place is None for event in events)
    tally.undated += loaded.published is None
    tally.read += 1


def _events(report: "Report", workspace: "Workspace", bias: frozenset[str]) -> "list[Event] | None":
    """Return the events of a report, None where it cannot be read, which is said."""
    from geo.batch import READING_ERRORS

    reader = workspace.reader  # what it raises concerns all reports, not this one
    try:
        return reader.events(report, bias=bias)
    except READING_ERRORS as error:
        name, fault = report.key or report.id, type(error).__name__
        complain(f"report {name} cannot be read: {fault}: {error}")
        return None
