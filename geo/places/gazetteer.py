"""The gazetteer: names in, places out, from one read-only SQLite file.

The file is compiled on first use into the user's cache folder and shared by all processes
(memory-mapped). Opening it reads two small tables; nothing else is held in memory but caches.
"""

import math
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GazetteerError, UnknownPlace
from geo.model import Place, PlaceKind
from geo.places import added
from geo.places.added import AddedPlaces
from geo.places.added_rows import geonames_id_of
from geo.places.compiled import build_once, connect, default_path, is_complete
from geo.places.names import is_written_as_abbreviation, normalise
from geo.places.sources import NameRank, Progress

_MOST_ALIKE = 5_000
"""Added names with one beginning that are looked at."""

_CACHED_NAMES = 1 << 16
_CACHED_RELATIONS = 256

_COLUMNS = (
    "number, id, name, place.kind, lon, lat, uncertainty_m, country, admin1, admin2, "
    "place.population, geonames_id, regions, method, is_suburb, is_capital, name_count"
)


class Entry(NamedTuple):
    """A row of the gazetteer: a place without its polygon, and how it bears the name asked for."""

    number: int
    id: str
    name: str
    kind: str
    lon: float
    lat: float
    uncertainty_m: float
    country: str
    admin1: str
    admin2: str
    population: int
    geonames_id: int | None
    regions: str
    method: str
    is_suburb: int
    is_capital: int
    name_count: int = 1
    rank: int = NameRank.PRIMARY


def open_gazetteer(path: Path | None = None, *, progress: Progress | None = None) -> "Gazetteer":
    """Open the gazetteer, compiling it first where it is missing or damaged (about 20 s).

    Args:
        path: The file; None for the one in the user's cache folder (`default_path`).
        progress: Called with a step's name, its number and the number of steps while compiling.

    Raises:
        GazetteerError: the file cannot be compiled or opened; the message names it.
    """
    file = path or default_path()
    if not is_complete(file):
        build_once(file, progress)
    is_own = path is None and added.default_path().exists()
    return Gazetteer(file, AddedPlaces(added.default_path()) if is_own else None)


class Gazetteer:
    """Names and places. Safe to share between threads.

    Args:
        path: A compiled file; use `open_gazetteer`, which makes it where it is missing.
        more: Places that the user added; None for none.

    Raises:
        GazetteerError: the file cannot be opened or is damaged.
    """

    def __init__(self, path: Path, more: AddedPlaces | None = None) -> None:
        self.path = path
        self._more = more
        self._lock = threading.Lock()
        try:
            self._connection = connect(path)
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        self._regions_of_part: dict[str, list[str]] = defaultdict(list)
        for part, region in self.rows("SELECT part, region FROM member"):
            self._regions_of_part[part].append(region)
        said = self.rows("SELECT key FROM meta WHERE key LIKE 'no place:%'")
        self._no_places = frozenset(key.partition(":")[2] for (key,) in said)
        self.entries = lru_cache(_CACHED_NAMES)(self._entries)
        self._names = lru_cache(_CACHED_NAMES)(self._read_names)
        self._footprint = lru_cache(512)(self._read_footprint)
        self._related = lru_cache(_CACHED_RELATIONS)(self._make_related)

    def close(self) -> None:
        """Close the file; the gazetteer cannot be asked any more."""
        self._connection.close()
        if self._more:
            self._more.close()

    def rows(self, sql: str, values: Collection[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query on the compiled file.

        Raises:
            GazetteerError: the file is damaged.
        """
        try:
            with self._lock:
                return self._connection.execute(sql, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: sqlite3.Error) -> GazetteerError:
        return GazetteerError(
            f"the gazetteer {self.path} cannot be read ({error}); delete it to have it rebuilt"
        )

    # -- names ------------------------------------------------------------------------------

    def kinds(self, name: str) -> frozenset[PlaceKind]:
        """Return the kinds of places known by `name`, empty where there is none.

        Case and diacritics do not matter, but an abbreviation must be written as one.
        """
        return frozenset(
            PlaceKind(kind)
            for rank, kind, _ in self._names(normalise(name))
            if rank != NameRank.ABBREVIATION or is_written_as_abbreviation(name)
        )

    def prominence(self, name: str) -> float:
        """Return log10(1 + population) of the most populous place known by `name`, else 0."""
        people = (
            people
            for rank, _, people in self._names(normalise(name))
            if rank != NameRank.ABBREVIATION or is_written_as_abbreviation(name)
        )
        return math.log10(1 + max(people, default=0))

    def is_no_place(self, name: str) -> bool:
        """Return whether the name is listed as one of something else: "White House", "NATO"."""
        return normalise(name) in self._no_places

    def _read_names(self, key: str) -> tuple[tuple[int, str, int], ...]:
        found = self.rows("SELECT rank, kind, population FROM name WHERE key = ?", (key,))
        more = ((entry.rank, entry.kind, entry.population) for entry in self._added(key))
        return *((rank, kind, people) for rank, kind, people in found), *more

    def _entries(self, key: str) -> tuple[Entry, ...]:
        """Return what bears a normalised name: by rank of the name, then by population."""
        sql = (
            f"SELECT {_COLUMNS}, name.rank FROM name JOIN place ON place.number = name.place "  # noqa: S608 - our columns
            "WHERE key = ? ORDER BY name.rank, place.population DESC, place.number"
        )
        found = [Entry(*row) for row in self.rows(sql, (key,))]
        known = {entry.number for entry in found}
        return *found, *(entry for entry in self._added(key) if entry.number not in known)

    def _added(self, key: str) -> list[Entry]:
        """Return what bears a normalised name by what the user added.

        A place that the compiled file knows too is that place under a further name.
        """
        if self._more is None:
            return []
        found = [(self._numbered(number), rank) for number, rank in self._more.numbers(key)]
        return [entry._replace(rank=rank) for entry, rank in found if entry]

    def _numbered(self, number: int) -> Entry | None:
        """Return a place by its number here or among the added ones.

        None for the number of a name whose place no file describes.
        """
        geonames_id = geonames_id_of(number) if number < 0 else None
        column, value = ("geonames_id", geonames_id) if geonames_id else ("number", number)
        found = self.rows(f"SELECT {_COLUMNS} FROM place WHERE {column} = ? LIMIT 1", (value,))  # noqa: S608 - column is ours
        row = found[0] if found else self._more and self._more.place_row("number", number)
        return Entry(*row) if row else None

    def lookup(self, name: str) -> list[Place]:
        """Return the places known by exactly this name in any spelling, likeliest first.

        The order looks at each place alone: `geo.places.candidates` says how.
        """
        from geo.places.candidates import by_prior

        found = [
            entry
            for entry in self.entries(normalise(name))
            if entry.rank != NameRank.ABBREVIATION or is_written_as_abbreviation(name)
        ]
        return [self.to_place(entry) for entry in by_prior(name, found)]

    def suggest(self, prefix: str, limit: int = 10) -> list[Place]:
        """Return up to `limit` places with a name that begins so, the most populous first."""
        key = normalise(prefix)
        if not key:
            return []
        sql = (
            "SELECT place FROM name WHERE key >= ? AND key < ? AND rank < ? "
            "GROUP BY place ORDER BY min(rank), max(population) DESC, place LIMIT ?"
        )
        ceiling = key[:-1] + chr(ord(key[-1]) + 1)
        found = self.rows(sql, (key, ceiling, int(NameRank.ABBREVIATION), limit))
        places = [self.to_place(self._entry("number", number)) for (number,) in found]
        keys = self._more.keys(key, ceiling, limit) if self._more else []
        more = {place.id: place for name in keys for place in self.lookup(name)}
        known = {place.id for place in places}
        return [*places, *(place for place in more.values() if place.id not in known)][:limit]

    def keys_in(self, prefix: str, countries: Collection[str], lengths: range) -> list[str]:
        """Return the normalised names that begin so, and are so long, of places in some countries.

        Args:
            prefix: Their first letters, normalised.
            countries: ISO 3166-1 alpha-2 codes.
            lengths: How many characters they may have.
        """
        if not prefix or not countries:
            return []
        marks = ",".join("?" * len(countries))
        sql = (
            "SELECT DISTINCT key FROM name JOIN place ON place.number = name.place "  # noqa: S608 - only question marks
            "WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ? AND rank < ? "
            f"AND country IN ({marks})"
        )
        ceiling = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        asked = (prefix, ceiling, lengths.start, lengths.stop - 1, int(NameRank.ABBREVIATION))
        found = dict.fromkeys(key for (key,) in self.rows(sql, (*asked, *countries)))
        for key in self._more.keys(prefix, ceiling, _MOST_ALIKE) if self._more else ():
            if len(key) in lengths and any(
                entry.country in countries for entry in self.entries(key)
            ):
                found[key] = None
        return list(found)

    # -- places -----------------------------------------------------------------------------

    def count(self) -> int:
        """Return how many places the compiled file holds."""
        return int(self.rows("SELECT value FROM meta WHERE key = 'places'")[0][0])

    def page(self, limit: int, offset: int) -> list[Place]:
        """Return up to `limit` places of the compiled file by number, from the one at `offset`."""
        sql = f"SELECT {_COLUMNS} FROM place WHERE number >= ? ORDER BY number LIMIT ?"  # noqa: S608 - our columns
        return [self.to_place(Entry(*row)) for row in self.rows(sql, (offset, limit))]

    def place(self, place_id: str) -> Place:
        """Return a place by its id, derived ones such as "RU/east" included.

        Raises:
            UnknownPlace: no place has this id.
        """
        from geo.places.relations import split_id

        if relation := split_id(place_id):
            return self._related(*relation)
        base, _, suffix = place_id.rpartition("/")
        if base:
            from geo.places.derived import derive

            return derive(self.place(base), suffix)
        return self.to_place(self._entry("id", place_id))

    def _make_related(self, one: str, kind: str, other: str) -> Place:
        """Return what a relation of one or two places makes: unions of large polygons."""
        from geo.places.relations import related

        return related(self, self.place(one), kind, self.place(other) if other else None)

    def _entry(self, column: str, value: object) -> Entry:
        found = self.rows(f"SELECT {_COLUMNS} FROM place WHERE {column} = ?", (value,))  # noqa: S608 - column is ours
        row = found[0] if found else self._more and self._more.place_row(column, value)
        if not row:
            raise UnknownPlace(str(value))
        return Entry(*row)

    def to_place(self, entry: Entry) -> Place:
        """Return the place of a row, with its polygon and everything a region filter needs."""
        return Place(
            id=entry.id,
            name=entry.name,
            kind=PlaceKind(entry.kind),
            lon=entry.lon,
            lat=entry.lat,
            uncertainty_m=entry.uncertainty_m,
            footprint=self._footprint(entry.number),
            country=entry.country,
            admin1=entry.admin1,
            admin2=entry.admin2,
            population=entry.population,
            geonames_id=entry.geonames_id,
            region_ids=self._region_ids(entry),
            method=entry.method,
        )

    def _region_ids(self, entry: Entry) -> tuple[str, ...]:
        own = () if entry.kind in {"city", "village", "facility"} else (entry.id,)
        units = [unit for unit in (entry.admin2, entry.admin1, entry.country) if unit]
        implied = [
            region
            for unit in (entry.id, entry.admin1, entry.country)
            for region in self._regions_of_part.get(unit, ())
        ]
        return tuple(dict.fromkeys((*own, *units, *entry.regions.split(), *implied)))

    def _read_footprint(self, number: int) -> BaseGeometry | None:
        found = self.rows("SELECT wkb FROM footprint WHERE place = ?", (number,))
        wkb = found[0][0] if found else self._more and self._more.footprint(number)
        return shapely.from_wkb(wkb) if wkb else None

    # -- regions ----------------------------------------------------------------------------

    def find_region(self, word: str) -> Place:
        """Return the region that a filter means: an id, a code or a name in any spelling.

        Raises:
            UnknownRegion: nothing is known by it; the message names the nearest.
        """
        from geo.places.regions import find_region

        return find_region(self, word)

    def region_names(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the names of regions by id; ids that are not known are left out."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            marks = ",".join("?" * len(chunk))
            found.update(self.rows(f"SELECT id, name FROM place WHERE id IN ({marks})", chunk))  # noqa: S608 - only question marks
        return {key: found[key] for key in wanted if key in found}

    def places_containing(self, lon: float, lat: float) -> tuple[str, ...]:
        """Return the ids of countries, first-level units and curated regions around a point."""
        from geo.places.regions import containing

        return containing(self, lon, lat)
