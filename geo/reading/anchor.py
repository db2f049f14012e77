"""What the words of a date are measured from, and what a form of date is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from geo.model import Period


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the words of a date are measured from.

    Attributes:
        published: Day of publication; None = unknown.
        day: The day the text was last at ("that day"); None = none yet.
        is_future: True where the sentence speaks of what is to come.
        is_past: True where a verb of the past stands beside the date.
        near: What a date without its year lies near; None = the day of publication or, where
            that is unknown, `day`.
        month: The month of publication where its day is unknown; None = unknown too.
        era: The month or year that the text is at, which a date without its year lies in or near
            where neither day is known; None = unknown.
    """

    published: date | None
    day: date | None = None
    is_future: bool = False
    is_past: bool = False
    near: date | None = None
    month: Period | None = None
    era: Period | None = None

    @property
    def reference(self) -> date | None:
        """The day a date without its year is resolved against."""
        return self.near or self.published or self.day

    @property
    def today(self) -> date | None:
        """The day of publication, or the last one of its month: it tells the month and year."""
        return self.published or (self.month.end if self.month else None)


Resolver = Callable[[re.Match[str], Anchor], Period | None]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a date: its pattern and what it means."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver


UNRESOLVED = Period()
"""A date that was named but cannot be fixed: its words are kept, its days are unknown."""
