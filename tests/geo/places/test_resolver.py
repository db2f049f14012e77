import difflib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Location, PlaceKind, Precision, Report, Span, Toponym, Use
from geo.places.gazetteer import Gazetteer
from geo.places.resolver import Resolver, _like_lengths, _likest

Locate = Callable[..., dict[str, Location]]


name_like = st.text(alphabet="abcde 'é", min_size=5, max_size=14)


@given(name_like, st.lists(name_like, max_size=30))
def test_names_alike_are_those_that_a_slow_look_at_all_finds(asked: str, known: list[str]) -> None:
    """What is passed over for its length or letters is never alike enough."""
    known += [asked[1:], f"{asked[:3]}x{asked[3:]}", asked[::-1]]
    wanted = difflib.get_close_matches(asked, known, n=3, cutoff=0.86)

    assert _likest(asked, known) == wanted
    assert all(len(name) in _like_lengths(asked) for name in wanted)


def test_a_bare_name_is_the_city_and_one_with_a_cue_the_region(locate: Locate) -> None:
    """Kursk is a city; Kursk region is an area with its polygon."""
    found = locate("From Kursk to the Donetsk region", "Kursk", "Donetsk region")

    assert found["Kursk"].place.kind == PlaceKind.CITY
    assert found["Donetsk region"].place.id == "UA-14"
    assert found["Donetsk region"].place.footprint is not None
    assert found["Donetsk region"].place.precision == Precision.REGION


@pytest.mark.parametrize(
    "phrase", ["Donetsk Oblast", "Donetsk oblast", "occupied Donetsk region", "Donechchyna"]
)
def test_every_way_to_name_an_oblast_means_the_oblast(locate: Locate, phrase: str) -> None:
    """Never the city."""
    assert locate(phrase, phrase)[phrase].place.id == "UA-14"


@pytest.mark.parametrize(
    ("name", "country", "lon", "lat"),
    [
        pytest.param("Pokrovsk", "UA", 37.18, 48.28, id="not Engels, which bore the name"),
        pytest.param("Sloviansk", "UA", 37.61, 48.85, id="not Nikopol, which bore the name"),
        pytest.param("Gao", "ML", -0.05, 16.27, id="not Guantanamo"),
        pytest.param("Mariupol", "UA", 37.54, 47.10, id="not one of its districts"),
        pytest.param("Odessa", "UA", 30.74, 46.48, id="not Texas"),
        pytest.param("Hodeidah", "YE", 42.95, 14.80, id="under its common name"),
        pytest.param("Zaporizhzhia", "UA", 35.12, 47.85, id="not the oblast"),
    ],
)
def test_ranking_traps(locate: Locate, name: str, country: str, lon: float, lat: float) -> None:
    """Names that public geocoders put elsewhere."""
    place = locate(name, name)[name].place

    assert place.country == country
    assert abs(place.lon - lon) < 0.3
    assert abs(place.lat - lat) < 0.3
    assert place.kind in {PlaceKind.CITY, PlaceKind.VILLAGE}


def test_a_country_is_never_a_pin_of_a_settlement(locate: Locate) -> None:
    """Russia is the country with its polygon, not a point in Siberia."""
    place = locate("Russia", "Russia")["Russia"].place

    assert (place.id, place.precision) == ("RU", Precision.COUNTRY)
    assert place.footprint is not None


@pytest.mark.parametrize(
    ("phrase", "inside", "outside"),
    [
        pytest.param(
            "eastern Ukraine",
            [(37.8, 48.0), (39.3, 48.6), (36.3, 50.0)],
            [(30.5, 50.4), (24.0, 49.8)],
            id="Donetsk, Luhansk, Kharkiv; not Kyiv, Lviv",
        ),
        pytest.param(
            "eastern Russia",
            [(107.6, 51.8), (135.1, 48.5), (131.9, 43.15)],
            [(37.6, 55.75), (82.9, 55.0)],
            id="Ulan-Ude, Khabarovsk, Vladivostok; not Moscow, Novosibirsk",
        ),
        pytest.param("southern Russia", [(39.7, 47.2)], [(135.1, 48.5)], id="Rostov, curated"),
        pytest.param("Donbas", [(37.8, 48.0)], [(36.25, 49.98)], id="Donetsk; not Kharkiv"),
        pytest.param("Sahel", [(2.1, 13.5)], [(3.4, 6.5)], id="Niamey; not Lagos"),
        pytest.param("Black Sea", [(35.0, 43.5)], [(36.5, 46.2)], id="not the Azov"),
        pytest.param(
            "20 km south of Krasnohorivka", [(37.51, 47.83)], [(37.51, 48.01)], id="an offset"
        ),
        pytest.param("north of Kharkiv", [(36.25, 50.15)], [(36.25, 49.85)], id="a bearing"),
        pytest.param("near Sumy", [(34.85, 50.95)], [(36.2, 50.0)], id="surroundings"),
    ],
)
def test_a_vague_phrase_is_an_area(
    locate: Locate,
    phrase: str,
    inside: list[tuple[float, float]],
    outside: list[tuple[float, float]],
) -> None:
    """It contains what it should, nothing else, and has no settlement's precision."""
    place = locate(phrase, phrase)[phrase].place

    assert all(place.footprint.intersects(shapely.Point(point)) for point in inside)
    assert not any(place.footprint.intersects(shapely.Point(point)) for point in outside)
    assert place.precision not in {Precision.SITE, Precision.SETTLEMENT}
    assert place.uncertainty_m >= 5_000


def test_eastern_russia_has_a_radius_of_hundreds_of_kilometres(locate: Locate) -> None:
    """And its anchor lies in it."""
    place = locate("eastern Russia", "eastern Russia")["eastern Russia"].place

    assert place.uncertainty_m > 300_000
    assert place.footprint.intersects(shapely.Point(place.lon, place.lat))


def test_a_container_named_beside_decides(locate: Locate) -> None:
    """Paris, Texas is in Texas; every later Paris of that report too."""
    found = locate("Paris, Texas", "Paris", "Texas")

    assert (found["Paris"].place.admin1, found["Texas"].place.id) == ("US-TX", "US-TX")


def test_the_place_within_may_be_given(gazetteer: Gazetteer) -> None:
    """Recognition can say what contains a toponym without the text at hand."""
    texas = Toponym(Span(30, 35), "Texas")
    paris = Toponym(Span(0, 5), "Paris", within=texas.span)

    first, _ = Resolver(gazetteer).locate([paris, texas])

    assert first.place is not None
    assert first.place.admin1 == "US-TX"


def test_neighbours_decide_between_namesakes(locate: Locate) -> None:
    """Georgia among cities of the Caucasus is a country, among states a state."""
    east = locate("Georgia Armenia Azerbaijan Batumi", "Georgia", "Armenia", "Azerbaijan", "Batumi")
    west = locate("Georgia Alabama Atlanta Savannah", "Georgia", "Alabama", "Atlanta", "Savannah")

    assert (east["Georgia"].place.id, west["Georgia"].place.id) == ("GE", "US-GA")


def test_a_country_that_is_expected_decides(locate: Locate) -> None:
    """The caller's bias tips the scale."""
    found = locate("Tripoli", "Tripoli", bias=("LB",))

    assert found["Tripoli"].place.country == "LB"


def test_a_name_inside_the_name_of_something_else_is_not_located(gazetteer: Gazetteer) -> None:
    """Kyiv Post is a newspaper; the reason is recorded."""
    location = Resolver(gazetteer).locate([Toponym(Span(0, 4), "Kyiv", use=Use.NAME)])[0]

    assert location.place is None
    assert "name" in location.why


@pytest.mark.parametrize("name", ["White House", "the Pentagon", "NATO"])
def test_institutions_are_not_places(locate: Locate, name: str) -> None:
    """No town called Whitehouse, no Casablanca."""
    location = locate(name, name)[name]

    assert location.place is None
    assert "institution" in location.why


def test_an_unknown_name_changes_nothing_for_the_others(locate: Locate) -> None:
    """It is kept, unlocated, with the reason."""
    found = locate("Xyzzyville and Kyiv", "Xyzzyville", "Kyiv")

    assert found["Xyzzyville"].place is None
    assert "no place" in found["Xyzzyville"].why
    assert found["Kyiv"].place.country == "UA"


@pytest.mark.parametrize("name", ["Dnipro", "Mississippi", "Oskil"])
def test_a_bare_name_with_an_article_may_be_the_river(locate: Locate, name: str) -> None:
    """Across "the Dnipro" is no city, nor down "the Mississippi" a state."""
    river = locate(f"They went down the {name} on Monday.", name)[name].place

    assert river is not None
    assert river.kind is PlaceKind.WATER


def test_a_river_and_a_city_of_one_name_are_told_apart_in_one_report(
    gazetteer: Gazetteer,
) -> None:
    """One of the two with the article, one without."""
    text = "Dnipro was shelled from across the Dnipro."
    toponyms = [Toponym(Span(start, start + 6), "Dnipro") for start in (0, text.rindex("Dnipro"))]

    city, river = Resolver(gazetteer).locate(toponyms, Report(text))

    assert city.place is not None
    assert river.place is not None
    assert (city.place.kind, river.place.kind) == (PlaceKind.CITY, PlaceKind.WATER)


def test_a_misspelling_is_found_only_in_the_countries_named(locate: Locate) -> None:
    """Likeness needs a country to search in."""
    alone = locate("Kramatorskk", "Kramatorskk")
    beside = locate("Kramatorskk in Ukraine", "Kramatorskk", "Ukraine")

    assert alone["Kramatorskk"].place is None
    assert beside["Kramatorskk"].place.name == "Kramatorsk"
    assert "like name" in beside["Kramatorskk"].why


def test_a_demonym_stands_for_its_country(gazetteer: Gazetteer) -> None:
    """It keeps its own kind, so that it can be left out."""
    word = Toponym(Span(0, 12), "North Korean", is_demonym=True)

    place = Resolver(gazetteer).locate([word])[0].place

    assert place is not None
    assert (place.id, place.kind) == ("KP", PlaceKind.DEMONYM)


def test_a_site_called_after_a_town_is_near_it(locate: Locate) -> None:
    """A station nobody listed is placed by its town, with a wider radius."""
    place = locate("Kramatorsk station", "Kramatorsk station")["Kramatorsk station"].place

    assert place.kind == PlaceKind.DIRECTIONAL
    assert place.uncertainty_m > 10_000


def test_confidence_is_low_where_many_bear_the_name(locate: Locate) -> None:
    """Springfield alone is a guess, Kyiv is not."""
    assert locate("Kyiv", "Kyiv")["Kyiv"].confidence > 0.8
    assert locate("Springfield", "Springfield")["Springfield"].confidence < 0.5


@settings(max_examples=60, deadline=None)
@given(names=st.lists(st.text(max_size=60), max_size=6), text=st.text(max_size=80))
def test_hostile_words_are_answered_one_by_one(
    gazetteer: Gazetteer, names: list[str], text: str
) -> None:
    """Whatever the words, there is one location for each, in order."""
    toponyms = [Toponym(Span(i * 100, i * 100 + len(name)), name) for i, name in enumerate(names)]

    found = Resolver(gazetteer).locate(toponyms, Report(text))

    assert [location.toponym for location in found] == toponyms
    assert all(0 <= location.confidence <= 1 and location.why for location in found)


def test_two_thousand_names_in_one_report_are_resolved(gazetteer: Gazetteer) -> None:
    """Work grows with the number of names, not with its square."""
    rows = gazetteer.rows("SELECT name FROM place WHERE kind = 'city' LIMIT 2000")
    toponyms = [Toponym(Span(i * 40, i * 40 + len(name)), name) for i, (name,) in enumerate(rows)]

    found = Resolver(gazetteer).locate(toponyms)

    assert sum(location.place is not None for location in found) > 1900


def test_the_listed_names_are_right(shared: Path, gazetteer: Gazetteer) -> None:
    """Towns, regions, countries and features of the development list: at least 95 % right."""
    listed = json.loads((shared / "corpora" / "places.dev.json").read_text(encoding="utf-8"))
    places = [entry for entry in listed if entry["group"] not in {"org", "macro"}]

    right = 0
    for entry in places:
        word = Toponym(Span(0, len(entry["name"])), entry["name"])
        place = Resolver(gazetteer).locate([word], Report(entry["name"]))[0].place
        right += place is not None and place.country == entry["cc"]

    assert right >= 0.95 * len(places)


def test_the_territory_of_a_country_is_the_country(locate: Locate) -> None:
    """It is not somewhere near it."""
    place = locate("Troops were sent to Russian territory.", "Russian territory")[
        "Russian territory"
    ].place

    assert place is not None
    assert (place.id, place.precision) == ("RU", Precision.COUNTRY)
