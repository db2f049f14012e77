"""Shares of places that regions cover: shapes whose ratios of areas are known."""

from dataclasses import replace
from typing import Any

import pytest
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.columns import EventRow
from geo.frame import to_row
from geo.model import Place, PlaceKind
from geo.places import coverage as module
from geo.places.coverage import Coverage
from geo.places.gazetteer import Gazetteer
from geo.places.regions import share_within
from tests.geo.parts import DONETSK_REGION, EAST, READ_AT, event_at

LEFT = Place("left", "Left", PlaceKind.REGION, 1, 1, 1e5, footprint=box(0, 0, 2, 2))
RIGHT = replace(LEFT, id="right", footprint=box(2, 0, 4, 2))
BOTH = replace(LEFT, id="both", footprint=box(1, 0, 3, 2))


def row_at(place: Place) -> EventRow:
    """Return the row of an event at a place."""
    return to_row(event_at(place), updated=READ_AT)


def vague(footprint: BaseGeometry | None, **changes: Any) -> Place:  # noqa: ANN401 - fields of a place
    """Return a place that is made of another, which is found by the region `left`."""
    part = replace(EAST, id="x/part", footprint=footprint, region_ids=("left",))
    return replace(part, **changes)


def share(place: Place, *regions: Place) -> float | None:
    """Return which share of a place regions cover; None where that is left to `region_ids`."""
    coverage = Coverage()
    polygons = {place.id: place.footprint} if place.footprint else {}
    coverage.learn({place.id: row_at(place)}, polygons)
    return coverage.shares(regions).get(place.id)


@pytest.mark.parametrize(
    ("footprint", "expected"),
    [
        pytest.param(box(0.5, 0.5, 1.5, 1.5), 1.0, id="inside"),
        pytest.param(box(0, 0, 2, 2), 1.0, id="the same"),
        pytest.param(box(1, 0, 3, 2), 0.5, id="half"),
        pytest.param(box(1.5, 0, 3.5, 2), 0.25, id="a quarter"),
        pytest.param(box(0, 0, 2.019, 2), 1.0, id="all but less than a hundredth"),
        pytest.param(box(1.99, 0, 4, 2), 0.0, id="less than a hundredth"),
        pytest.param(box(2, 0, 4, 2), 0.0, id="the border alone"),
        pytest.param(box(5, 5, 6, 6), 0.0, id="outside"),
    ],
)
def test_a_share_is_of_the_area_of_the_footprint(footprint: BaseGeometry, expected: float) -> None:
    """Also where the place is found by the region for what it is made of."""
    assert share(vague(footprint), LEFT) == expected


def test_the_area_is_that_on_the_sphere() -> None:
    """North of the equator the southern half of a box is the larger one."""
    north = vague(box(0, 0, 2, 60))
    south = replace(LEFT, footprint=box(0, 0, 2, 30))

    assert share(north, south) == pytest.approx(0.5 / 0.866, abs=1e-3)


@pytest.mark.parametrize(
    ("regions", "expected"),
    [
        pytest.param((LEFT, RIGHT), 1.0, id="side by side"),
        pytest.param((LEFT, BOTH), 0.75, id="what they share counts once"),
        pytest.param((LEFT, LEFT), 0.5, id="the same twice"),
    ],
)
def test_several_regions_count_as_one(regions: tuple[Place, ...], expected: float) -> None:
    """A union, neither the best of them nor a sum."""
    assert share(vague(box(0, 0, 4, 2)), *regions) == expected


def test_what_a_whole_place_belongs_to_is_left_to_its_ids() -> None:
    """Borders of divisions and of countries are drawn apart; a division lies in its country."""
    whole = vague(box(1.5, 0, 3.5, 2), id="x")

    assert share(whole, LEFT) is None
    assert share(replace(whole, region_ids=("y",)), LEFT) == 0.25


def test_what_neither_belongs_nor_touches_is_left_out() -> None:
    """Most places of the world, for any one region."""
    assert share(vague(box(5, 5, 6, 6), region_ids=()), LEFT) is None


def test_a_place_without_a_polygon_is_a_disc() -> None:
    """Half of it lies west of its middle."""
    disc = vague(None, lon=2.0, lat=1.0, uncertainty_m=50_000)

    assert share(disc, LEFT) == pytest.approx(0.5, abs=0.01)
    assert share(disc, LEFT, RIGHT) == 1.0


def test_a_region_without_a_polygon_is_a_disc() -> None:
    """As second-level units are."""
    disc = replace(LEFT, footprint=None, lon=2.0, lat=1.0, uncertainty_m=50_000)

    assert share(vague(box(1.9, 0.9, 2.1, 1.1)), disc) == 1.0


def test_a_disc_across_the_antimeridian_is_whole() -> None:
    """Both its halves count."""
    disc = vague(None, lon=180.0, lat=0.0, uncertainty_m=50_000)
    west, east = (replace(LEFT, footprint=box(x, -5, x + 2, 5)) for x in (178, -180))

    assert share(disc, west) == pytest.approx(0.5, abs=0.01)
    assert share(disc, replace(west, id="a"), replace(east, id="b")) == 1.0


def test_a_polygon_that_crosses_itself_has_a_share() -> None:
    """One drawn by hand in a GIS program: two triangles, one of them in the region."""
    bow = Polygon([(1, 0), (3, 2), (3, 0), (1, 2)])

    assert share(vague(bow), LEFT) == 0.5
    assert share(vague(box(0, 0, 2, 2)), replace(LEFT, footprint=bow)) == pytest.approx(0.25, 0.01)


@pytest.mark.parametrize(
    "change",
    [
        {"lon": None, "lat": None},
        {"uncertainty_m": None},
        {"uncertainty_m": 0.0},
        {"lon": float("inf")},
        {"lat": 91.0},
        {"lat": float("nan")},
    ],
)
@pytest.mark.parametrize("polygon", [None, box(0, 0, 0, 2), box(0, 0, float("inf"), 2)])
def test_a_place_without_an_extent_is_left_to_its_ids(
    change: dict[str, Any], polygon: BaseGeometry | None
) -> None:
    """Whatever a hand has put into the store."""
    row: Any = {**row_at(vague(None)), **change}
    coverage = Coverage()

    coverage.learn({"x/part": row}, {"x/part": polygon} if polygon else {})

    assert coverage.shares([LEFT]) == {}
    assert "x/part" in coverage.known


def test_a_boundless_radius_is_the_whole_globe() -> None:
    """No disc is larger."""
    assert share(vague(None, lon=1.0, lat=1.0, uncertainty_m=1e300), LEFT) is not None


def test_what_is_learned_later_has_its_share() -> None:
    """And what was known keeps its own."""
    coverage = Coverage()
    places = [vague(box(1, 0, 3, 2)), vague(box(0, 0, 1, 1), id="y/part")]
    found = []
    for place in places:
        coverage.learn({place.id: row_at(place)}, {place.id: place.footprint or LEFT.footprint})
        found.append(coverage.shares([LEFT]))

    assert found == [{"x/part": 0.5}, {"x/part": 0.5, "y/part": 1.0}]
    coverage.learn({"x/part": row_at(vague(None))}, {})
    assert coverage.shares([LEFT]) is coverage.shares([LEFT]) == found[-1]


def test_only_so_many_sets_of_regions_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were asked for last."""
    monkeypatch.setattr(module, "_MOST_KEPT", 1)
    coverage = Coverage()
    coverage.learn({"x/part": row_at(vague(None))}, {"x/part": box(1, 0, 3, 2)})
    first = coverage.shares([LEFT])

    coverage.shares([RIGHT])

    assert coverage.shares([LEFT]) == first
    assert coverage.shares([LEFT]) is not first


def test_shares_of_the_gazetteer_are_those_of_a_place(gazetteer: Gazetteer) -> None:
    """Eastern Ukraine: all in Ukraine, an eighth in Donetsk Oblast, twice that in both oblasts."""
    east, belt = gazetteer.place("UA/east"), gazetteer.place("UA/border:BY")
    regions = {key: gazetteer.place(key) for key in ("UA", "BY", "UA-14", "UA-09", "PL")}

    assert share(east, regions["UA"]) == 1.0
    assert share(east, regions["UA-14"]) == pytest.approx(0.13, abs=0.01)
    assert share(east, regions["UA-14"], regions["UA-09"]) == pytest.approx(0.26, abs=0.02)
    assert share(east, regions["PL"]) is None
    assert share(belt, regions["UA"]) == pytest.approx(0.5, abs=0.05)
    assert (share(belt, regions["UA"], regions["BY"]) or 0) > 0.9


def test_a_share_is_rounded_to_three_decimals() -> None:
    """A third is no exacter than its borders."""
    assert share_within(box(0, 0, 3, 1), box(0, 0, 1, 1)) == 0.333
    assert DONETSK_REGION.footprint
    assert EAST.footprint
    assert share_within(EAST.footprint, DONETSK_REGION.footprint) == 0.5
