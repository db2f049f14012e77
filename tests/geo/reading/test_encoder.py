"""The encoder by itself, and mixed with the tables."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geo.errors import DatelineError
from geo.reading.encoder import LONGEST_WINDOW, Encoder, load_encoder
from geo.reading.language_model import Passage
from geo.reading.trigger_features import Scene
from geo.reading.triggers import TriggerModel, load_trigger_model
from geo.reading.types import load_types
from geo.terms import Modality

Parse = Callable[[str], Passage]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Return the bundled encoder."""
    return load_encoder()


@pytest.fixture(scope="module")
def triggers() -> TriggerModel:
    """Return the bundled trigger model with its encoder."""
    return load_trigger_model()


def test_it_knows_every_type_in_use(encoder: Encoder) -> None:
    """Its answers name types of the ontology and no others."""
    assert set(encoder.types) == {kind.id for kind in load_types().values() if not kind.deprecated}


def test_an_event_stands_out_from_the_words_around(encoder: Encoder, passage: Parse) -> None:
    """The verb tells of it, and its likeliest type is one of arrest."""
    doc = passage("Police arrested three men in Kharkiv on Monday.").doc
    outlooks = encoder.read(doc)

    best = max(outlooks, key=lambda index: outlooks[index].event)

    assert doc[best].text == "arrested"
    assert encoder.types[int(outlooks[best].types.argmax())].startswith("arrest.")
    assert float(outlooks[best].types.sum()) == pytest.approx(1, abs=1e-5)


class Counting:
    """A network that remembers how much it was asked at once; every word is an event to it."""

    def __init__(self, types: int) -> None:
        self.asked: list[int] = []
        self._types = types

    def run(self, _: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Answer with equal probabilities."""
        pieces = inputs["ids"].shape[1]
        self.asked.append(pieces)
        return [
            np.full((1, pieces, size), 1 / size, dtype=np.float32)
            for size in (1 + self._types, len(Modality))
        ]


def test_every_word_is_seen_in_windows_of_bounded_length(encoder: Encoder, passage: Parse) -> None:
    """Long sentences are cut, short ones share a window."""
    doc = passage(" ".join(["He spoke."] * 20 + ["word"] * 300) + ".").doc
    network = Counting(len(encoder.types))

    outlooks = Encoder(network, encoder.vocabulary, encoder.types).read(doc)

    assert max(network.asked) <= LONGEST_WINDOW
    assert len(network.asked) < 6
    assert set(outlooks) == {token.i for token in doc if not token.is_space}


def test_a_text_without_words_is_not_asked_about(encoder: Encoder, passage: Parse) -> None:
    """Nothing to see, nothing to say."""
    network = Counting(len(encoder.types))

    empty = passage("\u200b.").doc[:0].as_doc()

    assert Encoder(network, encoder.vocabulary, encoder.types).read(empty) == {}
    assert network.asked == []


def test_what_it_says_moves_the_tables(triggers: TriggerModel, passage: Parse) -> None:
    """A word both take for an event is likelier one than a word only the tables do."""
    doc = passage("The band attacked the song with relish.").doc
    alone = replace(triggers, encoder=None)
    (mixed,) = [c for c in triggers.candidates(doc, Scene()) if c.token.text == "attacked"]
    (plain,) = [c for c in alone.candidates(doc, Scene()) if c.token.text == "attacked"]

    assert mixed.outlook is not None
    assert plain.outlook is None
    assert triggers.event_probability(mixed) != alone.event_probability(plain)


def test_an_installation_without_it_says_so(tmp_path: Path) -> None:
    """The message names what to do."""
    with pytest.raises(DatelineError, match="install Dateline again"):
        load_encoder(tmp_path)
