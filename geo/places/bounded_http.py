"""HTTP for geopy with bounds that its own adapters lack.

One request has a total deadline, whatever drips in; an answer has a greatest size; nothing is
unpacked, and no redirect is followed: a geocoder answers itself or not at all.
"""

import http.client
import json
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)

MOST_BYTES = 1 << 20
"""Greatest answer: a geocoder's single result is a few kilobytes."""

_CHUNK = 1 << 14
_REDIRECTS = range(300, 400)
_GOOD = range(200, 300)


class BoundedAdapter(BaseSyncAdapter):  # type: ignore[misc] # geopy has no types
    """A geopy adapter whose requests end in time, in size and at the host that was asked."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:  # noqa: ANN401 - geopy has no types
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._ssl_context = ssl_context

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return the answer as JSON.

        Raises:
            GeocoderParseError: it is none.
            GeopyError: as `get_text`.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            msg = "the answer is not JSON"
            raise GeocoderParseError(msg) from error

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Return the answer as text.

        Args:
            url: What to get.
            timeout: Seconds from the call to the last byte of the answer.
            headers: Of the request.

        Raises:
            GeocoderTimedOut: the deadline passed.
            GeocoderUnavailable: the host cannot be reached.
            AdapterHTTPError: the status is no success.
            GeocoderServiceError: the answer is too large, packed, or elsewhere.
        """
        request = _Request(url, timeout, headers, self._ssl_context)
        worker = threading.Thread(target=request.run, daemon=True)
        worker.start()
        worker.join(timeout)
        if worker.is_alive():
            request.stop()
            raise _too_late(timeout)
        if request.error is not None:
            raise request.error
        return request.text


def _too_late(timeout: float) -> GeocoderTimedOut:
    return GeocoderTimedOut(f"no whole answer within {timeout:g} s")


class _Request:
    """One request, to be run in a thread of its own and stopped from another."""

    def __init__(
        self,
        url: str,
        timeout_s: float,
        headers: Mapping[str, str],
        ssl_context: Any,  # noqa: ANN401 - geopy has no types
    ) -> None:
        parts = urlsplit(url)
        secure = {"context": ssl_context} if parts.scheme == "https" else {}
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=timeout_s, **secure)
        self._path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        self._headers = {**headers, "Accept-Encoding": "identity", "Connection": "close"}
        self._timeout_s = timeout_s
        self.text = ""
        self.error: Exception | None = None

    def run(self) -> None:
        """Make the request; its outcome is in `text` or `error`."""
        try:
            self.text = self._get()
        except TimeoutError:
            self.error = _too_late(self._timeout_s)
        except (OSError, http.client.HTTPException) as error:
            self.error = GeocoderUnavailable(f"the host cannot be reached: {error}")
        except (GeocoderServiceError, AdapterHTTPError, ValueError) as error:
            self.error = error
        finally:
            self._connection.close()

    def stop(self) -> None:
        """Cut the connection, so that the thread ends."""
        with suppress(OSError, AttributeError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def _get(self) -> str:
        end = time.monotonic() + self._timeout_s
        self._connection.request("GET", self._path, headers=self._headers)
        with closing(self._connection.getresponse()) as answer:
            return _text(answer, end)


def _text(answer: http.client.HTTPResponse, end: float) -> str:
    """Return the text of a good answer.

    Raises:
        TimeoutError: the deadline passed.
        AdapterHTTPError: the status is no success.
        GeocoderServiceError: the answer is too large, packed, or elsewhere.
    """
    if answer.status in _REDIRECTS:
        msg = f"it sends us elsewhere ({answer.status}), where we do not go"
        raise GeocoderServiceError(msg)
    body = _read(answer, end)
    if answer.status not in _GOOD:
        msg = f"status {answer.status}"
        raise AdapterHTTPError(
            msg,
            status_code=answer.status,
            headers={name.lower(): value for name, value in answer.getheaders()},
            text=body[:200].decode("utf-8", "replace"),
        )
    if answer.getheader("Content-Encoding", "identity") != "identity":
        msg = "the answer is packed though we asked for it plain"
        raise GeocoderServiceError(msg)
    return body.decode("utf-8", "replace")


def _read(answer: http.client.HTTPResponse, end: float) -> bytes:
    """Return the body, read in pieces.

    Raises:
        TimeoutError: the deadline passed.
        GeocoderServiceError: it is too large.
    """
    body = bytearray()
    while piece := answer.read1(_CHUNK):
        body += piece
        if len(body) > MOST_BYTES:
            msg = f"the answer is larger than {MOST_BYTES} bytes"
            raise GeocoderServiceError(msg)
        if time.monotonic() > end:
            raise TimeoutError
    return bytes(body)
