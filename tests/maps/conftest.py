"""What the tests of the map use: events, a page on disk, a page on a server, a real browser."""

import importlib.util
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from geo.columns import EventRow
from maps.assets import AssetMissing, static_dir
from maps.page import explorer_page, map_page
from maps.payload import payload
from maps.policy import explorer_policy

NONCE = "bm9uY2U"
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _synthetic() -> ModuleType:
    path = Path(__file__).with_name("synthetic.py")
    spec = importlib.util.spec_from_file_location("synthetic", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SYNTHETIC = _synthetic()


@pytest.fixture(scope="session")
def synthetic() -> ModuleType:
    """Return the module that makes events up."""
    return SYNTHETIC


def data_of(rows: list[EventRow]) -> dict[str, Any]:
    """Return the payload of made-up rows."""
    return payload(
        rows,
        footprints=SYNTHETIC.FOOTPRINTS,
        region_names=SYNTHETIC.REGIONS,
        type_labels=SYNTHETIC.TYPES,
    )


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    """Return the payload of thirty events."""
    return data_of(SYNTHETIC.make_rows())


@pytest.fixture(scope="session")
def hostile_data() -> dict[str, Any]:
    """Return the payload of events whose every text is hostile."""
    return data_of(SYNTHETIC.hostile_rows())


@pytest.fixture(scope="session")
def _assets() -> None:
    try:
        static_dir()
    except AssetMissing as error:
        pytest.skip(str(error))


@dataclass
class Site:
    """A page that a browser can open: its address, and what was asked of it."""

    address: str
    asked: list[str] = field(default_factory=list)


def _handler(data: dict[str, Any], asked: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            path = self.path.partition("?")[0]
            if path == "/":
                page = explorer_page(nonce=NONCE).encode()
                self._answer(page, "text/html; charset=utf-8", explorer_policy(NONCE))
            elif path == "/map-data":
                self._answer(json.dumps(data).encode(), "application/json")
            elif (file := static_dir() / path.removeprefix("/static/")).is_file():
                self._answer(file.read_bytes(), TYPES[file.suffix])
            else:
                self.send_error(404)

        def _answer(self, body: bytes, kind: str, policy: str = "default-src 'none'") -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    return Handler


def _serve(data: dict[str, Any]) -> Iterator[Site]:
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(data, asked))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}/", asked)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def live(_assets: None, data: dict[str, Any]) -> Iterator[Site]:
    """Serve the explorer over thirty events."""
    yield from _serve(data)


@pytest.fixture(scope="session")
def hostile_live(_assets: None, hostile_data: dict[str, Any]) -> Iterator[Site]:
    """Serve the explorer over hostile texts."""
    yield from _serve(hostile_data)


def _file(folder: Path, data: dict[str, Any]) -> Site:
    path = folder / "map.html"
    path.write_text(map_page(data, title="Autumn map"), encoding="utf-8")
    return Site(path.as_uri())


@pytest.fixture(scope="session")
def standalone(
    _assets: None, tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> Site:
    """Write the standalone map of thirty events."""
    return _file(tmp_path_factory.mktemp("map"), data)


@pytest.fixture(scope="session")
def covered(_assets: None, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Write a map of thirty events, of whose places a region covers 0, 1, 2 ... of 29 parts."""
    rows = SYNTHETIC.make_rows()
    for number, row in enumerate(rows):
        row["region_coverage"] = number / (len(rows) - 1)
    return _file(tmp_path_factory.mktemp("covered"), data_of(rows))


@pytest.fixture(scope="session")
def hostile_standalone(
    _assets: None, tmp_path_factory: pytest.TempPathFactory, hostile_data: dict[str, Any]
) -> Site:
    """Write the standalone map of hostile texts."""
    return _file(tmp_path_factory.mktemp("hostile"), hostile_data)


@pytest.fixture(params=["live", "standalone"])
def site(request: pytest.FixtureRequest) -> Site:
    """Return the explorer, then the standalone file: both must do the same."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["hostile_live", "hostile_standalone"])
def hostile_site(request: pytest.FixtureRequest) -> Site:
    """Return both pages over hostile texts."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Chromium, or skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Tab:
    """A page in the browser, with what went wrong in it and where it went."""

    page: Any
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str) -> Any:  # noqa: ANN401 - a Playwright page
        """Open an address and wait until the map is drawn."""
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page


@pytest.fixture
def tab(browser: Any, request: pytest.FixtureRequest) -> Iterator[Tab]:  # noqa: ANN401 - Playwright's
    """Open a tab; afterwards nothing may have gone wrong in it."""
    options = {"viewport": {"width": 1360, "height": 820}, **getattr(request, "param", {})}
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    tab = Tab(context.new_page())
    tab.page.on(
        "console",
        lambda message: (
            tab.problems.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    tab.page.on("pageerror", lambda error: tab.problems.append(str(error)))
    tab.page.on("request", lambda sent: tab.requests.append(sent.url))
    yield tab
    context.close()
    assert tab.problems == []


@pytest.fixture
def opened(tab: Tab, site: Site) -> Callable[[str], Any]:
    """Return what opens the page with a query string."""
    return lambda query="": tab.open(site.address + query)
