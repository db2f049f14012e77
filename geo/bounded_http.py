"""HTTP with bounds: one request ends in time, in size, and at the host that was asked.

A request has a total deadline, whatever drips in; an answer has a greatest size; nothing is
unpacked, and no redirect is followed: a server answers itself or not at all.
"""

import http.client
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.errors import NoAnswer, TooLate, Unreachable

if TYPE_CHECKING:
    import ssl

MOST_BYTES = 1 << 20
"""Greatest answer, in bytes."""

_CHUNK = 1 << 14
_REDIRECTS = range(300, 400)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        status: HTTP status, no redirect.
        headers: With names in lower case.
        text: The body as UTF-8; what is none is replaced.
    """

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One request.

    Attributes:
        url: Of http or https.
        headers: Of the request.
        body: What is sent with POST; None = GET.
        timeout_s: Seconds from the call to the last byte of the answer.
        tls: How https is checked; None = as Python does.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes | None = None
    timeout_s: float = 10.0
    tls: "ssl.SSLContext | None" = None


def ask(question: Question) -> Answer:
    """Return the answer to one request, whatever its status.

    Raises:
        TooLate: the deadline passed.
        Unreachable: the host cannot be reached, or breaks off.
        NoAnswer: the answer is too large, packed, or elsewhere.
    """
    exchange = _Exchange(question)
    worker = threading.Thread(target=exchange.run, daemon=True)
    worker.start()
    worker.join(question.timeout_s)
    if worker.is_alive():
        exchange.stop()
        raise TooLate(question.timeout_s)
    if exchange.answer is None:
        raise exchange.error or Unreachable("it broke off")
    return exchange.answer


class _Exchange:
    """One request, to be run in a thread of its own and stopped from another."""

    def __init__(self, question: Question) -> None:
        parts = urlsplit(question.url)
        host, port, timeout_s = parts.hostname or "", parts.port, question.timeout_s
        self._connection = (
            http.client.HTTPSConnection(host, port, timeout=timeout_s, context=question.tls)
            if parts.scheme == "https"
            else http.client.HTTPConnection(host, port, timeout=timeout_s)
        )
        self._path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        self._question = question
        self.answer: Answer | None = None
        self.error: NoAnswer | ValueError | None = None

    def run(self) -> None:
        """Make the request; its outcome is in `answer` or `error`."""
        try:
            self.answer = self._ask()
        except TimeoutError:
            self.error = TooLate(self._question.timeout_s)
        except (OSError, http.client.HTTPException) as error:
            self.error = Unreachable(str(error))
        except (NoAnswer, ValueError) as error:
            self.error = error
        finally:
            self._connection.close()

    def stop(self) -> None:
        """Cut the connection, so that the thread ends."""
        with suppress(OSError, AttributeError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def _ask(self) -> Answer:
        end = time.monotonic() + self._question.timeout_s
        method = "GET" if self._question.body is None else "POST"
        headers = {
            **self._question.headers,
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        self._connection.request(method, self._path, self._question.body, headers)
        with closing(self._connection.getresponse()) as answer:
            return _read(answer, end)


def _read(answer: http.client.HTTPResponse, end: float) -> Answer:
    """Return the answer, its body read in pieces.

    Raises:
        TimeoutError: the deadline passed.
        NoAnswer: it is too large, packed, or elsewhere.
    """
    if answer.status in _REDIRECTS:
        msg = f"it sends us elsewhere ({answer.status}), where we do not go"
        raise NoAnswer(msg)
    if answer.getheader("Content-Encoding", "identity") != "identity":
        msg = "the answer is packed though we asked for it plain"
        raise NoAnswer(msg)
    body = bytearray()
    while piece := answer.read1(_CHUNK):
        body += piece
        if len(body) > MOST_BYTES:
            msg = f"the answer is larger than {MOST_BYTES} bytes"
            raise NoAnswer(msg)
        if time.monotonic() > end:
            raise TimeoutError
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, headers, body.decode("utf-8", "replace"))
