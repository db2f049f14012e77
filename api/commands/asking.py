"""`dateline place` and `dateline stats`: what a name may mean, and what the store holds."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import DEFAULT_STORE, CountryOption, StoreOption, filtered
from api.terminal import progress, say, table

if TYPE_CHECKING:
    from geo.asking import Words
    from geo.columns import EventRow

_NEAREST = 3  # names offered for one that is not known
_MOST_SHOWN = 10  # candidates of a name, and values of one column


def place(
    name: Annotated[str, typer.Argument(help='A place as written, as "eastern Russia".')],
    *,
    country: CountryOption = None,
) -> None:
    """Show what places a name may mean.

    The best come first, each with the reasons for it.
    """
    from api.workspace import opened_workspace
    from geo.errors import UnknownPlace
    from geo.places.vague import candidates_of

    with progress(is_quiet=False) as shown, opened_workspace(DEFAULT_STORE, shown) as workspace:
        bias = workspace.bias(country or ())
        candidates = candidates_of(name, workspace.gazetteer, bias=bias)
        if not candidates:
            nearest = workspace.gazetteer.suggest(name, _NEAREST)
            raise UnknownPlace(name, [one.name for one in nearest])
    table(
        ("place", "lon", "lat", "within km", "score", "why"),
        [
            (
                f"{one.place.name} ({one.place.kind}, {one.place.id})",
                one.place.lon,
                one.place.lat,
                max(1, round(one.place.uncertainty_m / 1000)),
                one.score,
                "; ".join(one.reasons),
            )
            for one in candidates[:_MOST_SHOWN]
        ],
    )


@filtered
def stats(*, words: "Words", store: StoreOption = DEFAULT_STORE) -> None:
    """Count events by type, place and actor."""
    from api.workspace import opened_workspace

    with opened_workspace(store) as workspace:
        rows = list(workspace.store.find(workspace.query(words)))
        versions = list(workspace.store.reports())
    reports = sum(report["superseded_by"] is None for report in versions)
    say(f"{reports} reports in the store, {len(rows)} events that match")
    if rows:
        _show(rows)


def _show(rows: list["EventRow"]) -> None:
    days = sorted(day for row in rows for day in (row["date_start"], row["date_end"]) if day)
    say(f"without a place: {sum(row['lon'] is None for row in rows)}")
    say(f"without a date: {sum(not (row['date_start'] or row['date_end']) for row in rows)}")
    say(f"from {days[0]} to {days[-1]}" if days else "no event is dated")
    counts = {
        "type": Counter(row["type"] for row in rows),
        "modality": Counter(row["modality"] for row in rows),
        "precision": Counter(row["precision"] for row in rows),
        "country": Counter(row["country"] or "–" for row in rows),
        "actor": Counter(actor["name"] for row in rows for actor in row["actors"]),
    }
    for heading, counted in counts.items():
        if counted:
            table((heading, "events"), counted.most_common(_MOST_SHOWN))
