import csv
from pathlib import Path
from typing import Any

import geopandas as gpd
import orjson
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.columns import COLUMNS, EventRow
from geo.errors import ExportError, UnknownFormat
from geo.export import EXPORTERS, export, exporter_for, guard, unguard
from geo.frame import to_feature, to_row, to_rows
from geo.model import Precision
from geo.pipeline import read_events
from geo.store.geopackage import GeoPackageStore
from tests.geo.parts import (
    DONETSK_REGION,
    READ_AT,
    LineExtractor,
    ThreeRowGazetteer,
    line_report,
    strike,
)

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "'quoted",
    "\tx",
    '<script>alert("1")</script>&amp;]]>',
    "{{7*7}}{% x `${1}` \\",
    'line\nbreak, "quote"; \u2028 \u202e é \U0001f600',
    "2024-10-17",
    "1e5",
    "",
)
FOOTPRINTS = {"UA-14": shapely.geometry.mapping(DONETSK_REGION.footprint)}


@pytest.fixture
def rows() -> list[EventRow]:
    """Return the strike, events with and without a place, and hostile words."""
    parts = {"extractor": LineExtractor(), "geocoder": ThreeRowGazetteer()}
    events = [
        strike(),
        *(event for n in range(4) for event in read_events(line_report(n), **parts)),
    ]
    rows = [to_row(event, updated=READ_AT) for event in events]
    for row, words in zip(rows, HOSTILE, strict=False):
        row["title"] = row["quote"] = words
    return rows


def read_back(path: Path, name: str) -> list[EventRow]:
    """Return the rows of a file as geopandas reads them, sorted by id."""
    if name == "parquet":
        frame: Any = gpd.read_parquet(path)
    elif name == "gpkg":
        frame = gpd.read_file(path, layer="events")
    else:
        frame = pyogrio.read_dataframe(path)
    if name == "csv":
        frame = frame.map(unguard)
    return sorted(to_rows(frame), key=lambda row: row["id"])


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_comes_back_through_geopandas_with_nothing_lost(
    name: str, rows: list[EventRow], tmp_path: Path
) -> None:
    """Every column of every row, null geometries and hostile words included."""
    path = tmp_path / f"out{EXPORTERS[name].suffix}"

    export(rows, path, footprints=FOOTPRINTS)

    assert read_back(path, name) == sorted(rows, key=lambda row: row["id"])
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_says_which_share_of_a_place_regions_cover(
    name: str, rows: list[EventRow], tmp_path: Path
) -> None:
    """Where rows answer a query for regions."""
    path = tmp_path / f"out{EXPORTERS[name].suffix}"
    for number, row in enumerate(rows):
        row["region_coverage"] = number / len(rows)

    export(rows, path)

    assert read_back(path, name) == sorted(rows, key=lambda row: row["id"])


@pytest.mark.parametrize("name", ["gpkg", "fgb", "csv", "kml"])
def test_a_character_that_a_format_cannot_hold_is_replaced_and_the_text_goes_on(
    name: str, rows: list[EventRow], tmp_path: Path
) -> None:
    """GDAL ends a text at U+0000, and XML forbids it."""
    rows[0]["quote"] = "before\x00after"
    path = tmp_path / f"out{EXPORTERS[name].suffix}"

    export(rows[:1], path)

    assert read_back(path, name)[0]["quote"] == "before\ufffdafter"


@pytest.mark.parametrize("name", [name for name in EXPORTERS if name != "geojsonl"])
def test_no_events_are_a_file_too(name: str, tmp_path: Path) -> None:
    """One that opens; GeoJSONL without a line is an empty file, which GDAL does not know."""
    path = tmp_path / f"out{EXPORTERS[name].suffix}"

    export([], path)

    assert read_back(path, name) == []


def test_all_events_with_a_place_make_an_indexed_flatgeobuf(
    rows: list[EventRow], tmp_path: Path
) -> None:
    """The index is left out only where an event without a place would be lost."""
    located = [row for row in rows if row["precision"] != Precision.UNKNOWN]
    for path, wanted in ((tmp_path / "all.fgb", rows), (tmp_path / "located.fgb", located)):
        export(wanted, path)

    fast = [
        pyogrio.read_info(tmp_path / name)["capabilities"]["fast_spatial_filter"]
        for name in ("all.fgb", "located.fgb")
    ]

    assert fast == [False, True]
    assert read_back(tmp_path / "located.fgb", "fgb") == sorted(located, key=lambda row: row["id"])


def test_a_geopackage_holds_days_as_dates_and_the_regions(
    rows: list[EventRow], tmp_path: Path
) -> None:
    """A second layer, with the names of the places."""
    export(rows, tmp_path / "out.gpkg", footprints=FOOTPRINTS)

    regions = gpd.read_file(tmp_path / "out.gpkg", layer="regions")
    kinds = pyogrio.read_info(tmp_path / "out.gpkg", layer="events")

    assert regions.loc[0, ["place_id", "name", "country"]].tolist() == [
        "UA-14",
        "Donetsk Oblast",
        "UA",
    ]
    assert regions.geometry[0].equals(DONETSK_REGION.footprint)
    days = dict(zip(kinds["fields"], kinds["dtypes"], strict=True))["date_start"]
    assert days == "datetime64[D]"


def test_geojson_is_what_rfc_7946_says(rows: list[EventRow], tmp_path: Path) -> None:
    """A collection of features, without a reference system."""
    export(rows, tmp_path / "out.json")

    collection = orjson.loads((tmp_path / "out.json").read_bytes())

    assert collection == {"type": "FeatureCollection", "features": [to_feature(r) for r in rows]}


@pytest.mark.parametrize("name", [name for name, format_ in EXPORTERS.items() if format_.chunks])
def test_a_format_that_streams_gives_the_bytes_of_its_file(
    name: str, rows: list[EventRow], tmp_path: Path
) -> None:
    """A row at a time, for answers that are too long to hold."""
    export(rows, tmp_path / "out", format_name=name)

    chunks = EXPORTERS[name].chunks

    assert chunks is not None
    assert b"".join(chunks(iter(rows))) == (tmp_path / "out").read_bytes()


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_gives_back_its_text(text: str) -> None:
    """Whatever it begins with."""
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_csv_keeps_every_character(tmp_path: Path, row: EventRow, text: str) -> None:
    """Returns and line feeds too, for who reads RFC 4180."""
    row["quote"] = text
    export([row], tmp_path / "out.csv")

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        header, cells = csv.reader(file)

    assert header == [*COLUMNS, "lon", "lat"]
    assert unguard(cells[header.index("quote")]) == text


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("GeoJSON".lower(), ".geojson"), ("json", ".geojson"), ("geoparquet", ".parquet")],
)
def test_a_format_is_known_by_name_suffix_and_alias(name: str, suffix: str) -> None:
    """Each once in the table."""
    assert exporter_for(name).suffix == suffix


@pytest.mark.parametrize("name", ["out.shp", "out", "out."])
def test_an_unknown_format_is_refused_with_those_known(name: str, tmp_path: Path) -> None:
    """And nothing is written."""
    with pytest.raises(UnknownFormat, match="known formats are csv, fgb, geojson"):
        export([], tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_what_was_there(row: EventRow, tmp_path: Path) -> None:
    """Half a file is never seen."""
    path = tmp_path / "out.csv"
    path.write_text("old")

    def broken() -> object:
        yield row
        raise KeyError

    with pytest.raises(KeyError):
        export(broken(), path)

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_an_error(row: EventRow, tmp_path: Path) -> None:
    """It names the file and the reason."""
    with pytest.raises(ExportError, match=r"cannot write .*no/out\.csv.*No such file"):
        export([row], tmp_path / "no" / "out.csv")


def test_what_gdal_cannot_write_is_an_error(row: EventRow, tmp_path: Path) -> None:
    """A file lies where its folder should be."""
    with pytest.raises(ExportError, match="GDAL cannot write the FlatGeobuf file"):
        EXPORTERS["fgb"].write([row], tmp_path / "no" / "out.fgb", {})


def test_a_store_is_never_replaced_by_an_export(row: EventRow, tmp_path: Path) -> None:
    """Both end in .gpkg, and a slip would cost all events."""
    path = tmp_path / "events.gpkg"
    with GeoPackageStore(path) as store:
        store.add(strike().report, [strike()])

        with pytest.raises(ExportError, match=r"events\.gpkg' is a store of events"):
            export([row], path)

        assert store.count() == 1


def test_an_older_export_is_replaced(row: EventRow, tmp_path: Path) -> None:
    """Whatever was in it."""
    path = tmp_path / "out.gpkg"
    for old in (b"not a database", None):
        if old:
            path.write_bytes(old)
        export([row], path)

    assert len(read_back(path, "gpkg")) == 1
