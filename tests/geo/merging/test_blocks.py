import pytest
from hypothesis import given, settings

from geo.frame import to_row
from geo.merging.blocks import Blocks, blocks_of
from geo.merging.profile import telling_of
from geo.merging.sketch import sketch
from geo.model import Event, Period, Place, PlaceKind
from tests.geo.merging.tellings import (
    SUMY,
    SUMY_REGION,
    TEXT,
    TROSTIANETS,
    telling,
    telling_events,
)
from tests.geo.parts import READ_AT


def meet(one: Blocks, other: Blocks) -> bool:
    """Return whether one of them finds the other."""
    return bool(one.sought & other.own or one.text & other.text)


@settings(deadline=None)
@given(telling_events, telling_events)
def test_who_finds_is_found(one: Event, other: Event) -> None:
    """So it does not matter which was read first."""
    here, there = (blocks_of(telling_of(to_row(event, updated=READ_AT))) for event in (one, other))

    assert meet(here, there) == meet(there, here)


def _near(lon: float, lat: float) -> Place:
    return Place("geonames:1", "There", PlaceKind.CITY, lon, lat, 1_000)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(_near(34.99, 50.99), _near(35.01, 51.01), id="across cells"),
        pytest.param(_near(179.99, 0), _near(-179.99, 0), id="across the antimeridian"),
        pytest.param(_near(10, 89.99), _near(11, 89.99), id="at the pole"),
        pytest.param(SUMY, SUMY_REGION, id="a town and its region"),
    ],
)
def test_places_that_may_be_one_share_a_block(one: Place, other: Place) -> None:
    """Whatever the edges of cells."""
    bare = {"actors": (), "quantities": ()}

    assert meet(blocks_of(telling(place=one, **bare)), blocks_of(telling(place=other, **bare)))


def test_two_far_towns_of_one_region_do_not_meet() -> None:
    """Each looks for what is said of the region as such."""
    far = _near(30, 40)
    bare = {"actors": (), "quantities": ()}

    assert not meet(blocks_of(telling(place=far, **bare)), blocks_of(telling(place=SUMY, **bare)))
    assert meet(
        blocks_of(telling(place=TROSTIANETS, **bare)),
        blocks_of(telling(place=SUMY_REGION, **bare)),
    )


def test_what_has_neither_day_nor_place_is_found_by_its_words_alone() -> None:
    """In the same text."""
    bare = {"place": None, "period": Period(), "published": None}
    one, other = (blocks_of(telling(sketch(TEXT), number=n, **bare)) for n in (1, 2))

    assert not one.own
    assert meet(one, other)
    assert not meet(one, blocks_of(telling(number=2, **bare)))
