from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns import EventRow
from geo.errors import BadBbox, BadCoverage, BadDate
from geo.query import (
    Query,
    actor_keys,
    answered,
    fold,
    in_bbox,
    is_of_type,
    matches,
    parse_bbox,
    parse_coverage,
    parse_day,
    parse_interval,
    time_key,
    words,
)

OCTOBER = date(2024, 10, 1), date(2024, 10, 31)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2024-10-01/2024-10-31", OCTOBER, id="closed"),
        pytest.param("../2024-10-31", (None, OCTOBER[1]), id="open start"),
        pytest.param("2024-10-01/", (OCTOBER[0], None), id="open end"),
        pytest.param("2024-10-01T12:00:00Z", (OCTOBER[0], OCTOBER[0]), id="an instant is its day"),
    ],
)
def test_an_interval_is_read_as_first_and_last_day(value: str, expected: tuple) -> None:
    """Both ends are included, and either may be open."""
    assert parse_interval(value) == expected


@pytest.mark.parametrize(
    "value",
    ["", "..", "../..", "/", "2024-13-01", "2024-02-30", "2024-10-31/2024-10-01", "a/b/c",
     "tomorrow", "٢٠٢٤-10-01", "2024-10-01T25", "2024-1-1", "2024-10-01x"],
)  # fmt: skip
def test_what_is_no_interval_is_refused(value: str) -> None:
    """Nothing is guessed, and no digits but ours are taken."""
    with pytest.raises(BadDate, match="is not a date or interval"):
        parse_interval(value)


def test_a_day_is_read_from_a_date_time() -> None:
    """The time of day does not matter."""
    assert parse_day("2024-10-17T23:59:59.5+02:00") == date(2024, 10, 17)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("1,2,3,4", (1, 2, 3, 4), id="flat"),
        pytest.param("1,2,-9,3,4,9", (1, 2, 3, 4), id="with heights"),
        pytest.param("170,-20,-170,20", (170, -20, -170, 20), id="across the antimeridian"),
        pytest.param("-1e1,-.5,+1.5,0", (-10, -0.5, 1.5, 0), id="every way to write a number"),
    ],
)
def test_a_box_is_read(value: str, expected: tuple) -> None:
    """Four numbers, or six with heights, which are not looked at."""
    assert parse_bbox(value) == expected


@pytest.mark.parametrize(
    "value",
    ["", "1,2,3", "1,2,3,4,5", "1,2,3,x", "1,3,3,2", "nan,1,2,3", "1,2,3,inf", "181,0,182,1",
     "0,-91,1,0", "1_0,2,3,4", "١,2,3,4", " 1,2,3,4", "1e999,0,2,3"],
)  # fmt: skip
def test_what_is_no_box_is_refused(value: str) -> None:
    """The message says what is wrong with it."""
    with pytest.raises(BadBbox, match="is not a bounding box"):
        parse_bbox(value)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", 1), ("1.0", 1), ("0.5", 0.5), (".25", 0.25), ("0.001", 0.001)]
)
def test_a_coverage_is_read(value: str, expected: float) -> None:
    """A plain decimal number above 0 to 1."""
    assert parse_coverage(value) == expected


@pytest.mark.parametrize(
    "value",
    ["", "0", "0.0", "1.01", "2", "-0.5", "+0.5", "5e-1", "50%", "0,5", "nan", "inf", "1.", ".",
     " 0.5", "0.5\n", "٠.٥", "1_0", "half", "9" * 400],
)  # fmt: skip
def test_what_is_no_coverage_is_refused(value: str) -> None:
    """The message names the filter and shows the form."""
    with pytest.raises(BadCoverage, match=r"coverage=.*above 0 to 1, as 0\.25"):
        parse_coverage(value)


def test_a_box_across_the_antimeridian_holds_both_sides() -> None:
    """West may be greater than east."""
    box = (170.0, -20.0, -170.0, 20.0)

    assert [in_bbox(lon, 0, box) for lon in (175, -175, 170, 0)] == [True, True, True, False]


def test_a_type_holds_what_is_below_it() -> None:
    """A name that only begins alike is another type."""
    assert is_of_type("strike.missile", "strike")
    assert not is_of_type("strikes.air", "strike")


def test_an_actor_is_found_by_id_name_parent_and_country(row: EventRow) -> None:
    """Names are in lower case."""
    assert actor_keys(row) == {"PRK-MIL", "north korean army", "PRK"}


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """What has no case and accents stays as it is."""
    assert fold(fold(text)) == fold(text)


def test_words_lose_case_and_accents() -> None:
    """Ukrainian, Polish, French and Turkish alike."""
    assert words("Łódź, ÉTÉ: Київ İzmir") == ["lodz", "ete", "киів", "izmir"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(Query(), True, id="nothing asked"),
        pytest.param(Query(start=date(2024, 10, 4)), True, id="since its last day"),
        pytest.param(Query(start=date(2024, 10, 5)), False, id="since the day after"),
        pytest.param(Query(end=date(1999, 1, 1)), True, id="its start is open"),
        pytest.param(Query(bbox=(37, 47, 38, 49)), True, id="in the box"),
        pytest.param(Query(bbox=(0, 0, 1, 1)), False, id="outside the box"),
        pytest.param(Query(actors=frozenset({"PRK", "UKR"})), True, id="one actor of two"),
        pytest.param(Query(actors=frozenset({"UKR"})), False, id="another actor"),
        pytest.param(Query(regions=frozenset({"donbas"})), True, id="in the region"),
        pytest.param(Query(regions=frozenset({"BE"})), False, id="in another region"),
        pytest.param(Query(types=("meet", "strike")), True, id="one type of two"),
        pytest.param(Query(types=("meet",)), False, id="another type"),
        pytest.param(Query(text="kille SOLD"), True, id="beginnings of words"),
        pytest.param(Query(text="illed"), False, id="not the middle of a word"),
        pytest.param(Query(text="killed tulips"), False, id="every word must be there"),
        pytest.param(Query(text="korean army"), True, id="an actor's name"),
        pytest.param(Query(text="... !"), True, id="no word at all"),
        pytest.param(Query(types=("strike",), text="tulips"), False, id="all conditions hold"),
    ],
)
def test_a_row_matches_if_every_condition_holds(
    row: EventRow, query: Query, *, expected: bool
) -> None:
    """Several values of one condition are alternatives."""
    assert matches(row, query) is expected


DONBAS = frozenset({"donbas"})
ELSEWHERE = frozenset({"BE"})


@pytest.mark.parametrize(
    ("query", "expected", "share"),
    [
        pytest.param(Query(regions=DONBAS), True, 1.0, id="belongs"),
        pytest.param(Query(regions=DONBAS, coverage=1), True, 1.0, id="belongs, wholly"),
        pytest.param(Query(regions=DONBAS, shares={"UA-14": 0.4}), True, 0.4, id="belongs, partly"),
        pytest.param(
            Query(regions=DONBAS, shares={"UA-14": 0.4}, coverage=0.5), False, 0.4, id="too little"
        ),
        pytest.param(
            Query(regions=ELSEWHERE, shares={"UA-14": 0.5}, coverage=0.5), True, 0.5, id="enough"
        ),
        pytest.param(Query(regions=ELSEWHERE, shares={"UA-14": 0.5}), False, 0.5, id="does not"),
        pytest.param(Query(regions=ELSEWHERE, coverage=0.01), False, 0.0, id="outside"),
    ],
)
def test_a_region_finds_what_belongs_to_it_or_with_a_coverage_what_it_covers(
    row: EventRow, query: Query, *, expected: bool, share: float
) -> None:
    """The share is said of what matches, and only where regions are asked for."""
    assert matches(row, query) is expected
    assert answered(row, query)["region_coverage"] == share
    assert answered(row, Query()) == row


def test_a_spot_is_covered_wholly_or_not_at_all(row: EventRow) -> None:
    """Whatever shares are known of a place of the same id."""
    row["precision"] = "settlement"
    query = Query(regions=DONBAS, shares={"UA-14": 0.4}, coverage=1)

    assert matches(row, query)
    assert answered(row, query)["region_coverage"] == 1.0


def test_an_event_without_a_date_matches_no_period(row: EventRow) -> None:
    """As one without a place lies in no box."""
    row["date_start"] = row["date_end"] = None

    assert not matches(row, Query(start=date(1, 1, 1)))
    assert matches(row, Query())


def test_an_event_without_a_place_lies_in_no_box(row: EventRow) -> None:
    """Not even in that of the whole world."""
    row["lon"] = row["lat"] = None

    assert not matches(row, Query(bbox=(-180, -90, 180, 90)))


def test_rows_sort_by_first_known_day_and_the_undated_come_last(row: EventRow) -> None:
    """A row whose start is open stands where it ends."""
    undated: EventRow = {**row, "date_end": None}
    dated: EventRow = {**row, "date_start": "2024-10-05", "date_end": "2024-12-01"}

    assert sorted([undated, dated, row], key=time_key) == [row, dated, undated]
