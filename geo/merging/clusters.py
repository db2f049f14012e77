"""Tellings into events: a pure function of comparisons and of decisions made by hand."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from geo.merging.pairs import Verdict

BY_HAND = "merged by hand"
"""The reason of a merge that a person decided."""


class Link(NamedTuple):
    """What two tellings are to each other; `one` < `other`.

    Attributes:
        reasons: In words; of rival tellings what contradicts.
    """

    one: str
    other: str
    verdict: Verdict
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided by hand, as pairs of tellings, the lesser id first.

    Attributes:
        merged: Belong together, whatever the comparison says.
        split: Do not.
    """

    merged: frozenset[tuple[str, str]] = frozenset()
    split: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class Cluster:
    """Tellings of one event.

    Attributes:
        ids: Of the tellings.
        links: Those that brought them together, best first: one less than there are tellings.
    """

    ids: set[str]
    links: list[Link] = field(default_factory=list)


def find_clusters(
    report_ids: Mapping[str, str],
    links: Iterable[Link],
    decisions: Decisions = Decisions(),
    *,
    contradicts: Callable[[str, str], bool],
) -> list[Cluster]:
    """Return the events that tellings make, each telling in exactly one.

    The best pairs join first. Two groups join only where no telling of the one contradicts one of
    the other or is of the same report. Groups that were merged by hand join in the end, whatever
    they say.

    Args:
        report_ids: The report of every telling.
        links: Of these tellings, those found the same or related.
        decisions: Made by hand; pairs with tellings that are not there do not count.
        contradicts: Whether two tellings without a link cannot be of one event.

    Returns:
        In the order of their least ids.
    """
    groups = _Groups(report_ids)
    links = list(links)
    same = {(link.one, link.other) for link in links if link.verdict is Verdict.SAME}
    rival = {(link.one, link.other) for link in links if link.verdict is Verdict.RELATED}

    def is_barred(one: str, other: str) -> bool:
        pair = pair_of(one, other)
        if pair in decisions.split or pair in rival:
            return True
        return pair not in same and contradicts(*pair)

    for link in sorted(links, key=lambda link: (-link.score, link.one, link.other)):
        if link.verdict is Verdict.SAME and groups.may_join(link, is_barred):
            groups.join(link)
    for one, other in sorted(decisions.merged):
        if one in report_ids and other in report_ids:
            groups.join(Link(one, other, Verdict.SAME, reasons=(BY_HAND,)))
    return groups.clusters()


def components(
    starts: Iterable[str], neighbours: Callable[[str], Iterable[str]]
) -> Iterator[set[str]]:
    """Yield the connected parts that hold `starts`, each once, in no order."""
    seen = set[str]()
    for start in starts:
        if start in seen:
            continue
        part, waiting = {start}, [start]
        while waiting:
            fresh = {*neighbours(waiting.pop())} - part
            part |= fresh
            waiting.extend(fresh)
        seen |= part
        yield part


def pair_of(one: str, other: str) -> tuple[str, str]:
    """Return two ids, the lesser first."""
    return (one, other) if one < other else (other, one)


class _Groups:
    """Which tellings are together so far."""

    def __init__(self, report_ids: Mapping[str, str]) -> None:
        self._report_ids = report_ids
        self._cluster_of = {name: Cluster({name}) for name in sorted(report_ids)}

    def may_join(self, link: Link, is_barred: Callable[[str, str], bool]) -> bool:
        here, there = self._cluster_of[link.one], self._cluster_of[link.other]
        if here is there or not self._reports(here).isdisjoint(self._reports(there)):
            return False
        return not any(is_barred(one, other) for one in here.ids for other in there.ids)

    def join(self, link: Link) -> None:
        here, there = self._cluster_of[link.one], self._cluster_of[link.other]
        if here is there:
            return
        if len(here.ids) < len(there.ids):
            here, there = there, here
        here.ids |= there.ids
        here.links += [*there.links, link]
        self._cluster_of.update(dict.fromkeys(there.ids, here))

    def clusters(self) -> list[Cluster]:
        found = list({id(cluster): cluster for cluster in self._cluster_of.values()}.values())
        for cluster in found:
            cluster.links.sort(key=lambda link: (-link.score, link.one, link.other))
        return found

    def _reports(self, cluster: Cluster) -> set[str]:
        return {self._report_ids[name] for name in cluster.ids}
