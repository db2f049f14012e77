import typing
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.columns import COLUMNS, LIST_COLUMNS, REGION_COVERAGE, EventRow
from geo.frame import (
    format_time,
    from_feature,
    scrub,
    to_feature,
    to_flat,
    to_frame,
    to_row,
    to_rows,
)
from geo.model import Report, Span
from tests.geo.parts import READ_AT, TEXT, strike
from tests.geo.strategies import rows


def test_a_row_has_the_columns_of_the_contract(row: EventRow) -> None:
    """No more and no less, in their order."""
    assert [name for name in row if name not in {"lon", "lat"}] == list(COLUMNS)


def test_every_column_is_explained(root: Path) -> None:
    """The page in docs/reference names each column and no other, in their order."""
    page = (root / "docs/reference/columns.md").read_text(encoding="utf-8")

    named = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]

    assert named == [*COLUMNS, "geometry"]


def test_list_columns_are_those_annotated_as_lists() -> None:
    """The two declarations of the contract agree."""
    hints = typing.get_type_hints(EventRow)

    lists = [name for name, hint in hints.items() if typing.get_origin(hint) is list]

    assert tuple(lists) == LIST_COLUMNS


def test_a_row_tells_all_that_an_event_holds(row: EventRow) -> None:
    """A region keeps its radius, an open period its end, a claim its speaker."""
    expected = {
        "date_start": None,
        "date_end": "2024-10-04",
        "place": "Donetsk Oblast",
        "precision": "region",
        "uncertainty_m": 92_000.0,
        "region_ids": ["UA-14", "UA", "donbas"],
        "modality": "claimed",
        "countries": ["PRK"],
        "confidence": 0.72,
        "report_count": 1,
        "updated": READ_AT,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["quantities"][1]["part_of"] == 20
    assert row["attribution"][0]["name"] == "Kyiv"


def test_an_unresolved_place_has_nulls_and_says_why(row: EventRow) -> None:
    """It stays on the event, after the main one."""
    place = row["places"][1]

    assert place["why"] == "a government that speaks"
    assert [place[name] for name in ("name", "place_id", "lon", "lat")] == [None] * 4


def test_an_event_without_a_resolved_place_shows_its_words() -> None:
    """The id is empty and the precision unknown; the confidence is the mention's."""
    event = replace(strike(), places=strike().places[1:])

    row = to_row(event, updated=READ_AT)

    assert (row["place"], row["place_id"], row["precision"]) == ("Kyiv", "", "unknown")
    assert (row["lon"], row["uncertainty_m"], row["confidence"]) == (None, None, 0.9)


def test_an_event_that_names_no_place_has_none() -> None:
    """Its place is empty."""
    row = to_row(replace(strike(), places=()), updated=READ_AT)

    assert (row["place"], row["place_role"], row["places"]) == ("", "", [])


def test_spans_in_a_row_quote_the_report(row: EventRow) -> None:
    """Every one of them."""
    (report,) = row["reports"]

    assert TEXT[slice(*report["span"])] == row["quote"]
    assert [TEXT[slice(*quantity["span"])] for quantity in row["quantities"]] == ["20", "six"]


def test_further_mentions_of_an_event_are_spans_of_its_report() -> None:
    """One report stays one report."""
    other = replace(strike().mention, span=Span(3, 9))

    row = to_row(replace(strike(), others=(other,)), updated=READ_AT)

    assert [report["other_spans"] for report in row["reports"]] == [[[3, 9]]]


def test_a_lone_surrogate_becomes_one_replacement_character() -> None:
    """UTF-8 cannot hold it; spans stay right."""
    text = "a\ud800 strike"
    event = strike()
    event = replace(event, report=Report(text), mention=replace(event.mention, quote=text))

    row = to_row(event, updated=READ_AT)

    assert row["quote"] == "a\ufffd strike" == scrub(text)
    assert orjson.loads(orjson.dumps(row)) == row


@pytest.mark.parametrize(
    "moment", ["2024-10-21T14:00:00+02:00", "2024-10-21T12:00:00Z", "2024-10-21T12:00:00"]
)
def test_times_are_utc_with_milliseconds(moment: str) -> None:
    """As GeoPackage wants them; a time without an offset is taken as UTC."""
    assert format_time(moment) == READ_AT


@given(st.lists(rows, max_size=4))
def test_a_frame_gives_back_its_rows(made: list[EventRow]) -> None:
    """Row to frame and back is the same, open ends and the year 1 included."""
    assert to_rows(to_frame(made)) == made


@given(rows)
def test_a_feature_gives_back_its_row(made: EventRow) -> None:
    """Also after it was written as JSON."""
    assert from_feature(orjson.loads(orjson.dumps(to_feature(made)))) == made


def test_a_frame_has_a_reference_system_and_fit_types(row: EventRow) -> None:
    """Longitude first, days as days, counts as integers, lists as lists."""
    frame = to_frame([row])

    assert frame.crs.to_string() == "OGC:CRS84"
    assert [*frame.columns] == [*COLUMNS, "geometry"]
    kinds = {name: str(frame[name].dtype) for name in ("date_end", "updated", "version", "places")}
    assert kinds == {
        "date_end": "datetime64[ms]",
        "updated": "datetime64[ms, UTC]",
        "version": "Int64",
        "places": "object",
    }
    assert (frame.geometry[0].x, frame.geometry[0].y) == (37.5, 48.0)


def test_an_empty_frame_has_the_same_columns_and_types(row: EventRow) -> None:
    """So that code written for some events works for none."""
    empty, full = to_frame([]), to_frame([row])

    assert isinstance(empty, gpd.GeoDataFrame)
    assert empty.dtypes.equals(full.dtypes)
    assert empty.crs == full.crs
    assert to_rows(empty) == []


def test_a_feature_is_geojson(row: EventRow) -> None:
    """RFC 7946: id, geometry, properties; the id is a property too, for GIS clients."""
    feature = to_feature(row)

    assert set(feature) == {"type", "id", "geometry", "properties"}
    assert feature["geometry"] == {"type": "Point", "coordinates": [37.5, 48.0]}
    assert list(feature["properties"]) == list(COLUMNS)


def test_an_unlocated_event_is_a_feature_with_a_null_geometry(row: EventRow) -> None:
    """RFC 7946, section 3.2."""
    row["lon"] = row["lat"] = None

    assert to_feature(row)["geometry"] is None


def test_an_answer_says_its_region_coverage_in_every_form(row: EventRow) -> None:
    """After the columns of the contract; and gives it back."""
    row["region_coverage"] = 0.25
    names = [*COLUMNS, REGION_COVERAGE]

    assert list(to_feature(row)["properties"]) == names
    assert from_feature(to_feature(row)) == row
    assert list(to_flat(row)) == [*names, "lon", "lat"]
    assert [*to_frame([row]).columns] == [*names, "geometry"]
    assert to_rows(to_frame([row])) == [row]


def test_a_flat_row_holds_lists_as_json_text(row: EventRow) -> None:
    """And the point as two numbers at the end."""
    flat = to_flat(row)

    assert list(flat) == [*COLUMNS, "lon", "lat"]
    assert orjson.loads(str(flat["places"])) == row["places"]
