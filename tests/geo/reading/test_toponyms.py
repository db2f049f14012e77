"""Recognition of place names and of how they are used."""

from collections.abc import Callable, Collection
from itertools import pairwise

import pytest
from spacy.language import Language

from geo.model import PlaceKind, Reading, Toponym, Use
from geo.places.names import normalise
from geo.reading.document import flatten, sentences
from geo.reading.language_model import parse
from geo.reading.toponyms import find_toponyms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A first unit of 2,600 soldiers is set to move to Kursk next week.", "Kursk"),
        ("About 11,000 soldiers are in eastern Russia, officials said.", "eastern Russia"),
        ("The strike hit a depot in the occupied Donetsk region on Friday.", "Donetsk region"),
        ("They sent 1,500 special forces to Russian territory.", "Russian territory"),
        ("Fighting went on in Kharkiv, Toretsk and Pokrovsk.", "Toretsk"),
        ("A ship was hit in the Black Sea.", "Black Sea"),
        ("The village of Zzyzxville was shelled on Friday.", "Zzyzxville"),
    ],
)
def test_a_place_is_found_as_a_whole_phrase(
    read: Callable[..., Reading], text: str, name: str
) -> None:
    """Whatever the model calls it, with direction and cue."""
    found = {toponym.text: toponym.use for toponym in read(text).toponyms}

    assert found.get(name) is Use.LITERAL


@pytest.mark.parametrize(
    "text",
    [
        "The Kyiv Post reported on the talks.",
        "Airbus Defence and Space built the satellite.",
        "A source told the Chosun Ilbo about the plan.",
        "The White House declined to comment.",
        "Paris Hilton arrived at the party with friends.",
        "Michael Jordan said he was glad. Jordan left soon after.",
        "The military said in March that a European spokesperson was there.",
        "In May the Reading public liked it.",
    ],
)
def test_names_of_other_things_are_no_places(read: Callable[..., Reading], text: str) -> None:
    """Newspapers, firms, people, months and common words are not located."""
    assert [toponym.text for toponym in read(text).toponyms if toponym.use is Use.LITERAL] == []


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Pyongyang said it would respond.", "Pyongyang", Use.METONYM),
        ("Washington denied the report.", "Washington", Use.METONYM),
        ("Iran announced new tests.", "Iran", Use.METONYM),
        ("He discussed it with Germany on Monday.", "Germany", Use.METONYM),
        ("Three U.S. troops were hurt.", "U.S.", Use.MODIFIER),
        ("Protests went on in Iran.", "Iran", Use.LITERAL),
        ("He visited Germany on Monday.", "Germany", Use.LITERAL),
        ("A Kyiv bombing killed two people.", "Kyiv", Use.LITERAL),
    ],
)
def test_the_use_of_a_name_is_told_apart(
    read: Callable[..., Reading], text: str, name: str, use: Use
) -> None:
    """A government that speaks or acts is no location."""
    found = {toponym.text: toponym.use for toponym in read(text).toponyms}

    assert found[name] is use


def test_demonyms_are_kept_apart(read: Callable[..., Reading]) -> None:
    """They are emitted, marked, and place nothing."""
    toponyms = read("Russian missiles hit Odesa.").toponyms

    assert [(t.text, t.is_demonym) for t in toponyms] == [("Russian", True), ("Odesa", False)]


def test_a_place_knows_what_contains_it(read: Callable[..., Reading]) -> None:
    """Of "Paris, Texas" the city is within the state."""
    paris, texas = read("A tornado destroyed homes in Paris, Texas on Friday.").toponyms

    assert paris.within == texas.span
    assert texas.within is None


def test_spans_hold_across_hard_wraps(read: Callable[..., Reading]) -> None:
    """The text of a toponym is the text of its span, line break included."""
    text = "The army said that a missile strike on a depot in the Donetsk\nregion killed two men.\n"

    toponym = read(text).toponyms[0]

    assert toponym.span.of(text) == toponym.text == "Donetsk\nregion"


CITY_KEYS = frozenset(
    map(normalise, ("Kharkiv", "Kyiv", "Odesa", "Córdoba", "Łódź", "Бахмут", "Київ"))
)


class SpellingLexicon:
    """A gazetteer of a few names in any spelling."""

    def kinds(self, name: str) -> Collection[PlaceKind]:
        """Return the kind of a name, empty where there is none."""
        key = normalise(name)
        if key in {"russia", "ukraine"}:
            return {PlaceKind.COUNTRY}
        return {PlaceKind.CITY} if key in CITY_KEYS else set()

    def prominence(self, name: str) -> float:
        """Return the size of a big city for every known name."""
        return 6.0 if self.kinds(name) else 0.0


@pytest.fixture(scope="session")
def names_in(model: Language) -> Callable[[str], list[Toponym]]:
    """Return what finds the toponyms of a text of any length."""

    def found(text: str) -> list[Toponym]:
        flat = flatten(text)
        return [
            toponym
            for passage in parse(flat, sentences(text), model)
            for toponym in find_toponyms(passage, flat, SpellingLexicon())
        ]

    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Shells hit the city of Khar\u200bkiv.", "Khar\u200bkiv", id="zero width"),
        pytest.param("Shells hit the city of Khar\u00adkiv.", "Khar\u00adkiv", id="soft hyphen"),
        pytest.param("Fighting went on in Kh\u0430rkiv.", "Kh\u0430rkiv", id="homoglyph"),
        pytest.param("He flew to Co\u0301rdoba.", "Co\u0301rdoba", id="NFD"),
        pytest.param("He flew to C\u00f3rdoba.", "C\u00f3rdoba", id="NFC"),
        pytest.param("He flew to \u0141o\u0301dz\u0301.", "\u0141o\u0301dz\u0301", id="marks"),
        pytest.param("Troops entered Бахмут on Friday.", "Бахмут", id="Cyrillic"),
        pytest.param("Officials in Київ said so.", "Київ", id="Ukrainian"),
        pytest.param("MISSILES HIT A DEPOT IN KHARKIV ON FRIDAY", "KHARKIV", id="capitals"),
        pytest.param("missiles hit a depot in kharkiv on friday", "kharkiv", id="lower case"),
        pytest.param("Missiles Hit a Depot in Kharkiv on Friday", "Kharkiv", id="headline"),
        pytest.param("AS RUSSIA ADVANCES, SHELLS FALL IN ODESA", "RUSSIA", id="loud state"),
    ],
)
def test_names_are_found_however_they_are_written(
    names_in: Callable[[str], list[Toponym]], text: str, name: str
) -> None:
    """The span covers the name as it stands in the text."""
    found = {toponym.span.of(text): toponym for toponym in names_in(text)}

    assert name in found
    assert found[name].use is not Use.NAME


def test_two_thousand_names_are_all_found(names_in: Callable[[str], list[Toponym]]) -> None:
    """A long report; every span is that of its words."""
    text = "A shell fell in Kharkiv and hit nobody. " * 2000

    found = names_in(text)

    assert len(found) == 2000
    assert all(toponym.span.of(text) == toponym.text == "Kharkiv" for toponym in found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kharkiv" * 20_000, id="no spaces"),
        pytest.param("Kharkiv Kyiv Odesa " * 1_000, id="nothing but names"),
        pytest.param("The army hit Kharkiv, Ukraine and went on, " * 500, id="one line"),
        pytest.param("K\u0301\u200b" * 20_000, id="marks"),
        pytest.param("- , ( ) \u00ad \u202e \u2028 ' . " * 3_000, id="marks only"),
        pytest.param("of the of the and in " * 3_000, id="joining words"),
    ],
)
def test_hostile_text_is_read_in_bounded_steps(
    names_in: Callable[[str], list[Toponym]], text: str
) -> None:
    """Never a crash; toponyms in order, disjoint, with the words of their spans."""
    found, flat = names_in(text), flatten(text)

    assert all(toponym.span.of(flat) == toponym.text for toponym in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))


def test_a_longer_text_costs_as_much_more_as_it_is_longer(model: Language) -> None:
    """Counted in questions to the gazetteer and not in seconds."""

    class Counting(SpellingLexicon):
        asked = 0

        def kinds(self, name: str) -> Collection[PlaceKind]:
            self.asked += 1
            return super().kinds(name)

    def questions(text: str) -> int:
        lexicon = Counting()
        flat = flatten(text)
        for passage in parse(flat, sentences(text), model):
            find_toponyms(passage, flat, lexicon)
        return lexicon.asked

    line = "The Army hit Kharkiv and Kyiv, Ukraine, and the Kyiv Post said so, "

    assert questions(line * 800) <= 11 * questions(line * 80)


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("The Kyiv Post reported on the talks.", "Kyiv", "newspaper"),
        ("Paris Hilton arrived at the party with friends.", "Paris", "person"),
        ("They had Turkey for dinner.", "Turkey", "common word"),
        ("Michael Jordan was glad to leave.", "Jordan", "person"),
    ],
)
def test_places_that_are_not_meant_are_said_to_be_names(
    read: Callable[..., Reading], text: str, name: str, reason: str
) -> None:
    """Nothing is dropped in silence: why they are not located is recorded."""
    found = {toponym.text: toponym for toponym in read(text).toponyms}

    assert found[name].use is Use.NAME
    assert reason in found[name].reason


def test_the_place_of_a_public_body_is_told_but_places_no_event(
    read: Callable[..., Reading],
) -> None:
    """The Texas Department of Health tells of Texas, and is no spot."""
    uses = {
        toponym.text: toponym.use
        for toponym in read("The Texas Department of Health said so.").toponyms
    }

    assert uses["Texas"] is Use.MODIFIER


def test_a_longer_name_wins_over_the_demonym_in_it(read: Callable[..., Reading]) -> None:
    """A people of two words is one demonym, and its territory a place."""
    texts = [t.text for t in read("North Korean troops are on Russian territory.").toponyms]

    assert texts == ["North Korean", "Russian territory"]
