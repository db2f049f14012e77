"""The table form of events: rows, GeoDataFrame, GeoJSON features and flat records.

`geo.columns` is the contract, `docs/reference/columns.md` explains it column by column. What is
decided here:

* An event without a resolved place has no point; `place` then holds the words of the toponym as
  written (empty where the text names none), `place_id` is empty and `precision` is `unknown`;
  `places` says why.
* `confidence` is that of the mention times that of its main place, as if independent; that of
  the mention alone where there is no place. Four decimals.
* `reports` holds the report with the span of the quote; spans of further mentions of the event
  in the same report are its `other_spans`.
* Rows that answer a query for regions have `region_coverage` too, in every form.
* Characters that UTF-8 cannot hold (lone surrogates) become U+FFFD, one for one, so spans hold.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

import orjson

from geo.columns import COLUMNS, LIST_COLUMNS, REGION_COVERAGE, EventRow
from geo.model import Actor, Attribution, Event, EventPlace, Precision, Quantity, Report, Span

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CRS = "OGC:CRS84"
"""Longitude, latitude in degrees on WGS 84: the reference system of every geometry."""

DATE_COLUMNS: tuple[str, ...] = ("date_start", "date_end")
"""Columns that hold days: `datetime64[ms]` in the frame, which reaches from year 1 to 9999."""

INTEGER_COLUMNS: tuple[str, ...] = ("report_count", "publisher_count", "version")
FLOAT_COLUMNS: tuple[str, ...] = ("uncertainty_m", "confidence", REGION_COVERAGE)

_SURROGATES = re.compile("[\ud800-\udfff]")


def to_row(event: Event, *, updated: str, version: int = 1) -> EventRow:
    """Return the row of an event.

    Args:
        event: The event with its report and places.
        updated: When the row was made, an RFC 3339 date-time with its offset.
        version: Which version of its report the event is from, counted from 1.

    Raises:
        ValueError: `updated` is no date-time.
    """
    mention, period, main = event.mention, event.mention.period, event.main_place
    row = {
        "id": event.id,
        "type": mention.type,
        "title": mention.title,
        "quote": mention.quote,
        "date_start": _iso(period.start),
        "date_end": _iso(period.end),
        "date_precision": period.precision.value,
        "date_edtf": period.edtf,
        "actors": [_actor(actor) for actor in mention.actors],
        "actor_ids": _unique(actor.id for actor in mention.actors),
        "countries": _unique(actor.country for actor in mention.actors),
        **_place_columns(main or next(iter(event.places), None)),
        "modality": mention.modality.value,
        "attribution": [_attribution(source) for source in mention.attribution],
        "quantities": [_quantity(quantity) for quantity in mention.quantities],
        "places": [_place(place) for place in event.places],
        "reports": [_report(event)],
        "report_count": 1,
        "publisher_count": 1,
        "related": [],
        "confidence": round(mention.confidence * (main.location.confidence if main else 1), 4),
        "version": version,
        "updated": format_time(updated),
    }
    return cast("EventRow", _storable(row))


def format_time(moment: str | datetime) -> str:
    """Return a moment as RFC 3339 text in UTC with milliseconds, as GeoPackage wants it.

    >>> format_time("2024-10-21T14:00:00+02:00")
    '2024-10-21T12:00:00.000Z'

    Raises:
        ValueError: it is no date-time.
    """
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def scrub(text: str) -> str:
    """Return `text` with every lone surrogate replaced by U+FFFD, one for one."""
    return _SURROGATES.sub("\ufffd", text)


def columns_of(row: EventRow | None) -> tuple[str, ...]:
    """Return the columns of a table that begins with a row; those of an empty one for None."""
    return (*COLUMNS, REGION_COVERAGE) if row and REGION_COVERAGE in row else COLUMNS


def to_feature(row: EventRow) -> dict[str, Any]:
    """Return a row as an RFC 7946 feature; the geometry is null for an event without a place.

    The properties are all columns that the row has, the id among them.
    """
    geometry = (
        None if row["lon"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    )
    properties = {name: row[name] for name in columns_of(row)}  # type: ignore[literal-required] # its keys
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}


def from_feature(feature: Mapping[str, Any]) -> EventRow:
    """Return the row that a feature of ours was made of."""
    lon, lat = feature["geometry"]["coordinates"] if feature["geometry"] else (None, None)
    return cast("EventRow", {**feature["properties"], "lon": lon, "lat": lat})


def to_flat(row: EventRow) -> dict[str, str | int | float | None]:
    """Return a row for flat formats: lists as JSON text, `lon` and `lat` after the columns."""
    flat: dict[str, Any] = dict(row)
    for name in LIST_COLUMNS:
        flat[name] = orjson.dumps(flat[name]).decode()
    return {name: flat[name] for name in (*columns_of(row), "lon", "lat")}


def to_frame(rows: Iterable[EventRow]) -> "GeoDataFrame":
    """Return rows as a GeoDataFrame in OGC:CRS84: the contract's columns, then `geometry`.

    The rows are of one table: all have `region_coverage`, or none has; it stands before `geometry`.
    Days are `datetime64[ms]` with NaT for an open or unknown end, `updated` is
    `datetime64[ms, UTC]`, counts are `Int64`, lists are lists in object columns, geometry is a
    point or None. An empty table has the same columns and types.
    """
    import geopandas as gpd
    from shapely import Point

    rows = list(rows)
    names = columns_of(rows[0] if rows else None)
    columns = {name: _series([dict(row)[name] for row in rows], name) for name in names}
    places = ((row["lon"], row["lat"]) for row in rows)
    points = [None if lon is None or lat is None else Point(lon, lat) for lon, lat in places]
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(points, crs=CRS), crs=CRS)


def to_rows(frame: Any) -> list[EventRow]:  # noqa: ANN401 - geopandas and pandas frames alike
    """Return the rows of a frame in its order: the inverse of `to_frame`.

    Also takes what geopandas reads back from any of our exports, where a format had to turn
    lists into JSON text, days into time stamps or numbers into text. The point is the geometry,
    else the columns `lon` and `lat`.
    """
    if not len(frame):  # some formats hold no columns without rows
        return []
    # KML holds no nulls, so a column of nothing else is missing from it.
    nulls = dict.fromkeys({*DATE_COLUMNS, "uncertainty_m"} - {*frame.columns}, [None] * len(frame))
    names = (*COLUMNS, REGION_COVERAGE) if REGION_COVERAGE in frame.columns else COLUMNS
    columns = {
        name: [_value(name, value) for value in nulls.get(name) or frame[name]] for name in names
    }
    records = zip(*columns.values(), strict=True)
    return [
        cast("EventRow", {**dict(zip(names, record, strict=True)), "lon": lon, "lat": lat})
        for record, (lon, lat) in zip(records, _points(frame), strict=True)
    ]


def _storable(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row as it is, or, if it holds what UTF-8 cannot, with that replaced."""
    try:
        orjson.dumps(row)
    except TypeError:
        return cast("dict[str, Any]", _scrubbed(row))
    return row


def _scrubbed(value: Any) -> Any:  # noqa: ANN401 - walks any JSON value
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {name: _scrubbed(part) for name, part in value.items()}
    return [_scrubbed(part) for part in value] if isinstance(value, list) else value


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _unique(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _ends(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _place_columns(shown: EventPlace | None) -> dict[str, Any]:
    place = shown.location.place if shown else None
    return {
        "place": place.name if place else shown.location.toponym.text if shown else "",
        "place_id": place.id if place else "",
        "place_role": shown.role.value if shown else "",
        "precision": (place.precision if place else Precision.UNKNOWN).value,
        "uncertainty_m": float(place.uncertainty_m) if place else None,
        "country": place.country if place else "",
        "admin1": place.admin1 if place else "",
        "region_ids": list(place.region_ids) if place else [],
        "lon": float(place.lon) if place else None,
        "lat": float(place.lat) if place else None,
    }


def _place(event_place: EventPlace) -> dict[str, Any]:
    location = event_place.location
    place = location.place
    return {
        "text": location.toponym.text,
        "name": place.name if place else None,
        "place_id": place.id if place else None,
        "kind": place.kind.value if place else None,
        "role": event_place.role.value,
        "precision": (place.precision if place else Precision.UNKNOWN).value,
        "lon": float(place.lon) if place else None,
        "lat": float(place.lat) if place else None,
        "uncertainty_m": float(place.uncertainty_m) if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "confidence": round(location.confidence, 4),
        "why": location.why,
        "span": _ends(location.toponym.span),
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "role": actor.role.value,
        "country": actor.country,
        "sector": actor.sector,
        "parents": list(actor.parents),
        "span": _ends(actor.span),
    }


def _attribution(source: Attribution) -> dict[str, Any]:
    return {
        "name": source.name,
        "actor_id": source.actor_id,
        "kind": source.kind,
        "verb": source.verb,
        "via": source.via,
        "strength": source.strength,
        "span": _ends(source.span),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "kind": quantity.kind,
        "value": quantity.value,
        "minimum": quantity.minimum,
        "maximum": quantity.maximum,
        "is_approximate": quantity.is_approximate,
        "unit": quantity.unit,
        "subject": quantity.subject,
        "part_of": quantity.part_of,
        "text": quantity.text,
        "span": _ends(quantity.span),
    }


def _report(event: Event) -> dict[str, Any]:
    report: Report = event.report
    return {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "published": _iso(report.published),
        "url": report.url,
        "span": _ends(event.mention.span),
        "other_spans": [_ends(mention.span) for mention in event.others],
        "telling_id": event.id,
        "modality": event.mention.modality.value,
        "why": [],
        "same_text_as": None,
    }


def _series(values: Sequence[Any], name: str) -> Any:  # noqa: ANN401 - a pandas Series
    import numpy as np
    import pandas as pd

    if name in DATE_COLUMNS:
        days = np.array([value or "NaT" for value in values], dtype="datetime64[D]")
        return pd.Series(days.astype("datetime64[ms]"))
    if name == "updated":
        moments = np.array([value.removesuffix("Z") for value in values], dtype="datetime64[ms]")
        return pd.Series(moments).dt.tz_localize("UTC")
    if name in LIST_COLUMNS:
        return pd.Series(values, dtype=object)
    if name in INTEGER_COLUMNS:
        return pd.Series(values, dtype="Int64")
    return pd.Series(values, dtype="float64" if name in FLOAT_COLUMNS else "str")


def _points(frame: Any) -> Iterator[tuple[float | None, float | None]]:  # noqa: ANN401 - see to_rows
    if "geometry" in frame.columns and frame.geometry.notna().any():
        for point in frame.geometry:
            yield (None, None) if point is None or point.is_empty else (point.x, point.y)
    elif "lon" in frame.columns:
        for lon, lat in zip(frame["lon"], frame["lat"], strict=True):
            yield _number(lon), _number(lat)
    else:
        yield from ((None, None) for _ in range(len(frame)))


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a file format made of it
    if name in LIST_COLUMNS:
        return _list(value)
    if name in FLOAT_COLUMNS:
        return _number(value)
    if name in INTEGER_COLUMNS:
        return int(value)
    if name == "updated":
        return format_time(value)
    return _text(value) or None if name in DATE_COLUMNS else _text(value)


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON text, a list or an array
    if isinstance(value, str):
        return cast("list[Any]", orjson.loads(value))
    return list(value)


def _number(value: Any) -> float | None:  # noqa: ANN401 - text, number, NaN or None
    number = float("nan") if value in (None, "") else float(value)
    return None if number != number else number  # noqa: PLR0124 - NaN is not itself


def _text(value: Any) -> str:  # noqa: ANN401 - text, a day or moment, NaT, NaN or None
    if isinstance(value, str):
        return value
    # GDAL makes days of a text column in which every value looks like one; NaT equals nothing.
    return value.isoformat()[:10] if isinstance(value, date) and value == value else ""  # noqa: PLR0124
