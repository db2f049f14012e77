import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.store.geopackage import GeoPackageStore
from geo.store.index import ReadModel
from tests.geo.parts import read_lines

REPORTS = 400
KILLS = 5


def start_reading(path: Path, root: Path) -> subprocess.Popen[bytes]:
    """Start a process that reads all reports into the store at `path`."""
    script = Path(__file__).with_name("reading.py")
    return subprocess.Popen(
        [sys.executable, str(script), str(path), str(REPORTS)],
        env=os.environ | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
    )


def kill_soon(process: subprocess.Popen[bytes], delay_s: float) -> None:
    """Kill a process, with no chance to clean up, some time after it says that it begins."""
    with process:
        process.stdout.readline()
        time.sleep(delay_s)
        process.send_signal(signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_again_and_again_a_rerun_ends_in_the_same_store(tmp_path: Path, root: Path) -> None:
    """At most the report in hand is lost, and the next run reads it."""
    path = tmp_path / "killed.gpkg"
    chance = random.Random(os.environ.get("DATELINE_KILL_SEED"))  # noqa: S311 - no secret
    with GeoPackageStore(tmp_path / "undisturbed.gpkg") as store:
        read_lines(store, range(REPORTS))
        expected = store.digest()

    for _ in range(KILLS):
        kill_soon(start_reading(path, root), chance.uniform(0, 0.1))
        with GeoPackageStore(path) as store:
            assert store.check() == []
    with start_reading(path, root) as process:
        finished = process.wait()

    with GeoPackageStore(path) as store:
        assert (finished, store.check(), store.digest()) == (0, [], expected)
        assert ReadModel.open(path).digest() == expected
