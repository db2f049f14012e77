"""Which words tell of an event, and of which type.

Two small linear models over the features of `geo.reading.trigger_features`: the gate (is it an
event?) and the kind (of which type?). Their weights are tables that can be read,
`data/ontology/trigger_weights.csv` and `trigger_meanings.csv`; the curated triggers give the
types a head start, so that types which training hardly saw are found too. What they say is mixed
with what the encoder (`geo.reading.encoder`) makes of the word.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo.reading.encoder import Encoder, Outlook, load_encoder
from geo.reading.guards import is_no_event
from geo.reading.syntax import lemma, plain_pos
from geo.reading.trigger_features import Candidate, Scene, Vector, candidates, meaning
from geo.reading.trigger_table import TriggerTable, load_trigger_table
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

THRESHOLD = 0.5
"""Least probability of an event, of whatever type; this and the next three were chosen on a fifth
of the reports that neither tables nor encoder had seen. F1 is the same, within .01, from .38 to .50
and falls beyond; this is the most precise of them (P .77 for .68 on Wikinews)."""

JOINT_THRESHOLD = 0.34
"""Least probability of an event of its likeliest type, where only training says so."""

RULED_THRESHOLD = 0.1
"""The same where the curated triggers name the type too."""

CLOSE_THRESHOLD = 0.35
"""Least probability of an event where a word hanging on the trigger names the type ("two missiles
killed nine people"): F1 .786 for .776 on war reporting, .649 for .644 on our own reports, and the
same on Wikinews."""

COUNTED_THRESHOLD = 0.15
"""Least probability of either kind for troops moved or trained where their number is said, which
is seldom idle talk. On folds F1 rose from .658 to .664 on war reporting and from .449 to .454 on
our own reports, and was the same on Wikinews."""

_COUNTED = frozenset({"deploy.troops", "withdraw.troops", "train.troops"})

_HEAD_START = {True: 3.0, False: 2.1}
"""What a curated reading adds to its type's score, by whether it needs a word that is there."""

_CLOSE = 3.0
"""What is added where the needed word depends on the trigger ("missile strike")."""

_DECIDED_BY_NEIGHBOURS = frozenset({"strike"})
"""Words whose type the words beside them decide, whatever was learned: unions or missiles."""


EVENT_MIX = (-0.05, 0.54, 0.54)
"""Bias, and what the log odds of the tables and of the encoder weigh, in the log odds of an event;
fitted to reports that neither had seen (`data/models/train_encoder.py --check`)."""

TYPE_MIX = 0.75
"""What the encoder's log probability of a type weighs beside the tables' score, chosen there."""

_LEAST_SHARE = 1e-4
"""Added to the encoder's probability of a type, so that no type is impossible."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event.

    Attributes:
        type: Dotted id of the ontology.
        confidence: Probability that the word tells of an event of this type, 0 to 1.
        outlook: What the encoder makes of the word; None where it was not asked.
    """

    token: "Token"
    type: str
    confidence: float
    outlook: Outlook | None = None


@dataclass(frozen=True, slots=True)
class TriggerModel:
    """The curated table and the learned weights.

    Attributes:
        gate: Weight of each feature for "is an event".
        kind: For each feature, its weight for each type that has one.
        known: Lemmas with part of speech that training saw as triggers ("seal|VERB").
        gate_meaning: Weight of each number of a word vector for "is an event", shape (300,).
        kind_meaning: The same for each type, shape (types, 300).
        types: The types in the order of `kind_meaning`.
        encoder: The network that is asked too; None for the tables alone.
    """

    table: TriggerTable
    gate: Mapping[str, float]
    kind: Mapping[str, Mapping[str, float]]
    known: frozenset[str]
    gate_meaning: Vector
    kind_meaning: Vector
    types: tuple[str, ...]
    encoder: Encoder | None = None

    def event_probability(self, candidate: Candidate) -> float:
        """Return the probability that the candidate tells of an event."""
        score = sum(self.gate.get(feature, 0.0) for feature in candidate.gate)
        score += float(self.gate_meaning @ meaning(candidate.token))
        if candidate.outlook is not None:
            score = mixed(score, candidate.outlook.event)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def best_type(self, candidate: Candidate) -> tuple[str, float]:
        """Return the likeliest type and its probability among all types."""
        scores = self.type_scores(candidate)
        best = max(scores, key=lambda kind: (scores[kind], kind))
        top = scores[best]
        return best, 1 / sum(math.exp(score - top) for score in scores.values())

    def type_scores(self, candidate: Candidate) -> dict[str, float]:
        """Return the score of each type that the candidate may be of, in natural-log odds."""
        by_meaning = self.kind_meaning @ meaning(candidate.token)
        scores = defaultdict(float, zip(self.types, by_meaning.tolist(), strict=True))
        allowed = self._ruled_types(candidate)
        of_features = (self.kind[feature] for feature in candidate.kind if feature in self.kind)
        for weights in (head_start(candidate), *of_features):
            for kind, weight in weights.items():
                scores[kind] += weight
        for kind, score in self._outlook_on_types(candidate):
            scores[kind] += score
        return {kind: scores[kind] for kind in allowed} if allowed else scores

    def _outlook_on_types(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        """Yield what the encoder adds to the score of each type."""
        if candidate.outlook is not None and self.encoder is not None:
            shares = np.log(candidate.outlook.types + _LEAST_SHARE) * TYPE_MIX
            yield from zip(self.encoder.types, shares.tolist(), strict=True)

    def candidates(self, doc: "Doc", scene: Scene) -> Iterator[Candidate]:
        """Yield the words of a passage that may tell of events, in order; `scene` is carried on."""
        outlooks = self.encoder.read(doc) if self.encoder else None
        return candidates(doc, self.table, self.known, scene, outlooks)

    def _ruled_types(self, candidate: Candidate) -> set[str]:
        """Return the types that the curated table alone decides between, empty for all types.

        It decides where the words beside the trigger must, and where training never saw the word.
        """
        word = lemma(candidate.token)
        if word in _DECIDED_BY_NEIGHBOURS:
            return {rule.type for rule in candidate.rules if rule.needs}
        if f"{word}|{plain_pos(candidate.token)}" not in self.known:
            return {rule.type for rule in candidate.rules}
        return set()


def mixed(odds: float, share: float) -> float:
    """Return the log odds of an event from those of the tables and the encoder's probability."""
    bias, by_tables, by_encoder = EVENT_MIX
    share = min(1 - 1e-6, max(1e-6, share))
    return bias + by_tables * odds + by_encoder * math.log(share / (1 - share))


def head_start(candidate: Candidate) -> dict[str, float]:
    """Return the score that each type has before any feature is looked at."""
    scores: dict[str, float] = defaultdict(float)
    for rule in candidate.rules:
        scores[rule.type] += _HEAD_START[bool(rule.needs)]
    for kind in candidate.close:
        scores[kind] += _CLOSE
    return scores


def load_trigger_model(folder: Path | None = None) -> TriggerModel:
    """Return the bundled model with its encoder, or that of `folder` without one.

    Raises:
        DatelineError: the installation lacks it.
    """
    encoder = load_encoder() if folder is None else None
    folder = folder or data_dir("ontology")
    gate: dict[str, float] = {}
    kind: dict[str, dict[str, float]] = defaultdict(dict)
    known: set[str] = set()
    with (folder / "trigger_weights.csv").open(encoding="utf-8", newline="") as file:
        for part, feature, label, weight in csv.reader(file):
            if part == "gate":
                gate[feature] = float(weight)
            elif part == "kind":
                kind[feature][label] = float(weight)
            elif part == "known":
                known.add(feature)
    meanings = np.loadtxt(folder / "trigger_meanings.csv", delimiter=",", skiprows=1)
    with (folder / "trigger_meanings.csv").open(encoding="utf-8") as file:
        types = tuple(file.readline().strip().split(","))[1:]
    return TriggerModel(
        load_trigger_table(folder),
        gate,
        dict(kind),
        frozenset(known),
        gate_meaning=meanings[:, 0],
        kind_meaning=meanings[:, 1:].T,
        types=types,
        encoder=encoder,
    )


def find_triggers(doc: "Doc", model: TriggerModel, scene: Scene) -> Iterator[Trigger]:
    """Yield the words of a passage that tell of events, in order; `scene` is carried on."""
    for candidate in model.candidates(doc, scene):
        probability = model.event_probability(candidate)
        if probability < COUNTED_THRESHOLD or is_no_event(candidate.token):
            continue
        kind, share = model.best_type(candidate)
        event, joint = thresholds(candidate, kind)
        if probability >= event and probability * share >= joint:
            yield Trigger(candidate.token, kind, probability * share, candidate.outlook)


def thresholds(candidate: Candidate, kind: str) -> tuple[float, float]:
    """Return the probabilities from which a candidate counts: of an event, and of its type."""
    is_counted = candidate.has_number and kind in _COUNTED
    ruled = [rule for rule in candidate.rules if rule.type == kind]
    if is_counted and any(rule.needs for rule in ruled):
        return COUNTED_THRESHOLD, COUNTED_THRESHOLD
    if kind in candidate.close:
        return CLOSE_THRESHOLD, RULED_THRESHOLD
    return THRESHOLD, RULED_THRESHOLD if ruled else JOINT_THRESHOLD
