"""The row of an event that several reports tell of, made of what each of them says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from geo.columns import VOLATILE_COLUMNS, EventRow
from geo.merging.clusters import Link
from geo.merging.sketch import Sketch, is_same_text
from geo.query import fold
from geo.terms import Precision

_UNDATED = "9999-99-99"
_FINENESS = {precision.value: rank for rank, precision in enumerate(Precision)}
_EXACTNESS = ("day", "range", "month", "open", "year", "unknown")

Item = dict[str, Any]


def event_id_of(rows: Iterable[EventRow]) -> str:
    """Return the id of the event that these rows tell of: that of the one published first.

    What comes later does not change it, so that links to an event last.
    """
    return min(rows, key=_age)["id"]


def bare(row: EventRow) -> EventRow:
    """Return the row of an event of one report without what others added: what was read."""
    source = {**row["reports"][0], "why": [], "same_text_as": None}
    return cast("EventRow", {**row, "reports": [source], "related": []})


def merged_row(
    rows: Sequence[EventRow],
    *,
    links: Iterable[Link] = (),
    related: Sequence[Item] = (),
    sketches: Mapping[str, Sketch] | None = None,
) -> EventRow:
    """Return the row of one event.

    Args:
        rows: What each report says, one or more, in any order, each as it was read.
        links: What brought them together.
        related: What goes into the column `related`.
        sketches: Of the reports' texts by report id; one that is missing is like no other.

    Returns:
        The fields of the fullest telling, with the actors, places, numbers and speakers that
        only others name; these carry the `report_id` in whose text their span lies.
    """
    lead = min(rows, key=_poverty)
    others = sorted((row for row in rows if row is not lead), key=_age)
    told = [lead, *others]
    why = _reasons(links, lead["id"])
    sources = _sources(told, why, sketches or {})
    row: dict[str, Any] = {**lead}
    row["id"] = event_id_of(rows)
    for name, key in _UNITED.items():
        row[name] = _united(told, name, key)
    row["actor_ids"] = _unique(actor["id"] for actor in row["actors"])
    row["countries"] = _unique(actor["country"] for actor in row["actors"])
    row["reports"] = sources
    row["report_count"] = len({source["id"] for source in sources})
    row["publisher_count"] = _publisher_count(sources)
    row["related"] = list(related)
    row["confidence"] = max(one["confidence"] for one in rows)
    for name in VOLATILE_COLUMNS:
        row[name] = max(cast("Item", one)[name] for one in rows)
    return cast("EventRow", row)


def _age(row: EventRow) -> tuple[str, str]:
    return row["reports"][0].get("published") or _UNDATED, row["id"]


def _poverty(row: EventRow) -> tuple[Any, ...]:
    """Return what is least for the row that says most, and most exactly."""
    details = len(row["actors"]) + len(row["quantities"]) + len(row["places"])
    exactness = {name: rank for rank, name in enumerate(_EXACTNESS)}
    return (
        _FINENESS.get(row["precision"], len(_FINENESS)),
        exactness.get(row["date_precision"], len(exactness)),
        -details,
        -row["confidence"],
        *_age(row),
    )


_UNITED = {
    "actors": lambda one: (one["id"], one["role"]),
    "places": lambda one: (one["place_id"], one["role"]),
    "quantities": lambda one: (one["kind"], one["unit"], one["subject"], one["part_of"]),
    "attribution": lambda one: one["actor_id"] or fold(one["name"]),
}
"""Columns to which further reports add, and what tells that they say nothing new."""


def _united(told: Sequence[EventRow], name: str, key: Any) -> list[Item]:  # noqa: ANN401 - see _UNITED
    first, *others = told
    items: list[Item] = list(cast("Item", first)[name])
    known = {key(item) for item in items}
    for row in others:
        fresh = [
            {**item, "report_id": row["reports"][0]["id"]}
            for item in cast("Item", row)[name]
            if key(item) not in known and _is_known(item)
        ]
        items += fresh
        known |= {key(item) for item in fresh}
    return items


def _is_known(item: Item) -> bool:
    """Return whether an item is more than a word: a place that was resolved, a known actor."""
    return item.get("place_id", "?") is not None and not str(item.get("id")).startswith("name:")


def _unique(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _reasons(links: Iterable[Link], lead: str) -> dict[str, list[str]]:
    """Return for each telling but the leading one why it belongs: its link towards that one."""
    found: dict[str, list[str]] = {}
    waiting = list(links)
    reached = {lead}
    while waiting:
        step = [link for link in waiting if {link.one, link.other} & reached]
        if not step:
            break
        for link in step:
            fresh = {link.one, link.other} - reached
            found.update({name: list(link.reasons) for name in fresh})
            reached |= fresh
        waiting = [link for link in waiting if link not in step]
    return found


def _sources(
    told: Sequence[EventRow], why: Mapping[str, list[str]], sketches: Mapping[str, Sketch]
) -> list[Item]:
    sources: list[Item] = []
    for row in told:
        source = row["reports"][0]
        mine = sketches.get(source["id"], ())
        copied = (
            earlier["id"]
            for earlier in sources
            if earlier["id"] != source["id"] and is_same_text(mine, sketches.get(earlier["id"], ()))
        )
        sources.append(
            {**source, "why": why.get(row["id"], []), "same_text_as": next(copied, None)}
        )
    return sources


def _publisher_count(sources: Iterable[Item]) -> int:
    """Count publishers, each once; all that carry one text are one, and so are all unnamed."""
    group_of: dict[str, str] = {}

    def root(name: str) -> str:
        while group_of.setdefault(name, name) != name:
            name = group_of[name]
        return name

    for source in sources:
        report = f"report {source['id']}"
        group_of[root(report)] = root(f"publisher {fold(source['publisher']).strip()}")
        if source["same_text_as"]:
            group_of[root(report)] = root(f"report {source['same_text_as']}")
    return len({root(name) for name in list(group_of)})
