"""The country of actors whose country only the places around them tell.

"Houston police", "gunmen", "Piotr Jedliński, mayor of Koszalin": reading knows who acts,
resolution knows where places are, and here the two meet. Each country that a report names is
judged by learned weights (`data/actors/country_weights.csv`): how much of the report is about
it, whether the actor's own words name it, whether it was named last, where the event is.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from geo.model import Actor, EventMention, Location, Role, Span, Toponym, Use
from geo.reading.actors import alpha3
from geo.reading.figures import UNKNOWN
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

LEAST = 0.3
"""Probability from which a country is taken, chosen on folds (`data/actors/train_actors.py
--check`) among .2, .3, .4 and .5."""

_MOST = 8  # countries looked at, those named most
_STEPS = (0, 20, 60, 150, 400, 1000)
_BESIDE = 60  # characters in which a country named after an actor may be theirs
_NO_STATE = "IGO"
_SCENES = frozenset({Role.EVENT, Role.TARGET})


@dataclass(frozen=True, slots=True)
class Naming:
    """One place of a report that names a country: a toponym in it, its demonym, or an actor.

    Attributes:
        country: ISO 3166-1 alpha-3, `IGO` for an international organisation.
        use: How it is named: `demonym`, `actor`, or the toponym's use.
    """

    start: int
    country: str
    use: str


@dataclass(frozen=True, slots=True)
class Namings:
    """The countries that a report names, in reading order.

    Attributes:
        countries: The countries with their counts, those named most first.
    """

    all: tuple[Naming, ...]
    starts: tuple[int, ...]
    countries: tuple[tuple[str, int], ...]
    starts_of: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def before(self, position: int) -> Naming | None:
        """Return the last one that begins at or before `position`, None for none."""
        number = bisect_right(self.starts, position)
        return self.all[number - 1] if number else None

    def after(self, position: int) -> Naming | None:
        """Return the first one that begins after `position`, None for none."""
        number = bisect_right(self.starts, position)
        return self.all[number] if number < len(self.all) else None

    def inside(self, span: Span) -> tuple[Naming, ...]:
        """Return those that begin within `span`."""
        first, last = (
            bisect_right(self.starts, span.start - 1),
            bisect_right(self.starts, span.end - 1),
        )
        return self.all[first:last]

    def distance(self, country: str, position: int) -> int | None:
        """Return how many characters before `position` a country was named last, None for none."""
        starts = self.starts_of.get(country, ())
        number = bisect_right(starts, position)
        return position - starts[number - 1] if number else None


def namings(locations: Mapping[Toponym, Location], actors: Iterable[Actor] = ()) -> Namings:
    """Return the countries that a report names.

    Args:
        locations: What its toponyms were resolved to.
        actors: Those of its events; "NATO" and "Lavrov" name a country too, `IGO` included.
    """
    each = {*_each(locations), *_of_actors(actors)}
    found = sorted(each, key=lambda naming: (naming.start, naming.country, naming.use))
    starts: dict[str, list[int]] = {}
    for naming in found:
        starts.setdefault(naming.country, []).append(naming.start)
    return Namings(
        tuple(found),
        tuple(naming.start for naming in found),
        tuple(Counter(naming.country for naming in found).most_common(_MOST)),
        {country: tuple(positions) for country, positions in starts.items()},
    )


def _each(locations: Mapping[Toponym, Location]) -> Iterator[Naming]:
    for toponym, location in locations.items():
        country = _country(location)
        if country and toponym.use is not Use.NAME:
            use = "demonym" if toponym.is_demonym else toponym.use.value
            yield Naming(toponym.span.start, country, use)


def _of_actors(actors: Iterable[Actor]) -> Iterator[Naming]:
    for actor in actors:
        if actor.country and actor.span is not None:
            yield Naming(actor.span.start, actor.country, "actor")


def _country(location: Location | None) -> str | None:
    place = location.place if location is not None else None
    return alpha3(place.country) if place is not None else None


def with_countries(
    mentions: Sequence[EventMention], locations: Mapping[Toponym, Location]
) -> list[EventMention]:
    """Return the mentions with a country for the actors whose words alone tell none.

    Only actors that the registry does not know get one, and nobody where the report does not
    make it likely. Who has a name has the same country throughout.

    Args:
        mentions: In reading order, all of one report.
        locations: What its toponyms were resolved to.
    """
    named = namings(locations, (actor for mention in mentions for actor in mention.actors))
    known: dict[str, str | None] = {}
    return [_filled(mention, named, known, locations) for mention in mentions]


def _filled(
    mention: EventMention,
    named: Namings,
    known: dict[str, str | None],
    locations: Mapping[Toponym, Location],
) -> EventMention:
    if not any(map(is_open, mention.actors)):
        return mention
    scene = _scene(mention, locations)
    return replace(
        mention,
        actors=tuple(
            _with_country(actor, mention.span, scene, named, known) for actor in mention.actors
        ),
    )


def _with_country(
    actor: Actor,
    clause: Span,
    scene: str | None,
    named: Namings,
    known: dict[str, str | None],
) -> Actor:
    """Return an actor with the likeliest country; `known` remembers that of names."""
    if not is_open(actor):
        return actor
    country = known.get(actor.id) or _likeliest(actor, clause, scene, named)
    if not _is_plain(actor):
        known[actor.id] = country
    parents = (*actor.parents, country) if country else actor.parents
    return replace(actor, country=country, parents=parents)


def is_open(actor: Actor) -> bool:
    """Return whether an actor's country is still to be found."""
    return actor.country is None and actor.id.startswith(UNKNOWN)


def _scene(mention: EventMention, locations: Mapping[Toponym, Location]) -> str | None:
    """Return the country where an event happens, None where the text does not say."""
    found = (locations.get(place.toponym) for place in mention.places if place.role in _SCENES)
    return next(filter(None, map(_country, found)), None)


def _likeliest(actor: Actor, clause: Span, scene: str | None, named: Namings) -> str | None:
    best, top = None, LEAST
    for country, features in country_features(actor, clause, scene, named):
        chance = _weights().probability(features)
        if chance >= top:
            best, top = country, chance
    return best


def country_features(
    actor: Actor, clause: Span, scene: str | None, named: Namings
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each country that a report names with what speaks for it as an actor's.

    Args:
        actor: Whose country is asked for.
        clause: Where the event is told; taken for the actor's words where those are not there.
        scene: The country where the event happens, None where unsaid.
        named: The countries that the report names.
    """
    words = actor.span or clause
    is_plain = _is_plain(actor)
    sorts = ("plain" if is_plain else "name", actor.sector)
    total = len(named.all)
    for rank, (country, count) in enumerate(named.countries):
        links = [f"share:{5 * count // total}", f"rank:{min(rank, 3)}"]
        links += _near(country, words, clause, named)
        if named.all[0].country == country:
            links.append("first")
        if scene:
            links.append("scene" if scene == country else "scene:other")
        if country == _NO_STATE:
            links += ["igo", f"igo:{actor.name.rpartition(' ')[2] if is_plain else 'name'}"]
        more = (f"{link}|{sort}" for link in links for sort in sorts)
        yield country, ("bias", *links, *more)


def _near(country: str, words: Span, clause: Span, named: Namings) -> Iterator[str]:
    """Yield how near to an actor's words a country is named."""
    for name, span in (("inside", words), ("clause", clause)):
        if inside := named.inside(span):
            is_it = any(naming.country == country for naming in inside)
            yield name if is_it else f"{name}:other"
    last, following = named.before(words.start), named.after(words.start)
    if last is not None:
        yield f"last:{last.use}" if last.country == country else "last:other"
    distance = named.distance(country, words.start)
    step = "none" if distance is None else max(one for one in _STEPS if one <= distance)
    yield f"distance:{step}"
    is_next = following is not None and following.country == country
    if following is not None and is_next and following.start - words.start < _BESIDE:
        yield "next"


def _is_plain(actor: Actor) -> bool:
    """Return whether an actor is named by common nouns alone."""
    return not any(word[:1].isupper() for word in actor.name.split())


@cache
def _weights() -> Weights:
    return load_weights(data_dir("actors") / "country_weights.csv")
