import pytest

from geo.model import Report, Span, Toponym
from geo.places.context import Leaning, lies_in
from geo.places.gazetteer import Gazetteer
from geo.places.resolver import Resolver, Scene, cues_around


def _scene(gazetteer: Gazetteer, text: str, *names: str) -> Scene:
    starts: list[int] = []
    for name in names:
        starts.append(text.index(name, starts[-1] + 1 if starts else 0))
    spans = [Span(start, start + len(name)) for start, name in zip(starts, names, strict=True)]
    return Resolver(gazetteer).read([Toponym(span, span.of(text)) for span in spans], text)


def _chosen(scene: Scene, number: int) -> str:
    group = scene.groups[scene.numbers[number] or 0]
    best = max(range(len(group.chances)), key=group.chances.__getitem__)
    return group.options[best].entry.id


def test_a_state_in_a_list_of_states_is_a_state(gazetteer: Gazetteer) -> None:
    """Though a bare name is else the city."""
    text = "Cases in Oregon, Michigan, New York, Ohio and Indiana."
    scene = _scene(gazetteer, text, "Oregon", "Michigan", "New York", "Ohio", "Indiana")

    assert _chosen(scene, 2) == "US-NY"


def test_a_name_after_a_comma_may_mean_another_place_than_elsewhere(gazetteer: Gazetteer) -> None:
    """White Plains lies in the state; the fair is in the city."""
    text = "Shops in New York opened. A main broke in White Plains, New York, on Monday."
    scene = _scene(gazetteer, text, "New York", "White Plains", "New York")

    assert (_chosen(scene, 0), _chosen(scene, 2)) == ("geonames:5128581", "US-NY")


def test_neighbours_in_the_text_count_beside_all_others(gazetteer: Gazetteer) -> None:
    """Each option says how much lies in its country, near it, and beside it."""
    scene = _scene(gazetteer, "From Kyiv to Brovary and Irpin", "Kyiv", "Brovary", "Irpin")
    group = scene.groups[1]

    assert group.beside == {0, 2}
    assert group.support[0]["beside_country"] > 0.5
    assert group.support[0]["near"] > 0.5


@pytest.mark.parametrize(
    ("before", "name", "after", "cues"),
    [
        pytest.param("the city of ", "Anoka", ", where", {"town"}, id="city of"),
        pytest.param("in ", "Anoka", " County", {"unit"}, id="a cue behind"),
        pytest.param("the province of ", "Idlib", "", {"unit"}, id="a cue before"),
        pytest.param("in ", "Loudon", " Co. on", {"unit"}, id="shortened"),
        pytest.param("along the ", "Inhulets", " River", {"water"}, id="a river"),
        pytest.param("across the ", "Dnipro", " on Monday", {"feature"}, id="an article"),
        pytest.param("the ", "Dnipro", " mayor said", set(), id="an article of the next word"),
        pytest.param("in ", "Kyiv", " on Monday", set(), id="none"),
    ],
)
def test_words_around_a_name_say_what_it_is(
    before: str, name: str, after: str, cues: set[str]
) -> None:
    """Only the words right before and after count."""
    span = Span(len(before), len(before) + len(name))

    assert cues_around(before + name + after, span) == cues


def test_regions_may_be_expected_as_well_as_countries(gazetteer: Gazetteer) -> None:
    """A place lies in its country, its units, its curated regions and is itself."""
    place = gazetteer.entries("bakhmut")[0]

    assert all(lies_in(place, {region}) for region in ("UA", "UA-14", place.id))
    assert not lies_in(place, {"RU"})
    assert not lies_in(place, ())


def test_the_publishers_country_is_a_weaker_hint_than_the_callers(gazetteer: Gazetteer) -> None:
    """Both are features, with their own weights."""
    place = gazetteer.entries("bakhmut")[0]

    assert Leaning({"UA"}, {"UA"}).features(place) == {"expected": 1.0, "home": 1.0}
    assert Leaning({"RU"}, {"RU"}).features(place) == {}


def test_where_the_publisher_is_decides_between_namesakes(gazetteer: Gazetteer) -> None:
    """A report that says nothing else of where Hamilton is: a paper's is near the paper."""
    hamilton = [Toponym(Span(0, 8), "Hamilton")]
    countries = []
    for url in ("", "https://news.example.ca/1", "https://news.example.co.nz/1"):
        (found,) = Resolver(gazetteer).locate(hamilton, Report("Hamilton won.", url=url))
        countries.append(found.place.country if found.place else None)

    assert countries == ["CA", "CA", "NZ"]
