"""When a report without metadata was published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import DatePrecision
from geo.reading.publication import day_of_address, infer_published, month_of_address


@pytest.mark.parametrize(
    ("url", "day"),
    [
        pytest.param("https://news.example/2016/12/07/talks", date(2016, 12, 7), id="path"),
        pytest.param("https://news.example/2016-12-07-talks", date(2016, 12, 7), id="dashes"),
        pytest.param("https://news.example/a/2016/1/7", date(2016, 1, 7), id="one figure"),
        pytest.param("https://news.example/2016/02/30/talks", None, id="no such day"),
        pytest.param("https://news.example/ps/2016/12/264294.htm", None, id="month alone"),
        pytest.param("https://news.example/2016/13/07/talks", None, id="no such month"),
        pytest.param("https://news.example/article/1023962/", None, id="number"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_an_address_may_hold_the_day(url: str, day: date | None) -> None:
    """Only a whole day of the calendar counts."""
    assert day_of_address(url) == day


def test_an_address_may_hold_the_month() -> None:
    """A press office's archive is often laid out by year and month."""
    month = month_of_address("https://ministry.example/releases/2016/12/264294.htm")

    assert month is not None
    assert (month.start, month.end) == (date(2016, 12, 1), date(2016, 12, 31))
    assert month.precision is DatePrecision.MONTH
    assert month_of_address("https://ministry.example/releases/264294") is None


def test_the_day_in_the_address_goes_before_those_of_the_text() -> None:
    """The text may speak of many days."""
    text = "It began on May 3, 2023."

    assert infer_published(text, "https://news.example/2024/01/05/x") == date(2024, 1, 5)


def test_a_day_outside_the_month_of_the_address_is_not_taken() -> None:
    """A release of 2015 that recalls a day of 2011 is not from 2011."""
    text = "The camp was shelled on December 25, 2011, and again today."

    assert infer_published(text, "https://ministry.example/2015/10/248970.htm") is None
    assert infer_published(text, "https://ministry.example/2011/12/248970.htm") == date(
        2011, 12, 25
    )


@given(st.text())
def test_no_address_is_too_odd(url: str) -> None:
    """Whatever stands in the address, nothing fails."""
    day = day_of_address(url)

    assert day is None or month_of_address(url) is not None
