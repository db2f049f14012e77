import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.places import footprint

LON = st.floats(-180, 180)
LAT = st.floats(-85, 85)


@given(LON, LAT, st.floats(0, 360), st.floats(1_000, 5_000_000))
def test_a_destination_is_as_far_as_was_said(
    lon: float, lat: float, bearing: float, along_m: float
) -> None:
    """Going a distance and measuring it agree."""
    found = footprint.destination(lon, lat, bearing, along_m)

    assert footprint.distance_m(lon, lat, *found) == pytest.approx(along_m, rel=1e-6, abs=0.5)


@given(LON, LAT, st.floats(1_000, 400_000))
def test_a_circle_has_the_area_of_its_radius(lon: float, lat: float, radius_m: float) -> None:
    """The disc's equal-area radius is its radius, across the antimeridian too."""
    disc = footprint.circle(lon, lat / 1.2, radius_m, corners=96)

    assert footprint.radius_of_area_m(disc) == pytest.approx(radius_m, rel=0.01)


@pytest.mark.parametrize("direction", footprint.DIRECTIONS)
def test_a_part_of_an_area_holds_a_third_of_it(direction: str) -> None:
    """Every direction takes the same share."""
    area = shapely.box(30, 45, 36, 50)

    part = footprint.part_of(area, direction)

    share = footprint.area_m2(part) / footprint.area_m2(area)
    assert share == pytest.approx(1 / 3, abs=0.01)
    assert area.buffer(1e-6).contains(part)


def test_a_part_of_a_vast_land_holds_half_of_it() -> None:
    """Usage cuts Russia in two, not three."""
    area = shapely.box(30, 50, 130, 65)

    share = footprint.area_m2(footprint.part_of(area, "east")) / footprint.area_m2(area)

    assert share == pytest.approx(0.5, abs=0.01)


def test_islands_far_off_have_no_say_in_what_the_north_is() -> None:
    """Overseas territory does not move the south of a country to another ocean."""
    area = shapely.union_all([shapely.box(0, 43, 7, 50), shapely.box(-54, 2, -52, 5)])

    assert footprint.part_of(area, "south").bounds[1] == pytest.approx(43, abs=0.1)


def test_a_land_across_the_antimeridian_is_cut_as_one() -> None:
    """The east of a land that crosses 180 degrees lies on the far side of it."""
    area = shapely.union_all([shapely.box(170, 60, 180, 65), shapely.box(-180, 60, -170, 65)])

    part = footprint.part_of(area, "east")

    assert part.contains(shapely.Point(-172, 62))
    assert not part.intersects(shapely.Point(172, 62))


def test_the_anchor_of_a_horseshoe_lies_inside_it() -> None:
    """A centroid outside its area is replaced by a point within."""
    area = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 10, 8))

    assert area.intersects(shapely.Point(footprint.inner_point(area)))


def test_an_offset_lies_in_its_direction_and_contains_its_point() -> None:
    """20 km south is south, 20 km away, and drawn as an area."""
    lon, lat, radius_m, area = footprint.away_from(37.5, 48.0, 2_000, "south", 20_000)

    assert lat < 48.0
    assert footprint.distance_m(37.5, 48.0, lon, lat) == pytest.approx(20_000, rel=0.01)
    assert area.contains(shapely.Point(lon, lat))
    assert radius_m > 5_000


def test_a_direction_without_a_distance_reaches_beyond_the_place() -> None:
    """North of a city covers the land beyond its edge, and not the city's south."""
    _, _, _, area = footprint.away_from(36.25, 49.98, 12_000, "north", None)

    assert area.contains(shapely.Point(36.25, 50.2))
    assert not area.contains(shapely.Point(36.25, 49.9))


@given(st.integers(0, 40_000_000))
def test_a_city_s_radius_grows_with_its_people(people: int) -> None:
    """The formula of the documentation holds, never below a kilometre."""
    expected = max(1_000.0, math.sqrt(people / (math.pi * 3_000)) * 1_000)

    assert footprint.radius_of_city_m(people) == pytest.approx(expected)


def test_surroundings_contain_the_area_and_a_belt() -> None:
    """What lies just outside a border is near it."""
    area = shapely.box(23, 51, 32, 56)

    grown = footprint.around(area, 20_000)

    assert grown.contains(area)
    assert grown.contains(shapely.Point(22.8, 53))
    assert not grown.contains(shapely.Point(22.4, 53))
