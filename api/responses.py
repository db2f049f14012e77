"""Answers: GeoJSON written from stored bytes, links, ETags, and the headers every answer has."""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.errors import BadHost, printable
from api.formats import GEOJSON, HTML, Format
from api.pages import document_page
from api.parameters import Paging, Values

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"

CONTENT_CRS = {"Content-Crs": f"<{CRS84}>"}
"""Header that names the reference system of an answer's coordinates (Part 2 of the standard)."""

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,255}(:[0-9]{1,5})?\Z|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?\Z")
_PAGE_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)

Link = dict[str, str]


def base_of(request: Request, base_url: str) -> str:
    """Return the address of the service without a slash at its end.

    Args:
        request: Its Host header counts where `base_url` is empty.
        base_url: The configured address.

    Raises:
        BadHost: the Host header is none.
    """
    if base_url:
        return base_url.rstrip("/")
    host = request.headers.get("host", "")
    if not _HOST.match(host):
        raise BadHost
    return f"{request.url.scheme}://{host}{request.scope.get('root_path', '')}"


def link(rel: str, href: str, media_type: str, title: str = "") -> Link:
    """Return a link object as OGC API Common writes it."""
    return {"rel": rel, "href": href, "type": media_type} | ({"title": title} if title else {})


def address(path: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """Return `path` with query parameters, in their order."""
    query = urlencode(
        [(name, printable(text)) for name, all_ in parameters.items() for text in all_]
    )
    return f"{path}?{query}" if query else path


def page_links(path: str, values: Values, paging: Paging, matched: int) -> list[Link]:
    """Return the links of one page of items.

    Args:
        path: Address of the items.
        values: The query parameters of the request.
        paging: Which page this is.
        matched: How many items match in all.
    """

    def page(offset: int) -> str:
        where = {"limit": [str(paging.limit)], "offset": [str(offset)]}
        return address(path, {**values, **where})

    kind = GEOJSON.media_type
    links = [
        link("self", address(path, values), kind, "This page"),
        link("alternate", address(path, {**values, "f": ["html"]}), HTML.media_type, "As a page"),
        link("collection", path.removesuffix("/items"), "application/json", "The collection"),
    ]
    if paging.offset + paging.limit < matched:
        links.append(link("next", page(paging.offset + paging.limit), kind, "The next page"))
    if paging.offset:
        earlier = max(0, min(paging.offset, matched) - paging.limit)
        links.append(link("prev", page(earlier), kind, "The page before"))
    return links


def item_links(base: str, collection: str, item_id: str) -> list[Link]:
    """Return the links of one item of a collection."""
    here = f"{base}/collections/{collection}"
    item = f"{here}/items/{quote(printable(item_id), safe='')}"
    return [
        link("self", item, GEOJSON.media_type, "This item"),
        link("alternate", f"{item}?f=html", HTML.media_type, "As a page"),
        link("collection", here, "application/json", "The collection"),
    ]


def now() -> str:
    """Return the present moment as RFC 3339, UTC, in whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def json_answer(
    body: Any,  # noqa: ANN401 - whatever JSON can hold
    form: Format,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return `body` as JSON of the format's media type."""
    return Response(orjson.dumps(body), media_type=form.media_type, headers=dict(headers or {}))


def collection_answer(
    features: Sequence[bytes],
    *,
    matched: int,
    links: Sequence[Link],
    headers: Mapping[str, str],
) -> Response:
    """Return a GeoJSON FeatureCollection made of features that are written already.

    Args:
        features: GeoJSON of each feature in the answer.
        matched: How many features the query has in all.
        links: Links of the answer.
        headers: Further headers.
    """
    head = {
        "type": "FeatureCollection",
        "numberMatched": matched,
        "numberReturned": len(features),
        "timeStamp": now(),
        "links": links,
    }
    body = b"".join((orjson.dumps(head)[:-1], b',"features":[', b",".join(features), b"]}"))
    return Response(body, media_type=GEOJSON.media_type, headers={**headers, **CONTENT_CRS})


def etag(*parts: object) -> str:
    """Return a weak entity tag fixed by `parts`: weak, for compression changes the bytes."""
    key = "\x1f".join(map(str, parts)).encode("utf-8", "replace")
    return f'W/"{hashlib.sha256(key).hexdigest()[:24]}"'


def data_headers(request: Request, *state: object) -> dict[str, str]:
    """Return the headers of an answer made of events: its tag, and how it may be cached.

    Args:
        request: Its query counts for the tag.
        state: What else the answer depends on.
    """
    tag = etag(*state, request.url.path, request.url.query)
    return {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}


def is_fresh(request: Request, tag: str) -> bool:
    """Return whether the client holds the answer of this tag already (RFC 9110, 13.1.2)."""
    held = request.headers.get("if-none-match", "")
    return held.strip() == "*" or tag.removeprefix("W/").strip('"') in _TAG.findall(held)


def not_modified(headers: Mapping[str, str]) -> Response:
    """Return the answer to a client that holds the present one."""
    return Response(status_code=304, headers=dict(headers))


def document_answer(
    title: str,
    body: Mapping[str, Any],
    form: Format,
    *,
    home: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a document as JSON, or as a page if the format is HTML.

    Args:
        title: Of the page.
        body: The document.
        form: As negotiated.
        home: Address of the service.
        headers: Further headers.
    """
    headers = {"Vary": "Accept", **(headers or {})}
    if form is not HTML:
        return json_answer(body, form, headers)
    nonce = new_nonce()
    page = document_page(title, body, nonce=nonce, home=home)
    return page_answer(page, page_policy(nonce), headers)


def page_answer(page: str, policy: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an HTML page under a content security policy."""
    return HTMLResponse(
        printable(page), headers={**(headers or {}), "Content-Security-Policy": policy}
    )


def new_nonce() -> str:
    """Return fresh random text for the inline parts of one page."""
    return secrets.token_urlsafe(16)


def page_policy(nonce: str) -> str:
    """Return the policy of a page without scripts, whose one style sheet has the nonce."""
    return _PAGE_POLICY.format(nonce=nonce)
