"""Who tells of an event, and whom it harms."""

from collections.abc import Callable

import pytest

from geo.model import ActorRole, EventMention, Reading
from geo.reading.bystanders import is_harmed, telling_of
from geo.reading.language_model import Passage

Read = Callable[..., Reading]
Parsed = Callable[[str], Passage]


def _told(reading: Reading) -> list[EventMention]:
    """Return the events that are no statements."""
    spoken = {"statement", "publish"}
    return [one for one in reading.mentions if one.type.partition(".")[0] not in spoken]


def _words(passage: Passage, trigger: str, kind: str) -> set[str]:
    doc = passage.doc
    token = next(token for token in doc if token.text == trigger)
    return {doc[position].text for position in telling_of(token, kind).words}


@pytest.mark.parametrize(
    ("text", "source", "doer"),
    [
        (
            "Hendrik Bjerke, head of Norway's coast guard, said Chinese marines attacked a boat.",
            "NOR",
            "CHN",
        ),
        (
            "Pavel Novotny of the Czech ministry told us that Iranian agents abducted a man.",
            "CZE",
            "IRN",
        ),
        (
            "Finland's defence minister, Jussi Laine, said that Hungary had sent 200 men to Chad.",
            "FIN",
            "HUN",
        ),
        ("The Greek defence minister claims that Turkey sent warships to Cyprus.", "GRC", "TUR"),
        (
            "According to Poland's border guard, Belarusian troops attacked a village on Sunday.",
            "POL",
            "BLR",
        ),
        ("Moldova's president warned that Russia would deploy marines soon.", "MDA", "RUS"),
        (
            "NHK, citing Japan's coast guard, reported that North Korea launched two missiles.",
            "JPN",
            "PRK",
        ),
        ("Israel bombed Damascus on Monday, Syria's state agency reported.", "SYR", "ISR"),
        ("Kinshasa accuses Rwanda of having sent 3,000 soldiers to Goma.", "COD", "RWA"),
        (
            "Marta Ruiz, who leads Spain's police, announced that French officers arrested him.",
            "ESP",
            "FRA",
        ),
        ("The German general staff believes that Russia moved two brigades in May.", "DEU", "RUS"),
        (
            "India's army said Pakistani gunners had shelled two villages near Poonch overnight.",
            "IND",
            "PAK",
        ),
        (
            "Latvia expelled a Russian diplomat, Lithuania's deputy minister Rasa Petraite noted.",
            "LTU",
            "LVA",
        ),
        (
            "South Korea's spy agency told lawmakers that North Korea shipped shells to Russia.",
            "KOR",
            "PRK",
        ),
        (
            "NATO's secretary general could not confirm that North Korean troops were deployed.",
            "IGO",
            "PRK",
        ),
        (
            "Japan's minister expressed concern over the deployment of Chinese ships near Okinawa.",
            "JPN",
            "CHN",
        ),
    ],
)
def test_who_tells_of_an_event_takes_no_part_in_it(
    read: Read, text: str, source: str, doer: str
) -> None:
    """Nor does the body or state that only says who the source is."""
    events = _told(read(text))

    assert events
    for event in events:
        acting = {actor.country for actor in event.actors if actor.role is ActorRole.ACTOR}
        assert doer in acting
        assert source not in acting


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Taras Hnatiuk, head of Ukraine's watchdog, reported that a strike killed 20 soldiers.",
            "Ukraine",
        ),
        (
            "Britain's foreign minister condemned the attack on a hospital in Khartoum.",
            "United Kingdom: ministry of foreign affairs",
        ),
        ("President Luc Morel of France called the bombing of a school a crime.", "France"),
    ],
)
def test_who_describes_or_judges_takes_no_part(read: Read, text: str, source: str) -> None:
    """Where nobody is named who did it, the nearest state is not taken for it."""
    events = _told(read(text))

    assert events
    for event in events:
        assert source not in {actor.name for actor in event.actors}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Russia's defence ministry said its forces had bombed Kharkiv on Monday.", "RUS"),
        ("Turkey's foreign minister said that his country had sent a frigate to Tripoli.", "TUR"),
        ("Israel's army said that it had bombed two bridges near Tyre on Monday.", "ISR"),
        ("Russia announced the withdrawal of 400 soldiers from Kursk on Monday.", "RUS"),
    ],
)
def test_who_tells_of_their_own_acts_takes_part(read: Read, text: str, country: str) -> None:
    """A pronoun in what is said, or a noun without doer of its own, means the source."""
    (event,) = _told(read(text))

    assert country in {actor.country for actor in event.actors}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A strike killed four soldiers of Jordan near the border on Thursday.", "JOR"),
        ("An attack near Gao killed seven Malian soldiers on Monday.", "MLI"),
        ("Shelling wounded two Ukrainian medics in Kherson on Monday.", "UKR"),
        ("A drone strike killed two officers of the Iraqi army near Kirkuk on Sunday.", "IRQ"),
        ("Nine Nigerian policemen died in an attack near Maiduguri on Friday.", "NGA"),
    ],
)
def test_who_is_harmed_is_no_perpetrator(read: Read, text: str, country: str) -> None:
    """Whoever did it, the side of the victims did not."""
    events = _told(read(text))

    assert events
    for event in events:
        acting = {actor.country for actor in event.actors if actor.role is ActorRole.ACTOR}
        assert country not in acting


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("A mine killed two officers of the Iraqi army.", "officers", True),
        ("A mine killed two officers of the Iraqi army.", "army", True),
        ("A mine killed two officers of the Iraqi army.", "mine", False),
        ("Six miners perished in the fire.", "miners", True),
        ("Six miners perished in the fire.", "fire", False),
        ("The nurses and a driver were wounded by rebels.", "driver", True),
        ("The nurses and a driver were wounded by rebels.", "rebels", False),
        ("They buried a sailor killed in the raid.", "raid", False),
        ("They mourned a sailor killed in the raid.", "sailor", True),
    ],
)
def test_the_harmed_are_objects_of_harm(
    passage: Parsed, text: str, word: str, *, expected: bool
) -> None:
    """Or those whom they are part of; subjects of dying too."""
    token = next(token for token in passage(text).doc if token.text == word)

    assert is_harmed(token) is expected


def test_a_source_is_told_with_what_describes_it(passage: Parsed) -> None:
    """Its apposition and owner, but not what it says."""
    told = passage("Jan Kos, head of Poland's border guard, said that Belarus attacked a village.")

    words = _words(told, "attacked", "attack.other")

    assert {"Kos", "head", "Poland", "guard"} <= words
    assert not {"Belarus", "village"} & words


def test_who_reacts_to_an_act_tells_of_it(passage: Parsed) -> None:
    """To condemn an attack is not to attack."""
    told = passage("The council condemned the attacks in Paris.")

    assert "council" in _words(told, "attacks", "attack.other")


def test_a_statement_is_the_word_of_its_owner(passage: Parsed) -> None:
    """Who makes a report is no bystander of it."""
    told = passage("According to a report by the ministry, prices fell.")

    assert "ministry" not in _words(told, "report", "statement.state")
    assert "ministry" in _words(told, "fell", "other")


def test_who_is_accused_is_the_doer(passage: Parsed) -> None:
    """Where the clause itself has no subject."""
    doc = passage("Kinshasa accuses Rwanda of having sent 3,000 soldiers to Goma.").doc
    sent = next(token for token in doc if token.text == "sent")

    doer = telling_of(sent, "deploy.troops").doer

    assert doer is not None
    assert doer.text == "Rwanda"


def test_the_agent_of_a_passive_is_the_doer(passage: Parsed) -> None:
    """Not its subject, to whom it is done."""
    doc = passage("Police said the guards were killed by rebels and the mayor was killed.").doc
    first, second = (token for token in doc if token.text == "killed")

    agent = telling_of(first, "attack.other").doer

    assert agent is not None
    assert agent.text == "rebels"
    assert telling_of(second, "attack.other").doer is None
