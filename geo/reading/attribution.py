"""Who says that an event happened: the sources around its word, nearest first."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.model import Attribution, Span
from geo.reading.cast import Cast, Figure
from geo.reading.syntax import ancestors, child, clause_head, lemma, subject
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

SAYING = word_set(
    """
    say report tell announce state claim note add warn confirm reveal declare write tweet comment
    explain allege suggest believe estimate assert insist argue indicate mention disclose inform
    accuse deny admit acknowledge describe stress emphasize emphasise remark cite quote show see
    view conclude assess find learn think maintain testify post publish predict expect
    """
)
"""Verbs whose clause is the word of their subject."""

SAYING_NOUNS = word_set(
    "announcement report claim statement allegation accusation warning declaration confirmation "
    "revelation disclosure assessment assertion testimony denial"
)
"""Nouns whose clause is the word of their owner: "the NIS announcement that ..."."""

_NEAR_THAT = 6  # words between "announcement" and the "that" it governs

_OFFICIAL_SECTORS = frozenset({"GOV", "MIL", "SPY", "COP", "JUD", "LEG", "IGO"})
_EXPERT_NOUNS = frozenset({"expert", "analyst", "researcher", "scientist", "professor", "observer"})
_WITNESS_NOUNS = frozenset({"witness", "resident", "survivor", "local", "neighbor", "neighbour"})
_OFFICIAL_NOUNS = frozenset({"official", "authority", "police", "government", "spokesperson"})
_MEDIA_NOUNS = frozenset({"media", "newspaper", "broadcaster", "outlet", "report", "agency"})


def find_attribution(trigger: "Token", cast: Cast, offset: int) -> tuple[Attribution, ...]:
    """Return who says so, nearest source first, empty where the report itself does.

    "NHK reported that, according to the NIS, ..." gives the NIS via NHK.

    Args:
        trigger: The word that carries the event.
        cast: Who was met so far in the report.
        offset: Where the passage begins in the report's text.
    """
    sources = [_attribution(token, verb, cast, offset) for token, verb in _sources(trigger)]
    named = list(dict.fromkeys(source for source in sources if source is not None))
    if len(named) > 1 and named[-1].kind == "media":
        nearest, passer = named[0], named[-1]
        return (
            Attribution(
                name=nearest.name,
                actor_id=nearest.actor_id,
                kind=nearest.kind,
                verb=nearest.verb,
                via=passer.name,
                span=nearest.span,
            ),
        )
    return tuple(named[:2])


def saying_word(trigger: "Token") -> "Token | None":
    """Return the word of saying whose clause `trigger` stands in, None where there is none."""
    return next(_saying_words(trigger), None)


def _sources(trigger: "Token") -> Iterator[tuple["Token", "Token | None"]]:
    """Yield the phrase of each source with its verb, None for "according to"."""
    yield from _according(trigger)
    for verb in _saying_words(trigger):
        speaker = subject(verb) if verb.pos_ == "VERB" else _owner_of(verb)
        if speaker is not None and speaker.dep_ != "nsubjpass":
            yield speaker, verb


def _owner_of(noun: "Token") -> "Token | None":
    """Return whose word a noun of saying is: the nearest name before it."""
    owners = [near for near in noun.lefts if near.dep_ in {"poss", "compound", "nmod"}]
    return next((near for near in reversed(owners) if near.ent_type_), None)


def _according(trigger: "Token") -> Iterator[tuple["Token", None]]:
    for word in (trigger, *ancestors(trigger)):
        for near in word.children:
            if lemma(near) == "accord" or near.text.casefold() == "according":
                yield from ((each, None) for to in near.children for each in to.children)


def _saying_words(trigger: "Token") -> Iterator["Token"]:
    """Yield the verbs and nouns of saying that `trigger` is told by, nearest first."""
    word = trigger
    for head in ancestors(trigger):
        if _tells(head, word):
            yield head
        word = head
    if (announced := _before_that(trigger)) is not None:
        yield announced
    # "..., police said": the parser makes the saying verb a part of what is said.
    for near in clause_head(trigger).children:
        if near.i != trigger.i and near.dep_ in {"parataxis", "ccomp"} and _is_aside(near):
            yield near


def _before_that(trigger: "Token") -> "Token | None":
    """Return the word of saying shortly before the "that" of a clause which the parser cut off."""
    mark = child(clause_head(trigger), "mark")
    if mark is None or lemma(mark) != "that":
        return None
    before = trigger.doc[max(0, mark.i - _NEAR_THAT) : mark.i]
    fitting = (t for t in reversed(before) if lemma(t) in SAYING_NOUNS | SAYING)
    return next(fitting, None)


def _tells(head: "Token", clause: "Token") -> bool:
    """Return whether `head` is a word of saying and `clause` what is said."""
    if head.pos_ == "VERB":
        return lemma(head) in SAYING and clause.dep_ in {"ccomp", "parataxis"}
    is_said = clause.dep_ in {"ccomp", "parataxis", "acl"}
    return head.pos_ == "NOUN" and lemma(head) in SAYING_NOUNS and is_said


def _is_aside(verb: "Token") -> bool:
    """Return whether a verb of saying has a speaker and nothing of its own to say."""
    has_speaker = child(verb, "nsubj") is not None
    return lemma(verb) in SAYING and has_speaker and child(verb, "ccomp", "dobj") is None


def _attribution(
    token: "Token", verb: "Token | None", cast: Cast, offset: int
) -> Attribution | None:
    figure = cast.identify(token)
    if figure is None and token.pos_ == "PRON":
        return None
    phrase = token.doc[token.left_edge.i : token.i + 1]
    name = figure.name if figure and not figure.id.startswith("name:") else phrase.text
    start = offset + phrase.start_char
    return Attribution(
        name=" ".join(name.split()),
        actor_id=figure.id if figure else "",
        kind=_kind(token, figure),
        verb=verb.text if verb is not None else "",
        span=Span(start, start + len(phrase.text)),
    )


def _kind(token: "Token", figure: Figure | None) -> str:
    word = lemma(token)
    if word in _EXPERT_NOUNS:
        return "expert"
    if word in _WITNESS_NOUNS:
        return "witness"
    if (figure and figure.sector == "MED") or word in _MEDIA_NOUNS:
        return "media"
    if (figure and figure.sector in _OFFICIAL_SECTORS) or word in _OFFICIAL_NOUNS:
        return "official"
    return "official" if figure and figure.kind == "state" else "unknown"
