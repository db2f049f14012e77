"""Somebody met in a report, whatever role they have where."""

import re
from dataclasses import dataclass

from geo.model import Actor, ActorRole, Span
from geo.reading.actors import ActorEntry

UNKNOWN = "name:"
"""What the ids of those begin with whom the registry does not know."""

_SLUG = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody met in the report.

    Attributes:
        id: The registry's id; for one it does not know, `name:` and the name with hyphens.
        country: ISO 3166-1 alpha-3, `IGO`, None where the text does not say.
        is_person: True for one person by name.
        is_plain: True for one known only by a common noun ("three gunmen").
    """

    id: str
    name: str
    country: str | None = None
    sector: str = ""
    parents: tuple[str, ...] = ()
    kind: str = ""
    is_person: bool = False
    is_plain: bool = False

    @property
    def is_unknown(self) -> bool:
        """True where the registry does not know them."""
        return self.id.startswith(UNKNOWN)

    def as_actor(self, role: ActorRole, span: Span | None = None) -> Actor:
        """Return the figure in a role for one event."""
        return Actor(self.id, self.name, role, self.country, self.sector, self.parents, span)


def figure_of(entry: ActorEntry) -> Figure:
    """Return an actor of the registry as somebody met in a report."""
    return Figure(
        id=entry.id,
        name=entry.name,
        country=entry.country,
        sector=entry.sector,
        parents=entry.parents,
        kind=entry.kind,
        is_person=entry.is_person,
    )


def unknown(
    name: str,
    office: ActorEntry | None = None,
    *,
    sector: str = "",
    is_person: bool = False,
    is_plain: bool = False,
) -> Figure:
    """Return somebody the registry does not know, by the report's words.

    Args:
        name: The words.
        office: The state or body that the words around say they belong to, None where unsaid.
        sector: Used where the office has none.
        is_person: Whether the words are the name of one person.
        is_plain: Whether they are a common noun.
    """
    return Figure(
        id=f"{UNKNOWN}{_SLUG.sub('-', name.casefold()).strip('-')}",
        name=name,
        country=office.country if office else None,
        sector=(office.sector if office else "") or sector,
        parents=(office.id, *office.parents) if office else (),
        is_person=is_person,
        is_plain=is_plain,
    )
