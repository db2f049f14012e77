"""The extractor as a whole: what is an event, where, when, and what never is."""

import logging
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import EventMention, Reading, Report, Role
from geo.reading.extractor import SpacyExtractor


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A missile strike on a depot in Donetsk killed four soldiers.", "strike.missile"),
        ("Shelling damaged two schools in Kharkiv on Friday.", "strike.artillery"),
        ("Police arrested four men in Berlin on Monday.", "arrest.detain"),
        ("Iran sent 800 special forces to Lebanon last week.", "deploy.troops"),
        ("Iran later provided Lebanon with intelligence on troops abroad.", "share.intelligence"),
        ("The prime minister resigned on Friday.", "office.leave"),
        ("A 6.1 magnitude earthquake struck Turkey on Sunday.", "disaster.earthquake"),
        ("Railway workers in Paris went on strike over wages, their union said.", "protest.strike"),
    ],
)
def test_an_event_gets_its_type(read: Callable[..., Reading], text: str, kind: str) -> None:
    """One sentence, one event."""
    assert kind in [mention.type for mention in read(text).mentions]


@pytest.mark.parametrize(
    "text",
    [
        "He suffered a heart attack last year.",
        "Police foiled a plot to bomb a station.",
        "The senator paid for an attack ad.",
        "If Iran were to attack, the region would suffer.",
        "The tourist from Canada liked the food.",
        "The soldiers undergo training to take part in combat operations.",
    ],
)
def test_what_did_not_happen_is_no_attack(read: Callable[..., Reading], text: str) -> None:
    """Metaphors, plots, conditions and purposes are no violence."""
    violent = ("attack.", "strike.", "combat.")

    assert [m.type for m in read(text).mentions if m.type.startswith(violent)] == []


def test_a_labour_strike_is_no_missile(read: Callable[..., Reading]) -> None:
    """The same word near a union."""
    reading = read("Workers of the union began a strike in Paris on Thursday over pay.")

    assert not [m for m in reading.mentions if m.type.startswith("strike.")]


def test_the_place_of_a_statement_is_not_that_of_what_it_says(
    read: Callable[..., Reading],
) -> None:
    """Announced in Brussels, planned elsewhere."""
    reading = read(
        "At a press conference in Brussels on October 17, the Ukrainian president announced that "
        "Russia is planning to train 10,000 North Korean soldiers."
    )
    places = {
        mention.type: [(place.toponym.text, place.role) for place in mention.places]
        for mention in reading.mentions
    }

    assert places["statement.announce"] == [("Brussels", Role.STATEMENT)]
    assert places["train.troops"] == []


def test_a_report_bounds_what_it_reports(only: Callable[[str, str], EventMention]) -> None:
    """The strike happened on or before the day it was reported."""
    strike = only(
        "On October 4, Reuters reported that a missile strike in Donetsk killed 20 soldiers.",
        "strike",
    )

    assert strike.period.edtf == "../2024-10-04"


def test_a_destination_is_one(only: Callable[[str, str], EventMention]) -> None:
    """Troops sent to a place end there."""
    deployed = only("Russia sent 1,500 soldiers from Moscow to Kursk on Friday.", "deploy")

    assert {(p.toponym.text, p.role) for p in deployed.places} == {
        ("Moscow", Role.ORIGIN),
        ("Kursk", Role.DESTINATION),
    }


def test_events_of_one_sentence_share_its_place(read: Callable[..., Reading]) -> None:
    """A place said once holds for what is told with it."""
    reading = read("Protesters marched in Berlin on Monday and police arrested nine of them.")
    arrest = next(mention for mention in reading.mentions if mention.type == "arrest.detain")

    assert [place.toponym.text for place in arrest.places] == ["Berlin"]


def test_a_subset_is_not_added(only: Callable[[str, str], EventMention]) -> None:
    """Twenty, of whom six: not twenty-six."""
    strike = only(
        "A missile strike in Donetsk killed 20 soldiers, including six North Korean officers.",
        "strike",
    )

    assert [(q.value, q.part_of) for q in strike.quantities] == [(20, None), (6, 20)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Eine Rakete traf am Dienstag ein Lager in der Stadt und es gab dort Verletzte.", "en"),
        ("Un missile a frappé mardi un dépôt dans la ville et il y a eu des blessés hier.", "en"),
        ("Un misil alcanzó el martes un depósito en la ciudad y hubo varios heridos allí.", "en"),
        ("Ракета попала во вторник в склад в городе Харьков, есть раненые и погибшие.", "en"),
        ("A missile hit a depot in Kharkiv on Tuesday and there were casualties.", "de"),
    ],
)
def test_other_languages_are_said_so_and_not_guessed(
    read: Callable[..., Reading], caplog: pytest.LogCaptureFixture, text: str, lang: str
) -> None:
    """Neither events nor places, and a line in the log."""
    with caplog.at_level(logging.WARNING):
        reading = read(text, lang=lang)

    assert reading == Reading((), ())
    assert "not in English" in caplog.text


@pytest.mark.parametrize(
    "text",
    ["", " \n\n\t ", "...", "\u202e\u2028<script>alert(1)</script>", "A" * 50_000, "{{7*7}} {% x"],
)
def test_text_without_a_story_gives_nothing(read: Callable[..., Reading], text: str) -> None:
    """No crash, no invented event."""
    assert read(text).mentions == ()


def test_without_a_publication_day_dates_stay_partial(read: Callable[..., Reading]) -> None:
    """Never "today" in silence."""
    reading = read("A car bomb exploded in Kyiv on October 17.", published=None)

    assert reading.mentions[0].period.start is None
    assert reading.mentions[0].period.edtf == "XXXX-10-17"


def test_quotes_are_the_words_of_the_report_as_received(read: Callable[..., Reading]) -> None:
    """Hard wraps stay in quotes and leave titles."""
    text = (
        "The army said on Friday that a missile strike on a depot in the city of\n"
        "Kharkiv killed four soldiers and wounded seven, and that three more are\n"
        "missing after the building collapsed.\n"
    )

    for mention in read(text).mentions:
        assert mention.quote == mention.span.of(text)
        assert mention.span.contains(mention.trigger)
        assert "\n" not in mention.title
        assert len(mention.title) <= 100


WORDS = st.sampled_from(
    [
        "Russia",
        "sent",
        "1,500",
        "soldiers",
        "to",
        "Kursk",
        ".",
        "On",
        "October",
        "4",
        "police",
        "said",
        "a",
        "missile",
        "strike",
        "killed",
        "six",
        ",",
        "Reuters",
        "reported",
        "that",
        "“",
        "he",
        "will",
        "resign",
        "”",
        "may",
        "not",
        "\n\n",
        "In",
        "Berlin",
        "and",
        "the",
        "NIS",
        "(",
        "NIS",
        ")",
        "did",
    ]
)


@given(text=st.lists(WORDS, min_size=1, max_size=60).map(" ".join))
@settings(max_examples=40, deadline=None)
def test_every_span_quotes_the_text(extractor: SpacyExtractor, text: str) -> None:
    """Whatever the words: spans lie in the text, in order, and say what they say."""
    reading = extractor.read(Report(text))

    for toponym in reading.toponyms:
        assert toponym.span.of(text) == toponym.text
    for mention in reading.mentions:
        assert mention.quote == mention.span.of(text)
        assert 0 <= mention.confidence <= 1
        assert {place.toponym for place in mention.places} <= set(reading.toponyms)
    starts = [mention.trigger.start for mention in reading.mentions]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("A bomb killed ten people in Baghdad.", "attack.bombing", id="bomb"),
        pytest.param("Two missiles killed nine people in Odesa.", "strike.missile", id="missile"),
        pytest.param("Drones damaged a refinery in Samara.", "strike.drone", id="drone"),
    ],
)
def test_the_means_decide_the_type_of_what_they_did(
    read: Callable[..., Reading], text: str, kind: str
) -> None:
    """Where the verb only says what came of it."""
    assert [mention.type for mention in read(text).mentions] == [kind]


def test_where_a_picture_was_taken_is_no_event(read: Callable[..., Reading]) -> None:
    """Nothing was seized there."""
    reading = read("The agency showed a photo, reportedly taken in the Donetsk region.")

    assert not [m for m in reading.mentions if m.places]


def test_the_place_of_a_purpose_is_not_where_it_is_prepared(read: Callable[..., Reading]) -> None:
    """Soldiers trained for a war are not trained where it is fought."""
    reading = read("Russia plans to train 10,000 soldiers for deployment to the war in Ukraine.")
    training = [m for m in reading.mentions if m.type == "train.troops"]

    assert [m.places for m in training] == [()]


def test_toponyms_are_the_same_without_the_events(extractor: SpacyExtractor) -> None:
    """Looking for names alone leaves out the events and nothing else; other languages give none."""
    text = (
        "A missile hit a depot in Kharkiv on Monday.\n\nRussia denied it. The Kyiv Post said so.\n"
    ) * 3
    report = Report(text)

    assert tuple(extractor.toponyms_of(report)) == extractor.read(report).toponyms != ()
    assert tuple(extractor.toponyms_of(Report(text, lang="de"))) == ()
