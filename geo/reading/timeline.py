"""What a report has said of time so far: the day the text is at, and when its events were."""

from dataclasses import dataclass, field
from datetime import date

from geo.model import DatePrecision, Period, Span
from geo.reading.dates import find_dates


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
        named: The last single day named that was not still to come; None = none yet.
        sentence: Number of sentences with events read so far.
        paragraph: Number of paragraphs ended so far.
        read: How many characters were read.
        lead: The first event that was dated.
        last: The event dated last.
        by_group: The event dated last of each group of types.
    """

    published: date | None
    named: Told | None = None
    sentence: int = 0
    paragraph: int = 0
    read: int = 0
    lead: Told | None = None
    last: Told | None = None
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
            self.hear(find_dates(text, between, published=self.published, day=self.day))
            self.paragraph += text.count("\n\n", self.read, start)
        self.sentence += 1

    def hear(self, found: list[Period]) -> None:
        """Move the running day to the last one named that is not still to come."""
        for period in found:
            if period.precision is not DatePrecision.DAY or period.start is None:
                continue
            if self.published is None or period.start <= self.published:
                self.named = Told(period, "day", "", self.sentence, self.paragraph)

    def note(self, period: Period, group: str, lemma: str) -> None:
        """Remember when an event happened, if both ends are known."""
        if period.start is None or period.end is None:
            return
        told = Told(period, group, lemma, self.sentence, self.paragraph)
        self.lead = self.lead or told
        self.last = self.by_group[group] = told
