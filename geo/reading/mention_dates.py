"""When each event of a sentence happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geo.model import DatePrecision, Modality, Period, Span
from geo.reading.attachment import hangs_on, token_at
from geo.reading.attribution import saying_word
from geo.reading.dates import find_dates
from geo.reading.periods import bounded_by
from geo.reading.syntax import ancestors

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.language_model import Passage
    from geo.reading.triggers import Trigger

_AHEAD = frozenset({Modality.PLANNED, Modality.POSSIBLE})


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with the word that heads it and the event it hangs on."""

    period: Period
    token: "Token"
    trigger: "Trigger | None"


@dataclass(frozen=True, slots=True)
class SentenceDates:
    """The dates of one sentence and what they belong to."""

    text: str
    span: Span
    published: date | None
    day: date | None
    found: tuple[_Dated, ...]

    def period_of(self, trigger: "Trigger", modality: Modality) -> Period:
        """Return when an event happened.

        Its own date; else, where the date is that of the saying verb above it, all days up to
        that one; else the only date of its sentence if no other event owns it.
        """
        own = next((d for d in self.found if d.trigger is trigger), None)
        if own is not None:
            return self._ahead(own.period) if modality in _AHEAD else own.period
        verb = saying_word(trigger.token)
        if verb is not None:
            said = next((d for d in self.found if _hangs_on(d.token, verb)), None)
            if said is not None:
                return Period() if modality in _AHEAD else bounded_by(said.period)
            return Period()
        return self._only(trigger)

    def _only(self, trigger: "Trigger") -> Period:
        if len(self.found) != 1:
            return Period()
        dated = self.found[0]
        taken = dated.trigger
        is_shared = taken is None or not _is_apart(trigger.token, taken.token)
        return dated.period if is_shared else Period()

    def _ahead(self, period: Period) -> Period:
        """Return a date again as one still to come ("on Monday" of what is planned)."""
        later = find_dates(
            self.text, self.span, published=self.published, day=self.day, is_future=True
        )
        return next((each for each in later if each.span == period.span), period)


def dates_of(
    passage: "Passage",
    text: str,
    span: Span,
    triggers: Sequence["Trigger"],
    *,
    published: date | None,
    day: date | None,
) -> SentenceDates:
    """Return the dates of a sentence, each with the event it hangs on.

    Args:
        passage: The parsed stretch that the sentence stands in.
        text: The report's text.
        span: The sentence.
        triggers: Its events.
        published: The day of publication, None where unknown.
        day: The running date of the text, None where it has none.
    """
    found = []
    for period in find_dates(text, span, published=published, day=day):
        if period.span is None:
            continue
        start, end = period.span.start - passage.start, period.span.end - passage.start
        token = token_at(passage.doc, start, end)
        if token is not None:
            found.append(_Dated(period, token, hangs_on(token, triggers)))
    return SentenceDates(text, span, published, day, tuple(found))


def running_day(dates: SentenceDates) -> date | None:
    """Return the first exact day of a sentence, which later "that day" refers to."""
    return next(
        (d.period.start for d in dates.found if d.period.precision is DatePrecision.DAY), None
    )


def _hangs_on(token: "Token", verb: "Token") -> bool:
    """Return whether a date belongs to `verb` itself and not to a clause below it."""
    for word in (token, *ancestors(token)):
        if word.head.i == verb.i:
            return word.dep_ not in {"ccomp", "xcomp", "advcl", "parataxis", "conj", "dobj"}
    return False


def _is_apart(one: "Token", other: "Token") -> bool:
    """Return whether two events stand in clauses that need not share a date."""
    above = {word.i for word in ancestors(one)} | {one.i}
    return other.i not in above and one.i not in {word.i for word in ancestors(other)}
