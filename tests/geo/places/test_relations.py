"""Borders, corridors and coasts: what must lie inside, and what outside."""

import pytest
import shapely

from geo.errors import UnknownPlace
from geo.model import PlaceKind, Precision
from geo.places.gazetteer import Gazetteer
from geo.places.regions import shares


def holds(gazetteer: Gazetteer, place_id: str, lon: float, lat: float) -> bool:
    """Return whether the footprint of a place holds a point."""
    footprint = gazetteer.place(place_id).footprint
    return footprint is not None and bool(footprint.intersects(shapely.Point(lon, lat)))


def town(gazetteer: Gazetteer, name: str) -> str:
    """Return the id of the likeliest place of a name."""
    return gazetteer.lookup(name)[0].id


@pytest.mark.parametrize(
    ("place_id", "inside", "outside"),
    [
        ("UA/border:BY", (29.9, 51.45), (30.5, 50.45)),
        ("UA/border", (22.3, 48.6), (30.5, 50.45)),
        ("US/border:MX", (-106.5, 31.7), (-99.1, 19.4)),
        ("KP/border:KR", (126.68, 37.95), (125.75, 39.02)),
        ("RU-BEL/border:UA-63", (36.6, 50.35), (36.23, 49.7)),
        ("IR/border:IQ", (45.9, 33.6), (51.4, 35.7)),
        ("UA-43/coast", (33.3, 44.4), (34.1, 44.95)),
        ("YE/coast", (42.6, 14.5), (44.2, 15.35)),
    ],
)
def test_a_relation_holds_what_it_should(
    gazetteer: Gazetteer,
    place_id: str,
    inside: tuple[float, float],
    outside: tuple[float, float],
) -> None:
    """A belt, a corridor, a stretch of sea: never the middle of a country, never a pin."""
    place = gazetteer.place(place_id)

    assert holds(gazetteer, place_id, *inside)
    assert not holds(gazetteer, place_id, *outside)
    assert holds(gazetteer, place_id, place.lon, place.lat)
    assert place.kind is PlaceKind.DIRECTIONAL
    assert place.precision not in {Precision.SITE, Precision.SETTLEMENT}
    assert place.id == place_id


def test_between_two_neighbours_is_their_border(gazetteer: Gazetteer) -> None:
    """A corridor has no width where lands touch."""
    assert gazetteer.place("IR/between:IQ").id == "IR/border:IQ"


def test_between_two_towns_is_a_corridor(gazetteer: Gazetteer) -> None:
    """Its radius reaches both ends; it belongs to the regions of both."""
    one, other = town(gazetteer, "Toretsk"), town(gazetteer, "Pokrovsk")
    place = gazetteer.place(f"{one}/between:{other}")

    assert holds(gazetteer, place.id, 37.51, 48.34)
    assert not holds(gazetteer, place.id, 37.99, 48.6)
    assert 18_000 < place.uncertainty_m < 60_000
    assert {"UA", "UA-14", "donbas"} <= set(place.region_ids)
    assert (place.country, place.admin1) == ("UA", "UA-14")


def test_a_border_between_two_states_belongs_to_both(gazetteer: Gazetteer) -> None:
    """It lies in neither alone."""
    place = gazetteer.place("UA/border:BY")

    assert {"UA", "BY"} <= set(place.region_ids)
    assert place.country == ""
    assert gazetteer.place("UA/border").country == "UA"


@pytest.mark.parametrize("place_id", ["UA/border:FR", "MN/coast", "UA/border:nowhere", "x/coast"])
def test_what_does_not_exist_is_unknown(gazetteer: Gazetteer, place_id: str) -> None:
    """No common border, no sea, no such place."""
    with pytest.raises(UnknownPlace):
        gazetteer.place(place_id)


def test_a_corridor_crosses_the_antimeridian(gazetteer: Gazetteer) -> None:
    """The short way round."""
    one, other = town(gazetteer, "Suva"), town(gazetteer, "Apia")
    place = gazetteer.place(f"{one}/between:{other}")

    assert place.uncertainty_m < 900_000
    assert -180 <= place.lon <= 180
    assert place.footprint is not None
    assert place.footprint.bounds[0] >= -180


def test_shares_say_how_much_of_a_vague_place_a_region_covers(gazetteer: Gazetteer) -> None:
    """All of eastern Ukraine is in Ukraine, a part of it in Donetsk Oblast."""
    found = shares(gazetteer, gazetteer.place("UA/east"))

    assert found["UA"] > 0.99
    assert 0.05 < found["UA-14"] < 0.3
    assert "PL" not in found
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_a_spot_lies_wholly_in_its_country(gazetteer: Gazetteer) -> None:
    """Its disc is what is measured."""
    assert shares(gazetteer, gazetteer.place(town(gazetteer, "Poltava")))["UA"] > 0.99
