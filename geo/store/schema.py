"""What the tables of a store are; the SQL files beside this module make them.

Layers: `events` (points, one column per column of the contract), `regions` (footprints of the
places the events use) and the table `reports`. Ours alone and not listed as layers are
`change_log` (what changed, in order), `store_info` and the tables of `merging.sql` (which report
tells of which event, and why tellings are one event). Triggers in plain SQL keep the log, so that
edits made in QGIS are seen.
"""

from importlib.resources import files

APPLICATION_ID = 0x47504B47
"""`GPKG` in ASCII: SQLite's application_id of a GeoPackage."""

GEOPACKAGE_VERSION = 10300
"""SQLite's user_version of a GeoPackage 1.3."""

SCHEMA_VERSION = 2
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
    return tables + merging_statements() + "".join(tree.format(layer=layer) for layer in LAYERS)


def merging_statements() -> str:
    """Return the SQL that makes the tables of tellings, empty."""
    return (files(__package__) / "merging.sql").read_text(encoding="utf-8")


def upgrade_statements() -> str:
    """Return the SQL that makes a store of schema 1 one of schema 2, events still unmerged."""
    return (files(__package__) / "upgrade.sql").read_text(encoding="utf-8")
