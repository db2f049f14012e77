"""What a route is handed: the workspace of its service."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api.workspace import Workspace
from geo.asking import Words
from geo.query import Query


def workspace_of(request: Request) -> Workspace:
    """Return the workspace of the service that got the request."""
    workspace: Workspace = request.app.state.workspace
    return workspace


Here = Annotated[Workspace, Depends(workspace_of)]
"""A route's parameter that gets the workspace."""


async def asked(here: Workspace, words: Words) -> Query:
    """Return the query of a filter; nobody else waits while shares of regions are worked out.

    Raises:
        BadQuery: the words are not understood.
    """
    return await run_in_threadpool(here.query, words) if words.regions else here.query(words)
