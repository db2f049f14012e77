"""The API document: OpenAPI 3.0, written from the routes and the parameter table."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.responses import Response

from api.errors import PROBLEM_JSON
from api.parameters import Parameter
from api.schemas import MODELS, Problem

VERSION = "3.0.3"

_REF = "#/components/schemas/{model}"
_PROBLEMS = {400: "The request is not understood.", 406: "No format suits the client."}
_NOT_FOUND = {404: "There is no such thing."}


def described(
    summary: str,
    content: Mapping[str, type[BaseModel] | None],
    *,
    parameters: Sequence[Parameter] = (),
    can_miss: bool = False,
) -> dict[str, Any]:
    """Return what a route's decorator is told, so that the API document shows the route whole.

    Args:
        summary: What comes back.
        content: Media types of the answer, each with its schema; None = plain text or bytes.
        parameters: The query parameters; the route reads them itself.
        can_miss: Whether the thing asked for may not exist.
    """
    problems = _PROBLEMS | (_NOT_FOUND if can_miss else {})
    return {
        "summary": summary,
        "response_class": Response,
        "openapi_extra": {"parameters": [one.to_openapi() for one in parameters]},
        "responses": {
            200: {
                "description": summary,
                "content": {name: {"schema": _schema(model)} for name, model in content.items()},
            },
            **{
                status: {
                    "description": text,
                    "content": {PROBLEM_JSON: {"schema": _schema(Problem)}},
                }
                for status, text in problems.items()
            },
        },
    }


def api_document(app: FastAPI, server: str) -> dict[str, Any]:
    """Return the API document of a service.

    Args:
        app: The service.
        server: The address at which clients reach it.
    """
    document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version=VERSION,
        description=app.description,
        routes=app.routes,
        servers=[{"url": server}],
    )
    _, schemas = models_json_schema(
        [(model, "serialization") for model in MODELS], ref_template=_REF
    )
    document["components"] = {"schemas": schemas["$defs"]}
    for operation in _operations(document):
        # FastAPI answers its own validation errors with 422; here they are 400.
        operation["responses"].pop("422", None)
    return document


def _operations(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [one for methods in document["paths"].values() for one in methods.values()]


def _schema(model: type[BaseModel] | None) -> dict[str, Any]:
    return {"$ref": _REF.format(model=model.__name__)} if model else {"type": "string"}
