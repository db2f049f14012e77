from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.frame import to_row
from geo.merging.pairs import SAME_AT, Verdict, compare, contradicts
from geo.merging.profile import telling_of
from geo.merging.sketch import sketch
from geo.model import Actor, ActorRole, DatePrecision, Modality, Period, Report
from geo.reader import Reader, open_reader
from geo.store.geopackage import GeoPackageStore
from tests.geo.merging.tellings import (
    RUSSIA,
    SUMY,
    SUMY_REGION,
    TEXT,
    TROSTIANETS,
    UKRAINE,
    UKRAINIANS,
    day,
    killed,
    telling,
    telling_events,
)
from tests.geo.parts import BRUSSELS, DONETSK_REGION, READ_AT

PAIRS = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text(encoding="utf-8"))
PUBLISHED = date(2024, 10, 22)
UNREAD = {"a bombing in a market", "a capture"}
"""Pairs of which one event, or its place, is not read yet."""

ONE = telling(publisher="Herald", number=1)


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return the reader that users have."""
    return open_reader()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_reports_in_their_own_words_are_told_apart(
    pair: dict[str, str], reader: Reader, tmp_path: Path
) -> None:
    """Nothing that is two events is merged; what is one is, where both are read."""
    with GeoPackageStore(tmp_path / "pair.gpkg") as store:
        for name in ("one", "other"):
            report = Report(pair[name], publisher=name, published=PUBLISHED)
            store.add(report, reader.events(report))
        rows = [row for row in store.rows() if row["type"].partition(".")[0] == pair["head"]]
        assert store.check() == []

    is_merged = any(row["report_count"] > 1 for row in rows)
    found = "same" if is_merged else "related" if any(row["related"] for row in rows) else "apart"
    if pair["name"] in UNREAD:
        assert found in {pair["expect"], "apart"}
    else:
        assert found == pair["expect"]


SAME: dict[str, dict[str, Any]] = {
    "in the same words": {},
    "without the number": {"quantities": ()},
    "with a number that fits": {"quantities": (killed(12, about=True),)},
    "with the number of a part": {"quantities": (killed(14), killed(3, subject="foreign"))},
    "by another means": {"type": "strike.missile"},
    "without the actors": {"actors": ()},
    "in the region": {"place": SUMY_REGION},
    "claimed": {"modality": Modality.CLAIMED},
    "in the month": {
        "period": Period(date(2024, 10, 1), date(2024, 10, 31), DatePrecision.MONTH, "2024-10")
    },
    "by then": {"period": Period(None, date(2024, 10, 22), DatePrecision.OPEN, "../2024-10-22")},
    "without a day": {"period": Period()},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_a_telling_with_more_or_less_is_of_the_same_event(change: dict[str, Any]) -> None:
    """Windows are as wide as what is said."""
    assert compare(ONE, telling(**change)).verdict is Verdict.SAME


RIVAL: dict[str, dict[str, Any]] = {
    "another number": {"quantities": (killed(9),)},
    "a number beyond": {"quantities": (killed(20, about=True),)},
    "denied": {"modality": Modality.DENIED},
    "planned": {"modality": Modality.PLANNED},
    "alleged": {"modality": Modality.ALLEGED},
    "another number in like words": {"quantities": (), "text": TEXT.replace("14", "nine")},
}


@pytest.mark.parametrize("change", RIVAL.values(), ids=RIVAL.keys())
def test_rival_words_are_related_and_never_the_same(change: dict[str, Any]) -> None:
    """With what contradicts as the reason."""
    found = compare(ONE, telling(**change))

    assert found.verdict is Verdict.RELATED
    assert found.reasons
    assert contradicts(ONE, telling(**change))


APART: dict[str, dict[str, Any]] = {
    "two days later": {"period": day(23)},
    "a day later": {"period": day(22), "quantities": (), "text": "Drones hit Sumy on Tuesday."},
    "another town": {"place": TROSTIANETS},
    "another region": {"place": DONETSK_REGION},
    "another country": {"place": BRUSSELS},
    "another kind": {"type": "arrest.detain"},
    "another attacker": {"actors": (Actor("PRK", "North Korea", ActorRole.ACTOR, "PRK"),)},
    "the other way round": {
        "actors": (
            Actor("UKR", "Ukraine", ActorRole.ACTOR, "UKR"),
            Actor("RUS", "Russia", ActorRole.RECIPIENT, "RUS"),
        )
    },
    "anywhere in the country, in other words": {
        "place": UKRAINE,
        "title": "",
        "text": "An attack was reported.",
        "actors": (),
        "quantities": (),
    },
}


@pytest.mark.parametrize("change", APART.values(), ids=APART.keys())
def test_what_differs_in_where_when_or_who_is_another_event(change: dict[str, Any]) -> None:
    """However alike the words are."""
    assert compare(ONE, telling(**change)).verdict is Verdict.APART


def test_a_merge_says_why() -> None:
    """In words, channel by channel."""
    found = compare(ONE, telling())

    assert found.score >= SAME_AT
    assert {"same day", "same place (Sumy)", "same numbers (killed: 14)"} <= {*found.reasons}
    assert "same actors (Russia, Ukraine)" in found.reasons


def test_what_one_publisher_tells_on_two_days_without_a_date_is_two_events() -> None:
    """Daily reports repeat their sentences."""
    vague = {"period": Period(), "quantities": (), "actors": (RUSSIA,)}
    monday = telling(**vague, published=date(2024, 10, 21))

    assert compare(monday, telling(**vague, number=2)).verdict is Verdict.APART
    assert compare(monday, telling(**vague, publisher="Herald")).verdict is Verdict.SAME


def test_a_daily_report_with_other_numbers_is_no_rival() -> None:
    """Seven on Monday and nine on Tuesday are two events, not two claims."""
    tuesday = telling(period=day(22), quantities=(killed(9),))

    assert compare(ONE, tuesday).verdict is Verdict.APART


def test_statements_need_like_words() -> None:
    """One speaker says many things in one place on one day."""
    said = {"type": "statement.warn", "actors": (RUSSIA,), "quantities": (), "title": ""}
    one = telling(**said, text="Moscow warned that more troops would be sent to the border.")
    again = telling(
        **said, text="More troops would be sent to the border, Moscow warned.", number=2
    )
    other = telling(**said, text="Moscow warned of power cuts during the winter.", number=2)

    assert compare(one, again).verdict is Verdict.SAME
    assert compare(one, other).verdict is Verdict.APART


def test_a_copied_report_tells_of_the_same_event_even_without_place_and_day() -> None:
    """The words stand in for what they do not say."""
    text = f"{TEXT} " + " ".join(f"word{number}" for number in range(60))
    bare = {"place": None, "period": Period(), "published": None, "actors": (), "quantities": ()}
    one, other = (telling(sketch(text), text=TEXT, number=n, **bare) for n in (1, 2))
    alien = telling(sketch("something else that was said elsewhere"), text=TEXT, number=3, **bare)

    assert compare(one, other).verdict is Verdict.SAME
    assert "same words in the same text" in compare(one, other).reasons
    assert compare(one, alien).verdict is Verdict.APART


def test_two_tellings_of_one_report_are_at_most_related() -> None:
    """A report is taken at its word where it tells of two events."""
    other = telling(number=1, publisher="Herald", title="again")
    rival = telling(number=1, publisher="Herald", quantities=(killed(9),))

    assert other.report_id == ONE.report_id
    assert compare(ONE, other).verdict is Verdict.APART
    assert compare(ONE, rival).verdict is Verdict.RELATED


def test_an_unresolved_name_counts_as_a_place() -> None:
    """Two reports that name the same unknown village mean it."""
    nowhere = {"place": None, "actors": (RUSSIA, UKRAINIANS)}

    found = compare(telling(**nowhere), telling(**nowhere, number=2))

    assert "same name (there)" in found.reasons


def test_numbers_without_a_common_one_count_against() -> None:
    """Where the sentences differ, it is no proof."""
    changes = {"quantities": (), "title": "", "period": Period()}
    one = telling(**changes, text="Drones hit a depot in Sumy, wounding 12.")
    other = telling(**changes, text="Eight blasts were heard near the station of Sumy at night.")

    assert compare(one, other).verdict is Verdict.APART


@settings(deadline=None)
@given(st.lists(telling_events, min_size=2, max_size=4))
def test_a_comparison_is_the_same_both_ways(events: list) -> None:
    """Else the order of reading would count."""
    tellings = [telling_of(to_row(event, updated=READ_AT)) for event in events]

    for one, other in combinations(tellings, 2):
        assert compare(one, other) == compare(other, one)
        if compare(one, other).verdict is Verdict.SAME:
            assert not contradicts(one, other)


def test_sumy_and_its_region_are_not_two_places() -> None:
    """The example the other tests lean on."""
    assert "Sumy and Sumy Oblast, one in the other" in " ".join(
        compare(telling(place=SUMY), telling(place=SUMY_REGION, number=2)).reasons
    )
