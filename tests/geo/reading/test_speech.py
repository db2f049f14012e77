"""The words of saying around an event."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.model import Reading
from geo.reading.language_model import Passage
from geo.reading.speech import is_spoken_of, saying_word, sayings

Parse = Callable[[str], Passage]


@pytest.mark.parametrize(
    ("text", "statement", "event"),
    [
        ("The minister warned of an attack.", "warned", "attack"),
        ("The minister accused the rebels of shelling a convoy.", "accused", "shelling"),
        ("The minister condemned the attack.", "condemned", "attack"),
        ("The minister announced that troops would leave.", "announced", "leave"),
        ("Troops would leave soon, the minister said.", "said", "leave"),
        ("The minister denied having sent troops.", "denied", "sent"),
        ("The announcement that troops had left surprised many.", "announcement", "left"),
        ("The minister apologised for the killing.", "apologised", "killing"),
    ],
)
def test_a_statement_is_about_what_it_says(
    passage: Parse, text: str, statement: str, event: str
) -> None:
    """Clauses, objects and topics alike."""
    words = {token.text: token for token in passage(text).doc}

    assert is_spoken_of(words[event], words[statement])


@pytest.mark.parametrize(
    ("text", "statement", "event"),
    [
        ("After the attack, the minister warned of hunger.", "warned", "attack"),
        ("The minister spoke in Kyiv and troops left.", "spoke", "left"),
        ("The minister, who visited the base, warned of hunger.", "warned", "visited"),
    ],
)
def test_what_stands_beside_a_statement_is_not_its_matter(
    passage: Parse, text: str, statement: str, event: str
) -> None:
    """Its time, its speaker and the next clause are not what is said."""
    words = {token.text: token for token in passage(text).doc}

    assert not is_spoken_of(words[event], words[statement])


def test_a_statement_points_to_the_word_of_its_event(read: Callable[..., Reading]) -> None:
    """The span is that of the event's trigger."""
    text = (
        "At a conference in Brussels, the minister announced that Russia will train 500 soldiers."
    )
    announced = [m for m in read(text).mentions if m.type == "statement.announce"]

    assert [span.of(text) for span in announced[0].about] == ["train"]


def test_a_clause_after_a_semicolon_says_nothing_of_the_first(passage: Parse) -> None:
    """The army that denies a loss has not told of it."""
    doc = passage("Rebels took the fort; the army denied having lost it.").doc

    assert list(sayings(doc[1])) == []


def test_a_quotation_that_goes_on_keeps_its_speaker(passage: Parse) -> None:
    """The sentence that the marks enclose names nobody."""
    doc = passage('"We are safe," the mayor said. "They bombed the bridge at noon."').doc
    trigger = next(token for token in doc if token.text == "bombed")

    assert [saying.speaker.text for saying in sayings(trigger)] == ["mayor"]


def test_what_stands_after_a_quotation_is_not_quoted(passage: Parse) -> None:
    """A closed quotation has no more to say."""
    doc = passage('"We are safe," the mayor said. Soldiers bombed the bridge at noon.').doc
    trigger = next(token for token in doc if token.text == "bombed")

    assert list(sayings(trigger)) == []


def test_only_a_clause_has_a_saying_word(passage: Parse) -> None:
    """The day of "reported two explosions on Monday" may be theirs; that of a clause is not."""
    doc = passage("Police reported an explosion.").doc

    assert saying_word(doc[3]) is None
    assert [saying.speaker.text for saying in sayings(doc[3])] == ["Police"]


@pytest.mark.parametrize(
    ("text", "event", "speaker"),
    [
        ("A statement by the army said soldiers had left.", "left", "army"),
        ("According to a report citing the mayor, a bomb exploded.", "exploded", "mayor"),
        ("The ministry issued a warning that floods were coming.", "coming", "ministry"),
        ("The killing, which a charity calls deliberate, shocked many.", "killing", "charity"),
        ("The raid was reported by the army.", "raid", "army"),
    ],
)
def test_behind_a_document_stands_its_author(
    passage: Parse, text: str, event: str, speaker: str
) -> None:
    """Statements, reports and figures carry the word of somebody."""
    doc = passage(text).doc
    trigger = next(token for token in doc if token.text == event)

    assert [saying.speaker.text for saying in sayings(trigger)][:1] == [speaker]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(['"', "said", "that", "army", "citing", ";", "“", "according to", "by"])
    )
)
def test_any_words_have_sources_or_none(passage: Parse, words: list[str]) -> None:
    """Broken syntax is no reason to fail."""
    doc = passage(" ".join(["police", *words])).doc

    assert all(saying.speaker in doc for token in doc for saying in sayings(token))
