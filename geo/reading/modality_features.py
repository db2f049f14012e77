"""What the words around an event say of whether it happened, as features that weights judge.

A feature is a short text ("up=xcomp:plan", "plan above:in:True"): the form of the word's own
verb, the words that govern it one above the other, who is said to say so, and cue words of its
sentence. No name is ever a feature. Beside the features stand word
vectors, so that words which training never saw are read like their neighbours in meaning.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from geo.model import Actor, Attribution
from geo.reading.syntax import SUBJECTS, ancestors, lemma, plain_pos
from geo.reading.trigger_features import MEANING_SIZE, Vector, meaning
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 6  # governors looked at: further up is another matter
_COLOURED = 3  # governors whose "not", "may" or "reportedly" colours the event
_FURTHEST = 100  # words on either side in which its sentence must begin and end
_NEAR = 30  # words of the sentence looked at on either side
_MEANT = 12  # words on either side whose meaning is looked at
_MOST = 24  # dependents of a word looked at
_LENGTH = 3.0  # of the vector of the words around, the same as that of a single word

_FORMS = frozenset(
    {"aux", "auxpass", "neg", "mark", "advmod", "amod", "det", "preconj", "npadvmod"}
)
"""Dependents that colour their word."""

_PREDICATES = frozenset({"acomp", "attr", "oprd"})
_HELPERS = frozenset({"aux", "auxpass", "neg"})
_LEAVING = frozenset({"advcl", "relcl", "conj", "parataxis"})
_OPEN_POS = frozenset({"VERB", "ADJ", "ADV", "NOUN"})
_NEVER = frozenset({"no", "not", "never", "neither", "nor"})
_QUOTES = frozenset({'"', "“", "”"})

_FIGHTING = frozenset(
    {"strike", "attack", "combat", "seize", "deploy", "withdraw", "train", "supply", "abduct"}
)
"""Groups of types about which the parties to a war speak in their own interest."""

_CLASSES = {
    "plan": word_set(
        """
        plan intend prepare aim schedule expect agree decide want hope seek set due slate propose
        mean ready poise about wish intention preparation proposal decision bid readiness future
        upcoming forthcoming impending pending planned tomorrow next later eventual ahead soon
        earmark envisage envision await begin start will shall would until
        """
    ),
    "order": word_set(
        """
        order tell ask instruct invite request call urge summon authorise authorize approve permit
        allow mandate demand convene direct assign must
        """
    ),
    "promise": word_set("pledge promise vow offer commit commitment threaten undertake guarantee"),
    "weigh": word_set(
        """
        consider weigh mull contemplate discuss debate suggest float study examine explore ponder
        moot recommend
        """
    ),
    "possible": word_set(
        """
        possible possibly perhaps likely potential potentially probable probably possibility
        imminent likelihood hypothetical forecast may might could can should predict prediction
        unlikely conceivable eventuality contingency
        """
    ),
    "deny": word_set(
        """
        deny refute dispute disprove debunk reject dismiss contradict denial disavow repudiate
        rebut disclaim
        """
    ),
    "false": word_set(
        """
        unfounded untrue false baseless fabrication fabricate lie nonsense invention invent
        fiction myth hoax fake rubbish mistaken wrong premature groundless misreport fairy tale
        slander provocation
        """
    ),
    "confirm": word_set(
        """
        confirm verify corroborate substantiate prove establish ascertain authenticate vouch
        evidence proof independently verification
        """
    ),
    "unsure": word_set(
        """
        unconfirmed unverified unclear unknown uncertain open unsure doubt doubtful reportedly
        rumour rumor rumoured rumored rumours hearsay unproven speculation speculate anonymous
        unnamed
        """
    ),
    "hedge": word_set(
        """
        allege allegedly alleged suspect suspected suspicion believe presume presumed think
        accuse suppose supposed supposedly purport purportedly purported apparently seemingly
        allegation accusation blame charge imply
        """
    ),
    "claim": word_set(
        """
        claim boast insist maintain assert contend tout trumpet brag credit pretend version
        assertion
        """
    ),
    "admit": word_set("admit acknowledge concede confess"),
    "factive": word_set(
        """
        know learn discover realise realize find notice reveal disclose emerge transpire turn
        show demonstrate recall remember regret aware unaware forget expose uncover surprise
        """
    ),
    "report": word_set("report reports say talk story account tale message item word tell source"),
    "stop": word_set(
        """
        cancel postpone abandon scrap drop prevent avert avoid halt foil thwart shelve defer axe
        scupper abort put delay call suspend rule
        """
    ),
    "fail": word_set(
        "fail refuse decline without instead nobody none nothing never neither nor no"
    ),
    "not": word_set("not n't n’t yet"),
    "risk": word_set("risk danger fear threat chance prospect warn warning afraid worry alert"),
    "try": word_set("try attempt bid effort seek"),
    "if": word_set("if unless should whether once case provided"),
}
"""Groups of words that colour what stands near, so that rare ones are read like frequent ones."""

_CLASSES_OF = {
    word: tuple(name for name, words in _CLASSES.items() if word in words)
    for words in _CLASSES.values()
    for word in words
}


def modality_features(
    trigger: "Token",
    kind: str,
    *,
    actors: Collection[Actor] = (),
    attribution: Sequence[Attribution] = (),
    speaks_for: str | None = None,
) -> tuple[str, ...]:
    """Return what speaks for one modality or another, each feature once.

    Args:
        trigger: The word that carries the event.
        kind: The event's type.
        actors: Who takes part.
        attribution: Who says so, nearest first.
        speaks_for: Country of the nearest source, ISO 3166-1 alpha-3; None where unknown.
    """
    group = kind.partition(".")[0]
    features = [
        "bias",
        f"group={group}",
        f"kind={kind}",
        *_own(trigger, group),
        *_above(trigger),
        *_around(trigger),
        *_said(group, actors, attribution, speaks_for),
    ]
    return tuple(dict.fromkeys(features))


def surroundings(trigger: "Token") -> Vector:
    """Return what the words around mean, shape (2 * `MEANING_SIZE`,).

    First the vector of the nearest verb, noun or adjective that governs the word, then the mean
    direction of the words beside it; each is 0 where there is none.
    """
    above = (head for head in islice(ancestors(trigger), 3) if head.pos_ in _OPEN_POS)
    governor = next(above, None)
    start, end = _window(trigger, _MEANT)
    near = np.zeros(MEANING_SIZE)
    for token in trigger.doc[start:end]:
        if token.pos_ in _OPEN_POS and token.i != trigger.i:
            near += meaning(token)
    length = float(np.sqrt(near @ near))
    return np.concatenate(
        [
            meaning(governor) if governor is not None else np.zeros(MEANING_SIZE),
            near * (_LENGTH / length) if length else near,
        ]
    )


def _sentence(token: "Token") -> tuple[int, int]:
    """Return where the sentence of a word begins and ends, looked for no further than is sane."""
    doc = token.doc
    first, last = max(0, token.i - _FURTHEST), min(len(doc), token.i + _FURTHEST)
    back, ahead = range(token.i, first, -1), range(token.i + 1, last)
    start = next((position for position in back if doc[position].is_sent_start), first)
    return start, next((position for position in ahead if doc[position].is_sent_start), last)


def _window(token: "Token", size: int) -> tuple[int, int]:
    """Return the first and the end of the words near one in its sentence."""
    start, end = _sentence(token)
    return max(start, token.i - size), min(end, token.i + size + 1)


def _own(trigger: "Token", group: str) -> Iterator[str]:
    """Yield what the word itself and what depends on it say."""
    pos = plain_pos(trigger)
    yield from (f"word={lemma(trigger)}", f"pos={pos}:{group}", f"tag={trigger.tag_}")
    yield from (f"dep={trigger.dep_}:{pos}", f"form={_form(trigger)}")
    for near in islice(trigger.children, _MOST):
        if near.dep_ in _FORMS:
            yield f"own={near.dep_}:{lemma(near)}"
        elif near.dep_ == "prep":
            yield f"prep={lemma(near)}"
        yield from (f"{name} below:{near.dep_}" for name in _classes(near))
    start, end = _window(trigger, 1)
    if start < trigger.i:
        yield f"before={_plain(trigger.doc[start])}"
    if end > trigger.i + 1:
        yield f"after={_plain(trigger.doc[trigger.i + 1])}"


def _plain(token: "Token") -> str:
    """Return the lemma; for a name, a number or a date only which of these it is."""
    return token.ent_type_ or lemma(token)


def _form(word: "Token") -> str:
    """Return tense and mood of a verb: its tag and auxiliaries ("VB:will"); else what it is."""
    if word.pos_ not in {"VERB", "AUX"}:
        return word.pos_
    near = islice(word.children, _MOST)
    return f"{word.tag_}:{'+'.join(sorted(lemma(each) for each in near if each.dep_ in _HELPERS))}"


def _above(trigger: "Token") -> Iterator[str]:
    """Yield what governs the word, step by step.

    The scope says whether the word still stands in what the governor says ("in"), is its subject
    ("subj": "reports of a raid proved false"), or stands in a clause beside it ("out").
    """
    word, path, verbs, scope = trigger, "", 0, "in"
    for number, head in enumerate(islice(ancestors(trigger), _STEPS)):
        step = ("first", "second", "far")[min(2, number)]
        path = f"{path}/{word.dep_}"
        scope = "subj" if word.dep_ in SUBJECTS else "out" if word.dep_ in _LEAVING else scope
        yield from (f"up={word.dep_}:{lemma(head)}", f"up {step}={_plain(head)}", f"path={path}")
        yield from _governing(trigger, head, f"{step}:{word.dep_}", scope)
        if head.pos_ in {"VERB", "AUX"}:
            form = f"form {min(verbs, 2)}={_form(head)}"
            yield from (f"{form}:{word.dep_}", f"{form}:{scope}", f"{form}:{trigger.pos_}")
            verbs += 1
        yield from _colouring(head, word, step if number < _COLOURED else "", scope)
        word = head
    yield from (f"depth={verbs}", f"root={_form(word)}")


def _governing(trigger: "Token", head: "Token", link: str, scope: str) -> Iterator[str]:
    for name in _classes(head):
        yield f"{name} above:{link}"
        yield f"{name} above:{scope}"
        yield f"{name} above:{scope}:{_is_negated(head)}"
        yield f"{name} above:{scope}:{head.pos_}:{head.tag_}"
        yield f"{name} above:{scope}:{trigger.pos_}:{_form(trigger)}"


def _colouring(head: "Token", below: "Token", step: str, scope: str) -> Iterator[str]:
    """Yield what stands beside the way up: "not", "may", "was unfounded"."""
    for near in islice(head.children, _MOST):
        is_predicate = near.dep_ in _PREDICATES
        if near.i == below.i or not (is_predicate or near.dep_ in _FORMS):
            continue
        if is_predicate:
            yield f"predicate={scope}:{lemma(near)}"
        elif step:
            yield f"up {step}:{near.dep_}:{lemma(near)}"
        if near.dep_ == "neg":
            yield f"not above:{step}:{scope}"
        for name in _classes(near):
            yield f"{name} beside:{scope}"
            yield f"{name} beside:{scope}:{near.dep_}:{_is_negated(head)}"


def _classes(word: "Token") -> tuple[str, ...]:
    return _CLASSES_OF.get(lemma(word), ())


def _is_negated(word: "Token") -> bool:
    near = islice(word.children, _MOST)
    return any(each.dep_ == "neg" or lemma(each) in _NEVER for each in near)


def _around(trigger: "Token") -> Iterator[str]:
    """Yield the cue words of the sentence; those of the sentences beside it only mislead."""
    doc, (_, ends) = trigger.doc, _sentence(trigger)
    start, end = _window(trigger, _NEAR)
    parts = (("left", doc[start : trigger.i]), ("right", doc[trigger.i + 1 : end]))
    for side, words in parts:
        for token in words:
            for name in _classes(token):
                yield from (f"{name} {side}", f"{side}={lemma(token)}")
    yield f"quoted={sum(token.text in _QUOTES for token in parts[0][1]) % 2}"
    if doc[ends - 1].text == "?":
        yield "question"


def _said(
    group: str,
    actors: Collection[Actor],
    attribution: Sequence[Attribution],
    speaks_for: str | None,
) -> Iterator[str]:
    """Yield who says so, and whether it is of their own doings."""
    is_fighting = group in _FIGHTING
    if not attribution:
        yield from ("said=none", f"said=none:{is_fighting}")
        return
    source = attribution[0]
    doers = {actor.country for actor in actors if actor.country}
    whose = "unknown" if not doers or not speaks_for else "own" if speaks_for in doers else "other"
    for said in (f"said={source.kind}", f"strength={source.strength}"):
        yield from (said, f"{said}:{is_fighting}", f"{said}:{whose}:{is_fighting}")
    yield from (f"said={source.kind}:{whose}", f"verb={source.verb.casefold()}")
    yield f"via={bool(source.via)}"
