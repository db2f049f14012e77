"""What speaks for one date or another as that of an event: short texts such as "way=advcl".

Learned weights decide over them (`data/ontology/date_weights.csv`). A feature of a date of the
event's own sentence begins with how the date is read: `at`, on it; `told`, the date is that of
what reports the event, which lies before it, or after it where it is still to come; `turned`, on
the nearest such day on the other side of publication.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geo.model import Modality, Period
from geo.reading.syntax import ancestors, child, clause_head, lemma
from geo.reading.timeline import Timeline, Told
from geo.reading.word_lists import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_AHEAD = frozenset({Modality.PLANNED, Modality.POSSIBLE})
_LOOKS_AHEAD = word_set(
    "be due expect schedule plan set slate intend want mean hope agree pledge promise vow order "
    "likely about prepare decide threaten aim"
)
"""Words whose infinitive is still to come: "are to leave", "due to arrive"."""

_MODALS = word_set("will would shall may might could should can must")
_TENSES = (
    ("had", word_set("had")),
    ("has", word_set("has have 've")),
    ("modal", _MODALS),
    ("is", word_set("is are am")),
    ("to", word_set("to")),
)
_HABITUAL = frozenset({"statement", "publish"})
_FURTHEST_STEP = 4
_DISTANCES = (3, 8, 16, 30)  # words
_SENTENCES = (0, 1, 2, 5)
_LAGS = (0, 1, 7, 31, 365)  # days before publication


@dataclass(frozen=True, slots=True)
class Happening:
    """An event whose date is sought.

    Attributes:
        token: Its word.
        type: Its dotted id.
        modality: Whether it happened.
        own: How many dates its sentence has.
        saying: The word of saying it stands under, None where there is none.
        before: What became of the event before it in the sentence: `first` where there is none,
            else `dated` or `undated`.
    """

    token: "Token"
    type: str
    modality: Modality
    own: int
    saying: "Token | None"
    before: str = "first"

    @property
    def group(self) -> str:
        """The first level of its type."""
        return self.type.partition(".")[0]

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come, by its modality or by its verb ("are to leave")."""
        return self.modality in _AHEAD or _is_to_come(self.token)


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a date of the same sentence stands, seen from the event.

    Attributes:
        token: The word that heads the date.
        link: `straight` where the parse leads it to the event, `other` where to another event.
        events_between: How many other events stand between.
        rank: 0 for the nearest date, and so on.
    """

    token: "Token"
    link: str
    events_between: int
    rank: int


def none_features(event: Happening, timeline: Timeline) -> Iterator[str]:
    """Yield what speaks for the text saying nothing of when the event happened."""
    tense = tense_of(event.token)
    yield "none"
    yield f"none:own={_few(event.own)}"
    yield f"none:group={event.group}"
    yield f"none:ahead={event.is_ahead}:{_few(event.own)}"
    yield f"none:tense={tense}"
    yield f"none:pos={event.token.pos_}:{_few(event.own)}"
    yield f"none:said={event.saying is not None}:{_few(event.own)}"
    yield f"none:modality={event.modality}"
    yield f"none:word={lemma(event.token)}"
    yield f"none:sentence={_bucket(timeline.sentence, _SENTENCES)}"
    yield f"none:published={timeline.published is not None}"
    yield f"none:habit={event.group in _HABITUAL}:{tense}"
    yield f"none:type={event.type}"
    yield f"none:type={event.type}:{_few(event.own)}"
    yield f"none:dep={event.token.dep_}:{_few(event.own)}"
    yield f"none:before={event.before}:{_few(event.own)}"
    yield f"none:before={event.before}:{event.token.dep_}"
    yield f"none:paragraph={_bucket(timeline.paragraph, _SENTENCES)}"
    yield f"none:told={timeline.last is not None}:{timeline.named is not None}"
    if timeline.named is not None:
        yield f"none:named={_bucket(timeline.sentence - timeline.named.sentence, _SENTENCES)}"


def coming_features(event: Happening, timeline: Timeline) -> Iterator[str]:
    """Yield what speaks for no more being said than that the event is still to come."""
    yield "coming"
    yield f"coming:own={_few(event.own)}"
    yield f"coming:modality={event.modality}"
    yield f"coming:group={event.group}"
    yield f"coming:tense={tense_of(event.token)}"
    yield f"coming:said={event.saying is not None}"
    yield f"coming:told={timeline.last is not None}"


def own_features(
    event: Happening, beside: Beside, period: Period, reading: str, published: date | None
) -> Iterator[str]:
    """Yield what speaks for a date of the event's sentence.

    Args:
        event: The event.
        beside: Where the date stands.
        period: The date as it is.
        reading: `at`, `told` or `turned`.
        published: Day of publication, None where unknown.
    """
    token, trigger = beside.token, event.token
    is_said = is_of_saying(event, token)
    yield f"{reading}"
    yield f"{reading}:{beside.link}:{is_said}"
    yield f"{reading}:{beside.link}:rank={min(beside.rank, 2)}:{_few(event.own)}"
    yield f"{reading}:said={event.saying is not None}:{is_said}:{beside.link}"
    yield f"{reading}:ahead={event.is_ahead}:{is_said}"
    yield f"{reading}:between={min(beside.events_between, 2)}:{beside.link}"
    yield f"{reading}:group={event.group}:{is_said}"
    yield f"{reading}:modality={event.modality}"
    yield f"{reading}:lead={_lead(period)}"
    yield f"{reading}:precision={period.precision}:{beside.link}"
    yield f"{reading}:future={_is_future(period, published)}:{event.is_ahead}"
    side, far = _distance(trigger, token)
    yield f"{reading}:{side}:{far}"
    yield f"{reading}:{side}:rank={min(beside.rank, 2)}:{_few(event.own)}"
    yield from (f"{reading}:{step}" for step in _way(trigger, token))
    yield f"{reading}:dep={token.dep_}:{token.head.i == trigger.i}"
    yield f"{reading}:pos={trigger.pos_}:{beside.link}"
    yield f"{reading}:clause={clause_head(token).i == clause_head(trigger).i}:{beside.link}"
    yield f"{reading}:tense={tense_of(trigger)}:{_is_future(period, published)}"
    yield f"{reading}:type={event.type}"
    yield f"{reading}:before={event.before}:{beside.link}"
    yield f"{reading}:dep={trigger.dep_}:{beside.link}"


def carried_features(
    event: Happening, source: str, told: Told, timeline: Timeline
) -> Iterator[str]:
    """Yield what speaks for the date of an event told before, or for the last day named.

    Args:
        event: The event.
        source: `last`, `group`, `lead` or `named`.
        told: The event told before; the day named counts as one of group `day`.
        timeline: The running time of the report.
    """
    back = _bucket(timeline.sentence - told.sentence, _SENTENCES)
    is_same_paragraph = told.paragraph == timeline.paragraph
    tense = tense_of(event.token)
    own = _few(event.own)
    yield source
    yield f"{source}:own={own}"
    yield f"{source}:back={back}:{is_same_paragraph}"
    yield f"{source}:tense={tense}"
    yield f"{source}:tense={tense}:{is_same_paragraph}:{own}"
    yield f"{source}:group={event.group}"
    yield f"{source}:pair={told.group == event.group}:{event.group in _HABITUAL}:{back}"
    yield f"{source}:ahead={event.is_ahead}"
    yield f"{source}:said={event.saying is not None}"
    yield f"{source}:lag={_lag(told.period, timeline.published)}"
    yield f"{source}:precision={told.period.precision}"
    yield f"{source}:same word={told.lemma == lemma(event.token)}:{is_definite(event.token)}"
    yield f"{source}:noun={event.token.pos_ in {'NOUN', 'PROPN'}}:{is_definite(event.token)}"
    yield f"{source}:type={event.type}"
    yield f"{source}:before={event.before}:{back}:{own}"
    yield f"{source}:dep={event.token.dep_}:{back}"
    yield f"{source}:types={told.group}>{event.group}"
    yield f"carried:own={own}:{back}"
    yield from _ready_to_follow(event)


def _ready_to_follow(event: Happening) -> Iterator[str]:
    """Yield what speaks for an event lying on a day told before, whichever that is."""
    yield f"carried:type={event.type}"
    yield f"carried:before={event.before}:{_few(event.own)}"
    yield f"carried:tense={tense_of(event.token)}:{event.group in _HABITUAL}"
    yield f"carried:modality={event.modality}"
    yield f"carried:word={lemma(event.token)}"


def tense_of(token: "Token") -> str:
    """Return the tense of an event's word, or of the verb that its phrase hangs on."""
    if token.pos_ not in {"VERB", "AUX"}:
        head = clause_head(token)
        return f"noun {tense_of(head)}" if head.pos_ in {"VERB", "AUX"} else "noun"
    helpers = {near.lower_ for near in token.children if near.dep_ in {"aux", "auxpass"}}
    if "have" in helpers and helpers & _MODALS:
        return "may have"
    return next((name for name, words in _TENSES if helpers & words), token.tag_)


def _is_to_come(token: "Token") -> bool:
    helpers = {near.lower_ for near in token.children if near.dep_ == "aux"}
    if helpers & {"will", "shall", "'ll", "wo"}:
        return "have" not in helpers
    return "to" in helpers and lemma(token.head) in _LOOKS_AHEAD and token.dep_ != "advcl"


def is_definite(token: "Token") -> bool:
    """Return whether a noun is one already spoken of ("the attack", "their visit")."""
    article = child(token, "det", "poss")
    return article is not None and article.lower_ in {
        "the",
        "this",
        "that",
        "these",
        "its",
        "their",
    }


def _few(number: int) -> str:
    return str(min(number, 3))


def _bucket(number: int, limits: tuple[int, ...]) -> str:
    return next((str(limit) for limit in limits if number <= limit), "more")


def _lead(period: Period) -> str:
    first = period.text.split(maxsplit=1)[0].lower() if period.text.strip() else ""
    return first if first.isalpha() else "figure"


def _is_future(period: Period, published: date | None) -> str:
    if published is None or period.start is None:
        return "open" if published else "unknown"
    return "later" if period.start > published else "same" if period.start == published else "past"


def _lag(period: Period, published: date | None) -> str:
    if published is None or period.end is None:
        return "unknown"
    days = (published - period.end).days
    return "ahead" if days < 0 else _bucket(days, _LAGS)


def _distance(trigger: "Token", token: "Token") -> tuple[str, str]:
    words = token.i - trigger.i
    return ("after" if words > 0 else "before"), _bucket(abs(words), _DISTANCES)


def is_of_saying(event: Happening, token: "Token") -> bool:
    """Return whether a date is that of the saying verb above an event, not of a clause below."""
    for word in (token, *ancestors(token)):
        if word.i == event.token.i:
            return False
        if event.saying is not None and word.head.i == event.saying.i:
            return word.dep_ not in {"ccomp", "xcomp", "advcl", "parataxis", "conj", "dobj"}
    return False


def _way(trigger: "Token", token: "Token") -> Iterator[str]:
    """Yield how far event and date lie below the word that governs both, and through what."""
    above = {word.i: step for step, word in enumerate((trigger, *ancestors(trigger)))}
    down: list[str] = []
    meeting = None
    for word in (token, *ancestors(token)):
        if word.i in above:
            meeting = word
            break
        down.append(word.dep_)
    if meeting is None:
        yield "apart"
        return
    steps = above[meeting.i]
    up = [word.dep_ for word in (trigger, *ancestors(trigger))][:steps]
    yield f"steps={min(steps, _FURTHEST_STEP)}:{min(len(down), _FURTHEST_STEP)}"
    yield f"up={'>'.join(up[-2:])}"
    yield f"down={'>'.join(down[-2:])}"
    at = meeting.pos_ if steps else "self"
    yield f"meet={at}:{''.join(up[-1:])}:{''.join(down[-1:])}"
