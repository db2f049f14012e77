"""What a word's surroundings say about whether it tells of an event, and of which type.

The training script (`data/ontology/train_triggers.py`) and the reader use these same functions.
Features are short strings; none holds more than two words of a text. Beside them stands the
word vector of the language model, so that words which training never saw are read like their
neighbours in meaning.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.reading.syntax import around, below, child, lemma, plain_pos, quoted, subject
from geo.reading.trigger_table import TriggerRule, TriggerTable

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.vocab import Vocab

    from geo.reading.encoder import Outlook

_STEPS = (0, 1, 2, 3, 5, 8, 12, 20)
_NAMES = frozenset({"PERSON", "GPE", "LOC", "FAC", "NORP"})
MEANING_SIZE = 300
"""Numbers in a word vector of the medium and large English models."""

_MEANING_LENGTH = 3.0
"""Length that word vectors are brought to: what they weigh beside a feature, which counts 1. With
1 to 6 tried on folds, 3 read unseen kinds of reports best."""

_MEANINGS_KEPT = 2_000
"""Word vectors kept in mind; event words are few."""

Vector = NDArray[np.float64]

_OPEN_POS = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})


@dataclass(slots=True)
class Scene:
    """What of the report has been read so far.

    Attributes:
        sentence: Number of sentences before this one, from 0.
        seen: Lemmas of candidate words met so far.
    """

    sentence: int = 0
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may tell of an event, with what speaks for and against it.

    Attributes:
        rules: Curated readings whose needed words stand near.
        close: Types of those whose needed word depends on this one ("missile strike").
        has_number: Whether a number stands near.
        gate: Features for whether it is an event.
        kind: Features for which type.
        outlook: What the encoder makes of it; None where it was not asked.
    """

    token: "Token"
    rules: tuple[TriggerRule, ...]
    close: frozenset[str]
    has_number: bool
    gate: tuple[str, ...]
    kind: tuple[str, ...]
    outlook: "Outlook | None" = None


def candidates(
    doc: "Doc",
    table: TriggerTable,
    known: frozenset[str],
    scene: Scene,
    outlooks: "Mapping[int, Outlook] | None" = None,
) -> Iterator[Candidate]:
    """Yield the candidate words of `doc` in order; `scene` is carried on.

    Args:
        doc: A parsed passage.
        table: The curated triggers.
        known: Lemmas with part of speech ("seal|VERB") that training saw as triggers.
        scene: What was read before the passage.
        outlooks: What the encoder makes of the words, by the index of the token; None where it
            was not asked.
    """
    flags = quoted(doc)
    for sentence in doc.sents:
        entities = sorted({token.ent_type_ for token in sentence if token.ent_type_})
        for token in sentence:
            rules = table.rules_for(lemma(token), plain_pos(token))
            if rules or f"{lemma(token)}|{plain_pos(token)}" in known:
                found = _candidate(token, rules, scene, entities, flags)
                yield replace(found, outlook=outlooks.get(token.i)) if outlooks else found
                scene.seen.add(lemma(token))
        scene.sentence += 1


def meaning(token: "Token") -> Vector:
    """Return the word vector of the token's lemma, shape (`MEANING_SIZE`,), all at one length.

    It is 0 where the language model knows no vector for the word, or has none of this size.
    """
    return _meaning(token.vocab, lemma(token), token.orth)


@lru_cache(_MEANINGS_KEPT)
def _meaning(vocab: "Vocab", name: str, orth: int) -> Vector:
    word = vocab[name]
    known = word if word.has_vector else vocab[orth]
    vector = np.asarray(known.vector, dtype=np.float64)
    length = float(np.sqrt(vector @ vector))
    if vector.shape != (MEANING_SIZE,) or not length:
        return np.zeros(MEANING_SIZE)
    return vector * (_MEANING_LENGTH / length)


def _candidate(
    token: "Token",
    rules: tuple[TriggerRule, ...],
    scene: Scene,
    entities: list[str],
    flags: Sequence[bool],
) -> Candidate:
    near = around(token)
    words = {lemma(word) for word in near if word.pos_ not in {"VERB", "AUX"}}
    has_number = any(word.like_num for word in near)
    met = tuple(rule for rule in rules if not rule.needs or rule.needs & words)
    shape = list(_shape(token, scene, in_quotes=flags[token.i]))
    links = list(_links(token))
    gate = [
        *shape,
        *links,
        *_rule_features(lemma(token), rules, met, has_number),
        *(f"s:{label}" for label in entities),
        *(f"n:{word.ent_type_}" for word in near if word.ent_type_),
    ]
    name = f"{lemma(token)}|{plain_pos(token)}"
    kind = [f"w:{name}", f"l:{lemma(token)}", *links]
    kind += [f"b:{_plain(word)}" for word in near if word.pos_ in _OPEN_POS]
    kind += [f"n:{word.ent_type_}" for word in near if word.ent_type_]
    kind += [f"x:{lemma(token)}+{lemma(word)}" for word in near if word.pos_ in {"VERB", "NOUN"}]
    beside = {lemma(word) for word in (*token.children, *_given_with(token))}
    beside -= {lemma(word) for word in token.children if word.pos_ in {"VERB", "AUX"}}
    if token.dep_ in {"acl", "relcl"}:
        beside.add(lemma(token.head))
    close = frozenset(rule.type for rule in met if rule.needs & beside)
    return Candidate(
        token, met, close, has_number, tuple(dict.fromkeys(gate)), tuple(dict.fromkeys(kind))
    )


def _given_with(token: "Token") -> Iterator["Token"]:
    """Yield what is given or used: "provided NATO with intelligence", "hit it with missiles".

    The parser often hangs "with" on the object.
    """
    for near in token.children:
        for word in near.children if near.dep_ == "dobj" else (near,):
            if word.lower_ == "with":
                yield from (what for what in word.children if what.dep_ == "pobj")


def _shape(token: "Token", scene: Scene, *, in_quotes: bool) -> Iterator[str]:
    """Yield what the word itself and its position say."""
    word, pos = lemma(token), plain_pos(token)
    step = max(number for number in _STEPS if number <= scene.sentence)
    yield from ("bias", f"w:{word}|{pos}", f"l:{word}", f"t:{token.tag_}", f"at:{step}")
    yield f"t:{token.tag_}|{token.dep_}"
    yield f"at:{step}|{pos}"
    if in_quotes:
        yield from ("quoted", f"quoted|{pos}")
    if token.ent_type_:
        yield f"e:{token.ent_type_}"
    if word in scene.seen:
        yield from ("seen", f"seen|{pos}")


def _links(token: "Token") -> Iterator[str]:
    """Yield the word's direct connections."""
    head = token.head
    yield f"d:{token.dep_}"
    if head.i != token.i:
        yield f"h:{_plain(head)}"
        yield f"h:{token.dep_}|{head.pos_}"
    for near in token.children:
        if near.dep_ != "punct":
            yield f"c:{near.dep_}:{_plain(near)}"
            yield f"c:{near.dep_}"
    yield from _argument("subj", subject(token) if token.pos_ == "VERB" else None)
    yield from _argument("obj", child(token, "dobj", "nsubjpass", "attr"))
    yield from (f"-1:{_plain(near)}" for near in token.doc[max(0, token.i - 1) : token.i])
    yield from (f"1:{_plain(near)}" for near in token.doc[token.i + 1 : token.i + 2])
    if complement := child(token, "ccomp", "xcomp"):
        yield from _complement(complement)
    if any(near.text in {'"', "“"} for near in token.children):
        yield f"q:{lemma(token)}"


def _complement(complement: "Token") -> Iterator[str]:
    """Yield what a clause under the word says: mostly what is said."""
    yield f"cc:{_plain(complement)}"
    for near in below(complement, limit=12):
        if near.dep_ in {"aux", "neg"}:
            yield f"cc:{near.dep_}:{lemma(near)}"


def _plain(token: "Token") -> str:
    """Return the lemma; for a name only what it names, so that no name is ever learned."""
    is_name = token.pos_ == "PROPN" and token.ent_type_ in _NAMES
    return token.ent_type_ if is_name else lemma(token)


def _argument(name: str, argument: "Token | None") -> Iterator[str]:
    if argument is None:
        yield f"{name}:none"
        return
    yield f"{name}:{_plain(argument)}"
    yield f"{name}:{argument.ent_type_ or argument.pos_}"


def _rule_features(
    word: str, rules: Sequence[TriggerRule], met: Sequence[TriggerRule], has_number: bool
) -> Iterator[str]:
    """Yield what the curated table says, mostly shared by all words: it holds for rare ones too.

    That a word stands without what it needs ("move" without troops) speaks against it there, and
    not against the word as such.
    """
    state = "unlisted" if not rules else "free" if met else "unmet"
    if any(rule.needs for rule in met):
        state = "needed"
    yield from (f"rule:{state}", f"l:{word}|{state}")
    if has_number:
        yield f"rule:{state}|number"
    for rule in met:
        group = rule.type.partition(".")[0]
        yield from (f"r:{rule.type}", f"r:{group}|{state}")
        if has_number:
            yield f"r:{group}|{state}|number"
