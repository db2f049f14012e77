"""Why an event is what it is: marked sentences, and a reason for each field."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns import EventRow
from geo.explaining import Explanation, Part, explain, find_mention, marked
from geo.frame import to_row
from geo.model import DatePrecision, EventMention, Period, Reading, Report, Span
from geo.reading.reasons import TypeReasons
from geo.reading.types import load_types
from tests.geo.parts import READ_AT, TEXT, strike

TYPES = load_types()


class Canned:
    """Reads what it is told to; an `Extractor`."""

    def __init__(self, *mentions: EventMention) -> None:
        self.mentions = mentions

    def read(self, report: Report) -> Reading:
        """Return the mentions."""
        del report
        return Reading((), self.mentions)


def explained(
    mention: EventMention | None = None, reasons: TypeReasons | None = None
) -> Explanation:
    """Return the explanation of one event with everything on it."""
    event = strike()
    return explain(to_row(event, updated=READ_AT), event.report, mention, reasons, TYPES)


def why(explanation: Explanation, field: str) -> list[str]:
    """Return the reasons for a field."""
    return [one.why for one in explanation.reasons if one.field == field]


def part(words: str, label: str) -> Part:
    """Return a part of the text."""
    at = TEXT.index(words)
    return Part(label, Span(at, at + len(words)))


def test_parts_stand_in_brackets_with_their_label() -> None:
    """One inside another too."""
    parts = [part("North Koreans", "recipient"), part("six North Koreans", "killed")]

    line = marked("Six \n of " + TEXT, Span(0, 9 + len(TEXT)), [])
    assert line == f"Six of {TEXT}"
    assert "[six [North Koreans|recipient]|killed], Kyiv" in marked(TEXT, Span(0, len(TEXT)), parts)


def test_parts_of_the_same_words_share_their_brackets() -> None:
    """Each label is named once."""
    parts = [part("Kyiv", "place"), part("Kyiv", "source"), part("Kyiv", "place")]

    assert marked(TEXT, Span(0, len(TEXT)), parts).endswith("[Kyiv|place, source] said.")


def test_parts_outside_of_the_sentence_are_left_out() -> None:
    """They stand among the reasons."""
    assert marked(TEXT, Span(0, 10), [part("Kyiv", "source")]) == TEXT[:10]


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 8), st.sampled_from("abc")), max_size=8)
)
def test_marks_only_add_brackets(parts: list[tuple[int, int, str]]) -> None:
    """However parts lie to one another."""
    text = "0123456789ABCDEFGHIJ"
    found = [Part(label, Span(start, start + size)) for start, size, label in parts]

    line = marked(text, Span(0, 20), found)

    assert line.count("[") == line.count("]") == line.count("|") == len({p.span for p in found})
    kept = [letter for letter in line if letter.isdigit() or letter.isupper()]
    assert "".join(kept) == text


def test_a_place_has_the_reasons_of_the_resolver() -> None:
    """Also one that was not resolved."""
    reasons = why(explained(), "place")

    assert "the oblast of this name (confidence 0.80)" in reasons[0]
    assert "a government that speaks" in reasons[1]


def test_numbers_say_what_they_count_and_belong_to() -> None:
    """Six of the twenty."""
    assert why(explained(), "number") == ["“20”; counts soldiers", "“six”; part of 20"]


def test_an_event_that_is_not_found_again_is_explained_from_the_store() -> None:
    """It may have been read otherwise."""
    explanation = explained()

    assert "does not find this event" in why(explanation, "type")[0]
    assert why(explanation, "date") == ["as the store has it"]
    assert "[North Koreans|recipient]" in explanation.sentence


def test_the_trigger_and_the_words_of_the_date_are_marked() -> None:
    """Where the reading finds the event again."""
    span = part("On 4 October 2024", "").span
    period = Period(
        date(2024, 10, 4),
        date(2024, 10, 4),
        DatePrecision.DAY,
        "2024-10-04",
        "4 October 2024",
        span,
    )

    explanation = explained(replace(strike().mention, period=period))

    assert "24|date]" in explanation.sentence
    assert "[strike|trigger]" in explanation.sentence
    assert why(explanation, "date")[0].endswith("the words say it themselves")


@pytest.mark.parametrize(
    ("text", "words", "period", "expected"),
    [
        ("It struck on Monday.", "on Monday", "2024-10-21", "from the day of publication"),
        ("Talks on Friday.", "on Friday", "2024-10-25", "forward from the day of publication"),
        ("It struck on Monday.", "on Monday", "../2024-10-21", "happened then or before"),
        ("Two days later it fell.", "Two days later", "2024-10-05", "the day that the text was at"),
    ],
)
def test_a_date_says_what_it_was_counted_from(
    text: str, words: str, period: str, expected: str
) -> None:
    """From what the resolver makes of the words with and without the day of publication."""
    event = strike()
    report = Report(text, published=date(2024, 10, 21))
    at = text.index(words)
    mention = replace(
        event.mention,
        span=Span(0, len(text)),
        trigger=Span(0, 2),
        period=Period(text=words, edtf=period, span=Span(at, at + len(words))),
    )
    row = to_row(replace(event, report=report, mention=mention), updated=READ_AT)
    bare: EventRow = {**row, "actors": [], "places": [], "quantities": [], "attribution": []}

    explanation = explain(bare, report, mention, None, TYPES)

    assert expected in why(explanation, "date")[0]
    assert why(explanation, "source") == ["the report says it itself"]
    assert why(explanation, "actor") == ["the sentence names nobody who takes part"]


def test_what_is_taken_over_is_quoted() -> None:
    """A place of an earlier sentence."""
    event = strike()
    report = replace(event.report, text=f"{TEXT} Houses burned.")
    mention = replace(event.mention, span=Span(len(TEXT) + 1, len(TEXT) + 15))
    row = to_row(replace(event, report=report, mention=mention), updated=READ_AT)

    explanation = explain(row, report, mention, None, TYPES)

    assert explanation.sentence == "Houses burned."
    assert f"taken over from: “{TEXT}”" in why(explanation, "place")[0]


def test_an_event_without_words_of_date_says_so() -> None:
    """And what bounds it."""
    undated = replace(strike().mention, period=Period(end=date(2024, 10, 21), edtf="../2024-10-21"))

    assert "the report is of 2024-10-21" in why(explained(undated), "date")[0]
    no_day = replace(undated, period=Period())
    assert why(explained(no_day), "date") == ["no words of date belong to it"]


def test_the_type_has_what_weighed_most() -> None:
    """For an event at all, and for this type rather than the next."""
    weighed = TypeReasons(
        word="strike",
        event=0.9,
        type="strike.missile",
        share=0.8,
        rival="strike.air",
        for_event=(("the word", 1.5), ("its form", -0.2)),
        for_type=(("near it stands 'missile'", 3.0),),
    )
    mention = strike().mention

    reason = why(explained(mention, weighed), "type")[0]

    assert "an event: 0.90, by the word +1.5; its form -0.2" in reason
    assert "rather than strike.air by near it stands 'missile' +3.0" in reason
    alone = why(explained(mention, replace(weighed, rival="")), "type")[0]
    assert alone.endswith("the only one the curated list allows")
    assert "not asked" in why(explained(mention, replace(weighed, type="meet")), "type")[0]


def test_a_mention_is_found_by_its_words_and_type() -> None:
    """The very event first where two are told in the same words."""
    event = strike()
    row = to_row(event, updated=READ_AT)
    twin = replace(event.mention, trigger=Span(0, 2))

    assert find_mention(row, event.report, Canned(twin, event.mention)) == event.mention
    assert find_mention(row, event.report, Canned(twin)) == twin
    assert find_mention(row, event.report, Canned(replace(twin, type="meet.talks"))) is None


def test_a_passage_that_tells_it_again_is_quoted() -> None:
    """Mentions of one event are one event."""
    event = strike()
    other = replace(event.mention, span=Span(0, 17))
    row = to_row(replace(event, others=(other,)), updated=READ_AT)

    explanation = explain(row, event.report, event.mention, None, TYPES)

    (again,) = [one for one in explanation.reasons if one.field == "told again"]
    assert again.value == TEXT[:17]
