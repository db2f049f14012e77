"""The polygons of the regions that events are placed in, with how many events each has."""

from dataclasses import replace
from typing import Any

import orjson
import shapely
import shapely.geometry
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.dependencies import Here, asked
from api.errors import UnknownItem
from api.formats import GEOJSON, HTML, negotiate
from api.openapi import described
from api.parameters import (
    BBOX,
    FILTERS,
    FORMAT,
    PAGING,
    Values,
    one,
    read_paging,
    read_parameters,
    words_of,
)
from api.responses import (
    base_of,
    collection_answer,
    data_headers,
    document_answer,
    is_fresh,
    item_links,
    not_modified,
    page_links,
)
from api.schemas import Feature, FeatureCollection
from api.workspace import Workspace
from geo.query import parse_bbox

router = APIRouter()

COLLECTION = "regions"
PATH = f"/collections/{COLLECTION}/items"

_PARAMETERS = (*FILTERS, *PAGING, FORMAT)
_CONTENT = {GEOJSON.media_type: FeatureCollection, HTML.media_type: None}
JsonObject = dict[str, Any]


@router.get(
    PATH,
    **described(
        "Regions that events matching the filter are placed in; bbox is of the polygons",
        _CONTENT,
        parameters=_PARAMETERS,
    ),
)
async def items(request: Request, here: Here) -> Response:
    """Answer with a page of region polygons, by id."""
    values = read_parameters(request, _PARAMETERS)
    form = negotiate(request, (GEOJSON, HTML), one(values, FORMAT))
    paging = read_paging(values, here.settings)
    base = base_of(request, here.settings.base_url)
    here.fresh_model()
    headers = data_headers(request, here.state, base, form.name)
    found = await _features(here, values)
    if is_fresh(request, headers["ETag"]):
        return not_modified(headers)
    links = page_links(f"{base}{PATH}", values, paging, len(found))
    shown = found[paging.offset : paging.offset + paging.limit]
    if form is HTML:
        properties = [{"id": one["id"], **one["properties"]} for one in shown]
        body = {"numberMatched": len(found), "links": links, "features": properties}
        return document_answer("Regions", body, form, home=base, headers=headers)
    features = [orjson.dumps(feature) for feature in shown]
    return collection_answer(features, matched=len(found), links=links, headers=headers)


@router.get(
    PATH + "/{item_id}",
    **described(
        "One region",
        {GEOJSON.media_type: Feature, HTML.media_type: None},
        parameters=[FORMAT],
        can_miss=True,
    ),
)
async def item(request: Request, here: Here, item_id: str) -> Response:
    """Answer with the polygon of one region."""
    values = read_parameters(request, [FORMAT])
    form = negotiate(request, (GEOJSON, HTML), one(values, FORMAT))
    base = base_of(request, here.settings.base_url)
    here.fresh_model()
    headers = data_headers(request, here.state, base, form.name)
    found = next((one for one in await _features(here, {}) if one["id"] == item_id), None)
    if found is None:
        raise UnknownItem(COLLECTION, item_id)
    if is_fresh(request, headers["ETag"]):
        return not_modified(headers)
    body = {**found, "links": item_links(base, COLLECTION, item_id)}
    return document_answer(found["properties"]["name"], body, form, home=base, headers=headers)


async def _features(here: Workspace, values: Values) -> list[JsonObject]:
    """Return the regions that hold matching events, by id, as features."""
    query = await asked(here, replace(words_of(values), bbox=""))
    counts = here.read_model.facets(query)["region"]
    footprints = here.footprints(counts)
    names = here.region_names(footprints)
    box = one(values, BBOX)
    return [
        {
            "type": "Feature",
            "id": region,
            "geometry": footprints[region],
            "properties": {"name": names.get(region, region), "events": counts[region]},
        }
        for region in sorted(footprints)
        if not box or _meets(footprints[region], box)
    ]


def _meets(geometry: JsonObject, box: str) -> bool:
    """Return whether a polygon and a box share a point, across the antimeridian too."""
    west, south, east, north = parse_bbox(box)
    halves = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    area = shapely.geometry.shape(geometry)
    return any(area.intersects(shapely.box(left, south, right, north)) for left, right in halves)
