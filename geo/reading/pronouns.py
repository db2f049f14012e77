"""The pronouns that mean somebody, and the nouns that some of them may stand for."""

from typing import TYPE_CHECKING

from geo.reading.syntax import lemma
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
GROUP_PRONOUNS = frozenset({"they", "them", "their", "it", "its", "themselves", "itself"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
SPEAKER_PRONOUNS = frozenset({"i", "we", "me", "us", "my", "our"})
PRONOUNS = PERSON_PRONOUNS | GROUP_PRONOUNS | RELATIVES | SPEAKER_PRONOUNS

OWNERS = frozenset({"its", "his", "her", "our", "my"})
"""Pronouns before a noun that say whose it is. "Their" is left out: of several groups the last
named is seldom meant."""

HUMANS = word_set(
    """
    minister president premier chancellor governor mayor spokesman spokeswoman spokesperson
    official commander general colonel captain major lieutenant sergeant admiral marshal officer
    soldier sailor pilot chief head director secretary ambassador envoy diplomat representative
    senator lawmaker deputy speaker judge prosecutor lawyer suspect gunman attacker man woman boy
    girl student teacher doctor nurse journalist reporter farmer shepherd driver resident witness
    survivor leader adviser advisor candidate king queen prince princess pope bishop priest imam
    analyst expert professor scientist researcher negotiator commissioner coroner member citizen
    veteran worker activist founder chairman chairwoman executive inspector constable sheriff
    teenager villager fisherman
    """
)
"""Nouns that "he" or "she" may mean."""


def is_expletive(token: "Token") -> bool:
    """Return whether "it" stands for a clause ("it was revealed that ...")."""
    return lemma(token) == "it" and any(near.dep_ == "ccomp" for near in token.head.children)
