from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.model import Report
from geo.pipeline import read_events, read_report
from geo.protocols import Extractor, Geocoder, Lexicon, Store
from geo.query import Query
from geo.store.geopackage import GeoPackageStore
from tests.geo.parts import LineExtractor, MemoryStore, ThreeRowGazetteer, line_report

PARTS = {"extractor": LineExtractor(), "geocoder": ThreeRowGazetteer()}


@pytest.fixture(params=["memory", "geopackage"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Give an empty store, each of the two there are."""
    with GeoPackageStore(tmp_path / "events.gpkg") as kept:
        yield MemoryStore() if request.param == "memory" else kept


def test_the_parts_are_what_the_seams_ask_for() -> None:
    """A type checker agrees: each is assigned to its protocol."""
    extractor: Extractor = PARTS["extractor"]
    geocoder: Geocoder = PARTS["geocoder"]
    lexicon: Lexicon = ThreeRowGazetteer()

    assert lexicon.prominence("Brussels") > lexicon.prominence("Atlantis")
    assert list(lexicon.kinds("Fiji")) == ["country"]
    assert len(geocoder.locate(extractor.read(line_report(1)).toponyms)) == 3


def test_every_event_is_read_in_reading_order_with_its_place() -> None:
    """The report's words decide the order."""
    events = read_events(line_report(1), **PARTS)

    places = [event.main_place and event.main_place.location.place.id for event in events]
    assert places == ["UA-14", "geonames:2800866", None]


def test_an_event_whose_place_is_unknown_is_kept(store: Store) -> None:
    """It has no point, its place is as written, and it says why."""
    read_report(line_report(7), store=store, **PARTS)

    (row,) = store.find(Query(types=("meet",)))
    assert (row["lon"], row["place"], row["precision"]) == (None, "Atlantis number 7", "unknown")
    assert row["places"][0]["why"] == "no place has this name"


def test_reading_a_report_twice_changes_nothing(store: Store) -> None:
    """The second time it is not even read."""
    assert read_report(line_report(1), store=store, **PARTS) == 3
    before = list(store.find(Query()))

    assert read_report(line_report(1), store=store, **PARTS) == 0
    assert list(store.find(Query())) == before


def test_adding_a_report_twice_keeps_the_first(store: Store) -> None:
    """The store says how many events the report has, whoever asks."""
    report = line_report(1)
    events = read_events(report, **PARTS)

    assert [store.add(report, events), store.add(report, [])] == [3, 3]


def test_a_revised_report_replaces_its_events(store: Store) -> None:
    """A new text under a known key is a new version; other reports stay."""
    old, new = (Report(line_report(number).text, key="https://example.org/1") for number in (1, 2))
    other = line_report(3)
    for report in (old, other, new):
        read_report(report, store=store, **PARTS)

    found = {row["reports"][0]["id"] for row in store.find(Query())}

    assert found == {new.id, other.id}
    assert store.has(old.id)


def test_reading_an_old_version_again_changes_nothing(store: Store) -> None:
    """Otherwise reading a folder that holds both versions would never come to rest."""
    old, new = (Report(line_report(number).text, key="k") for number in (1, 2))
    for report in (old, new, old):
        read_report(report, store=store, **PARTS)

    assert {row["reports"][0]["id"] for row in store.find(Query())} == {new.id}


def test_events_are_found_oldest_first(store: Store) -> None:
    """Whatever the order of reading."""
    for number in (5, 1, 3):
        read_report(line_report(number), store=store, **PARTS)

    days = [row["date_start"] for row in store.find(Query())]

    assert days == sorted(days)
    assert len(days) == 9
