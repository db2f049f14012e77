"""An optional fallback: ask an online geocoder for what the gazetteer does not know.

Off unless the caller builds one. A failure is raised as a failure and never taken for "no such
place"; what comes back is checked, for services answer with swapped or missing coordinates.
"""

import math
import warnings
from typing import TYPE_CHECKING, Any

from geo.errors import GeocoderError
from geo.model import Place, PlaceKind
from geo.places.footprint import distance_m

if TYPE_CHECKING:
    from collections.abc import Callable

SERVICES = ("nominatim", "photon", "pelias")
"""The services that `open_online` knows: those that may be run by oneself."""

_DEFAULT_RADIUS_M = 10_000.0
"""Radius of an answer that gives no extent."""


class OnlineGeocoder:
    """Finds a place by name through a geopy geocoder.

    Args:
        name: What to call the service in reasons.
        geocoder: Any geopy geocoder.
        timeout_s: Longest wait for one answer, seconds.
    """

    def __init__(self, name: str, geocoder: Any, *, timeout_s: float = 5.0) -> None:  # noqa: ANN401 - geopy has no types
        self.name = name
        self._ask: Callable[..., Any] = geocoder.geocode
        self._timeout_s = timeout_s

    def find(self, words: str) -> Place | None:
        """Return the best answer; None where the service knows no such place.

        Raises:
            GeocoderError: the service cannot be reached, refuses, is late or answers nonsense.
        """
        from geopy.exc import GeopyError

        try:
            with warnings.catch_warnings():
                # geopy warns of latitudes off the globe before it raises; the error is enough.
                warnings.simplefilter("ignore", UserWarning)
                answer = self._ask(words, exactly_one=True, timeout=self._timeout_s)
        except (GeopyError, OSError, ValueError) as error:
            msg = f"{self.name} gave no answer for {words!r}: {error}"
            raise GeocoderError(msg) from error
        return None if answer is None else self._place(words, answer)

    def _place(self, words: str, answer: Any) -> Place:  # noqa: ANN401 - a geopy Location
        try:
            lat, lon = float(answer.latitude), float(answer.longitude)
        except (TypeError, ValueError) as error:
            msg = f"{self.name} answered {words!r} without coordinates"
            raise GeocoderError(msg) from error
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - the ends of the globe
            msg = f"{self.name} answered {words!r} with coordinates off the globe: {lat}, {lon}"
            raise GeocoderError(msg)
        raw = answer.raw if isinstance(answer.raw, dict) else {}
        radius_m = _radius_m(lon, lat, raw.get("boundingbox"))
        return Place(
            id=f"online:{self.name}:{lon:.5f},{lat:.5f}",
            name=str(answer.address or words)[:200],
            kind=PlaceKind.DIRECTIONAL if radius_m > _DEFAULT_RADIUS_M else PlaceKind.CITY,
            lon=lon,
            lat=lat,
            uncertainty_m=radius_m,
            method=f"online:{self.name}",
        )


def _radius_m(lon: float, lat: float, box: Any) -> float:  # noqa: ANN401 - whatever a service sent
    """Return the distance to the farthest corner of Nominatim's box (south, north, west, east)."""
    try:
        south, north, west, east = (float(value) for value in box)
    except (TypeError, ValueError):
        return _DEFAULT_RADIUS_M
    far = max(distance_m(lon, lat, x, y) for x in (west, east) for y in (south, north))
    return max(1000.0, far) if math.isfinite(far) else _DEFAULT_RADIUS_M


def open_online(
    service: str, *, domain: str, user_agent: str, timeout_s: float = 5.0
) -> OnlineGeocoder:
    """Return an online geocoder.

    Args:
        service: One of `SERVICES`.
        domain: Host of the service, without scheme; there is no default, so that nobody's
            public server is used unasked.
        user_agent: How to present oneself, as the services' terms demand.
        timeout_s: Longest wait for one answer, seconds.

    Raises:
        GeocoderError: the service is not one of `SERVICES`.
    """
    from geopy.geocoders import Nominatim, Pelias, Photon

    classes = {"nominatim": Nominatim, "photon": Photon, "pelias": Pelias}
    if service not in classes:
        msg = f"no online geocoder is known as {service!r}; known are {', '.join(SERVICES)}"
        raise GeocoderError(msg)
    geocoder = classes[service](domain=domain, user_agent=user_agent, timeout=timeout_s)
    return OnlineGeocoder(service, geocoder, timeout_s=timeout_s)
