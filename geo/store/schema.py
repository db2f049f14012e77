"""What the tables of a store are; `schema.sql` and `rtree.sql` beside this module make them.

Layers: `events` (points, one column per column of the contract), `regions` (footprints of the
places the events use) and the table `reports`. Three more tables are ours alone and not listed
as layers: `event_reports` (which report an event came from), `change_log` (what changed, in
order) and `store_info`. Triggers in plain SQL keep the log, so that edits made in QGIS are seen.
"""

from importlib.resources import files

APPLICATION_ID = 0x47504B47
"""`GPKG` in ASCII: SQLite's application_id of a GeoPackage."""

GEOPACKAGE_VERSION = 10300
"""SQLite's user_version of a GeoPackage 1.3."""

SCHEMA_VERSION = 1
"""Raised when tables change in a way that older code cannot read; `schema.sql` writes it."""

TIME_ORDER = "coalesce(date_start, date_end, '9999-99-99'), id"
"""The SQL of `geo.query.time_key`; the index `events_by_time` holds it ready."""

LAYERS: tuple[str, ...] = ("events", "regions")
"""The tables with a geometry and an R-tree."""


def creation_statements() -> str:
    """Return the SQL that makes an empty store."""
    folder = files(__package__)
    tables = (folder / "schema.sql").read_text(encoding="utf-8")
    tree = (folder / "rtree.sql").read_text(encoding="utf-8")
    return tables + "".join(tree.format(layer=layer) for layer in LAYERS)
