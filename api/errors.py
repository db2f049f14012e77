"""Errors as `application/problem+json` (RFC 9457): one table from error class to status."""

import logging
from collections.abc import Mapping

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from geo.errors import (
    BadQuery,
    DatelineError,
    GazetteerError,
    StoreError,
    UnknownEvent,
    UnknownFormat,
)
from maps.assets import AssetMissing

logger = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"


class UnknownCollection(DatelineError, LookupError):
    """No collection has this id."""

    def __init__(self, collection_id: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"no collection has the id {collection_id!r}; there are {', '.join(known)}"
        )


class UnknownItem(DatelineError, LookupError):
    """A collection has no item of this id."""

    def __init__(self, collection_id: str, item_id: str) -> None:
        super().__init__(f"the collection {collection_id!r} has no item {item_id!r}")


class NotAcceptable(DatelineError, ValueError):
    """The client accepts none of the media types we write."""

    def __init__(self, accepted: str, known: tuple[str, ...]) -> None:
        super().__init__(f"cannot write {accepted!r}; known media types are {', '.join(known)}")


class BadHost(DatelineError, ValueError):
    """The Host header names no host."""

    def __init__(self) -> None:
        super().__init__("the Host header is not the name of a host")


STATUS: Mapping[type[Exception], int] = {
    UnknownCollection: 404,
    UnknownItem: 404,
    UnknownEvent: 404,
    NotAcceptable: 406,
    BadHost: 400,
    BadQuery: 400,
    UnknownFormat: 400,
    RequestValidationError: 400,
    AssetMissing: 503,
    GazetteerError: 503,
    StoreError: 503,
    DatelineError: 500,
}
"""Error class -> status; an error takes the status of its nearest ancestor here."""

_TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    500: "Internal error",
    503: "Not available",
}
_KEPT_BACK: Mapping[type[Exception], str] = {
    UnknownCollection: "",
    UnknownItem: "",
    NotAcceptable: "",
    BadHost: "",
    UnknownEvent: "",
    AssetMissing: "",
    BadQuery: "",
    UnknownFormat: "",
    GazetteerError: "the gazetteer cannot be read just now, so regions cannot be found by name",
    StoreError: "the store cannot be read just now",
    DatelineError: "the request could not be answered",
}
"""What clients are told instead of a message that may name files; empty = the message itself."""


def problem(
    status: int, detail: str, *, instance: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Return a problem answer.

    Args:
        status: The HTTP status.
        detail: What is wrong with this request, for people; no path of a file, no query text
            of a database.
        instance: The path of the request.
        headers: Further headers (`Allow`).
    """
    body = {
        "type": "about:blank",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "detail": printable(detail),
        "instance": printable(instance),
    }
    return Response(
        orjson.dumps(body),
        status,
        media_type=PROBLEM_JSON,
        headers={**(headers or {}), "Cache-Control": "no-store"},
    )


def printable(text: str) -> str:
    """Return `text` in characters that UTF-8 can carry: lone surrogates become `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


def status_of(error: Exception) -> int:
    """Return the status of an error: that of its nearest ancestor in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def add_error_handlers(app: FastAPI) -> None:
    """Let `app` answer errors as problems."""
    app.exception_handler(DatelineError)(_on_our_error)
    app.exception_handler(HTTPException)(_on_http_error)
    app.exception_handler(RequestValidationError)(_on_validation_error)
    app.exception_handler(Exception)(_on_fault)


async def _on_our_error(request: Request, error: DatelineError) -> Response:
    status = status_of(error)
    if status >= 500:  # noqa: PLR2004 - a server's fault
        logger.error("%s %s: %s", request.method, request.url.path, error)
    return problem(status, _detail(error), instance=request.url.path)


def _detail(error: DatelineError) -> str:
    nearest = next(kind for kind in type(error).__mro__ if kind in _KEPT_BACK)
    return _KEPT_BACK[nearest] or str(error)


async def _on_http_error(request: Request, error: HTTPException) -> Response:
    detail = f"{request.method} {request.url.path}: {error.detail}"
    headers = dict(error.headers or {})
    if headers.get("Allow") == "GET":
        headers["Allow"] = "GET, HEAD"  # see `api.middleware.HeadAsGet`
    return problem(error.status_code, detail, instance=request.url.path, headers=headers)


async def _on_validation_error(request: Request, error: RequestValidationError) -> Response:
    wrong = "; ".join(str(each["msg"]) for each in error.errors())
    return problem(400, wrong, instance=request.url.path)


async def _on_fault(request: Request, error: Exception) -> Response:
    logger.error("fault at %s %s", request.method, request.url.path, exc_info=error)
    return problem(500, _KEPT_BACK[DatelineError], instance=request.url.path)
