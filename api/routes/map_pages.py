"""The map of a filter: as a file to keep, and as the explorer's data."""

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.dependencies import Here, asked
from api.formats import HTML, JSON
from api.openapi import described
from api.parameters import FILTERS, read_parameters, words_of
from api.responses import data_headers, is_fresh, not_modified, page_answer
from api.schemas import MapData
from api.workspace import Workspace
from geo.columns import EventRow
from geo.errors import BadQuery

router = APIRouter()

_FILE_POLICY = "frame-ancestors 'self'"
"""The page brings its own policy, which also holds where it is opened from disk."""


class TooManyEvents(BadQuery):
    """More events match than one map can hold."""

    def __init__(self, matched: int, most: int) -> None:
        super().__init__(
            f"{matched} events match and a map holds at most {most}; narrow the filter, "
            "or use /collections/events/items"
        )


@router.get(
    "/map.html",
    **described(
        "A map of the events that match, as one file that works offline",
        {HTML.media_type: None},
        parameters=FILTERS,
    ),
)
async def map_html(request: Request, here: Here) -> Response:
    """Answer with a standalone map page."""
    from maps.page import map_page

    rows = await _rows(request, here)
    headers = data_headers(request, here.state, "map")
    if is_fresh(request, headers["ETag"]):
        return not_modified(headers)
    page = await run_in_threadpool(lambda: map_page(here.map_data(rows)))
    return page_answer(page, _FILE_POLICY, headers)


@router.get(
    "/map-data",
    **described(
        "What the explorer shows of the events that match",
        {JSON.media_type: MapData},
        parameters=FILTERS,
    ),
)
async def map_data(request: Request, here: Here) -> Response:
    """Answer with events, footprints and names for the map."""
    rows = await _rows(request, here)
    headers = data_headers(request, here.state, "map-data")
    if is_fresh(request, headers["ETag"]):
        return not_modified(headers)
    body = await run_in_threadpool(lambda: orjson.dumps(here.map_data(rows)))
    return Response(body, media_type=JSON.media_type, headers=headers)


async def _rows(request: Request, here: Workspace) -> list[EventRow]:
    """Return the events that a request's filter finds.

    Raises:
        TooManyEvents: they are more than a map holds.
    """
    model = here.fresh_model()
    query = await asked(here, words_of(read_parameters(request, FILTERS)))
    matched = model.count(query)
    if matched > here.settings.map_limit:
        raise TooManyEvents(matched, here.settings.map_limit)
    return list(model.rows_of(query))
