"""The events: filtered, paged, one by one, and as downloads."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import orjson
from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from api.dependencies import Here, asked
from api.formats import GEOJSON, HTML, Format, negotiate
from api.openapi import described
from api.parameters import (
    FILTERS,
    FORMAT,
    LIMIT,
    PAGING,
    one,
    read_paging,
    read_parameters,
    words_of,
)
from api.responses import (
    CONTENT_CRS,
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
from geo.columns import EventRow
from geo.errors import DatelineError
from geo.export import EXPORTERS, export

router = APIRouter()

COLLECTION = "events"
PATH = f"/collections/{COLLECTION}/items"

DOWNLOADS = tuple(Format(name, exporter.media_type) for name, exporter in EXPORTERS.items())
"""Formats that hold the whole filtered set, where no `limit` is given, and not a page of it."""

_FORMATS = (GEOJSON, HTML, *DOWNLOADS)
_PARAMETERS = (*FILTERS, *PAGING, FORMAT)
_CONTENT = {
    **{form.media_type: None for form in DOWNLOADS},
    GEOJSON.media_type: FeatureCollection,
    HTML.media_type: None,
}
_CHUNK_BYTES = 65_536  # written to a client at once


@router.get(
    PATH,
    **described("Events that match all filters, oldest first", _CONTENT, parameters=_PARAMETERS),
)
async def items(request: Request, here: Here) -> Response:
    """Answer with a page of events, or with a file of all that match."""
    values = read_parameters(request, _PARAMETERS)
    form = negotiate(request, _FORMATS, one(values, FORMAT))
    paging = read_paging(values, here.settings)
    base = base_of(request, here.settings.base_url)
    model = here.fresh_model()
    query = await asked(here, words_of(values))
    headers = data_headers(request, here.state, base, form.name)
    if is_fresh(request, headers["ETag"]):
        return not_modified(headers)
    if form in DOWNLOADS:
        stop = paging.offset + paging.limit if LIMIT.name in values else None
        rows = islice(model.rows_of(query), paging.offset, stop)
        return await _download(rows, form, headers, here)
    page = model.find(query, limit=paging.limit, offset=paging.offset)
    links = page_links(f"{base}{PATH}", values, paging, page.matched)
    if form is HTML:
        properties = [orjson.loads(feature)["properties"] for feature in page.features]
        body = {"numberMatched": page.matched, "links": links, "features": properties}
        return document_answer("Events", body, form, home=base, headers=headers)
    return collection_answer(page.features, matched=page.matched, links=links, headers=headers)


@router.get(
    PATH + "/{item_id}",
    **described(
        "One event",
        {GEOJSON.media_type: Feature, HTML.media_type: None},
        parameters=[FORMAT],
        can_miss=True,
    ),
)
async def item(request: Request, here: Here, item_id: str) -> Response:
    """Answer with one event."""
    values = read_parameters(request, [FORMAT])
    form = negotiate(request, (GEOJSON, HTML), one(values, FORMAT))
    base = base_of(request, here.settings.base_url)
    feature = here.fresh_model().feature(item_id)
    headers = data_headers(request, here.state, base, form.name)
    if is_fresh(request, headers["ETag"]):
        return not_modified(headers)
    links = item_links(base, COLLECTION, item_id)
    if form is HTML:
        properties = {**orjson.loads(feature)["properties"], "links": links}
        return document_answer(properties["title"], properties, form, home=base, headers=headers)
    body = b"".join((feature[:-1], b',"links":', orjson.dumps(links), b"}"))
    return Response(body, media_type=form.media_type, headers={**headers, **CONTENT_CRS})


async def _download(
    rows: Iterable[EventRow], form: Format, headers: Mapping[str, str], here: Workspace
) -> Response:
    """Return a file of events: streamed where the format allows, else written first."""
    exporter = EXPORTERS[form.name]
    name = f"events{exporter.suffix}"
    headers = {
        **headers,
        **CONTENT_CRS,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if exporter.chunks is not None:
        chunks = _gathered(exporter.chunks(rows))
        return StreamingResponse(chunks, media_type=form.media_type, headers=headers)
    folder = Path(tempfile.mkdtemp(prefix="dateline-"))
    cleanup = BackgroundTask(shutil.rmtree, folder)
    try:
        await run_in_threadpool(_write, list(rows), folder / name, form.name, here)
    except DatelineError:
        await cleanup()
        raise
    return FileResponse(
        folder / name, media_type=form.media_type, headers=headers, background=cleanup
    )


def _write(rows: list[EventRow], path: Path, format_name: str, here: Workspace) -> None:
    footprints = here.footprints({row["place_id"] for row in rows})
    export(rows, path, footprints=footprints, format_name=format_name)


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces worth sending."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= _CHUNK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
