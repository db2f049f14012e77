"""HTTP for geopy with the bounds of `geo.bounded_http`, which its own adapters lack."""

import json
from collections.abc import Mapping
from typing import Any

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)

from geo.bounded_http import Question, ask
from geo.errors import NoAnswer, TooLate, Unreachable

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
        question = Question(url, headers, timeout_s=timeout, tls=self._ssl_context)
        try:
            answer = ask(question)
        except TooLate as error:
            raise GeocoderTimedOut(str(error)) from error
        except Unreachable as error:
            raise GeocoderUnavailable(str(error)) from error
        except NoAnswer as error:
            raise GeocoderServiceError(str(error)) from error
        if answer.status not in _GOOD:
            msg = f"status {answer.status}"
            raise AdapterHTTPError(
                msg,
                status_code=answer.status,
                headers=dict(answer.headers),
                text=answer.text[:200],
            )
        return answer.text
