"""The running time of a report."""

from dataclasses import replace
from datetime import date

from geo.model import Period, Report, Span
from geo.reading import periods
from geo.reading.timeline import Timeline, begin_timeline

PUBLISHED = date(2024, 10, 21)


def test_the_days_between_two_sentences_move_the_running_day() -> None:
    """A sentence without events still says which day the text is at."""
    timeline = Timeline(PUBLISHED)
    text = "It was October 3.\n\nThe next sentence tells of an event."

    timeline.reach(text, text.index("The next"))

    assert timeline.day == date(2024, 10, 3)
    assert (timeline.paragraph, timeline.sentence) == (1, 1)


def test_a_day_still_to_come_is_not_where_the_text_is() -> None:
    """After "on November 5 they vote", that day is not the 5th."""
    timeline = Timeline(PUBLISHED)

    timeline.hear([periods.day_period(date(2024, 11, 5))])

    assert timeline.day is None


def test_months_do_not_move_the_running_day() -> None:
    """Only a single day is one that "that day" can mean."""
    timeline = Timeline(PUBLISHED)

    timeline.hear([periods.month_period(2024, 8)])

    assert timeline.day is None


def test_the_first_and_the_last_dated_events_are_remembered() -> None:
    """Events whose ends are not both known are not."""
    timeline = Timeline(PUBLISHED)
    first, second = (periods.day_period(date(2024, 10, day)) for day in (3, 5))

    timeline.note(first, "strike", "hit")
    timeline.note(second, "arrest", "seize")
    timeline.note(periods.since(second), "deploy", "send")

    assert timeline.lead is not None
    assert timeline.last is not None
    assert (timeline.lead.period, timeline.last.period) == (first, second)
    assert set(timeline.by_group) == {"strike", "arrest"}


def test_a_month_or_year_named_is_where_later_days_lie() -> None:
    """Without a day of publication, "5 November" is that of the year the text is at."""
    timeline = Timeline(None)
    text = "The operation was executed in early November 2005. It began on 5 November."

    timeline.reach(text, text.index("It began"))
    (began,) = timeline.dates_in(text, Span(text.index("It began"), len(text)))

    assert began.said.edtf == "2005-11-05"


def test_a_day_outside_the_era_is_the_nearest_to_it() -> None:
    """After "December 2016", "January 3" is the next one and "November 28" the last one."""
    timeline = Timeline(None, month=periods.month_period(2016, 12))

    assert [
        timeline.dates_in(text, Span(0, len(text)))[0].said.edtf
        for text in ("on January 3", "on November 28", "in January", "last year", "today")
    ] == ["2017-01-03", "2016-11-28", "2017-01", "2015", "2016-12"]


def test_a_report_begins_with_what_its_address_tells() -> None:
    """The month in the address counts only where the day is unknown."""
    address = "https://ministry.example/2016/12/264294.htm"
    undated = begin_timeline(Report(text="Talks.", url=address))
    dated = begin_timeline(Report(text="Talks.", url=address, published=PUBLISHED))

    assert undated.month == periods.month_period(2016, 12)
    assert (dated.published, dated.month) == (PUBLISHED, None)


def test_what_became_of_the_last_event_is_remembered() -> None:
    """An event is dated, bounded by a date, or undated."""
    timeline = Timeline(PUBLISHED)
    day = periods.day_period(PUBLISHED)
    seen = []
    for period in (day, replace(periods.since(day), text="since Monday"), Period()):
        timeline.note(period, "strike", "hit")
        seen.append(timeline.before)

    assert seen == ["dated", "bounded", "undated"]
