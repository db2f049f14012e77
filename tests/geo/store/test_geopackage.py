import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from geo.columns import COLUMNS, EventRow
from geo.errors import StoreError, UnknownEvent
from geo.frame import to_row
from geo.model import EventPlace, Report
from geo.query import Query, time_key
from geo.store.geometry import register_functions
from geo.store.geopackage import GeoPackageStore
from tests.geo.parts import DONETSK_REGION, TEXT, line_report, read_lines, strike


def edit(path: Path, *statements: str, is_forced: bool = False) -> None:
    """Change a store as a GIS program would, or, forced, in spite of its constraints."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        register_functions(connection)
        connection.execute(f"PRAGMA ignore_check_constraints = {int(is_forced)}")
        for sql in statements:
            connection.execute(sql)


def test_an_event_comes_back_as_it_was_put_in(store: GeoPackageStore) -> None:
    """Every column, the point exactly."""
    kept = store.row(strike().id)

    assert kept == to_row(strike(), updated=kept["updated"])


def test_the_layer_has_a_column_for_each_of_the_contract(path: Path) -> None:
    """In its order."""
    with closing(sqlite3.connect(path)) as connection:
        columns = [column[1] for column in connection.execute("PRAGMA table_info(events)")]

    assert columns == ["fid", "geom", *COLUMNS]


def test_rows_come_oldest_first_and_undated_last(store: GeoPackageStore) -> None:
    """The order of `time_key`."""
    rows = list(store.rows())

    assert rows == sorted(rows, key=time_key)
    assert [row["id"] for row in store.find(Query())] == [row["id"] for row in rows]


def test_an_unknown_event_is_an_error(store: GeoPackageStore) -> None:
    """Not an empty answer."""
    with pytest.raises(UnknownEvent, match="no event has the id 'nope'"):
        store.row("nope")


def test_a_report_comes_back_as_it_was_received(store: GeoPackageStore) -> None:
    """Title, publisher, dates and text, so its id is the same."""
    report = strike().report

    assert store.report(report.id) == report
    assert store.report(report.id).id == report.id


def test_an_unknown_report_is_an_error(store: GeoPackageStore) -> None:
    """Not an empty answer."""
    with pytest.raises(StoreError, match="no report has the id 'nope'"):
        store.report("nope")


def test_a_new_version_supersedes_the_old_and_leaves_tombstones(store: GeoPackageStore) -> None:
    """The old text stays readable, its events go, and the log says which."""
    old = strike().report
    new = replace(old, text=TEXT + " More.")
    before = store.sequence()

    store.add(new, [replace(strike(), id="b" * 16, report=new)])

    versions = {row["id"]: row for row in store.reports() if row["key"] == old.key}
    assert versions[old.id]["superseded_by"] == new.id
    assert (versions[new.id]["version"], versions[new.id]["superseded_by"]) == (2, None)
    assert [(change.event_id, change.change) for change in store.changes(before)] == [
        (strike().id, "remove"),
        ("b" * 16, "add"),
    ]
    assert store.row("b" * 16)["version"] == 2
    assert store.check() == []


def test_reports_without_a_key_are_never_versions_of_each_other(store: GeoPackageStore) -> None:
    """An empty key says nothing."""
    assert {row["version"] for row in store.reports()} == {1}
    assert store.count() == 10


def test_footprints_are_kept_for_the_places_of_events(store: GeoPackageStore) -> None:
    """As GeoJSON geometries; a place without a polygon has none."""
    footprints = store.footprints()

    assert set(footprints) == {"UA-14"}
    assert shapely.geometry.shape(footprints["UA-14"]).equals(DONETSK_REGION.footprint)
    assert store.footprints(["UA-14", "geonames:2800866"]) == footprints
    assert store.footprints([]) == {}


def test_a_better_footprint_of_a_place_replaces_the_old(path: Path) -> None:
    """So that a store does not keep old borders for ever."""
    moved = replace(DONETSK_REGION, footprint=shapely.box(0, 0, 1, 1))
    place = strike().places[0]
    location = replace(place.location, place=moved)
    report = Report(TEXT + " ")
    event = replace(
        strike(), id="c" * 16, report=report, places=(EventPlace(location, place.role),)
    )

    with GeoPackageStore(path) as store:
        store.add(report, [event])

        assert shapely.geometry.shape(store.footprints()["UA-14"]).bounds == (0, 0, 1, 1)
        assert store.check() == []


def test_a_digest_does_not_depend_on_the_order_of_reading(tmp_path: Path) -> None:
    """Nor on when it was read."""
    digests = set()
    for name, numbers in (("a", (1, 2, 3)), ("b", (3, 1, 2))):
        with GeoPackageStore(tmp_path / name) as store:
            read_lines(store, numbers)
            digests.add(store.digest())

    assert len(digests) == 1


def test_a_digest_changes_with_any_event(store: GeoPackageStore) -> None:
    """One more is another store."""
    before = store.digest()

    read_lines(store, [99])

    assert store.digest() != before


def test_a_failed_write_leaves_the_store_as_it_was(store: GeoPackageStore) -> None:
    """Two events of one id: neither they nor the report nor the removal of the old remain."""
    before = store.digest(), store.sequence(), list(store.reports())
    new = replace(strike().report, text=TEXT + " More.")
    twin = replace(strike(), id="d" * 16, report=new)

    with pytest.raises(StoreError, match=r"UNIQUE constraint failed: events\.id"):
        store.add(new, [twin, twin])

    assert (store.digest(), store.sequence(), list(store.reports())) == before
    assert store.check() == []


def test_events_that_fail_while_they_are_made_are_no_half_report(store: GeoPackageStore) -> None:
    """They are all made before the first is written."""

    def broken() -> object:
        yield strike()
        raise KeyError

    with pytest.raises(KeyError):
        store.add(line_report(50), broken())

    assert not store.has(line_report(50).id)


def test_a_full_disk_is_said_and_changes_nothing(store: GeoPackageStore) -> None:
    """SQLite's limit of pages stands for the disk."""
    before = store.digest()
    store._connection.execute("PRAGMA max_page_count = 1")
    big = replace(line_report(60), title="x" * 1_000_000)

    with pytest.raises(StoreError, match=r"events\.gpkg' cannot be used: the disk is full"):
        store.add(big, [])

    assert store.digest() == before


def test_a_store_that_another_program_writes_to_is_said_to_be_locked(
    path: Path, store: GeoPackageStore
) -> None:
    """After the time-out, and reading goes on meanwhile."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="another program is writing"):
            store.add(line_report(60), [])

        assert store.count() == 10


def test_a_read_only_store_is_not_written(path: Path) -> None:
    """Not even by mistake."""
    with (
        GeoPackageStore(path, is_read_only=True) as store,
        pytest.raises(StoreError, match="it is read-only"),
    ):
        store.add(line_report(60), [])


def _text_file(path: Path) -> None:
    path.write_text("not a database, " * 100)


def _other_geopackage(path: Path) -> None:
    edit(path, "PRAGMA application_id = 0x47504B47", "CREATE TABLE t (a)")


def _other_database(path: Path) -> None:
    edit(path, "CREATE TABLE t (a)")


def _newer(path: Path) -> None:
    GeoPackageStore(path).close()
    edit(path, "UPDATE store_info SET value = '99' WHERE name = 'schema_version'")


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(_text_file, "it is no GeoPackage", id="text"),
        pytest.param(_other_geopackage, "a GeoPackage, but no store of ours", id="geopackage"),
        pytest.param(_other_database, "is no store", id="database"),
        pytest.param(_newer, "newer Dateline .schema 99", id="newer"),
        pytest.param(_folder, "it cannot be opened", id="folder"),
    ],
)
@pytest.mark.parametrize("is_read_only", [True, False])
def test_what_is_no_store_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], message: str, *, is_read_only: bool
) -> None:
    """The message names the file and says what it is."""
    path = tmp_path / "x.gpkg"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    message = "there is no store" if is_read_only and path.is_dir() else message

    with pytest.raises(StoreError, match=message) as caught:
        GeoPackageStore(path, is_read_only=is_read_only)

    assert "x.gpkg" in str(caught.value)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    """Only by writing."""
    with pytest.raises(StoreError, match=r"there is no store at .*none\.gpkg"):
        GeoPackageStore(tmp_path / "none.gpkg", is_read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    """A process killed at the very start leaves one."""
    path = tmp_path / "x.gpkg"
    path.touch()

    with GeoPackageStore(path) as store:
        assert (store.count(), store.sequence(), store.check()) == (0, 0, [])


def test_a_truncated_store_is_said_to_be_damaged(path: Path) -> None:
    """Never an empty answer in silence."""
    path.write_bytes(path.read_bytes()[:20_000])

    with pytest.raises(StoreError, match=r"events\.gpkg"), GeoPackageStore(path) as store:
        list(store.rows())


def test_an_edit_by_another_program_is_seen_in_the_log(path: Path, store: GeoPackageStore) -> None:
    """QGIS changes, renames and deletes rows with plain SQL."""
    before = store.sequence()
    edit(
        path,
        "UPDATE events SET title = 'corrected' WHERE type = 'strike.missile' AND place_id <> ''",
        "UPDATE events SET id = 'e1' WHERE fid = 2",
        "DELETE FROM events WHERE fid = 3",
    )

    changes = [(change.event_id, change.change) for change in store.changes(before)]

    assert (strike().id, "update") in changes
    assert [change for _, change in changes[-3:]] == ["remove", "add", "remove"]
    assert changes[-2] == ("e1", "add")
    assert store.row(strike().id)["title"] == "corrected"


def test_an_edit_that_is_no_day_or_list_is_refused(path: Path) -> None:
    """By the table itself, so in QGIS too."""
    for assignment in (
        "date_start = '2024-02-30'",
        "date_end = 'soon'",
        "places = '{}'",
        "id = NULL",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            edit(path, f"UPDATE events SET {assignment}")  # noqa: S608 - the test's own words


def test_a_value_nobody_can_read_is_an_error_that_names_the_store(
    path: Path, store: GeoPackageStore
) -> None:
    """A list that is none, forced in."""
    edit(path, "UPDATE events SET places = '['", is_forced=True)

    with pytest.raises(StoreError, match=r"events\.gpkg' cannot be read"):
        store.row(strike().id)


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE events SET quote = 'never said'", "its quote is not what report"),
        (
            "UPDATE events SET reports = json_set(reports, '$[0].span[1]', 99999)",
            "lies outside report",
        ),
        ("UPDATE events SET actors = '{}'", "actors is no JSON list"),
        ("UPDATE events SET reports = 'x'", "reports is no JSON list"),
        ("DELETE FROM tellings", "has no report"),
        ("UPDATE tellings SET event_id = 'gone'", "event gone is gone"),
        ("DELETE FROM rtree_events_geom", "the spatial index of events"),
        ("UPDATE tellings SET report_id = 'x'", "of reports that is missing"),
        (
            "DELETE FROM gpkg_contents WHERE table_name = 'regions'",
            "the layer regions is not listed",
        ),
        ("UPDATE events SET date_start = 'x'", "damaged: CHECK constraint failed"),
    ],
)
def test_a_check_finds_what_is_wrong(
    path: Path, store: GeoPackageStore, sql: str, problem: str
) -> None:
    """Each of these was done behind the store's back."""
    assert store.check() == []

    edit(path, sql, is_forced=True)

    assert any(problem in line for line in store.check())


def test_a_backup_is_one_whole_file(store: GeoPackageStore, tmp_path: Path) -> None:
    """It can be opened by anyone, and replaces an older one at once."""
    copy = tmp_path / "copy.gpkg"
    copy.write_text("an older one")

    store.backup(copy)

    assert sorted(path.name for path in tmp_path.glob("*copy*")) == ["copy.gpkg"]
    with GeoPackageStore(copy, is_read_only=True) as other:
        assert other.digest() == store.digest()
        assert other.check() == []


def test_a_backup_that_cannot_be_written_is_an_error(store: GeoPackageStore, path: Path) -> None:
    """It names the copy."""
    with pytest.raises(StoreError, match=r"no/copy\.gpkg"):
        store.backup(path.parent / "no" / "copy.gpkg")


def test_text_that_utf8_cannot_hold_is_kept_as_replacement_characters(
    store: GeoPackageStore,
) -> None:
    """One for one, so that quotes still stand where they stood."""
    text = TEXT + " \ud800\x00 end"
    report = Report(text, title="\udfff", key="\ud800")
    event = replace(strike(), id="f" * 16, report=report)

    store.add(report, [event])

    assert store.report(report.id).text == TEXT + " \ufffd\x00 end"
    assert store.check() == []


def test_every_time_has_its_offset(row: EventRow, store: GeoPackageStore) -> None:
    """RFC 3339 in UTC, with milliseconds."""
    assert {len(kept["updated"]) for kept in store.rows()} == {len(row["updated"])}
    assert all(kept["updated"].endswith("Z") for kept in store.rows())


def test_gdal_sees_points_texts_and_dates(store: GeoPackageStore, tmp_path: Path) -> None:
    """In a process of its own: GDAL never opens the live file in ours."""
    store.backup(tmp_path / "copy.gpkg")
    code = (
        "import sys, json, geopandas as gpd;"
        "f = gpd.read_file(sys.argv[1], layer='events');"
        "r = f[f.id == sys.argv[2]].iloc[0];"
        "print(json.dumps([len(f), str(f.crs), r.geometry.wkt, str(r.date_end)[:10],"
        "str(f.date_start.dtype)[:10], r.place, r.uncertainty_m]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "copy.gpkg"), strike().id]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == [
        10, "EPSG:4326", "POINT (37.5 48)", "2024-10-04", "datetime64", "Donetsk Oblast", 92000,
    ]  # fmt: skip


def test_ogrinfo_shows_layers_and_types(path: Path) -> None:
    """The live file as it lies there, while nobody writes."""
    if not shutil.which("ogrinfo"):
        pytest.skip("ogrinfo is not installed (Debian package gdal-bin)")
    command = ["ogrinfo", "-ro", "-al", "-q", str(path)]

    shown = subprocess.run(command, capture_output=True, text=True, check=True)

    assert shown.stderr == ""
    for line in (
        "Layer name: events",
        "Layer name: regions",
        "Layer name: reports",
        "place (String) = Donetsk Oblast",
        "date_end (Date) = 2024/10/04",
        "date_start (Date) = (null)",
        "uncertainty_m (Real) = 92000",
        "POINT (37.5 48.0)",
        "MULTIPOLYGON (((",
        "published (Date) = 2024/10/21",
    ):
        assert line in shown.stdout
