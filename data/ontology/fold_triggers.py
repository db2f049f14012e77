"""Score the trigger models of `train_triggers.py` on reports that they have not seen.

    python data/ontology/fold_triggers.py CORPUS.jsonl [CORPUS.jsonl ...]

Every corpus and our own training reports are read twice: in five folds, each by models fitted on
the other four fifths of everything ("folds"), and by models fitted on all other corpora alone
("unseen corpus"). Thresholds and the constants of the training script are chosen by these
figures. An event is found if a trigger of its group of types ("strike", "statement") lies in one
of its spans; strictly, if the type is the very one. Background events count neither way.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from train_triggers import HERE, OWN, Example, fit, read_examples

from geo.reading.language_model import load_model
from geo.reading.mentions import without_effects
from geo.reading.trigger_features import Scene
from geo.reading.trigger_table import TriggerTable, load_trigger_table
from geo.reading.triggers import TriggerModel, find_triggers

FOLDS = 5
Found = tuple[int, str]


def triggers_of(example: Example, model: TriggerModel) -> list[Found]:
    """Return offset and type of each trigger that a model finds in a report."""
    scene, found = Scene(), []
    for passage in example.passages:
        triggers = list(find_triggers(passage.doc, model, scene))
        for sentence in passage.doc.sents:
            here = [t for t in triggers if sentence.start <= t.token.i < sentence.end]
            kept = without_effects(here)
            found += [(passage.start + trigger.token.idx, trigger.type) for trigger in kept]
    return found


def tally(
    found: Sequence[Found], events: Sequence[dict[str, Any]], *, strict: bool
) -> Counter[str]:
    """Count found, missed and spurious events of one report."""
    counts: Counter[str] = Counter()
    free = sorted(events, key=lambda event: event["tier"] == "secondary")
    for offset, kind in found:
        right = next((e for e in free if tells(e, offset, kind, strict=strict)), None)
        if right is not None:
            free.remove(right)
            counts["found"] += right["tier"] != "secondary"
        else:
            told_again = any(tells(e, offset, kind, strict=strict) for e in events)
            counts["spurious"] += not told_again
    counts["missed"] += sum(event["tier"] != "secondary" for event in free)
    return counts


def tells(event: dict[str, Any], offset: int, kind: str, *, strict: bool) -> bool:
    """Return whether a trigger of a type at an offset tells of an annotated event."""
    spans = [event["span"], *event.get("extra_spans", ())]
    kinds = [event["type"], *([] if strict else event.get("alt_types", ()))]
    depth = 2 if strict else 1
    return any(span["start"] <= offset < span["end"] for span in spans) and kind.split(".")[
        :depth
    ] in [each.split(".")[:depth] for each in kinds]


def scores(examples: Iterable[tuple[Example, list[Found]]]) -> str:
    """Return precision, recall and F1 of some reports, and the strict F1, as one line."""
    pairs, line = list(examples), ""
    for strict in (False, True):
        total: Counter[str] = Counter()
        for example, found in pairs:
            total += tally(found, example.report["events"], strict=strict)
        precision = total["found"] / max(1, total["found"] + total["spurious"])
        recall = total["found"] / max(1, total["found"] + total["missed"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        line += f" strict {f1:.3f}" if strict else f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
    return line


def in_folds(
    corpora: Sequence[list[Example]], table: TriggerTable
) -> list[list[tuple[Example, list[Found]]]]:
    """Return what models find in reports of their own corpora that they were not fitted on."""
    order = [(number, example) for number, corpus in enumerate(corpora) for example in corpus]
    random.Random(1).shuffle(order)  # noqa: S311 - the same folds each time, no secret
    read: list[list[tuple[Example, list[Found]]]] = [[] for _ in corpora]
    for fold in range(FOLDS):
        model = fit([e for n, (_, e) in enumerate(order) if n % FOLDS != fold], table)
        for number, example in order[fold::FOLDS]:
            read[number].append((example, triggers_of(example, model)))
    return read


def main(paths: Sequence[str]) -> None:
    """Print both scores of every corpus."""
    language, table = load_model(), load_trigger_table(HERE)
    files = [*map(Path, paths), OWN]
    corpora = [read_examples([path], language) for path in files]
    for path, read in zip(files, in_folds(corpora, table), strict=True):
        print(f"folds          {path.stem:16} {scores(read)}", flush=True)
    for number, path in enumerate(files):
        model = fit([e for n, c in enumerate(corpora) if n != number for e in c], table)
        read = [(example, triggers_of(example, model)) for example in corpora[number]]
        print(f"unseen corpus  {path.stem:16} {scores(read)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
