"""The quick order of a maxout layer gives the numbers of thinc's own, bit by bit."""

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from thinc.layers import maxout as usual

from geo.reading.maxout import hasten_layers


@pytest.fixture(name="tagger", scope="module")
def _tagger() -> Language:
    """Return a small pipeline with maxout layers, quickened."""
    model = spacy.blank("en")
    tagger: Any = model.add_pipe("tagger")
    tagger.add_label("NN")
    model.initialize()
    hasten_layers(model)
    return model


def _layers(model: Language) -> list[Any]:
    pipe: Any = model.get_pipe("tagger")
    return [layer for layer in pipe.model.walk() if layer.name == "maxout"]


@pytest.mark.parametrize("rows", [1, 7, 400])
def test_every_layer_gives_the_same_numbers(tagger: Language, rows: int) -> None:
    """For a word, a sentence and a report."""
    layers = _layers(tagger)
    assert layers

    for layer in layers:
        data: Any = (
            np.random.default_rng(1).normal(size=(rows, layer.get_dim("nI"))).astype("float32")
        )
        wanted: Any = usual.forward(layer, data, is_train=False)[0]
        assert np.array_equal(layer.predict(data), wanted)


def test_a_model_can_still_be_trained(tagger: Language) -> None:
    """In training thinc's own layer answers, which knows the way back."""
    layer = _layers(tagger)[0]
    data = np.ones((3, layer.get_dim("nI")), dtype="float32")

    found, back = layer.begin_update(data)

    assert back(found).shape == data.shape
