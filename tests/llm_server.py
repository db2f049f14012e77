"""A large language model that says what a test wants: a real server on this machine."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[[BaseHTTPRequestHandler], None]


class LlmServer:
    """A chat-completions endpoint whose next answers the test decides, and what it was asked.

    Attributes:
        acts: What the next requests are answered with, the last one again and again.
        asked: Path, headers and body of each request.
    """

    def __init__(self) -> None:
        self.acts: list[Act] = [completion({"events": []})]
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.stop = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.asked.append((self.path, dict(self.headers.items()), json.loads(body)))
                act = server.acts.pop(0) if len(server.acts) > 1 else server.acts[0]
                act(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def close(self) -> None:
        """End it, and every answer that is under way."""
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()


def raw(body: bytes, status: int = 200, **headers: str) -> Act:
    """Return what answers with a body as it is."""

    def act(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return act


def message(content: object, *, finish: str = "stop", usage: object = None, **more: object) -> Act:
    """Return what answers with a chat completion of any content."""
    choice = {"finish_reason": finish, "message": {"content": content, **more}}
    return raw(json.dumps({"choices": [choice], "usage": usage}).encode())


def completion(said: object, tokens: tuple[int, int] = (100, 20)) -> Act:
    """Return what answers with an object, as JSON text, and says its tokens."""
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return message(json.dumps(said), usage=usage)
