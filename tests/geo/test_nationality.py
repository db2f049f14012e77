"""The country of actors whose country only the places around them tell."""

from geo.model import (
    Actor,
    ActorRole,
    EventMention,
    Location,
    Place,
    PlaceKind,
    PlaceMention,
    Role,
    Span,
    Toponym,
    Use,
)
from geo.nationality import country_features, namings, with_countries

TEXT = "HOUSTON, Texas - Houston police said gunmen had fled. Later they fled to Mexico."


def _toponym(name: str, nth: int = 0, **more: object) -> Toponym:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(name, start + 1)
    return Toponym(Span(start, start + len(name)), name, **more)  # type: ignore[arg-type] # test values


def _location(toponym: Toponym, country: str) -> Location:
    place = Place(country, country, PlaceKind.CITY, 0.0, 0.0, 1000.0, country=country)
    return Location(toponym, place, 0.9, "")


def _located(*pairs: tuple[Toponym, str]) -> dict[Toponym, Location]:
    return {toponym: _location(toponym, country) for toponym, country in pairs}


def _mention(*actors: Actor, places: tuple[PlaceMention, ...] = ()) -> EventMention:
    return EventMention(
        type="attack.shooting",
        title="",
        span=Span(17, 52),
        quote="",
        trigger=Span(31, 35),
        actors=actors,
        places=places,
    )


def _actor(name: str, **more: object) -> Actor:
    actor_id = f"name:{name.casefold().replace(' ', '-')}"
    return Actor(actor_id, name, ActorRole.ACTOR, **more)  # type: ignore[arg-type] # test values


HOUSTON, TEXAS, POLICE = _toponym("HOUSTON"), _toponym("Texas"), _toponym("Houston")
LOCATED = _located((HOUSTON, "US"), (TEXAS, "US"), (POLICE, "US"))


def test_a_place_in_an_actors_words_gives_the_country() -> None:
    """With the state as parent, so that a filter for it finds the actor."""
    police = _actor("Houston police", span=Span(17, 31), sector="COP")

    (mention,) = with_countries([_mention(police)], LOCATED)

    assert (mention.actors[0].country, mention.actors[0].parents) == ("USA", ("USA",))


def test_the_unnamed_are_of_the_country_of_the_report() -> None:
    """Gunmen in a report on Texas are American unless said otherwise."""
    gunmen = _actor("gunmen", span=Span(37, 43), sector="UAF")
    where = PlaceMention(HOUSTON, Role.EVENT)

    (mention,) = with_countries([_mention(gunmen, places=(where,))], LOCATED)

    assert mention.actors[0].country == "USA"


def test_a_known_country_stays() -> None:
    """What the text or the registry says is not overruled, and IGO is a country of its own."""
    actors = (
        _actor("Anna", country="POL"),
        Actor("ISIS", "Islamic State", ActorRole.ACTOR),
        Actor("UN", "United Nations", ActorRole.ACTOR, "IGO"),
    )

    (mention,) = with_countries([_mention(*actors)], LOCATED)

    assert mention.actors == actors


def test_without_places_nothing_is_guessed() -> None:
    """The actor keeps its words and no country."""
    (mention,) = with_countries([_mention(_actor("gunmen", span=Span(37, 43)))], {})

    assert mention.actors[0].country is None


def test_a_name_has_one_country_throughout() -> None:
    """It is the first that was found likely."""
    police = _actor("Houston police", span=Span(17, 31), sector="COP")
    later = _actor("Houston police", span=Span(60, 64), sector="COP")
    located = LOCATED | _located((_toponym("Mexico"), "MX"))

    first, second = with_countries([_mention(police), _mention(later)], located)

    assert first.actors[0].country == second.actors[0].country == "USA"


def test_names_of_other_things_and_places_without_country_do_not_count() -> None:
    """Nor does what could not be resolved."""
    named = _toponym("Houston", use=Use.NAME)
    sea, lost = _toponym("Texas"), _toponym("Mexico")
    located = _located((named, "US"), (sea, ""))
    located[lost] = Location(lost, None, 0.0, "unknown")

    assert namings(located).all == ()


def test_namings_are_found_by_position() -> None:
    """Before, after, inside, and how far back a country was named."""
    found = namings(LOCATED | _located((_toponym("Mexico"), "MX")))

    assert found.countries[0] == ("USA", 3)
    assert found.before(0) is not None
    assert found.after(len(TEXT)) is None
    assert len(found.inside(Span(0, 14))) == 2
    assert found.distance("USA", 20) == 3
    assert found.distance("FRA", 20) is None


def test_known_actors_name_countries_too() -> None:
    """Where no toponym does; for an international organisation it is `IGO`."""
    alliance = Actor("NATO", "NATO", ActorRole.ACTOR, "IGO", span=Span(3, 7))
    nowhere = Actor("POL", "Poland", ActorRole.ACTOR, "POL")
    found = namings({}, (alliance, nowhere))

    assert found.countries == (("IGO", 1),)


def test_a_body_may_be_of_the_organisation_that_the_report_names() -> None:
    """In a report on an alliance, "the mission" may be its."""
    alliance = Actor("NATO", "NATO", ActorRole.ACTOR, "IGO", span=Span(3, 7))
    mission = _actor("mission", span=Span(37, 43), sector="NGO")
    found = namings({}, (alliance,))
    candidates = dict(country_features(mission, Span(17, 52), None, found))

    assert "igo:mission" in candidates["IGO"]
