"""What speaks for a name being the place of an event, or against it.

The training script (`data/ontology/train_links.py`) and the reader use these same functions.
Features are short strings; none holds a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geo.model import Toponym
from geo.reading.name_spans import word_of
from geo.reading.place_names import PlaceName, place_names
from geo.reading.place_words import SETTLEMENT_WORDS, SITE_WORDS, SPEECH_AND_DECISION
from geo.reading.syntax import CLAUSES, ancestors, lemma, plain_pos

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from geo.reading.language_model import Passage

_STEPS = (1, 2, 3, 5, 8, 12, 18, 30)
_LONGEST_PATH = 5
"""Steps of a way through the parse that are told one by one."""

_SHORT_PATH = 3
_PLAIN = frozenset({">conj", ">appos", ">compound", "conj<"})
"""Steps that change little: what holds for the first of a list holds for the others."""

_STOPS = frozenset({",", ";", ":", "(", "-"})
_LONGEST_LIST = 20
_MOST_CHILDREN = 20
_MOST_WORDS = 4
_WIDEST_GAP = 4
_REACH = 8  # names on either side that are counted
_FEW, _MANY = 3, 4
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_TELLING = frozenset({"aux", "neg", "auxpass", "dobj", "agent", "mark", "ccomp"})
_INSIDE = frozenset({"in", "at", "near", "outside", "on", "around", "inside"})
_SPOTS = SITE_WORDS | SETTLEMENT_WORDS


@dataclass(frozen=True, slots=True)
class LinkScene:
    """The names of a passage and what stands between them.

    Attributes:
        passage: The parsed stretch of a report.
        names: Those that may be places of events, in order.
        verbs: For each token how many verbs stand before it; one more at the end.
        commas: The same for commas and the like.
        sentences: The number of each token's sentence.
        about: For each name the features that are the same beside any event.
    """

    passage: "Passage"
    names: Sequence[PlaceName]
    verbs: Sequence[int]
    commas: Sequence[int]
    sentences: Sequence[int]
    about: Sequence[tuple[str, ...]]


def link_scene(passage: "Passage", toponyms: Sequence[Toponym]) -> LinkScene:
    """Return what `link_features` asks of a passage.

    Args:
        passage: A parsed stretch of a report.
        toponyms: Its place names.
    """
    verbs, commas, sentences = [0], [0], []
    sentence = -1
    for token in passage.doc:
        sentence += bool(token.is_sent_start)
        sentences.append(sentence)
        verbs.append(verbs[-1] + (token.pos_ == "VERB"))
        commas.append(commas[-1] + (token.text in _STOPS))
    names = place_names(passage, toponyms)
    about = [tuple(_about(passage.doc, names, number)) for number in range(len(names))]
    return LinkScene(passage, names, verbs, commas, sentences, about)


def _about(doc: "Doc", names: Sequence[PlaceName], number: int) -> Iterator[str]:
    """Yield what is known about a name whatever the event."""
    yield from _around_name(doc, names[number])
    yield from _governed(names[number])
    yield from _neighbours(doc, names, number)


def link_features(scene: LinkScene, number: int, event: "Token") -> Iterator[str]:
    """Yield what is known about name `number` of a passage beside an event's word."""
    name = scene.names[number]
    word = f"{lemma(event)}|{plain_pos(event)}"
    link = _link(name.token)
    yield "bias"
    yield f"{word}|link={link}"
    yield from _around_event(event)
    yield from scene.about[number]
    yield from _on_the_way(event, name, word)
    yield from _order(scene, name, event, word)
    yield from _rivals(scene, number, event)


def _around_event(event: "Token") -> Iterator[str]:
    """Yield what kind of event word it is, and what it has beside it."""
    yield f"e={lemma(event)}"
    yield f"e pos={plain_pos(event)}"
    yield f"e tag={event.tag_}"
    yield f"e dep={event.dep_}"
    if lemma(event) in SPEECH_AND_DECISION:
        yield "e speaks"
    for near in islice(event.children, _MOST_CHILDREN):
        if near.dep_ in _TELLING:
            yield f"e has={near.dep_}"
        if near.dep_ in {"aux", "mark", "prep"}:
            yield f"e {near.dep_}={lemma(near)}"
        if near.dep_ in {"dobj", "nsubj", "nsubjpass"}:
            yield f"e {near.dep_}={word_of(near)}"


def _link(token: "Token") -> str:
    """Return how a word depends on another: its relation, with the preposition if there is one."""
    return f"pobj:{lemma(token.head)}" if token.dep_ == "pobj" else token.dep_


def _around_name(doc: "Doc", name: PlaceName) -> Iterator[str]:
    """Yield what a name is taken for and which words stand beside it."""
    label, link = name.token.ent_type_, _link(name.token)
    yield f"kind={name.kind}:{label}"
    yield f"link={link}"
    yield f"link={link}:{name.kind}"
    yield f"link={link}:{label}:{name.kind}"
    yield f"words={min(_MOST_WORDS, name.end - name.start)}"
    last = doc[name.end - 1].lower_
    if last in _SPOTS:
        yield f"ends={last}"
        yield "ends as a site"
    before = [_word_at(doc, name.start - distance) for distance in (1, 2, 3)]
    after = [_word_at(doc, name.end - 1 + distance) for distance in (1, 2, 3)]
    yield from (f"-{distance}={word}" for distance, word in enumerate(before, 1))
    yield from (f"+{distance}={word}" for distance, word in enumerate(after, 1))
    yield f"-2-1={before[1]} {before[0]}"


def _word_at(doc: "Doc", position: int) -> str:
    return word_of(doc[position]) if 0 <= position < len(doc) else "edge"


def _governed(name: PlaceName) -> Iterator[str]:
    """Yield the words that govern a name, or the list that it stands in."""
    token = name.token
    yield f"head={word_of(token.head)}:{token.dep_}"
    top = _outermost(token)
    if top.i != token.i:
        yield f"listed={_link(top)}"
        yield f"listed={_link(top)}:{name.kind}"
    if top.dep_ == "pobj":
        preposition, above = top.head, top.head.head
        yield f"prep head={lemma(preposition)} {word_of(above)}"
        yield f"prep head={lemma(preposition)} {above.pos_}"
        yield f"prep dep={lemma(preposition)} {above.dep_}"
        if above.dep_ == "pobj":
            yield f"two preps={lemma(above.head)} {word_of(above)} {lemma(preposition)}"
            yield f"two preps={lemma(above.head)} {lemma(preposition)}"


def _outermost(token: "Token") -> "Token":
    """Return the word that a name is a part, a member or a second name of."""
    for _ in range(_LONGEST_LIST):
        if token.dep_ not in {"conj", "appos", "compound", "nmod"} or token.head.pos_ == "VERB":
            return token
        token = token.head
    return token


def _neighbours(doc: "Doc", names: Sequence[PlaceName], number: int) -> Iterator[str]:
    """Yield how a name stands to the names beside it: "Paris, Texas", "Texas and Ohio"."""
    name = names[number]
    for side, other in (("prev", number - 1), ("next", number + 1)):
        if 0 <= other < len(names):
            first, second = sorted((name, names[other]), key=lambda each: each.start)
            gap = doc[first.end : second.start]
            if len(gap) <= _WIDEST_GAP:
                between = " ".join(word_of(token) for token in gap)
                yield f"{side}={between}"
                yield f"{side}={between}:{names[other].kind}:{names[other].is_place}"
            yield f"{side} is place={names[other].is_place}:{_step(len(gap))}"
        else:
            yield f"no {side}"
    places = sum(other.is_place for other in _nearby(names, number))
    yield f"places={min(places, _MANY)}"
    if places == 0:
        yield f"only place={name.kind}"


def _nearby(names: Sequence[PlaceName], number: int) -> Iterator[PlaceName]:
    """Yield the names around one, itself left out."""
    around = range(max(0, number - _REACH), min(len(names), number + _REACH + 1))
    return (names[other] for other in around if other != number)


def _on_the_way(event: "Token", name: PlaceName, word: str) -> Iterator[str]:
    """Yield the way through the parse from an event to a name: clauses, verbs, nouns."""
    ups, downs = _way(event, name.token)
    parts = [*(f"{each.dep_}<" for each in ups), *map(_down, downs)]
    path = " ".join(parts if len(parts) <= _LONGEST_PATH else [*parts[:2], "...", *parts[-2:]])
    plain = [part for part in parts if part not in _PLAIN]
    short = " ".join(plain) if len(plain) <= _SHORT_PATH else "long"
    yield f"path={path}"
    yield f"path={path}|{name.kind}"
    yield f"{word}|{short}"
    yield f"short={short}|{name.kind}"
    yield f"steps={_step(len(parts))}"
    up = " ".join([each.dep_ for each in ups if each.dep_ in CLAUSES][:3])
    down = " ".join([each.dep_ for each in downs if each.dep_ in CLAUSES][:3])
    yield f"up={up}"
    yield f"down={down}"
    yield f"up={up} down={down}"
    yield f"verbs down={min(_FEW, sum(each.pos_ in _VERBS for each in downs))}"
    yield f"nouns down={min(_MANY, sum(each.pos_ in _NOUNS for each in downs))}"
    top = downs[0].head if downs else name.token
    yield f"meets={lemma(top) if top.pos_ in _VERBS else top.pos_}"


def _way(event: "Token", word: "Token") -> tuple[list["Token"], list["Token"]]:
    """Return the words on the way from an event up to where it meets a word's way, and down.

    The word where they meet is in neither; they never meet in different sentences.
    """
    ups = [event, *ancestors(event)]
    place = {token.i: step for step, token in enumerate(ups)}
    downs: list[Token] = []
    for token in (word, *ancestors(word)):
        if token.i in place:
            return ups[: place[token.i]], downs[::-1]
        downs.append(token)
    return ups, downs[::-1]


def _down(token: "Token") -> str:
    return f">{token.dep_}:{lemma(token)}" if token.dep_ in {"prep", "agent"} else f">{token.dep_}"


def _order(scene: LinkScene, name: PlaceName, event: "Token", word: str) -> Iterator[str]:
    """Yield how far a name stands from an event, and on which side."""
    side = "after" if name.start > event.i else "before"
    ends = sorted((event.i, event.i + 1, name.start, name.end))
    first, last = ends[1], max(ends[1], ends[2])
    verbs = min(_MANY, scene.verbs[last] - scene.verbs[first])
    commas = min(_MANY, scene.commas[last] - scene.commas[first])
    gap = _step(last - first)
    yield side
    yield f"{word}|{side}"
    yield f"{side} gap={gap}"
    yield f"{side} gap={gap}:{name.kind}"
    yield f"{side} verbs={verbs}"
    yield f"{side} commas={commas}"
    yield f"{side} verbs={verbs} commas={commas}"
    yield f"sentences={scene.sentences[name.start] - scene.sentences[event.i]}"
    if name.start <= 1:
        yield f"first:{name.kind}"


def _rivals(scene: LinkScene, number: int, event: "Token") -> Iterator[str]:
    """Yield which other places stand nearer to the event."""
    name = scene.names[number]
    low, high = sorted((name.start, event.i))
    distance = high - low
    places = [other for other in _nearby(scene.names, number) if other.is_place]
    between = sum(low < other.start < high for other in places)
    nearer = [other for other in places if abs(other.start - event.i) < distance]
    own = _is_located(name)
    yield f"between={min(_FEW, between)}"
    yield f"nearer={min(_FEW, len(nearer))}:{name.is_place}"
    yield f"located others={min(_FEW, sum(map(_is_located, places)))}:{own}"
    yield f"nearer located={min(_FEW, sum(map(_is_located, nearer)))}:{own}"


def _is_located(name: PlaceName) -> bool:
    """Return whether a name stands after a preposition of place."""
    top = _outermost(name.token)
    return top.dep_ == "pobj" and lemma(top.head) in _INSIDE


def _step(number: int) -> int:
    return max((step for step in _STEPS if step <= number), default=0)
