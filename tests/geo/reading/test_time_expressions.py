"""The table of time expressions in context, `time_expressions.tsv`, and how many are right."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from geo.model import Span
from geo.reading.dates import find_dates

TABLE = Path(__file__).with_name("time_expressions.tsv")
LEAST_RIGHT = 0.95
COLUMNS = ("first_day", "last_day", "precision", "edtf")


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _found(row: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield what is read at the expression of a row, in the columns of the table."""
    text = row["text"]
    start = text.index(row["expression"])
    end = start + len(row["expression"])
    published = date.fromisoformat(row["published"])
    for period in find_dates(text, Span(0, len(text)), published=published):
        if period.span and period.span.start < end and start < period.span.end:
            days = (str(day) if day else "" for day in (period.start, period.end))
            yield (*days, str(period.precision), period.edtf)


def test_nineteen_of_twenty_expressions_are_right() -> None:
    """First day, last day, precision and EDTF all agree in at least 95 %; the rest is printed."""
    rows = _rows()
    wrong = []
    for row in rows:
        expected = [tuple(row[column] for column in COLUMNS)] if row["edtf"] else []
        found = list(_found(row))
        if found != expected:
            wrong.append(f"{row['published']} {row['text']!r}: {row['expression']!r} is {found}")
    print("\n".join(wrong))  # noqa: T201 - what is wrong is shown, also where the test passes

    assert 1 - len(wrong) / len(rows) >= LEAST_RIGHT, "\n".join(wrong)


def test_the_table_covers_what_it_should() -> None:
    """At least 200 rows, a fifth of them no date or a date among what looks like one."""
    rows = _rows()

    assert len(rows) >= 200
    assert sum(not row["edtf"] for row in rows) >= len(rows) / 6
    assert {row["precision"] for row in rows} >= {"day", "month", "year", "range", "open", "none"}
    assert all(row["expression"] in row["text"] for row in rows)
