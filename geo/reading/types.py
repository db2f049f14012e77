"""The event types: `data/ontology/types.csv`."""

import csv
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.errors import UnknownType
from geo.resources import data_dir

DEFAULT_STATEMENT = "statement.state"
"""A statement that is none of the narrower ones."""

_NEAREST = 3  # types offered for one that is not known


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event.

    Attributes:
        id: Dotted, stable for ever: group of means first ("strike.missile").
        label: Its name for people.
        group: The heading it is listed under.
        definition: One sentence.
        example: A sentence that tells of such an event.
        counterexample: A sentence that does not, though it looks alike.
        plover: Nearest PLOVER 2021 type and mode ("ASSAULT/drone"); empty where there is none.
        cameo: CAMEO root code, two digits; empty where none fits.
        acled: ACLED event type and sub-event types; empty where none fits.
        ucdp: UCDP types of violence it may belong to (1 state-based, 2 non-state, 3 one-sided).
    """

    id: str
    label: str
    group: str
    definition: str
    example: str
    counterexample: str
    plover: str = ""
    cameo: str = ""
    acled: tuple[str, ...] = ()
    ucdp: tuple[int, ...] = ()


def load_types(folder: Path | None = None) -> Mapping[str, EventType]:
    """Return the bundled types, or those of `folder`, by id in the table's order.

    Raises:
        DatelineError: the installation lacks them.
    """
    folder = folder or data_dir("ontology")
    with (folder / "types.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: _type(row) for row in csv.DictReader(file)}


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


def _type(row: dict[str, str]) -> EventType:
    return EventType(
        id=row["id"],
        label=row["label"],
        group=row["group"],
        definition=row["definition"],
        example=row["example"],
        counterexample=row["counterexample"],
        plover=row["plover"],
        cameo=row["cameo"],
        acled=tuple(filter(None, row["acled"].split("|"))),
        ucdp=tuple(int(code) for code in row["ucdp"].split("|") if code),
    )
