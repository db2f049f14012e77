"""What the tests of the store may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.store.geopackage import GeoPackageStore
from tests.geo.parts import read_lines, strike


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a store with ten events: three reports of lines, and the strike."""
    path = tmp_path / "events.gpkg"
    with GeoPackageStore(path) as store:
        read_lines(store, range(3))
        store.add(strike().report, [strike()])
    return path


@pytest.fixture
def store(path: Path) -> Iterator[GeoPackageStore]:
    """Give that store, open."""
    with GeoPackageStore(path, timeout_s=0.05) as store:
        yield store
