"""The options that commands share, and how the filters among them reach a command."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

StoreOption = Annotated[
    Path,
    typer.Option(
        "--store",
        metavar="FILE",
        envvar="DATELINE_STORE",
        help="The GeoPackage that holds reports and events.",
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")
]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes that read.")
]

CountryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--country",
        metavar="NAME",
        help="Country or region where places are expected: ISO code, id or name; may be repeated.",
    ),
]

DEFAULT_STORE = Path("dateline.gpkg")

_FROM = typer.Option("--from", metavar="DAY", help="First day wanted, as 2024-10-17.")
_TO = typer.Option("--to", metavar="DAY", help="Last day wanted, included.")
_BBOX = typer.Option("--bbox", metavar="W,S,E,N", help="Box in degrees: west, south, east, north.")
_ACTOR = typer.Option(
    "--actor", metavar="NAME", help="Id, name or alias of an actor; repeat for alternatives."
)
_REGION = typer.Option(
    "--region",
    metavar="NAME",
    help="ISO code, id or name of a country, division or macro-region; repeat for alternatives.",
)
_COVERAGE = typer.Option(
    "--coverage",
    metavar="SHARE",
    help="Least share of a place, above 0 to 1, that the regions together cover, as 0.5; finds "
    "also what lies only partly in them. Without it: what belongs to a region.",
)
_TYPE = typer.Option(
    "--type", metavar="TYPE", help="Event type or its first part; repeat for alternatives."
)
_TEXT = typer.Option(
    "--text", metavar="WORDS", help="Words that must all occur in title, quote, place or actors."
)

_FILTERS = {
    "start": Annotated[str, _FROM],
    "end": Annotated[str, _TO],
    "bbox": Annotated[str, _BBOX],
    "actors": Annotated[list[str], _ACTOR],
    "regions": Annotated[list[str], _REGION],
    "coverage": Annotated[str, _COVERAGE],
    "types": Annotated[list[str], _TYPE],
    "text": Annotated[str, _TEXT],
}
"""The filter options by the field of `geo.asking.Words` that each fills."""


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that has the filter options in place of its parameter `words`."""

    def run(**options: Any) -> None:  # noqa: ANN401 - whatever the command's options are
        from geo.asking import Words

        given = {name: options.pop(name) for name in _FILTERS}
        lists = {name: tuple(given[name]) for name in ("actors", "regions", "types")}
        command(words=Words(**{**given, **lists}), **options)

    # `words` is annotated with a name that is imported for type checkers alone.
    hints = get_type_hints(command, localns={"Words": object}, include_extras=True)
    own = [
        one.replace(annotation=hints[one.name])
        for one in inspect.signature(command).parameters.values()
        if one.name != "words"
    ]
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=[] if name in {"actors", "regions", "types"} else "",
            annotation=annotation,
        )
        for name, annotation in _FILTERS.items()
    ]
    # Typer looks at the signature and at the annotations of what it is given.
    run.__signature__ = inspect.Signature(own + shared)  # type: ignore[attr-defined] # see above
    run.__annotations__ = {one.name: one.annotation for one in own + shared}
    run.__doc__ = command.__doc__
    return run
