"""An optional fallback: ask an online geocoder for what the gazetteer does not know.

Off unless the caller builds one. A failure is raised as a failure and never taken for "no such
place"; what comes back is checked, for services answer with swapped or missing coordinates.
Requests are bounded (`geo.places.bounded_http`), paced, and answered once
(`geo.places.geocoder_cache`).
"""

import math
import time
import warnings
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import GeocoderError
from geo.model import Place, PlaceKind
from geo.places.footprint import distance_m
from geo.places.geocoder_cache import GeocoderCache, default_path

if TYPE_CHECKING:
    from collections.abc import Callable

SERVICES = ("nominatim", "photon", "pelias")
"""The services that `open_online` knows: those that may be run by oneself."""

TIMEOUT_S = 10.0
"""Longest time for one answer in all, seconds: turns are one apart, answers rarely take one."""

_LEAST_S = 0.5
_LONGEST = 200
"""Characters of a name that are sent."""

_DEFAULT_RADIUS_M = 10_000.0
"""Radius of an answer that gives no extent."""


class OnlineGeocoder:
    """Finds a place by name through a geopy geocoder.

    Args:
        name: What to call the service in reasons.
        geocoder: Any geopy geocoder.
        timeout_s: Longest time for one answer in all, seconds, waiting for a turn included.
        cache: Where answers are kept and turns are taken; None = neither.
    """

    def __init__(
        self,
        name: str,
        geocoder: Any,  # noqa: ANN401 - geopy has no types
        *,
        timeout_s: float = TIMEOUT_S,
        cache: GeocoderCache | None = None,
    ) -> None:
        self.name = name
        self._ask: Callable[..., Any] = geocoder.geocode
        self._timeout_s = timeout_s
        self._cache = cache

    def find(self, words: str) -> Place | None:
        """Return the best answer; None where the service knows no such place.

        Raises:
            GeocoderError: the service cannot be reached, refuses, is late or answers nonsense.
        """
        asked = " ".join(words.split())[:_LONGEST]
        if self._cache is None:
            return self._find(asked, self._timeout_s)
        is_kept, answer = self._cache.get(asked)
        if is_kept:
            return _from_json(answer) if answer else None
        start = time.monotonic()
        self._cache.wait_for_turn(self._timeout_s)
        left_s = self._timeout_s - (time.monotonic() - start)
        place = self._find(asked, max(_LEAST_S, left_s))
        self._cache.put(asked, _to_json(place) if place else None)
        return place

    def _find(self, words: str, timeout_s: float) -> Place | None:
        from geopy.exc import GeopyError

        try:
            with warnings.catch_warnings():
                # geopy warns of latitudes off the globe before it raises; the error is enough.
                warnings.simplefilter("ignore", UserWarning)
                answer = self._ask(words, exactly_one=True, timeout=timeout_s)
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


def _to_json(place: Place) -> dict[str, Any]:
    return {name: value for name, value in asdict(place).items() if value not in (None, ())}


def _from_json(said: dict[str, Any]) -> Place:
    return replace(Place(**said), kind=PlaceKind(said["kind"]))


def open_online(
    address: str, *, contact: str, timeout_s: float = TIMEOUT_S, cache: Path | None = None
) -> OnlineGeocoder:
    """Return an online geocoder.

    Args:
        address: One of `SERVICES`, a colon, and where it runs: "nominatim:https://geo.example".
            There is no default, so that nobody's public server is used unasked.
        contact: An e-mail address or page of the user, which is sent along: the services' terms
            demand to know who asks.
        timeout_s: Longest time for one answer in all, seconds.
        cache: Where answers are kept; None = a file in the user's cache folder.

    Raises:
        GeocoderError: the address is not understood, the contact is missing, or the cache cannot
            be opened.
    """
    from geopy.geocoders import Nominatim, Pelias, Photon

    from geo.places.bounded_http import BoundedAdapter

    classes = {"nominatim": Nominatim, "photon": Photon, "pelias": Pelias}
    service, _, place = address.partition(":")
    parts = urlsplit(place)
    if service not in classes or parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = (
            f"{address!r} is no online geocoder: write one of {', '.join(SERVICES)}, a colon and "
            "its address, as nominatim:https://geocoder.example"
        )
        raise GeocoderError(msg)
    if not contact.strip():
        msg = "an online geocoder must be told whom to contact; set DATELINE_CONTACT"
        raise GeocoderError(msg)
    geocoder = classes[service](
        domain=parts.netloc + parts.path.rstrip("/"),
        scheme=parts.scheme,
        user_agent=f"dateline/{version('dateline')} ({contact.strip()})",
        timeout=timeout_s,
        adapter_factory=BoundedAdapter,
        proxies={},
    )
    kept = GeocoderCache(cache or default_path(), f"{service}:{parts.netloc}")
    return OnlineGeocoder(service, geocoder, timeout_s=timeout_s, cache=kept)
