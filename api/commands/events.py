"""`dateline events`: which tellings are one event, and what a person says about that."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.options import DEFAULT_STORE, QuietOption, StoreOption
from api.terminal import say

if TYPE_CHECKING:
    from geo.columns import EventRow
    from geo.store.geopackage import GeoPackageStore

app = typer.Typer(
    help="Show which reports tell of an event and why; merge events, and take them apart.",
    no_args_is_help=True,
)

_EventId = Annotated[
    str, typer.Argument(metavar="ID", help="Id of an event, or a telling_id of one of its reports.")
]


@app.command()
def show(event_id: _EventId, *, store: StoreOption = DEFAULT_STORE) -> None:
    """Show which reports tell of an event, why, and what contradicts it."""
    from api.workspace import opened_workspace

    with opened_workspace(store) as workspace:
        _show(workspace.store.row(workspace.store.event_of(event_id)))


@app.command()
def merge(
    one: _EventId,
    other: _EventId,
    *,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Let two events be one.

    Nothing that was read is changed: `dateline events split` takes it back.
    """
    with _opened(store) as kept:
        row = kept.row(kept.merge(one, other))
    if not quiet:
        _show(row)


@app.command()
def split(
    event_id: _EventId, *, store: StoreOption = DEFAULT_STORE, quiet: QuietOption = False
) -> None:
    """Take an event apart.

    A merge by hand is taken back. An event that was merged because its reports agree becomes one
    event for each report, and stays so until `dateline events merge` joins them again. The
    telling_id of a further report takes out what that report tells alone.
    """
    with _opened(store) as kept:
        rows = [kept.row(name) for name in kept.split(event_id)]
    if not quiet:
        for row in rows:
            _show(row)


def _opened(store: Path) -> "GeoPackageStore":
    """Return the store to be written; unlike reading, deciding makes no new one."""
    from geo.store.geopackage import GeoPackageStore

    GeoPackageStore(store, is_read_only=True).close()
    return GeoPackageStore(store)


def _show(row: "EventRow") -> None:
    counts = f"reports: {row['report_count']}, publishers: {row['publisher_count']}"
    say(f"{row['id']}  {row['type']}  {row['date_edtf'] or 'undated'}  {row['title']}")
    say(f"  {counts}")
    for source in row["reports"]:
        say(f"  {source.get('telling_id', '')}  {_source(source)}")
    for other in row["related"]:
        say(f"  related to {other['id']}: {'; '.join(other['why'])}")


def _source(source: dict[str, Any]) -> str:
    """Return who published a report and when, and why it belongs to the event."""
    about = (source["publisher"] or "no publisher", source["published"] or "undated")
    copied = "nearly the same text as another" if source.get("same_text_as") else ""
    why = "; ".join(filter(None, (*source.get("why", ()), copied)))
    return ", ".join(about) + (f": {why}" if why else "")
