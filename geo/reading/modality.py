"""Whether an event is said to have happened, is planned, possible, claimed or denied.

Learned weights decide, over the features of `geo.reading.modality_features`:
`data/ontology/modality_weights.csv` for these, `modality_meanings.csv` for the word vectors. What
they say is mixed with what the encoder (`geo.reading.encoder`) makes of the word.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo.model import Actor, Attribution, Modality
from geo.reading.modality_features import modality_features, surroundings
from geo.reading.trigger_features import Vector
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.encoder import Shares

ENCODER_MIX = 0.3
"""What the encoder's log probability of a modality weighs beside the tables' score: accuracy rises
from .884 to .916 and macro F1 from .619 to .680 on a fifth of the reports that neither had seen;
of .3, .5, .75, 1, 1.5 and 3 this is best."""

_LEAST_SHARE = 1e-3
"""Added to the encoder's probability of a modality, so that none is impossible."""


@dataclass(frozen=True, slots=True)
class ModalityModel:
    """The learned weights.

    Attributes:
        weights: Of each feature for each modality.
        meanings: Of each number of `surroundings` for each modality, in the order of
            `weights.answers`; shape (600, 7).
    """

    weights: Weights
    meanings: Vector

    def best(
        self, features: Sequence[str], meaning: Vector, outlook: "Shares | None" = None
    ) -> Modality:
        """Return the likeliest modality; `outlook` is what the encoder says, None if not asked."""
        scores = np.array(self.weights.scores(features)) + meaning @ self.meanings
        if outlook is not None:
            scores += np.log(outlook + _LEAST_SHARE) * ENCODER_MIX
        return Modality(self.weights.answers[int(scores.argmax())])


def load_modality_model(folder: Path | None = None) -> ModalityModel:
    """Return the bundled model, or that of `folder`.

    Raises:
        DatelineError: the installation lacks it.
    """
    folder = folder or data_dir("ontology")
    meanings = np.loadtxt(folder / "modality_meanings.csv", delimiter=",", skiprows=1)
    return ModalityModel(load_weights(folder / "modality_weights.csv"), meanings)


_bundled = cache(load_modality_model)


def find_modality(
    trigger: "Token",
    kind: str,
    *,
    actors: Collection[Actor] = (),
    attribution: Sequence[Attribution] = (),
    speaks_for: str | None = None,
    outlook: "Shares | None" = None,
) -> Modality:
    """Return how an event is said to stand, from the words around it and who says so.

    Args:
        trigger: The word that carries the event.
        kind: The event's type; a statement that was made has happened.
        actors: Who takes part: a party's word about another's acts is a claim.
        attribution: Who says so, nearest first.
        speaks_for: Country of the nearest source, ISO 3166-1 alpha-3; None where unknown.
        outlook: The encoder's probability of each modality, in the order of `Modality`; None
            where it was not asked.

    Raises:
        DatelineError: the installation lacks the weights.
    """
    features = modality_features(
        trigger, kind, actors=actors, attribution=attribution, speaks_for=speaks_for
    )
    return _bundled().best(features, surroundings(trigger), outlook)
