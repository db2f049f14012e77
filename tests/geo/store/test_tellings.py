"""Merging in the store: the same events whatever the order, nothing lost, all taken back."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import StoreError, UnknownEvent
from geo.frame import to_row
from geo.merging.blocks import blocks_of
from geo.merging.clusters import Link, find_clusters, pair_of
from geo.merging.pairs import DAYS_OFF, Verdict, compare, contradicts
from geo.merging.profile import Telling, telling_of
from geo.merging.sketch import sketch
from geo.model import Event, Modality, Period, Report
from geo.store.geometry import register_functions
from geo.store.geopackage import GeoPackageStore
from geo.store.index import ReadModel
from tests.geo.merging.tellings import SUMY_REGION, killed, telling_event, telling_events
from tests.geo.parts import READ_AT

POST = telling_event(publisher="Post", published=date(2024, 10, 21), number=1)
HERALD = telling_event(publisher="Herald", number=2)
TIMES = telling_event(publisher="Times", number=3, place=SUMY_REGION)
RIVAL = telling_event(publisher="Globe", number=4, quantities=(killed(9),))
DENIAL = telling_event(publisher="Agency", number=5, modality=Modality.DENIED)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of an empty store."""
    return tmp_path / "events.gpkg"


def fill(path: Path, events: Iterable[Event]) -> GeoPackageStore:
    """Return an open store of reports of one event each."""
    store = GeoPackageStore(path)
    for event in events:
        store.add(event.report, [event])
    return store


def edit(path: Path, *statements: str) -> None:
    """Change a store as a GIS program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        register_functions(connection)
        for sql in statements:
            connection.execute(sql)


def grouped(store: GeoPackageStore) -> set[frozenset[str]]:
    """Return the tellings of each event."""
    return {frozenset(source["telling_id"] for source in row["reports"]) for row in store.rows()}


def test_reports_of_one_event_are_one_row(path: Path) -> None:
    """With the id of the first, every report, and why each belongs."""
    with fill(path, (HERALD, POST, TIMES)) as store:
        (row,) = store.rows()

        assert (row["id"], row["report_count"], row["publisher_count"]) == (POST.id, 3, 1)
        assert all(source["why"] for source in row["reports"][1:])
        assert store.check() == []
        assert ReadModel.open(path).digest() == store.digest()


def test_rivals_are_related_both_ways_and_never_merged(path: Path) -> None:
    """Each names the other event by its present id, with the reason."""
    with fill(path, (RIVAL, HERALD, DENIAL, POST)) as store:
        rows = {row["id"]: row for row in store.rows()}

        assert set(rows) == {POST.id, RIVAL.id, DENIAL.id}
        assert [other["id"] for other in rows[RIVAL.id]["related"]] == sorted((POST.id, DENIAL.id))
        assert "numbers exclude each other (killed: " in str(rows[POST.id]["related"])
        assert store.check() == []


def test_a_merge_by_hand_is_taken_back_by_a_split(path: Path) -> None:
    """The store is then as it was."""
    with fill(path, (POST, HERALD, RIVAL)) as store:
        before = store.digest()

        merged = store.merge(RIVAL.id, HERALD.id)

        assert merged == POST.id
        assert grouped(store) == {frozenset({POST.id, HERALD.id, RIVAL.id})}
        assert "merged by hand" in str(store.row(merged)["reports"])
        assert store.check() == []
        assert store.split(merged) == sorted((POST.id, RIVAL.id))
        assert store.digest() == before
        assert store.check() == []


def test_a_split_is_taken_back_by_a_merge(path: Path) -> None:
    """Until then it stands, whatever is read."""
    with fill(path, (POST, HERALD)) as store:
        before = store.digest()

        assert store.split(POST.id) == sorted((POST.id, HERALD.id))
        assert store.row(HERALD.id)["reports"][0]["why"] == []
        store.add(TIMES.report, [TIMES])
        assert frozenset({POST.id, HERALD.id}) not in grouped(store)
        assert store.check() == []

        again = fill(path.with_name("again.gpkg"), (POST, HERALD, TIMES))
        store.merge(POST.id, HERALD.id)
        assert store.digest() == again.digest()
        again.close()
        assert before != store.digest()


def test_one_report_can_be_taken_out_alone(path: Path) -> None:
    """By what it tells; the others stay together."""
    with fill(path, (POST, HERALD, TIMES)) as store:
        assert store.split(HERALD.id) == sorted((POST.id, HERALD.id))

        assert grouped(store) == {frozenset({POST.id, TIMES.id}), frozenset({HERALD.id})}


def test_merging_what_is_one_event_changes_nothing(path: Path) -> None:
    """No decision is noted that a split would have to take back first."""
    with fill(path, (POST, HERALD)) as store:
        before = store.sequence()

        assert store.merge(POST.id, HERALD.id) == POST.id
        assert store.sequence() == before
        assert len(store.split(POST.id)) == 2


def test_what_cannot_be_decided_is_an_error(path: Path) -> None:
    """And changes nothing."""
    with fill(path, (POST,)) as store:
        before = store.digest()

        with pytest.raises(StoreError, match="nothing to split"):
            store.split(POST.id)
        with pytest.raises(UnknownEvent, match="'nope'"):
            store.merge(POST.id, "nope")
        with pytest.raises(UnknownEvent, match="'nope'"):
            store.event_of("nope")
        assert store.digest() == before


def test_a_new_version_of_a_report_leaves_the_event_to_the_others(path: Path) -> None:
    """What only the old version told goes; the rest is as if it had never been read."""
    keyed = replace(POST, report=replace(POST.report, key="k"))
    new = replace(POST.report, key="k", text="Nothing happened.")
    with fill(path, (keyed, HERALD, RIVAL)) as store:
        store.add(new, [])

        with fill(path.with_name("other.gpkg"), (HERALD, RIVAL)) as other:
            assert store.digest() == other.digest()
        assert store.check() == []


def test_a_new_version_that_was_merged_with_itself_leaves_nothing(path: Path) -> None:
    """Two tellings of one report can be merged by hand."""
    report = replace(POST.report, key="k")
    twin = telling_event(publisher="Post", number=1, quantities=(killed(9),))
    with GeoPackageStore(path) as store:
        store.add(report, [replace(POST, report=report), replace(twin, report=report)])
        store.merge(POST.id, twin.id)
        assert (store.count(), next(store.rows())["report_count"]) == (1, 1)
        assert store.check() == []

        store.add(replace(report, text="Nothing happened."), [])

        assert store.count() == 0
        assert store.check() == []


def test_a_correction_in_a_gis_travels_with_the_telling(path: Path) -> None:
    """Into the event it is merged into, and back."""
    with fill(path, (POST,)) as store:
        edit(path, "UPDATE events SET title = 'corrected', confidence = 1")
        store.add(HERALD.report, [HERALD])
        store.split(POST.id)

        assert store.row(POST.id)["title"] == "corrected"


def test_an_event_removed_in_a_gis_is_gone_with_its_tellings(path: Path) -> None:
    """It does not come back when the next report is read."""
    with fill(path, (POST, HERALD)) as store:
        edit(path, "DELETE FROM events")
        store.add(TIMES.report, [TIMES])

        assert grouped(store) == {frozenset({TIMES.id})}
        assert store.check() == []


def test_a_damaged_row_nearby_stops_a_report_and_says_so(path: Path) -> None:
    """Rather than leaving it out of an event."""
    with fill(path, (POST,)) as store:
        edit(path, "PRAGMA ignore_check_constraints = 1", "UPDATE events SET places = '['")

        with pytest.raises(StoreError, match="`dateline check` says which"):
            store.add(HERALD.report, [HERALD])
        assert not store.has(HERALD.report.id)


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE tellings SET event_id = id", "are one event but not kept as one"),
        ("UPDATE tellings SET row = NULL", "kept in the wrong table"),
        ("DELETE FROM telling_links", "kept in the wrong table"),
        ("UPDATE events SET report_count = 7", "2 reports tell of it, not 7"),
    ],
)
def test_a_check_finds_events_that_are_not_what_their_tellings_make(
    path: Path, sql: str, problem: str
) -> None:
    """Each was done behind the store's back."""
    with fill(path, (POST, HERALD)) as store:
        edit(path, sql)

        assert any(problem in line for line in store.check())


def test_a_read_only_store_is_not_decided_about(path: Path) -> None:
    """It is said why."""
    fill(path, (POST, HERALD)).close()

    with (
        GeoPackageStore(path, is_read_only=True) as store,
        pytest.raises(StoreError, match="read-only"),
    ):
        store.split(POST.id)


def _reports(events: Sequence[Event]) -> list[tuple[Report, list[Event]]]:
    """Return events by report, each id once."""
    reports: dict[str, tuple[Report, dict[str, Event]]] = {}
    for event in events:
        reports.setdefault(event.report.id, (event.report, {}))[1][event.id] = event
    return [(report, list(told.values())) for report, told in reports.values()]


def _digest(reports: Sequence[tuple[Report, list[Event]]]) -> tuple[str, set[frozenset[str]]]:
    with TemporaryDirectory() as folder, GeoPackageStore(Path(folder) / "x.gpkg") as store:
        for report, told in reports:
            store.add(report, told)
        assert store.check() == []
        return store.digest(), grouped(store)


@settings(max_examples=25, deadline=None)
@given(st.lists(telling_events, max_size=8), st.randoms(use_true_random=False))
def test_any_order_of_reading_gives_the_same_events(events: list[Event], chance: object) -> None:
    """And no telling is lost: each is in exactly one event."""
    reports = _reports(events)
    shuffled = list(reports)
    chance.shuffle(shuffled)

    digest, groups = _digest(reports)

    assert _digest(shuffled) == (digest, groups)
    told = [event.id for _, events in reports for event in events]
    assert sorted(name for group in groups for name in group) == sorted(told)


def _days_meet(one: Telling, other: Telling) -> bool:
    here, there = one.window, other.window
    if here is None or there is None:
        return False
    return max(here.first, there.first) - min(here.last, there.last) <= DAYS_OFF


def _whole(reports: Sequence[tuple[Report, list[Event]]]) -> set[frozenset[str]]:
    """Return the events worked out at once from all pairs that share a block."""
    tellings = {
        event.id: telling_of(to_row(event, updated=READ_AT), sketch(report.text))
        for report, told in reports
        for event in told
    }
    blocks = {name: blocks_of(telling) for name, telling in tellings.items()}
    links = []
    for one, other in combinations(sorted(tellings), 2):
        dated = blocks[one].sought & blocks[other].own
        near = dated and _days_meet(tellings[one], tellings[other])
        if near or blocks[one].text & blocks[other].text:
            links.append(Link(*pair_of(one, other), *compare(tellings[one], tellings[other])))
    clusters = find_clusters(
        {name: telling.report_id for name, telling in tellings.items()},
        [link for link in links if link.verdict is not Verdict.APART],
        contradicts=lambda one, other: contradicts(tellings[one], tellings[other]),
    )
    return {frozenset(cluster.ids) for cluster in clusters}


@settings(max_examples=25, deadline=None)
@given(st.lists(telling_events, max_size=8))
def test_reading_one_after_another_gives_what_working_it_out_at_once_gives(
    events: list[Event],
) -> None:
    """Only what a report touches is worked out again, and that is enough."""
    reports = _reports(events)

    assert _digest(reports)[1] == _whole(reports)


@settings(max_examples=15, deadline=None)
@given(st.lists(telling_events, min_size=2, max_size=6), st.data())
def test_a_split_after_a_merge_restores_any_store(events: list[Event], data: st.DataObject) -> None:
    """Where the two were not one event before."""
    with TemporaryDirectory() as folder, GeoPackageStore(Path(folder) / "x.gpkg") as store:
        for report, told in _reports(events):
            store.add(report, told)
        before = store.digest()
        ids = [row["id"] for row in store.rows()]
        one, other = (data.draw(st.sampled_from(ids)) for _ in range(2))
        if one != other:
            store.split(store.merge(one, other))

        assert store.digest() == before
        assert store.check() == []


def test_a_report_is_compared_with_few(path: Path) -> None:
    """Only with what is near it in kind, days and place: links do not grow with the store."""
    alike = [telling_event(publisher=f"Paper {number}", number=number) for number in range(3)]
    days = [date(2023, 1, 1) + timedelta(days=3 * number) for number in range(60)]
    far = [
        telling_event(number=100 + at, published=when, period=Period(when, when))
        for at, when in enumerate(days)
    ]
    with fill(path, [*alike, *far]) as store:
        links = store._connection.execute("SELECT count(*) FROM telling_links").fetchone()[0]

        assert links == 3
