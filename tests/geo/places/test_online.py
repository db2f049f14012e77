from pathlib import Path

import pytest
from geopy.exc import GeocoderTimedOut
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder as GeopyGeocoder

from geo.errors import GeocoderError
from geo.model import PlaceKind, Span, Toponym
from geo.places.gazetteer import Gazetteer
from geo.places.online import OnlineGeocoder, open_online
from geo.places.resolver import Resolver


class Canned:
    """A geopy adapter that answers from memory instead of the network."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def __call__(self, **_: object) -> "Canned":
        """Stand in for the class geopy makes adapters with."""
        return self

    def get_json(self, *_: object, **__: object) -> object:
        """Return or raise the answer."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def geocoder(answer: object) -> OnlineGeocoder:
    """Return a Nominatim client whose service answers so."""
    client = Nominatim(domain="geocoder.example", user_agent="dateline-tests")
    assert isinstance(client, GeopyGeocoder)
    client.adapter = Canned(answer)
    return OnlineGeocoder("nominatim", client)


def row(lat: str = "48.1", lon: str = "37.5", **more: object) -> list[dict[str, object]]:
    """Return one result in Nominatim's form."""
    return [{"lat": lat, "lon": lon, "display_name": "Somewhere", **more}]


def test_an_answer_becomes_a_place_with_a_radius() -> None:
    """Without an extent, ten kilometres."""
    place = geocoder(row()).find("Somewhere")

    assert place is not None
    assert (place.lon, place.lat, place.uncertainty_m) == (37.5, 48.1, 10_000)
    assert place.method == "online:nominatim"


def test_an_answer_with_a_wide_extent_is_no_settlement() -> None:
    """A box of degrees is an area."""
    place = geocoder(row(boundingbox=["47", "49", "36", "39"])).find("Somewhere")

    assert place is not None
    assert place.kind == PlaceKind.DIRECTIONAL
    assert place.uncertainty_m > 100_000


def test_no_answer_is_no_place() -> None:
    """The service knows no such place, and says so."""
    assert geocoder([]).find("Atlantis") is None


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(row(lat="137.5"), id="swapped"),
        pytest.param(row(lat="nan"), id="not a number"),
        pytest.param(row(lat="x"), id="no number"),
        pytest.param(GeocoderTimedOut("late"), id="too late"),
        pytest.param(OSError("refused"), id="unreachable"),
    ],
)
def test_a_failure_is_a_failure(answer: object) -> None:
    """It is raised and never taken for 'no such place'."""
    with pytest.raises(GeocoderError, match="nominatim"):
        geocoder(answer).find("Somewhere")


def test_the_resolver_asks_only_for_what_the_gazetteer_lacks(gazetteer: Gazetteer) -> None:
    """Known names stay offline; unknown ones say where their place came from."""
    resolver = Resolver(gazetteer, geocoder=geocoder(row()))

    known, unknown = resolver.locate(
        [Toponym(Span(0, 4), "Kyiv"), Toponym(Span(9, 19), "Xyzzyville")]
    )

    assert known.place is not None
    assert known.place.method == "gazetteer"
    assert unknown.place is not None
    assert "online" in unknown.why


@pytest.mark.parametrize(
    ("answer", "reason"), [([], "online"), (OSError("refused"), "failed")], ids=["none", "failure"]
)
def test_why_tells_a_failure_from_an_unknown_place(
    gazetteer: Gazetteer, answer: object, reason: str
) -> None:
    """The two are never confused."""
    resolver = Resolver(gazetteer, geocoder=geocoder(answer))

    location = resolver.locate([Toponym(Span(0, 10), "Xyzzyville")])[0]

    assert location.place is None
    assert reason in location.why


@pytest.mark.parametrize("service", ["nominatim", "photon", "pelias"])
def test_services_are_opened_by_name_at_a_named_host(service: str, tmp_path: Path) -> None:
    """Nobody's public server is used unasked."""
    address = f"{service}:https://geocoder.example"

    assert open_online(address, contact="a@b.example", cache=tmp_path / "c").name == service


@pytest.mark.parametrize(
    "address", ["atlas:https://geocoder.example", "nominatim", "nominatim:ftp://x", "photon:https:"]
)
def test_an_unknown_service_is_an_error(address: str, tmp_path: Path) -> None:
    """The message lists those that are known."""
    with pytest.raises(GeocoderError, match="photon"):
        open_online(address, contact="a@b.example", cache=tmp_path / "c")


def test_nobody_asks_without_saying_who(tmp_path: Path) -> None:
    """The services' terms demand a contact."""
    with pytest.raises(GeocoderError, match="DATELINE_CONTACT"):
        open_online("nominatim:https://geocoder.example", contact=" ", cache=tmp_path / "c")
