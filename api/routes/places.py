"""The gazetteer as a collection: what a name may mean, and why."""

from collections.abc import Sequence
from typing import Any

import orjson
import shapely
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.dependencies import Here
from api.errors import UnknownItem
from api.formats import GEOJSON, HTML, negotiate
from api.openapi import described
from api.parameters import (
    FORMAT,
    LIMIT,
    OFFSET,
    BadParameter,
    Paging,
    Parameter,
    Values,
    one,
    read_parameters,
    whole_number,
)
from api.responses import (
    base_of,
    collection_answer,
    document_answer,
    item_links,
    page_links,
)
from api.schemas import Feature, FeatureCollection
from api.workspace import Workspace
from geo.errors import UnknownPlace
from geo.model import Candidate, Place
from geo.places.regions import shares

router = APIRouter()

COLLECTION = "places"
PATH = f"/collections/{COLLECTION}/items"

NAME = Parameter(
    "q",
    "A place as written: a name, a phrase around one (`20 km south of Sumy`), or the beginning of "
    "a name. Without it, all places by number.",
    example="Donetsk region",
)
BIAS = Parameter(
    "bias",
    "ISO 3166 code, id or name of a country or region where the place is expected. Repeat it for "
    "alternatives.",
    is_repeatable=True,
    example="UA",
)
GEOMETRY = Parameter(
    "geometry",
    "`footprint` for the polygon where a place has one, `point` for its point.",
    {"type": "string", "enum": ["footprint", "point"], "default": "footprint"},
    example="point",
)

_DEFAULT_LIMIT = 10
_DIGITS = 6
"""Decimals of a degree in coordinates: a tenth of a metre, as RFC 7946 recommends."""
_PARAMETERS = (NAME, BIAS, GEOMETRY, LIMIT, OFFSET, FORMAT)
_CONTENT = {GEOJSON.media_type: FeatureCollection, HTML.media_type: None}
JsonObject = dict[str, Any]


@router.get(
    PATH,
    **described(
        "Places that a name may mean, likeliest first, with score and reasons",
        _CONTENT,
        parameters=_PARAMETERS,
    ),
)
async def items(request: Request, here: Here) -> Response:
    """Answer with a page of candidates for a name, or of all places."""
    values = read_parameters(request, _PARAMETERS)
    form = negotiate(request, (GEOJSON, HTML), one(values, FORMAT))
    default = _DEFAULT_LIMIT if NAME.name in values else here.settings.default_limit
    limit = whole_number(values, LIMIT, default=default, least=1, most=here.settings.max_limit)
    page = Paging(limit, whole_number(values, OFFSET, default=0))
    is_point = _is_point(values)
    base = base_of(request, here.settings.base_url)
    matched, found = await run_in_threadpool(_found, here, values, page)
    links = page_links(f"{base}{PATH}", values, page, matched)
    if form is HTML:
        properties = [{"id": one.place.id, **_properties(one)} for one in found]
        body = {"numberMatched": matched, "links": links, "features": properties}
        return document_answer("Places", body, form, home=base)
    features = [orjson.dumps(_feature(one, is_point=is_point)) for one in found]
    return collection_answer(features, matched=matched, links=links, headers={"Vary": "Accept"})


@router.get(
    PATH + "/{item_id:path}",
    **described(
        "One place",
        {GEOJSON.media_type: Feature, HTML.media_type: None},
        parameters=[GEOMETRY, FORMAT],
        can_miss=True,
    ),
)
async def item(request: Request, here: Here, item_id: str) -> Response:
    """Answer with one place by its id; ids of derived places hold a slash ("RU/east")."""
    values = read_parameters(request, [GEOMETRY, FORMAT])
    form = negotiate(request, (GEOJSON, HTML), one(values, FORMAT))
    is_point = _is_point(values)
    base = base_of(request, here.settings.base_url)
    try:
        place = await run_in_threadpool(here.gazetteer.place, item_id)
    except UnknownPlace as error:
        raise UnknownItem(COLLECTION, item_id) from error
    feature = _feature(Candidate(place, 0.0), is_point=is_point)
    for name in ("score", "why"):
        del feature["properties"][name]
    feature["properties"]["region_shares"] = await run_in_threadpool(shares, here.gazetteer, place)
    body = {**feature, "links": item_links(base, COLLECTION, item_id)}
    return document_answer(place.name, body, form, home=base)


def _is_point(values: Values) -> bool:
    said = one(values, GEOMETRY) or "footprint"
    if said not in {"footprint", "point"}:
        raise BadParameter(GEOMETRY.name, said, "it is either footprint or point")
    return said == "point"


def _found(here: Workspace, values: Values, page: Paging) -> tuple[int, Sequence[Candidate]]:
    """Return how many places match and those of one page."""
    words = one(values, NAME)
    if words:
        found = here.candidates(words, values.get(BIAS.name, ()))
        return len(found), found[page.offset : page.offset + page.limit]
    places = here.gazetteer.page(page.limit, page.offset)
    return here.gazetteer.count(), [Candidate(place, 0.0) for place in places]


def _properties(found: Candidate) -> JsonObject:
    place = found.place
    return {
        "name": place.name,
        "kind": place.kind.value,
        "precision": place.precision.value,
        "uncertainty_m": round(place.uncertainty_m),
        "country": place.country or None,
        "admin1": place.admin1 or None,
        "admin2": place.admin2 or None,
        "population": place.population,
        "geonames_id": place.geonames_id,
        "region_ids": list(place.region_ids),
        "method": place.method,
        "score": round(found.score, 3),
        "why": list(found.reasons),
    }


def _feature(found: Candidate, *, is_point: bool) -> JsonObject:
    return {
        "type": "Feature",
        "id": found.place.id,
        "geometry": _geometry(found.place, is_point=is_point),
        "properties": _properties(found),
    }


def _geometry(place: Place, *, is_point: bool) -> JsonObject:
    if is_point or place.footprint is None:
        return {
            "type": "Point",
            "coordinates": [round(place.lon, _DIGITS), round(place.lat, _DIGITS)],
        }
    shape: JsonObject = orjson.loads(shapely.to_geojson(place.footprint))
    return shape
