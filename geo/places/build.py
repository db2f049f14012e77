"""Compile the gazetteer: packages, boundaries and curated tables into one SQLite file.

The file is complete or absent: it is written under another name and moved into place when its
last row, the mark of completeness, is in.
"""

import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError
from geo.model import PlaceKind
from geo.places import curated, marks, sources, spots
from geo.places.footprint import (
    around,
    circle,
    inner_point,
    radius_of_area_m,
)
from geo.places.names import normalise
from geo.places.sources import Draft, NameRank, Progress

SCHEMA = """
CREATE TABLE place (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, uncertainty_m REAL NOT NULL, country TEXT NOT NULL,
    admin1 TEXT NOT NULL, admin2 TEXT NOT NULL, population INTEGER NOT NULL,
    geonames_id INTEGER, regions TEXT NOT NULL, method TEXT NOT NULL, is_suburb INTEGER NOT NULL,
    is_capital INTEGER NOT NULL, name_count INTEGER NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL, kind TEXT NOT NULL,
    population INTEGER NOT NULL, PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE TABLE footprint (place INTEGER PRIMARY KEY, wkb BLOB NOT NULL);
CREATE TABLE member (part TEXT NOT NULL, region TEXT NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

_DRAWN_DEGREES = 0.01, 0.05
"""Detail, in degrees, of the borders that a curated region is dissolved from: for those with
admin units among their members, and for those made of whole countries."""

_STEPS = ("boundaries", "settlements", "admin units", "regions", "writing")


def build(path: Path, *, progress: Progress | None = None, least_population: int = 0) -> None:
    """Compile the gazetteer into `path`, replacing what is there in one step.

    Args:
        path: The file to make; its folder is made where missing.
        progress: Called with a step's name, its number and the number of steps.
        least_population: People that a settlement of the packages must have to be kept.

    Raises:
        GazetteerError: the folder cannot be written, a package or a bundled table is missing.
    """

    def tell(step: int) -> None:
        if progress:
            progress(_STEPS[min(step, len(_STEPS) - 1)], step, len(_STEPS))

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    except OSError as error:
        msg = f"the gazetteer cannot be written to {path}: {error.strerror}"
        raise GazetteerError(msg) from error
    os.close(handle)
    part = Path(name)
    try:
        _compile(part, tell, least_population)
        part.replace(path)
    except (sqlite3.Error, OSError) as error:
        msg = f"the gazetteer cannot be written to {path}: {error}"
        raise GazetteerError(msg) from error
    finally:
        part.unlink(missing_ok=True)
    tell(len(_STEPS))


def _compile(path: Path, tell: Callable[[int], None], least_population: int) -> None:
    tell(0)
    shapes = sources.read_shapes()
    tell(1)
    known, homes = sources.cities(least_population), sources.parents(shapes)
    towns = list(sources.settlements(known, homes))
    marks.place_in_units(towns, shapes)
    homes.update(
        {
            town.geonames_id: sources.Parents(town.admin1, town.admin2)
            for town in towns
            if town.geonames_id
        }
    )
    marks.mark_suburbs(towns)
    marks.mark_capitals(towns, sources.capitals())
    tell(2)
    drafts = [
        *sources.countries(shapes),
        *sources.admin_units(shapes, known, homes),
        *towns,
    ]
    tell(3)
    drafts += spots.spots(drafts, shapes)
    members = _members(shapes)
    drafts += _curated_regions(curated.regions(), shapes, members)
    drafts += _curated_regions(curated.landscapes(), shapes, {})
    _rename(drafts, is_whole=least_population == 0)
    _note_regions(drafts, members)
    tell(4)
    with closing(sqlite3.connect(path)) as connection:
        _write(connection, drafts, members)


# -- curated tables -------------------------------------------------------------------------


def _members(shapes: sources.Shapes) -> dict[str, tuple[str, ...]]:
    """Return the countries and admin units of every curated region that is made of such."""
    macroregions = sources.macroregion_members()
    members = {}
    for region in curated.regions():
        out = {part[1:] for part in region.members if part.startswith("-")}
        ids: set[str] = set()
        for part in region.members:
            ids |= macroregions[part[3:]] if part.startswith("un:") else {part}
        members[region.id] = tuple(sorted((ids & shapes.polygons.keys()) - out))
    return members


def _curated_regions(
    regions: Iterable[curated.CuratedRegion],
    shapes: sources.Shapes,
    members: dict[str, tuple[str, ...]],
) -> Iterator[Draft]:
    for region in regions:
        parts = members.get(region.id, ())
        shape = _outline(region) if region.outline else _dissolved(parts, shapes)
        homes = {part[:2] for part in parts}
        lon, lat = region.point or inner_point(shape)
        draft = Draft(
            id=region.id,
            name=region.name,
            kind=PlaceKind.WATER if region.is_water else PlaceKind.REGION,
            lon=lon,
            lat=lat,
            uncertainty_m=radius_of_area_m(shape),
            country=region.country or (homes.pop() if len(homes) == 1 else ""),
            footprint=shape,
            method="curated",
        )
        draft.call([region.name], NameRank.PRIMARY)
        draft.call(region.aliases)
        yield draft


def _outline(region: curated.CuratedRegion) -> BaseGeometry:
    shape = shapely.from_wkt(region.outline)
    if shape.geom_type == "Point":
        lon, lat = shape.bounds[:2]
        return circle(lon, lat, region.reach_km * 1000)
    if region.reach_km:
        return around(shape, region.reach_km * 1000)
    west, south, east, north = shape.bounds
    if east > 180 and west < 180:  # noqa: PLR2004 - written past the antimeridian on purpose
        half = shapely.box(west, south, 180, north), shapely.box(180, south, east, north)
        near, far = shape.intersection(half[0]), shape.intersection(half[1])
        return shapely.union_all([near, shapely.transform(far, lambda xy: xy - [360, 0])])
    return shape


def _dissolved(parts: tuple[str, ...], shapes: sources.Shapes) -> BaseGeometry:
    """Return the union of neighbours, the slivers between simplified borders closed."""
    detail = _DRAWN_DEGREES[all("-" not in part for part in parts)]
    simple = [shapely.simplify(shapes.polygons[part], detail) for part in parts]
    joined = shapely.union_all(simple)
    if len(parts) == 1:
        return joined
    return joined.buffer(detail, quad_segs=1).buffer(-detail, quad_segs=1).simplify(detail / 2)


def _rename(drafts: list[Draft], *, is_whole: bool) -> None:
    """Give places the curated spellings, abbreviations, demonyms and display points.

    Where small settlements were left out, names of such are passed over.

    Raises:
        GazetteerError: a table names a place that is not known.
    """
    by_id = {draft.id: draft for draft in drafts}
    for point in (*curated.country_points(), *curated.points()):
        if draft := by_id.get(point.id):
            draft.lon, draft.lat = point.lon, point.lat
            draft.call(point.names, NameRank.PRIMARY)
    for table, rank in (
        ("names", NameRank.PRIMARY),
        ("abbreviations", NameRank.ABBREVIATION),
        ("demonyms", NameRank.DEMONYM),
    ):
        for key, forms in curated.forms(table):
            if key in by_id:
                by_id[key].call(forms, rank)
            elif is_whole or not key.startswith("geonames:"):
                msg = f"the curated table {table!r} names the place {key!r}, which is not known"
                raise GazetteerError(msg)


def _note_regions(drafts: list[Draft], members: dict[str, tuple[str, ...]]) -> None:
    """Note in every place the curated regions that its country and units do not imply.

    A region made of members also gets their people.
    """
    people = {draft.id: draft.population for draft in drafts if draft.footprint is not None}
    of_part = defaultdict(set)
    for region, parts in members.items():
        for part in parts:
            of_part[part].add(region)
    for draft in drafts:
        parts = members.get(draft.id, ())
        if parts:
            draft.population = sum(people.get(part, 0) for part in parts)
            shared = set.intersection(*(of_part[part] | of_part[part[:2]] for part in parts))
            draft.regions = tuple(sorted(shared - {draft.id}))
    drawn = [draft for draft in drafts if draft.id in members and not members[draft.id]]
    spots = [draft for draft in drafts if draft.footprint is None]
    # The points are the tree and the polygons ask: shapely prepares what asks, not the tree.
    tree = shapely.STRtree(shapely.points([(draft.lon, draft.lat) for draft in spots]))
    found = tree.query([draft.footprint for draft in drawn], predicate="contains")
    for region, number in zip(*found, strict=True):
        spots[number].regions += (drawn[region].id,)


# -- the file -------------------------------------------------------------------------------


def _write(
    connection: sqlite3.Connection, drafts: list[Draft], members: dict[str, tuple[str, ...]]
) -> None:
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
    with connection:
        connection.executemany(
            f"INSERT INTO place VALUES ({','.join('?' * 17)})",  # noqa: S608 - only question marks
            _place_rows(drafts),
        )
        connection.executemany("INSERT INTO name VALUES (?,?,?,?,?)", sorted(_name_rows(drafts)))
        connection.executemany("INSERT INTO footprint VALUES (?,?)", _footprint_rows(drafts))
        connection.executemany(
            "INSERT INTO member VALUES (?,?)",
            [(part, region) for region, parts in members.items() for part in parts],
        )
        connection.executemany(
            "INSERT INTO meta VALUES (?,?)",
            [(f"alpha3:{three}", two) for three, two in sources.alpha3_codes()],
        )
        connection.executemany(
            "INSERT INTO meta VALUES (?,?)",
            _not_names(),
        )
        connection.execute("CREATE UNIQUE INDEX place_id ON place (id)")
        connection.execute("CREATE INDEX place_geonames ON place (geonames_id)")
        connection.execute("INSERT INTO meta VALUES ('places', ?)", (str(len(drafts)),))
        connection.execute("INSERT INTO meta VALUES ('complete', 'yes')")
    connection.execute("ANALYZE")


def _place_rows(drafts: list[Draft]) -> Iterator[tuple[object, ...]]:
    for number, draft in enumerate(drafts):
        yield (
            number,
            draft.id,
            draft.name,
            draft.kind.value,
            draft.lon,
            draft.lat,
            draft.uncertainty_m,
            draft.country,
            draft.admin1,
            draft.admin2,
            draft.population,
            draft.geonames_id,
            " ".join(draft.regions),
            draft.method,
            int(draft.is_suburb),
            int(draft.is_capital),
            len({normalise(name) for name, _ in draft.names}),
        )


def _name_rows(drafts: list[Draft]) -> Iterable[tuple[str, int, int, str, int]]:
    unnamed = {
        (place, normalise(form)) for place, forms in curated.forms("not_names") for form in forms
    }
    countries = {
        (draft.id, normalise(name))
        for draft in drafts
        if draft.kind == PlaceKind.COUNTRY
        for name, rank in draft.names
        if rank == NameRank.PRIMARY
    }
    for number, draft in enumerate(drafts):
        best: dict[str, NameRank] = {}
        for name, rank in draft.names:
            key = normalise(name)
            if ("*", key) in unnamed or (draft.id, key) in unnamed:
                continue
            # "Mexico" is in some language a name of Mexico City.
            is_own = draft.id == draft.country or rank != NameRank.ALTERNATE
            if not is_own and (draft.country, key) in countries:
                continue
            if key and rank < best.get(key, NameRank.DEMONYM + 1):
                best[key] = rank
        for key, rank in best.items():
            kind = PlaceKind.DEMONYM if rank == NameRank.DEMONYM else draft.kind
            yield key, number, int(rank), kind.value, draft.population


def _not_names() -> set[tuple[str, str]]:
    """Return the rows that say which names are those of no place."""
    return {
        (f"no place:{normalise(form)}", normalise(form))
        for key, forms in curated.forms("not_names")
        for form in forms
        if key == "*"
    }


def _footprint_rows(drafts: list[Draft]) -> Iterator[tuple[int, bytes]]:
    for number, draft in enumerate(drafts):
        if draft.footprint is not None:
            yield number, shapely.to_wkb(draft.footprint)
