"""The layer that takes most of spaCy's time, computed in another order: the same numbers.

A maxout layer gives for each unit the greatest of a few products. thinc lays the few side by side
and compares them number by number; here they lie apart, so that whole rows are compared.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

_Result = tuple[Any, Callable[[Any], Any]]
_Forward = Callable[[Any, Any, bool], _Result]


def hasten_layers(model: "Language") -> None:
    """Give the maxout layers of `model` the quick order; training one takes thinc's own."""
    for _, pipe in model.pipeline:
        network = getattr(pipe, "model", None)
        for layer in network.walk() if network else ():
            if layer.name == "maxout":
                layer._func = _forward(layer)  # noqa: SLF001 - thinc has no other way to it


def _forward(layer: Any) -> _Forward:  # noqa: ANN401 - thinc's models tell no types
    """Return what a layer computes, its weights taken as they are now."""
    ops, usual = layer.ops, layer._func  # noqa: SLF001 - as above
    weights, bias = layer.get_param("W"), layer.get_param("b")
    units, pieces, inputs = weights.shape
    apart = ops.as_contig(weights.swapaxes(0, 1)).reshape(pieces * units, inputs)
    bias_apart = ops.as_contig(bias.T).reshape(-1)

    def forward(model: Any, rows: Any, is_train: bool) -> _Result:  # noqa: ANN401 - as thinc calls it
        if is_train:
            found: _Result = usual(model, rows, is_train)
            return found
        products = ops.gemm(rows, apart, trans2=True)
        products += bias_apart
        return products.reshape(len(products), pieces, units).max(axis=1), usual

    return forward
