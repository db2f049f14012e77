"""What links a phrase that names somebody with an event, as features that learned weights judge.

A feature is a short text: the way through the dependency parse from the phrase to the event's
word ("nsubj>", "pobj>by>"), what kind of somebody it is, of what type the event is, what else
takes part. The training script (`data/actors/train_actors.py`) and the reader use the same
functions. No name is ever a feature.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geo.reading.bystanders import Tells, is_harmed
from geo.reading.figures import Figure
from geo.reading.syntax import ancestors, child, lemma, plain_pos, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST_PATH = 6  # steps on either side of where two words meet
_STEPS = (1, 2, 3, 4, 6, 9, 14, 20, 30)
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM"})
_FAR = "far"
_STEP = re.compile(r"[^<>]*>|<[^<>]*")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may take part in an event.

    Attributes:
        token: The head of the phrase that names them; None for those whom only the sentences
            before name.
        is_where: Whether the phrase is a place where something happens.
        rank: For those of the sentences before, how near to mind they are, 0 first.
        tells: How they tell of the event; None for who is no source of it.
    """

    figure: Figure
    token: "Token | None" = None
    is_where: bool = False
    rank: int = 0
    tells: Tells | None = None


def role_features(
    member: Member, trigger: "Token", kind: str, members: Sequence[Member]
) -> tuple[str, ...]:
    """Return what speaks for and against each role of `member`, each feature once.

    Args:
        member: Who is judged.
        trigger: The word that carries the event.
        kind: The event's type.
        members: All who may take part, `member` included.
    """
    group = kind.partition(".")[0]
    pos = plain_pos(trigger)
    features = ["bias", f"g:{group}", f"k:{kind}", f"p:{pos}"]
    features += _of_trigger(trigger, pos)
    who = tuple(_of_figure(member.figure))
    if member.token is not None and member.figure.is_plain:
        features.append(f"noun:{lemma(member.token)}")
    features += who
    features += [f"{one}|{group}" for one in who]
    if member.token is None:
        links = [f"carried:{member.rank}", f"carried:{member.rank}|{pos}", f"carried|{group}"]
        links += [f"carried|{one}" for one in _of_trigger(trigger, pos)]
    else:
        links = list(_links(member.token, trigger, kind, members))
        path = f"path:{path_between(first_of_list(member.token), trigger)}"
        features += [f"{path}|{one}" for one in who]
        links += _beside(member, trigger, kind)
        if member.is_where:
            links += ["where", f"where|{path}", f"where|{group}"]
    return tuple(dict.fromkeys((*features, *links)))


def path_between(token: "Token", trigger: "Token") -> str:
    """Return the way from a word to another through the parse, prepositions by their word.

    ">" is a step up, "<" one down; `far` where the way is longer than six steps on
    either side or there is none.
    """
    up = [token, *islice(ancestors(token), _LONGEST_PATH)]
    down = [trigger, *islice(ancestors(trigger), _LONGEST_PATH)]
    below = {word.i: number for number, word in enumerate(down)}
    for number, word in enumerate(up):
        if word.i in below:
            steps = [f"{_step(one)}>" for one in up[:number]]
            steps += [f"<{_step(one)}" for one in reversed(down[: below[word.i]])]
            return "".join(steps)
    return _FAR


def first_of_list(token: "Token") -> "Token":
    """Return the first noun of those that a noun is listed or apposed with, often itself."""
    for word in ancestors(token):
        if token.dep_ not in {"conj", "appos"} or word.pos_ not in _NOUNS:
            return token
        token = word
    return token


def _plain(token: "Token") -> str:
    """Return the lemma; for a name only what it names."""
    return token.ent_type_ or token.pos_ if token.pos_ == "PROPN" else lemma(token)


def _step(token: "Token") -> str:
    return lemma(token) if token.dep_ in {"prep", "agent"} else token.dep_


def _links(token: "Token", trigger: "Token", kind: str, members: Sequence[Member]) -> Iterator[str]:
    first = first_of_list(token)
    if first.i != token.i:
        yield from ("listed", f"listed|{plain_pos(trigger)}")
        token = token if trigger.i in {token.i, first.i} else first
    path = path_between(token, trigger)
    group, pos = kind.partition(".")[0], plain_pos(trigger)
    side = "before" if token.i < trigger.i else "after"
    step = max(number for number in _STEPS if number <= max(1, abs(token.i - trigger.i)))
    yield f"path:{path}"
    yield f"path:{path}|{pos}"
    yield f"path:{path}|{group}"
    yield f"path:{path}|{kind}"
    yield f"path:{path}|{_plain(trigger)}"
    yield f"path:{path}|{trigger.tag_}"
    yield from _ends(token, trigger, path, kind)
    yield f"{side}:{step}"
    yield f"{side}|{group}"
    yield f"dep:{token.dep_}|{side}|{pos}"
    yield f"dep:{token.dep_}|{token.head.pos_}"
    yield f"head:{_plain(token.head)}|{token.dep_}"
    yield f"ent:{token.ent_type_}|{token.dep_}"
    yield f"tag:{token.tag_}"
    yield from _between(token, trigger, members)
    yield from _as_subject(token, trigger)


def _beside(member: Member, trigger: "Token", kind: str) -> Iterator[str]:
    """Yield whether somebody tells of the event, or is harmed by one."""
    group, pos = kind.partition(".")[0], plain_pos(trigger)
    if member.tells is not None:
        part = "source" if member.tells.is_source else "beside"
        yield from ("tells", f"tells:{member.tells.word}", f"tells:{member.tells.word}|{pos}")
        yield from (f"tells|{group}", f"tells|{pos}", f"tells|{pos}|{trigger.dep_}")
        yield from (f"tells:{part}", f"tells:{part}|{pos}")
    if member.token is not None and is_harmed(member.token):
        yield from ("harmed", f"harmed|{group}", f"harmed|{pos}", f"harmed|{kind}")


def _ends(token: "Token", trigger: "Token", path: str, kind: str) -> Iterator[str]:
    """Yield how the way begins and ends: what holds of long ways that training never saw."""
    steps = _STEP.findall(path)
    group, pos = kind.partition(".")[0], plain_pos(trigger)
    yield f"length:{len(steps)}"
    for name, part in (("starts", "".join(steps[:2])), ("ends", "".join(steps[-2:]))):
        yield from (f"{name}:{part}", f"{name}:{part}|{group}", f"{name}:{part}|{pos}")
    for word in (token, *ancestors(token)):
        if word.dep_ in {"prep", "agent"}:
            yield from (f"prep:{lemma(word)}", f"prep:{lemma(word)}|{group}|{pos}")
            return
        if word.pos_ in {"VERB", "AUX"}:
            return


def _as_subject(token: "Token", trigger: "Token") -> Iterator[str]:
    """Yield whether the word is the subject of the event's verb, or of the verb above a noun."""
    verb = trigger if trigger.pos_ in {"VERB", "AUX"} else trigger.head
    doer = subject(verb)
    if doer is not None and doer.i == token.i:
        kind = f"{doer.dep_}|{plain_pos(trigger)}|{trigger.dep_}"
        yield f"subject:{kind}"
        yield f"subject:{lemma(verb)}|{plain_pos(trigger)}"


def _between(token: "Token", trigger: "Token", members: Sequence[Member]) -> Iterator[str]:
    """Yield how many others stand nearer on the same side."""
    low, high = sorted((token.i, trigger.i))
    nearer = sum(1 for other in members if other.token is not None and low < other.token.i < high)
    side = "before" if token.i < trigger.i else "after"
    yield f"nearer:{side}:{min(nearer, 3)}"
    yield f"nearer:{side}:{min(nearer, 3)}|{plain_pos(trigger)}"


def _of_trigger(trigger: "Token", pos: str) -> list[str]:
    """Return what the event's word says of who is needed."""
    found = [f"t:{_plain(trigger)}", f"t:{trigger.tag_}|{trigger.dep_}"]
    if pos == "VERB":
        doer = subject(trigger)
        found.append(f"has:{doer.dep_ if doer is not None else 'none'}")
        if child(trigger, "agent") is not None:
            found.append("has:agent")
        if child(trigger, "dobj") is not None:
            found.append("has:dobj")
    else:
        found.append(f"has:{'owner' if child(trigger, 'poss', 'compound', 'amod') else 'none'}|n")
    return found


def _of_figure(figure: Figure) -> Iterator[str]:
    yield f"f:{_sort(figure)}"
    yield f"f:{figure.sector}|{'known' if figure.country else 'open'}"


def _sort(figure: Figure) -> str:
    if figure.is_person:
        return "person"
    if figure.is_plain:
        return "plain"
    return figure.kind or "name"
