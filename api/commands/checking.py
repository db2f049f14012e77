"""`dateline check`: is the store whole, and does the service show what it holds?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import DEFAULT_STORE, QuietOption, StoreOption
from api.terminal import complain, say

if TYPE_CHECKING:
    from api.workspace import Workspace

if TYPE_CHECKING:
    pass


def check(
    *,
    only_digest: Annotated[
        bool,
        typer.Option(
            "--digest", help="Print one hash of all events, whatever the order of reading."
        ),
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Check the store and the serving data.

    The file must be whole, every quote must stand in its report, and what is served must be
    what the store holds.
    """
    from api.workspace import opened_workspace

    with opened_workspace(store) as workspace:
        if only_digest:
            say(workspace.store.digest())
            return
        problems = [*workspace.store.check(), *_differences(workspace)]
        events = sum(1 for _ in workspace.store.rows())
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(1)
    if not quiet:
        say(f"all is well: {events} events, every quote found, serving data equal to the store")


def _differences(workspace: "Workspace") -> Iterator[str]:
    """Yield how the serving data differs from the store; nothing where it does not."""
    import orjson

    from geo.errors import UnknownEvent
    from geo.frame import to_feature
    from geo.query import Query

    model = workspace.fresh_model()
    count = 0
    for row in workspace.store.rows():
        count += 1
        try:
            if model.feature(row["id"]) != orjson.dumps(to_feature(row)):
                yield f"event {row['id']} is not served as the store has it"
        except UnknownEvent:
            yield f"event {row['id']} is in the store but not served"
    if (served := model.count(Query())) > count:
        yield f"{served - count} events are served that the store does not have"
