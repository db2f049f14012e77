from datetime import date
from itertools import permutations

from geo.merging.clusters import Link
from geo.merging.merged import bare, event_id_of, merged_row
from geo.merging.pairs import Verdict
from geo.merging.sketch import sketch
from geo.model import Actor, ActorRole, Period
from tests.geo.merging.tellings import RUSSIA, SUMY_REGION, TEXT, killed, telling_row

EARLY = telling_row(
    publisher="Herald", published=date(2024, 10, 21), period=Period(), place=SUMY_REGION, number=1
)
FULL = telling_row(publisher="Post", number=2)
LATE = telling_row(
    publisher="post ",
    published=date(2024, 10, 25),
    number=3,
    quantities=(),
    actors=(
        RUSSIA,
        Actor("RUS-MIL", "Russian army", ActorRole.ACTOR, "RUS"),
        Actor("name:three men", "three men", ActorRole.RECIPIENT),
    ),
)
ROWS = (EARLY, FULL, LATE)


def test_an_event_of_one_report_is_what_the_report_says() -> None:
    """Word for word."""
    assert merged_row([FULL]) == FULL
    assert bare(merged_row([FULL], related=[{"id": "x", "why": []}])) == FULL


def test_the_fullest_telling_gives_the_fields_and_the_first_the_id() -> None:
    """A town before a region, a day before none; and links to an event last."""
    row = merged_row(ROWS)

    assert (row["place"], row["date_edtf"], row["quote"]) == ("Sumy", "2024-10-21", TEXT)
    assert row["id"] == EARLY["id"] == event_id_of(ROWS)
    assert [source["telling_id"] for source in row["reports"]] == [
        FULL["id"],
        EARLY["id"],
        LATE["id"],
    ]


def test_the_others_add_what_they_alone_know() -> None:
    """With the report that says so; words for people whom nobody knows are left with it."""
    row = merged_row(ROWS)

    assert row["actor_ids"] == ["RUS", "UKR", "RUS-MIL"]
    assert row["actors"][-1]["report_id"] == LATE["reports"][0]["id"]
    assert [place["name"] for place in row["places"]] == ["Sumy", "Sumy Oblast"]
    assert len(row["quantities"]) == 1


def test_the_order_of_tellings_does_not_matter() -> None:
    """Nothing in the row depends on it."""
    links = [Link(*sorted((EARLY["id"], FULL["id"])), Verdict.SAME, 8.0, ("same day",))]
    made = [merged_row(order, links=links) for order in permutations(ROWS)]

    assert all(row == made[0] for row in made)


def test_every_report_but_the_first_says_why_it_belongs() -> None:
    """Along the links that joined them."""
    first = Link(FULL["id"], EARLY["id"], Verdict.SAME, 9.0, ("same day",))
    second = Link(EARLY["id"], LATE["id"], Verdict.SAME, 8.0, ("same place (Sumy)",))

    row = merged_row(ROWS, links=[second, first])

    assert [source["why"] for source in row["reports"]] == [[], ["same day"], ["same place (Sumy)"]]
    assert merged_row(ROWS, links=[second])["reports"][1]["why"] == []


def test_publishers_are_counted_once() -> None:
    """However they are written; those that print one text are one, and so are all unnamed."""
    assert (merged_row(ROWS)["report_count"], merged_row(ROWS)["publisher_count"]) == (3, 2)
    nameless = [telling_row(publisher="", number=number) for number in (4, 5)]
    assert merged_row([*ROWS, *nameless])["publisher_count"] == 3


def test_a_copied_text_is_one_source() -> None:
    """And it is said of which report it is a copy."""
    text = sketch(TEXT)
    sketches = {row["reports"][0]["id"]: text for row in (EARLY, FULL)}

    row = merged_row((EARLY, FULL), sketches=sketches)

    assert row["publisher_count"] == 1
    assert row["reports"][1]["same_text_as"] == FULL["reports"][0]["id"]


def test_a_number_that_only_another_report_gives_is_added() -> None:
    """It carries that report's id."""
    silent = telling_row(number=6, publisher="Times", quantities=())
    loud = telling_row(
        number=7, publisher="Globe", quantities=(killed(14),), actors=(), published=None
    )

    row = merged_row([silent, loud])

    assert [one["value"] for one in row["quantities"]] == [14]
