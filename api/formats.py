"""Which media type an answer has: `f=` decides, else the Accept header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from api.errors import NotAcceptable
from geo.errors import UnknownFormat

_WEIGHT = re.compile(r"q=(0(\.[0-9]{0,3})?|1(\.0{0,3})?)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer.

    Attributes:
        name: What `f=` calls it.
        media_type: What the Accept and Content-Type headers call it.
    """

    name: str
    media_type: str


JSON = Format("json", "application/json")
GEOJSON = Format("json", "application/geo+json")
HTML = Format("html", "text/html")
OPENAPI = Format("json", "application/vnd.oai.openapi+json;version=3.0")

_ALSO = {"application/geo+json": "application/json"}
"""Media types that a client may name instead of the one we write."""


def negotiate(request: Request, offered: Sequence[Format], wanted: str = "") -> Format:
    """Return the format of an answer.

    Args:
        request: Its Accept header counts where `wanted` is empty.
        offered: What can be written, the one preferred by us first.
        wanted: The value of `f=`, empty where it is not given.

    Raises:
        UnknownFormat: `wanted` is not offered.
        NotAcceptable: the Accept header names nothing that is offered.
    """
    if wanted:
        found = next((one for one in offered if one.name == wanted.casefold()), None)
        if found is None:
            raise UnknownFormat(wanted, {one.name for one in offered})
        return found
    accepted = ",".join(request.headers.getlist("accept"))
    weights = {one: _weight(one, accepted) for one in offered}
    best = max(offered, key=lambda one: weights[one])  # the first of equals
    if not weights[best]:
        raise NotAcceptable(accepted, tuple(dict.fromkeys(one.media_type for one in offered)))
    return best


def _weight(offered: Format, accepted: str) -> float:
    """Return how much a client wants a format: the weight of the narrowest range that fits."""
    if not accepted.strip():
        return 1.0
    names = {offered.media_type.partition(";")[0], _ALSO.get(offered.media_type, "")} - {""}
    fits: list[tuple[int, float]] = []
    for entry in accepted.split(","):
        media_range, *parameters = (part.strip().lower() for part in entry.split(";"))
        fits += [
            (_narrowness(media_range), _quality(parameters))
            for name in names
            if _covers(media_range, name)
        ]
    return max(fits, default=(0, 0.0))[1]


def _covers(media_range: str, name: str) -> bool:
    return media_range in {"*/*", name, f"{name.partition('/')[0]}/*"}


def _narrowness(media_range: str) -> int:
    return 0 if media_range == "*/*" else 1 if media_range.endswith("/*") else 2


def _quality(parameters: Sequence[str]) -> float:
    """Return the `q` of a media range: 1 where unsaid, 0 where it is no number."""
    value = next((text for text in parameters if text.startswith("q=")), "q=1")
    return float(value[2:]) if _WEIGHT.match(value) else 0.0
