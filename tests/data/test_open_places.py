"""The tables made from open packages, and the script that makes them."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from geo.places import curated
from geo.resources import data_dir


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return `data/places/build_open_places.py` as a module."""
    path = Path(data_dir("places")) / "build_open_places.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def test_airports_have_the_names_that_reports_use(script: ModuleType) -> None:
    """Short and long forms alike."""
    assert set(script.airport_names("Bradley International Airport")) == {
        "Bradley Airport",
        "Bradley International",
    }
    assert "Tinker AFB" in script.airport_names("Tinker Air Force Base")
    assert "NAS Pensacola" in script.airport_names("Pensacola Naval Air Station/Forrest Field")
    assert list(script.airport_names("Pulkovo Airport")) == []


def test_private_strips_are_left_out(script: ModuleType) -> None:
    """What has neither an IATA code nor a military name is no news."""
    common = {"icao": "XX", "lon": "1", "lat": "2", "country": "US"}
    rows = [
        {**common, "iata": "", "name": "Rambo Airfield"},
        {**common, "iata": "BDL", "name": "Bradley International Airport"},
        {**common, "iata": "", "name": "Engels Airbase"},
    ]

    assert [row[1] for row in script.airport_rows(rows)] == [
        "Bradley International Airport",
        "Engels Airbase",
    ]


def test_a_town_is_where_most_of_its_zip_codes_are(script: ModuleType) -> None:
    """And is left out where GeoNames has it under any way to write it."""
    point = {"longitude": -93.6, "latitude": 37.0}
    rows = [
        {"city": "Logan", "state": "MO", **point},
        {"city": "Logan", "state": "MO", "longitude": -93.8, "latitude": 37.2},
        {"city": "St. Paul", "state": "MN", **point},
        {"city": "Apo", "state": "AE", **point},
    ]

    (town,) = script.town_rows(rows, {("MN", script.key_of("Saint Paul"))})

    assert town[:6] == ("us-town-mo-logan", "Logan", -93.7, 37.1, "US", "US-MO")


def test_the_bundled_tables_are_whole() -> None:
    """Every row is on Earth and has an id of its own."""
    for table in (curated.airports, curated.us_towns):
        rows = list(table())
        assert len(rows) > 5000
        assert len({row.id for row in rows}) == len(rows)
        assert all(abs(row.lat) <= 90 and abs(row.lon) <= 180 and row.name for row in rows)


def test_landscapes_have_ids_of_their_own() -> None:
    """No river or island takes the id of another region."""
    ids = [region.id for region in (*curated.regions(), *curated.landscapes())]

    assert len(set(ids)) == len(ids)
