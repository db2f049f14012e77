import json
import logging
import os
import shutil
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.columns import EventRow
from geo.errors import StoreError, UnknownEvent
from geo.frame import to_feature
from geo.model import Event
from geo.query import Query, answered, matches, time_key
from geo.store import index
from geo.store.geopackage import GeoPackageStore
from geo.store.index import ReadModel
from geo.store.persist import build, index_folder
from tests.geo.parts import BRUSSELS, EAST, TEXT, event_at, read_lines, strike
from tests.geo.strategies import events, queries, rows

EVERYTHING = 10**9


def unlike_ids(made: list[EventRow]) -> list[EventRow]:
    """Return rows in time order, each id once."""
    return sorted({row["id"]: row for row in made}.values(), key=time_key)


@given(st.lists(rows, max_size=12).map(unlike_ids), queries())
def test_a_segment_finds_what_a_look_at_every_row_finds(made: list[EventRow], query: Query) -> None:
    """In the same order: the plain predicate is the law."""
    segment = build(made)

    found = [segment.row(place) for place in segment.matching(query).tolist()]

    wanted = [row for row in made if matches(row, query)]
    assert found == wanted
    if query.regions:
        shares = segment.shares(segment.matching(query), query)
        assert shares == [answered(row, query)["region_coverage"] for row in wanted]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(events(), max_size=4), min_size=2, max_size=4), queries())
def test_a_model_that_catches_up_finds_what_the_store_finds(
    batches: list[list[Event]], query: Query
) -> None:
    """After every batch, and the whole digest agrees; opening anew makes no difference."""
    with TemporaryDirectory() as folder, GeoPackageStore(Path(folder) / "x.gpkg") as store:
        model = ReadModel.open(store.path)
        for batch in batches:
            for event in batch:
                store.add(event.report, [event])
            model.refresh()

            expected = [row["id"] for row in store.find(query)]
            assert model.find(query, limit=EVERYTHING).ids == expected
            assert list(model.rows_of(query)) == list(store.find(query))
        assert model.digest() == store.digest()
        again = ReadModel.open(store.path)
        assert again.find(query, limit=EVERYTHING).ids == expected


@pytest.fixture
def model(path: Path) -> ReadModel:
    """Return the read model of a store of ten events."""
    return ReadModel.open(path)


def test_a_page_says_how_many_match_in_all(model: ReadModel, store: GeoPackageStore) -> None:
    """Pages of any size hold every event exactly once, in time order."""
    ids = [row["id"] for row in store.rows()]
    pages = [model.find(Query(), limit=3, offset=offset) for offset in range(0, 12, 3)]

    assert [page.matched for page in pages] == [10] * 4
    assert [event_id for page in pages for event_id in page.ids] == ids
    assert model.find(Query(), limit=5, offset=10**12).features == []
    assert len(model) == model.count(Query()) == 10


def test_a_feature_is_that_of_its_row(model: ReadModel, store: GeoPackageStore) -> None:
    """The same GeoJSON as `to_feature` gives."""
    row = store.row(strike().id)

    assert orjson.loads(model.feature(strike().id)) == to_feature(row)
    page = model.find(Query(types=("strike",), text="six"), limit=1)
    assert page.features == [model.feature(strike().id)]
    assert list(model.features(Query(text="six"))) == page.features


def test_a_page_says_which_share_of_a_place_regions_cover(
    path: Path, store: GeoPackageStore
) -> None:
    """Of events in the base and of recent ones, as their rows do."""
    for event in (event_at(EAST), event_at(BRUSSELS)):
        store.add(event.report, [event])
    model = ReadModel.open(path)
    late = event_at(EAST, "strike.missile")
    store.add(late.report, [late])
    model.refresh()
    query = Query(regions=frozenset({"UA-14", "BE"}), shares={"UA/east": 0.5}, coverage=0.4)

    features = [orjson.loads(feature) for feature in model.features(query)]

    assert features == [to_feature(row) for row in store.find(query)]
    found = [feature["properties"] for feature in features]
    assert {(one["place"], one["region_coverage"]) for one in found} == {
        ("Brussels", 1.0),
        ("Donetsk Oblast", 1.0),
        ("eastern Ukraine", 0.5),
    }
    assert model.find(query, limit=2).features == list(model.features(query))[:2]
    assert model.count(replace(query, coverage=0.6)) == model.count(query) - 2


def test_places_that_are_more_than_spots_are_listed(path: Path, store: GeoPackageStore) -> None:
    """With a row each, in the model as in the store."""
    model = ReadModel.open(path)
    event = event_at(EAST)
    store.add(event.report, [event])
    model.refresh()

    assert model.areas().keys() == store.areas().keys() == {"UA-14", "UA/east"}
    assert model.areas({"UA-14"}) == {"UA/east": store.row(event.id)}


@pytest.mark.parametrize("event_id", ["", "zzz", "0", "\ud800"])
def test_an_unknown_event_is_an_error(model: ReadModel, event_id: str) -> None:
    """Whatever the id looks like."""
    with pytest.raises(UnknownEvent, match="no event has the id"):
        model.feature(event_id)


def test_facets_count_what_a_look_at_every_row_counts(
    model: ReadModel, store: GeoPackageStore
) -> None:
    """Under the filters, most frequent first."""
    read_lines(store, [40])
    model.refresh()
    query = Query(regions=frozenset({"UA", "BE"}))
    found = list(store.find(query))

    facets = model.facets(query)

    assert facets["type"] == Counter(row["type"] for row in found)
    assert facets["actor"] == Counter(actor for row in found for actor in row["actor_ids"])
    assert facets["region"] == Counter(region for row in found for region in row["region_ids"])
    assert facets["modality"] == Counter(row["modality"] for row in found)
    assert facets["publisher"] == {"Example Post": len(found)}
    assert list(facets["type"]) == ["strike.missile", "statement.announce"]


def test_an_extent_spans_what_matches(model: ReadModel) -> None:
    """Places and known days; nothing where there is neither."""
    everything = (4.34878, 48.0, 37.5, 50.85045), (date(2024, 1, 1), date(2024, 10, 4))

    assert model.extent(Query()) == everything
    assert model.extent(Query(types=("meet",)))[0] is None
    assert model.extent(Query(text="tulips")) == (None, (None, None))


def test_actors_have_names_and_are_known_by_every_key(model: ReadModel) -> None:
    """Ids, parents, countries and lower-case names find them."""
    assert model.actor_names()["PRK-MIL"] == "North Korean army"
    assert all(model.knows_actor(key) for key in ("PRK-MIL", "PRK", "north korean army"))
    assert not model.knows_actor("ATLANTIS")


def test_a_new_report_is_there_after_a_refresh(model: ReadModel, store: GeoPackageStore) -> None:
    """And not before; without change, nothing is done."""
    before = model.sequence
    read_lines(store, [40])

    assert len(model) == 10
    assert model.refresh()
    assert (len(model), model.sequence) == (13, store.sequence())
    assert model.sequence > before
    assert not model.refresh()


def test_what_was_replaced_is_gone_after_a_refresh(
    model: ReadModel, store: GeoPackageStore
) -> None:
    """First a row of the base, then one of the recent ones."""
    for version in (2, 3):
        new = replace(strike().report, text=TEXT + "." * version)
        event = replace(strike(), id=str(version) * 16, report=new)
        store.add(new, [event])
        model.refresh()

        assert len(model) == 10
        assert model.digest() == store.digest()
        assert orjson.loads(model.feature(event.id))["properties"]["version"] == version
    with pytest.raises(UnknownEvent):
        model.feature(strike().id)


def test_many_recent_events_are_taken_into_a_new_base(
    path: Path, store: GeoPackageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the small segment stays small."""
    model = ReadModel.open(path)
    monkeypatch.setattr(index, "_FEW", 2)

    read_lines(store, [40])
    model.refresh()

    assert model.digest() == store.digest()
    assert json.loads((index_folder(path) / "current.json").read_bytes())["sequence"] == 13


def test_a_model_on_disk_is_mapped_and_not_made_again(path: Path) -> None:
    """Its file is the same one after a second start."""
    ReadModel.open(path)
    before = {file.name: file.stat().st_ino for file in index_folder(path).iterdir()}

    ReadModel.open(path)

    assert {file.name: file.stat().st_ino for file in index_folder(path).iterdir()} == before
    assert len(before) == 2


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _remove_arrays(folder: Path) -> None:
    next(folder.glob("*.arrays")).unlink()


def _truncate(folder: Path) -> None:
    file = next(folder.glob("*.arrays"))
    os.truncate(file, file.stat().st_size - 1)


def _change_header(folder: Path, **changes: object) -> None:
    header = json.loads((folder / "current.json").read_bytes())
    (folder / "current.json").write_text(json.dumps({**header, **changes}))


def _other_version(folder: Path) -> None:
    _change_header(folder, version=0)


def _no_checksum(folder: Path) -> None:
    (folder / "current.json").write_text("{}")


def _no_json(folder: Path) -> None:
    (folder / "current.json").write_text("{")


def _no_dictionary(folder: Path) -> None:
    (folder / "current.json").write_text("[]")


def _empty(folder: Path) -> None:
    (folder / "current.json").write_bytes(b"")


@pytest.mark.parametrize(
    "spoil",
    [_remove, _remove_arrays, _truncate, _other_version, _no_checksum, _no_json, _no_dictionary,
     _empty],
)  # fmt: skip
def test_a_model_that_cannot_be_used_is_made_anew(
    path: Path, store: GeoPackageStore, spoil: Callable[[Path], None]
) -> None:
    """Never an empty answer in silence."""
    ReadModel.open(path)
    spoil(index_folder(path))

    model = ReadModel.open(path)

    assert model.digest() == store.digest()
    assert len(list(index_folder(path).glob("*.arrays"))) == 1


def test_a_header_of_another_version_is_not_used_even_with_a_right_checksum(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The layout may differ."""
    ReadModel.open(path)
    monkeypatch.setattr("geo.store.persist.VERSION", 99)

    with caplog.at_level(logging.WARNING):
        ReadModel.open(path)

    assert "another version wrote it" in caplog.text


def test_the_model_of_another_store_is_not_used(path: Path, tmp_path: Path) -> None:
    """Though the number of changes is the same."""
    other = tmp_path / "other.gpkg"
    with GeoPackageStore(other) as store:
        read_lines(store, range(10, 13))
        store.add(strike().report, [strike()])
        assert store.sequence() == 10
        ReadModel.open(path)
        shutil.copytree(index_folder(path), index_folder(other))

        assert ReadModel.open(other).digest() == store.digest()


def test_a_store_put_back_from_a_backup_is_read_anew(path: Path, tmp_path: Path) -> None:
    """Also where it has since seen as many changes as the model knows of."""
    with GeoPackageStore(path) as store:
        store.backup(tmp_path / "backup.gpkg")
        read_lines(store, [20])
        model = ReadModel.open(path)
    (tmp_path / "backup.gpkg").replace(path)
    with GeoPackageStore(path) as store:
        read_lines(store, [30])

        model.refresh()

        assert model.sequence == store.sequence() == 13
        assert model.digest() == store.digest()
        assert ReadModel.open(path).digest() == store.digest()


def test_a_store_that_is_gone_is_an_error_and_the_model_still_answers(
    model: ReadModel, path: Path
) -> None:
    """What is known is still known."""
    path.unlink()

    with pytest.raises(StoreError, match=r"there is no store at .*events\.gpkg"):
        model.refresh()

    assert len(model) == 10


def test_a_missing_store_has_no_model(tmp_path: Path) -> None:
    """An error, not an empty map."""
    with pytest.raises(StoreError, match="there is no store"):
        ReadModel.open(tmp_path / "none.gpkg")


def test_a_model_that_cannot_be_written_stays_in_memory(
    path: Path, store: GeoPackageStore, caplog: pytest.LogCaptureFixture
) -> None:
    """Said in the log; a file lies where its folder should be."""
    index_folder(path).write_text("in the way")

    model = ReadModel.open(path)

    assert model.digest() == store.digest()
    assert "stays in memory" in caplog.text


def test_progress_is_told_while_a_model_is_made(path: Path) -> None:
    """Done and in all, up to the end."""
    told: list[tuple[int, int]] = []

    ReadModel.open(path, progress=lambda done, total: told.append((done, total)))

    assert told == [(10, 10)]


def test_answers_are_of_one_state_while_another_thread_refreshes(
    model: ReadModel, store: GeoPackageStore
) -> None:
    """A page never says that more match than its rows, nor fewer."""
    done = threading.Event()
    wrong: list[int] = []

    def ask() -> None:
        while not done.is_set():
            page = model.find(Query(), limit=EVERYTHING)
            if page.matched != len(page.features) or (page.matched - 10) % 3:
                wrong.append(page.matched)

    thread = threading.Thread(target=ask)
    thread.start()
    for number in range(40, 60):
        read_lines(store, [number])
        model.refresh()
    done.set()
    thread.join()

    assert wrong == []
    assert len(model) == 70
