"""Numbers: what is said, at least, at most and about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Span
from geo.reading.numbers import Number, find_numbers


def _numbers(text: str) -> list[Number]:
    return find_numbers(text, Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20", 20),
        ("1,500", 1500),
        ("1,234,567", 1234567),
        ("2.5 million", 2.5e6),
        ("3.5bn", 3.5e9),
        ("10k", 10_000),
        ("52 thousand", 52_000),
        ("fourteen", 14),
        ("twenty-one", 21),
        ("one hundred and five", 105),
        ("two thousand three hundred and five", 2305),
        ("a hundred", 100),
        ("half a million", 5e5),
        ("a dozen", 12),
        ("two dozen", 24),
        ("Ninety-Four", 94),
    ],
)
def test_figures_and_words_have_their_value(text: str, value: float) -> None:
    """An exact number is its own least and greatest value."""
    number = _numbers(text)[0]

    assert (number.value, number.minimum, number.maximum) == (value, value, value)
    assert number.core.of(text) == text
    assert not number.is_approximate


@pytest.mark.parametrize(
    ("text", "value", "minimum", "maximum"),
    [
        ("at least 20", 20, 20, None),
        ("no fewer than 20", 20, 20, None),
        ("more than 850", 850, 850, None),
        ("over 4,200", 4200, 4200, None),
        ("20 or more", 20, 20, None),
        ("100+", 100, 100, None),
        ("up to 12,000", 12_000, None, 12_000),
        ("as many as 30", 30, None, 30),
        ("nearly 500", 500, None, 500),
        ("fewer than 5", 5, None, 5),
        ("about 90", 90, None, None),
        ("some 60 thousand", 60_000, None, None),
        ("an estimated 300", 300, None, None),
        ("10 to 12", 10, 10, 12),
        ("10-12", 10, 10, 12),
        ("10–12", 10, 10, 12),
        ("between 5 and 10", 5, 5, 10),
        ("three or four", 3, 3, 4),
        ("two to three hundred", 200, 200, 300),
        ("15-20 million", 15e6, 15e6, 20e6),
        ("dozens", 24, 24, None),
        ("hundreds", 200, 200, None),
        ("tens of thousands", 20_000, 20_000, None),
        ("several hundred", 200, 200, None),
    ],
)
def test_words_around_a_number_bound_it(
    text: str, value: float, minimum: float | None, maximum: float | None
) -> None:
    """Bounds, ranges and vague plurals are approximate, and the words belong to the number."""
    number = _numbers(text)[0]

    assert (number.value, number.minimum, number.maximum) == (value, minimum, maximum)
    assert number.is_approximate
    assert number.span.of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "minus 5",
        "10^30",
        "1e30",
        "9" * 25,
        "200,0000",
        "F-16",
        "10:30",
        "1/2",
        "0",
        "４２",
        "v2",
    ],
)
def test_what_is_no_number_of_anything_is_left_out(text: str) -> None:
    """Negative, absurd, malformed numbers and parts of names yield nothing."""
    assert _numbers(text) == []


@pytest.mark.parametrize(
    ("text", "value", "minimum"),
    [
        ("It grew from 70 to 130 men.", 130, 130),
        ("The toll rose from fourteen to 31.", 31, 31),
        ("It ranges from 10 to 20.", 10, 10),
    ],
)
def test_a_change_says_what_it_came_to(text: str, value: float, minimum: float) -> None:
    """What was is over; only where something "ranges" are both ends meant."""
    (number,) = _numbers(text)

    assert (number.value, number.minimum) == (value, minimum)


def test_both_sides_of_a_vote_are_numbers() -> None:
    """The second is not negative."""
    assert [number.value for number in _numbers("passed 230-to-198")] == [230, 198]


def test_two_numbers_side_by_side_stay_two() -> None:
    """Two and three are no range, and neither is one that runs backward."""
    assert [number.value for number in _numbers("two and three, 12-10")] == [2, 3, 12]


def test_words_that_make_no_number_are_none() -> None:
    """Two three is not 23."""
    assert _numbers("two three") == []


@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                [
                    "10",
                    "twenty",
                    "-",
                    "hundred",
                    "to",
                    "and",
                    "1,500",
                    "half",
                    "a",
                    "million",
                    "dozens",
                    "of",
                    "k",
                    ",",
                    ".",
                ]
            )
        ).map(" ".join),
    )
)
def test_numbers_run_in_order_and_are_bounded(text: str) -> None:
    """Whatever the text, nothing is raised and every number lies within its bounds."""
    ends = 0
    for number in _numbers(text):
        assert number.span.start <= number.core.start
        assert number.core.start >= ends
        assert (number.minimum or 0) <= number.value <= (number.maximum or number.value)
        ends = number.core.end
