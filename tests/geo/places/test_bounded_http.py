"""An online geocoder that is slow, huge, elsewhere or broken: a real server on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geo.bounded_http import MOST_BYTES
from geo.errors import GeocoderError
from geo.places.online import OnlineGeocoder, open_online

ROW = [{"lat": "48.1", "lon": "37.5", "display_name": "Somewhere"}]
Act = Callable[[BaseHTTPRequestHandler], None]


class Service:
    """A server whose next answers the test decides, and what it was asked."""

    def __init__(self) -> None:
        self.act: Act = answer(ROW)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stop = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append((self.path, dict(self.headers.items())))
                service.act(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        """End it, and every answer that is under way."""
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    """Return a server."""
    running = Service()
    yield running
    running.close()


def answer(body: object, status: int = 200, **headers: str) -> Act:
    """Return what answers with JSON."""

    def act(request: BaseHTTPRequestHandler) -> None:
        text = json.dumps(body).encode()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    return act


def opened(service: Service, tmp_path: Path, timeout_s: float = 3.0) -> OnlineGeocoder:
    """Return a Nominatim client of the server."""
    return open_online(
        f"nominatim:{service.address}/geo",
        contact="mail@user.example",
        timeout_s=timeout_s,
        cache=tmp_path / "answers.sqlite",
    )


def test_the_service_is_told_who_asks(service: Service, tmp_path: Path) -> None:
    """Name, version and contact; nothing packed is asked for."""
    place = opened(service, tmp_path).find("Somewhere")

    (path, headers), *_ = service.asked
    assert place is not None
    assert (place.lon, place.lat) == (37.5, 48.1)
    assert path.startswith("/geo/search?")
    assert headers["User-Agent"].startswith("dateline/")
    assert "mail@user.example" in headers["User-Agent"]
    assert headers["Accept-Encoding"] == "identity"


def test_an_answer_is_asked_for_once(service: Service, tmp_path: Path) -> None:
    """Across runs, and also that there is no such place."""
    first = opened(service, tmp_path).find("Somewhere  else")
    again = opened(service, tmp_path).find("Somewhere else")
    service.act = answer([])
    nowhere = [opened(service, tmp_path).find("Atlantis") for _ in range(2)]

    assert first == again
    assert nowhere == [None, None]
    assert len(service.asked) == 2


def test_a_failure_is_asked_again(service: Service, tmp_path: Path) -> None:
    """It is never kept as an answer."""
    service.act = answer({}, status=503)
    with pytest.raises(GeocoderError, match="503"):
        opened(service, tmp_path).find("Somewhere")

    service.act = answer(ROW)
    assert opened(service, tmp_path).find("Somewhere") is not None


def test_a_redirect_is_not_followed(service: Service, tmp_path: Path) -> None:
    """Not to another host, and to none."""
    service.act = answer({}, status=302, Location="http://127.0.0.1:9/elsewhere")

    with pytest.raises(GeocoderError, match="elsewhere"):
        opened(service, tmp_path).find("Somewhere")
    assert len(service.asked) == 1


def drip(request: BaseHTTPRequestHandler, stop: threading.Event) -> None:
    """Send a byte now and then, without end."""
    request.send_response(200)
    request.end_headers()
    try:
        while not stop.wait(0.05):
            request.wfile.write(b" ")
    except OSError:
        return


def test_a_drip_ends_at_the_deadline(service: Service, tmp_path: Path) -> None:
    """Bytes that keep coming do not move it."""
    service.act = lambda request: drip(request, service.stop)

    with pytest.raises(GeocoderError, match="within 0"):
        opened(service, tmp_path, timeout_s=0.6).find("Somewhere")


def test_silence_ends_at_the_deadline(service: Service, tmp_path: Path) -> None:
    """A server that takes the request and says nothing."""
    service.act = lambda _: (service.stop.wait(5), None)[1]

    with pytest.raises(GeocoderError, match="within 0"):
        opened(service, tmp_path, timeout_s=0.6).find("Somewhere")


def test_a_huge_answer_is_refused(service: Service, tmp_path: Path) -> None:
    """Whatever length it said."""
    service.act = answer(["x" * (MOST_BYTES + 10)])

    with pytest.raises(GeocoderError, match="larger"):
        opened(service, tmp_path).find("Somewhere")


def test_a_packed_answer_is_refused(service: Service, tmp_path: Path) -> None:
    """Nothing is ever unpacked."""
    service.act = answer(ROW, Content_Encoding="gzip")

    with pytest.raises(GeocoderError, match="packed"):
        opened(service, tmp_path).find("Somewhere")


def test_what_is_no_json_is_a_failure(service: Service, tmp_path: Path) -> None:
    """A captive portal's page, say."""

    def page(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(b"<html>sign in</html>")

    service.act = page
    with pytest.raises(GeocoderError, match="not JSON"):
        opened(service, tmp_path).find("Somewhere")


def test_a_host_that_is_not_there_is_a_failure(service: Service, tmp_path: Path) -> None:
    """Refused connections are named."""
    client = opened(service, tmp_path)
    service.close()

    with pytest.raises(GeocoderError, match="nominatim gave no answer"):
        client.find("Somewhere")
