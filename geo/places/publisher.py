"""Where the publisher of a report is: a hint which of several places of a name it means.

A local paper seldom says in which country its towns are.
"""

from urllib.parse import urlsplit

from geo.model import PlaceKind, Report
from geo.places.gazetteer import Entry, Gazetteer
from geo.places.names import normalise
from geo.places.sources import NameRank

_USED_BY_ALL = frozenset(
    (
        "ai",
        "am",
        "cc",
        "co",
        "eu",
        "fm",
        "gg",
        "io",
        "la",
        "ly",
        "me",
        "sh",
        "so",
        "st",
        "to",
        "tv",
        "vc",
        "ws",
    )
)
"""Country domains that are mostly held by others, for what they spell."""

_RENAMED = {"uk": "GB", "su": "RU"}
_KNOWN_WIDELY = 20
"""Names from which a city is one that papers elsewhere are not called after."""

_MOST_WORDS = 12  # of a publisher's name that are looked at


def home_countries(report: Report, gazetteer: Gazetteer) -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes of the countries a report's publisher writes for.

    By the country domain of its address ("kyivpost.com.ua"), and by countries, peoples and
    well-known cities in the publisher's name ("The Times of Israel"); empty where neither tells.
    """
    return frozenset({*_by_domain(report.url, gazetteer), *_by_name(report.publisher, gazetteer)})


def _by_domain(url: str, gazetteer: Gazetteer) -> set[str]:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return set()
    label = host.rpartition(".")[2].lower()
    code = _RENAMED.get(label, label.upper())
    is_telling = len(label) == 2 and label not in _USED_BY_ALL  # noqa: PLR2004 - a country domain
    return {code} if is_telling and gazetteer.region_names([code]) else set()


def _by_name(publisher: str, gazetteer: Gazetteer) -> set[str]:
    words = publisher.split()[:_MOST_WORDS]
    found: set[str] = set()
    while words:
        pair = _called(" ".join(words[:2]), gazetteer) if len(words) > 1 else set()
        found |= pair or _called(words[0], gazetteer)
        words = words[2 if pair else 1 :]
    return found


def _called(name: str, gazetteer: Gazetteer) -> set[str]:
    """Return the countries that are called so, or that a well-known city of that name is in."""
    return {
        entry.country
        for entry in gazetteer.entries(normalise(name))
        if name[:1].isupper() and entry.country
        if entry.rank in {NameRank.PRIMARY, NameRank.DEMONYM}
        if entry.kind == PlaceKind.COUNTRY or _is_well_known(entry)
    }


def _is_well_known(entry: Entry) -> bool:
    is_demonym = entry.rank == NameRank.DEMONYM
    return is_demonym or (entry.kind == PlaceKind.CITY and entry.name_count >= _KNOWN_WIDELY)
