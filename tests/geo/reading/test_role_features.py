"""What links somebody with an event, as features."""

from collections.abc import Callable

import pytest

from geo.reading.figures import Figure
from geo.reading.language_model import Passage
from geo.reading.role_features import Member, first_of_list, path_between, role_features

Parsed = Callable[[str], Passage]


@pytest.mark.parametrize(
    ("text", "word", "trigger", "path"),
    [
        ("Rebels attacked the town.", "Rebels", "attacked", "nsubj>"),
        ("The town was attacked by rebels.", "rebels", "attacked", "pobj>by>"),
        ("Police said rebels attacked.", "Police", "attacked", "nsubj><ccomp"),
        ("Rebels attacked.", "attacked", "attacked", ""),
    ],
)
def test_a_path_says_how_words_are_linked(
    passage: Parsed, text: str, word: str, trigger: str, path: str
) -> None:
    """Up to where both meet, then down; a preposition by its word."""
    tokens = {token.text: token for token in passage(text).doc}

    assert path_between(tokens[word], tokens[trigger]) == path


def test_words_of_two_sentences_have_no_path(passage: Parsed) -> None:
    """They are far from each other."""
    tokens = {token.text: token for token in passage("Rebels fled. Police came.").doc}

    assert path_between(tokens["Rebels"], tokens["came"]) == "far"


def test_a_listed_word_is_linked_as_the_first(passage: Parsed) -> None:
    """What holds for Poland holds for Latvia beside it."""
    tokens = {token.text: token for token in passage("Poland and Latvia met Japan.").doc}

    assert first_of_list(tokens["Latvia"]).text == "Poland"
    assert first_of_list(tokens["Japan"]).text == "Japan"


def test_no_name_is_a_feature(passage: Parsed) -> None:
    """Nothing is learned about single people or states."""
    trigger = next(t for t in passage("Latvia met Japan.").doc if t.text == "met")
    member = Member(Figure("LVA", "Latvia", "LVA", kind="state"), trigger.doc[0])
    carried = Member(Figure("JPN", "Japan", "JPN", kind="state"), rank=1)
    features = role_features(member, trigger, "meet.talks", (member, carried))
    features += role_features(carried, trigger, "meet.talks", (member, carried))

    assert len(set(features)) > 20
    assert not [one for one in features if "latvia" in one.lower() or "lva" in one.lower()]
    assert any(one.startswith("carried:1") for one in features)


def test_the_place_of_an_event_is_marked(passage: Parsed) -> None:
    """In Latvia is less likely to act than Latvia."""
    doc = passage("They met in Latvia.").doc
    member = Member(Figure("LVA", "Latvia", "LVA", kind="state"), doc[3], is_where=True)

    assert "where" in role_features(member, doc[1], "meet.talks", (member,))
