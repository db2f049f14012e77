"""Who says what inside a sentence: the words of saying above, below and beside an event's word."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geo.reading.syntax import SUBJECTS, ancestors, child, clause_head, lemma, subject
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

SAYING = word_set(
    """
    say report tell announce state claim note add warn confirm reveal declare write tweet comment
    explain allege suggest believe estimate assert insist argue indicate mention disclose inform
    accuse deny admit acknowledge describe stress emphasize emphasise remark cite quote show see
    view conclude assess find learn think maintain testify post publish predict expect
    concede contend recall recount relate hint imply suspect complain boast joke surmise reply
    respond retort counter caution reiterate underline forecast project clarify reckon guess
    certify attest swear presume speculate vow establish verify prove determine
    """
)
"""Verbs whose clause is the word of their subject."""

SAYING_NOUNS = word_set(
    """
    announcement report claim statement allegation accusation warning declaration confirmation
    revelation disclosure assessment assertion testimony denial estimate forecast prediction
    rumour rumor suggestion account insistence admission complaint finding news word
    """
)
"""Nouns whose clause is the word of their owner: "the NIS announcement that ..."."""

_TELLING_OF = word_set(
    """
    report announce confirm claim allege deny estimate admit acknowledge reveal disclose mention
    describe warn predict forecast count register record cite quote suspect speak tell boast
    complain publish accuse blame
    """
)
"""Verbs that tell of what is their object: "reported two explosions", "spoke of a retreat"."""

_CALLING = frozenset({"call", "describe", "count", "term", "label", "name"})
_TOPIC = frozenset({"of", "about", "for"})
_SAID_TO_BE_ABOUT = _TOPIC | {"over", "on", "against", "to"}
_BESIDE_WHAT_IS_SAID = frozenset(
    {"nsubj", "nsubjpass", "advcl", "conj", "prep", "relcl", "npadvmod"}
)
_CITING = frozenset({"cite", "quote"})
_DOCUMENTS = word_set(
    """
    report data datum figure statistic statement estimate account document letter memo filing
    release number count study survey story article bulletin note record post message
    """
)
"""Nouns that only carry the word of whom they come from: "data from the ministry"."""

_COUNTS = frozenset({"account", "count", "reckoning", "estimate", "tally", "telling", "words"})
_COMES_FROM = frozenset({"from", "by", "of", "in"})
_BY = frozenset({"from", "by"})
_ADDRESSING = frozenset({"tell", "inform", "remind", "assure"})
_NEAR_THAT = 8  # words between "announcement" and the "that" it governs
_CLAUSES_SAID = frozenset({"ccomp", "parataxis"})
_BACK = 60  # words looked back for who is being quoted
_LONGEST_QUOTATION = 200  # words of a paragraph looked through for quotation marks
_QUOTES = frozenset({'"', "“", "”"})
_SPEAKING = word_set("say tell add state explain note warn continue write declare insist announce")
_GOVERNORS = 12  # of an event: whoever speaks further up speaks of something else


@dataclass(frozen=True, slots=True)
class Saying:
    """A source with its word of saying.

    Attributes:
        speaker: The head of the phrase that names the source.
        word: The verb or noun of saying; None for "according to".
        via: The head of the phrase that names who passes it on; None for nobody.
    """

    speaker: "Token"
    word: "Token | None" = None
    via: "Token | None" = None


def sayings(trigger: "Token") -> Iterator[Saying]:
    """Yield who says so, nearest first."""
    found = False
    for saying in (*_according(trigger), *_told(trigger)):
        found = True
        yield saying
    if not found:
        yield from _quoted_before(trigger)


def saying_word(trigger: "Token") -> "Token | None":
    """Return the word of saying whose clause `trigger` stands in, None where there is none."""
    return next(_clausal(trigger), None)


def _told(trigger: "Token") -> Iterator[Saying]:
    for word in _saying_words(trigger):
        speaker = _speaker_of(word)
        if speaker is None:
            continue
        cited = _cited(word)
        if cited is not None:
            yield Saying(cited, word, speaker)
        else:
            yield _behind(speaker, word)


def _speaker_of(word: "Token") -> "Token | None":
    """Return who says a word of saying: its subject, its agent, or its owner."""
    if word.pos_ != "VERB":
        return _owner_of(word) or _giver_of(word)
    agent = child(word, "agent")
    if agent is not None:
        return child(agent, "pobj")
    speaker = subject(word)
    if speaker is None and word.dep_ == "acl":
        return _owner_of(word.head) or _giver_of(word.head)
    return None if speaker is None or speaker.dep_ == "nsubjpass" else speaker


def _owner_of(noun: "Token") -> "Token | None":
    """Return whose word a noun of saying is: the nearest name before it, or who it is by."""
    owners = [near for near in noun.lefts if near.dep_ in {"poss", "compound", "nmod"}]
    named = (near for near in reversed(owners) if near.ent_type_ or near.dep_ == "poss")
    return next(named, None) or _origin(noun)


def _origin(noun: "Token") -> "Token | None":
    """Return who a document comes from: "a statement by the army", "data from the WHO"."""
    for near in noun.rights:
        if near.dep_ in {"prep", "agent"} and lemma(near) in _COMES_FROM:
            source = child(near, "pobj")
            if source is not None and (source.ent_type_ in {"ORG", "PERSON"} or lemma(near) in _BY):
                return source
    return None


def _giver_of(noun: "Token") -> "Token | None":
    """Return who gives a word: "the ministry issued a warning that ..."."""
    if noun.dep_ not in {"dobj", "pobj"}:
        return None
    verb = clause_head(noun)
    speaker = subject(verb) if verb.pos_ == "VERB" else None
    return None if speaker is None or speaker.dep_ == "nsubjpass" else speaker


def _behind(speaker: "Token", word: "Token | None") -> Saying:
    """Return a source, or where it is a document the one whose word it carries."""
    if lemma(speaker) not in _DOCUMENTS:
        return Saying(speaker, word)
    for near in speaker.rights:
        if near.dep_ in {"acl", "relcl"} and lemma(near) in _CITING:
            cited = child(near, "dobj")
            return Saying(cited, word, speaker) if cited is not None else Saying(speaker, word)
    return Saying(_origin(speaker) or speaker, word)


def _cited(word: "Token") -> "Token | None":
    """Return whom the speaker cites: "reported on Monday, citing the NIS"."""
    for near in (*word.rights, *word.lefts):
        if (
            near.dep_ in {"advcl", "prep", "xcomp"}
            and lemma(near) in _CITING
            and near.tag_ == "VBG"
        ):
            return child(near, "dobj", "pobj")
    return child(word, "dobj") if lemma(word) in _CITING and child(word, "prep") else None


def _according(trigger: "Token") -> Iterator[Saying]:
    for word in (trigger, *islice(ancestors(trigger), _GOVERNORS)):
        for near in word.children:
            if near.text.casefold() == "according":
                yield from (_behind(each, None) for to in near.children for each in to.children)
            elif near.dep_ == "prep" and near.text.casefold() in {"by", "in"}:
                yield from _by_account(near)


def _by_account(preposition: "Token") -> Iterator[Saying]:
    """Yield who counts or tells: "by the army's account", "in the words of a general"."""
    noun = child(preposition, "pobj")
    if noun is None or noun.text.casefold() not in _COUNTS:
        return
    of = next((near for near in noun.rights if lemma(near) == "of"), None)
    owner = child(noun, "poss") or (child(of, "pobj") if of is not None else None)
    if owner is not None:
        yield Saying(owner)


def _saying_words(trigger: "Token") -> Iterator["Token"]:
    """Yield all words of saying that `trigger` is told by, nearest first."""
    word = trigger
    for head in islice(ancestors(trigger), _GOVERNORS):
        if _tells(head, word) or _tells_of(head, word):
            yield head
        word = head
    if (announced := _before_that(trigger)) is not None:
        yield announced
    yield from _asides(trigger)
    yield from _calls(trigger)


def _clausal(trigger: "Token") -> Iterator["Token"]:
    """Yield the words of saying that `trigger` stands in a clause of, nearest first."""
    word = trigger
    for head in ancestors(trigger):
        if _tells(head, word):
            yield head
        word = head
    if (announced := _before_that(trigger)) is not None:
        yield announced
    yield from _asides(trigger)


def _tells(head: "Token", clause: "Token") -> bool:
    """Return whether `head` is a word of saying and `clause` what is said."""
    if head.pos_ == "VERB":
        is_said = lemma(head) in SAYING and clause.dep_ in _CLAUSES_SAID
        return is_said and not (clause.i < head.i and _says_else(head, clause))
    is_said = clause.dep_ in {*_CLAUSES_SAID, "acl"}
    return head.pos_ == "NOUN" and lemma(head) in SAYING_NOUNS and is_said


def _says_else(head: "Token", clause: "Token") -> bool:
    """Return whether a verb after a clause has its own to say ("A fell; the army denied it")."""
    own = (near for near in head.rights if near.dep_ in {"ccomp", "dobj", "xcomp"})
    return next(own, None) is not None or clause.doc[clause.right_edge.i + 1].text in {";", ":"}


def _tells_of(head: "Token", part: "Token") -> bool:
    """Return whether `head` tells of what is its object and no clause."""
    is_topic = part.dep_ == "prep" and lemma(part) in _TOPIC
    if head.pos_ == "VERB":
        if lemma(head) in SAYING and part.dep_ in {"xcomp", "pcomp"}:
            return True
        is_told = part.dep_ == "nsubjpass" and child(head, "agent") is not None
        return lemma(head) in _TELLING_OF and (part.dep_ == "dobj" or is_topic or is_told)
    return head.pos_ == "NOUN" and lemma(head) in SAYING_NOUNS and is_topic


def _before_that(trigger: "Token") -> "Token | None":
    """Return the word of saying shortly before the "that" of a clause which the parser cut off."""
    mark = child(clause_head(trigger), "mark")
    if mark is None or lemma(mark) != "that":
        return None
    before = trigger.doc[max(0, mark.i - _NEAR_THAT) : mark.i]
    says = SAYING_NOUNS | SAYING - _CITING
    fitting = (token for token in reversed(before) if lemma(token) in says)
    return next(fitting, None)


def _asides(trigger: "Token") -> Iterator["Token"]:
    """Yield verbs of saying that the parser made a part of what is said: "..., police said"."""
    head = clause_head(trigger)
    for near in head.children:
        if near.i == trigger.i:
            continue
        is_led_by_as = near.dep_ == "advcl" and lemma(near) in SAYING and _is_led_by_as(near)
        if is_led_by_as or (near.dep_ in _CLAUSES_SAID and _is_aside(near)):
            yield near


def _is_aside(verb: "Token") -> bool:
    """Return whether a verb of saying has a speaker and nothing of its own to say."""
    if lemma(verb) not in SAYING or child(verb, "nsubj") is None:
        return False
    said = ("ccomp",) if lemma(verb) in _ADDRESSING else ("ccomp", "dobj")
    return child(verb, *said) is None


def _is_led_by_as(verb: "Token") -> bool:
    return any(near.dep_ in {"mark", "advmod"} and lemma(near) == "as" for near in verb.children)


def _calls(trigger: "Token") -> Iterator["Token"]:
    """Yield who names it so: "the killing, which an aid group calls deliberate"."""
    for near in trigger.rights:
        own = child(near, *SUBJECTS) if near.dep_ == "relcl" else None
        if own is not None and own.pos_ != "PRON" and lemma(near) in _CALLING | SAYING:
            yield near
    if trigger.dep_ in {"oprd", "ccomp"} and lemma(trigger.head) in _CALLING:
        yield trigger.head


def _quoted_before(trigger: "Token") -> Iterator[Saying]:
    """Yield who is quoted, where a quotation goes on over several sentences.

    It is the subject of the last verb of speech before the marks that the word stands between.
    """
    opening = _opening_mark(trigger)
    if opening is None:
        return
    for position in range(opening - 1, max(0, opening - _BACK), -1):
        verb = trigger.doc[position]
        if verb.pos_ == "VERB" and lemma(verb) in _SPEAKING:
            speaker = _speaker_of(verb)
            if speaker is not None:
                yield Saying(speaker, verb)
            return


def _opening_mark(token: "Token") -> int | None:
    """Return where the quotation that a word stands in begins, None where it stands in none.

    Straight marks are counted from the beginning of the paragraph.
    """
    doc, marks = token.doc, []
    for position in range(token.i - 1, max(-1, token.i - _LONGEST_QUOTATION), -1):
        text = doc[position].text
        if "\n" in text:
            break
        if text in _QUOTES:
            marks.append(position)
    else:
        if token.i >= _LONGEST_QUOTATION:
            return None
    if not marks or doc[marks[0]].text == "”":
        return None
    return marks[0] if doc[marks[0]].text == "“" or len(marks) % 2 else None


def is_spoken_of(event: "Token", statement: "Token") -> bool:
    """Return whether an event stands in what a statement says.

    Args:
        event: The word that carries the event.
        statement: The verb or noun of the statement ("warned", "announcement").
    """
    word = event
    for head in islice(ancestors(event), _GOVERNORS):
        if head.i == statement.i:
            is_topic = word.dep_ == "prep" and lemma(word) in _SAID_TO_BE_ABOUT
            return is_topic or word.dep_ not in _BESIDE_WHAT_IS_SAID
        word = head
    return any(near.i == statement.i for near in _asides(event))
