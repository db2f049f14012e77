"""The card of the encoder says what the committed weights do."""

import json
import re
from pathlib import Path

import pytest

from geo.evaluation.events import EventScores, evaluate_events, precision_recall_f1
from geo.reader import open_reader

ROW = re.compile(
    r"^\| our own reports for scoring .*\| P (\.\d+) R (\.\d+) F1 (\.\d+) \|", re.MULTILINE
)
CLOSE = 0.02
"""How far a figure may be off: processors round the products of small whole numbers differently."""


def test_the_documented_scores_are_those_of_the_weights(root: Path) -> None:
    """The whole reader, on the reports that nothing was trained or chosen on."""
    stated = ROW.search((root / "data" / "models" / "README.md").read_text("utf-8"))
    assert stated is not None
    total, reader = EventScores(), open_reader()
    lines = (root / "data" / "corpora" / "test.jsonl").read_text("utf-8").splitlines()

    for scores, _ in evaluate_events(map(json.loads, lines), reader):
        total.add(scores)

    found = precision_recall_f1(total.lenient)
    assert found == pytest.approx([float(figure) for figure in stated.groups()], abs=CLOSE)
