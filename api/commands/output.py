"""`dateline map` and `dateline export`: events out of the store into files."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import DEFAULT_STORE, QuietOption, StoreOption, filtered
from api.terminal import progress, say

if TYPE_CHECKING:
    from geo.asking import Words

_STANDARD = Path("-")


@filtered
def map_(
    target: Annotated[Path, typer.Argument(metavar="OUT.html", help="The file to write.")],
    *,
    words: "Words",
    title: Annotated[str, typer.Option("--title", help="The page's heading.")] = "Dateline",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Write a map that works offline.

    It is one HTML file, with the events that match and all it needs to show them.
    """
    from api.workspace import opened_workspace
    from maps.page import map_page

    with progress(is_quiet=quiet) as shown, opened_workspace(store, shown) as workspace:
        data = workspace.map_data(workspace.store.find(workspace.query(words)))
    page = map_page(data, title=title)
    target.write_bytes(page.encode("utf-8", "replace"))
    _report(target, data["meta"]["count"], is_quiet=quiet)


@filtered
def export(
    target: Annotated[
        Path, typer.Argument(metavar="OUT", help="The file to write; `-` for standard output.")
    ],
    *,
    words: "Words",
    form: Annotated[
        str,
        typer.Option("--format", metavar="NAME", help="Format; without it the suffix decides."),
    ] = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Write events as GeoJSON, GeoPackage, CSV, ...

    The suffix of OUT names the format: .geojson .geojsonl .csv .gpkg .parquet .fgb .kml
    """
    from api.workspace import opened_workspace
    from geo.export import export as write

    format_name = form or ("geojson" if target == _STANDARD else None)
    with (
        progress(is_quiet=quiet) as shown,
        opened_workspace(store, shown) as workspace,
        tempfile.TemporaryDirectory(prefix="dateline-") as folder,
    ):
        rows = list(workspace.store.find(workspace.query(words)))
        footprints = workspace.store.footprints({row["place_id"] for row in rows})
        file = Path(folder) / "events" if target == _STANDARD else target
        write(rows, file, footprints=footprints, format_name=format_name)
        if target == _STANDARD:
            with file.open("rb") as written:
                shutil.copyfileobj(written, sys.stdout.buffer)
    _report(target, len(rows), is_quiet=quiet)


def _report(target: Path, count: int, *, is_quiet: bool) -> None:
    if not is_quiet and target != _STANDARD:
        say(f"{target}: {count} events")
