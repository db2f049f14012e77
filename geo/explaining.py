"""Why an event is what it is: its sentence with the parts marked, and a reason for each field.

The values are those of the store. What the store does not keep (the word that carries the event,
the words of the date, what the trigger model weighed) is found by reading the report again; an
event that this reading does not find, for it was read otherwise, is explained without them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.columns import EventRow
from geo.merge import event_id
from geo.model import EventMention, Period, Report, Span
from geo.protocols import Extractor
from geo.reading.dates import bounded_by, find_dates
from geo.reading.document import flatten, sentences
from geo.reading.reasons import TypeReasons
from geo.reading.types import EventType
from geo.terms import Modality

_SHOWN = 5  # what weighs most, of each decision of the trigger model

_MODALITIES = {
    Modality.HAPPENED: "told as a fact, or by those who did it",
    Modality.CLAIMED: "the word of a party with an interest in it",
    Modality.ALLEGED: "told with a hedge, or as an accusation",
    Modality.PLANNED: "told as still to come",
    Modality.POSSIBLE: "told as what may be",
    Modality.UNCONFIRMED: "told as not confirmed",
    Modality.DENIED: "told as not so",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the report and what it is to the event ("trigger", "date", "actor")."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class FieldReason:
    """One value of one field, and why it is that."""

    field: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an event is what it is.

    Attributes:
        sentence: The sentence that tells of it, each part in brackets with its label.
        reasons: In the order of the fields.
    """

    sentence: str
    reasons: tuple[FieldReason, ...]


def find_mention(row: EventRow, report: Report, extractor: Extractor) -> EventMention | None:
    """Return the mention that an event of the store was made of, by reading its report again.

    None where this reading has no event of that type in those words.
    """
    span = Span(*row["reports"][0]["span"])
    found = [
        mention
        for mention in extractor.read(report).mentions
        if mention.type == row["type"] and mention.span == span
    ]
    exact = (mention for mention in found if event_id(report, mention) == row["id"])
    return next(exact, next(iter(found), None))


def explain(
    row: EventRow,
    report: Report,
    mention: EventMention | None,
    reasons: TypeReasons | None,
    types: Mapping[str, EventType],
) -> Explanation:
    """Return why an event is what it is.

    Args:
        row: The event as the store has it.
        report: The first report that tells of it.
        mention: From `find_mention`.
        reasons: What the trigger model weighed for its trigger; None where it did not.
        types: The event types by id.
    """
    text = _Text(report.text)
    whole = text.sentence(Span(*row["reports"][0]["span"]))
    parts = list(_parts(row, mention))
    fields = [
        _type(row, mention, reasons, types),
        _date(row, mention, report),
        *_places(row, text, whole),
        *_actors(row, text, whole),
        *_quantities(row),
        FieldReason("modality", row["modality"], _MODALITIES[Modality(row["modality"])]),
        *_attribution(row, text, whole),
        *_other_words(row, report),
    ]
    return Explanation(marked(report.text, whole, parts), tuple(fields))


def marked(text: str, span: Span, parts: Iterable[Part]) -> str:
    """Return a stretch of a text on one line, its parts in brackets: "[struck|trigger] Kharkiv".

    Parts may lie in one another; one that leaves the part it begins in is cut at its end. Those
    outside of the stretch are left out.
    """
    labels: dict[Span, list[str]] = {}
    for part in parts:
        if span.contains(part.span):
            labels.setdefault(part.span, []).append(part.label)
    out: list[str] = []
    open_ends: list[tuple[int, str]] = []
    at = span.start

    def close(until: int) -> None:
        nonlocal at
        while open_ends and open_ends[-1][0] <= until:
            end, label = open_ends.pop()
            out.append(f"{text[at:end]}|{label}]")
            at = end

    for one in sorted(labels, key=lambda one: (one.start, -one.end)):
        close(one.start)
        out.append(f"{text[at : one.start]}[")
        end = min(one.end, open_ends[-1][0]) if open_ends else one.end
        open_ends.append((end, ", ".join(dict.fromkeys(labels[one]))))
        at = one.start
    close(span.end)
    return " ".join("".join([*out, text[at : span.end]]).split())


class _Text:
    """A report's text with its sentences."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sentences = sentences(text)
        self._starts = [span.start for span in self._sentences]

    def sentence(self, span: Span) -> Span:
        """Return the sentences that hold a span, as one stretch."""
        if not self._sentences:
            return span
        first, last = (
            self._sentences[max(0, bisect_right(self._starts, position) - 1)]
            for position in (span.start, max(span.start, span.end - 1))
        )
        return Span(min(first.start, span.start), max(last.end, span.end))

    def elsewhere(self, ends: Sequence[int] | None, sentence: Span) -> str:
        """Return where words stand that are not in the event's sentence, empty if they are."""
        if not ends or sentence.contains(Span(*ends)):
            return ""
        there = self.sentence(Span(*ends)).of(self.text)
        return f"taken over from: “{' '.join(there.split())}”"


def _parts(row: EventRow, mention: EventMention | None) -> Iterator[Part]:
    """Yield the marked parts of an event."""
    if mention is not None:
        yield Part("trigger", mention.trigger)
        if mention.period.span is not None:
            yield Part("date", mention.period.span)
    labelled = (
        *((actor["role"], actor) for actor in row["actors"]),
        *((f"place: {place['role']}", place) for place in row["places"]),
        *((quantity["kind"], quantity) for quantity in row["quantities"]),
        *(("source", source) for source in row["attribution"]),
    )
    for label, said in labelled:
        if said.get("span"):
            yield Part(label, Span(*said["span"]))


def _type(
    row: EventRow,
    mention: EventMention | None,
    reasons: TypeReasons | None,
    types: Mapping[str, EventType],
) -> FieldReason:
    kind = types.get(row["type"])
    value = f"{row['type']} ({kind.label})" if kind else row["type"]
    if mention is None:
        return FieldReason("type", value, "reading the report again does not find this event")
    if reasons is None or reasons.type != row["type"]:
        return FieldReason("type", value, "the trigger model was not asked, or says otherwise now")
    why = (
        f"{reasons.word!r} tells of an event: {reasons.event:.2f}, by {_listed(reasons.for_event)}"
    )
    why += f". Of this type: {reasons.share:.2f}, "
    if not reasons.rival:
        return FieldReason("type", value, f"{why}the only one the curated list allows")
    return FieldReason(
        "type", value, f"{why}rather than {reasons.rival} by {_listed(reasons.for_type)}"
    )


def _listed(weights: Iterable[tuple[str, float]]) -> str:
    return "; ".join(f"{words} {weight:+.1f}" for words, weight in tuple(weights)[:_SHOWN])


def _date(row: EventRow, mention: EventMention | None, report: Report) -> FieldReason:
    value = row["date_edtf"] or "/".join(
        day or ".." for day in (row["date_start"], row["date_end"])
    )
    if mention is None:
        return FieldReason("date", value, "as the store has it")
    period = mention.period
    if period.span is None:
        known = period.start or period.end
        return FieldReason("date", value if known else "", _undated(report, is_known=bool(known)))
    return FieldReason("date", value, f"“{period.text}”: {_anchor(period, report)}")


def _undated(report: Report, *, is_known: bool) -> str:
    if is_known and report.published:
        return f"no words of date belong to it; the report is of {report.published}"
    return "no words of date belong to it"


def _anchor(period: Period, report: Report) -> str:
    """Return what the words of a date were counted from, found by trying."""
    day = report.published
    attempts: list[tuple[str, dict[str, Any]]] = [
        ("the words say it themselves", {"published": None})
    ]
    if day is not None:
        attempts += [
            (f"counted from the day of publication, {day}", {"published": day}),
            (
                f"counted forward from the day of publication, {day}",
                {"published": day, "is_future": True},
            ),
        ]
    text = flatten(report.text)
    span = period.span or Span(0, 0)
    sentence = _Text(report.text).sentence(span)
    for why, arguments in attempts:
        for found in find_dates(text, sentence, **arguments):
            if found.span == span and found.edtf == period.edtf:
                return why
            if found.span == span and bounded_by(found).edtf == period.edtf:
                return f"{why}; that is when it was told, so it happened then or before"
    return "counted from the day that the text was at"


def _places(row: EventRow, text: _Text, sentence: Span) -> Iterator[FieldReason]:
    if not row["places"]:
        yield FieldReason("place", "", "no place name belongs to it")
    for place in row["places"]:
        name = f"{place['name']} ({place['kind']}, {place['place_id']})"
        value = name if place["name"] else f"{place['text']}: not resolved"
        whys = (
            f"as {place['role']}: “{place['text']}”",
            f"{place['why']} (confidence {place['confidence']:.2f})",
            text.elsewhere(place.get("span"), sentence),
        )
        yield FieldReason("place", value, "; ".join(filter(None, whys)))


def _actors(row: EventRow, text: _Text, sentence: Span) -> Iterator[FieldReason]:
    if not row["actors"]:
        yield FieldReason("actor", "", "the sentence names nobody who takes part")
    for actor in row["actors"]:
        words = Span(*actor["span"]).of(text.text) if actor.get("span") else actor["name"]
        known = not actor["id"].startswith("name:")
        whys = (
            f"as {actor['role']}: “{words}”",
            f"the registry's {actor['id']}" if known else "not in the registry, so by its words",
            f"of {actor['country']}" if actor["country"] else "no country said",
            text.elsewhere(actor.get("span"), sentence),
        )
        yield FieldReason("actor", actor["name"], "; ".join(filter(None, whys)))


def _quantities(row: EventRow) -> Iterator[FieldReason]:
    for quantity in row["quantities"]:
        about = "about " if quantity["is_approximate"] else ""
        value = f"{about}{quantity['value']:,g} {quantity['kind']}"
        ends = (quantity["minimum"], quantity["maximum"])
        whys = [f"“{quantity['text']}”"]
        if quantity["unit"]:
            whys.append(f"counts {quantity['unit']}")
        if quantity["is_approximate"]:
            least, most = ("open" if end is None else f"{end:,g}" for end in ends)
            whys.append(f"from {least} to {most}")
        if quantity["part_of"] is not None:
            whys.append(f"part of {quantity['part_of']:,g}")
        yield FieldReason("number", value, "; ".join(whys))


def _attribution(row: EventRow, text: _Text, sentence: Span) -> Iterator[FieldReason]:
    if not row["attribution"]:
        yield FieldReason("source", "", "the report says it itself")
    for source in row["attribution"]:
        whys = (
            source["kind"],
            f"“{source['verb']}”" if source["verb"] else "",
            f"passed on by {source['via']}" if source["via"] else "",
            text.elsewhere(source.get("span"), sentence),
        )
        yield FieldReason("source", source["name"], "; ".join(filter(None, whys)))


def _other_words(row: EventRow, report: Report) -> Iterator[FieldReason]:
    """Yield the further passages that tell of the event."""
    for ends in row["reports"][0].get("other_spans") or ():
        words = " ".join(Span(*ends).of(report.text).split())
        yield FieldReason("told again", words, "nothing that it says differs")
