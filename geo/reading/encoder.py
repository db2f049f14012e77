"""What a small encoder makes of each word of a passage: does it tell of an event, of which type?

The network is a six-layer transformer (MiniLM), fine-tuned on annotated reports by
`data/models/train_encoder.py` and stored with weights of eight bits; `data/models/README.md` is
its card. It sees a window of neighbouring sentences, where the trigger model sees one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.errors import DatelineError
from geo.reading.word_pieces import BEGIN, END, load_vocabulary, pieces_of
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST_WINDOW = 256
"""Pieces that the network sees at once, its begin and end marks included."""

_WORDS_KEPT = 20_000
"""Words whose pieces are kept in mind."""

Shares = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the encoder makes of one word.

    Attributes:
        event: Probability that the word tells of an event, 0 to 1.
        types: Probability of each type if it does, in the order of the encoder's types.
        modalities: Probability of each modality if it does, in the order of `Modality`.
    """

    event: float
    types: Shares
    modalities: Shares


class Piece(NamedTuple):
    """A piece of a word.

    Attributes:
        number: Of the piece in the vocabulary.
        word: Index of its token.
    """

    number: int
    word: int


class Encoder:
    """The network with its vocabulary.

    Attributes:
        types: The event types, in the order of `Outlook.types`.
    """

    def __init__(self, session: Any, vocabulary: Mapping[str, int], types: Sequence[str]) -> None:  # noqa: ANN401 - the runtime ships no annotations
        self.types = tuple(types)
        self._session, self.vocabulary = session, vocabulary
        self._pieces_of = lru_cache(_WORDS_KEPT)(lambda word: pieces_of(word, vocabulary))

    def read(self, doc: "Doc") -> Mapping[int, Outlook]:
        """Return what each word of a passage seems to tell, by the index of its token.

        Of the pieces of a word the one that looks most like an event counts. Words that have no
        pieces (spaces) are missing.
        """
        found: dict[int, Outlook] = {}
        for window in self.windows(doc):
            shares, modalities = self._shares(window)
            types = shares[:, 1:] / np.maximum(shares[:, 1:].sum(axis=1, keepdims=True), 1e-9)
            for row, none in enumerate(shares[:, 0].tolist()):
                word, event = window[row].word, 1.0 - none
                if word not in found or event > found[word].event:
                    found[word] = Outlook(event, types[row], modalities[row])
        return found

    def windows(self, doc: "Doc", size: int = LONGEST_WINDOW) -> Iterator[list[Piece]]:
        """Yield runs of whole sentences, of up to `size` pieces where one sentence is no longer.

        A sentence longer than `LONGEST_WINDOW` is cut.
        """
        room = LONGEST_WINDOW - 2
        window: list[Piece] = []
        for sentence in doc.sents:
            pieces = [
                Piece(number, token.i)
                for token in sentence
                for number in self._pieces_of(token.text)
            ]
            for start in range(0, len(pieces), room):
                part = pieces[start : start + room]
                if window and len(window) + len(part) > size - 2:
                    yield window
                    window = []
                window = window + part
        if window:
            yield window

    def _shares(self, window: Sequence[Piece]) -> tuple[Shares, Shares]:
        """Return the probabilities of "no event" and of each type, and of each modality.

        Shapes (pieces, 1 + types) and (pieces, modalities).
        """
        begin, end = self.vocabulary[BEGIN], self.vocabulary[END]
        numbers = np.array([[begin, *(piece.number for piece in window), end]], dtype=np.int64)
        types, modalities = self._session.run(None, {"ids": numbers})
        return types[0, 1:-1], modalities[0, 1:-1]


def load_encoder(folder: Path | None = None) -> Encoder:
    """Return the bundled encoder, or that of `folder`; it runs on one core.

    Raises:
        DatelineError: the installation lacks it.
    """
    import onnxruntime

    folder = folder or data_dir("models")
    path = folder / "events.onnx"
    if not path.is_file():
        msg = f"the encoder {path.name} is missing from the installation; install Dateline again"
        raise DatelineError(msg)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    types = (folder / "event_types.txt").read_text(encoding="utf-8").split()
    return Encoder(session, load_vocabulary(folder / "vocabulary.txt"), types)
