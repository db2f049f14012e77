"""The event types and the tables of trigger words."""

from pathlib import Path

import pytest

from geo.errors import UnknownType
from geo.reading.trigger_table import load_trigger_table
from geo.reading.triggers import load_trigger_model
from geo.reading.types import find_type, load_types


def test_every_type_has_a_definition_and_two_parts() -> None:
    """Ids are dotted, labels and definitions are there, and labels name one type each."""
    types = load_types()

    assert len(types) == len({kind.label for kind in types.values()})
    assert all(kind.definition and kind.example and kind.counterexample for kind in types.values())
    assert all(type_id.count(".") == 1 for type_id in types)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("strike.missile", "strike.missile"),
        ("strike", "strike"),
        ("Missile strike", "strike.missile"),
        (" TALKS ", "meet.talks"),
    ],
)
def test_a_filter_takes_ids_first_parts_and_labels(word: str, found: str) -> None:
    """Case and blanks do not matter."""
    assert find_type(word, load_types()) == found


def test_an_unknown_type_offers_the_nearest() -> None:
    """The message helps."""
    with pytest.raises(UnknownType, match=r"strike\.missile"):
        find_type("strike.missle", load_types())


def test_every_trigger_and_weight_is_of_a_known_type() -> None:
    """No table names a type that the ontology lacks."""
    types, table, model = load_types(), load_trigger_table(), load_trigger_model()

    named = {rule.type for rules in table.rules.values() for rule in rules}
    weighed = {kind for weights in model.kind.values() for kind in weights}

    assert named | weighed <= set(types)


def test_a_word_may_need_another_beside_it() -> None:
    """The word strike is one of labour only near what labour is called."""
    rules = load_trigger_table().rules_for("strike", "NOUN")

    assert any(rule.type == "protest.strike" and "union" in rule.needs for rule in rules)
    assert load_trigger_table().rules_for("table", "NOUN") == ()


def test_the_page_of_types_is_up_to_date(root: Path) -> None:
    """The reference page names every type."""
    page = (root / "docs" / "reference" / "event-types.md").read_text("utf-8")

    assert all(f"| `{type_id}` |" in page for type_id in load_types())
