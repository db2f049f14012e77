"""Which date belongs to which event."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from geo.model import Modality, Period, Report, Span
from geo.reading.date_features import is_definite, tense_of
from geo.reading.language_model import Passage
from geo.reading.mention_dates import SentenceDates, dates_of
from geo.reading.timeline import Timeline, begin_timeline
from geo.reading.triggers import Trigger

PUBLISHED = date(2024, 10, 21)  # a Monday

Parsed = Callable[[str], Passage]
Words = dict[str, str]


def _sentences(
    passage: Passage, text: str, words: Words, timeline: Timeline | None = None
) -> list[tuple[SentenceDates, list[Trigger]]]:
    """Return the dates and triggers of each sentence; `words` says the type of each trigger."""
    timeline = timeline or Timeline(PUBLISHED)
    result = []
    for sentence in passage.doc.sents:
        span = Span(passage.start + sentence.start_char, passage.start + sentence.end_char)
        triggers = [Trigger(t, words[t.text], 0.9) for t in sentence if t.text in words]
        result.append((dates_of(passage, text, span, triggers, timeline), triggers))
        for trigger in triggers:  # later sentences see what was dated before
            result[-1][0].period_of(trigger, Modality.HAPPENED)
    return result


def _periods(
    passage: Passage, text: str, words: Words, modality: Modality = Modality.HAPPENED
) -> dict[str, Period]:
    return {
        trigger.token.text: dates.period_of(trigger, modality)
        for dates, triggers in _sentences(passage, text, words)
        for trigger in triggers
    }


def _edtf(passage: Parsed, text: str, words: Words) -> dict[str, str]:
    return {word: each.edtf for word, each in _periods(passage(text), text, words).items()}


def test_each_clause_keeps_its_own_date(passage: Parsed) -> None:
    """The date beside a verb is that of the verb."""
    text = "Soldiers left Kyiv on October 3 and police arrested a spy on October 9."

    assert _edtf(passage, text, {"left": "withdraw.troops", "arrested": "arrest.detain"}) == {
        "left": "2024-10-03",
        "arrested": "2024-10-09",
    }


def test_the_day_of_the_report_bounds_what_it_reports(passage: Parsed) -> None:
    """The day of the saying verb is that of the statement, and the last possible of the event."""
    text = "The ministry said on Friday that rebels had attacked the town."

    assert _edtf(passage, text, {"said": "statement.state", "attacked": "attack.other"}) == {
        "said": "2024-10-18",
        "attacked": "../2024-10-18",
    }


def test_what_is_announced_begins_with_the_announcement(passage: Parsed) -> None:
    """What is still to come lies on or after the day it was spoken of."""
    text = "The ministry said on Friday that troops would be sent to the border."
    found = _periods(passage(text), text, {"sent": "deploy.troops"}, Modality.PLANNED)

    assert found["sent"].start == date(2024, 10, 18)
    assert found["sent"].end is None


def test_a_verb_still_to_come_takes_the_coming_day(passage: Parsed) -> None:
    """The grammar says so even where the modality does not."""
    text = "The two presidents are to meet in Ankara on Thursday."

    assert _edtf(passage, text, {"meet": "meet.talks"}) == {"meet": "2024-10-24"}


def test_a_deadline_begins_with_publication(passage: Parsed) -> None:
    """What is to be done by a day will be done between now and then."""
    text = "The last soldiers will leave the base by November 15."
    found = _periods(passage(text), text, {"leave": "withdraw.troops"}, Modality.PLANNED)["leave"]

    assert (found.start, found.end) == (PUBLISHED, date(2024, 11, 15))
    assert found.text == "by November 15"


def test_what_went_on_since_a_day_went_on_until_publication(passage: Parsed) -> None:
    """An open end is closed by the day of the report."""
    text = "Rebels have shelled the town since Thursday."
    found = _periods(passage(text), text, {"shelled": "strike.artillery"})["shelled"]

    assert (found.start, found.end) == (date(2024, 10, 17), PUBLISHED)


def test_a_report_without_a_date_says_nothing_of_when(passage: Parsed) -> None:
    """The period is empty; the day of publication is not taken for that of the event."""
    text = "Rebels have taken the town of Toretsk."

    assert _edtf(passage, text, {"taken": "seize.territory"}) == {"taken": ""}


def test_the_events_of_a_scene_share_its_date(passage: Parsed) -> None:
    """A dated attack is followed by what came of it on the same day."""
    text = "On Friday a gunman attacked a church in Paris. Police shot the attacker dead."

    assert _edtf(passage, text, {"attacked": "attack.other", "shot": "attack.shooting"}) == {
        "attacked": "2024-10-18",
        "shot": "2024-10-18",
    }


def test_what_happened_is_never_still_to_come(passage: Parsed) -> None:
    """A verb of what is to come beside the weekday does not move what has happened already."""
    text = "Men blocked the road on Saturday after learning that they were to be called up."

    assert _edtf(passage, text, {"blocked": "protest.obstruct"}) == {"blocked": "2024-10-19"}


def test_a_word_between_two_dates_keeps_its_own(passage: Parsed) -> None:
    """What is published on a day is not bounded by it, although it is said to say something."""
    text = "In findings published on Wednesday in a journal, scientists report a new virus."
    ((dates, (trigger,)),) = _sentences(passage(text), text, {"published": "publish.document"})
    offered = {option.period.edtf for option in dates.options(trigger, Modality.HAPPENED)}

    assert "2024-10-16" in offered


def test_a_day_since_which_may_be_the_day_itself(passage: Parsed) -> None:
    """The day at the edge of an open period is an option of its own."""
    text = "The queue had formed after October 3, when guards opened fire on a boat."
    ((dates, (trigger,)),) = _sentences(passage(text), text, {"fire": "attack.shooting"})
    offered = {option.period.edtf for option in dates.options(trigger, Modality.HAPPENED)}

    assert {"2024-10-03", "2024-10-03/2024-10-21"} <= offered


def test_a_release_whose_month_is_known_speaks_of_that_month(passage: Parsed) -> None:
    """Without a day of publication, "today" is some day of the month in the address."""
    text = "Today the embassy opened a school. On December 7 soldiers seized a hospital."
    report = Report(text=text, url="https://ministry.example/2016/12/264294.htm")
    words = {"opened": "gather.ceremony", "seized": "seize.territory"}
    found = _sentences(passage(text), text, words, begin_timeline(report))
    readings = [each.readings.said.edtf for dates, _ in found for each in dates.found]

    assert readings == ["2016-12", "2016-12-07"]


def test_every_option_is_offered_once(passage: Parsed) -> None:
    """Two ways to one period are one option with what speaks for both."""
    text = "On Friday a bomb exploded in Kyiv. On Friday another exploded in Odesa."
    for dates, triggers in _sentences(passage(text), text, {"exploded": "attack.bombing"}):
        for trigger in triggers:
            options = dates.options(trigger, Modality.POSSIBLE)
            ends = [(each.period.start, each.period.end, each.period.edtf) for each in options]

            assert len(set(ends)) == len(ends)
            assert options[0].period == Period()


def test_a_list_of_dates_is_cut_to_the_nearest(passage: Parsed) -> None:
    """However many dates a sentence has, an event is held against a handful."""
    days = ", ".join(f"October {number} 2023" for number in range(1, 29))
    text = f"Shells hit the town on {days}."
    ((dates, (trigger,)),) = _sentences(passage(text), text, {"hit": "strike.artillery"})

    assert len(dates.found) > 20
    assert len(dates.options(trigger, Modality.HAPPENED)) <= 20


def test_without_a_publication_day_dates_stay_partial(passage: Parsed) -> None:
    """Nothing is bounded by a day that is not known."""
    text = "Rebels have shelled the town since October 17."
    ((dates, (trigger,)),) = _sentences(
        passage(text), text, {"shelled": "strike.artillery"}, Timeline(None)
    )

    assert dates.period_of(trigger, Modality.PLANNED).start is None


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("They had left.", "left", "had"),
        ("They have left.", "left", "has"),
        ("They may have left.", "left", "may have"),
        ("They will leave.", "leave", "modal"),
        ("They left.", "left", "VBD"),
        ("They saw the attack.", "attack", "noun VBD"),
    ],
)
def test_the_tense_of_an_event_is_that_of_its_verb(
    passage: Parsed, text: str, word: str, tense: str
) -> None:
    """Helpers decide, else the form of the verb; a noun has that of its clause."""
    token = next(token for token in passage(text).doc if token.text == word)

    assert tense_of(token) == tense


def test_an_event_spoken_of_before_has_an_article(passage: Parsed) -> None:
    """A noun with "the" is one already told, one with "an" is not."""
    doc = passage("The attack followed an ambush.").doc
    found: Sequence[bool] = [is_definite(token) for token in doc if token.pos_ == "NOUN"]

    assert list(found) == [True, False]
