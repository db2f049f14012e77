"""The column contract of the events table: one row per event.

`EventRow` is the table form that the store, the read model, exports, the API and the maps share.
Lists are real lists here; flat formats (CSV, GeoPackage) hold them as JSON text.
"""

from typing import Any, NotRequired, TypedDict


class EventRow(TypedDict):
    """One event as a row.

    Dates are ISO 8601 days, both ends included, None = open or unknown. `lon` and `lat` are
    OGC:CRS84 degrees, both None for an event without a place. `uncertainty_m` is in metres,
    None without a place. `country` is ISO 3166-1 alpha-2, `admin1` ISO 3166-2, `countries`
    (of the actors) ISO 3166-1 alpha-3 or IGO; empty text where unknown. `region_coverage` is only
    in answers to a query for regions: the share of the place that they cover, 0 to 1.
    """

    id: str
    type: str
    title: str
    quote: str
    date_start: str | None
    date_end: str | None
    date_precision: str
    date_edtf: str
    actors: list[dict[str, Any]]  # id, name, role, country, sector, parents
    actor_ids: list[str]
    countries: list[str]
    place: str
    place_id: str
    place_role: str
    precision: str
    uncertainty_m: float | None
    country: str
    admin1: str
    region_ids: list[str]
    modality: str
    attribution: list[dict[str, Any]]  # name, actor_id, kind, verb, via, strength
    quantities: list[dict[str, Any]]  # kind, value, minimum, maximum, is_approximate, unit, ...
    places: list[dict[str, Any]]  # text, name, place_id, kind, role, precision, lon, lat, why, ...
    reports: list[dict[str, Any]]  # id, publisher, span, telling_id, why, same_text_as, ...
    report_count: int
    publisher_count: int
    related: list[dict[str, Any]]  # id of an event, why
    confidence: float
    version: int
    updated: str  # RFC 3339, UTC
    lon: float | None
    lat: float | None
    region_coverage: NotRequired[float]


REGION_COVERAGE = "region_coverage"
"""What a row has beyond the contract where it answers a query for regions."""

COLUMNS: tuple[str, ...] = tuple(
    name for name in EventRow.__annotations__ if name not in {"lon", "lat", REGION_COVERAGE}
)
"""The columns of the events frame in order; `geometry` follows them."""

LIST_COLUMNS: tuple[str, ...] = (
    "actors",
    "actor_ids",
    "countries",
    "region_ids",
    "attribution",
    "quantities",
    "places",
    "reports",
    "related",
)
"""Columns that hold lists: JSON text in flat formats."""

VOLATILE_COLUMNS: tuple[str, ...] = ("version", "updated")
"""Columns that say when, not what: left out of the digest of a store."""
