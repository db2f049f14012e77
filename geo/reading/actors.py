"""The registry of actors: states and their organs, organisations, media, office-holders.

Its tables lie in `data/actors`. Every state has the same organs (`organs.csv`), so that
"North Korean soldiers" are `PRK-MIL` and "Ukraine's foreign minister" `UKR-MFA` without a table
of all the combinations.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from geo.resources import data_dir

_SHORT = 5
"""Longest name in capitals ("US", "IS", "NATO") that counts only when written so."""

_SUGGESTED = 10  # names offered for a prefix
_PEOPLE = "people.csv"
_TABLES = ("organisations.csv", "media.csv", _PEOPLE)


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor that the registry knows, for one term of office where it holds one.

    Attributes:
        id: Stable: ISO 3166-1 alpha-3 for a state, with a suffix for its organs ("PRK-MIL").
        country: ISO 3166-1 alpha-3, `IGO` for an international organisation, None for none.
        sector: PLOVER sector code, empty where it has none.
        parents: Ids of what it belongs to, nearest first.
        kind: `state`, `armed forces`, `ministry`, `armed group`, `media`, an office, ...
        wikidata: Wikidata id, empty where unknown.
        start: First day of the term; None = always.
        end: Last day of the term, included; None = still.
        is_person: True for one person.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sector: str = ""
    parents: tuple[str, ...] = ()
    kind: str = ""
    wikidata: str = ""
    start: date | None = None
    end: date | None = None
    is_person: bool = False

    def covers(self, day: date) -> bool:
        """Return whether the term includes `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Organ:
    """A part that every state has.

    Attributes:
        suffix: What its id ends in ("MIL").
        words: Nouns that mean it or its people, longest first, in lower case.
    """

    suffix: str
    name: str
    sector: str
    kind: str
    words: tuple[str, ...]


class ActorRegistry:
    """All actors, found by any of their names."""

    def __init__(
        self,
        states: Iterable[tuple[ActorEntry, str, tuple[str, ...], str]],
        organs: Iterable[Organ],
        others: Iterable[ActorEntry],
        nouns: Mapping[str, str] | None = None,
    ) -> None:
        """Index the actors.

        Args:
            states: Each with its alpha-2 code, its demonyms and its capital.
            organs: What every state has.
            others: Organisations, media, people; one entry for each term.
            nouns: Common nouns that name somebody ("gunman"), each with its sector.
        """
        self._nouns = dict(nouns or {})
        self._entries: dict[str, ActorEntry] = {}
        self._by_name: dict[str, list[ActorEntry]] = defaultdict(list)
        self._state_of: dict[str, ActorEntry] = {}
        self._by_alpha2: dict[str, ActorEntry] = {}
        self._capitals: dict[str, ActorEntry] = {}
        self._organs = tuple(organs)
        self._organ_words = {
            word: organ for organ in reversed(self._organs) for word in reversed(organ.words)
        }
        for state, alpha2, demonyms, capital in states:
            self._add_state(state, alpha2, demonyms, capital)
        for entry in others:
            self._add(entry)
        self._names = sorted({entry.name for entry in self._entries.values()})

    def find(self, name: str, on: date | None = None) -> ActorEntry | None:
        """Return the actor called `name`, None where there is none.

        Args:
            name: A name, alias, demonym ("Russians") or a state's organ in words ("South Korean
                defense minister"); an article and a possessive ending do not matter.
            on: The day that decides between terms of office; None takes the latest. A person
                outside of every term is found without office.
        """
        plain = plain_name(name)
        found = self._by_name.get(_key(plain)) or self._by_name.get(plain.casefold())
        if found:
            return _at(found, on)
        state = self._state_of.get(_key(plain))
        return state or self._organ_in_words(plain)

    def capital_of(self, name: str) -> ActorEntry | None:
        """Return the state that `name` is the capital of, None where it is none."""
        return self._capitals.get(plain_name(name).casefold())

    def state(self, name: str) -> ActorEntry | None:
        """Return the state that a name or demonym means, None where it means none."""
        return self._state_of.get(_key(plain_name(name)))

    def organ(self, country: str, noun: str) -> ActorEntry | None:
        """Return the organ of `country` (alpha-3) that `noun` means, None where it means none."""
        organ = self.organ_word(noun)
        return self._entries.get(f"{country}-{organ.suffix}") if organ else None

    def organ_word(self, noun: str) -> Organ | None:
        """Return the organ that `noun` means in any state, None where it means none."""
        word = noun.casefold()
        return self._organ_words.get(word) or self._organ_words.get(word.removesuffix("s"))

    def sector_of(self, noun: str) -> str | None:
        """Return the PLOVER sector of those a common noun names, None where it names nobody."""
        word = noun.casefold()
        if word in self._nouns:
            return self._nouns[word]
        organ = self.organ_word(word)
        return organ.sector if organ else None

    def entry(self, actor_id: str) -> ActorEntry | None:
        """Return the actor with this id, None where there is none."""
        return self._entries.get(actor_id)

    def keys_for(self, word: str) -> frozenset[str]:
        """Return the ids of the actors that `word` names: an id, ISO code, name or alias."""
        plain = plain_name(word)
        upper = plain.upper()
        exact = self._entries.get(plain) or self._entries.get(upper) or self._by_alpha2.get(upper)
        if exact is None:
            exact = self.find(plain) or self.find(plain.upper()) or self.find(plain.title())
        return frozenset({exact.id}) if exact else frozenset()

    def suggest(self, prefix: str) -> list[str]:
        """Return names that begin with `prefix`, case aside, in alphabetical order."""
        start = prefix.casefold()
        return [name for name in self._names if name.casefold().startswith(start)][:_SUGGESTED]

    def names(self) -> frozenset[str]:
        """Return the names, in lower case, of all actors that are neither states nor people."""
        return frozenset(
            name.casefold()
            for key, entries in self._by_name.items()
            for entry in entries[:1]
            for name in (key, *entry.aliases)
            if entry.kind != "state"
        )

    def _add_state(
        self, state: ActorEntry, alpha2: str, demonyms: tuple[str, ...], capital: str
    ) -> None:
        self._add(state)
        self._by_alpha2[alpha2] = state
        for name in (state.name, *state.aliases, *demonyms):
            self._state_of.setdefault(_key(name), state)
        if capital:
            self._capitals.setdefault(capital.casefold(), state)
        for organ in self._organs:
            self._entries[f"{state.id}-{organ.suffix}"] = _organ_entry(state, organ)

    def _add(self, entry: ActorEntry) -> None:
        entry = replace(entry, parents=self._ancestry(entry))
        self._entries[entry.id] = entry
        for name in dict.fromkeys(map(_key, (entry.name, *entry.aliases))):
            self._by_name[name].append(entry)

    def _ancestry(self, entry: ActorEntry) -> tuple[str, ...]:
        chain: list[str] = []
        for parent in (*entry.parents, *((entry.country,) if entry.country else ())):
            known = self._entries.get(parent)
            chain += [parent, *(known.parents if known else ())]
        return tuple(each for each in dict.fromkeys(chain) if each not in {entry.id, "IGO"})

    def _organ_in_words(self, phrase: str) -> ActorEntry | None:
        """Return the organ that "South Korean defense minister" names."""
        words = phrase.split()
        for size in range(min(3, len(words) - 1), 0, -1):
            if state := self._state_of.get(_key(plain_name(" ".join(words[:size])))):
                return self.organ(state.id, " ".join(words[size:]))
        return None


def plain_name(name: str) -> str:
    """Return `name` with single blanks and straight quotes, without article and possessive."""
    plain = " ".join(name.replace("’", "'").split())
    plain = plain.removesuffix("'s").removesuffix("'")
    head, _, rest = plain.partition(" ")
    return rest if head in {"the", "The", "THE", "a", "an"} and rest else plain


def _key(name: str) -> str:
    """Return what a name is indexed by: acronyms as they are, others in lower case."""
    plain = name.replace("’", "'")
    letters = plain.replace(".", "").replace("-", "")
    is_acronym = len(letters) <= _SHORT and letters.isupper() and " " not in plain
    return plain if is_acronym else plain.casefold()


def _at(entries: list[ActorEntry], on: date | None) -> ActorEntry:
    """Return the entry whose term covers the day; outside of all terms, one without office."""
    if on is None:
        return entries[-1] if len({entry.id for entry in entries}) == 1 else entries[0]
    for entry in entries:
        if entry.covers(on):
            return entry
    if entries[0].start is None and entries[0].end is None:
        return entries[0]
    parents = (entries[0].country,) if entries[0].country else ()
    return replace(entries[0], sector="", parents=parents, start=None, end=None)


def _organ_entry(state: ActorEntry, organ: Organ) -> ActorEntry:
    parents = (f"{state.id}-MIL", state.id) if organ.suffix == "MOD" else (state.id,)
    return ActorEntry(
        id=f"{state.id}-{organ.suffix}",
        name=f"{state.name}: {organ.name}",
        country=state.id,
        sector=organ.sector,
        parents=parents,
        kind=organ.kind,
    )


def load_actors(folder: Path | None = None) -> ActorRegistry:
    """Return the bundled registry, or that of `folder`.

    Raises:
        DatelineError: the installation lacks it.
    """
    folder = folder or data_dir("actors")
    states = [
        (_state(row), row["alpha2"], _split(row["demonyms"]), row["capital"])
        for row in _rows(folder / "states.csv")
    ]
    organs = [
        Organ(
            row["suffix"],
            row["name"],
            row["sector"],
            row["kind"],
            tuple(sorted(_split(row["words"]), key=len, reverse=True)),
        )
        for row in _rows(folder / "organs.csv")
    ]
    others = [
        _entry(row, is_person=table == _PEOPLE)
        for table in _TABLES
        for row in _rows(folder / table)
    ]
    return ActorRegistry(states, organs, others, _nouns(folder / "people_nouns.csv"))


def _nouns(path: Path) -> dict[str, str]:
    """Return the sector of each noun, the first where it stands in several."""
    nouns: dict[str, str] = {}
    for row in _rows(path):
        for noun in _split(row["nouns"]):
            nouns.setdefault(noun, row["sector"])
    return nouns


@cache
def _alpha3_by_alpha2() -> dict[str, str]:
    return {row["alpha2"]: row["id"] for row in _rows(data_dir("actors") / "states.csv")}


def alpha3(alpha2: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of an alpha-2 code, None for what is none."""
    return _alpha3_by_alpha2().get(alpha2)


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _state(row: Mapping[str, str]) -> ActorEntry:
    return ActorEntry(
        id=row["id"],
        name=row["name"],
        aliases=_split(row["aliases"]),
        country=row["country"],
        kind="state",
        wikidata=row["wikidata"],
    )


def _entry(row: Mapping[str, str], *, is_person: bool) -> ActorEntry:
    return ActorEntry(
        id=row["id"],
        name=row["name"],
        aliases=_split(row["aliases"]),
        country=row["country"] or None,
        sector=row["sector"],
        parents=_split(row["parent"]),
        kind=row["kind"],
        wikidata=row["wikidata"],
        start=date.fromisoformat(row["from"]) if row["from"] else None,
        end=date.fromisoformat(row["to"]) if row["to"] else None,
        is_person=is_person,
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))
