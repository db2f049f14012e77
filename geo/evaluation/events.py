"""How well events are found and described: scores against annotated reports.

A corpus is JSON lines of `{"id", "text", "published", "events": [...]}`, an event with `type`,
`span`, and as far as annotated `tier`, `trigger`, `extra_spans`, `alt_types`, `date`, `places`,
`actors`, `quantities`, `modality`; `data/corpora/SOURCE.md` describes them. Ours are compared
with core events; background ones (`secondary`) are neither missed nor wrong. Which is which is
decided in `geo.evaluation.matching`, what is right of a field in `geo.evaluation.fields`.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.answers import extract
from geo.evaluation.fields import FIELDS
from geo.evaluation.matching import (
    Matching,
    group_of,
    match,
    span_of,
    spans_of,
    types_of,
)
from geo.model import Span
from geo.reader import Reader
from geo.reading.document import sentences
from geo.reading.fields import Metadata, to_report

JsonObject = dict[str, Any]

_SHOWN = {"date": "date", "place": "places", "actors": "actors"}
"""The member of an event that holds a field, where it is called otherwise."""


@dataclass(slots=True)
class EventScores:
    """Counts over a corpus; the methods give the usual figures.

    Attributes:
        lenient: Matched where the groups of types agree: `hits`, `missed`, `spurious`,
            `duplicates` among the spurious, `ignored`.
        strict: The same where the whole types agree.
        groups: `hits`, `missed` and `spurious` of the lenient score by group of types.
        fields: What `geo.evaluation.fields` counts on the hits of the lenient score.
    """

    lenient: Counter[str] = field(default_factory=Counter)
    strict: Counter[str] = field(default_factory=Counter)
    groups: dict[str, Counter[str]] = field(default_factory=dict)
    fields: Counter[str] = field(default_factory=Counter)

    def add(self, other: "EventScores") -> None:
        """Add the counts of other reports."""
        self.lenient.update(other.lenient)
        self.strict.update(other.strict)
        self.fields.update(other.fields)
        for group, counts in other.groups.items():
            self.groups.setdefault(group, Counter()).update(counts)

    def figures(self) -> dict[str, float]:
        """Return the figures of matched events by name, 0 to 1."""
        c, hits = self.fields, self.lenient["hits"]
        return {
            "date exact": share(c["date"], hits),
            "date overlaps": share(c["date_near"], hits),
            "date exact, where the text gives one": share(c["dated_date"], c["dated"]),
            "a place within 25 km": share(c["placed_near"], c["with_place"]),
            "a place within 161 km": share(c["placed_far"], c["with_place"]),
            "all places F1": _f1(c["places_near"], c["our_places"], c["places"]),
            "all places within 161 km F1": _f1(c["places_far"], c["our_places"], c["places"]),
            "all places with roles F1": _f1(c["places_role"], c["our_places"], c["places"]),
            "placed though the text names no place": share(c["placed_anyway"], c["placeless"]),
            "country of actors F1": _f1_of(c, "country"),
            "country and role of actors F1": _f1_of(c, "role"),
            "quantities F1": _f1_of(c, "quantity"),
            "quantities all right": share(c["all_quantities"], hits),
            "modality": share(c["modality"], hits),
            "modality of what has not happened": share(c["not_happened_right"], c["not_happened"]),
        }


def share(part: int, whole: int) -> float:
    """Return a part of a whole, 0 where there is nothing."""
    return part / whole if whole > 0 else 0.0


def precision_recall_f1(counts: Mapping[str, int]) -> tuple[float, float, float]:
    """Return the three figures of counted `hits`, `missed` and `spurious`."""
    hits = counts.get("hits", 0)
    precision = share(hits, hits + counts.get("spurious", 0))
    recall = share(hits, hits + counts.get("missed", 0))
    return precision, recall, _harmonic(precision, recall)


def evaluate_events(
    reports: Iterable[Mapping[str, Any]], reader: Reader
) -> Iterator[tuple[EventScores, list[JsonObject]]]:
    """Yield the scores and the errors of each report; `EventScores.add` adds scores up.

    Raises:
        BadReport: what a report says of itself is not as it should be.
        KeyError, TypeError: a report is not as described.
    """
    for said in reports:
        report = to_report(said["text"], said, metadata=Metadata(), name="report", address="")
        yield compare_events(said, extract(report, reader)["events"])


def compare_events(
    report: Mapping[str, Any], ours: Sequence[Mapping[str, Any]]
) -> tuple[EventScores, list[JsonObject]]:
    """Return the scores and the errors of events of ours in an annotated report.

    Args:
        report: With `id`, `text` and `events`.
        ours: Its events as `geo.answers.extract` gives them.
    """
    gold = report["events"]
    lenient = match(gold, ours, is_strict=False)
    scores = EventScores(_counts(lenient), _counts(match(gold, ours, is_strict=True)))
    errors = _Errors(report)
    for one, two in lenient.hits:
        _count_group(scores, gold[one], "hits")
        errors.compare(gold[one], ours[two], scores.fields)
    for one in lenient.missed:
        _count_group(scores, gold[one], "missed")
    for two in lenient.spurious:
        _count_group(scores, ours[two], "spurious")
    errors.unmatched(gold, ours, lenient)
    return scores, sorted(errors.found, key=lambda error: (error["start"], error["error"]))


def _counts(matching: Matching) -> Counter[str]:
    return Counter(
        hits=len(matching.hits),
        missed=len(matching.missed),
        spurious=len(matching.spurious),
        duplicates=len(matching.duplicates),
        ignored=matching.ignored,
    )


def _count_group(scores: EventScores, event: Mapping[str, Any], outcome: str) -> None:
    group = group_of(event.get("type") or "")
    scores.groups.setdefault(group, Counter())[outcome] += 1


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _f1(right: int, ours: int, gold: int) -> float:
    return _harmonic(share(right, ours), share(right, gold))


def _f1_of(counts: Counter[str], name: str) -> float:
    right = counts[f"{name}_right"]
    return _f1(right, right + counts[f"{name}_extra"], right + counts[f"{name}_missed"])


class _Errors:
    """What went wrong in one report, each with the sentence it is told in."""

    def __init__(self, report: Mapping[str, Any]) -> None:
        self._id, self._text = report.get("id"), report["text"]
        self._sentences = sentences(self._text)
        self._starts = [span.start for span in self._sentences]
        self.found: list[JsonObject] = []

    def compare(
        self, gold: Mapping[str, Any], ours: Mapping[str, Any], counts: Counter[str]
    ) -> None:
        """Count the fields of a matched event and note those that are wrong."""
        if ours.get("type") not in types_of(gold):
            self._note("wrong type", gold, gold.get("type"), ours.get("type"))
        for name, is_right in FIELDS.items():
            if not is_right(gold, ours, counts):
                member = _SHOWN.get(name, name)
                self._note(f"wrong {name}", gold, gold.get(member), ours.get(member), ours)

    def unmatched(
        self,
        gold: Sequence[Mapping[str, Any]],
        ours: Sequence[Mapping[str, Any]],
        matching: Matching,
    ) -> None:
        """Note what was missed and what is too much.

        An event read as another group of types is both, and noted once, as a wrong type.
        """
        rest = [two for two in matching.spurious if two not in matching.duplicates]
        for one in matching.missed:
            two = next((two for two in rest if _is_same_word(gold[one], ours[two])), None)
            if two is None:
                self._note("missed", gold[one], gold[one].get("type"), None)
            else:
                rest.remove(two)
                self._note("wrong type", gold[one], gold[one].get("type"), ours[two].get("type"))
        for two in (*rest, *sorted(matching.duplicates)):
            kind = "duplicate" if two in matching.duplicates else "spurious"
            self._note(kind, ours[two], None, ours[two].get("type"))

    def _note(
        self,
        error: str,
        event: Mapping[str, Any],
        right: Any,  # noqa: ANN401 - a field of any form
        read: Any,  # noqa: ANN401 - the same
        ours: Mapping[str, Any] | None = None,
    ) -> None:
        word = span_of(event.get("trigger")) or next(iter(spans_of(event)), Span(0, 0))
        self.found.append(
            {
                "error": error,
                "id": self._id,
                "start": word.start,
                "end": word.end,
                "trigger": word.of(self._text),
                "type": event.get("type"),
                "right": right,
                "read": read,
                "confidence": (ours or event).get("confidence"),
                "sentence": self._sentence(word.start),
            }
        )

    def _sentence(self, position: int) -> str:
        number = bisect_right(self._starts, position) - 1
        if not self._sentences:
            return ""
        words: str = self._sentences[max(0, number)].of(self._text)
        return " ".join(words.split())


def _is_same_word(gold: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    """Return whether two events are told by the same word."""
    word, other = span_of(gold.get("trigger")), span_of(ours.get("trigger"))
    return word is not None and other is not None and word.overlaps(other)
