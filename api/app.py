"""The service: routes, errors and headers put together."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from importlib.metadata import version

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api.errors import add_error_handlers
from api.middleware import HeadAsGet, SafeHeaders
from api.routes import collections, items, landing, map_pages, places, regions
from api.settings import Settings
from api.workspace import Workspace, load_settings
from maps.assets import AssetMissing, static_dir

logger = logging.getLogger(__name__)

_COMPRESSED_FROM = 1000  # bytes; smaller answers fit one packet anyway
_COMPRESSION = 5  # zlib level: nearly as small as 9 at a third of the time


def create_app(
    settings: Settings | None = None, *, open_workspace: Callable[[Settings], Workspace] = Workspace
) -> FastAPI:
    """Return the service for a store.

    The store is opened when the service starts, and must then exist.

    Args:
        settings: None = those of the environment.
        open_workspace: Makes the workspace when the service starts.

    Raises:
        BadSetting: the environment is wrong.
    """
    settings = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with closing(open_workspace(settings)) as workspace:
            workspace.fresh_model()
            app.state.workspace = workspace
            yield

    app = FastAPI(
        title=landing.TITLE,
        description=landing.DESCRIPTION,
        version=version("dateline"),
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would answer with an address made of the Host header
        middleware=[
            Middleware(HeadAsGet),
            Middleware(SafeHeaders),
            Middleware(
                CORSMiddleware,
                allow_origins=[settings.allow_origin],
                allow_methods=["GET", "HEAD"],
                allow_headers=["*"],
                expose_headers=["ETag", "Content-Crs", "Content-Disposition"],
            ),
            Middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=_COMPRESSION),
        ],
    )
    add_error_handlers(app)
    for part in (landing, map_pages, items, regions, places, collections):
        app.include_router(part.router)
    _mount_static(app)
    return app


def _mount_static(app: FastAPI) -> None:
    """Serve the map page's files; without them the rest of the service works all the same."""
    try:
        app.mount("/static", StaticFiles(directory=static_dir()), name="static")
    except AssetMissing as error:
        logger.warning("no map page: %s", error)
