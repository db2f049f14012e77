"""Which event a number belongs to, and what it counts there."""

from collections.abc import Callable

import pytest

from geo.model import EventMention, Reading, Span
from geo.reading.language_model import Passage
from geo.reading.mention_quantities import Tally, with_later
from geo.reading.quantity_features import Told
from geo.reading.weights import Weights

# Report | type of the event | kind value [of total], separated by commas.
NUMBERS = """
A missile strike in Donetsk killed 20 soldiers, including six officers. | strike | killed 20, killed 6 of 20
A bomb exploded in Kyiv. Eight people were killed and 25 were hurt. | attack | killed 8, wounded 25
About 11,000 North Korean soldiers were sent to Kursk. | deploy | troops 11000
Up to 12,000 troops may be deployed to Kursk. | deploy | troops 12000
Police arrested a teacher, 34, in Austin on Monday. | arrest | detained 1
Russian forces launched 14 missiles and dozens of drones at Kyiv. | strike | weapons 14, weapons 24
A court in Moscow sentenced the blogger to seven years in prison. | court | sentence 7
A magnitude 6.4 earthquake hit Turkey. | disaster | magnitude 6.4
Strikes destroyed three tanks and two bridges near Pokrovsk. | strike | destroyed 3, destroyed 2
Russia evacuated 3,000 residents from Kursk. | aid | displaced 3000
Canada expelled six Russian diplomats. | diplomacy | affected 6
Germany will deliver ammunition worth 90 million euros to Ukraine. | supply | money 90000000
"""  # noqa: E501 - one row a line

NO_NUMBERS = """
The agency identified an officer in Donetsk with an 80% match.
Protesters marched 10 km through Berlin on Monday.
The troops were deployed to Kursk in 2023.
A missile hit Kharkiv. Call 555 123 456.
A strike hit Kharkiv. He was aged 16.
Some F-16 jets and Su-25 jets bombed Toretsk.
"""

YES = Weights(("yes",), {"bias": (9.0,), "later": (9.0,)})
NO = Weights(("yes",), {"bias": (-9.0,), "later": (-9.0,)})
KINDS = Weights(("killed",), {"bias": (1.0,)})
LATER = Weights(("yes",), {"bias": (-9.0,), "later": (9.0,)})


def _short(mention: EventMention) -> str:
    return ", ".join(
        f"{quantity.kind} {quantity.value:g}"
        + (f" of {quantity.part_of:g}" if quantity.part_of else "")
        for quantity in mention.quantities
    ).replace("9e+07", "90000000")


@pytest.mark.parametrize(
    ("text", "kind", "numbers"), [line.split(" | ") for line in NUMBERS.strip().splitlines()]
)
def test_an_event_has_its_numbers_and_no_others(
    read: Callable[..., Reading], text: str, kind: str, numbers: str
) -> None:
    """Each event of the table has the numbers beside it, those of later sentences included."""
    mention = next(one for one in read(text).mentions if one.type.startswith(kind))

    assert _short(mention) == numbers


@pytest.mark.parametrize("text", NO_NUMBERS.strip().splitlines())
def test_what_counts_nothing_is_no_number_of_an_event(
    read: Callable[..., Reading], text: str
) -> None:
    """Shares, lengths, years, telephone numbers, ages and model names stay out."""
    mentions = read(text).mentions

    assert mentions
    assert [mention.quantities for mention in mentions if mention.quantities] == []


@pytest.mark.parametrize(
    "text",
    [
        "A strike killed -5 men and 10^30 women.",
        "A strike killed 1 2 3 4 5 6 7 8 9 men.",
        "strike " * 300 + "killed " + "20 men, " * 300,
        "A strike killed\n\n20\n\nmen of 30.",
    ],
)
def test_absurd_numbers_make_no_absurd_counts(read: Callable[..., Reading], text: str) -> None:
    """Nothing is raised, and what is counted is quoted from the text."""
    for mention in read(text).mentions:
        for quantity in mention.quantities:
            assert 0 < quantity.value < 1e10
            assert quantity.text == quantity.span.of(text).replace("\n", " ")


def test_a_number_without_event_goes_to_the_likeliest_one_told_before(
    passage: Callable[[str], Passage],
) -> None:
    """It is kept under the place of that event's trigger, with its kind."""
    tally = Tally({"owners": LATER, "kinds": KINDS})
    tally.remember([Told(7, "strike.air", 0)])
    text = "Five men died."

    found = tally.count(passage(text), text, Span(0, len(text)), ())

    assert found == {}
    assert [(q.kind, q.value) for q in tally.later[7]] == [("killed", 5)]


def test_a_number_that_fits_no_event_is_left_out(passage: Callable[[str], Passage]) -> None:
    """Neither the events of its sentence nor earlier ones must take it."""
    tally = Tally({"owners": NO, "kinds": KINDS})
    tally.remember([Told(7, "strike.air", 0)])
    text = "Five men died."

    assert tally.count(passage(text), text, Span(0, len(text)), ()) == {}
    assert not tally.later


def test_a_measure_goes_only_to_events_that_are_measured(
    passage: Callable[[str], Passage],
) -> None:
    """However likely it looks, a share is no number of a strike; of an election it is."""
    text = "It was 54 percent."
    counts = []
    for kind in ("strike.air", "election.vote"):
        tally = Tally({"owners": YES, "kinds": KINDS})
        tally.remember([Told(7, kind, 0)])
        tally.count(passage(text), text, Span(0, len(text)), ())
        counts.append(len(tally.later[7]))

    assert counts == [0, 1]


def test_the_first_event_of_a_report_is_never_forgotten() -> None:
    """Of the others only the latest are: reading stays linear."""
    tally = Tally({})
    assert tally.events() == []

    for number in range(100):
        tally.remember([Told(number, "strike.air", number)])

    starts = [event.start for event in tally.events()]
    assert starts[0] == 0
    assert starts[1:] == list(range(88, 100))


def test_later_numbers_join_the_mention(only: Callable[[str, str], EventMention]) -> None:
    """A mention of which nothing is said later is left as it is."""
    mention = only("A bomb exploded in Kyiv.", "attack")
    tally = Tally({})
    assert with_later(mention, tally) is mention

    other = only("A strike in Kyiv killed four men.", "strike").quantities[0]
    tally.later[mention.trigger.start].append(other)

    assert with_later(mention, tally).quantities == (*mention.quantities, other)
