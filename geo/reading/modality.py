"""Whether an event is said to have happened, is planned, possible, claimed or denied."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from geo.model import Actor, Attribution, Modality
from geo.reading.syntax import ancestors, lemma
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLANNING = word_set(
    """
    plan intend prepare aim schedule expect pledge promise vow agree decide want hope seek set
    due slate propose try mean ready poise about pledge order commit threaten wish would
    """
)
"""Words under which an act in the infinitive is still to come."""

_PLANNING_NOUNS = word_set(
    "plan intention preparation proposal pledge promise decision bid attempt order vow readiness "
    "schedule"
)
_DOUBTING = frozenset({"consider", "weigh", "mull", "contemplate", "discuss", "debate", "urge"})
_POSSIBLE_MODALS = frozenset({"may", "might", "could", "can"})
_FUTURE_MODALS = frozenset({"will", "shall", "'ll", "’ll", "would", "wo"})
_POSSIBLE_WORDS = frozenset(
    {"possible", "possibly", "perhaps", "likely", "potential", "potentially", "probable"}
    | {"probably", "possibility", "imminent", "likelihood", "hypothetical", "forecast"}
)
_HEDGES = frozenset(
    {"reportedly", "allegedly", "purportedly", "supposedly", "apparently", "alleged"}
    | {"purported", "suspected", "presumed", "supposed", "rumoured", "rumored", "rumour", "rumor"}
)
_HEDGING_VERBS = frozenset(
    {"allege", "suspect", "believe", "presume", "think", "accuse", "rumour", "rumor", "suppose"}
)
_DENYING = frozenset({"deny", "refute", "dispute", "disprove", "debunk"})
_CONFIRMING = frozenset({"confirm", "verify", "corroborate", "substantiate"})
_PLANNED_ADJECTIVES = frozenset(
    {"planned", "upcoming", "scheduled", "proposed", "future", "forthcoming", "impending"}
)
_NEVER = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without"})
_FIGHTING = frozenset(
    {"strike", "attack", "combat", "seize", "deploy", "withdraw", "train", "supply", "abduct"}
)
"""Groups of types about which the parties to a war speak in their own interest."""

_LINKS = frozenset({"xcomp", "ccomp", "dobj", "pobj", "prep", "pcomp", "attr", "acl", "advcl"})
_STEPS = 4  # governors that can colour an event


def find_modality(
    trigger: "Token",
    kind: str,
    *,
    actors: Collection[Actor] = (),
    attribution: Collection[Attribution] = (),
    speaks_for: str | None = None,
) -> Modality:
    """Return how an event is said to stand, from its clause and what governs it.

    Args:
        trigger: The word that carries the event.
        kind: The event's type; a statement that was made has happened.
        actors: Who takes part: a party's word about another's acts is a claim.
        attribution: Who says so, nearest first.
        speaks_for: Country of the nearest source, ISO 3166-1 alpha-3; None where unknown.
    """
    governors = list(_governors(trigger))
    for finds, modality in (
        (_is_denied, Modality.DENIED),
        (_is_unconfirmed, Modality.UNCONFIRMED),
        (_is_possible, Modality.POSSIBLE),
        (_is_planned, Modality.PLANNED),
        (_is_alleged, Modality.ALLEGED),
    ):
        if finds(trigger, governors):
            return modality
    return (
        Modality.CLAIMED if _is_claim(kind, actors, attribution, speaks_for) else Modality.HAPPENED
    )


def _governors(trigger: "Token") -> Iterator["Token"]:
    """Yield the words that govern an event's clause, up to the sentence's main verb."""
    word = trigger
    for number, head in enumerate(ancestors(trigger)):
        if number >= _STEPS or word.dep_ in {"nsubj", "nsubjpass", "relcl", "parataxis"}:
            return
        if word.dep_ not in _LINKS and number > 0:
            return
        yield head
        word = head


def _aux(verb: "Token") -> set[str]:
    return {
        near.text.casefold()
        for near in verb.children
        if near.tag_ != "TO" and near.dep_ in {"aux", "auxpass"}
    }


def _is_negated(word: "Token") -> bool:
    return any(
        near.dep_ in {"neg", "det", "preconj", "cc"} and near.text.casefold() in _NEVER
        for near in word.children
    )


def _is_denied(trigger: "Token", governors: list["Token"]) -> bool:
    if _is_negated(trigger):
        return True
    verb = governors[0] if governors and trigger.pos_ == "NOUN" else None
    if verb is not None and trigger.dep_ in {"dobj", "attr"} and _is_negated(verb):
        return lemma(verb) not in _CONFIRMING
    return any(lemma(head) in _DENYING and not _is_negated(head) for head in governors)


def _is_unconfirmed(trigger: "Token", governors: list["Token"]) -> bool:
    words = {lemma(near) for near in trigger.children}
    if "unconfirmed" in words or "unverified" in words:
        return True
    return any(lemma(head) in _CONFIRMING and _is_negated(head) for head in governors)


def _is_possible(trigger: "Token", governors: list["Token"]) -> bool:
    verbs = [trigger, *(head for head in governors[:2] if _is_open(head, trigger))]
    if any(_aux(verb) & _POSSIBLE_MODALS for verb in verbs):
        return True
    if any(lemma(head) in _DOUBTING for head in governors[:2]) and not _is_finite(trigger):
        return True
    near = {lemma(word) for verb in verbs for word in verb.children}
    return bool(near & _POSSIBLE_WORDS) or bool({lemma(h) for h in governors[:2]} & _POSSIBLE_WORDS)


def _is_open(head: "Token", trigger: "Token") -> bool:
    """Return whether a modal on `head` holds for the event below it ("may prepare to send")."""
    is_below = trigger.dep_ in {"xcomp", "dobj", "pobj", "pcomp", "prep", "advcl"}
    return is_below and head.pos_ in {"VERB", "AUX"}


def _is_finite(verb: "Token") -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or bool(_aux(verb))


def _is_planned(trigger: "Token", governors: list["Token"]) -> bool:
    if _aux(trigger) & _FUTURE_MODALS or _is_going_to(trigger, governors):
        return True
    if {lemma(near) for near in trigger.children} & _PLANNED_ADJECTIVES:
        return True
    if _is_object(trigger) and governors and _aux(governors[0]) & _FUTURE_MODALS:
        return True
    is_open = not _is_finite(trigger)
    return is_open and any(_is_plan(head) for head in governors[:3])


def _is_object(noun: "Token") -> bool:
    return noun.pos_ == "NOUN" and noun.dep_ in {"dobj", "nsubjpass", "pobj"}


def _is_plan(word: "Token") -> bool:
    return lemma(word) in (_PLANNING_NOUNS if word.pos_ == "NOUN" else _PLANNING)


def _is_going_to(trigger: "Token", governors: list["Token"]) -> bool:
    return (
        bool(governors and lemma(governors[0]) == "go" and governors[0].tag_ == "VBG")
        and trigger.dep_ == "xcomp"
    )


def _is_alleged(trigger: "Token", governors: list["Token"]) -> bool:
    if any(_is_hedged(word) for word in (trigger, *governors[:1])):
        return True
    return any(
        lemma(head) in _HEDGING_VERBS
        and (head.tag_ == "VBN" or lemma(head) in {"allege", "accuse"})
        for head in governors[:2]
    )


def _is_hedged(word: "Token") -> bool:
    near = (each for each in word.children if each.dep_ in {"advmod", "amod", "npadvmod"})
    return any(each.text.casefold() in _HEDGES for each in near)


def _is_claim(
    kind: str,
    actors: Collection[Actor],
    attribution: Collection[Attribution],
    speaks_for: str | None,
) -> bool:
    """Return whether a party to a conflict speaks of what another did."""
    source = next(iter(attribution), None)
    if kind.partition(".")[0] not in _FIGHTING or source is None or source.kind != "official":
        return False
    doers = {actor.country for actor in actors if actor.country}
    return bool(doers) and speaks_for is not None and speaks_for not in doers
