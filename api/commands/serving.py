"""`dateline serve`: the API and the map explorer."""

import socket
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import DEFAULT_STORE, QuietOption, StoreOption
from api.terminal import complain, progress, say

if TYPE_CHECKING:
    from api.settings import Settings

_KEEP_ALIVE_S = 30  # an idle connection is closed after this time
_WAITING_CONNECTIONS = 128


def serve(
    *,
    host: Annotated[
        str, typer.Option("--host", envvar="DATELINE_HOST", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            "--port", min=0, max=65535, envvar="DATELINE_PORT", help="The port; 0 = a free one."
        ),
    ] = 8000,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Serve the map and the API."""
    import uvicorn

    from api.app import create_app
    from api.workspace import load_settings

    settings = load_settings(store=store, host=host, port=port)
    _make_ready(settings, is_quiet=quiet)
    with _listen(host, port) as listener:
        config = uvicorn.Config(
            create_app(settings),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=settings.grace_s,
        )
        if not quiet:
            say(f"Dateline serves {store} at {_address(listener)} (Ctrl-C ends it)")
        with suppress(KeyboardInterrupt):  # the way to end it; uvicorn has ended in order
            uvicorn.Server(config).run(sockets=[listener])


def _make_ready(settings: "Settings", *, is_quiet: bool) -> None:
    """Make an empty store where there is none, and compile the gazetteer, before anyone waits."""
    from api.workspace import Workspace
    from geo.store.geopackage import GeoPackageStore

    if not settings.store.exists():
        GeoPackageStore(settings.store).close()
        complain(f"there was no store at {settings.store}: made an empty one; see `dateline read`")
    with progress(is_quiet=is_quiet) as shown, closing(Workspace(settings, shown)) as workspace:
        workspace.open_gazetteer()
        workspace.fresh_model()


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        DatelineError: the address cannot be had.
    """
    from geo.errors import DatelineError

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_WAITING_CONNECTIONS)
    except OSError as error:
        msg = f"cannot listen on {host} port {port}: {error.strerror or error}"
        raise DatelineError(msg) from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
