"""Recognition: finding the place names of a report.

The language model finds names but is unsure of what; the gazetteer (`Lexicon`) knows places but
not contexts. Every name the model finds, whatever it calls it, is looked up; and every
capitalised word it missed is looked up too, under stricter conditions.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.model import PlaceKind, Span, Toponym, Use
from geo.phrases import grow
from geo.protocols import Lexicon
from geo.reading.place_use import use_of
from geo.reading.place_words import (
    COMMON_WORDS,
    FACILITY_WORDS,
    LOCATIVE,
    NAME_HEADS,
    SETTLEMENT_WORDS,
    TERRITORY_WORDS,
    WATER_AND_LAND_WORDS,
)
from geo.reading.syntax import lemma

if TYPE_CHECKING:
    import spacy.tokens as sp

    from geo.reading.language_model import Passage

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_MAYBE_LABELS = frozenset({"NORP", "ORG", "PERSON", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
_SURE_KINDS = frozenset(
    {PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.WATER, PlaceKind.FACILITY}
)
_LONGEST_NAME = 5  # words
_KNOWN_TOWN = 4.0  # log10 of 10,000: a town whose name alone is enough
_KNOWN_CITY = 5.0  # log10 of 100,000: enough where the model says ORG or PERSON
_SHORTEST = 3  # letters of a name that the model did not find


@dataclass(frozen=True, slots=True)
class _Name:
    """Tokens `start` to `end` (not included) of a passage, held to be a place name."""

    start: int
    end: int
    kinds: Collection[PlaceKind]
    is_inside_name: bool = False


def find_toponyms(
    passage: "Passage", text: str, lexicon: Lexicon, *, names: Collection[str] = frozenset()
) -> list[Toponym]:
    """Return the place names of a passage, in order, without overlaps.

    Args:
        passage: A parsed stretch of the report.
        text: The report's text (hard wraps undone), which the spans are offsets into.
        lexicon: What is a place, and of which kind.
        names: Lower-case names of organisations and media, which are no places.
    """
    finder = _Finder(passage.doc, lexicon, names)
    found = [
        _toponym(passage, name, text) for name in sorted(finder.names(), key=lambda n: n.start)
    ]
    return list(_with_containers(_without_overlaps(found), text))


class _Finder:
    """Looks for names in one parsed passage."""

    def __init__(self, doc: "sp.Doc", lexicon: Lexicon, names: Collection[str]) -> None:
        self._doc = doc
        self._lexicon = lexicon
        self._names = names
        self._taken = [False] * len(doc)

    def names(self) -> Iterator[_Name]:
        """Yield the names: first the model's, then what it missed."""
        for entity in self._doc.ents:
            if entity.label_ in _PLACE_LABELS | _MAYBE_LABELS:
                yield from self._from_entity(entity)
        yield from self._missed()

    def _from_entity(self, entity: "sp.Span") -> Iterator[_Name]:
        start, end = self._trimmed(entity.start, entity.end)
        if start >= end:
            return
        start, end = self._widest(start, end)
        if any(self._taken[start:end]):
            return
        name = self._judged(entity, start, end)
        if name:
            self._take(name.start, name.end)
            yield name
        elif entity.label_ not in _PLACE_LABELS and self._words(start, end) not in self._names:
            yield from self._inside(start, end)
        self._take(entity.start, entity.end)

    def _judged(self, entity: "sp.Span", start: int, end: int) -> _Name | None:
        """Return the name if the whole entity is a place, None where it is not."""
        kinds = self._kinds(start, end)
        if self._is_other_name(start, end, kinds):
            return None
        if self._is_name_of_something(start, end):
            return _Name(start, end, kinds, is_inside_name=True) if kinds else None
        if PlaceKind.DEMONYM in kinds or entity.label_ == "NORP":
            return _Name(start, end, kinds) if PlaceKind.DEMONYM in kinds else None
        if entity.label_ in _PLACE_LABELS:
            return _Name(start, end, kinds) if kinds or self._looks_like_place(start, end) else None
        return _Name(start, end, kinds) if self._is_retyped(entity, start, end, kinds) else None

    def _is_other_name(self, start: int, end: int, kinds: Collection[PlaceKind]) -> bool:
        if self._is_common(start, end):
            return True
        return self._words(start, end) in self._names and PlaceKind.COUNTRY not in kinds

    def _is_retyped(
        self, entity: "sp.Span", start: int, end: int, kinds: Collection[PlaceKind]
    ) -> bool:
        """Return whether a name the model calls something else is a place all the same."""
        if not kinds:
            words = {token.text.casefold() for token in self._doc[start:end]}
            is_facility = bool(words & FACILITY_WORDS) and self._is_locative(start)
            return is_facility or self._is_after_settlement_word(start)
        if _SURE_KINDS & set(kinds) and entity.label_ != "PERSON":
            return True
        prominence = self._lexicon.prominence(self._text(start, end))
        if self._is_locative(start):
            return prominence > 0 and not (entity.label_ == "PERSON" and end - start > 1)
        if entity.label_ == "PERSON":
            return prominence >= _KNOWN_CITY and not self._is_surname(entity)
        return prominence >= _KNOWN_CITY

    def _inside(self, start: int, end: int) -> Iterator[_Name]:
        """Yield demonyms, owners and well-known places inside the name of something else."""
        position = start
        while position < end:
            stop, kinds = self._longest_from(position, end)
            word = self._doc[position]
            if kinds and not self._is_common(position, stop):
                owns = stop < len(self._doc) and self._doc[stop].tag_ == "POS"
                is_sure = PlaceKind.DEMONYM in kinds or bool(_SURE_KINDS & set(kinds))
                if is_sure and (word.ent_type_ != "PERSON" or owns):
                    inside = not owns and PlaceKind.DEMONYM not in kinds
                    self._take(position, stop)
                    yield _Name(position, stop, kinds, is_inside_name=inside)
            position = stop

    def _missed(self) -> Iterator[_Name]:
        """Yield capitalised names that the model did not find and the gazetteer knows."""
        position = 0
        while position < len(self._doc):
            stop, kinds = position + 1, frozenset[PlaceKind]()
            if not self._taken[position] and self._may_start(position):
                stop, kinds = self._longest_from(position, len(self._doc))
            if kinds and self._is_likely(position, stop, kinds):
                self._take(position, stop)
                yield _Name(position, stop, kinds)
            position = stop

    def _may_start(self, position: int) -> bool:
        token = self._doc[position]
        return token.text[:1].isupper() and (
            token.pos_ in {"PROPN", "ADJ", "NOUN"} or token.tag_.startswith("NNP")
        )

    def _is_likely(self, start: int, stop: int, kinds: Collection[PlaceKind]) -> bool:
        if self._is_common(start, stop) or any(self._taken[start:stop]):
            return False
        return PlaceKind.DEMONYM in kinds or (
            self._is_name(start, stop) and self._is_prominent(start, stop, kinds)
        )

    def _is_name(self, start: int, stop: int) -> bool:
        """Return whether the words are a proper name of their own, and no organisation's."""
        is_proper = any(token.pos_ == "PROPN" for token in self._doc[start:stop])
        is_other = self._words(start, stop) in self._names or self._touches_name(start, stop)
        return is_proper and not is_other

    def _is_prominent(self, start: int, stop: int, kinds: Collection[PlaceKind]) -> bool:
        """Return whether the name alone is enough to take it for a place."""
        if len(self._text(start, stop)) < _SHORTEST:
            return PlaceKind.COUNTRY in kinds and self._text(start, stop).isupper()
        if _SURE_KINDS & set(kinds):
            return True
        prominence = self._lexicon.prominence(self._text(start, stop))
        return prominence >= (0.1 if self._is_locative(start) else _KNOWN_TOWN)

    def _touches_name(self, start: int, stop: int) -> bool:
        """Return whether the words beside it make it a part of a longer name."""
        before = self._doc[start - 1] if start else None
        after = self._doc[stop] if stop < len(self._doc) else None
        return any(
            near is not None
            and near.pos_ == "PROPN"
            and near.text[:1].isupper()
            and lemma(near) not in SETTLEMENT_WORDS
            for near in (before, after)
        )

    def _is_name_of_something(self, start: int, end: int) -> bool:
        """Return whether the words after it show that it is inside the name of something."""
        if end >= len(self._doc):
            return False
        after = self._doc[end]
        return (
            after.text[:1].isupper()
            and after.text.casefold() in NAME_HEADS
            and not self._text(start, end).isupper()
            and after.ent_type_ not in {"DATE", "TIME"}
        ) or self._is_second_part(start)

    def _is_second_part(self, start: int) -> bool:
        """Return whether it is the end of a name ("University of Cambridge")."""
        if start < 2 or self._doc[start - 1].text.casefold() != "of":  # noqa: PLR2004 - two words
            return False
        before = self._doc[start - 2]
        return before.text[:1].isupper() and before.text.casefold() in {
            "university",
            "bank",
            "church",
            "institute",
            "college",
            "museum",
            "school",
            "treaty",
        }

    def _is_surname(self, entity: "sp.Span") -> bool:
        word = entity[-1].text
        return any(
            other.label_ == "PERSON" and len(other) > 1 and other[-1].text == word
            for other in self._doc.ents
        )

    def _looks_like_place(self, start: int, end: int) -> bool:
        """Return whether a place the gazetteer lacks is written as one."""
        tokens = self._doc[start:end]
        words = {token.text.casefold() for token in tokens}
        if self._is_common(start, end) or not any(token.text[:1].isupper() for token in tokens):
            return False
        if words & (FACILITY_WORDS | WATER_AND_LAND_WORDS | SETTLEMENT_WORDS):
            return True
        is_name = all(token.pos_ in {"PROPN", "DET", "ADP", "PART", "PUNCT"} for token in tokens)
        return is_name and (self._is_locative(start) or self._is_after_comma(start))

    def _is_locative(self, start: int) -> bool:
        before = [token.text.casefold() for token in self._doc[max(0, start - 3) : start]]
        while before and before[-1] in {"the", "of", *SETTLEMENT_WORDS, "northern", "southern"}:
            if before.pop() in SETTLEMENT_WORDS:
                return True
        return bool(before) and before[-1] in LOCATIVE

    def _is_after_settlement_word(self, start: int) -> bool:
        before = [token.text.casefold() for token in self._doc[max(0, start - 2) : start]]
        return len(before) > 1 and before[1] == "of" and before[0] in SETTLEMENT_WORDS

    def _is_after_comma(self, start: int) -> bool:
        return start > 1 and self._doc[start - 1].text == "," and self._taken[start - 2]

    def _is_common(self, start: int, end: int) -> bool:
        return self._words(start, end) in COMMON_WORDS or self._is_loose_abbreviation(start, end)

    def _is_loose_abbreviation(self, start: int, end: int) -> bool:
        """Return whether "AP", "Co." and the like stand alone: places only after a comma."""
        word = self._text(start, end)
        is_short = len(word) < _SHORTEST + 2 and (word.isupper() or word.endswith("."))
        if not is_short or PlaceKind.COUNTRY in self._kinds(start, end):
            return False
        return start == 0 or self._doc[start - 1].text != ","

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Leave out articles, the possessive and marks at either end."""
        while start < end and (
            self._doc[start].text.casefold() == "the" or not self._doc[start].text[0].isalnum()
        ):
            start += 1
        while start < end and (self._doc[end - 1].tag_ == "POS" or self._doc[end - 1].is_space):
            end -= 1
        return start, end

    def _widest(self, start: int, end: int) -> tuple[int, int]:
        """Return the longest name that the gazetteer knows around these tokens."""
        for wider in ((start - 1, end + 1), (start - 1, end), (start, end + 1)):
            if wider[0] < 0 or wider[1] > len(self._doc) or wider[1] - wider[0] > _LONGEST_NAME:
                continue
            edges = (self._doc[wider[0]], self._doc[wider[1] - 1])
            is_name = all(t.text[:1].isupper() and t.text.casefold() != "the" for t in edges)
            if is_name and self._kinds(*wider):
                return wider
        return start, end

    def _longest_from(self, start: int, limit: int) -> tuple[int, frozenset[PlaceKind]]:
        for stop in range(min(limit, start + _LONGEST_NAME), start, -1):
            last = self._doc[stop - 1]
            if not last.text[:1].isupper() or any(t.is_space for t in self._doc[start:stop]):
                continue
            if kinds := self._kinds(start, stop):
                return stop, kinds
        return start + 1, frozenset()

    def _kinds(self, start: int, end: int) -> frozenset[PlaceKind]:
        return frozenset(self._lexicon.kinds(self._text(start, end)))

    def _text(self, start: int, end: int) -> str:
        return str(self._doc[start:end].text)

    def _words(self, start: int, end: int) -> str:
        return self._text(start, end).casefold()

    def _take(self, start: int, end: int) -> None:
        self._taken[start:end] = [True] * (end - start)


def _toponym(passage: "Passage", name: _Name, text: str) -> Toponym:
    tokens = passage.doc[name.start : name.end]
    lead = len(tokens.text) - len(tokens.text.lstrip("-–—'’\"“("))
    bare = Span(passage.start + tokens.start_char + lead, passage.start + tokens.end_char)
    is_demonym = PlaceKind.DEMONYM in name.kinds and not (_SURE_KINDS & set(name.kinds))
    after = passage.doc[name.end] if name.end < len(passage.doc) else None
    if is_demonym and after is not None and lemma(after) in TERRITORY_WORDS:
        whole = Span(bare.start, passage.start + after.idx + len(after))
        return Toponym(whole, whole.of(text), Use.LITERAL)
    span = bare if is_demonym or name.is_inside_name else grow(text, bare)
    use = Use.NAME if name.is_inside_name else use_of(tokens, name.kinds, span == bare)
    if is_demonym:
        use = Use.MODIFIER
    return Toponym(span, span.of(text), use, is_demonym=is_demonym)


def _without_overlaps(found: list[Toponym]) -> list[Toponym]:
    kept: list[Toponym] = []
    for toponym in found:
        if kept and kept[-1].span.overlaps(toponym.span):
            longer = max(kept[-1], toponym, key=lambda each: each.span.end - each.span.start)
            kept[-1] = longer
        else:
            kept.append(toponym)
    return kept


def _with_containers(found: list[Toponym], text: str) -> Iterator[Toponym]:
    """Yield the toponyms, each with the one that contains it ("Paris, Texas")."""
    for toponym, following in pairwise([*found, None]):
        if toponym is None:
            return
        contains = (
            following is not None
            and not toponym.is_demonym
            and not following.is_demonym
            and text[toponym.span.end : following.span.start] in {", ", " in ", ", in ", " ("}
        )
        yield replace(toponym, within=following.span) if contains and following else toponym
