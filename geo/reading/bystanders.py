"""Who stands beside an event and does not do it: those who tell of it, and those it harms.

"Jan Kos, head of Poland's border guard, said that Belarus had sent troops" names two who tell of
the sending, Kos and the border guard. Neither of them sent anybody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.reading.speech import Saying, sayings
from geo.reading.syntax import SUBJECTS, ancestors, below, child, clause_head, lemma, subject
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

REACTS = "react"
"""What stands for the word of saying of who has an opinion of an event."""

_REACTING = word_set(
    """
    condemn denounce deplore decry lament regret mourn welcome applaud praise hail criticise
    criticize slam blast comment call describe brand label term express voice
    """
)
"""Verbs whose subject speaks or thinks of what others do: "condemned the attack"."""

_BLAMING = frozenset({"accuse", "blame", "suspect"})
"""Verbs of saying whose object is said to do it."""

_HARMING = word_set(
    """
    kill wound injure hurt maim slay murder massacre behead execute assassinate shoot martyr gun
    burn bury trap displace hospitalize hospitalise slaughter butcher
    """
)
"""Verbs whose object suffers, whatever did it."""

_SUFFERING = word_set("die perish drown suffocate succumb dead")
"""Words whose subject suffers."""

_PARTS = frozenset({"conj", "appos", "compound", "amod", "poss", "nummod"})
_PARTITIVE = frozenset({"of", "among", "including", "include"})
"""Prepositions between a number or part and those it is of: "two officers of the army"."""

_OWN = frozenset({"deploy", "withdraw", "train"})
"""Groups of types that the subject of a passive has a part in too: "soldiers were sent"."""

_VERBS = frozenset({"VERB", "AUX"})
_SPOKEN = frozenset({"statement", "publish"})
_STEPS = 3  # from "army" over "of" to "officers", and once more


@dataclass(frozen=True, slots=True)
class Tells:
    """How somebody tells of an event.

    Attributes:
        word: The lemma of the word of saying, "according" where there is none, `REACTS` for who
            has an opinion of it.
        is_source: False for what only describes the source: "head of the border guard".
    """

    word: str
    is_source: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """How an event is told.

    Attributes:
        words: By their position, the words of those who tell of it and of what describes them.
        doer: What does it by the told clause itself; None where that names nobody.
    """

    words: Mapping[int, Tells]
    doer: "Token | None"


def telling_of(trigger: "Token", kind: str) -> Telling:
    """Return how an event is told.

    Args:
        trigger: The word that carries the event.
        kind: The event's type. A statement's noun is the word of its owner, who makes it.
    """
    words: dict[int, Tells] = {}
    blamed = None
    for source, saying in _sources(trigger, kind):
        word = REACTS if saying is None else lemma(saying.word) if saying.word else "according"
        for token in _phrase(source, trigger):
            words.setdefault(token.i, Tells(word, token.i == source.i))
        blamed = blamed or _blamed(saying)
    return Telling(words, _doer(trigger, kind) or blamed)


def _sources(trigger: "Token", kind: str) -> Iterator[tuple["Token", Saying | None]]:
    """Yield who tells of an event, with their word; without one those who react to it."""
    is_own_word = trigger.pos_ not in _VERBS and kind.partition(".")[0] in _SPOKEN
    for saying in sayings(trigger):
        for source in (saying.speaker, saying.via):
            if source is not None and not (is_own_word and _is_below(source, trigger)):
                yield source, saying
    reacting = None if is_own_word else _reacting(trigger)
    if reacting is not None:
        yield reacting, None


def _phrase(source: "Token", trigger: "Token") -> Iterator["Token"]:
    """Yield the words that name and describe a source, without the clause that it says."""
    yield source
    told = {trigger.i, *(word.i for word in ancestors(trigger))}
    for near in source.children:
        if near.i not in told:
            yield from (near, *below(near))


def _is_below(token: "Token", top: "Token") -> bool:
    return any(word.i == top.i for word in (token, *ancestors(token)))


def _reacting(noun: "Token") -> "Token | None":
    """Return who reacts to what a noun names: "the council condemned the attacks"."""
    verb = clause_head(noun)
    if verb.i == noun.i or lemma(verb) not in _REACTING:
        return None
    who = subject(verb)
    is_it = who is None or who.dep_ == "nsubjpass" or _is_below(noun, who)
    return None if is_it else who


def _doer(trigger: "Token", kind: str) -> "Token | None":
    """Return the agent of an event's clause, else its subject unless something happens to it."""
    verb = trigger if trigger.pos_ in _VERBS else trigger.head
    if verb.pos_ not in _VERBS:
        return None
    agent = child(verb, "agent")
    if agent is not None:
        return child(agent, "pobj")
    doer = subject(verb)
    if doer is None or doer.i == trigger.i:
        return None
    is_own = kind.partition(".")[0] in _OWN
    return doer if is_own or doer.dep_ != "nsubjpass" else None


def _blamed(saying: Saying | None) -> "Token | None":
    """Return whom a source holds to have done it: "accused Rwanda of sending troops"."""
    word = saying.word if saying is not None else None
    return child(word, "dobj") if word is not None and lemma(word) in _BLAMING else None


def is_harmed(token: "Token") -> bool:
    """Return whether a noun names who is killed or hurt: "killed two officers of the army"."""
    word = token
    for _ in range(_STEPS):
        if _suffers(word):
            return True
        if word.dep_ in _PARTS:
            word = word.head
        elif word.dep_ == "pobj" and lemma(word.head) in _PARTITIVE:
            word = word.head.head
        else:
            return False
    return False


def _suffers(word: "Token") -> bool:
    verb = lemma(word.head)
    if word.dep_ in {"dobj", "nsubjpass"} and verb in _HARMING:
        return True
    if word.dep_ in SUBJECTS and verb in _SUFFERING:
        return True
    return any(
        near.dep_ == "acl" and near.tag_ == "VBN" and lemma(near) in _HARMING
        for near in word.rights
    )
