"""The curated words that may tell of an event: `data/ontology/triggers.csv`.

A word counts for a type by itself, or only near a word of the class it needs: "strike" is
`strike.missile` near "missile" and `protest.strike` near "union".
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.resources import data_dir


@dataclass(frozen=True, slots=True)
class TriggerRule:
    """One reading of a word.

    Attributes:
        type: Dotted id of the ontology.
        needs: Lemmas of which one must stand near the word; empty = none needed.
    """

    type: str
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TriggerTable:
    """All curated trigger words, by lemma and part of speech, and the word classes."""

    rules: Mapping[tuple[str, str], tuple[TriggerRule, ...]]
    classes: Mapping[str, frozenset[str]]

    def rules_for(self, lemma: str, pos: str) -> tuple[TriggerRule, ...]:
        """Return the readings of a word, in the table's order, empty where it has none."""
        return self.rules.get((lemma, pos), ())


def load_trigger_table(folder: Path | None = None) -> TriggerTable:
    """Return the bundled table, or that of `folder`.

    Raises:
        DatelineError: the installation lacks it.
    """
    folder = folder or data_dir("ontology")
    with (folder / "word_classes.csv").open(encoding="utf-8", newline="") as file:
        classes = {
            row["class"]: frozenset(row["lemmas"].split("|")) for row in csv.DictReader(file)
        }
    rules: dict[tuple[str, str], list[TriggerRule]] = defaultdict(list)
    with (folder / "triggers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rule = TriggerRule(row["type"], classes[row["needs"]] if row["needs"] else frozenset())
            for lemma in row["lemmas"].split("|"):
                rules[lemma, row["pos"]].append(rule)
    return TriggerTable({key: tuple(found) for key, found in rules.items()}, classes)
