"""Who takes part in an event, and in which role.

Everybody whom the event's sentence names, and those whom the sentences before left in mind, is
judged by learned weights over the way through the dependency parse that links them with the
event (`geo.reading.role_features`, `data/actors/role_weights.csv`).
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.model import Actor, ActorRole, Span
from geo.reading.bystanders import REACTS, Telling, is_harmed, telling_of
from geo.reading.cast import Cast
from geo.reading.noun_phrases import Phrase, is_noun, words_of
from geo.reading.role_features import Member, role_features
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Token

LIKELY = 0.4
"""Probability from which somebody takes part, chosen on folds (`data/actors/train_actors.py
--check`) among .3, .4 and .5."""

LIKELIEST = 0.15
"""The same for the likeliest of an event that nobody else takes part in: between .1, at which F1
is highest on folds, and .2, at which fewer events get an actor that have none."""

DIRECT = 0.05
"""The same for whom an act is done to by its own verb ("killed three farmers"). Annotators leave
most victims out, so that the weights do: on folds a quarter of these were annotated, and countries
were as right with them as without."""

NONE = "none"
"""The answer of the weights for who has no part."""

_WINDOW = 60  # words on either side of the event: bounds what a text without full stops costs
_WORDS_ONLY = frozenset({"statement", "publish"})
_OWN_OBJECTS = frozenset({"deploy", "withdraw"})
"""Groups of types whose object is part of the actor: "sent troops"."""


_VIOLENCE = frozenset({"strike", "attack", "combat", "abduct", "seize"})
_ATTACKERS = "UAF"  # PLOVER sector of gunmen and bombers


@dataclass(frozen=True, slots=True)
class _Part:
    member: Member
    role: ActorRole
    probability: float


def find_actors(
    trigger: "Token", kind: str, cast: Cast, offset: int, *, where: Collection[int] = ()
) -> tuple[Actor, ...]:
    """Return the actors of the event that `trigger` tells of, each once, in order of the text.

    Those whom only the sentences before name come last.

    Args:
        trigger: The word that carries the event.
        kind: The event's type.
        cast: Who was met so far in the report.
        offset: Where the passage begins in the report's text.
        where: Where the words of places begin in it: "in Kursk" names nobody.
    """
    members = members_of(trigger, kind, cast, offset, where)
    actors: dict[str, Actor] = {}
    is_own = kind.partition(".")[0] in _OWN_OBJECTS
    for part in _chosen(members, trigger, kind):
        token, figure = part.member.token, part.member.figure
        if is_own and token is not None and part.role is not ActorRole.ACTOR:
            figure = cast.own_organ(figure, token, actors.values())
        span = span_of(token, offset) if token is not None else None
        actors.setdefault(figure.id, figure.as_actor(part.role, span))
    return tuple(actors.values())


def members_of(
    trigger: "Token", kind: str, cast: Cast, offset: int, where: Collection[int]
) -> tuple[Member, ...]:
    """Return all who may take part in an event; arguments as those of `find_actors`.

    Places whose name the registry does not know as a state or capital are nobody. Who only says
    what others did has no part in it.
    """
    phrases = {
        phrase.token.i: phrase
        for phrase in cast.meet(trigger.sent)
        if abs(phrase.token.i - trigger.i) <= _WINDOW
    }
    telling = telling_of(trigger, kind)
    outside = frozenset(_bystanders(telling, phrases))
    members = []
    for phrase in phrases.values():
        is_where = offset + phrase.token.idx in where
        if phrase.token.i not in outside and not (is_where and phrase.figure.is_unknown):
            tells = telling.words.get(phrase.token.i)
            members.append(Member(phrase.figure, phrase.token, is_where, tells=tells))
    named = {phrase.figure.id for phrase in phrases.values()}
    carried = enumerate(cast.carried)
    members += [Member(figure, rank=rank) for rank, figure in carried if figure.id not in named]
    return tuple(members)


def _bystanders(telling: Telling, phrases: Mapping[int, Phrase]) -> Iterator[int]:
    """Yield the words of those who tell of an event and take no part in it for certain.

    All where what is told says who does it, be it by a pronoun for its source; who only has an
    opinion of it; and what describes a source by name. Of the others the weights judge: the army
    that reports a strike may have flown it.
    """
    doer = telling.doer
    is_done = doer is not None and doer.i in phrases and doer.i not in telling.words
    sources = (phrases.get(i) for i, tells in telling.words.items() if tells.is_source)
    has_name = any(source is not None and source.figure.is_person for source in sources)
    for position, tells in telling.words.items():
        if is_done or tells.word == REACTS or (has_name and not tells.is_source):
            yield position


def _chosen(members: Sequence[Member], trigger: "Token", kind: str) -> Iterator[_Part]:
    """Yield those who take part."""
    parts = [_judged(member, trigger, kind, members) for member in members]
    likely = [part for part in parts if part.probability >= LIKELY]
    if not likely and parts:
        best = max(parts, key=lambda part: part.probability)
        likely = [best] if best.probability >= LIKELIEST else []
    yield from _best_of_each((*likely, *_done_to(parts, likely, trigger, kind)))


def _done_to(
    parts: Iterable[_Part], likely: Collection[_Part], trigger: "Token", kind: str
) -> Iterator[_Part]:
    """Yield the direct objects of an act that are not among the likely parts."""
    group = kind.partition(".")[0]
    if trigger.pos_ != "VERB" or group in _WORDS_ONLY:
        return
    role = ActorRole.PARTICIPANT if group in _OWN_OBJECTS else ActorRole.RECIPIENT
    for part in parts:
        token = part.member.token
        if token is None or part in likely or part.probability < DIRECT:
            continue
        if token.dep_ in {"dobj", "nsubjpass"} and token.head.i == trigger.i:
            yield _Part(part.member, role, part.probability)


def _best_of_each(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Yield of the phrases for one figure the likeliest, in the order of the first."""
    best: dict[str, _Part] = {}
    for part in parts:
        key = part.member.figure.id
        if key not in best or part.probability > best[key].probability:
            best[key] = part
    yield from best.values()


def _judged(member: Member, trigger: "Token", kind: str, members: Sequence[Member]) -> _Part:
    weights = _weights()
    scores = weights.scores(role_features(member, trigger, kind, members))
    top = max(scores)
    chances = [math.exp(score - top) for score in scores]
    total = math.fsum(chances)
    by_role = dict(zip(weights.answers, chances, strict=True))
    without = by_role.pop(NONE)
    if _is_victim(member, kind):
        by_role[ActorRole.RECIPIENT] += by_role.pop(ActorRole.ACTOR)
    role = max(by_role, key=lambda name: by_role[name])
    return _Part(member, ActorRole(role), 1 - without / total)


def _is_victim(member: Member, kind: str) -> bool:
    """Return whether somebody is harmed by violence: "a strike killed soldiers of Jordan".

    Of attackers who die the words do not say whether it was by their own attack.
    """
    is_attacker = member.figure.is_plain and member.figure.sector == _ATTACKERS
    is_violent = kind.partition(".")[0] in _VIOLENCE and not is_attacker
    return is_violent and member.token is not None and is_harmed(member.token)


@cache
def _weights() -> Weights:
    return load_weights(data_dir("actors") / "role_weights.csv")


def span_of(token: "Token", offset: int) -> Span:
    """Return where the words that name somebody stand in the report; `offset` as above."""
    words = words_of(token) if is_noun(token) else token.doc[token.i : token.i + 1]
    return Span(offset + words.start_char, offset + words.end_char)
