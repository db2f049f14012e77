"""The running time of a report."""

from datetime import date

from geo.reading import periods
from geo.reading.timeline import Timeline

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
