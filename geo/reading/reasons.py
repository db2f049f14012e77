"""Why the trigger model takes a word for an event of a type: what weighs most, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import Span
from geo.reading.document import flatten, sentences
from geo.reading.language_model import parse
from geo.reading.trigger_features import Candidate, Scene, meaning
from geo.reading.triggers import EVENT_MIX, TriggerModel, head_start, mixed

if TYPE_CHECKING:
    from spacy.language import Language

_MEANING = "what it means, by its word vector"
_NETWORK = "what the encoder makes of it"
_LISTED = "the curated list of trigger words"

_WORDS = {
    "w": "the word {}",
    "l": "the word {}",
    "t": "its form {}",
    "d": "it is the {} of its clause",
    "e": "it is part of a name ({})",
    "h": "it depends on {}",
    "c": "below it stands {}",
    "-1": "before it stands {}",
    "1": "after it stands {}",
    "subj": "who does it: {}",
    "obj": "to whom or what: {}",
    "cc": "what follows says {}",
    "q": "{} introduces a quotation",
    "s": "the sentence names a {}",
    "n": "near it stands a {}",
    "b": "near it stands {}",
    "x": "the words {} together",
    "at": "sentences of the report before it: {}",
    "rule": "the curated list has it ({})",
    "r": "the curated list reads it as {}",
}
"""What features of `geo.reading.trigger_features` say, by what stands before their colon."""

_PLAIN = {
    "bias": "any candidate word",
    "quoted": "it stands in quotation marks",
    "seen": "the word was met before",
}


@dataclass(frozen=True, slots=True)
class TypeReasons:
    """What the trigger model weighed for one word.

    Attributes:
        word: The word as written.
        event: Probability that it tells of an event, 0 to 1.
        type: The likeliest type.
        share: Probability of that type among all types, 0 to 1.
        rival: The next likely type; empty where the curated list leaves no other.
        for_event: What speaks for (above 0) and against an event, in natural-log odds, the
            heaviest first; all of it sums up to the log odds of `event`.
        for_type: The same for the type against its rival.
    """

    word: str
    event: float
    type: str
    share: float
    rival: str
    for_event: tuple[tuple[str, float], ...]
    for_type: tuple[tuple[str, float], ...]


def type_reasons(
    text: str, trigger: Span, language: "Language", model: TriggerModel
) -> TypeReasons | None:
    """Return why the word at `trigger` tells of an event; None where the model never looked at it.

    Args:
        text: The report's text as received.
        trigger: The word that carries the event.
        language: The language model the report is read with.
        model: The trigger model likewise.
    """
    scene = Scene()
    for passage in parse(flatten(text), sentences(text), language):
        for candidate in model.candidates(passage.doc, scene):
            if passage.start + candidate.token.idx == trigger.start:
                return _reasons(candidate, model)
    return None


def _reasons(candidate: Candidate, model: TriggerModel) -> TypeReasons:
    kind, share = model.best_type(candidate)
    weighed = _weighed_types(candidate, model)
    rivals = [other for other in weighed if other != kind]
    rival = max(rivals, key=lambda other: sum(weighed[other].values()), default="")
    against = weighed.get(rival, {})
    lead = {
        feature: weighed[kind].get(feature, 0.0) - against.get(feature, 0.0)
        for feature in {**weighed[kind], **against}
    }
    return TypeReasons(
        word=candidate.token.text,
        event=model.event_probability(candidate),
        type=kind,
        share=share,
        rival=rival,
        for_event=_heaviest(_gate(candidate, model)),
        for_type=_heaviest(lead.items()) if rival else (),
    )


def _gate(candidate: Candidate, model: TriggerModel) -> Iterator[tuple[str, float]]:
    odds = [(describe(feature), model.gate.get(feature, 0.0)) for feature in candidate.gate]
    odds.append((_MEANING, float(model.gate_meaning @ meaning(candidate.token))))
    if candidate.outlook is None:
        yield from odds
        return
    _, by_tables, _ = EVENT_MIX
    yield from ((words, by_tables * weight) for words, weight in odds)
    yield _NETWORK, mixed(0.0, candidate.outlook.event)


def _weighed_types(candidate: Candidate, model: TriggerModel) -> dict[str, Mapping[str, float]]:
    """Return for each type that counts what its score is made of."""
    scores: dict[str, dict[str, float]] = {
        kind: {_LISTED: weight} for kind, weight in head_start(candidate).items()
    }
    vector = (model.kind_meaning @ meaning(candidate.token)).tolist()
    for kind, weight in zip(model.types, vector, strict=True):
        scores.setdefault(kind, {})[_MEANING] = weight
    for feature in candidate.kind:
        for kind, weight in model.kind.get(feature, {}).items():
            scores.setdefault(kind, {})[describe(feature)] = weight
    for kind, weight in model._outlook_on_types(candidate):  # noqa: SLF001 - likewise
        scores.setdefault(kind, {})[_NETWORK] = weight
    ruled = model._ruled_types(candidate)  # noqa: SLF001 - what is explained is how it decides
    return {kind: parts for kind, parts in scores.items() if not ruled or kind in ruled}


def _heaviest(weights: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Return what weighs, the same words added up, the heaviest first."""
    summed: dict[str, float] = {}
    for words, weight in weights:
        summed[words] = summed.get(words, 0.0) + weight
    ranked = sorted(summed.items(), key=lambda each: (-abs(each[1]), each[0]))
    return tuple((words, weight) for words, weight in ranked if weight)


def describe(feature: str) -> str:
    """Return in words what a feature of the trigger model says.

    >>> describe("-1:missile")
    "before it stands 'missile'"
    >>> describe("s:GPE")
    'the sentence names a GPE'
    """
    head, colon, rest = feature.partition(":")
    if not colon:
        name, _, more = feature.partition("|")
        return f"{_PLAIN.get(name, name)}{f' ({more})' if more else ''}"
    said = rest.replace("|", ", ").replace("+", " and ").replace(":", " ")
    return _WORDS.get(head, f"{head} {{}}").format(said if said.isupper() else f"'{said}'")
