"""When each event of a sentence happened: a date of its sentence, one told before, or unknown."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from geo.model import Modality, Period, Span
from geo.reading.attachment import hangs_on, token_at
from geo.reading.attribution import saying_word
from geo.reading.date_features import (
    Beside,
    Happening,
    carried_features,
    coming_features,
    is_of_saying,
    none_features,
    own_features,
)
from geo.reading.dates import Readings
from geo.reading.periods import bounded_by, day_period, since, within
from geo.reading.syntax import lemma
from geo.reading.timeline import Timeline, Told
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.language_model import Passage
    from geo.reading.triggers import Trigger

_MOST_DATES = 6
"""Dates of a sentence that an event is held against, the nearest: lists have hundreds."""


@cache
def _weights() -> Weights:
    return load_weights(data_dir("ontology") / "date_weights.csv")


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with the word that heads it and the event it hangs on."""

    readings: Readings
    token: "Token"
    trigger: "Trigger | None"


@dataclass(frozen=True, slots=True)
class Option:
    """A period that an event may have, with what speaks for it."""

    period: Period
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceDates:
    """The dates of one sentence, and those told before it.

    Attributes:
        timeline: What the report said of time so far.
        found: The dates, in reading order.
        named: The last day named before the sentence.
        triggers: The numbers of the words that tell of events, ascending.
    """

    timeline: Timeline
    found: tuple[_Dated, ...]
    named: Told | None
    triggers: tuple[int, ...]

    def period_of(self, trigger: "Trigger", modality: Modality) -> Period:
        """Return when an event happened, and remember it for the events after it.

        A date of its sentence, a day before that of what reports it ("said on Monday that ..."),
        the date of an event told before, or an empty period where the text says nothing:
        whichever the learned weights hold likeliest.

        Raises:
            DatelineError: the installation lacks its data.
        """
        options = self.options(trigger, modality)
        weights = _weights()
        best = max(options, key=lambda option: weights.scores(option.features)[0])
        self.timeline.note(best.period, _group(trigger), lemma(trigger.token))
        return best.period

    def options(self, trigger: "Trigger", modality: Modality) -> list[Option]:
        """Return the periods that an event may have, each once.

        The empty one comes first. It is left out where what reports the event has a date, which
        always bounds it.
        """
        saying = saying_word(trigger.token)
        event = Happening(
            trigger.token, trigger.type, modality, len(self.found), saying, self._before(trigger)
        )
        options = [Option(Period(), tuple(none_features(event, self.timeline)))]
        found: dict[tuple[date | None, date | None], int] = {(None, None): 0}
        for option in (*self._own(event, trigger), *self._carried(event)):
            key = (option.period.start, option.period.end)
            if key not in found:
                found[key] = len(options)
                options.append(option)
            elif key != (None, None):
                old = options[found[key]]
                options[found[key]] = replace(old, features=old.features + option.features)
            elif option.period.edtf:
                options.append(option)
        near = self._nearest(trigger.token.i)
        is_bounded = any(is_of_saying(event, dated.token) for dated in near)
        return options[1:] if is_bounded and len(options) > 1 else options

    def _before(self, trigger: "Trigger") -> str:
        """Return what became of the event before one in the sentence."""
        first = bisect_left(self.triggers, trigger.token.i)
        return "first" if not first else self.timeline.before

    def _own(self, event: Happening, trigger: "Trigger") -> Iterator[Option]:
        published = self.timeline.published
        for rank, dated in enumerate(self._nearest(trigger.token.i)):
            link = "free" if dated.trigger is None else "other"
            link = "straight" if dated.trigger is trigger else link
            between = self._between(trigger.token.i, dated.token.i)
            beside = Beside(dated.token, link, between, rank)
            for reading, period in _readings(event, dated, published):
                features = own_features(event, beside, period, reading, published)
                yield Option(period, tuple(features))

    def _nearest(self, word: int) -> list[_Dated]:
        """Return the dates around a word, nearest first; those in reading order are bisected."""
        middle = bisect_left(self.found, word, key=lambda dated: dated.token.i)
        around = self.found[max(0, middle - _MOST_DATES) : middle + _MOST_DATES]
        return sorted(around, key=lambda dated: abs(dated.token.i - word))[:_MOST_DATES]

    def _between(self, one: int, other: int) -> int:
        first, last = min(one, other), max(one, other)
        words = self.triggers
        return bisect_left(words, last) - bisect_right(words, first)

    def _carried(self, event: Happening) -> Iterator[Option]:
        time = self.timeline
        sources = {
            "last": time.last,
            "group": time.by_group.get(event.group),
            "lead": time.lead,
            "named": self.named,
        }
        for source, told in sources.items():
            if told is not None:
                yield Option(told.period, tuple(carried_features(event, source, told, time)))
                if event.is_ahead and source in {"last", "named"}:
                    onward = replace(
                        since(told.period), text=told.period.text, span=told.period.span
                    )
                    features = carried_features(event, f"since {source}", told, time)
                    yield Option(onward, tuple(features))
        if event.is_ahead and time.published:
            yield Option(since(day_period(time.published)), tuple(coming_features(event, time)))


def dates_of(
    passage: "Passage",
    text: str,
    span: Span,
    triggers: Sequence["Trigger"],
    timeline: Timeline,
) -> SentenceDates:
    """Return the dates of a sentence and of what was told before; the timeline is carried on.

    Args:
        passage: The parsed stretch that the sentence stands in.
        text: The report's text.
        span: The sentence.
        triggers: Its events.
        timeline: What the report said of time before it.
    """
    timeline.reach(text, span.start)
    found = []
    now = timeline.dates_in(text, span)
    for readings in now:
        token = _head(passage, readings.said.span) if readings.said.span else None
        if token is not None:
            found.append(_Dated(readings, token, hangs_on(token, triggers)))
    words = tuple(sorted(trigger.token.i for trigger in triggers))
    found.sort(key=lambda dated: dated.token.i)
    dates = SentenceDates(timeline, tuple(found), timeline.named, words)
    timeline.hear([readings.said for readings in now])
    timeline.read = span.end
    return dates


def _readings(
    event: Happening, dated: _Dated, published: date | None
) -> Iterator[tuple[str, Period]]:
    """Yield the ways to read a date.

    `at`, on it, unless it is that of what reports the event; `told`, bounded by it; `edge`, on the
    day from or up to which it is open; `turned`, on another side of today.
    """
    said, behind, ahead = dated.readings.said, dated.readings.behind, dated.readings.ahead
    is_own = not is_of_saying(event, dated.token)
    likely = ahead if event.is_ahead and is_own else behind if event.is_ahead else said
    if is_own:
        yield "at", within(likely, published, is_ahead=event.is_ahead)
    told = since(behind) if event.is_ahead else bounded_by(said)
    yield "told", replace(told, text=said.text, span=said.span)
    day = likely.start or (None if event.is_ahead else likely.end)
    if day and not (likely.start and likely.end):
        yield "edge", replace(day_period(day), text=said.text, span=said.span)
    for other in (said, behind, ahead):
        if is_own and (other.start, other.end) != (likely.start, likely.end):
            yield "turned", within(other, published, is_ahead=event.is_ahead)


def _head(passage: "Passage", span: Span) -> "Token | None":
    return token_at(passage.doc, span.start - passage.start, span.end - passage.start)


def _group(trigger: "Trigger") -> str:
    return trigger.type.partition(".")[0]
