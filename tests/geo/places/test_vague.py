"""Words around a name that make it vague: in reports, and typed by a person."""

from collections.abc import Callable

import pytest

from geo.errors import UnknownRegion
from geo.model import Location, Precision, Report, Span, Toponym, Use
from geo.places.gazetteer import Gazetteer
from geo.places.resolver import Resolver
from geo.places.vague import FRONT_LINE, candidates_of, is_front_line, relation_of

Widen = Callable[..., list[Location]]


@pytest.fixture
def widened(gazetteer: Gazetteer) -> Widen:
    """Return a function that resolves names in a text and widens what was found."""

    def widen(text: str, *names: str, use: Use = Use.LITERAL) -> list[Location]:
        toponyms = [
            Toponym(Span(text.index(name), text.index(name) + len(name)), name, use)
            for name in names
        ]
        resolver = Resolver(gazetteer)
        return resolver.widen(resolver.locate(toponyms, Report(text)), text=text)

    return widen


def ids(locations: list[Location]) -> list[str]:
    """Return the ids of the places, empty where there is none."""
    return [location.place.id if location.place else "" for location in locations]


@pytest.mark.parametrize(
    ("text", "names", "suffixes"),
    [
        ("A drone fell near Kyiv.", ["Kyiv"], ["/near"]),
        ("Fighting near the town of Bakhmut went on.", ["Bakhmut"], ["/near"]),
        ("Shelling on the western outskirts of Toretsk", ["Toretsk"], ["/near"]),
        ("A blast just outside Lviv", ["Lviv"], ["/near"]),
        ("Troops massed on the border with Belarus.", ["Belarus"], ["BY/border"]),
        (
            "In Ukraine, troops near the border with Belarus",
            ["Ukraine", "Belarus"],
            ["UA", "UA/border:BY"],
        ),
        ("on Ukraine's border with Belarus", ["Ukraine", "Belarus"], ["UA", "UA/border:BY"]),
        ("the border between Iran and Iraq", ["Iran", "Iraq"], ["IR/border:IQ", "IR/border:IQ"]),
        ("along the Ukraine-Belarus border", ["Ukraine", "Belarus"], ["UA", "UA/border:BY"]),
        (
            "clashes between Toretsk and Pokrovsk",
            ["Toretsk", "Pokrovsk"],
            ["/between:", "/between:"],
        ),
        ("a ship off the coast of Yemen", ["Yemen"], ["YE/coast"]),
        ("a ship off the southern coast of Crimea", ["Crimea"], ["/coast"]),
        ("a tanker off Odesa", ["Odesa"], ["/coast"]),
        ("a ship off Yemen's coast", ["Yemen"], ["YE/coast"]),
    ],
)
def test_words_around_a_name_make_it_vague(
    widened: Widen, text: str, names: list[str], suffixes: list[str]
) -> None:
    """An event there is not in the town, nor in the middle of the country."""
    for place_id, suffix in zip(ids(widened(text, *names)), suffixes, strict=True):
        assert suffix in place_id


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("talks in Kyiv", ["Kyiv"]),
        ("talks between Kyiv and Minsk ended in Geneva", ["Geneva"]),
        ("talks outside Russia", ["Russia"]),
        ("Mexico border patrol agents", ["Mexico"]),
        ("a ship off the Black Sea", ["Black Sea"]),
        ("the border with France and a ship off Mongolia", ["Mongolia"]),
        ("the nearness of Kyiv", ["Kyiv"]),
    ],
)
def test_other_words_leave_a_place_as_it_is(widened: Widen, text: str, names: list[str]) -> None:
    """Metaphors, agencies, landlocked coasts."""
    assert all("/" not in place_id for place_id in ids(widened(text, *names)))


def test_what_is_no_place_stays_so(widened: Widen) -> None:
    """Unknown names, and names inside names."""
    assert ids(widened("near Xyzzyville", "Xyzzyville")) == [""]
    assert ids(widened("near Kyiv Post", "Kyiv", use=Use.NAME)) == [""]


def test_the_reason_is_kept(widened: Widen) -> None:
    """What the words made of it is added to why."""
    (found,) = widened("A drone fell near Kyiv.", "Kyiv")

    assert found.why.endswith("near Kyiv")
    assert found.place is not None
    assert found.place.precision not in {Precision.SITE, Precision.SETTLEMENT}


@pytest.mark.parametrize(
    ("phrase", "place_id"),
    [
        ("near the border with Belarus", "BY/border"),
        ("the Polish border", "PL/border"),
        ("Ukraine's border with Moldova", "UA/border:MD"),
        ("the Turkey-Syria border", "TR/border:SY"),
        ("the border between Chad and Sudan", "TD/border:SD"),
        ("off the coast of Crimea", "UA-43/coast"),
        ("off Yemen's southern coast", "YE/coast"),
        ("the front line", FRONT_LINE),
        ("along the line of contact", FRONT_LINE),
        ("Donetsk region", "UA-14"),
        ("eastern Russia", "RU/east"),
    ],
)
def test_a_person_may_ask_for_each(gazetteer: Gazetteer, phrase: str, place_id: str) -> None:
    """The best candidate, with reasons."""
    best = candidates_of(phrase, gazetteer)[0]

    assert best.place.id == place_id
    assert best.reasons


def test_an_expected_country_picks_the_border(gazetteer: Gazetteer) -> None:
    """Of the borders of a lone name."""
    best = candidates_of("the border with Belarus", gazetteer, bias=["PL"])[0]

    assert best.place.id == "PL/border:BY"


def test_a_relation_of_unknown_names_has_no_candidates(gazetteer: Gazetteer) -> None:
    """Nor has a border that does not exist."""
    assert candidates_of("between Xyzzyville and Kyiv", gazetteer) == []
    assert candidates_of("the border between France and Mongolia", gazetteer) == []


@pytest.mark.parametrize("phrase", ["", "border", "between", "a" * 10_000, "off the coast of"])
def test_odd_phrases_are_no_relation(phrase: str) -> None:
    """Bounded, and never an error."""
    assert relation_of(phrase) is None
    assert not is_front_line(phrase)


def test_a_filter_finds_regions_and_not_relations(gazetteer: Gazetteer) -> None:
    """A region filter means an area with a name."""
    with pytest.raises(UnknownRegion):
        gazetteer.find_region("the border between France and Mongolia")
