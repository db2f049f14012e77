"""Write `docs/reference/event-types.md` from the tables of this folder.

python data/ontology/build_page.py
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from geo.reading.types import Crosswalk, EventType, Example, load_types

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "reference" / "event-types.md"

Names = Mapping[tuple[str, str], str]
"""What the codes of a scheme mean, by scheme and code."""


def page() -> str:
    """Return the page as Markdown."""
    types = load_types(HERE).values()
    order = list(dict.fromkeys(kind.group for kind in types))
    ranked = sorted(types, key=lambda kind: order.index(kind.group))
    groups = [(group, list(kinds)) for group, kinds in groupby(ranked, key=lambda kind: kind.group)]
    lines = [(HERE / "page_head.md").read_text(encoding="utf-8").rstrip(), "", *_overview(groups)]
    names = _names()
    for group, kinds in groups:
        lines += ["", f"## {group}"]
        for kind in kinds:
            lines += _section(kind, names)
    return "\n".join(lines) + "\n"


def _names() -> Names:
    with (HERE / "schemes.csv").open(encoding="utf-8", newline="") as file:
        return {(row["scheme"], row["code"]): row["name"] for row in csv.DictReader(file)}


def _overview(groups: list[tuple[str, list[EventType]]]) -> Iterator[str]:
    yield "| group | types |"
    yield "|---|---|"
    for group, kinds in groups:
        yield f"| {group} | {', '.join(f'`{kind.id}`' for kind in kinds)} |"


def _section(kind: EventType, names: Names) -> Iterator[str]:
    yield from ("", f"### `{kind.id}`: {kind.label}", "", kind.definition)
    yield kind.precedence
    if kind.deprecated:
        yield f"Deprecated since {kind.deprecated}; {_heir(kind)}."
    yield ""
    yield from (_example(example) for example in kind.examples)
    codes = "; ".join(_codes(kind.crosswalk, names))
    yield from ("", f"Elsewhere: {codes}." if codes else "Elsewhere: no other scheme has it.")


def _heir(kind: EventType) -> str:
    return f"`{kind.replaced_by}` is given instead" if kind.replaced_by else "nothing replaces it"


def _example(example: Example) -> str:
    if example.is_positive:
        return f"- Yes: {example.text}"
    what = f"`{example.instead}`" if example.instead else "no such event"
    return f"- No, {what}: {example.text}"


def _codes(crosswalk: Crosswalk, names: Names) -> Iterator[str]:
    if crosswalk.plover:
        mode = f" ({crosswalk.plover_mode})" if crosswalk.plover_mode else ""
        yield f"PLOVER {crosswalk.plover}{mode}"
    if crosswalk.cameo:
        yield f"CAMEO {_named('cameo', crosswalk.cameo, names)}"
    for event, pairs in groupby(crosswalk.acled, key=lambda pair: pair[0]):
        yield f"ACLED {event}: {', '.join(sub_event for _, sub_event in pairs)}"
    if crosswalk.ucdp:
        yield f"UCDP {_named('ucdp', map(str, crosswalk.ucdp), names)}"


def _named(scheme: str, codes: Iterable[str], names: Names) -> str:
    return ", ".join(f"{code} {names[scheme, code]}" for code in codes)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
