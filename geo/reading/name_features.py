"""What is known about a candidate for a place name, as features that learned weights judge.

A feature is a short text ("ent=is:GPE", "before=in"): what the language model calls the words,
what the gazetteer knows them as, how they are written, what stands beside them, and what the
same words are elsewhere in the passage. The words of the name itself are never a feature, so
that nothing is learned about single places.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from geo.model import PlaceKind
from geo.protocols import Lexicon
from geo.reading.name_spans import NAME_LABELS, NameSpan, is_capital, trimmed, word_of
from geo.reading.place_words import (
    BEFORE_PLACES,
    COMMON_WORDS,
    DEEDS_TO_PLACES,
    FIRST_WORDS,
    LOCATIVE,
    NAME_HEADS,
    SETTLEMENT_WORDS,
    SITE_WORDS,
    TITLES,
)
from geo.reading.syntax import lemma

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_KINDS = (
    PlaceKind.DEMONYM,
    PlaceKind.COUNTRY,
    PlaceKind.ADMIN1,
    PlaceKind.REGION,
    PlaceKind.WATER,
    PlaceKind.FACILITY,
    PlaceKind.CITY,
    PlaceKind.VILLAGE,
    PlaceKind.ADMIN2,
)
"""In the order in which one speaks for all that a name may mean."""

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_LABELS = {label: label for label in NAME_LABELS} | dict.fromkeys(
    ("PRODUCT", "EVENT", "LAW", "WORK_OF_ART"), "thing"
)
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_SETTLED = frozenset({PlaceKind.CITY, PlaceKind.VILLAGE, PlaceKind.ADMIN2})
_ABBREVIATION = 5  # characters of "W.Va."; without a full stop three: "USA"
_BIGGEST = 6  # log10 of a million: bigger towns are known no better


class NameScene:
    """What a passage shows beyond the candidate at hand; made once per passage."""

    def __init__(
        self,
        doc: "Doc",
        spans: Sequence[NameSpan],
        lexicon: Lexicon,
        names: Collection[str] = frozenset(),
    ) -> None:
        """Note the entities, the words of persons' names and what is written in lower case.

        Args:
            doc: The parsed passage.
            spans: Its candidates.
            lexicon: How big a place of a name is.
            names: Lower-case names of organisations and media.
        """
        self._doc = doc
        self._lexicon = lexicon
        self._names = names
        self._entity: dict[int, tuple[int, int, str]] = {}
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)
        self._surnames: set[str] = set()
        self._forenames: set[str] = set()
        for entity in doc.ents:
            self._note(entity)
        self._lower = {token.text for token in doc if token.text[0].islower()}
        self._known = {(span.start, span.end) for span in spans if span.kinds}
        self._starts = {span.start for span in spans if _SURE & span.kinds}
        self._ends = {span.end for span in spans if span.kinds}
        self._located = Counter(
            doc[span.start : span.end].text for span in spans if self._is_located(span)
        )
        self._style = _styles(doc)

    def _note(self, entity: "Span") -> None:
        start, end = trimmed(entity)
        label = _LABELS.get(entity.label_, "number")
        for index in range(entity.start, entity.end):
            self._entity[index] = (start, end, label)
        if start >= end or label == "number":
            return
        self._labels[self._doc[start:end].text][entity.label_] += 1
        if entity.label_ == "PERSON" and end - start > 1:
            self._surnames.add(self._doc[end - 1].text)
            self._forenames.update(token.text for token in self._doc[start : end - 1])

    def _is_located(self, span: NameSpan) -> bool:
        return span.start > 0 and self._doc[span.start - 1].lower_ in BEFORE_PLACES

    def features(self, span: NameSpan) -> Iterator[str]:
        """Yield the features of a candidate; the first is the same for all."""
        yield "bias"
        relation = self.relation(span)
        kind = _kind(span)
        size = self._size(span)
        known = f"{kind}:{size}" if kind in _SETTLED else kind
        yield f"ent={relation}"
        yield f"known={known}"
        yield f"ent+known={relation}:{known}"
        yield f"role+known={_role(relation)}:{known}"
        yield f"role+sure={_role(relation)}:{bool(_SURE & span.kinds)}:{self._is_located(span)}"
        yield from self._written(span, kind)
        yield from self._led_in(span, relation, known)
        yield from self._followed(span)
        yield from self._parsed(span)
        yield from self._acted_on(span, relation, known)
        yield from self._elsewhere(span, relation)

    def _size(self, span: NameSpan) -> int:
        if not span.kinds:
            return 0
        return min(_BIGGEST, int(self._lexicon.prominence(self._doc[span.start : span.end].text)))

    def relation(self, span: NameSpan) -> str:
        """Return how the candidate lies to what the language model found."""
        first, last = self._entity.get(span.start), self._entity.get(span.end - 1)
        if first is None and last is None:
            return "out"
        if first != last or first is None:
            return "across"
        start, end, label = first
        if (span.start, span.end) == (start, end):
            return f"is:{label}"
        if span.start <= start and end <= span.end:
            return f"over:{label}"
        side = "first" if span.start <= start else "last" if span.end >= end else "mid"
        return f"{side}:{label}"

    def _written(self, span: NameSpan, kind: str) -> Iterator[str]:
        """Yield how the words are written."""
        tokens = self._doc[span.start : span.end]
        words = tokens.text
        yield f"length={min(3, len(tokens))}"
        yield f"style={self._style[span.start]}:{_shape(words)}"
        if words.casefold() in COMMON_WORDS:
            yield "common"
        if words.casefold() in self._names:
            yield "name"
        if len(tokens) == 1 and words.lower() in self._lower:
            yield f"lower elsewhere:{kind == ''}"
        if tokens[-1].lower_ in SITE_WORDS and len(tokens) > 1:
            yield f"site={tokens[-1].lower_}"
            yield f"site:{kind or 'unknown'}"
        if tokens[0].lower_ in FIRST_WORDS and len(tokens) > 1:
            yield f"first={tokens[0].lower_}"
        if self._is_in_longer(span):
            yield "in longer known"

    def _is_in_longer(self, span: NameSpan) -> bool:
        near = range(max(0, span.start - 3), span.start + 1)
        far = range(span.end, span.end + 4)
        return any(
            (start, end) in self._known and (start, end) != (span.start, span.end)
            for start in near
            for end in far
        )

    def _led_in(self, span: NameSpan, relation: str, known: str) -> Iterator[str]:
        """Yield the words before and what they make of a name."""
        before = self._before(span.start)
        if before is None:
            yield "before=start"
            return
        group = _group(span)
        yield f"before={word_of(before)}"
        if before.lower_ in LOCATIVE:
            yield f"locative:{relation}:{group}"
            yield f"locative:{_role(relation)}:{known}"
        if self._is_after_settlement(before):
            yield f"settlement of:{_role(relation)}:{group}"
        if before.lower_ in TITLES:
            yield "title before"
        if is_capital(before) and before.i == span.start - 1:
            yield f"capital before:{before.lower_ in SETTLEMENT_WORDS}:{group}"
        yield from self._further(before)

    def _followed(self, span: NameSpan) -> Iterator[str]:
        """Yield the words after, and the last word of the name that this is a part of."""
        if span.end >= len(self._doc):
            yield "after=end"
            return
        after = self._doc[span.end]
        yield f"after={word_of(after)}"
        if is_capital(after):
            yield f"capital after:{after.lower_ in NAME_HEADS}:{_group(span)}"
        if after.text in {",", "("}:
            yield f"container after:{span.end + 1 in self._starts}:{_group(span)}"
        inside = self._entity.get(span.start)
        if inside and span.end < inside[1]:
            yield f"head={word_of(self._doc[inside[1] - 1])}"

    def _before(self, start: int) -> "Token | None":
        """Return the word before, articles left out; None at the start."""
        index = start - 1
        while index >= 0 and self._doc[index].lower_ == "the":
            index -= 1
        return self._doc[index] if index >= 0 else None

    def _is_after_settlement(self, before: "Token") -> bool:
        """Return whether the name follows "village of", "the town" or the like."""
        if before.lower_ in {"of", "called", "named"} and before.i:
            return self._doc[before.i - 1].lower_ in SETTLEMENT_WORDS
        return before.lower_ in SETTLEMENT_WORDS and not is_capital(before)

    def _further(self, before: "Token") -> Iterator[str]:
        if before.lower_ == "of" and before.i:
            yield f"before of={word_of(self._doc[before.i - 1])}"
        if before.text in {",", "and", "or"}:
            yield f"listed:{before.i in self._ends}"

    def _parsed(self, span: NameSpan) -> Iterator[str]:
        """Yield parts of speech and the word that the name depends on."""
        root = self._doc[span.start : span.end].root
        yield f"tag={root.tag_}"
        yield f"dep={root.dep_}"
        yield f"head pos={root.head.pos_}:{root.dep_}"
        if root.dep_ in {"compound", "nmod", "amod", "nsubj", "poss"}:
            yield f"{root.dep_}={word_of(root.head)}"

    def _acted_on(self, span: NameSpan, relation: str, known: str) -> Iterator[str]:
        """Yield the act that a name is the object of ("captured X", "a strike on X")."""
        root = self._doc[span.start : span.end].root
        act, link = root.head, root.dep_
        if link == "pobj" and act.head.i != act.i:
            act, link = act.head, act.lower_
        elif link not in _OBJECTS:
            return
        yield f"{link} of={lemma(act)}"
        if lemma(act) in DEEDS_TO_PLACES:
            yield f"deed={link}"
            yield f"deed:{_role(relation)}:{_group(span)}"
            yield f"deed:{_role(relation)}:{known}"
            yield f"deed:{relation}:{_group(span)}"

    def _elsewhere(self, span: NameSpan, relation: str) -> Iterator[str]:
        """Yield what the same words are elsewhere in the passage."""
        words = self._doc[span.start : span.end].text
        labels = self._labels.get(words, Counter())
        own = relation[3:] if relation.startswith("is:") else ""
        as_place = sum(labels[label] for label in _PLACES) - (own in _PLACES)
        as_person = labels["PERSON"] - (own == "PERSON")
        as_name = labels["ORG"] - (own == "ORG")
        located = self._located.get(words, 0) - self._is_located(span)
        if as_place > 0 or as_person > 0 or as_name > 0:
            top = max((as_place, "place"), (as_person, "person"), (as_name, "name"))[1]
            yield f"elsewhere={top}"
        if located > 0:
            yield "located elsewhere"
        last = self._doc[span.end - 1].text
        if last in self._surnames:
            yield f"surname:{relation}"
        if words in self._forenames:
            yield "forename"


_SURE = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION})


def _group(span: NameSpan) -> str:
    return "known" if span.kinds else "unknown"


def _role(relation: str) -> str:
    """Return the relation to the language model's names in four classes."""
    how, _, label = relation.partition(":")
    if not label:
        return "out"
    if how not in {"is", "over"}:
        return "part"
    return "place" if label in _PLACES else "other"


def _kind(span: NameSpan) -> str:
    """Return the kind that speaks for all that the name may mean, empty where it is unknown."""
    return next((str(kind) for kind in _KINDS if kind in span.kinds), "")


def _shape(words: str) -> str:
    is_brief = len(words) <= _ABBREVIATION
    if is_brief and ("." in words or (words.isupper() and len(words) < _ABBREVIATION - 1)):
        return "short"
    if words.isupper():
        return "upper"
    return "title" if words[:1].isupper() else "lower"


def _styles(doc: "Doc") -> dict[int, str]:
    """Return for each token how its sentence is written: all capitals, as a headline, as prose."""
    styles: dict[int, str] = {}
    for sentence in doc.sents:
        words = [token.text for token in sentence if token.is_alpha]
        capital = sum(word[0].isupper() for word in words)
        if words and all(word.isupper() for word in words):
            style = "upper"
        else:
            style = "headline" if capital > len(words) / 2 else "prose"
        for token in sentence:
            styles[token.i] = style
    return styles
