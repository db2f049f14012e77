"""A store that an older version wrote is brought up to date, not refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from geo.errors import StoreError
from geo.store.geometry import register_functions
from geo.store.geopackage import GeoPackageStore
from geo.store.index import ReadModel
from tests.geo.merging.tellings import killed, telling_event

POST = telling_event(publisher="Post", number=1)
HERALD = telling_event(publisher="Herald", number=2)
RIVAL = telling_event(publisher="Globe", number=3, quantities=(killed(9),))

AS_IT_WAS = """
CREATE TABLE event_reports (
  event_id TEXT NOT NULL, report_id TEXT NOT NULL REFERENCES reports (id),
  PRIMARY KEY (event_id, report_id)) WITHOUT ROWID;
INSERT INTO event_reports SELECT id, report_id FROM tellings;
DROP TRIGGER events_renamed; DROP TRIGGER events_removed;
DROP TABLE tellings; DROP TABLE telling_blocks; DROP TABLE telling_links;
DROP TABLE merge_decisions; DROP TABLE report_sketches;
ALTER TABLE events DROP COLUMN publisher_count; ALTER TABLE events DROP COLUMN related;
DELETE FROM gpkg_data_columns WHERE column_name = 'related';
UPDATE events SET reports = json_remove(reports, '$[0].telling_id', '$[0].modality', '$[0].why',
  '$[0].same_text_as');
CREATE TRIGGER events_renamed AFTER UPDATE ON events WHEN OLD.id IS NOT NEW.id BEGIN
  INSERT INTO change_log (event_id, change) VALUES (OLD.id, 'remove'), (NEW.id, 'add'); END;
CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN
  DELETE FROM event_reports WHERE event_id = OLD.id;
  INSERT INTO change_log (event_id, change) VALUES (OLD.id, 'remove'); END;
UPDATE store_info SET value = '1' WHERE name = 'schema_version';
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a store of schema 1 with three reports of one event each."""
    path = tmp_path / "old.gpkg"
    with GeoPackageStore(path) as store:
        for event in (POST, HERALD, RIVAL):
            store.add(event.report, [event])
        store.split(POST.id)
    with closing(sqlite3.connect(path)) as connection:
        register_functions(connection)
        connection.executescript(AS_IT_WAS)
    return path


def test_an_old_store_is_brought_up_to_date_when_written(old: Path, tmp_path: Path) -> None:
    """Its reports are merged as if they were read now, and served so."""
    with GeoPackageStore(tmp_path / "new.gpkg") as new, GeoPackageStore(old) as store:
        for event in (POST, HERALD, RIVAL):
            new.add(event.report, [event])

        assert store.digest() == new.digest()
        assert store.check() == []
        assert ReadModel.open(old).digest() == new.digest()
    with GeoPackageStore(old) as store:
        assert store.count() == 2


def test_an_old_store_is_not_read_half(old: Path) -> None:
    """It is said what brings it up to date."""
    with pytest.raises(
        StoreError, match=r"written by an older Dateline .schema 1.; `dateline read"
    ):
        GeoPackageStore(old, is_read_only=True)


def test_an_old_store_that_is_damaged_stays_as_it_is(old: Path) -> None:
    """All of it is brought up to date, or nothing."""
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("DROP TRIGGER events_removed")

    with pytest.raises(StoreError, match="no such trigger"):
        GeoPackageStore(old)

    with closing(sqlite3.connect(old)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "event_reports" in tables
    assert "tellings" not in tables
