"""The event types: their tables, their page, and how far the reader knows them."""

import csv
import re
import runpy
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import UnknownType
from geo.model import Reading
from geo.reading.trigger_table import load_trigger_table
from geo.reading.triggers import load_trigger_model
from geo.reading.types import EventType, Example, find_type, load_types
from geo.reading.word_lists import word_set

FROZEN = word_set(
    """
    strike.missile strike.air strike.drone strike.artillery
    attack.bombing attack.shooting attack.stabbing attack.vehicle attack.poisoning attack.other
    combat.clash combat.offensive seize.territory seize.power abduct.kidnap
    deploy.troops withdraw.troops train.troops supply.military cooperate.military
    share.intelligence identify.intelligence investigate.probe arrest.detain
    court.charge court.sentence court.rule
    protest.demonstration protest.riot protest.strike repress.crowd
    restrict.ban sanction.impose sanction.lift
    election.vote election.campaign legislate.vote legislate.decree office.appoint office.leave
    death.person health.illness health.outbreak gather.ceremony
    meet.summit meet.talks visit.diplomatic visit.inspection agree.sign agree.ceasefire
    diplomacy.rupture
    statement.announce statement.state statement.warn statement.threaten statement.accuse
    statement.condemn statement.deny statement.confirm statement.claim statement.demand
    publish.video publish.imagery publish.document
    disaster.earthquake disaster.storm disaster.flood disaster.wildfire disaster.other
    accident.crash accident.fire accident.collapse accident.crowd
    aid.humanitarian aid.rescue cyber.attack
    """
)
"""Every id that was ever published. Words may be added here, never taken out or changed."""

LEAST_FOUND = 0.70
"""Share of the positive examples whose type the reader must find; .78 when they were written."""

MOST_MISTAKEN = 0.22
"""Share of the negative examples in which it may find the type; .18 when they were written."""

TYPES = load_types()
EXAMPLES = [(kind, example) for kind in TYPES.values() for example in kind.examples]


@pytest.fixture(scope="module")
def schemes(root: Path) -> dict[str, set[tuple[str, str]]]:
    """Return the codes of each scheme, each with the code it stands within."""
    found = defaultdict(set)
    with (root / "data/ontology/schemes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["scheme"]].add((row["within"], row["code"]))
    return dict(found)


def test_ids_are_stable() -> None:
    """No id that was ever published is missing, and a new one is published here."""
    assert set(TYPES) == FROZEN
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+", type_id) for type_id in TYPES)


def test_every_type_says_what_it_is_and_what_it_yields_to() -> None:
    """Labels, definitions and rules are there, and each is of one type alone."""
    for words in ("label", "definition", "precedence"):
        said = [getattr(kind, words) for kind in TYPES.values()]

        assert all(said)
        assert len(said) == len(set(said))


def test_a_rule_of_precedence_names_types_that_exist() -> None:
    """What stands in code marks is an id, or a first part with a star, and never the type's own."""
    for kind in TYPES.values():
        named = re.findall(r"`([^`]+)`", kind.precedence)

        assert named, kind.id
        assert kind.id not in named
        assert all(name in TYPES or find_type(name.removesuffix(".*"), TYPES) for name in named)


def test_every_type_has_examples_of_both_kinds() -> None:
    """At least two that tell of it and one that does not, and no sentence twice for one type."""
    for kind in TYPES.values():
        signs = Counter(example.is_positive for example in kind.examples)

        assert signs[True] >= 2, kind.id
        assert signs[False] >= 1, kind.id
        assert len({example.text for example in kind.examples}) == len(kind.examples)


def test_no_example_contradicts_another() -> None:
    """A sentence that tells of a type is nowhere said not to."""
    positive = {(kind.id, example.text) for kind, example in EXAMPLES if example.is_positive}
    negative = {(kind.id, example.text) for kind, example in EXAMPLES if not example.is_positive}

    assert not positive & negative


def test_types_that_compete_say_which_one_it_is() -> None:
    """Where an example of one type is really of another, the rule of either names the other."""
    for kind, example in EXAMPLES:
        if example.instead:
            other = TYPES[example.instead]

            assert not example.is_positive
            assert f"`{other.id}`" in kind.precedence or f"`{kind.id}`" in other.precedence


def test_the_lists_of_codes_are_whole(schemes: dict[str, set[tuple[str, str]]]) -> None:
    """As many as each scheme has: 16 PLOVER types, 20 CAMEO roots, 6 and 25 of ACLED, 3 of UCDP."""
    tops = {scheme: sum(not within for within, _ in codes) for scheme, codes in schemes.items()}
    parts = sum(bool(within) for within, _ in schemes["acled"])

    assert tops == {"plover": 16, "cameo": 20, "acled": 6, "ucdp": 3}
    assert parts == 25
    for codes in schemes.values():
        assert {within for within, _ in codes} - {""} <= {code for within, code in codes}


@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda kind: kind.id)
def test_crosswalks_name_codes_that_exist(
    kind: EventType, schemes: dict[str, set[tuple[str, str]]]
) -> None:
    """A PLOVER mode is one of its type, a sub-event type one of its event type, none is twice."""
    codes = kind.crosswalk

    assert not codes.plover or ("", codes.plover) in schemes["plover"]
    assert not codes.plover_mode or (codes.plover, codes.plover_mode) in schemes["plover"]
    assert {("", code) for code in codes.cameo} <= schemes["cameo"]
    assert set(codes.acled) <= schemes["acled"]
    assert {("", str(code)) for code in codes.ucdp} <= schemes["ucdp"]
    for listed in (codes.cameo, codes.acled, codes.ucdp):
        assert len(listed) == len(set(listed))


def test_a_deprecated_type_names_an_heir_that_is_in_use() -> None:
    """An heir is given only where the type is deprecated, and is not deprecated itself."""
    for kind in TYPES.values():
        assert not kind.replaced_by or kind.deprecated
        assert not kind.replaced_by or not TYPES[kind.replaced_by].deprecated


def test_a_deprecated_type_can_still_be_asked_for(tmp_path: Path) -> None:
    """Events that were stored under its id stay findable."""
    head = "id,label,group,definition,precedence,plover,plover_mode,cameo,acled,ucdp"
    rows = [
        "fly.kite,Kite,Play,A kite flies.,,,,,,,0.2.0,play.air",
        "play.air,Air play,Play,,,,,,,,,",
    ]
    table = "\n".join([f"{head},deprecated,replaced_by", *rows, ""])
    (tmp_path / "types.csv").write_text(table, encoding="utf-8")
    (tmp_path / "examples.csv").write_text("type,is_example,text,instead\n", encoding="utf-8")

    types = load_types(tmp_path)

    assert find_type("fly.kite", types) == "fly.kite"
    assert (types["fly.kite"].deprecated, types["fly.kite"].replaced_by) == ("0.2.0", "play.air")
    assert types["fly.kite"].examples == ()


def test_positive_examples_come_first(tmp_path: Path) -> None:
    """Whatever their order in the table; the type that an example is of instead is kept."""
    head = "id,label,group,definition,precedence,plover,plover_mode,cameo,acled,ucdp"
    row = "a.b,B,G,D,P,ASSAULT,drone,19|18,Battles: Armed clash,1|3,,"
    (tmp_path / "types.csv").write_text(f"{head},deprecated,replaced_by\n{row}\n", encoding="utf-8")
    table = "type,is_example,text,instead\na.b,no,It rained.,c.d\na.b,yes,It fell.,\n"
    (tmp_path / "examples.csv").write_text(table, encoding="utf-8")

    kind = load_types(tmp_path)["a.b"]

    assert kind.examples == (
        Example("It fell.", is_positive=True),
        Example("It rained.", is_positive=False, instead="c.d"),
    )
    assert kind.crosswalk.cameo == ("19", "18")
    assert kind.crosswalk.acled == (("Battles", "Armed clash"),)
    assert kind.crosswalk.ucdp == (1, 3)


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


def test_every_trigger_and_weight_is_of_a_type_in_use() -> None:
    """No table names a type that the ontology lacks or no longer gives."""
    table, model = load_trigger_table(), load_trigger_model()

    named = {rule.type for rules in table.rules.values() for rule in rules}
    weighed = {kind for weights in model.kind.values() for kind in weights}

    assert named | weighed <= {kind.id for kind in TYPES.values() if not kind.deprecated}


def test_a_word_may_need_another_beside_it() -> None:
    """The word strike is one of labour only near what labour is called."""
    rules = load_trigger_table().rules_for("strike", "NOUN")

    assert any(rule.type == "protest.strike" and "union" in rule.needs for rule in rules)
    assert load_trigger_table().rules_for("table", "NOUN") == ()


def test_the_page_of_types_is_up_to_date(root: Path) -> None:
    """The reference page is what the script makes of the tables today."""
    script = runpy.run_path(str(root / "data/ontology/build_page.py"))

    assert (root / "docs/reference/event-types.md").read_text("utf-8") == script["page"]()


def test_the_page_shows_every_type_and_every_example(root: Path) -> None:
    """Each type has a heading of its own and its examples below it."""
    page = (root / "docs/reference/event-types.md").read_text("utf-8")
    sections = {part.split("`", 1)[0]: part for part in page.split("\n### `")[1:]}

    assert sections.keys() == TYPES.keys()
    for kind, example in EXAMPLES:
        sign = "- Yes: " if example.is_positive else "- No, "
        lines = [line for line in sections[kind.id].split("\n") if line.endswith(example.text)]
        assert any(line.startswith(sign) for line in lines), example


def test_the_reader_knows_most_examples(read: Callable[..., Reading]) -> None:
    """It finds the type in most sentences that tell of it, and in few of those that do not."""
    hits: dict[bool, list[bool]] = {True: [], False: []}
    for kind, example in EXAMPLES:
        found = {mention.type for mention in read(example.text).mentions}
        hits[example.is_positive].append(kind.id in found)

    assert sum(hits[True]) / len(hits[True]) >= LEAST_FOUND
    assert sum(hits[False]) / len(hits[False]) <= MOST_MISTAKEN
