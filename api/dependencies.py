"""What a route is handed: the workspace of its service."""

from typing import Annotated

from fastapi import Depends, Request

from api.workspace import Workspace


def workspace_of(request: Request) -> Workspace:
    """Return the workspace of the service that got the request."""
    workspace: Workspace = request.app.state.workspace
    return workspace


Here = Annotated[Workspace, Depends(workspace_of)]
"""A route's parameter that gets the workspace."""
