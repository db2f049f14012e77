"""Recognition: finding the place names of a report.

The language model finds names but is unsure of what; the gazetteer (`Lexicon`) knows places but
not contexts. Every name either of them sees is a candidate (`geo.reading.name_spans`); learned
weights over what is known about it (`geo.reading.name_features`) say how likely it is a place;
of candidates that overlap the likeliest stays.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.model import PlaceKind, Span, Toponym, Use
from geo.phrases import grow
from geo.protocols import Lexicon
from geo.reading.lower_case import lower_case_names
from geo.reading.name_features import NameScene
from geo.reading.name_guards import is_surely_place, what_else
from geo.reading.name_spans import NameSpan, name_spans
from geo.reading.place_use import use_of
from geo.reading.place_words import TERRITORY_WORDS
from geo.reading.syntax import lemma
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

if TYPE_CHECKING:
    import spacy.tokens as sp

    from geo.reading.language_model import Passage

LEAST = 0.3
"""Least probability of a place name. From 0.25 to 0.5 the overlap F1 on the development corpora
changes by less than .015; lower finds more of what is placed, at the cost of precision."""

_DEMONYM = 0.55
"""What a demonym counts for beside longer names that hold it ("Dominican Republic")."""

_ABBREVIATION = 5  # characters of the longest word that a full stop belongs to: "Mass."
_KNOWN_TOWN = 4.0  # log10 of 10,000: smaller towns are no news inside the name of something else
_SURE_KINDS = frozenset(
    {PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.WATER, PlaceKind.FACILITY}
)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate with the probability that it is a place name.

    Attributes:
        is_part: Whether it is only a part of a name that the language model found.
        is_known: Whether it is worth saying that this place is not meant.
        reason: Why it is no place, if it is none.
    """

    span: NameSpan
    chance: float
    is_part: bool
    is_known: bool
    reason: str = ""


def find_toponyms(
    passage: "Passage", text: str, lexicon: Lexicon, *, names: Collection[str] = frozenset()
) -> list[Toponym]:
    """Return the place names of a passage, in order, without overlaps.

    Known places inside the names of persons, media and other things are among them, with the
    use `name`; they are not located.

    Args:
        passage: A parsed stretch of the report.
        text: The report's text (hard wraps undone), which the spans are offsets into.
        lexicon: What is a place, and of which kind.
        names: Lower-case names of organisations and media, which are no places.

    Raises:
        DatelineError: the installation lacks its data.
    """
    judged = list(_judged(passage.doc, lexicon, names))
    taken = [False] * len(passage.doc)
    found = [_toponym(passage, each, text) for each in _chosen(judged, taken)]
    found += [_no_place(passage, each, text) for each in _known_rest(judged, taken)]
    found.sort(key=lambda toponym: toponym.span)
    return list(_with_containers(_without_overlaps(found), text))


@cache
def _weights() -> Weights:
    return load_weights(data_dir("places") / "recognition_weights.csv")


def _judged(doc: "sp.Doc", lexicon: Lexicon, names: Collection[str]) -> Iterator[_Judged]:
    """Yield every candidate with its probability."""
    weights = _weights()
    spans = name_spans(doc, lexicon)
    scene = NameScene(doc, spans, lexicon, names)
    for span in spans:
        relation = scene.relation(span)
        other = what_else(doc, span.start, span.end)
        if other:
            chance = 0.0
        elif is_demonym(span.kinds):
            chance = _DEMONYM
        else:
            chance = weights.probability(scene.features(span))
            if chance < LEAST and is_surely_place(doc, span, relation, lexicon):
                chance = LEAST
        is_part = relation.startswith(("first:", "mid:", "last:"))
        is_named = bool(other) or relation not in {"out", "is:number"}
        is_known = is_named and _is_known(doc, span, lexicon)
        yield _Judged(span, chance, is_part, is_known, other or _reason(relation))
    for span in lower_case_names(doc, lexicon):
        yield _Judged(span, LEAST, is_part=False, is_known=False)


def _reason(relation: str) -> str:
    """Return in words what a candidate is, by how it lies to what the language model found."""
    side, _, label = relation.partition(":")
    thing = _THINGS.get(label, "something")
    return f"the name of {thing}" if side in {"is", "over"} else f"part of the name of {thing}"


_THINGS = {"PERSON": "a person", "ORG": "an organisation", "NORP": "a group of people"}
"""What labels of the language model stand for."""


def is_demonym(kinds: Collection[PlaceKind]) -> bool:
    """Return whether a name is that of a people and of no place."""
    return PlaceKind.DEMONYM in kinds and not _SURE_KINDS & set(kinds)


def _is_known(doc: "sp.Doc", span: NameSpan, lexicon: Lexicon) -> bool:
    if _SURE_KINDS & span.kinds:
        return True
    words = doc[span.start : span.end].text
    return bool(span.kinds) and lexicon.prominence(words) >= _KNOWN_TOWN


def _chosen(judged: Sequence[_Judged], taken: list[bool]) -> Iterator[_Judged]:
    """Yield the likely candidates that do not overlap, likeliest first, and mark their words."""
    likely = [each for each in judged if each.chance >= LEAST]
    likely.sort(key=lambda each: (-each.chance, each.span.start - each.span.end))
    yield from _free(likely, taken)


def _known_rest(judged: Sequence[_Judged], taken: list[bool]) -> Iterator[_Judged]:
    """Yield the known places that are not meant: parts of other names."""
    rest = [each for each in judged if each.is_known and each.chance < LEAST]
    rest.sort(key=lambda each: each.span.start - each.span.end)
    yield from _free(rest, taken)


def _free(judged: Sequence[_Judged], taken: list[bool]) -> Iterator[_Judged]:
    for each in judged:
        start, end = each.span.start, each.span.end
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            yield each


def _toponym(passage: "Passage", judged: _Judged, text: str) -> Toponym:
    name = judged.span
    bare = _bare(passage, name)
    if is_demonym(name.kinds):
        return _demonym(passage, name, bare, text)
    span = bare if judged.is_part else grow(text, bare)
    use = use_of(passage.doc, name.start, name.end, name.kinds, is_bare=span == bare)
    return Toponym(span, span.of(text), use)


def _demonym(passage: "Passage", name: NameSpan, bare: Span, text: str) -> Toponym:
    """Return a demonym, or the territory that "Russian soil" names."""
    after = passage.doc[name.end] if name.end < len(passage.doc) else None
    if after is not None and lemma(after) in TERRITORY_WORDS:
        whole = Span(bare.start, passage.start + after.idx + len(after))
        return Toponym(whole, whole.of(text), Use.LITERAL)
    return Toponym(bare, bare.of(text), Use.MODIFIER, is_demonym=True)


def _no_place(passage: "Passage", judged: _Judged, text: str) -> Toponym:
    span = _bare(passage, judged.span)
    return Toponym(span, span.of(text), Use.NAME, reason=judged.reason)


def _bare(passage: "Passage", name: NameSpan) -> Span:
    """Return the characters of a name without marks before it and a full stop glued to it."""
    tokens = passage.doc[name.start : name.end]
    lead = len(tokens.text) - len(tokens.text.lstrip("-–—'’\"“("))
    last = tokens[-1].text
    tail = int(last.endswith(".") and last.count(".") == 1 and len(last) > _ABBREVIATION)
    return Span(passage.start + tokens.start_char + lead, passage.start + tokens.end_char - tail)


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
