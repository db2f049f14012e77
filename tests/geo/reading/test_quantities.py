"""Counts in context: how many of what, and what befell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Quantity, Span
from geo.reading.quantities import BARE, MEASURE, find_quantities

# Sentence | kind value [of total] [unit], separated by commas.
COUNTS = """
A strike killed 20 soldiers. | killed 20 soldiers
It killed 20 soldiers, including six US troops. | killed 20 soldiers, killed 6 of 20 troops
A strike killed 20 people, six of whom were soldiers. | killed 20 people, killed 6 of 20
A strike killed 20 people, of whom six were children. | killed 20 people, killed 6 of 20
Eight people were killed, among them three children. | killed 8 people, killed 3 of 8 children
It killed 62, including, it is said, 54 small children. | killed 62, killed 54 of 62 small children
Around 11,000 North Korean infantrymen are stationed there. | troops 11000 infantrymen
A first unit of 2,600 soldiers is to move. | troops 2600 soldiers
It has sent 1,500 special forces. | troops 1500 special forces
Up to 12,000 troops may follow. | troops 12000 troops
2,600 of them would go first. | people 2600
A 10,000-strong force waited. | troops 10000 force
Twenty soldiers killed three civilians. | troops 20 soldiers, killed 3 civilians
It wounded 35 others and killed two. | wounded 35 others, killed 2
Three killed, five wounded and two missing. | killed 3, wounded 5, missing 2
The death toll rose to 22 people, with 25 others injured. | killed 22 people, wounded 25 others
Two soldiers and four civilians died. | killed 2 soldiers, killed 4 civilians
It killed two soldiers, a driver and four civilians. | killed 2 soldiers, killed 4 civilians
It killed two soldiers and four civilians. | killed 2 soldiers, killed 4 civilians
Eight Mexicans died in the attack. | killed 8 Mexicans
Thirty Britons were murdered. | killed 30 Britons
The blaze left seven riders dead. | killed 7 riders
One child was killed. | killed 1 child
All 189 people on board died. | killed 189 people
Seventeen sailors from the second ship were injured. | wounded 17 sailors
120 Iraqi soldiers and a senior general were killed. | killed 120 soldiers
Twenty people have been confirmed killed. | killed 20 people
It was blamed for the deaths of 29 miners. | killed 29 miners
It caused 16,000 deaths. | killed 16000 deaths
Dozens were killed and hundreds of people fled. | killed 24, displaced 200 people
Police arrested 45 men, and 12 officers were hurt. | detained 45 men, wounded 12 officers
Some 60 thousand residents were evacuated. | displaced 60000 residents
12 of the 20 hostages were freed. | detained 12 of 20 hostages
Seven out of 20 patients died. | killed 7 of 20 patients
They fired 10 to 12 missiles. | weapons 10 missiles
They lost 14 tanks and three armored vehicles. | weapons 14 tanks, weapons 3 armored vehicles
Three strikes hit two weapons caches. | other 3 strikes, other 2 weapons caches
Thirty-five were rescued. | people 35
About 2.5 million people live there. | people 2500000 people
It cost $3.5 million. | money 3500000 $
It cost about 90 billion dollars. | money 90000000000 dollars
It cost SEK9 million. | money 9000000 SEK
It cost €20,000. | money 20000 €
It has sent 12 000 troops. | troops 12000 troops
On Oct. 5 200 people died. | killed 200 people
The number of injured rose to 47. | wounded 47
The number of missing stood at 9. | missing 9
The death toll has risen to 45. | killed 45
Fourteen others, including two boys, were wounded. | wounded 14 others, wounded 2 of 14 boys
Under 30 people were there. | people 30 people
"""

NOT_COUNTS = """
The program found an 80% match.
It rose 15 to 20 percent.
A 16-year-old boy spoke.
Zhukovskyy, 23, spoke.
The boy, aged 16, spoke.
He met the Group of Seven.
He took Flight 2023 on a Boeing 737.
NATO invoked Article 5.
The 47th Brigade moved.
It was his third visit.
On October 4 he spoke.
It struck in 2023.
It struck at 10:30 a.m.
It struck two days later.
It lasted 30 minutes and three weeks.
They marched 10 km.
The team won 3-1.
Call 555-1234.
The Seven Network said so.
A T 72 burned.
The room was at 20 degrees.
-5 soldiers came.
10^30 people came.
0 people came.
99,999,999,999,999 people came.
One of the men spoke.
He was 101 and died of old age.
See note [3].
Rows 1 2 3 4 5 6.
No one was hurt.
A teacher, 34, spoke.
The men were aged 16 and 80.
It lost two thirds and three quarters.
He phoned 911.
Task Force (CTF) 50 moved.
Executive Order 13582 stands.
Nobody knows the one.
"""


def _quantities(sentence: str) -> list[Quantity]:
    """Return the numbers of a sentence that have a noun or a fate."""
    found = find_quantities(sentence, Span(0, len(sentence)))
    return [quantity for quantity in found if quantity.kind not in {BARE, MEASURE}]


def _short(quantity: Quantity) -> str:
    total = "" if quantity.part_of is None else f"of {quantity.part_of:.0f}"
    return " ".join(f"{quantity.kind} {quantity.value:.0f} {total} {quantity.unit}".split())


@pytest.mark.parametrize(
    ("sentence", "counts"), [line.split(" | ") for line in COUNTS.strip().splitlines()]
)
def test_a_count_has_its_kind_value_and_total(sentence: str, counts: str) -> None:
    """Each sentence of the table has the counts written beside it, in order, and no others."""
    assert ", ".join(map(_short, _quantities(sentence))) == counts


@pytest.mark.parametrize("sentence", NOT_COUNTS.strip().splitlines())
def test_what_counts_nothing_is_left_out(sentence: str) -> None:
    """Shares, dates, times, ages, ordinals, names, measures, scores and nonsense are no counts."""
    assert _quantities(sentence) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It won 54.5% of the vote.", 54.5, "percent"),
        ("He got a seven-year sentence.", 7, "year"),
        ("They took 700 square miles.", 700, "square miles"),
        ("A magnitude 6.4 quake struck.", 6.4, "magnitude"),
        ("A 4.7-magnitude quake struck.", 4.7, "magnitude"),
        ("It became a category 4 storm.", 4, "category"),
    ],
)
def test_a_measure_is_a_candidate_with_its_unit(text: str, value: float, unit: str) -> None:
    """Only some events are measured, so that only the sentence can say whether it counts."""
    (quantity,) = find_quantities(text, Span(0, len(text)))

    assert (quantity.kind, quantity.value, quantity.unit) == (MEASURE, value, unit)
    assert _quantities(text) == []


def test_a_bare_number_is_a_candidate() -> None:
    """It has neither noun nor fate."""
    text = "An agency put them at 412."
    (quantity,) = find_quantities(text, Span(0, len(text)))

    assert (quantity.kind, quantity.value) == (BARE, 412)


def test_a_part_is_never_added_to_its_total() -> None:
    """Twenty including six are twenty: the six say of what they are part."""
    total, part = _quantities("It killed 20 soldiers, including six North Korean troops.")

    assert (total.value, total.part_of) == (20, None)
    assert (part.value, part.part_of, part.subject) == (6, 20, "North Korean")


def test_bounds_come_with_the_count() -> None:
    """At least bounds below, up to above, a range on both sides."""
    least, most, both = _quantities("At least 10 men, up to 20 women and 30 to 40 boys came.")

    assert (least.minimum, least.maximum, least.is_approximate) == (10, None, True)
    assert (most.minimum, most.maximum, most.is_approximate) == (None, 20, True)
    assert (both.minimum, both.maximum, both.is_approximate) == (30, 40, True)


def test_a_rough_sum_of_money_is_approximate() -> None:
    """The lead before a currency sign counts."""
    about, over, exact = _quantities("It cost about $90 billion, over €5 million and £3.")

    assert (about.is_approximate, about.minimum) == (True, None)
    assert (over.is_approximate, over.minimum, over.maximum) == (True, 5e6, None)
    assert not exact.is_approximate


def test_only_the_span_is_searched() -> None:
    """Counts beside the span stay out, and offsets are into the whole text."""
    text = "It killed 5 men. It wounded 6 men. It hurt 7 men."

    found = find_quantities(text, Span(17, 34))

    assert [(quantity.value, quantity.span) for quantity in found] == [(6, Span(28, 33))]


_WORDS = st.lists(
    st.sampled_from(
        [
            "killed",
            "20",
            "six",
            "soldiers",
            ",",
            "including",
            "of",
            "whom",
            "were",
            "wounded",
            "about",
            "$",
            "million",
            "dead",
            "and",
            "the",
            "dozens",
            "-",
            "strong",
            "3.5",
            "North",
            "Korean",
            "men",
            "Boeing",
            ".",
            "10",
            "to",
            "between",
            "one",
            "them",
            "at",
            "least",
            "1,500",
            "died",
            "2024",
            "Oct.",
            "5",
            "days",
            "%",
            "hundred",
        ]
    )
).map(" ".join)


@given(st.one_of(st.text(), _WORDS))
def test_every_count_quotes_its_text_in_order(text: str) -> None:
    """Whatever the text, nothing is raised, spans quote it, and bounds hold the value."""
    start = 0
    for quantity in find_quantities(text, Span(0, len(text))):
        assert quantity.span.of(text) == quantity.text
        assert quantity.span.start >= start
        assert quantity.value > 0
        assert quantity.part_of is None or quantity.part_of >= quantity.value
        assert (quantity.minimum or 0) <= quantity.value <= (quantity.maximum or quantity.value)
        start = quantity.span.start


@pytest.mark.parametrize(
    "text", ["two videos showing North Korean soldiers training", "two buses carrying soldiers"]
)
def test_what_a_counted_thing_shows_or_carries_is_not_counted(text: str) -> None:
    """Two videos of soldiers are not two soldiers."""
    (quantity,) = find_quantities(text, Span(0, len(text)))

    assert (quantity.kind, quantity.value) == ("other", 2)


def test_what_befell_a_part_does_not_reach_the_next_number() -> None:
    """Two of the missiles are no part of the three people told of after them."""
    text = "Two of the missiles were shot down and three people were killed."
    found = find_quantities(text, Span(0, len(text)))

    assert [(each.value, each.kind, each.part_of) for each in found][-1] == (3, "killed", None)
    assert found[-1].text == "three people"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Two of the missiles were shot down.", (2, "weapons", "two of the missiles")),
        ("Police freed six of his men.", (6, "people", "six of his men")),
    ],
)
def test_a_part_is_of_what_its_whole_is(text: str, count: tuple[float, str, str]) -> None:
    """The noun after "of the" is what is counted."""
    (found,) = find_quantities(text, Span(0, len(text)))

    assert (found.value, found.kind, found.text.lower()) == count
