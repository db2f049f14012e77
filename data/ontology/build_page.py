"""Write `docs/reference/event-types.md` from the tables of this folder.

python data/ontology/build_page.py
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from geo.reading.types import EventType, load_types

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "reference" / "event-types.md"


def page() -> str:
    """Return the page as Markdown."""
    types = load_types(HERE).values()
    parts = [(HERE / "page_head.md").read_text(encoding="utf-8")]
    order = list(dict.fromkeys(kind.group for kind in types))
    ranked = sorted(types, key=lambda kind: order.index(kind.group))
    for group, kinds in groupby(ranked, key=lambda kind: kind.group):
        parts.append("\n".join(_section(group, list(kinds))))
    return "\n".join(parts)


def _section(group: str, kinds: list[EventType]) -> Iterator[str]:
    yield f"## {group}\n"
    yield "| id | label | means | for example | but not | PLOVER | CAMEO | ACLED | UCDP |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for kind in kinds:
        codes = ", ".join(map(str, kind.ucdp))
        acled = "; ".join(kind.acled)
        yield (
            f"| `{kind.id}` | {kind.label} | {kind.definition} | {kind.example} "
            f"| {kind.counterexample} | {kind.plover} | {kind.cameo} | {acled} | {codes} |"
        )
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
