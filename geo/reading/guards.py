"""Words that look like events and are none: metaphors, compounds, hypothetical acts."""

from typing import TYPE_CHECKING

from geo.reading.syntax import ancestors, child, lemma, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_COMPOUNDS = {
    "attack": {"heart", "panic", "asthma", "anxiety", "shark", "media", "verbal"},
    "strike": {"lightning", "hunger"},
    "fire": {"line", "friendly"},
    "crash": {"market", "stock", "course", "price"},
    "storm": {"twitter", "media", "brain", "perfect"},
    "war": {"price", "culture", "trade", "bidding", "civil-war", "star", "tariff", "turf"},
    "battle": {"court", "legal", "custody", "uphill", "rap"},
    "explosion": {"population", "price"},
    "invasion": {"pitch", "privacy", "home"},
    "bombing": {"photo", "review"},
    "conference": {"press", "news", "video", "phone"},
    "shooting": {"star", "photo", "film"},
    "flood": {"letter", "call"},
}
"""Nouns that are no event when one of these words stands before them."""

_HEADED_BY = {
    "attack": {"ad", "advert", "dog", "submarine", "helicopter", "aircraft", "line", "jet"},
    "strike": {"price", "rate", "force", "fighter", "group", "wing", "capability", "aircraft"},
    "fire": {"department", "brigade", "service", "engine", "chief", "truck", "marshal", "station"},
    "war": {"crime", "veteran", "hero", "film", "memorial", "correspondent", "effort", "zone"},
    "election": {"commission", "day", "law", "official", "board", "committee", "watchdog"},
    "peace": {"prize"},
    "defense": {"minister", "ministry", "secretary"},
}
"""Nouns that are no event when they stand before one of these words."""

_UNREAL_HEADS = frozenset(
    {"threaten", "plot", "conspire", "threat", "fear", "risk", "prevent", "avoid", "avert"}
    | {"deter", "foil", "thwart", "ability", "capability", "capacity", "willing", "able"}
)
"""Governing words under which an act did not happen and is no plan on record."""

_PICTURES = frozenset(
    {"photo", "photograph", "picture", "image", "imagery", "video", "footage", "film", "selfie"}
)
_PICTURED = frozenset({"take", "shoot", "capture"})
"""Verbs that only say where a picture comes from when a picture is what was taken or shot."""

_GENERAL_CONDITIONS = frozenset({"if", "unless", "whether"})
_PURPOSE_OF = frozenset({"train", "training", "readiness", "ready", "use", "undergo"})
_NEAR = 3  # governors looked at: an act further up has its own clause


_RECORDING = frozenset(
    {"report", "say", "write", "output", "print", "return", "add", "record", "list", "pretend"}
    | {"assume", "imagine", "suppose", "invent", "include", "extract", "respond", "answer", "reply"}
    | {"generate", "create", "insert", "state", "claim", "mention", "mark", "classify", "treat"}
    | {"repeat", "tell", "announce", "confirm", "produce", "emit", "log", "set", "make", "act"}
)
"""What somebody who speaks to the reader tells it to do with what never happened."""


def is_no_event(token: "Token") -> bool:
    """Return whether `token`, which could be a trigger, tells of no event here."""
    return (
        _is_compound(token)
        or _is_unreal(token)
        or _is_purpose(token)
        or is_picture_made(token)
        or _is_told_to_reader(token)
    )


def _is_told_to_reader(token: "Token") -> bool:
    """Return whether the event is only what somebody orders the reader to write down."""
    return any(lemma(word) in _RECORDING and _is_order(word) for word in (token, *ancestors(token)))


def _is_order(verb: "Token") -> bool:
    """Return whether a verb is an imperative, or what "you" are to do."""
    if verb.tag_ not in {"VB", "VBP"}:
        return False
    who = subject(verb)
    if who is not None:
        return lemma(who) == "you"
    is_free = not any(
        near.dep_ in {"aux", "auxpass"} and lemma(near) != "do" for near in verb.children
    )
    return is_free and (
        verb.dep_ in {"ROOT", "conj", "parataxis", "dep"} or verb.i == verb.left_edge.i
    )


def is_picture_made(token: "Token") -> bool:
    """Return whether a picture is what was taken, shot or captured."""
    if lemma(token) not in _PICTURED:
        return False
    things = [near for near in token.children if near.dep_ in {"nsubjpass", "dobj"}]
    return any(lemma(thing) in _PICTURES for thing in (*things, *_noun_before(token)))


def _noun_before(token: "Token") -> list["Token"]:
    """Return the noun just before a verb, adverbs and the like between them passed over.

    The parser often hangs a participle after a comma on the wrong word; its place does not lie.
    """
    for position in range(token.i - 1, max(-1, token.i - _NEAR - 2), -1):
        word = token.doc[position]
        if word.pos_ in {"NOUN", "PROPN"}:
            return [word]
        if word.pos_ not in {"ADV", "PUNCT", "AUX", "PRON", "SCONJ", "DET"}:
            return []
    return []


def _is_compound(token: "Token") -> bool:
    word = lemma(token)
    before = {lemma(near) for near in token.children if near.dep_ in {"compound", "amod", "nmod"}}
    if before & _COMPOUNDS.get(word, set()):
        return True
    heads_a_noun = token.dep_ in {"compound", "amod", "nmod"}
    return heads_a_noun and lemma(token.head) in _HEADED_BY.get(word, set())


def _is_unreal(token: "Token") -> bool:
    """Return whether the act is only threatened, feared, prevented or made a condition."""
    if _is_condition(token):
        return True
    word = token
    for number, head in enumerate(ancestors(token)):
        if number >= _NEAR or word.dep_ in {"ccomp", "relcl", "conj", "advcl", "parataxis"}:
            return False
        if lemma(head) in _UNREAL_HEADS and word.dep_ not in {"nsubj", "nsubjpass"}:
            return True
        word = head
    return False


def _is_condition(token: "Token") -> bool:
    """Return whether a verb, or the one it depends on as an infinitive, stands after "if"."""
    verb = token.head if token.dep_ == "xcomp" else token
    mark = child(verb, "mark") if verb.pos_ in {"VERB", "AUX"} else None
    return mark is not None and lemma(mark) in _GENERAL_CONDITIONS


def _is_purpose(token: "Token") -> bool:
    """Return whether the act is only what something else is for ("training to fight")."""
    if token.dep_ == "pobj" and lemma(token.head) == "for":
        return lemma(token.head.head) in _PURPOSE_OF | {"weapon"}
    verb = token
    for _ in range(_NEAR):
        if verb.dep_ in {"advcl", "xcomp", "acl", "relcl"} and _is_infinitive(verb):
            return lemma(verb.head) in _PURPOSE_OF
        if verb.dep_ not in {"pobj", "prep", "dobj", "pcomp", "compound", "conj"}:
            return False
        verb = verb.head
    return False


def _is_infinitive(verb: "Token") -> bool:
    return any(near.tag_ == "TO" for near in verb.children)
