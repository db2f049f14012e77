"""Files of events for other programs.

Every format holds every column of the contract, and `geo.frame.to_rows(geopandas.read_file(...))`
gives the same rows back (a test says so for each). What differs:

* `geojson`, `geojsonl`: lists are lists; no `crs` member (RFC 7946), one feature a line in the
  latter (RFC 8142 without the separator, as GDAL writes it).
* `csv`: RFC 4180, UTF-8, `lon` and `lat` at the end, lists as JSON text. So that no spreadsheet
  runs a cell as a formula, a text cell that begins with `= + - @`, a tab, a return or an
  apostrophe gets an apostrophe in front; `unguard` takes it away again.
* `gpkg`: layer `events` (days as dates, lists as JSON text) and layer `regions` (footprints).
* `parquet`: GeoParquet; lists of words are lists, lists of things JSON text.
* `fgb`: FlatGeobuf; lists as JSON text. Its spatial index cannot hold an event without a place,
  so the index is left out where there is one: nothing is dropped.
* `kml`: every column as extended data, the quote as description, dates as a time span.

Rows that answer a query for regions have one column more, `region_coverage`; a file without rows
does not.

GDAL ends a text at the character U+0000 and XML forbids most control characters: where a format
needs it, such a character becomes U+FFFD.
"""

import csv
import html
import io
import itertools
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson

from geo.columns import LIST_COLUMNS, EventRow
from geo.errors import ExportError, UnknownFormat
from geo.frame import CRS, DATE_COLUMNS, columns_of, to_feature, to_flat, to_frame

Footprints = Mapping[str, Mapping[str, Any]]
"""GeoJSON geometries by place id, OGC:CRS84."""

_FORMULA = re.compile(r"[=+\-@\t\r']")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLACE_TEXTS = ("name", "kind", "country")
_METRES = {"uncertainty_m": "float64"}
_WORD_LISTS = ("actor_ids", "countries", "region_ids")


@dataclass(frozen=True, slots=True)
class Exporter:
    """How a format is written.

    Attributes:
        suffix: Of the file's name, with its dot.
        write: Writes rows to a file that is not there yet.
        chunks: The same bytes piece by piece, for a format that can be streamed, else None.
    """

    media_type: str
    suffix: str
    write: Callable[[Iterable[EventRow], Path, Footprints], None]
    chunks: Callable[[Iterable[EventRow]], Iterator[bytes]] | None = None


def export(
    rows: Iterable[EventRow],
    path: Path,
    *,
    footprints: Footprints | None = None,
    format_name: str | None = None,
) -> None:
    """Write rows to a file, complete or not at all.

    Args:
        rows: The events in the order wanted.
        path: The file; one that is there is replaced.
        footprints: Geometries of places by their ids, for formats with a layer of regions.
        format_name: One of `EXPORTERS`; None = by the file's suffix.

    Raises:
        UnknownFormat: nobody writes this format.
        ExportError: the file cannot be written, or is a store.
    """
    exporter = exporter_for(format_name or path.suffix.removeprefix(".").lower())
    if _is_store(path):
        msg = f"{str(path)!r} is a store of events and would be lost; choose another name"
        raise ExportError(msg)
    try:
        with TemporaryDirectory(prefix=".dateline-", dir=path.parent) as folder:
            part = Path(folder) / f"part{exporter.suffix}"
            exporter.write(rows, part, footprints or {})
            part.replace(path)
    except OSError as error:
        msg = f"cannot write {str(path)!r}: {error.strerror or error}"
        raise ExportError(msg) from error


def exporter_for(name: str) -> Exporter:
    """Return how the format called `name`, or with the suffix `name`, is written.

    Raises:
        UnknownFormat: nobody writes it.
    """
    by_suffix = {exporter.suffix[1:]: exporter for exporter in EXPORTERS.values()}
    exporter = EXPORTERS.get(name) or by_suffix.get(name) or EXPORTERS.get(_ALIASES.get(name, ""))
    if exporter is None:
        raise UnknownFormat(name, EXPORTERS)
    return exporter


def guard(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> guard("=1+1"), unguard(guard("=1+1"))
    ("'=1+1", '=1+1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """Return the text of a cell that `guard` made."""
    return cell.removeprefix("'")


def _is_store(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            found = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'store_info'")
            return found.fetchone() is not None
    except sqlite3.Error:  # no database at all
        return False


def _geojson(rows: Iterable[EventRow]) -> Iterator[bytes]:
    separator = b'{"type":"FeatureCollection","features":[\n'
    for row in rows:
        yield separator + orjson.dumps(to_feature(row))
        separator = b",\n"
    yield b"\n]}\n" if separator == b",\n" else separator + b"]}\n"


def _geojsonl(rows: Iterable[EventRow]) -> Iterator[bytes]:
    return (orjson.dumps(to_feature(row), option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def _csv(rows: Iterable[EventRow]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    rows = iter(rows)
    first = next(rows, None)
    writer.writerow([*columns_of(first), "lon", "lat"])
    for row in itertools.chain([first] if first else [], rows):
        cells = to_flat(row).values()
        writer.writerow([guard(_plain(cell)) if isinstance(cell, str) else cell for cell in cells])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _plain(text: str) -> str:
    """Return text that C programs read to its end."""
    return text.replace("\0", "\ufffd")


def _kml(rows: Iterable[EventRow]) -> Iterator[bytes]:
    yield (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>events</name>\n'
        b"<Folder><name>events</name>\n"
    )
    for row in rows:
        yield _placemark(row).encode()
    yield b"</Folder></Document></kml>\n"


def _placemark(row: EventRow) -> str:
    data = "".join(
        f"<Data name={quoteattr(name)}><value>{_xml(str(value))}</value></Data>"
        for name, value in to_flat(row).items()
        if value is not None
    )
    days = "".join(
        f"<{tag}>{day}</{tag}>"
        for tag, day in (("begin", row["date_start"]), ("end", row["date_end"]))
        if day
    )
    point = f"<Point><coordinates>{row['lon']!r},{row['lat']!r}</coordinates></Point>"
    # Earth browsers show a description as HTML: the quote is escaped once for that, once for XML.
    return (
        f"<Placemark><name>{_xml(row['title'])}</name>"
        f"<description>{_xml(html.escape(row['quote']))}</description>"
        f"{f'<TimeSpan>{days}</TimeSpan>' if days else ''}"
        f"<ExtendedData>{data}</ExtendedData>"
        f"{'' if row['lon'] is None else point}</Placemark>\n"
    )


def _xml(text: str) -> str:
    # A bare return would come back as a line feed: XML makes all ends of line the same.
    return escape(_NOT_IN_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _streamed(
    chunks: Callable[[Iterable[EventRow]], Iterator[bytes]],
) -> Callable[[Iterable[EventRow], Path, Footprints], None]:
    def write(rows: Iterable[EventRow], path: Path, footprints: Footprints) -> None:
        del footprints  # these formats have no layer for them
        with path.open("wb") as file:
            file.writelines(chunks(rows))

    return write


def _write_gpkg(rows: Iterable[EventRow], path: Path, footprints: Footprints) -> None:
    rows = list(rows)
    # GDAL before 3.7 warns of the newer 1.4, of which nothing is used here.
    events = {"layer": "events", "geometry_type": "Point", "VERSION": "1.3"}
    _write_layer(_table(rows), path, "GPKG", **events)
    regions = {"layer": "regions", "geometry_type": "MultiPolygon", "append": True}
    _write_layer(_regions(rows, footprints), path, "GPKG", **regions)


def _regions(rows: list[EventRow], footprints: Footprints) -> Any:  # noqa: ANN401 - a pyarrow Table
    import geopandas as gpd
    from shapely.geometry import MultiPolygon, Polygon, shape

    known = {place["place_id"]: place for row in rows for place in row["places"]}
    places = [known.get(place_id, {}) for place_id in footprints]
    areas = (shape(dict(footprint)) for footprint in footprints.values())
    frame = gpd.GeoDataFrame(
        {
            "place_id": list(footprints),
            **{name: [place.get(name, "") for place in places] for name in _PLACE_TEXTS},
            "uncertainty_m": [place.get("uncertainty_m") for place in places],
        },
        geometry=[MultiPolygon([area]) if isinstance(area, Polygon) else area for area in areas],
        crs=CRS,
    )
    return _arrow(frame.astype(dict.fromkeys(("place_id", *_PLACE_TEXTS), "str") | _METRES))


def _write_fgb(rows: Iterable[EventRow], path: Path, footprints: Footprints) -> None:
    del footprints
    table = _table(rows)
    index = "NO" if table["geometry"].null_count else "YES"
    _write_layer(
        table, path, "FlatGeobuf", layer="events", geometry_type="Point", SPATIAL_INDEX=index
    )


def _write_parquet(rows: Iterable[EventRow], path: Path, footprints: Footprints) -> None:
    del footprints
    frame = to_frame(rows)
    for name in set(LIST_COLUMNS) - set(_WORD_LISTS):
        frame[name] = [orjson.dumps(value).decode() for value in frame[name]]
    frame.to_parquet(path)


def _table(rows: Iterable[EventRow]) -> Any:  # noqa: ANN401 - a pyarrow Table
    """Return rows as GDAL takes them: days as dates, lists as JSON text, points as WKB."""
    import pyarrow as pa

    frame = to_frame(rows)
    for name in LIST_COLUMNS:
        frame[name] = [orjson.dumps(value).decode() for value in frame[name]]
    for name in frame.select_dtypes("str"):
        frame[name] = frame[name].map(_plain)
    table = _arrow(frame)
    for number, name in enumerate(table.column_names):
        if name in DATE_COLUMNS:
            table = table.set_column(number, name, table[name].cast(pa.date32()))
    return table


def _arrow(frame: Any) -> Any:  # noqa: ANN401 - a GeoDataFrame in, a pyarrow Table out
    import pyarrow as pa

    return pa.table(frame.to_arrow(index=False, geometry_encoding="WKB"))


def _write_layer(table: Any, path: Path, driver: str, **options: Any) -> None:  # noqa: ANN401 - pyogrio's
    from pyogrio import write_arrow

    try:
        write_arrow(table, path, driver=driver, geometry_name="geometry", crs=CRS, **options)
    except RuntimeError as error:  # the base of all that pyogrio raises
        msg = f"GDAL cannot write the {driver} file: {error}"
        raise ExportError(msg) from error


EXPORTERS: dict[str, Exporter] = {
    "geojson": Exporter("application/geo+json", ".geojson", _streamed(_geojson), _geojson),
    "geojsonl": Exporter("application/geo+json-seq", ".geojsonl", _streamed(_geojsonl), _geojsonl),
    "csv": Exporter("text/csv; charset=utf-8", ".csv", _streamed(_csv), _csv),
    "gpkg": Exporter("application/geopackage+sqlite3", ".gpkg", _write_gpkg),
    "parquet": Exporter("application/vnd.apache.parquet", ".parquet", _write_parquet),
    "fgb": Exporter("application/vnd.flatgeobuf", ".fgb", _write_fgb),
    "kml": Exporter("application/vnd.google-earth.kml+xml", ".kml", _streamed(_kml), _kml),
}
"""Every format by its name."""

_ALIASES = {"json": "geojson", "geoparquet": "parquet", "geojsons": "geojsonl"}
