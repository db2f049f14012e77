"""The main job, as a stranger does it: reports in, map and GeoJSON out, through the command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def dateline(*words: str, cwd: Path, expected: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own and check its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == expected, done.stderr
    return done


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a folder with a store that holds the example reports."""
    folder = tmp_path_factory.mktemp("work")
    dateline("read", str(root / "seeds"), "--quiet", cwd=folder)
    return folder


def test_reading_again_changes_nothing(workplace: Path, root: Path) -> None:
    """A known report is skipped, and the digest stays."""
    before = dateline("check", "--digest", cwd=workplace).stdout

    dateline("read", str(root / "seeds"), "--quiet", cwd=workplace)

    assert dateline("check", "--digest", cwd=workplace).stdout == before


def test_the_order_of_reading_does_not_matter(workplace: Path, root: Path, tmp_path: Path) -> None:
    """The digest is of what is told, not of when it was read."""
    for path in sorted((root / "seeds").glob("*-*.md"), reverse=True):
        dateline("read", str(path), "--quiet", cwd=tmp_path)

    there = dateline("check", "--digest", cwd=tmp_path).stdout
    assert there == dateline("check", "--digest", cwd=workplace).stdout


def test_the_example_events_are_where_they_happened(workplace: Path) -> None:
    """Regions are regions, towns are towns, and nobody is pinned for a newspaper's name."""
    dateline("export", "events.geojson", cwd=workplace)

    features = json.loads((workplace / "events.geojson").read_text("utf-8"))["features"]
    placed = {(f["properties"]["place"], f["properties"]["precision"]) for f in features}
    assert ("Istanbul", "settlement") in placed
    assert ("Brussels", "settlement") in placed
    assert any(precision == "region" and "Donetsk" in place for place, precision in placed)
    assert not {"Kyiv", "Pyongyang"} & {place for place, _ in placed}


def test_a_filter_gives_the_same_events_everywhere(workplace: Path) -> None:
    """The command line's region filter finds what the region's id finds in the table."""
    dateline("export", "all.geojson", cwd=workplace)
    dateline("export", "some.geojson", "--region", "Ukraine", cwd=workplace)

    def ids(name: str, region: str = "") -> set[str]:
        features = json.loads((workplace / name).read_text("utf-8"))["features"]
        return {
            f["properties"]["id"]
            for f in features
            if not region or region in f["properties"]["region_ids"]
        }

    assert ids("some.geojson") == ids("all.geojson", "UA") != set()


def test_the_map_is_one_file_that_asks_nobody(workplace: Path) -> None:
    """No address of another host is loaded by the page."""
    dateline("map", "map.html", cwd=workplace)

    page = (workplace / "map.html").read_text("utf-8")
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="http' not in page


def test_a_bad_report_never_stops_a_batch(tmp_path: Path) -> None:
    """It is named and counted, the others are read, and the exit code says partly done."""
    (tmp_path / "good.txt").write_text("A bomb killed ten people in Baghdad on 3 May 2021.")
    (tmp_path / "bad.json").write_text('{"text": ')

    done = dateline("read", "good.txt", "bad.json", cwd=tmp_path, expected=3)

    assert "bad.json" in done.stderr
