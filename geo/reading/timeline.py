"""What a report has said of time so far: the day the text is at, and when its events were."""

from dataclasses import dataclass, field
from datetime import date

from geo.model import DatePrecision, Period, Report, Span
from geo.reading.dates import Readings, find_readings
from geo.reading.publication import month_of_address

_ERAS = frozenset({DatePrecision.MONTH, DatePrecision.YEAR, DatePrecision.RANGE})


@dataclass(frozen=True, slots=True)
class Told:
    """An event that was dated, or a day that was named.

    Attributes:
        period: When it was; both ends are known.
        group: The first level of the event's type; `day` for a day.
        lemma: The word that told of the event; empty for a day.
        sentence: Number of the sentence.
        paragraph: Number of the paragraph.
    """

    period: Period
    group: str
    lemma: str
    sentence: int
    paragraph: int


@dataclass(slots=True)
class Timeline:
    """The running time of one report, carried from sentence to sentence.

    Attributes:
        published: Day of publication; None = unknown.
        month: Month of publication where its day is unknown; None = unknown too.
        era: The last month or year named where the day of publication is unknown; None = none yet.
        named: The last single day named that was not still to come; None = none yet.
        sentence: Number of sentences with events read so far.
        paragraph: Number of paragraphs ended so far.
        read: How many characters were read.
        lead: The first event that was dated.
        last: The event dated last.
        before: Whether the event before was `dated`, `bounded` by a date, or `undated`.
        by_group: The event dated last of each group of types.
    """

    published: date | None
    month: Period | None = None
    era: Period | None = None
    named: Told | None = None
    sentence: int = 0
    paragraph: int = 0
    read: int = 0
    lead: Told | None = None
    last: Told | None = None
    before: str = ""
    by_group: dict[str, Told] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The day the text is at, which "that day" means; None = none was named yet."""
        return self.named.period.start if self.named else None

    def reach(self, text: str, start: int) -> None:
        """Take in what stands before a sentence: the days it names and the paragraphs it ends.

        Args:
            text: The report's text.
            start: Where the sentence begins.
        """
        if start > self.read:
            between = Span(self.read, start)
            self.hear([each.said for each in self.dates_in(text, between)])
            self.paragraph += text.count("\n\n", self.read, start)
        self.sentence += 1

    def dates_in(self, text: str, span: Span) -> list[Readings]:
        """Return the dates inside `span`, resolved against what was said before it."""
        return find_readings(
            text, span, published=self.published, day=self.day, month=self.month, era=self.era
        )

    def hear(self, found: list[Period]) -> None:
        """Move the running day to the last one named that is not still to come."""
        for period in found:
            if self.published is None and period.precision in _ERAS and period.start:
                self.era = period
            if period.precision is not DatePrecision.DAY or period.start is None:
                continue
            if self.published is None or period.start <= self.published:
                self.named = Told(period, "day", "", self.sentence, self.paragraph)

    def note(self, period: Period, group: str, lemma: str) -> None:
        """Remember when an event happened, if both ends are known."""
        is_whole = period.start is not None and period.end is not None
        self.before = "dated" if is_whole else "bounded" if period.text else "undated"
        if not is_whole:
            return
        told = Told(period, group, lemma, self.sentence, self.paragraph)
        self.lead = self.lead or told
        self.last = self.by_group[group] = told


def begin_timeline(report: Report) -> Timeline:
    """Return the timeline of a report before its first sentence.

    Where its day of publication is unknown, its address may tell the month.
    """
    month = None if report.published else month_of_address(report.url)
    return Timeline(report.published, month)
