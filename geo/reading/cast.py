"""Who is who inside one report: names, short forms, acronyms and pronouns.

A `Cast` grows as the report is read: "Kyrylo Budanov, head of Ukraine's Defense Intelligence"
makes "Budanov", "he" and "the head" the same person in what follows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from geo.model import Actor, Toponym, Use
from geo.reading.actors import ActorEntry, ActorRegistry, plain_name
from geo.reading.figures import Figure, figure_of, unknown
from geo.reading.noun_phrases import (
    Phrase,
    appositions,
    described_by,
    described_from,
    entity_at,
    is_noun,
    modifiers,
    phrase_start,
    shrinking,
    without_parts,
)
from geo.reading.pronouns import (
    GROUP_PRONOUNS,
    HUMANS,
    OWNERS,
    PERSON_PRONOUNS,
    PRONOUNS,
    RELATIVES,
    SPEAKER_PRONOUNS,
    is_expletive,
)
from geo.reading.syntax import SUBJECTS, ancestors, child, lemma

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

    from geo.reading.language_model import Passage

__all__ = ["Cast", "Figure"]

_BODIES = frozenset({"armed group", "organisation", "party", "company"})
"""Kinds of actors whose own people are not their state's."""

_SAYING = frozenset({"say", "tell", "state", "add", "declare", "explain", "comment", "write"})
"""Verbs whose subject is "I" in what is quoted then."""

_EQUIPMENT = frozenset(
    {"missile", "drone", "jet", "warplane", "warship", "artillery", "intelligence"}
)
"""Nouns that mean their state's forces only where the state is named."""

_ACTOR_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE", "PRODUCT"})
_STATES = frozenset({"GPE", "NORP", "LOC"})
_KEPT = 2000  # names remembered: bounds memory on very long texts
_FAMILY_FIRST = frozenset({"PRK", "KOR", "CHN", "VNM", "TWN"})


@dataclass(slots=True)
class Cast:
    """Everybody met so far in one report.

    Attributes:
        day: The day of publication, which decides between terms of office; None = the latest.
        speaker: Who spoke last.
        carried: Whom the sentences before the one at hand leave in mind, likeliest first: the
            last subject, the last person, the last group, and whoever was named most.
    """

    registry: ActorRegistry
    day: date | None = None
    speaker: Figure | None = None
    carried: tuple[Figure, ...] = ()
    _spots: frozenset[int] = frozenset()
    _named: Counter[Figure] = field(default_factory=Counter)
    _countries: dict[str, str | None] = field(default_factory=dict)
    _person: Figure | None = None
    _group: Figure | None = None
    _subject: Figure | None = None
    _held: set[bool] = field(default_factory=set)
    _by_short_name: dict[str, Figure] = field(default_factory=dict)
    _by_noun: dict[str, Figure] = field(default_factory=dict)
    _doc: "Doc | None" = None
    _met: dict[int, Figure | None] = field(default_factory=dict)
    _phrases: dict[int, tuple[Phrase, ...]] = field(default_factory=dict)

    def meet(self, sentence: "Tokens") -> tuple[Phrase, ...]:
        """Return the phrases of a sentence that name somebody, in order; all are remembered."""
        self._turn_to(sentence.doc)
        if sentence.start not in self._phrases:
            self._phrases.clear()
            self._held.clear()
            self.carried = tuple(self._in_mind())
            found = ((token, self.identify(token)) for token in sentence if _may_name(token))
            phrases = [Phrase(token, figure) for token, figure in found if figure is not None]
            self._phrases[sentence.start] = tuple(without_parts(phrases))
        return self._phrases[sentence.start]

    def identify(self, token: "Token") -> Figure | None:
        """Return who the phrase headed by `token` means, None where it names nobody.

        The answer for a word stays the same, whoever is named after it.
        """
        self._turn_to(token.doc)
        if token.i not in self._met:
            is_pronoun = token.pos_ == "PRON" or lemma(token) in PRONOUNS - RELATIVES
            figure = self._from_pronoun(token) if is_pronoun else self._from_words(token)
            self._met[token.i] = figure
            if figure and not is_pronoun:
                self._remember(token, figure)
        return self._met[token.i]

    def _turn_to(self, doc: "Doc") -> None:
        if self._doc is not doc:
            self._doc = doc
            self._met.clear()
            self._phrases.clear()

    def _in_mind(self) -> Iterator[Figure]:
        most = self._named.most_common(1)
        kept = (self._subject, self._person, self._group, most[0][0] if most else None)
        yield from dict.fromkeys(figure for figure in kept if figure is not None)

    def country_of(self, actor_id: str) -> str | None:
        """Return the country of somebody met in the report; None where unsaid or not met."""
        return self._countries.get(actor_id)

    def own_organ(self, figure: Figure, token: "Token", doers: Iterable[Actor]) -> Figure:
        """Return the doer's forces for troops of unsaid nation that the doer sends."""
        country = next((doer.country for doer in doers if doer.country), None)
        if country is None or self.state_of(token) is not None or figure.country == country:
            return figure
        organ = self.registry.organ(country, lemma(token))
        return figure_of(organ) if organ else figure

    def state_of(self, token: "Token") -> ActorEntry | None:
        """Return the state that a phrase names its head by: "Russian", "Ukraine's", "U.S."."""
        owner = self._owner_of(token)
        return self.registry.entry(owner.country) if owner and owner.country else None

    def _owner_of(self, token: "Token") -> ActorEntry | None:
        """Return the state or body that a phrase names its head by: "Russian", "UN", "Hamas"."""
        for words in modifiers(token):
            if owner := self.registry.state(words) or self.registry.find(words, self.day):
                return owner
        return self._owner_meant(token)

    def _owner_meant(self, token: "Token") -> ActorEntry | None:
        """Return the state or body that a pronoun before an organ means: "its forces"."""
        pronoun = child(token, "poss")
        if pronoun is None or lemma(pronoun) not in OWNERS:
            return None
        if self.registry.organ_word(lemma(token)) is None:
            return None
        owner = self.identify(pronoun)
        if owner is None or not owner.country:
            return None
        return self.registry.entry(owner.id if owner.kind in _BODIES else owner.country)

    def listen(self, sentence: "Tokens") -> None:
        """Remember who a sentence that tells of no event names."""
        self.meet(sentence)

    def note_acronyms(self, doc: "Doc") -> None:
        """Remember the short names that a passage introduces: "... Service (NIS)"."""
        for token in doc[1:-1]:
            if not (token.text.isupper() and len(token.text) > 1 and token.nbor(-1).text == "("):
                continue
            if token.nbor(1).text == ")" and token.i > 1:
                figure = self._acronym_of(token)
                if figure:
                    self._by_short_name[token.text] = figure

    def note_places(self, passage: "Passage", toponyms: Iterable[Toponym]) -> None:
        """Remember where a passage names places, which the model may take for people."""
        self._spots = frozenset(
            position - passage.start
            for toponym in toponyms
            if toponym.use in {Use.LITERAL, Use.MODIFIER} and not toponym.is_demonym
            for position in range(toponym.span.start, toponym.span.end)
        )

    def _acronym_of(self, token: "Token") -> Figure | None:
        before = token.doc[token.i - 2]
        if not is_noun(before):
            return None
        entity = entity_at(before)
        figure = self._from_phrase(before) or self._from_name(entity.root if entity else before)
        known = self.registry.find(token.text, self.day)
        if figure and known and figure.country in {known.country, None}:
            return figure_of(known)
        return figure

    def _from_pronoun(self, token: "Token") -> Figure | None:
        word = lemma(token)
        if word in RELATIVES:
            head = next((each for each in ancestors(token) if each.dep_ == "relcl"), None)
            return self.identify(head.head) if head is not None and is_noun(head.head) else None
        if word in PERSON_PRONOUNS:
            return self._person
        if word in GROUP_PRONOUNS:
            return None if is_expletive(token) else self._group
        return self.speaker if word in SPEAKER_PRONOUNS else None

    def _from_words(self, token: "Token") -> Figure | None:
        """Return whom a noun names; "the mayor, Sadiq Khan" is whom the name beside it says."""
        figure = self._from_name(token) or self._from_noun(token)
        if figure and figure.is_unknown and not figure.is_plain and token.idx in self._spots:
            return None
        if figure is None or figure.is_plain or figure.sector == "GOV":
            for beside in token.rights:
                if beside.dep_ == "appos" and beside.ent_type_ == "PERSON":
                    return self._in_office(beside, figure) or figure
        return figure

    def _in_office(self, name: "Token", office: Figure | None) -> Figure | None:
        """Return the person of a name beside an office, who has its country and sector."""
        person = self.identify(name)
        if person is None or office is None or person.country or not person.is_unknown:
            return person
        sector = person.sector or office.sector
        person = replace(person, country=office.country, sector=sector, parents=office.parents)
        self._met[name.i] = person
        self._remember(name, person)
        return person

    def _from_name(self, token: "Token") -> Figure | None:
        entity = entity_at(token)
        if entity is not None and entity.label_ == "PERSON":
            return self._from_person(token, entity)
        if entity is not None and token.pos_ == "ADJ" and (organ := self._of_nation(token)):
            return organ
        if figure := self._from_phrase(token):
            return figure
        if entity is None or entity.label_ not in _ACTOR_LABELS or token.i != entity.root.i:
            return None
        return self._from_entity(token, entity)

    def _of_nation(self, demonym: "Token") -> Figure | None:
        """Return the organ that an adjective's noun makes of its state: "Polish ... soldiers"."""
        state = self.registry.state(demonym.text)
        organ = self.registry.organ(state.id, lemma(described_by(demonym))) if state else None
        return figure_of(organ) if organ else None

    def _from_person(self, token: "Token", entity: "Tokens") -> Figure | None:
        name = plain_name(entity.text)
        if known := self.registry.find(name, self.day):
            return figure_of(known)
        if figure := self._by_short_name.get(name):
            return figure
        if capital := self.registry.capital_of(name):
            return figure_of(capital)
        title = entity.doc[entity.start - 1] if entity.start else token
        sector = self.registry.sector_of(lemma(title)) or ""
        return unknown(name, self._office(token, entity), sector=sector, is_person=True)

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
        return self._owner_of(token)

    def _from_phrase(self, token: "Token") -> Figure | None:
        """Return the registry's actor for the longest phrase that ends in `token`."""
        start = phrase_start(token)
        for begin in range(start, token.i + 1):
            words = token.doc[begin : token.i + 1].text
            if figure := self._by_short_name.get(plain_name(words)):
                return figure
            known = self.registry.find(words, self.day) if words.lower() != words else None
            if known:
                return figure_of(known)
        return None

    def _from_entity(self, token: "Token", entity: "Tokens") -> Figure | None:
        name = plain_name(entity.text)
        known = self.registry.find(name, self.day)
        if known:
            return figure_of(known)
        if capital := self.registry.capital_of(name):
            return figure_of(capital)
        if entity.label_ in _STATES:
            return None
        if organ := self._organ_figure(token):
            return organ
        sector = self.registry.sector_of(lemma(token)) or ""
        return unknown(name, self._owner_of(token), sector=sector)

    def _from_noun(self, token: "Token") -> Figure | None:
        if not is_noun(token):
            return None
        if organ := self._organ_figure(token):
            return organ
        word = lemma(token)
        if word in _EQUIPMENT:
            return None
        return self._by_noun.get(word) or self._unnamed(token)

    def _unnamed(self, token: "Token") -> Figure | None:
        """Return somebody by the words of a phrase without name: "three gunmen"."""
        sector = self.registry.sector_of(lemma(token))
        if sector is None:
            return None
        name = plain_name(token.doc[described_from(token) : token.i + 1].text)
        return unknown(name, self._owner_of(token), sector=sector, is_plain=True)

    def _organ_figure(self, token: "Token") -> Figure | None:
        """Return the organ of the state that the phrase names: "Russian troops"."""
        end, word = token.i + 1, lemma(token)
        written = [token.doc[begin:end].text for begin in range(phrase_start(token), end)]
        forms = ((words, f"{words[: -len(token)]}{word}".strip()) for words in written)
        phrases = [words for pair in forms for words in pair if self.registry.organ_word(words)]
        state = self._owner_of(token) if phrases else None
        if state is None or state.kind != "state":
            return None
        organs = (self.registry.organ(state.id, phrase) for phrase in phrases)
        return next((figure_of(organ) for organ in organs if organ), None)

    def _remember(self, token: "Token", figure: Figure) -> None:
        if len(self._by_short_name) > _KEPT or len(self._named) > _KEPT:
            for memory in (self._by_short_name, self._by_noun, self._countries, self._named):
                memory.clear()
        self._countries[figure.id] = figure.country
        self._named[figure] += 1
        self._keep_in_mind(token, figure)
        if figure.is_person:
            self._by_short_name[figure.name.split()[-1]] = figure
            if figure.country in _FAMILY_FIRST:
                self._by_short_name[figure.name.split()[0]] = figure
        elif figure.country or figure.sector:
            self._by_noun[lemma(token)] = figure
            self._by_noun.update(dict.fromkeys(_nouns_for(figure, self.registry), figure))

    def _keep_in_mind(self, token: "Token", figure: Figure) -> None:
        """Note whom pronouns mean next: of several in a sentence the subject, else the last."""
        is_subject = token.dep_ in SUBJECTS
        is_person = figure.is_person or (is_subject and self._is_new_human(token))
        if is_subject:
            self._subject = figure
            if lemma(token.head) in _SAYING:
                self.speaker = figure
        elif is_person in self._held:
            return
        if is_subject:
            self._held.add(is_person)
        if is_person:
            self._person = figure
        else:
            self._group = figure

    def _is_new_human(self, token: "Token") -> bool:
        """Return whether a noun means one man or woman who is not the person in mind.

        "A minister" and "Italy's minister" are somebody else, "the minister" may be who has a
        name, "his wife" is there beside him.
        """
        if token.tag_ != "NN" or lemma(token) not in HUMANS:
            return False
        owner = child(token, "poss")
        if owner is not None:
            return owner.pos_ != "PRON"
        is_known = any(near.lower_ == "the" for near in token.lefts)
        return self._person is None or not is_known


def _may_name(token: "Token") -> bool:
    """Return whether a word may be the head of what names somebody."""
    if token.pos_ in {"NOUN", "PROPN"}:
        return True
    return lemma(token) in PRONOUNS or (token.pos_ == "ADJ" and token.ent_type_ in _STATES)


def _nouns_for(figure: Figure, registry: ActorRegistry) -> Iterator[str]:
    """Yield the nouns a later sentence may call an organisation by."""
    if figure.kind == "armed forces":
        yield from ("soldier", "troop", "force", "unit", "personnel", "army", "infantryman")
    if figure.kind == "armed group":
        yield from ("group", "militant", "fighter", "rebel", "insurgent", "movement")
    last = figure.name.split()[-1].casefold()
    if last == "service" or registry.sector_of(last) is not None:
        yield last
    if figure.kind == "ministry":
        yield "ministry"
    if figure.kind == "intelligence":
        yield from ("service", "agency")
