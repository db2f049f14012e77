"""Who takes part in an event, and in which role, by the dependency parse."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from geo.model import Actor, ActorRole, Span
from geo.reading.cast import Cast, Figure
from geo.reading.syntax import child, lemma, subject
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_WITH = frozenset({"with", "alongside"})
_TOWARD = frozenset({"at", "on", "upon", "to"})
_WHERE_OR_WHEN = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})
_LIGHT = word_set(
    "carry conduct launch make hold give take begin start stage mount announce issue order "
    "call host attend open perform undergo receive release execute lead join continue"
)
"""Verbs whose subject does what their object names: "carried out a strike"."""

_OWN_OBJECTS = frozenset({"deploy", "withdraw"})
"""Types whose object is part of the actor: "sent troops"."""

_MOST = 12  # members of a list of actors


def find_actors(
    trigger: "Token", kind: str, cast: Cast, offset: int, *, where: Collection[int] = ()
) -> tuple[Actor, ...]:
    """Return the actors of the event that `trigger` tells of, each once, in order of role.

    A passive without "by" gives no actor.

    Args:
        trigger: The word that carries the event.
        kind: The event's type.
        cast: Who was met so far in the report.
        offset: Where the passage begins in the report's text.
        where: Where the words of places begin in it: "to Kursk" names no recipient.
    """
    links = _of_verb(trigger, kind) if trigger.pos_ in {"VERB", "AUX"} else _of_noun(trigger)
    actors: dict[str, Actor] = {}
    is_own = kind.partition(".")[0] in _OWN_OBJECTS
    for token, role in links:
        for member in _members(token):
            if member.dep_ == "pobj" and offset + member.idx in where:
                continue
            figure = cast.identify(member) or _apposed(member, cast)
            if figure and is_own and role is ActorRole.PARTICIPANT:
                figure = cast.own_organ(figure, member, actors.values())
            if figure:
                span = Span(offset + member.idx, offset + member.idx + len(member))
                actors.setdefault(figure.id, figure.as_actor(role, span))
    return tuple(actors.values())


def _of_verb(verb: "Token", kind: str) -> Iterator[tuple["Token", ActorRole]]:
    """Yield what a verb connects with, and how."""
    is_passive = child(verb, "nsubjpass", "auxpass") is not None
    doer = subject(verb)
    if doer is not None:
        yield doer, ActorRole.RECIPIENT if is_passive else ActorRole.ACTOR
    elif verb.dep_ == "acl":
        is_done_to = verb.tag_ == "VBN"
        yield verb.head, ActorRole.RECIPIENT if is_done_to else ActorRole.ACTOR
    is_own = kind.partition(".")[0] in _OWN_OBJECTS
    for near in verb.children:
        if near.dep_ in {"dobj", "dative", "oprd"}:
            yield near, ActorRole.PARTICIPANT if is_own else ActorRole.RECIPIENT
        elif near.dep_ == "agent":
            yield from ((each, ActorRole.ACTOR) for each in near.children)
        elif near.dep_ == "prep":
            yield from _after_preposition(near)


def _after_preposition(preposition: "Token") -> Iterator[tuple["Token", ActorRole]]:
    word = lemma(preposition)
    for each in preposition.children:
        if each.dep_ != "pobj":
            continue
        if word in _WITH or word == "between":
            yield each, ActorRole.PARTICIPANT
        elif word == "against" or (word in _TOWARD and each.ent_type_ not in _WHERE_OR_WHEN):
            yield each, ActorRole.RECIPIENT


def _of_noun(noun: "Token") -> Iterator[tuple["Token", ActorRole]]:
    """Yield what a noun connects with, and how."""
    for near in noun.children:
        if near.dep_ in {"poss", "amod", "compound", "nmod"}:
            yield near, ActorRole.ACTOR
        elif near.dep_ in {"prep", "agent"}:
            yield from _around_noun(near)
    head = noun.head
    if noun.dep_ in {"dobj", "nsubjpass"} and head.pos_ == "VERB" and lemma(head) in _LIGHT:
        doer = subject(head)
        if doer is not None and doer.i != noun.i and doer.dep_ != "nsubjpass":
            yield doer, ActorRole.ACTOR
        agent = child(head, "agent")
        yield from ((each, ActorRole.ACTOR) for each in (agent.children if agent else ()))
    elif noun.dep_ == "nsubj" and head.pos_ == "VERB":
        yield from ((near, ActorRole.RECIPIENT) for near in head.children if near.dep_ == "dobj")


def _around_noun(preposition: "Token") -> Iterator[tuple["Token", ActorRole]]:
    if lemma(preposition) in {"by", "from"}:
        yield from ((each, ActorRole.ACTOR) for each in preposition.children)
    elif lemma(preposition) == "of":
        yield from ((each, ActorRole.PARTICIPANT) for each in preposition.children)
    else:
        yield from _after_preposition(preposition)


def _members(token: "Token") -> Iterator["Token"]:
    """Yield a token and what it is listed with."""
    queue = [token]
    for _ in range(_MOST):
        if not queue:
            return
        member = queue.pop(0)
        yield member
        queue += [near for near in member.children if near.dep_ == "conj"]


def _apposed(token: "Token", cast: Cast) -> Figure | None:
    """Return who the apposition says an unknown phrase is ("an ally, the U.S.")."""
    other = child(token, "appos")
    return cast.identify(other) if other is not None else None
