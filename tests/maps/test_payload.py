"""What the page is given."""

from types import ModuleType

import pytest
import shapely
from shapely.geometry import mapping, shape

from geo.columns import COLUMNS
from maps.payload import display_shape, payload


def test_features_carry_the_whole_column_contract(synthetic: ModuleType) -> None:
    """A download made in the browser has the columns of every other export."""
    row = synthetic.make_row(1, "strike.missile", "One", ("2024-10-01", "2024-10-01"), "UA-14")

    data = payload([row], footprints={}, region_names={}, type_labels={})

    [feature] = data["events"]
    assert set(feature["properties"]) == set(COLUMNS)
    assert feature["geometry"] == {"type": "Point", "coordinates": [37.7, 48.1]}


def test_an_event_without_a_place_is_kept_and_counted(synthetic: ModuleType) -> None:
    """Its geometry is null."""
    row = synthetic.make_row(1, "meet.talks", "One", (None, None))

    data = payload([row], footprints={}, region_names={}, type_labels={})

    assert data["events"][0]["geometry"] is None
    assert data["meta"] == {"count": 1, "unlocated": 1}


def test_only_what_the_events_refer_to_goes_along(synthetic: ModuleType) -> None:
    """Names and shapes of other places would only make the page larger."""
    row = synthetic.make_row(1, "strike.missile", "One", (None, None), "UA-14")
    square = synthetic.FOOTPRINTS["UA-14"]

    data = payload(
        [row],
        footprints={"UA-14": square, "FR": square},
        region_names={"UA": "Ukraine", "FR": "France"},
        type_labels={"strike": "Strike", "strike.missile": "Missile strike", "meet": "Meeting"},
    )

    assert list(data["footprints"]) == ["UA-14"]
    assert data["regions"] == {"UA": "Ukraine"}
    assert data["types"] == {"strike": "Strike", "strike.missile": "Missile strike"}


@pytest.mark.parametrize("rows", [[], iter(())])
def test_no_events_are_a_payload_too(rows: list[object]) -> None:
    """The empty map has every member."""
    data = payload(rows, footprints={}, region_names={}, type_labels={})  # type: ignore[arg-type] # nothing is in them

    assert data == {
        "events": [],
        "footprints": {},
        "regions": {},
        "types": {},
        "meta": {"count": 0, "unlocated": 0},
    }


def test_a_region_is_drawn_with_no_more_detail_than_a_screen_shows() -> None:
    """A coast of thousands of points shrinks, its area stays, and specks off it go."""
    mainland = shapely.Point(30, 50).buffer(5, quad_segs=2000)
    speck = shapely.Point(40, 50).buffer(0.001)

    drawn = shape(display_shape(mapping(shapely.union(mainland, speck))))

    assert shapely.get_num_coordinates(drawn) < 200
    assert shapely.get_num_geometries(drawn) == 1
    assert drawn.area == pytest.approx(mainland.area, rel=0.01)


def test_a_region_smaller_than_the_grid_keeps_its_shape() -> None:
    """Rounding may not make a place vanish."""
    tiny = mapping(shapely.box(30, 50, 30.0001, 50.0001))

    assert shape(display_shape(tiny)).area > 0
