from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from geo.merging.clusters import Cluster, Decisions, Link, components, find_clusters, pair_of
from geo.merging.pairs import Verdict

REPORTS = {name: f"report {name}" for name in "abcdef"}


NOTHING = Decisions()


def found(
    links: list[Link], decisions: Decisions = NOTHING, reports: dict[str, str] = REPORTS
) -> set[frozenset[str]]:
    """Return the clusters of more than one telling."""
    clusters = find_clusters(reports, links, decisions, contradicts=lambda *_: False)
    return {frozenset(cluster.ids) for cluster in clusters if len(cluster.ids) > 1}


def same(pair: str, score: float = 8.0) -> Link:
    """Return a link that says the same."""
    return Link(*pair_of(*pair), Verdict.SAME, score, ("why",))


def rival(pair: str) -> Link:
    """Return a link that says related."""
    return Link(*pair_of(*pair), Verdict.RELATED, 8.0, ("why",))


def test_links_join_along_a_chain() -> None:
    """Where nothing speaks against it."""
    assert found([same("ab"), same("bc"), same("de")]) == {frozenset("abc"), frozenset("de")}


def test_a_rival_parts_a_chain_at_its_weaker_link() -> None:
    """What contradicts is never in one event, not even through a third."""
    assert found([same("ab", 9), same("bc"), rival("ac")]) == {frozenset("ab")}
    assert found([same("ab"), same("bc", 9), rival("ac")]) == {frozenset("bc")}


def test_what_cannot_be_one_is_parted_too() -> None:
    """Though the two were never compared."""
    clusters = find_clusters(
        REPORTS,
        [same("ab", 9), same("bc")],
        contradicts=lambda one, other: (one, other) == ("a", "c"),
    )

    assert {"a", "b"} in [cluster.ids for cluster in clusters]


def test_a_report_has_at_most_one_telling_in_an_event() -> None:
    """The better one."""
    reports = {**REPORTS, "b": "one", "c": "one"}

    assert found([same("ab"), same("ac", 9)], reports=reports) == {frozenset("ac")}


def test_a_hand_overrules_what_is_compared() -> None:
    """Both ways."""
    together = Decisions(merged=frozenset({("a", "c"), ("a", "gone")}))

    assert found([rival("ac")], together) == {frozenset("ac")}
    assert found([same("ab")], Decisions(split=frozenset({("a", "b")}))) == set()


links = st.lists(
    st.builds(
        lambda pair, verdict, score: Link(*pair_of(*pair), verdict, score),
        st.sampled_from(list(combinations("abcdef", 2))),
        st.sampled_from((Verdict.SAME, Verdict.SAME, Verdict.RELATED)),
        st.sampled_from((7.0, 8.0, 9.0)),
    ),
    unique_by=lambda link: (link.one, link.other),
)
pairs = st.frozensets(st.sampled_from(list(combinations("abcdef", 2))), max_size=2)


@given(links, st.builds(Decisions, pairs, pairs), st.randoms())
def test_any_order_of_links_gives_the_same_events(
    made: list[Link], decisions: Decisions, chance: object
) -> None:
    """And every telling is in exactly one."""
    shuffled = sorted(made, key=lambda _: chance.random())
    one, other = (
        find_clusters(REPORTS, some, decisions, contradicts=lambda *_: False)
        for some in (made, shuffled)
    )

    assert one == other
    assert sorted(name for cluster in one for name in cluster.ids) == sorted(REPORTS)
    assert all(len(cluster.links) == len(cluster.ids) - 1 for cluster in one)


@given(links)
def test_parts_that_are_not_connected_can_be_worked_out_alone(made: list[Link]) -> None:
    """Reading a report need not look at all others."""

    def near(name: str) -> set[str]:
        ends = [{link.one, link.other} for link in made if link.verdict is Verdict.SAME]
        return {other for pair in ends if name in pair for other in pair}

    alone: list[Cluster] = []
    for part in components(REPORTS, near):
        reports = {name: REPORTS[name] for name in sorted(part)}
        inside = [link for link in made if {link.one, link.other} <= part]
        alone += find_clusters(reports, inside, contradicts=lambda *_: False)

    whole = find_clusters(REPORTS, made, contradicts=lambda *_: False)
    assert {frozenset(one.ids) for one in alone} == {frozenset(one.ids) for one in whole}
