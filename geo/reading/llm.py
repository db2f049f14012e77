"""An optional extractor: any OpenAI-compatible chat-completions endpoint.

Off unless the caller builds one. The report's text is sent to the endpoint, and its answer is
taken for no more than a list of words and ids, each of which is checked (`llm_answer`). Requests
are bounded (`geo.bounded_http`); one that fails is tried once more; then the ordinary extractor's
reading is taken, or the report fails, as the caller wants.
"""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from geo.bounded_http import Answer, Question, ask
from geo.errors import BadEndpoint, NoAnswer, NoReading
from geo.model import Reading, Report, Span
from geo.protocols import Extractor
from geo.reading.actors import ActorRegistry
from geo.reading.document import sentences
from geo.reading.english import is_english
from geo.reading.llm_answer import Draft, draft_events, to_reading
from geo.reading.llm_prompt import passage, rules, schema
from geo.reading.types import EventType

logger = logging.getLogger(__name__)

TIMEOUT_S = 60.0
"""Longest time for one answer in all, seconds."""

MOST_TEXT = 100_000
"""Characters of a report that is sent: longer ones would cost without bound."""

_LONGEST_PASSAGE = 12_000  # characters sent at once: most reports are one request
_PAUSE_S = 1.0  # before the second try
_MOST_FAILURES = 3
"""Requests in a row without an answer after which an endpoint is not asked again."""

_MOST_TOKENS = 10_000_000  # of one call that are believed
_GOOD = range(200, 300)
_WORTH_ANOTHER_TRY = frozenset({408, 409, 425, 429, *range(500, 600)})
_LEAST_PRINTABLE, _MOST_PRINTABLE = "!", "~"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a large language model is asked.

    Attributes:
        url: Of the chat completions.
        model: What the endpoint calls the model.
        key: What it is told to let us in; empty = nothing.
        timeout_s: Longest time for one answer in all, seconds.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = TIMEOUT_S


@dataclass(slots=True)
class Usage:
    """What an endpoint was asked so far.

    Attributes:
        calls: Requests, those that failed included.
        tokens_in: Tokens read, by the endpoint's own count.
        tokens_out: Tokens written, likewise.
        uncounted: Answers that did not say their tokens.
        fallbacks: Reports that were read without it.
        dropped: Things it named that the report or the ontology does not have.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    uncounted: int = 0
    fallbacks: int = 0
    dropped: int = 0

    def __str__(self) -> str:
        unknown = f" ({self.uncounted} answers did not say)" if self.uncounted else ""
        return (
            f"large language model: {self.calls} calls, {self.tokens_in} tokens in, "
            f"{self.tokens_out} out{unknown}; {self.dropped} things it named are not in their "
            f"report and were dropped; {self.fallbacks} reports read without it"
        )


def open_endpoint(
    address: str, *, model: str, key: str = "", timeout_s: float = TIMEOUT_S
) -> Endpoint:
    """Return an endpoint, checked.

    Args:
        address: `http` or `https`, up to the part before `/chat/completions`, which may be there.
        model: What the endpoint calls the model.
        key: What it is told to let us in; empty = nothing.
        timeout_s: Longest time for one answer in all, seconds.

    Raises:
        BadEndpoint: address, model or key cannot be right; the key is not in the message.
    """
    try:
        parts = urlsplit(address)
        reason = _fault(parts, model, key)
    except ValueError:  # of the port, or of brackets around the host
        parts, reason = urlsplit(""), _NO_ADDRESS
    if reason:
        raise BadEndpoint(reason)
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    url = f"{parts.scheme}://{parts.netloc}{path}/chat/completions"
    return Endpoint(url, model.strip(), key, timeout_s)


_NO_ADDRESS = "its address must be one such as https://llm.example/v1, without name or query"


def _fault(parts: SplitResult, model: str, key: str) -> str:
    """Return what is wrong with an endpoint, empty where nothing is."""
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    if not is_web or "@" in parts.netloc or parts.query or parts.fragment:
        return _NO_ADDRESS
    if not model.strip():
        return "no model is named; set DATELINE_LLM_MODEL"
    if not all(_LEAST_PRINTABLE <= letter <= _MOST_PRINTABLE for letter in key):
        return "its key holds characters that no key has"
    return ""


class LlmExtractor:
    """Reads reports with a large language model; implements `Extractor`.

    Place names, dates, numbers and actors are still found and resolved by our own code, the place
    names by the ordinary extractor.

    Attributes:
        usage: What was asked so far.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        ordinary: Extractor,
        *,
        registry: ActorRegistry,
        types: Mapping[str, EventType],
        falls_back: bool = True,
        pause_s: float = _PAUSE_S,
    ) -> None:
        """Ask nothing yet.

        Args:
            endpoint: Where the model is asked.
            ordinary: Finds the place names, and reads what the model gives no reading of.
            registry: The actors.
            types: The event types by id.
            falls_back: Whether a report that the model gives no reading of is read by the
                ordinary extractor, with a warning; False = the report fails.
            pause_s: Seconds before the second try.
        """
        self.usage = Usage()
        self._endpoint, self._ordinary, self._registry = endpoint, ordinary, registry
        self._types, self._rules, self._schema = types, rules(types), schema(types)
        self._falls_back, self._pause_s = falls_back, pause_s
        self._failures = 0

    def read(self, report: Report) -> Reading:
        """Return the toponyms and event mentions of `report`, both in reading order.

        A report in another language than English is not sent: the ordinary extractor says so.

        Raises:
            NoReading: the model gave none, and the caller wants no other.
        """
        ordinary = self._ordinary.read(report)
        if not (report.lang.casefold().startswith("en") and is_english(report.text)):
            return ordinary
        try:
            drafts = [draft for span in _passages(report) for draft in self._drafts(report, span)]
        except NoReading as error:
            if not self._falls_back:
                raise
            self.usage.fallbacks += 1
            logger.warning("report %s: %s; it was read without", report.id, error)
            return ordinary
        return to_reading(report, drafts, ordinary, self._registry)

    def _drafts(self, report: Report, span: Span) -> list[Draft]:
        """Return what the model finds in one passage.

        Raises:
            NoReading: it gave no answer that can be used.
        """
        if self._failures >= _MOST_FAILURES:
            msg = f"it is not asked again after {_MOST_FAILURES} requests without an answer"
            raise NoReading(msg)
        try:
            said = self._asked(passage(report, span.of(report.text)))
        except NoAnswer as error:
            self._failures += 1
            raise NoReading(str(error)) from error
        drafts, dropped = draft_events(said, report.text, span, self._types)
        self.usage.dropped += dropped
        return drafts

    def _asked(self, message: str) -> list[Any]:
        """Return the events of an answer; a request that fails is made once more."""
        try:
            return self._events(message)
        except _Refused:
            raise
        except (NoAnswer, NoReading) as error:
            logger.info("asking the large language model again: %s", error)
        time.sleep(self._pause_s)
        return self._events(message)

    def _events(self, message: str) -> list[Any]:
        """Return the events of one answer, not yet checked.

        Raises:
            NoAnswer: there is none.
            NoReading: it is not what was asked for.
        """
        self.usage.calls += 1
        answer = ask(self._question(message))
        if answer.status not in _GOOD:
            msg = f"it answered with status {answer.status}"
            raise NoAnswer(msg) if answer.status in _WORTH_ANOTHER_TRY else _Refused(msg)
        self._failures = 0
        body = _json(answer)
        self._count(body.get("usage"))
        return _content(body)

    def _question(self, message: str) -> Question:
        endpoint = self._endpoint
        body = {
            "model": endpoint.model,
            "messages": [
                {"role": "system", "content": self._rules},
                {"role": "user", "content": message},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "events", "strict": True, "schema": self._schema},
            },
            "stream": False,
        }
        headers = {"Content-Type": "application/json"}
        if endpoint.key:
            headers["Authorization"] = f"Bearer {endpoint.key}"
        encoded = json.dumps(body).encode()
        return Question(endpoint.url, headers, encoded, endpoint.timeout_s)

    def _count(self, said: Any) -> None:  # noqa: ANN401 - whatever a server sent
        counted = said if isinstance(said, dict) else {}
        tokens = [_tokens(counted.get(name)) for name in ("prompt_tokens", "completion_tokens")]
        self.usage.uncounted += None in tokens
        self.usage.tokens_in += tokens[0] or 0
        self.usage.tokens_out += tokens[1] or 0


class _Refused(NoAnswer):
    """The endpoint will not answer this request, however often it is asked."""


def _passages(report: Report) -> Iterator[Span]:
    """Yield stretches of whole sentences that are sent at once.

    Raises:
        NoReading: the report is too long to be sent.
    """
    if len(report.text) > MOST_TEXT:
        msg = f"the report is longer than {MOST_TEXT:,} characters"
        raise NoReading(msg)
    start = end = None
    for sentence in sentences(report.text):
        if start is not None and end is not None and sentence.end - start > _LONGEST_PASSAGE:
            yield Span(start, end)
            start = None
        start = sentence.start if start is None else start
        end = sentence.end
    if start is not None and end is not None:
        yield Span(start, end)


def _json(answer: Answer) -> dict[str, Any]:
    try:
        body = json.loads(answer.text)
    except (ValueError, RecursionError) as error:
        msg = "its answer is not JSON"
        raise NoReading(msg) from error
    if not isinstance(body, dict):
        msg = "its answer is no JSON object"
        raise NoReading(msg)
    return body


def _content(body: dict[str, Any]) -> list[Any]:
    """Return the events of an answer that is a chat completion.

    Raises:
        NoReading: it is none, was refused or cut off, or holds no list of events.
    """
    try:
        choice = body["choices"][0]
        message = choice["message"]
        content, is_refused = message.get("content"), bool(message.get("refusal"))
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        msg = "its answer is no chat completion"
        raise NoReading(msg) from error
    if is_refused or not isinstance(content, str):
        msg = "it refused"
        raise NoReading(msg)
    if choice.get("finish_reason") == "length":
        msg = "its answer was cut off"
        raise NoReading(msg)
    # Some servers put thoughts or a code fence around the object.
    try:
        said = json.loads(content[content.index("{") : content.rindex("}") + 1])
        events = said["events"]
    except (ValueError, KeyError, RecursionError) as error:
        msg = "it did not answer with the JSON that was asked for"
        raise NoReading(msg) from error
    if not isinstance(events, list):
        msg = "its events are no list"
        raise NoReading(msg)
    return events


def _tokens(value: Any) -> int | None:  # noqa: ANN401 - whatever a server sent
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return value if is_count and 0 <= value <= _MOST_TOKENS else None
