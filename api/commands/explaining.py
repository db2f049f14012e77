"""`dateline explain`: one event, its sentence, and why each of its fields has its value."""

from typing import Annotated

import typer

from api.options import DEFAULT_STORE, StoreOption
from api.terminal import progress, say, table


def explain(
    event_id: Annotated[
        str, typer.Argument(metavar="EVENT_ID", help="Id of an event, as `dateline export` has it.")
    ],
    *,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Show why an event is what it is.

    First the sentence with its parts in brackets, then each field with its value and the reason.
    """
    from api.workspace import opened_workspace
    from geo.explaining import explain as why
    from geo.explaining import find_mention
    from geo.reading.reasons import type_reasons

    with progress(is_quiet=False) as shown, opened_workspace(store, shown) as workspace:
        row = workspace.store.row(event_id)
        said = row["reports"][0]
        report = workspace.store.report(said["id"])
        mention = find_mention(row, report, workspace.extractor)
        reasons = (
            type_reasons(
                report.text, mention.trigger, workspace.language_model, workspace.trigger_model
            )
            if mention
            else None
        )
        explanation = why(row, report, mention, reasons, workspace.types)
    say(f"{row['id']}: {row['title']}")
    say(", ".join(filter(None, (said["title"], said["publisher"], said["published"], said["url"]))))
    say("")
    say(explanation.sentence)
    table(
        ("field", "value", "why"),
        [(one.field, one.value, one.why) for one in explanation.reasons],
    )
