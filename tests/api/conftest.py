"""What the tests of `api` may use: a small store, and the service over it."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.workspace import Workspace
from geo.errors import UnknownRegion
from geo.model import Place
from geo.pipeline import read_report
from geo.store.geopackage import GeoPackageStore
from tests.geo.parts import (
    BRUSSELS,
    DONETSK_REGION,
    EAST,
    FIJI,
    LineExtractor,
    ThreeRowGazetteer,
    event_at,
    line_report,
    strike,
)

TOWN = replace(BRUSSELS, id="town", name="A town", country="UA", region_ids=("UA-14", "UA"))

REPORTS = 8
EVENTS = 3 * REPORTS + 1


class RegionNames:
    """What asking and maps need of a gazetteer, for three places."""

    regions = (BRUSSELS, DONETSK_REGION, FIJI)

    def find_region(self, word: str) -> Place:
        """Return the place of this name or id."""
        for place in self.regions:
            if word.casefold() in {
                place.id.casefold(),
                place.name.casefold(),
                place.country.casefold(),
            }:
                return place
        raise UnknownRegion(word, ["Donetsk Oblast"])

    def region_names(self, ids: Collection[str]) -> dict[str, str]:
        """Return the names of those it knows."""
        return {place.id: place.name for place in self.regions if place.id in ids}

    def close(self) -> None:
        """Do nothing: there is no file."""


class SmallWorkspace(Workspace):
    """A workspace whose gazetteer knows three places."""

    @cached_property
    def gazetteer(self) -> RegionNames:  # type: ignore[override] # the part of it that is used
        """The three places."""
        return RegionNames()


def fill(path: Path, reports: int = REPORTS) -> None:
    """Make a store of some reports of three events each, and one event with everything on it."""
    places = ThreeRowGazetteer()
    with GeoPackageStore(path) as store:
        for number in range(reports):
            read_report(
                line_report(number), extractor=LineExtractor(), geocoder=places, store=store
            )
        event = strike()
        store.add(event.report, [event])


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that no test changes."""
    path = tmp_path_factory.mktemp("served") / "dateline.gpkg"
    fill(path)
    return path


@pytest.fixture(scope="session")
def vague(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of events here and there, one of them half in Donetsk Oblast."""
    path = tmp_path_factory.mktemp("vague") / "dateline.gpkg"
    with GeoPackageStore(path) as store:
        for place in (DONETSK_REGION, TOWN, EAST, FIJI, None):
            event = event_at(place)
            store.add(event.report, [event])
    return path


@pytest.fixture(scope="session")
def client(filled: Path) -> Iterator[TestClient]:
    """Return a client of the service over the store that no test changes."""
    with serving(filled) as client:
        yield client


def serving(path: Path, **settings: object) -> TestClient:
    """Return a client of a service over a store; use it as a context."""
    app = create_app(Settings(store=path, **settings), open_workspace=SmallWorkspace)
    return TestClient(app, raise_server_exceptions=False)
