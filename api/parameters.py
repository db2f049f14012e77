"""The query parameters: what each means, how it is read, and how the API document shows it."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.requests import Request

from api.settings import Settings
from geo.asking import Words
from geo.errors import BadQuery

_LONGEST = 2000  # characters of one value
_MOST = 50  # values in one request
_WHOLE = re.compile(r"[0-9]+\Z", re.ASCII)
_FARTHEST = 10**12  # an offset beyond every store; keeps numbers within 64 bits


class UnknownParameter(BadQuery):
    """A query parameter is not one of those a resource has."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        nearest = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.0)
        hint = f"did you mean {nearest[0]!r}? " if nearest else ""
        there_are = f"known ones are {', '.join(known)}" if known else "there are none here"
        super().__init__(f"unknown query parameter {name!r}; {hint}{there_are}")


class BadParameter(BadQuery):
    """The value of a query parameter cannot be used."""

    def __init__(self, name: str, value: str, reason: str) -> None:
        super().__init__(f"{name}={value!r}: {reason}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter.

    Attributes:
        name: As in the address.
        description: For people, and for the API document.
        schema: OpenAPI schema of one value.
        is_repeatable: Whether several values may be given, as alternatives.
        example: A value that shows the form.
    """

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    is_repeatable: bool = False
    example: str = ""

    def to_openapi(self) -> dict[str, Any]:
        """Return the parameter as OpenAPI 3.0 writes it."""
        schema: dict[str, Any] = dict(self.schema)
        if self.is_repeatable:
            schema = {"type": "array", "items": schema}
        shown: dict[str, Any] = {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": schema,
            "style": "form",
            "explode": self.name != "bbox",
        }
        if self.example:
            shown["examples"] = {"example": {"value": self._example()}}
        return shown

    def _example(self) -> Any:  # noqa: ANN401 - an example is of the parameter's own type
        if self.name == "bbox":
            return [float(number) for number in self.example.split(",")]
        if self.schema.get("type") in {"integer", "number"}:
            return orjson.loads(self.example)
        return [self.example] if self.is_repeatable else self.example


BBOX = Parameter(
    "bbox",
    "West, south, east, north in degrees (OGC:CRS84), edges included; six numbers with heights "
    "are read too. West greater than east crosses the antimeridian. Events without a place never "
    "match.",
    {
        "type": "array",
        "items": {"type": "number"},
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    },
    example="22.1,44.2,40.3,52.4",
)
DATETIME = Parameter(
    "datetime",
    "A day, or an interval `start/end` whose ends are included and may be open (`..`). An event "
    "matches if its own period intersects it.",
    example="2024-10-01/2024-10-31",
)
ACTOR = Parameter(
    "actor",
    "Id, name or alias of an actor; finds what belongs to it too. Repeat it for alternatives.",
    is_repeatable=True,
    example="North Korea",
)
REGION = Parameter(
    "region",
    "ISO 3166 code, id or name of a country, first-level division or macro-region. Repeat it for "
    "alternatives.",
    is_repeatable=True,
    example="UA-14",
)
COVERAGE = Parameter(
    "coverage",
    "Least share, above 0 to 1, of a place's footprint that the regions together cover. With it "
    "`region` finds places by area, also those that lie only partly in a region (`eastern "
    "Ukraine`); without it, what belongs to a region. Needs `region`.",
    {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 1},
    example="0.5",
)
TYPE = Parameter(
    "type",
    "Event type, or its first part for all below it (`strike`). Repeat it for alternatives.",
    is_repeatable=True,
    example="strike.missile",
)
TEXT = Parameter(
    "q",
    "Words that must all occur in title, quote, place or actors; case and accents do not matter.",
    example="missile",
)
LIMIT = Parameter(
    "limit",
    "The most events in the answer; more than the service's maximum is capped.",
    {"type": "integer", "minimum": 1, "maximum": 10000, "default": 100},
    example="100",
)
OFFSET = Parameter(
    "offset",
    "How many matching events to pass over before the first one in the answer.",
    {"type": "integer", "minimum": 0, "default": 0},
    example="0",
)
FORMAT = Parameter("f", "The format of the answer; without it the Accept header decides.")

FILTERS = (BBOX, DATETIME, ACTOR, REGION, COVERAGE, TYPE, TEXT)
"""The filters that items, maps and downloads share."""

PAGING = (LIMIT, OFFSET)

EVENT = Parameter("event", "Id of the event whose card is open.")
MODALITY = Parameter(
    "modality",
    "Modality of the events that are shown, chosen on the page. Repeat it for alternatives.",
    is_repeatable=True,
    example="claimed",
)
PAGE_STATE = (*FILTERS, MODALITY, EVENT)
"""What the address of the explorer keeps, so that a copied link shows the same; the page itself
reads it."""

Values = Mapping[str, Sequence[str]]
"""The values given for each parameter; a name without values is absent."""


def read_parameters(request: Request, known: Iterable[Parameter]) -> Values:
    """Return the values of a request's query parameters.

    Raises:
        UnknownParameter: one is not in `known`; the message names the nearest.
        BadParameter: a value is empty or too long, or one is given twice that may not be.
    """
    by_name = {parameter.name: parameter for parameter in known}
    values: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in by_name:
            raise UnknownParameter(name, by_name)
        _check(by_name[name], value, values.setdefault(name, []))
        values[name].append(value)
    return values


def _check(parameter: Parameter, value: str, earlier: Sequence[str]) -> None:
    reason = ""
    if not value.strip():
        reason = "the value is empty; leave the parameter out instead"
    elif len(value) > _LONGEST:
        reason = f"the value is longer than {_LONGEST} characters"
    elif earlier and not parameter.is_repeatable:
        reason = "the parameter is given more than once"
    elif len(earlier) >= _MOST:
        reason = f"the parameter is given more than {_MOST} times"
    if reason:
        raise BadParameter(parameter.name, value[:_LONGEST], reason)


def words_of(values: Values) -> Words:
    """Return the filter that the parameters `FILTERS` make."""
    return Words(
        datetime=one(values, DATETIME),
        bbox=one(values, BBOX),
        actors=tuple(values.get(ACTOR.name, ())),
        regions=tuple(values.get(REGION.name, ())),
        types=tuple(values.get(TYPE.name, ())),
        text=one(values, TEXT),
        coverage=one(values, COVERAGE),
    )


def one(values: Values, parameter: Parameter) -> str:
    """Return the single value of a parameter, empty where it is not given."""
    return next(iter(values.get(parameter.name, ())), "")


def whole_number(
    values: Values, parameter: Parameter, *, default: int, least: int = 0, most: int = _FARTHEST
) -> int:
    """Return a parameter's value as a whole number, capped at `most`.

    Raises:
        BadParameter: it is not written in ASCII digits, or is below `least`.
    """
    text = one(values, parameter)
    if not text:
        return default
    if not _WHOLE.match(text):
        raise BadParameter(parameter.name, text, "not a whole number in digits")
    if int(text) < least:
        raise BadParameter(parameter.name, text, f"the least is {least}")
    return min(int(text), most)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which of the matching things are in an answer.

    Attributes:
        limit: The most in one answer.
        offset: How many to pass over.
    """

    limit: int
    offset: int


def read_paging(values: Values, settings: Settings) -> Paging:
    """Return the page that is asked for; a limit above the service's is capped.

    Raises:
        BadParameter: `limit` or `offset` is no such number.
    """
    limit = whole_number(
        values, LIMIT, default=settings.default_limit, least=1, most=settings.max_limit
    )
    return Paging(limit, whole_number(values, OFFSET, default=0))
