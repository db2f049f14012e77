"""`dateline events`: shown, merged and split through the command line."""

from pathlib import Path

import pytest

from api.cli import run
from geo.store.geopackage import GeoPackageStore
from tests.geo.merging.tellings import killed, telling_event

POST = telling_event(publisher="Post", number=1, published=None)
HERALD = telling_event(
    "Fourteen workers of a warehouse in Sumy were killed by drones.", publisher="Herald", number=2
)
RIVAL = telling_event(publisher="", number=3, quantities=(killed(9),))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store of three reports: two of one event, and a rival."""
    path = tmp_path / "events.gpkg"
    with GeoPackageStore(path) as kept:
        for event in (POST, HERALD, RIVAL):
            kept.add(event.report, [event])
    return path


def digest(store: Path) -> str:
    """Return the hash of all events."""
    with GeoPackageStore(store, is_read_only=True) as kept:
        return kept.digest()


def test_an_event_is_shown_with_its_reports_and_reasons(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its own id or that of a telling."""
    assert run(["events", "show", POST.id, "--store", str(store)]) == 0

    shown = capsys.readouterr().out
    assert "reports: 2, publishers: 2" in shown
    assert "same day; same place (Sumy)" in shown
    assert f"related to {RIVAL.id}: numbers exclude each other" in shown


def test_a_merge_and_a_split_take_each_other_back(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The store is then as it was, and whole."""
    before = digest(store)

    assert run(["events", "merge", HERALD.id, RIVAL.id, "--store", str(store)]) == 0
    shown = capsys.readouterr().out
    assert "reports: 3" in shown
    assert "merged by hand" in shown
    assert digest(store) != before
    assert run(["check", "--store", str(store), "-q"]) == 0
    assert run(["events", "split", shown.split()[0], "--store", str(store), "-q"]) == 0
    assert run(["check", "--store", str(store), "-q"]) == 0
    assert digest(store) == before


def test_a_split_says_what_came_of_it(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each event with its report."""
    assert run(["events", "split", HERALD.id, "--store", str(store)]) == 0

    assert capsys.readouterr().out.count("reports: 1, publishers: 1") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "nope"], "no event has the id 'nope'"),
        (["merge", RIVAL.id, "nope"], "no event has the id 'nope'"),
        (["split", RIVAL.id], "nothing to split"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    store: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """And the store stays as it was."""
    before = digest(store)

    assert run(["events", *words, "--store", str(store)]) == 1
    assert said in capsys.readouterr().err
    assert digest(store) == before


def test_deciding_makes_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unlike reading."""
    assert run(["events", "split", "x", "--store", str(tmp_path / "none.gpkg")]) == 1
    assert "there is no store" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
