"""Dates in context: what each expression means in a report of Monday, 21 October 2024."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import DatePrecision, Period, Span
from geo.reading.dates import bounded_by, find_dates
from geo.reading.publication import infer_published

PUBLISHED = date(2024, 10, 21)

# Sentence | EDTF of each date in it, in order | its words. Empty EDTF: named, but not fixed.
EXPRESSIONS = """
A strike on Oct. 17, 2024 hit the port. | 2024-10-17 | on Oct. 17, 2024
A strike on October 17, 2024, hit the port. | 2024-10-17 | on October 17, 2024
The attack of 17 October 2024 killed two. | 2024-10-17 | 17 October 2024
The 17th of October 2024 saw heavy fighting. | 2024-10-17 | the 17th of October 2024
Dated 2024-10-17, the letter was sealed. | 2024-10-17 | Dated 2024-10-17
The log reads 10/17/2024. | 2024-10-17 | 10/17/2024
The log reads 17/10/2024. | 2024-10-17 | 17/10/2024
The log reads 17.10.2024. | 2024-10-17 | 17.10.2024
The log reads 3/4/2024. | [2024-03-04,2024-04-03] | 3/4/2024
The log reads 3/12/2024. | 2024-03-12 | 3/12/2024
The log reads 03.04.2024. | 2024-04-03 | 03.04.2024
The log reads 5/5/2024. | 2024-05-05 | 5/5/2024
On October 17 he spoke in Brussels. | 2024-10-17 | On October 17
On Oct. 18 the agency announced it. | 2024-10-18 | on Oct. 18
on Sept. 3 the convoy left. | 2024-09-03 | on Sept. 3
By 3 May the town had fallen. | ../2024-05-03 | By 3 May
Fighting began on Nov. 30. | 2023-11-30 | on Nov. 30
The vote is set for Nov. 5. | 2024-11-05 | for Nov. 5
OCT. 17 - Officials said a drone was shot down. | 2024-10-17 | OCT. 17
It was signed on Oct. 9th. | 2024-10-09 | on Oct. 9th
It was signed on the 9th of October. | 2024-10-09 | on the 9th of October
On Monday, Oct. 14, the talks resumed. | 2024-10-14 | On Monday, Oct. 14
On Monday 14 October the talks resumed. | 2024-10-14 | On Monday 14 October
Speaking today, 21 October, he warned. | 2024-10-21 | today, 21 October
Speaking today (21 October) he warned. | 2024-10-21 | today (21 October
He died in October 2022. | 2022-10 | in October 2022
He died in Oct. 2022. | 2022-10 | in Oct. 2022
The law of December 2022 was repealed. | 2022-12 | December 2022
Fighting flared in August. | 2024-08 | in August
Fighting flared in December. | 2023-12 | in December
Fighting flared in October. | 2024-10 | in October
Fighting flared in May and ended. | 2024-05 | in May
Fighting flared in March. | 2024-03 | in March
In early March the front moved. | 2024-03-01~/2024-03-10~ | In early March
In mid-July the front moved. | 2024-07-11~/2024-07-20~ | In mid-July
In late September the front moved. | 2024-09-21~/2024-09-30~ | In late September
At the end of August the front moved. | 2024-08-21~/2024-08-31~ | At the end of August
At the beginning of June 2023 it rained. | 2023-06-01~/2023-06-10~ | At the beginning of June 2023
In January of this year it rained. | 2024-01 | In January of this year
In August last year it rained. | 2023-08 | In August last year
It was closed on December 22, last year. | 2023-12-22 | on December 22, last year
Kim visited the plant last August. | [2023-08,2024-08] | last August
Kim visited the plant last November. | 2023-11 | last November
Kim will visit the plant next March. | 2025-03 | next March
This past May the plant burned. | 2024-05 | This past May
War broke out in 2022. | 2022 | in 2022
The 2014 annexation was condemned. | 2014 | The 2014
In 2022 soldiers crossed the border. | 2022 | In 2022
The 2015 attacks were remembered. | 2015 | The 2015
It was the worst flood of 2023. | 2023 | 2023
In early 2019 he was jailed. | 2019-01~/2019-03~ | In early 2019
In mid-2019 he was jailed. | 2019-05~/2019-08~ | In mid-2019
He was jailed late in 2019. | 2019-10~/2019-12~ | late in 2019
He was jailed in the second half of 2019. | 2019-07~/2019-12~ | in the second half of 2019
Around 2016 the group split. | 2016~ | Around 2016
The village was founded in 1683. | 1683 | in 1683
In the 1990s the mine closed. | 199X | In the 1990s
The war of 1980-88 cost many lives. | 1980/1988 | 1980-88
The war of 2014–2019 cost many lives. | 2014/2019 | 2014–2019
The battle lasted from 2014 to 2019. | 2014/2019 | from 2014 to 2019
It was shelled in the summer of 2023. | 2023-26 | in the summer of 2023
It was shelled last winter. | 2023-28 | last winter
It was shelled this spring. | 2024-25 | this spring
He spoke today. | 2024-10-21 | today
He spoke earlier today. | 2024-10-21 | earlier today
He spoke yesterday. | 2024-10-20 | yesterday
He spoke yesterday evening. | 2024-10-20 | yesterday evening
He will speak tomorrow. | 2024-10-22 | tomorrow
It was hit the day before yesterday. | 2024-10-19 | the day before yesterday
It was hit last night. | 2024-10-20 | last night
It was hit this morning. | 2024-10-21 | this morning
It was hit overnight. | 2024-10-20/2024-10-21 | overnight
It was hit overnight on Friday. | 2024-10-18 | overnight on Friday
It was hit overnight into Friday. | 2024-10-17/2024-10-18 | overnight into Friday
On Friday the bridge was closed. | 2024-10-18 | On Friday
The bridge was closed Sunday. | 2024-10-20 | Sunday
The bridge was closed on Monday. | 2024-10-21 | on Monday
The bridge was closed late on Sunday. | 2024-10-20 | late on Sunday
The bridge was closed on Saturday night. | 2024-10-19 | on Saturday night
The bridge was closed last Tuesday. | 2024-10-15 | last Tuesday
The bridge will close next Friday. | 2024-10-25 | next Friday
The bridge will close this coming Friday. | 2024-10-25 | this coming Friday
The bridge was closed this past Friday. | 2024-10-18 | this past Friday
On the night of June 21 a shell fell. | 2024-06-21 | On the night of June 21
In the early hours of Friday a shell fell. | 2024-10-18 | In the early hours of Friday
Friday's attack killed five. | 2024-10-18 | Friday's
Last week the dam broke. | 2024-10-14/2024-10-20 | Last week
This week the dam broke. | 2024-10-21/2024-10-27 | This week
The dam will open next week. | 2024-10-28/2024-11-03 | next week
Last month the dam broke. | 2024-09 | Last month
Earlier this month the dam broke. | 2024-10-01/2024-10-21 | Earlier this month
Later this month the dam will open. | 2024-10-21/2024-10-31 | Later this month
Early last month the dam broke. | 2024-09-01~/2024-09-10~ | Early last month
The dam broke last year. | 2023 | last year
The dam will open in the first quarter of next year. | 2025-33 | in the first quarter of next year
The dam broke yesterday and on Saturday. | 2024-10-19/2024-10-20 | yesterday and on Saturday
The dam broke late last year. | 2023-10~/2023-12~ | late last year
It is this year's third flood. | 2024 | this year's
The dam will open next year. | 2025 | next year
The dam broke over the weekend. | 2024-10-19/2024-10-20 | over the weekend
The dam broke last weekend. | 2024-10-19/2024-10-20 | last weekend
The dam will open next weekend. | 2024-10-26/2024-10-27 | next weekend
The ship sank three days ago. | 2024-10-18 | three days ago
The ship sank 10 days ago. | 2024-10-11 | 10 days ago
The ship sank three weeks ago. | 2024-09-30~/2024-10-06~ | three weeks ago
The ship sank two months ago. | 2024-08 | two months ago
The ship sank about two months ago. | 2024-08~ | about two months ago
The ship sank five years ago. | 2019 | five years ago
The ship sank a decade ago. | 2014~ | a decade ago
The ship sank a few hours ago. | 2024-10-21~ | a few hours ago
Over the past two weeks ten ships sank. | 2024-10-07/2024-10-21 | Over the past two weeks
In the last 24 hours ten ships sank. | 2024-10-20/2024-10-21 | In the last 24 hours
In the past month ten ships sank. | 2024-09-21/2024-10-21 | In the past month
In the next three days rain will fall. | 2024-10-21/2024-10-24 | In the next three days
In recent weeks ten ships sank. | ../2024-10-21 | In recent weeks
Ships will sail in the coming days. | 2024-10-21/.. | in the coming days
The exercise ran Oct. 17-19. | 2024-10-17/2024-10-19 | Oct. 17-19
The exercise ran from August 22 to 25. | 2024-08-22/2024-08-25 | from August 22 to 25
The exercise ran between Oct. 3 and 5. | 2024-10-03/2024-10-05 | between Oct. 3 and 5
The exercise ran from 5-6 April 2016. | 2016-04-05/2016-04-06 | from 5-6 April 2016
The exercise ran between 11-13 Dec. | 2023-12-11/2023-12-13 | between 11-13 Dec.
It was held on December 5 and 6. | 2023-12-05/2023-12-06 | on December 5 and 6
It ran from Oct. 30 to Nov. 2, 2023. | 2023-10-30/2023-11-02 | from Oct. 30 to Nov. 2, 2023
It ran from March to May. | 2024-03/2024-05 | from March to May
It ran from Sept. 2023 to May. | 2023-09/2024-05 | from Sept. 2023 to May
It ran Wednesday through Friday. | 2024-10-16/2024-10-18 | Wednesday through Friday
It ran from Monday until Wednesday. | 2024-10-14/2024-10-16 | from Monday until Wednesday
It ran between Monday and Wednesday. | 2024-10-14/2024-10-16 | between Monday and Wednesday
It ran between 2014 and 2019. | 2014/2019 | between 2014 and 2019
It ran from December 2022 to January 2023. | 2022-12/2023-01 | from December 2022 to January 2023
War has raged since 2022. | 2022/.. | since 2022
War has raged since February 2022. | 2022-02/.. | since February 2022
War has raged since Oct. 7, 2023. | 2023-10-07/.. | since Oct. 7, 2023
War has raged since last week. | 2024-10-14/.. | since last week
Troops must leave by December. | ../2024-12 | by December
Troops left by the end of September. | ../2024-09-30~ | by the end of September
The curfew held until Friday. | ../2024-10-18 | until Friday
The curfew held until Oct. 12. | ../2024-10-12 | until Oct. 12
It was built before 2014. | ../2014 | before 2014
After Oct. 4 no one was seen. | 2024-10-04/.. | After Oct. 4
From June 15, masks are required. | 2024-06-15/.. | From June 15
As of Wednesday, 20 were missing. | 2024-10-16 | As of Wednesday
A photo from Oct. 10 shows the site. | 2024-10-10 | from Oct. 10
He resigned ahead of the 2018 elections. | 2018 | ahead of the 2018
It came after last week's protests. | 2024-10-14/2024-10-20 | after last week's
In the second week of October it rained. | 2024-10-08~/2024-10-14~ | In the second week of October
In the last week of August it rained. | 2024-08-25~/2024-08-31~ | In the last week of August
It rained in the week of October 7. | 2024-10-07/2024-10-13 | in the week of October 7
It rained on the weekend of Oct. 12-13. | 2024-10-12/2024-10-13 | on the weekend of Oct. 12-13
It rained on Oct. 17, 18 and 19. | 2024-10-17/2024-10-19 | on Oct. 17, 18 and 19
It rained on 17 and 18 October. | 2024-10-17/2024-10-18 | on 17 and 18 October
It rained on the night of Oct. 18-19. | 2024-10-18/2024-10-19 | on the night of Oct. 18-19
It rained overnight on Oct. 18 to 19. | 2024-10-18/2024-10-19 | overnight on Oct. 18 to 19
It ran between 1 May and 15 June. | 2024-05-01/2024-06-15 | between 1 May and 15 June
It fell by 5 per cent in Q3 2024. | 2024-35 | in Q3 2024
It fell in the third quarter of 2024. | 2024-35 | in the third quarter of 2024
It ran January-March 2024. | 2024-01/2024-03 | January-March 2024
It rose since the beginning of the year. | 2024-01~/.. | since the beginning of the year
It should end by year's end. | ../2024-12~ | by year's end
It began after the Sept. 11 attacks. | 2001-09-11 | after the Sept. 11
It was set up in October 17. | 2024-10-17 | in October 17
In October 20 people died. | 2024-10 | In October
They stayed on Thursday and after. | 2024-10-17/.. | on Thursday and after
The bridge will open this winter. | 2024-28 | this winter
The bridge will open next summer. | 2025-26 | next summer
The bridge opened this past spring. | 2024-25 | this past spring
The bridge opened last spring. | 2024-25 | last spring
The bridge opened early last week. | 2024-10-14~/2024-10-17~ | early last week
It rained last decade. | 201X | last decade
The bridge opened last Saturday night. | 2024-10-19 | last Saturday night
On Feb. 29 it snowed. | 2024-02-29 | On Feb. 29
The fort fell in the 1850s. | 185X | in the 1850s
Snow fell on Christmas Eve. | 2023-12-24 | on Christmas Eve
"""

NOT_DATES = """
Theresa May said so.
May the best side win.
Prime Minister May resigned.
They may march on the capital.
The Women's March on Washington grew.
April Jones was found.
A first unit of 2,600 soldiers moved.
He sent 1,500 troops.
Flight 2023 was late.
The Boeing 1999 landed.
UN Resolution 1970 was passed.
About 2000 people fled.
Some 2000 homes lost power.
2000 homes lost power.
It ran 2000 km.
It killed 1990 soldiers.
It rose 20.24 percent.
The signal came at 1430 UTC.
It opens at 10:30 a.m.
USA Today has the story.
The Sunday Times has the story.
On Black Friday shops open.
On Good Friday shops close.
Every Friday they pray.
The Friday prayers were long.
It was the best of the year.
It was half a year ago.
The 0950s were quiet.
The battle of 2019-14 was long.
On Feb. 30 nothing happened.
On 2024-02-30 nothing happened.
On 31/31/2024 nothing happened.
On 32 October 2024 nothing happened.
In the year 99999 all is well.
Decree No. 1430/2019 was signed.
The ratio was 1/2/20245.
Phone 2024-555-1234 now.
A sun. A wed. A mon.
"""


def _rows() -> list[object]:
    rows = [line.split(" | ") for line in EXPRESSIONS.strip().splitlines()]
    return [pytest.param(*row, id=re.sub(r"\s+", " ", row[2])) for row in rows]


def _dates(sentence: str, **how: object) -> list[Period]:
    arguments = {"published": PUBLISHED} | how
    return find_dates(sentence, Span(0, len(sentence)), **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(("sentence", "edtf", "words"), _rows())
def test_an_expression_means_its_day_in_context(sentence: str, edtf: str, words: str) -> None:
    """Each expression of the table has the EDTF written beside it, and is found whole."""
    found = _dates(sentence)

    assert [(period.edtf, period.text.lower()) for period in found] == [(edtf, words.lower())]


@pytest.mark.parametrize("sentence", NOT_DATES.strip().splitlines())
def test_what_only_looks_like_a_date_is_none(sentence: str) -> None:
    """Names, counts, clock times and days no calendar has are not dates."""
    assert _dates(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "start", "end", "precision"),
    [
        pytest.param("on Oct. 17", "2024-10-17", "2024-10-17", "day", id="day"),
        pytest.param("in August", "2024-08-01", "2024-08-31", "month", id="month"),
        pytest.param("in 2023", "2023-01-01", "2023-12-31", "year", id="year"),
        pytest.param("last week", "2024-10-14", "2024-10-20", "range", id="week"),
        pytest.param("since 2022", "2022-01-01", None, "open", id="open end"),
        pytest.param("until Friday", None, "2024-10-18", "open", id="open start"),
        pytest.param("last August", "2023-08-01", "2024-08-31", "range", id="either of two"),
        pytest.param("last winter", "2023-12-01", "2024-02-29", "range", id="winter"),
        pytest.param("the 1990s", "1990-01-01", "1999-12-31", "range", id="decade"),
    ],
)
def test_a_period_has_first_and_last_day(
    sentence: str, start: str | None, end: str | None, precision: str
) -> None:
    """Both ends are included; what is open or unknown is None."""
    period = _dates(sentence)[0]

    ends = [day and day.isoformat() for day in (period.start, period.end)]
    assert [*ends, period.precision] == [start, end, precision]


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("On October 17 he spoke.", "XXXX-10-17"),
        ("In August he spoke.", "XXXX-08"),
        ("From Oct. 3-5 he spoke.", "XXXX-10-03/XXXX-10-05"),
        ("From March to May he spoke.", "XXXX-03/XXXX-05"),
        ("By December he had spoken.", "../XXXX-12"),
        ("On Monday he spoke.", ""),
        ("Last week he spoke.", ""),
        ("Over the weekend he spoke.", ""),
        ("Overnight he spoke.", ""),
        ("Three days ago he spoke.", ""),
        ("In the past three days he spoke.", ""),
        ("In recent days he spoke.", ""),
        ("By year's end he will speak.", ""),
        ("In the first week of March he spoke.", "XXXX-03"),
        ("Last summer he spoke.", ""),
        ("Last August he spoke.", "XXXX-08"),
        ("Early last year he spoke.", ""),
    ],
)
def test_without_a_publication_day_dates_stay_partial(sentence: str, edtf: str) -> None:
    """Nothing is measured from today: the words are kept and the days are unknown."""
    period = _dates(sentence, published=None)[0]

    assert (period.start, period.end, period.precision) == (None, None, DatePrecision.UNKNOWN)
    assert period.edtf == edtf
    assert period.text


@pytest.mark.parametrize(
    ("sentence", "last"),
    [
        ("On Oct. 4 it struck; two days later it struck again.", "2024-10-06"),
        ("On Oct. 4 it struck; two days earlier it had struck.", "2024-10-02"),
        ("On Oct. 4 it struck, and that night it burned.", "2024-10-04"),
        ("On Oct. 4 it struck, and the next day it burned.", "2024-10-05"),
        ("On Oct. 4 it struck, a day earlier than planned.", "2024-10-03"),
        ("On Oct. 4 it struck, and the previous day as well.", "2024-10-03"),
        ("On Oct. 4 it struck, and later in the day again.", "2024-10-04"),
        ("On Oct. 4 it struck. A week later it ended.", "2024-10-11"),
        ("On Nov. 30, 2023 it struck. A month later it ended.", "2023-12-31"),
        ("On Oct. 4 it struck. That week it rained.", "2024-10-06"),
        ("On Oct. 4 it struck. The following month it rains.", "2024-11-30"),
        ("On Oct. 4 it struck. Twelve hours later it ended.", "2024-10-04"),
    ],
)
def test_a_relative_day_counts_from_the_day_the_text_is_at(sentence: str, last: str) -> None:
    """The day named before it in the sentence is what "later" is later than."""
    period = _dates(sentence)[-1]

    assert period.end
    assert period.end.isoformat() == last


def test_the_caller_can_say_which_day_the_text_is_at() -> None:
    """A day carried over from an earlier sentence serves as "that day"."""
    period = _dates("That day it rained.", day=date(2024, 8, 2))[0]

    assert period.start == date(2024, 8, 2)


def test_a_count_from_an_event_the_text_names_is_left_open() -> None:
    """Two days after the vote is no day unless the day of the vote is known."""
    periods = [
        _dates("It came two days after the vote.")[0],
        _dates("It came the day before the vote.")[0],
    ]

    assert [period.start for period in periods] == [None, None]
    assert [period.text for period in periods] == ["two days after", "the day before"]


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("The vote will be held on Friday.", "2024-10-25"),
        ("The vote will be held on Nov. 5.", "2024-11-05"),
        ("The vote will be held in December.", "2024-12"),
        ("The vote will be held by December.", "../2024-12"),
        ("The vote will be held on Monday.", "2024-10-21"),
        ("The vote will be held next Monday.", "2024-10-28"),
        ("The vote will be held this weekend.", "2024-10-26/2024-10-27"),
        ("He said on Friday that they will vote.", "2024-10-18"),
        ("The vote, postponed on Oct. 4, will be held.", "2024-10-04"),
        ("The vote is scheduled on Friday.", "2024-10-25"),
    ],
)
def test_where_the_text_looks_ahead_the_next_such_day_is_meant(sentence: str, edtf: str) -> None:
    """A future sentence takes the coming day, except for a verb of the past beside the date."""
    assert _dates(sentence, is_future=True)[0].edtf == edtf


def test_absurd_distances_are_left_out() -> None:
    """A day outside the calendar is none, and nothing fails."""
    assert _dates("It happened 999 decades ago.") == []


def test_only_the_span_is_searched() -> None:
    """Dates beside the span stay out, and offsets are into the whole text."""
    text = "On Oct. 3 rain. On Oct. 4 sun. On Oct. 5 snow."

    found = find_dates(text, Span(16, 30), published=PUBLISHED)

    assert [period.span for period in found] == [Span(16, 25)]


def test_a_hard_wrapped_date_is_whole() -> None:
    """A line break between month and day is a space."""
    assert _dates("It struck on October\n17, 2024.")[0].edtf == "2024-10-17"


def test_the_day_of_a_report_bounds_what_it_reports() -> None:
    """What was reported on a day happened on or before it; words and span stay."""
    period = _dates("On October 4, the Kyiv Post reported it.")[0]

    bound = bounded_by(period)

    assert (bound.start, bound.end, bound.edtf) == (None, date(2024, 10, 4), "../2024-10-04")
    assert (bound.precision, bound.text) == (DatePrecision.OPEN, "On October 4")


def test_a_period_without_a_last_day_bounds_nothing() -> None:
    """An open or partial period comes back as it is."""
    period = _dates("since 2022")[0]

    assert bounded_by(period) == period


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("KYIV, Oct. 17, 2024 - Talks. By Dec. 1, 2025", "2024-10-17", id="dateline"),
        pytest.param(
            "It began on May 3, 2023. It ended on 5 June 2024.", "2024-06-05", id="latest"
        ),
        pytest.param(
            "On May 3, 2023 it was said to end by June 5, 2030.", "2023-05-03", id="not announced"
        ),
    ],
)
def test_full_dates_of_the_text_fix_its_day(text: str, day: str) -> None:
    """The dateline goes first, then the latest day that is not announced."""
    found = infer_published(text)

    assert found
    assert found.isoformat() == day


@pytest.mark.parametrize("text", ["On October 17 it rained.", "In 2023 it rained today.", ""])
def test_partial_dates_fix_no_day(text: str) -> None:
    """Neither a year alone nor a day without its year says when a text is from."""
    assert infer_published(text) is None


_WORDS = st.lists(
    st.sampled_from(
        [
            "Oct.",
            "17",
            "2024",
            ",",
            "since",
            "until",
            "May",
            "March",
            "in",
            "on",
            "Monday",
            "last",
            "week",
            "30",
            "Feb.",
            "-",
            "to",
            "and",
            "between",
            "the",
            "1990s",
            "early",
            "two",
            "days",
            "ago",
            "overnight",
            "99999",
            "10/17/2024",
            "\n",
            "(",
            ")",
            "years",
            "later",
            "'s",
            "yesterday",
            "of",
            "December",
            "31",
            "next",
            "from",
            "weekend",
            "summer",
            "Christmas",
            "Eve",
        ]
    )
).map(" ".join)


@given(st.one_of(st.text(), _WORDS), st.sampled_from([None, PUBLISHED, date.min, date.max]))
def test_every_date_quotes_its_text_in_order(text: str, published: date | None) -> None:
    """Whatever the text, nothing is raised, spans quote it, run in order and do not overlap."""
    found = find_dates(text, Span(0, len(text)), published=published, day=published)

    ends = 0
    for period in found:
        assert period.span
        assert period.span.of(text) == period.text
        assert period.span.start >= ends
        assert not (period.start and period.end and period.start > period.end)
        ends = period.span.end
