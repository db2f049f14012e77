"""Programs that people use get every event exactly once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyogrio
import pytest

from tests.api.conftest import EVENTS


@pytest.fixture(scope="module")
def address(filled: Path) -> Iterator[str]:
    """Return the address of a service in a process of its own."""
    words = [sys.executable, "-u", "-m", "api.cli", "serve", "--port", "0", "--store", str(filled)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split(" at ")[1].split()[0]
        process.terminate()


@pytest.mark.skipif("OAPIF" not in pyogrio.list_drivers(), reason="this GDAL has no OAPIF driver")
@pytest.mark.parametrize("size", [7, 1000])
def test_gdal_reads_every_event_once(address: str, size: int) -> None:
    """Through its driver for OGC API Features, whatever the page size."""
    events = pyogrio.read_dataframe(f"OAPIF:{address}", layer="events", PAGE_SIZE=str(size))

    assert len(events) == events["id"].nunique() == EVENTS


@pytest.mark.skipif("OAPIF" not in pyogrio.list_drivers(), reason="this GDAL has no OAPIF driver")
def test_gdal_asks_for_a_box_on_the_server(address: str) -> None:
    """Only the events in Brussels come back."""
    events = pyogrio.read_dataframe(f"OAPIF:{address}", layer="events", bbox=(4, 50, 5, 51))

    assert set(events["place"]) == {"Brussels"}
    assert len(events) == 8
