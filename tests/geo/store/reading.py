"""Reads line reports into the store named on the command line; `test_kill` kills it."""

import sys
from pathlib import Path

from geo.store.geopackage import GeoPackageStore
from tests.geo.parts import read_lines

if __name__ == "__main__":
    print("begins", flush=True)  # noqa: T201 - the test waits for it
    with GeoPackageStore(Path(sys.argv[1])) as store:
        read_lines(store, range(int(sys.argv[2])))
