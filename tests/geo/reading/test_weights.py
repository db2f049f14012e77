"""Tables of learned weights."""

from pathlib import Path

import pytest

from geo.model import Role
from geo.reading.weights import Weights, load_weights, write_weights
from geo.resources import data_dir

USES = Weights(("here", "there"), {"bias": (0.0, 1.0), "near": (2.0, 0.0), "far": (-1.0, 0.5)})


def test_the_likeliest_answer_has_the_greatest_sum() -> None:
    """Features that the table lacks weigh nothing."""
    assert USES.best(["bias"]) == "there"
    assert USES.best(["bias", "near", "never seen"]) == "here"


def test_without_a_known_feature_nothing_speaks_for_any_answer() -> None:
    """Not an error: a text may be unlike all that was learned from."""
    assert USES.scores(["never seen"]) == [0.0, 0.0]


def test_a_probability_is_one_whatever_the_weights() -> None:
    """No overflow at the ends."""
    table = Weights(("place",), {"yes": (5000.0,), "no": (-5000.0,), "even": (0.0,)})

    assert table.probability(["yes"]) == pytest.approx(1.0)
    assert table.probability(["no"]) == pytest.approx(0.0)
    assert table.probability(["even"]) == pytest.approx(0.5)


def test_a_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """But for weights that are as good as nothing."""
    table = Weights(("a", "b"), {'after=,"': (1.25, 0.0), "x": (-0.5, 0.02), "y": (0.01, -0.01)})

    write_weights(tmp_path / "table.csv", table, least=0.05)

    kept = {name: row for name, row in table.rows.items() if name != "y"}
    assert load_weights(tmp_path / "table.csv") == Weights(table.answers, kept)


@pytest.mark.parametrize("name", ["recognition_weights.csv", "use_weights.csv"])
def test_the_bundled_tables_are_small_enough_to_be_read(name: str) -> None:
    """They are meant for people too."""
    table = load_weights(data_dir("places") / name)

    assert "bias" in table.rows
    assert 200 < len(table.rows) < 1500
    assert not [feature for feature in table.rows if len(feature.splitlines()) > 1]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("link_weights.csv", ("place",)),
        ("choice_weights.csv", ("place",)),
        ("event_place_weights.csv", ("place",)),
        ("place_role_weights.csv", tuple(Role)),
    ],
)
def test_the_tables_of_event_places_hold_no_names(name: str, answers: tuple[str, ...]) -> None:
    """What stands in a text is a lemma in lower case, or a class of words."""
    table = load_weights(data_dir("ontology") / name)

    assert table.answers == answers
    assert {"Baghdad", "Aleppo", "Paris"}.isdisjoint(
        word for feature in table.rows for word in feature.replace("=", " ").split()
    )
