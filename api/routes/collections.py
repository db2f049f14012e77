"""The collections and what is said of each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.dependencies import Here
from api.errors import UnknownCollection
from api.formats import GEOJSON, HTML, JSON, Format, negotiate
from api.openapi import described
from api.parameters import FORMAT, one, read_parameters
from api.responses import CRS84, GREGORIAN, base_of, document_answer, link
from api.schemas import Collection, Collections
from api.workspace import Workspace
from geo.query import Query

router = APIRouter()

_EVENTS = (
    "What reports say happened, each where and when. The point of an event in a region is for "
    "display only: see its precision and uncertainty_m."
)
_REGIONS = "The polygons of the regions that events are placed in, with the number of events."
_PLACES = (
    "The gazetteer: what a name may mean (`q`), with score, reasons and footprint. Places that "
    "the user added answer to names and ids."
)

COLLECTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "events": ("Events", _EVENTS),
        "regions": ("Regions", _REGIONS),
        "places": ("Places", _PLACES),
    }
)
"""Title and description of each collection by its id."""


_WORLD = {"spatial": {"bbox": [[-180.0, -90.0, 180.0, 90.0]], "crs": CRS84}}


@router.get(
    "/collections",
    **described(
        "The collections",
        {JSON.media_type: Collections, HTML.media_type: None},
        parameters=[FORMAT],
    ),
)
async def collections(request: Request, here: Here) -> Response:
    """List the collections."""
    base = base_of(request, here.settings.base_url)
    body = {
        "links": [link("self", f"{base}/collections", JSON.media_type, "This document")],
        "collections": [describe(collection_id, base, here) for collection_id in COLLECTIONS],
    }
    return document_answer("Collections", body, _form(request), home=base)


@router.get(
    "/collections/{collection_id}",
    **described(
        "One collection",
        {JSON.media_type: Collection, HTML.media_type: None},
        parameters=[FORMAT],
        can_miss=True,
    ),
)
async def collection(request: Request, here: Here, collection_id: str) -> Response:
    """Say what a collection holds."""
    if collection_id not in COLLECTIONS:
        raise UnknownCollection(collection_id, tuple(COLLECTIONS))
    base = base_of(request, here.settings.base_url)
    body = describe(collection_id, base, here)
    return document_answer(COLLECTIONS[collection_id][0], body, _form(request), home=base)


@router.get("/collections/{collection_id}/items", include_in_schema=False)
@router.get("/collections/{collection_id}/items/{item_id}", include_in_schema=False)
async def unknown_items(collection_id: str) -> Response:
    """Refuse the items of a collection that does not exist."""
    raise UnknownCollection(collection_id, tuple(COLLECTIONS))


def describe(collection_id: str, base: str, here: Workspace) -> dict[str, Any]:
    """Return what is said of a collection.

    Args:
        collection_id: One of `COLLECTIONS`.
        base: Address of the service.
        here: For the extent of the events.
    """
    title, description = COLLECTIONS[collection_id]
    address = f"{base}/collections/{collection_id}"
    return {
        "id": collection_id,
        "title": title,
        "description": description,
        "itemType": "feature",
        "extent": _extent(here) if collection_id != "places" else _WORLD,
        "crs": [CRS84],
        "links": [
            link("self", address, JSON.media_type, title),
            link("items", f"{address}/items", GEOJSON.media_type, f"{title} as GeoJSON"),
            link("items", f"{address}/items?f=html", HTML.media_type, f"{title} as a page"),
        ],
    }


def _extent(here: Workspace) -> dict[str, Any]:
    """Return where and when the events are; a part that is not known is left out."""
    box, days = here.fresh_model().extent(Query())
    ends = [day.isoformat() if day else None for day in days]
    extent: dict[str, Any] = {}
    if box:
        extent["spatial"] = {"bbox": [box], "crs": CRS84}
    if any(ends):
        extent["temporal"] = {"interval": [ends], "trs": GREGORIAN}
    return extent


def _form(request: Request) -> Format:
    return negotiate(request, (JSON, HTML), one(read_parameters(request, [FORMAT]), FORMAT))
