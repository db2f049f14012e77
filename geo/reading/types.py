"""The event types: `data/ontology/types.csv`, their examples: `data/ontology/examples.csv`."""

import csv
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.errors import UnknownType
from geo.resources import data_dir

DEFAULT_STATEMENT = "statement.state"
"""A statement that is none of the narrower ones."""

_NEAREST = 3  # types offered for one that is not known


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows where a type ends.

    Attributes:
        text: The sentence.
        is_positive: Whether it tells of such an event; else it only looks alike.
        instead: The type of what it tells of instead; empty where it tells of no event.
    """

    text: str
    is_positive: bool
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What other schemes call a type; empty where a scheme has no home for it.

    Attributes:
        plover: PLOVER event type ("ASSAULT").
        plover_mode: PLOVER mode within it ("drone"); empty where none is meant.
        cameo: CAMEO root codes, two digits each, the nearest first.
        acled: Pairs of ACLED event type and sub-event type, the nearest first.
        ucdp: UCDP types of violence that such an event may count for (1 state-based,
            2 non-state, 3 one-sided).
    """

    plover: str = ""
    plover_mode: str = ""
    cameo: tuple[str, ...] = ()
    acled: tuple[tuple[str, str], ...] = ()
    ucdp: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event.

    Attributes:
        id: Dotted, stable for ever: group of means first ("strike.missile").
        label: Its name for people.
        group: The heading it is listed under.
        definition: One sentence.
        precedence: Which type it is when another fits too.
        examples: Sentences that tell of such an event, then some that only look alike.
        crosswalk: Its codes in other schemes.
        deprecated: The version from which the reader no longer gives it; empty = in use.
        replaced_by: The type that is given instead of a deprecated one; empty = none.
    """

    id: str
    label: str
    group: str
    definition: str
    precedence: str = ""
    examples: tuple[Example, ...] = ()
    crosswalk: Crosswalk = Crosswalk()
    deprecated: str = ""
    replaced_by: str = ""


def load_types(folder: Path | None = None) -> Mapping[str, EventType]:
    """Return the bundled types, or those of `folder`, by id in the table's order.

    Deprecated types are among them: events that were stored under their ids can still be found.

    Raises:
        DatelineError: the installation lacks them.
    """
    folder = folder or data_dir("ontology")
    examples = _examples(_rows(folder / "examples.csv"))
    return {
        row["id"]: _type(row, tuple(examples.get(row["id"], ())))
        for row in _rows(folder / "types.csv")
    }


def find_type(word: str, types: Mapping[str, EventType]) -> str:
    """Return the id, or first part of ids, that `word` names; labels count too.

    Raises:
        UnknownType: it names none; the message offers the nearest.
    """
    wanted = " ".join(word.split()).casefold()
    labels = {kind.label.casefold(): kind.id for kind in types.values()}
    known = {
        **labels,
        **{kind: kind for kind in types},
        **{kind.partition(".")[0]: kind.partition(".")[0] for kind in types},
    }
    if wanted not in known:
        raise UnknownType(word, difflib.get_close_matches(wanted, known, n=_NEAREST))
    return known[wanted]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _examples(rows: Iterable[dict[str, str]]) -> Mapping[str, list[Example]]:
    """Return the examples of each type, the positive ones first."""
    found: dict[str, list[Example]] = defaultdict(list)
    for row in rows:
        example = Example(row["text"], row["is_example"] == "yes", row["instead"])
        found[row["type"]].append(example)
    for examples in found.values():
        examples.sort(key=lambda example: not example.is_positive)
    return found


def _type(row: dict[str, str], examples: tuple[Example, ...]) -> EventType:
    return EventType(
        id=row["id"],
        label=row["label"],
        group=row["group"],
        definition=row["definition"],
        precedence=row["precedence"],
        examples=examples,
        crosswalk=Crosswalk(
            plover=row["plover"],
            plover_mode=row["plover_mode"],
            cameo=_codes(row["cameo"]),
            acled=tuple(_pair(pair) for pair in _codes(row["acled"])),
            ucdp=tuple(int(code) for code in _codes(row["ucdp"])),
        ),
        deprecated=row["deprecated"],
        replaced_by=row["replaced_by"],
    )


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _pair(code: str) -> tuple[str, str]:
    event, _, sub_event = code.partition(": ")
    return event, sub_event
