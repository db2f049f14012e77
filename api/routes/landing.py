"""The landing page, what the service conforms to, its API document and its health."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.dependencies import Here
from api.formats import HTML, JSON, OPENAPI, negotiate
from api.openapi import api_document, described
from api.pages import api_page
from api.parameters import FORMAT, PAGE_STATE, one, read_parameters
from api.responses import (
    Link,
    base_of,
    document_answer,
    json_answer,
    link,
    new_nonce,
    page_answer,
    page_policy,
)
from api.schemas import Conformance, Health, LandingPage
from geo.query import Query

router = APIRouter()

CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
)
"""Requirement classes of OGC API Features, Part 1, that the service fulfils."""

TITLE = "Dateline"
DESCRIPTION = (
    "Events found in news reports, each where and when it happened, with the words that say so."
)

_VARY = {"Vary": "Accept"}


@router.get(
    "/",
    **described(
        "The explorer for browsers, the landing page for programs",
        {JSON.media_type: LandingPage, HTML.media_type: None},
        parameters=[*PAGE_STATE, FORMAT],
    ),
)
async def landing(request: Request, here: Here) -> Response:
    """Answer with the map explorer (HTML) or the landing page (JSON)."""
    values = read_parameters(request, [*PAGE_STATE, FORMAT])
    if negotiate(request, (JSON, HTML), one(values, FORMAT)) is HTML:
        return _explorer()
    base = base_of(request, here.settings.base_url)
    body = {"title": TITLE, "description": DESCRIPTION, "links": _landing_links(base)}
    return json_answer(body, JSON, _VARY)


@router.get(
    "/conformance",
    **described(
        "What the service conforms to",
        {JSON.media_type: Conformance, HTML.media_type: None},
        parameters=[FORMAT],
    ),
)
async def conformance(request: Request, here: Here) -> Response:
    """List the requirement classes that the service fulfils."""
    values = read_parameters(request, [FORMAT])
    form = negotiate(request, (JSON, HTML), one(values, FORMAT))
    home = base_of(request, here.settings.base_url)
    return document_answer("Conformance", {"conformsTo": list(CONFORMS_TO)}, form, home=home)


@router.get(
    "/api", **described("The API document", {OPENAPI.media_type: None}, parameters=[FORMAT])
)
async def api(request: Request, here: Here) -> Response:
    """Answer with the OpenAPI document."""
    values = read_parameters(request, [FORMAT])
    negotiate(request, (OPENAPI,), one(values, FORMAT))
    document = api_document(request.app, base_of(request, here.settings.base_url))
    return json_answer(document, OPENAPI, _VARY)


@router.get("/docs", **described("The API document for people", {HTML.media_type: None}))
async def docs(request: Request, here: Here) -> Response:
    """Answer with the API document as a page, which works offline."""
    read_parameters(request, [])
    home = base_of(request, here.settings.base_url)
    nonce = new_nonce()
    page = api_page(api_document(request.app, home), nonce=nonce, home=home)
    return page_answer(page, page_policy(nonce))


@router.get("/healthz", **described("Whether the service can answer", {JSON.media_type: Health}))
async def healthz(request: Request, here: Here) -> Response:
    """Say how many events are served, up to which change."""
    read_parameters(request, [])
    model = here.fresh_model()
    body = {"status": "ok", "events": model.count(Query()), "sequence": model.sequence}
    return json_answer(body, JSON, {"Cache-Control": "no-store"})


def _explorer() -> Response:
    from maps.page import explorer_page
    from maps.policy import explorer_policy

    nonce = new_nonce()
    return page_answer(explorer_page(nonce=nonce), explorer_policy(nonce), _VARY)


def _landing_links(base: str) -> list[Link]:
    return [
        link("self", f"{base}/?f=json", JSON.media_type, "This document"),
        link("alternate", f"{base}/?f=html", HTML.media_type, "The map explorer"),
        link("service-desc", f"{base}/api", OPENAPI.media_type, "The API document"),
        link("service-doc", f"{base}/docs", HTML.media_type, "The API document for people"),
        link("conformance", f"{base}/conformance", JSON.media_type, "Conformance"),
        link("data", f"{base}/collections", JSON.media_type, "The collections"),
    ]
