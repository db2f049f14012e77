"""Who says that an event happened: by name, in which word, through whom, and how strongly."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.model import Attribution, Modality, Span
from geo.reading.cast import Cast, Figure
from geo.reading.speech import Saying, saying_word, sayings
from geo.reading.syntax import child, lemma
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

__all__ = ["find_attribution", "saying_word", "with_strength"]

_OFFICIAL_SECTORS = frozenset({"GOV", "MIL", "SPY", "COP", "JUD", "LEG", "IGO"})
_NOUNS = {
    "expert": word_set(
        """
        expert analyst researcher scientist professor observer economist historian monitor monitors
        forecaster meteorologist seismologist epidemiologist institute observatory thinktank
        """
    ),
    "witness": word_set(
        """
        witness eyewitness resident survivor local neighbor neighbour villager passer-by bystander
        passenger driver farmer shopkeeper relative family father mother brother sister son
        daughter widow pupil student teacher fisherman nurse volunteer
        """
    ),
    "media": word_set(
        """
        media newspaper broadcaster outlet report agency daily weekly channel television radio
        station website magazine journalist reporter correspondent tabloid
        """
    ),
    "official": word_set(
        """
        official authority police government spokesperson spokesman spokeswoman minister ministry
        president governor mayor general colonel commander officer army navy military staff
        command prosecutor prosecution court parliament lawmaker deputy mp senator council
        ambassador embassy envoy chief secretary chancellor department office administration
        commissioner commission service guard diplomat premier state head
        """
    ),
}
"""Heads of the phrases that name a source, by its kind."""

_RUMOURS = word_set(
    "rumour rumor talk speculation gossip hearsay whisper unconfirmed unverified anonymous"
)
_ANAPHORS = word_set("he she they it")
_SUSPECTING = word_set(
    "believe suspect think allege presume guess assume suppose speculate surmise fear accuse hint"
)
_ESTABLISHING = word_set(
    "confirm admit acknowledge concede verify establish prove show find determine certify attest"
)
_LESS_THAN_SAID = {Modality.ALLEGED: "suspected", Modality.UNCONFIRMED: "unconfirmed"}
_ARTICLES = frozenset({"the", "a", "an"})
_LONGEST_TAIL = 8  # words after the head of a source's phrase: "source in the ministry"
_TAIL = frozenset({"of", "in", "at", "from", "for", "with", "on"})
_MOST = 2  # sources kept


def find_attribution(trigger: "Token", cast: Cast, offset: int) -> tuple[Attribution, ...]:
    """Return who says so, nearest source first, empty where the report itself does.

    "NHK reported that, according to the NIS, ..." gives the NIS via NHK; so does "NHK reported,
    citing the NIS".

    Args:
        trigger: The word that carries the event.
        cast: Who was met so far in the report; it learns who spoke last.
        offset: Where the passage begins in the report's text.
    """
    found = [_attribution(saying, cast, offset) for saying in sayings(trigger)]
    named = _distinct(source for source in found if source is not None)
    if len(named) > 1 and named[-1].kind == "media" and not named[0].via:
        return (replace(named[0], via=named[-1].name),)
    return tuple(named[:_MOST])


def with_strength(sources: Iterable[Attribution], modality: Modality) -> tuple[Attribution, ...]:
    """Return the sources of an event, no word of theirs stronger than its modality."""
    weaker = _LESS_THAN_SAID.get(modality)
    return tuple(replace(source, strength=weaker or source.strength) for source in sources)


def _distinct(sources: Iterable[Attribution]) -> list[Attribution]:
    """Return the sources without those named before."""
    by_name: dict[str, Attribution] = {}
    for source in sources:
        by_name.setdefault(source.actor_id or source.name.casefold(), source)
    return list(by_name.values())


def _attribution(saying: Saying, cast: Cast, offset: int) -> Attribution | None:
    speaker = saying.speaker
    figure = cast.identify(speaker)
    if speaker.pos_ == "PRON":
        figure = figure or (cast.speaker if lemma(speaker) in _ANAPHORS else None)
        if figure is None:
            return None
    elif figure is not None:
        cast.speaker = figure
    kind = _kind(speaker, figure)
    words = _phrase(speaker)
    start = offset + words.start_char
    return Attribution(
        name=_name(words, speaker, figure),
        actor_id=figure.id if figure else "",
        kind=kind,
        verb=saying.word.text if saying.word is not None else "",
        via=_passer(saying.via, cast),
        span=Span(start, start + len(words.text)),
        strength=_strength(kind, words, saying.word),
    )


def _passer(token: "Token | None", cast: Cast) -> str:
    """Return the name of who passes on what another says, empty for nobody."""
    return _name(_phrase(token), token, cast.identify(token)) if token is not None else ""


def _name(words: "Tokens", speaker: "Token", figure: Figure | None) -> str:
    """Return a source's name: the registry's own, else the words of the report."""
    is_known = figure is not None and not figure.id.startswith("name:") and ":" not in figure.name
    if figure is not None and (is_known or figure.is_person or speaker.pos_ == "PRON"):
        return figure.name
    name = " ".join(words.text.split())
    is_small = words[0].pos_ != "PROPN" and (words[0].lower_ in _ARTICLES or not words[0].ent_type_)
    return name[0].lower() + name[1:] if words.start == words.sent.start and is_small else name


def _phrase(head: "Token") -> "Tokens":
    """Return the words that name a source: up to its head, and what it is of or in."""
    end = head.i + 1
    for near in head.rights:
        if near.i == end and near.dep_ == "prep" and near.lower_ in _TAIL:
            last = child(near, "pobj")
            end = last.i + 1 if last is not None and last.i - near.i < _LONGEST_TAIL else end
    return head.doc[max(head.left_edge.i, head.i - _LONGEST_TAIL) : end]


def _strength(kind: str, words: "Tokens", word: "Token | None") -> str:
    if {lemma(token) for token in words} & _RUMOURS:
        return "unconfirmed"
    said = lemma(word) if word is not None else ""
    if said in _SUSPECTING:
        return "suspected"
    if said in _ESTABLISHING:
        return "fact"
    return "official claim" if kind == "official" else "reported"


def _kind(token: "Token", figure: Figure | None) -> str:
    """Return what sort of source somebody is, by the noun that names them, else by who it is."""
    word = lemma(token)
    named = next((kind for kind, nouns in _NOUNS.items() if word in nouns), None)
    if named in {"expert", "witness"}:
        return named
    if figure is not None and figure.sector == "MED":
        return "media"
    is_official = figure is not None and (
        figure.sector in _OFFICIAL_SECTORS or figure.kind == "state"
    )
    return "official" if is_official else named or "unknown"
