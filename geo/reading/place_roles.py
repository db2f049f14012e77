"""What a place is to an event: where it happened, where it led, whence it came.

Learned weights decide (`data/ontology/place_role_weights.csv`) over the type of the event, its
word, and the preposition before the place: "flown from Bosaso to Darfur".
"""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from geo.model import Role
from geo.reading.attachment import preposition_of
from geo.reading.syntax import ancestors, lemma
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.triggers import Trigger


@cache
def _weights() -> Weights:
    return load_weights(data_dir("ontology") / "place_role_weights.csv")


def role_of(token: "Token | None", trigger: "Trigger") -> Role:
    """Return the role of a place of an event.

    Args:
        token: The main word of its name; None where only an earlier sentence names it.
        trigger: The event.

    Raises:
        DatelineError: the installation lacks its data.
    """
    return Role(_weights().best(role_features(token, trigger)))


def role_features(token: "Token | None", trigger: "Trigger") -> Iterator[str]:
    """Yield what speaks for one role or another; none holds a name."""
    group = trigger.type.partition(".")[0]
    if token is None:
        yield from ("back", f"back {group}", f"back {trigger.type}")
        return
    preposition, word = preposition_of(token), lemma(trigger.token)
    is_below = any(above.i == trigger.token.i for above in ancestors(token))
    yield from ("here", f"here {group}", f"here {trigger.type}", f"word={word}")
    yield f"prep={preposition}"
    yield f"prep={preposition} {group}"
    yield f"prep={preposition} {trigger.type}"
    yield f"prep={preposition} below={is_below}"
    yield f"prep={preposition} word={word}"
    above = token.head.head if token.dep_ == "pobj" else token.head
    yield f"prep={preposition} above={lemma(above)}"
    yield from (f"dep={token.dep_}", f"dep={token.dep_} {group}")
    yield f"side={token.i > trigger.token.i} {group}"
