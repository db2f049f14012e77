"""Dateline's library: report text in, GeoDataFrame of located events out.

>>> from geo import Report, open_reader                                       # doctest: +SKIP
>>> open_reader().frame(Report("A missile struck Kharkiv on Monday."))        # doctest: +SKIP

Names are imported when first used: `import geo` alone loads nothing heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.columns import COLUMNS, EventRow
    from geo.errors import DatelineError
    from geo.export import export
    from geo.frame import to_feature, to_frame, to_row, to_rows
    from geo.model import (
        Actor,
        Event,
        EventMention,
        Location,
        Modality,
        Period,
        Place,
        Quantity,
        Report,
        Span,
        Toponym,
    )
    from geo.places.gazetteer import open_gazetteer
    from geo.query import Query
    from geo.reader import Reader, open_reader
    from geo.store.geopackage import GeoPackageStore

_HOME = {
    "Actor": "geo.model",
    "COLUMNS": "geo.columns",
    "DatelineError": "geo.errors",
    "Event": "geo.model",
    "EventMention": "geo.model",
    "EventRow": "geo.columns",
    "GeoPackageStore": "geo.store.geopackage",
    "Location": "geo.model",
    "Modality": "geo.model",
    "Period": "geo.model",
    "Place": "geo.model",
    "Quantity": "geo.model",
    "Query": "geo.query",
    "Reader": "geo.reader",
    "Report": "geo.model",
    "Span": "geo.model",
    "Toponym": "geo.model",
    "export": "geo.export",
    "open_gazetteer": "geo.places.gazetteer",
    "open_reader": "geo.reader",
    "to_feature": "geo.frame",
    "to_frame": "geo.frame",
    "to_row": "geo.frame",
    "to_rows": "geo.frame",
}

__all__ = [
    "COLUMNS",
    "Actor",
    "DatelineError",
    "Event",
    "EventMention",
    "EventRow",
    "GeoPackageStore",
    "Location",
    "Modality",
    "Period",
    "Place",
    "Quantity",
    "Query",
    "Reader",
    "Report",
    "Span",
    "Toponym",
    "export",
    "open_gazetteer",
    "open_reader",
    "to_feature",
    "to_frame",
    "to_row",
    "to_rows",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    """Import a public name when it is first used."""
    if name not in _HOME:
        msg = f"module 'geo' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
