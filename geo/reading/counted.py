"""What may be counted in a sentence: its numbers, and single things ("a driver")."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import Quantity, Span
from geo.reading.attachment import preposition_of, token_at
from geo.reading.count_words import KIND_OF_NOUN, MEASURES
from geo.reading.quantities import find_quantities
from geo.reading.syntax import clause_head, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.language_model import Passage

_ARTICLES = frozenset({"a", "an", "another"})
_POINTING = frozenset({"the", "his", "her", "its", "their"})
_SINGLE_LINKS = frozenset({"dobj", "nsubjpass", "nsubj", "conj", "pobj", "oprd", "attr", "appos"})
_NEAR = 15  # words on either side
_THINGS = frozenset({"other", "weapons"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and the word that stands for it in the parse.

    Attributes:
        kind: What the number's own words say that it counts, "bare" for nothing.
        is_single: Whether no number is said: "a driver".
        traits: What the number itself says, as short texts.
        words: The lemmas of the words around it in its sentence.
    """

    quantity: Quantity
    token: "Token"
    kind: str
    is_single: bool
    traits: tuple[str, ...]
    words: frozenset[str] = frozenset()


def counted(passage: "Passage", text: str, span: Span) -> list[Counted]:
    """Return what may be counted in a sentence, in reading order.

    Args:
        passage: The parsed stretch that the sentence stands in.
        text: The report's text.
        span: The sentence, in characters of the report.
    """
    found = []
    for quantity in find_quantities(text, span):
        start, end = quantity.span.start - passage.start, quantity.span.end - passage.start
        token = token_at(passage.doc, start, end)
        if token is not None:
            found.append(_counted(quantity, token, is_single=False))
    found += _singles(passage, text, span, [each.quantity.span for each in found])
    return sorted(found, key=lambda each: each.quantity.span.start)


def _singles(
    passage: "Passage", text: str, span: Span, taken: Collection[Span]
) -> Iterator[Counted]:
    """Yield what "a driver", "an armored car" and "his passenger" count: one."""
    covered = {position for one in taken for position in range(one.start, one.end)}
    for token in (
        passage.doc.char_span(
            span.start - passage.start, span.end - passage.start, alignment_mode="expand"
        )
        or ()
    ):
        first = _article(token)
        if first is None or first.i >= token.i or passage.start + token.idx in covered:
            continue
        start, end = passage.start + first.idx, passage.start + token.idx + len(token)
        quantity = Quantity(
            kind=_kind_of_one(token),
            value=1.0,
            span=Span(start, end),
            text=text[start:end],
            minimum=1.0,
            maximum=1.0,
            unit=text[start + len(first) : end].strip(),
        )
        yield _counted(quantity, token, is_single=True)


def _article(token: "Token") -> "Token | None":
    """Return the article of a noun that may be one of a kind; None where it counts nothing."""
    if token.tag_ != "NN" or token.dep_ not in _SINGLE_LINKS or token.lower_ in MEASURES:
        return None
    first = next((near for near in token.children if near.dep_ in {"det", "poss"}), None)
    if first is None:
        return None
    is_person = _kind_of_one(token) not in _THINGS
    is_one = first.lower_ in _ARTICLES or (is_person and first.lower_ in _POINTING)
    return first if is_one else None


def _kind_of_one(token: "Token") -> str:
    """Return the kind of a noun in the singular; the table holds mostly plurals."""
    word = token.lower_
    return KIND_OF_NOUN.get(word) or KIND_OF_NOUN.get(f"{word}s") or "other"


def _counted(quantity: Quantity, token: "Token", *, is_single: bool) -> Counted:
    kind = quantity.kind or "bare"
    traits = (*_noun_traits(quantity, token, kind, is_single), *_links(token, kind))
    return Counted(quantity, token, kind, is_single, traits, _words_around(token))


def _words_around(token: "Token") -> frozenset[str]:
    sentence, place = token.sent, token.i
    first, last = max(sentence.start, place - _NEAR), min(sentence.end, place + _NEAR)
    return frozenset(lemma(word) for word in token.doc[first:last])


def _noun_traits(quantity: Quantity, token: "Token", kind: str, is_single: bool) -> Iterator[str]:
    """Yield what is counted, by its words and their ends, and the size of the number."""
    unit = _unit(quantity, token)
    yield from (f"k:{kind}", f"single:{is_single}", f"k:{kind}|single:{is_single}")
    yield f"u:{unit}"
    yield from (f"s:{unit[-size:]}" for size in (3, 4) if len(unit) > size)
    yield f"k:{kind}|digits:{len(str(int(quantity.value)))}"
    if quantity.is_approximate and not any(sign.isdigit() for sign in quantity.text):
        yield "vague"
    if quantity.part_of is not None:
        yield "part"


def _links(token: "Token", kind: str) -> Iterator[str]:
    """Yield what the counted word hangs on and what stands beside it."""
    verb, preposition = lemma(clause_head(token)), preposition_of(token)
    yield from (f"d:{token.dep_}", f"d:{token.dep_}|{kind}")
    yield from (f"v:{verb}", f"v:{verb}|{token.dep_}", f"v:{verb}|{kind}")
    yield from (f"p:{preposition}", f"p:{preposition}|{kind}")
    yield f"h:{_plain(token.head if token.head.i != token.i else None)}"
    doc, left, right = token.doc, token.left_edge.i, token.right_edge.i + 1
    yield f"-1:{_plain(doc[left - 1] if left else None)}"
    yield f"+1:{_plain(doc[right] if right < len(doc) else None)}"


def _plain(token: "Token | None") -> str:
    """Return the lemma, "none" for a name, so that no name is ever learned."""
    return "none" if token is None or token.ent_type_ else lemma(token)


def _unit(quantity: Quantity, token: "Token") -> str:
    """Return the last word of what is counted, "none" for a name or nothing."""
    if quantity.kind == "money":
        return "money"
    words = quantity.unit.split()
    if not words or (token.ent_type_ and words[-1][0].isupper()):
        return "none"
    word = words[-1].lower()
    return lemma(token) if token.lower_ == word else word
