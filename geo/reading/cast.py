"""Who is who inside one report: names, short forms, acronyms and pronouns.

A `Cast` grows as the report is read: "Kyrylo Budanov, head of Ukraine's Defense Intelligence"
makes "Budanov", "he" and "the head" the same person in what follows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from geo.model import Actor, ActorRole, Span
from geo.reading.actors import ActorEntry, ActorRegistry, plain_name
from geo.reading.noun_phrases import (
    appositions,
    entity_at,
    is_noun,
    modifiers,
    phrase_start,
    shrinking,
)
from geo.reading.syntax import ancestors, lemma
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

_PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_GROUP_PRONOUNS = frozenset({"they", "them", "their", "it", "its", "themselves", "itself"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_SPEAKER_PRONOUNS = frozenset({"i", "we", "me", "us", "my", "our"})
_DESCRIBING = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
"""Parts of speech of the words that belong to a name made of a phrase ("three masked gunmen")."""

_EQUIPMENT = frozenset(
    {"missile", "drone", "jet", "warplane", "warship", "artillery", "intelligence"}
)
"""Nouns that mean their state's forces only where the state is named."""

_ACTOR_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE", "PRODUCT"})
_STATES = frozenset({"GPE", "NORP", "LOC"})
_SLUG = re.compile(r"[^\w]+")
_LEAST_SHARE = 0.6  # of all states named, for "the police" to be those of one
_HOME_ORGANS = frozenset({"COP", "JUD", "LEG", "GOV"})
"""Organs that are the home state's where no state is named: not its troops, who go abroad."""

_KEPT_PEOPLE = 2000  # names remembered: bounds memory on very long texts

_PEOPLE_NOUNS = word_set(
    """
    gunman gunmen protester demonstrator militant rebel terrorist attacker suspect hacker insurgent
    fighter jihadist smuggler trafficker migrant prisoner hostage worker union firefighter rescuer
    doctor scientist researcher expert analyst lawyer prosecutor investigator witness survivor
    resident farmer driver passenger pilot crew voter candidate activist journalist reporter
    party coalition opposition company firm bank agency commission committee council court source
    spokesman spokesperson spokeswoman broadcaster newspaper outlet media organisation organization
    group ministry department police officer official authority government army military teenager
    alliance airline university university club team church founder ceo executive director chief
    """
)
"""Heads of phrases that name somebody, also where neither registry nor model knows them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody met in the report, whatever role they have where."""

    id: str
    name: str
    country: str | None = None
    sector: str = ""
    parents: tuple[str, ...] = ()
    kind: str = ""
    is_person: bool = False

    def as_actor(self, role: ActorRole, span: Span | None = None) -> Actor:
        """Return the figure in a role for one event."""
        return Actor(self.id, self.name, role, self.country, self.sector, self.parents, span)


@dataclass(slots=True)
class Cast:
    """Everybody met so far in one report.

    Attributes:
        day: The day of publication, which decides between terms of office; None = the latest.
        speaker: Who spoke last.
    """

    registry: ActorRegistry
    day: date | None = None
    speaker: Figure | None = None
    _state_counts: Counter[str] = field(default_factory=Counter)
    _countries: dict[str, str | None] = field(default_factory=dict)
    _person: Figure | None = None
    _group: Figure | None = None
    _by_short_name: dict[str, Figure] = field(default_factory=dict)
    _by_noun: dict[str, Figure] = field(default_factory=dict)

    def identify(self, token: "Token") -> Figure | None:
        """Return who the phrase headed by `token` means, None where it names nobody."""
        word = lemma(token)
        if token.pos_ == "PRON" or word in _PERSON_PRONOUNS | _GROUP_PRONOUNS:
            return self._from_pronoun(token)
        figure = self._from_name(token) or self._from_noun(token)
        if figure:
            self._remember(token, figure)
        return figure

    def country_of(self, actor_id: str) -> str | None:
        """Return the country of somebody met in the report; None where unsaid or not met."""
        return self._countries.get(actor_id)

    def own_organ(self, figure: Figure, token: "Token", doers: Iterable[Actor]) -> Figure:
        """Return the doer's forces for troops of unsaid nation that the doer sends."""
        country = next((doer.country for doer in doers if doer.country), None)
        if country is None or self.state_of(token) is not None or figure.country == country:
            return figure
        organ = self.registry.organ(country, lemma(token))
        return _figure(organ) if organ else figure

    def state_of(self, token: "Token") -> ActorEntry | None:
        """Return the state that a phrase names its head by: "Russian", "Ukraine's", "U.S."."""
        for words in modifiers(token):
            state = self.registry.state(words)
            if state:
                return state
            known = self.registry.find(words, self.day)
            if known and known.country and known.country != "IGO":
                return self.registry.entry(known.country)
        return None

    def listen(self, sentence: "Tokens") -> None:
        """Remember who a sentence that tells of no event names."""
        for token in sentence:
            entity = entity_at(token) if token.ent_iob_ == "B" else None
            if entity is not None and entity.label_ in {"PERSON", "ORG"}:
                self.identify(entity.root)

    def note_acronyms(self, doc: "Doc") -> None:
        """Remember the short names that a passage introduces: "... Service (NIS)"."""
        for token in doc[1:-1]:
            if not (token.text.isupper() and len(token.text) > 1 and token.nbor(-1).text == "("):
                continue
            if token.nbor(1).text == ")" and token.i > 1:
                figure = self._acronym_of(token)
                if figure:
                    self._by_short_name[token.text] = figure

    def note_states(self, doc: "Doc") -> None:
        """Count which states a passage names: what "the police" are of."""
        for entity in doc.ents:
            state = self.registry.state(entity.text) if entity.label_ in _STATES else None
            if state:
                self._state_counts[state.id] += 1

    def _home(self) -> str | None:
        """Return the state that the report is mostly about, None where there is no such."""
        ranked = self._state_counts.most_common(1)
        if not ranked or ranked[0][1] < _LEAST_SHARE * self._state_counts.total():
            return None
        return ranked[0][0]

    def _acronym_of(self, token: "Token") -> Figure | None:
        before = token.doc[token.i - 2]
        if not is_noun(before):
            return None
        entity = entity_at(before)
        figure = self._from_phrase(before) or self._from_name(entity.root if entity else before)
        known = self.registry.find(token.text, self.day)
        if figure and known and figure.country in {known.country, None}:
            return _figure(known)
        return figure

    def _from_pronoun(self, token: "Token") -> Figure | None:
        word = lemma(token)
        if word in _RELATIVES:
            head = next((each for each in ancestors(token) if each.dep_ == "relcl"), None)
            return self.identify(head.head) if head is not None and is_noun(head.head) else None
        if word in _PERSON_PRONOUNS:
            return self._person
        if word in _GROUP_PRONOUNS:
            return None if _is_expletive(token) else self._group
        return self.speaker if word in _SPEAKER_PRONOUNS else None

    def _from_name(self, token: "Token") -> Figure | None:
        entity = entity_at(token)
        if entity is not None and entity.label_ == "PERSON":
            return self._from_person(token, entity)
        if figure := self._from_phrase(token):
            return figure
        if entity is None or entity.label_ not in _ACTOR_LABELS or token.i != entity.root.i:
            return None
        return self._from_entity(token, entity)

    def _from_person(self, token: "Token", entity: "Tokens") -> Figure | None:
        name = plain_name(entity.text)
        known = self.registry.find(name, self.day)
        if known and known.kind != "state":
            return _figure(known, is_person=True)
        if known:
            return _figure(known)
        if figure := self._by_short_name.get(name):
            return figure
        office = self._office(token, entity)
        return Figure(
            id=f"name:{_slug(name)}",
            name=name,
            country=office.country if office else None,
            sector=office.sector if office else "",
            parents=(office.id, *office.parents) if office else (),
            is_person=True,
        )

    def _office(self, token: "Token", entity: "Tokens") -> ActorEntry | None:
        """Return what a person serves by the words around: title before, apposition after."""
        before = [near for near in token.children if near.i < entity.start]
        phrase = token.doc[
            min([near.left_edge.i for near in before] or [entity.start]) : entity.start
        ]
        for title in (phrase, *appositions(token)):
            for words in shrinking(title):
                known = self.registry.find(words, self.day)
                if known and known.kind not in {"", "media"} and not known.start:
                    return known
        return self.state_of(token)

    def _from_phrase(self, token: "Token") -> Figure | None:
        """Return the registry's actor for the longest phrase that ends in `token`."""
        start = phrase_start(token)
        for begin in range(start, token.i + 1):
            words = token.doc[begin : token.i + 1].text
            if figure := self._by_short_name.get(plain_name(words)):
                return figure
            known = self.registry.find(words, self.day)
            if known:
                return _figure(known)
        return None

    def _from_entity(self, token: "Token", entity: "Tokens") -> Figure | None:
        name = plain_name(entity.text)
        known = self.registry.find(name, self.day)
        if known:
            return _figure(known)
        if entity.label_ in _STATES:
            capital = self.registry.capital_of(name)
            return _figure(capital) if capital else None
        if organ := self._organ_figure(token):
            return organ
        state = self.state_of(token)
        country = state.id if state else None
        return Figure(f"name:{_slug(name)}", name, country, parents=(country,) if country else ())

    def _from_noun(self, token: "Token") -> Figure | None:
        if not is_noun(token):
            return None
        if organ := self._organ_figure(token):
            return organ
        word = lemma(token)
        if word in _EQUIPMENT:
            return None
        return self._by_noun.get(word) or self._at_home(word) or self._unnamed(token)

    def _at_home(self, word: str) -> Figure | None:
        """Return the organ of the report's state that "the police" means, None where unclear."""
        sort = self.registry.organ_word(word)
        home = self._home() if sort and sort.suffix in _HOME_ORGANS else None
        organ = self.registry.organ(home, word) if home else None
        return _figure(organ) if organ else None

    def _unnamed(self, token: "Token") -> Figure | None:
        """Return somebody by the words of a phrase without name: "three gunmen"."""
        word = lemma(token)
        sort = self.registry.organ_word(word)
        if not (word in _PEOPLE_NOUNS or sort):
            return None
        name = plain_name(token.doc[_described_from(token) : token.i + 1].text)
        return Figure(f"name:{_slug(name)}", name, sector=sort.sector if sort else "")

    def _organ_figure(self, token: "Token") -> Figure | None:
        """Return the organ of the state that the phrase names: "Russian troops"."""
        state = self.state_of(token)
        if state is None:
            return None
        for begin in range(phrase_start(token), token.i + 1):
            words = token.doc[begin : token.i + 1].text
            organ = self.registry.organ(state.id, words) or self.registry.organ(
                state.id, f"{words[: -len(token)]}{lemma(token)}".strip()
            )
            if organ:
                return _figure(organ)
        return None

    def _remember(self, token: "Token", figure: Figure) -> None:
        if len(self._by_short_name) > _KEPT_PEOPLE:
            self._by_short_name.clear()
            self._by_noun.clear()
            self._countries.clear()
        self._countries[figure.id] = figure.country
        if figure.is_person:
            self._person = figure
            self._by_short_name[figure.name.split()[-1]] = figure
            if _is_korean_or_chinese(figure):
                self._by_short_name[figure.name.split()[0]] = figure
            return
        self._group = figure
        if figure.country or figure.sector:
            self._by_noun[lemma(token)] = figure
            for word in _nouns_for(figure):
                self._by_noun[word] = figure


def _nouns_for(figure: Figure) -> Iterator[str]:
    """Yield the nouns a later sentence may call an organisation by."""
    if figure.kind in {"armed forces", "armed group"}:
        yield from ("soldier", "troop", "force", "unit", "personnel", "army", "infantryman")
    last = figure.name.split()[-1].casefold()
    if last in _PEOPLE_NOUNS or last == "service":
        yield last
    if figure.kind == "ministry":
        yield "ministry"
    if figure.kind == "intelligence":
        yield from ("service", "agency")


def _is_expletive(token: "Token") -> bool:
    """Return whether "it" stands for a clause ("it was revealed that ...")."""
    return lemma(token) == "it" and any(near.dep_ == "ccomp" for near in token.head.children)


def _is_korean_or_chinese(figure: Figure) -> bool:
    """Return whether the family name stands first."""
    return figure.country in {"PRK", "KOR", "CHN", "VNM", "TWN"}


def _figure(entry: ActorEntry, *, is_person: bool = False) -> Figure:
    return Figure(
        id=entry.id,
        name=entry.name,
        country=entry.country,
        sector=entry.sector,
        parents=entry.parents,
        kind=entry.kind,
        is_person=is_person,
    )


def _described_from(token: "Token") -> int:
    """Return where the words that describe a noun begin: not dates or participles before it."""
    start = token.i
    while start > phrase_start(token) and token.doc[start - 1].pos_ in _DESCRIBING:
        start -= 1
    return start


def _slug(name: str) -> str:
    return _SLUG.sub("-", name.casefold()).strip("-")
