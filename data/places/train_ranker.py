"""Learn `ranker_weights.csv` and `confidence.csv` from reports whose places are known.

    python data/places/train_ranker.py CORPUS.jsonl [CORPUS.jsonl ...]
    python data/places/train_ranker.py --check [--ablate] CORPUS.jsonl [CORPUS.jsonl ...]

Each line of a corpus is a report: `{"text", "toponyms": [{"start", "end", "lat", "lon"}]}`;
toponyms without coordinates take part as context only. With `--check` nothing is written: five
folds by report and each corpus by the others say how good the ranker is on what it was not fitted
to, and with `--ablate` how good it is without each kind of feature.

The model is a conditional logit over what each name may mean, "none of these" among the choices,
fitted by Newton's method with a penalty on the distance from weights set by hand. Support from
other names depends on the weights, so that fitting and settling take turns.
"""

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from ranker_cases import Case, read_cases

from geo.places.context import settle
from geo.places.gazetteer import open_gazetteer
from geo.places.ranking import NOTHING, Ranker, load_ranker

HERE = Path(__file__).resolve().parent
FOLDS = 5
ROUNDS = 3  # turns of settling and fitting
STEPS = 8  # of Newton's method in each turn
PENALTY = 4.0
"""What a weight one away from its start costs, as that many names of average difficulty."""
MOST_MENTIONS = 3  # of one name in one report that count
BINS = 12  # points of the confidence table

START: Mapping[str, float] = {
    NOTHING: 7.0,
    "population": 1.3,
    "primary": 2.3,
    "likeness": 1.7,
    "abbreviation": 0.5,
    "demonym": 7.0,
    "country": 0.9,
    "admin1": 0.3,
    "admin2": -0.9,
    "region": 8.0,
    "water": 8.0,
    "facility": 9.0,
    "extent": 0.6,
    "capital": 1.3,
    "suburb": -0.7,
    "namesake": -3.0,
    "level": 1.0,
    "part": -5.0,
    "site": -4.0,
    "misspelt": -4.0,
    "same_country": 1.8,
    "same_admin1": 3.4,
    "near": 3.8,
    "inside": 3.7,
    "holds": 3.7,
    "holds_town": 3.7,
}
"""Where fitting starts and what it is drawn to: weights set by hand; others start at 0."""

BY_HAND: Mapping[str, float] = {
    "expected": 4.0,
    "home": 1.0,
    "namesake": -3.0,
    "not_the_capital": -3.0,
    "level": 1.0,
    "feature_miscue": -6.0,
}
"""Weights of what no corpus tells: what the caller knows, and the policy that a bare name is the
city or the capital, a name with its cue word the unit, and one with an article neither."""

KINDS_OF_FEATURES: Mapping[str, Collection[str]] = {
    "population": ("population", "other_name_population"),
    "number of names": ("names",),
    "kind of name": ("primary", "likeness", "abbreviation", "exact", "misspelt"),
    "kind of place": (
        "country", "admin1", "admin2", "city", "village", "region", "water", "facility", "extent",
        "capital", "suburb", "outdone", "post_office", "listed_airport",
    ),
    "country of the language": ("speaks_english",),
    "cue words": (
        "unit_cue", "unit_miscue", "town_cue", "town_miscue", "water_cue", "water_miscue",
        "feature_cue", "feature_miscue",
    ),
    "same country": ("same_country",),
    "same first-level unit": ("same_admin1",),
    "near others": ("near",),
    "same place under another name": ("same_place",),
    "beside in the text": ("beside_country", "beside_admin1", "beside_near"),
    "alike in a list": ("beside_alike", "listed_namesake"),
    "containment": ("inside", "holds", "holds_town"),
}  # fmt: skip

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


# -- fitting --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """The options of all names as rows of numbers; the last row of each name is "none of these".

    Attributes:
        rows: A row per option, a column per feature.
        starts: The first row of each name.
        right: 1 for right options; for "none of these" where no option is right.
        worth: What each row's name counts.
    """

    names: tuple[str, ...]
    rows: Floats
    starts: Ints
    right: Floats
    worth: Floats


def fit(cases: Sequence[Case], without: Collection[str] = ()) -> Ranker:
    """Return the ranker that fits the names of some reports best.

    Args:
        cases: The reports; every corpus counts the same.
        without: Features to leave out.
    """
    start = {name: value for name, value in START.items() if name not in without}
    ranker = Ranker({**start, **_kept(without)})
    for _ in range(ROUNDS):
        for case in cases:
            settle(case.groups, ranker=ranker)
        table = _table(cases, without)
        ranker = Ranker({**_newton(table, ranker.weights, start), **_kept(without)})
    return ranker


def _kept(without: Collection[str]) -> dict[str, float]:
    return {name: value for name, value in BY_HAND.items() if name not in without}


def _table(cases: Sequence[Case], without: Collection[str]) -> Table:
    total = Counter[str]()
    for case in cases:
        total[case.corpus] += sum(min(MOST_MENTIONS, each.mentions) for each in case.named)
    rows: list[Mapping[str, float]] = []
    starts, right, worth = [], [], []
    for case in cases:
        for each in case.named:
            starts.append(len(rows))
            rows += [*each.group.features(), {NOTHING: 1.0}]
            right += [*map(float, each.right), float(not any(each.right))]
            share = sum(total.values()) / len(total) / total[case.corpus]
            worth += [share * min(MOST_MENTIONS, each.mentions)] * (len(each.right) + 1)
    names = tuple(sorted({name for row in rows for name in row} - set(without)))
    column = {name: number for number, name in enumerate(names)}
    numbers = np.zeros((len(rows), len(names)))
    for number, row in enumerate(rows):
        for name, value in row.items():
            if name in column:
                numbers[number, column[name]] = value
    return Table(names, numbers, np.array(starts), np.array(right), np.array(worth))


def _newton(
    table: Table, weights: Mapping[str, float], start: Mapping[str, float]
) -> dict[str, float]:
    """Return the weights that fit best, by Newton's method on the conditional likelihood."""
    drawn_to = np.array([start.get(name, 0.0) for name in table.names])
    free = np.array([name not in BY_HAND for name in table.names])
    values = np.array([weights.get(name, 0.0) for name in table.names])
    for _ in range(STEPS):
        chances = _shares(table, table.rows @ values, np.ones(len(table.right)))
        wanted = _shares(table, table.rows @ values, table.right)
        slope = table.rows.T @ (table.worth * (wanted - chances)) - PENALTY * (values - drawn_to)
        means = np.add.reduceat(table.rows * chances[:, None], table.starts)
        weighed = table.rows * (table.worth * chances)[:, None]
        bend = table.rows.T @ weighed - means.T @ (means * table.worth[table.starts][:, None])
        bend += PENALTY * np.eye(len(values))
        step = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        values[free] += np.clip(step, -1.0, 1.0)
    return {name: float(value) for name, value in zip(table.names, values, strict=True)}


def _shares(table: Table, scores: Floats, mask: Floats) -> Floats:
    """Return the softmax of the scores within each name, over the rows that the mask keeps."""
    sizes = np.diff([*table.starts, len(scores)])
    top = np.repeat(np.maximum.reduceat(scores, table.starts), sizes)
    powers = np.exp(scores - top) * mask
    return np.asarray(powers / np.repeat(np.add.reduceat(powers, table.starts), sizes))


# -- judging --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """How a ranker did on one name: the chance of its choice, and whether that was right."""

    corpus: str
    chance: float
    is_right: bool
    is_near: bool
    mentions: int


def judge(cases: Iterable[Case], ranker: Ranker) -> Iterator[Judged]:
    """Yield how a ranker does on the names of some reports."""
    for case in cases:
        settle(case.groups, ranker=ranker)
        for each in case.named:
            chances = each.group.chances
            best = max(range(len(chances)), key=chances.__getitem__, default=-1)
            found = best >= 0
            yield Judged(
                case.corpus,
                chances[best] if found else 0.0,
                found and each.right[best],
                found and each.near[best],
                each.mentions,
            )


def accuracy(judged: Iterable[Judged]) -> dict[str, float]:
    """Return the share of mentions placed within 161 km, by corpus."""
    right, every = Counter[str](), Counter[str]()
    for each in judged:
        every[each.corpus] += each.mentions
        right[each.corpus] += each.mentions * each.is_near
    return {corpus: right[corpus] / every[corpus] for corpus in sorted(every)}


def fold_of(case: Case) -> int:
    """Return the fold of a report: the same whatever else is in the corpus."""
    return crc32(f"{case.corpus} {case.id}".encode()) % FOLDS


def out_of_fold(cases: Sequence[Case], without: Collection[str] = ()) -> list[list[Judged]]:
    """Return what each fold's reports get from the ranker that the others fit."""
    found = []
    for number in range(FOLDS):
        ranker = fit([case for case in cases if fold_of(case) != number], without)
        found.append(list(judge((case for case in cases if fold_of(case) == number), ranker)))
    return found


def check(cases: Sequence[Case], *, ablate: bool) -> None:
    """Print how good the ranker is on what it was not fitted to."""
    _show("by hand", [list(judge(cases, Ranker({**START, **BY_HAND})))])
    _show("as bundled", [list(judge(cases, load_ranker()))])
    folds = out_of_fold(cases)
    _show("five folds", folds)
    corpora = sorted({case.corpus for case in cases})
    others = []
    for corpus in corpora:
        ranker = fit([case for case in cases if case.corpus != corpus])
        others += judge((case for case in cases if case.corpus == corpus), ranker)
    _show("each corpus by the others", [others])
    for name, features in KINDS_OF_FEATURES.items() if ablate else ():
        _show(f"five folds without {name}", out_of_fold(cases, features))
    _show_confidence(folds)


def _show(title: str, folds: Sequence[Sequence[Judged]]) -> None:
    mean = accuracy(each for fold in folds for each in fold)
    by_fold = [accuracy(fold) for fold in folds]
    cells = []
    for corpus, value in mean.items():
        spread = np.std([fold[corpus] for fold in by_fold if corpus in fold])
        cells.append(f"{corpus} {value:.3f}" + (f" ±{spread:.3f}" if len(folds) > 1 else ""))
    print(f"{title}: mean {np.mean(list(mean.values())):.4f}; {', '.join(cells)}", flush=True)


def _show_confidence(folds: Sequence[Sequence[Judged]]) -> None:
    """Print the confidence that each fold gets from the others against what is right."""
    pairs = []
    for number, fold in enumerate(folds):
        rest = [
            each for other, each_fold in enumerate(folds) if other != number for each in each_fold
        ]
        ranker = Ranker({}, calibrate(rest))
        pairs += [(ranker.confidence_of(each.chance), each) for each in fold]
    print("confidence | names | said | right | within 161 km")
    for tenth in range(10):
        inside = [(sure, each) for sure, each in pairs if min(9, int(sure * 10)) == tenth]
        count = sum(each.mentions for _, each in inside)
        if count:
            said = sum(sure * each.mentions for sure, each in inside) / count
            right = sum(each.mentions * each.is_right for _, each in inside) / count
            near = sum(each.mentions * each.is_near for _, each in inside) / count
            print(f"{tenth / 10:.1f} | {count} | {said:.3f} | {right:.3f} | {near:.3f}")


def calibrate(judged: Sequence[Judged]) -> tuple[tuple[float, float], ...]:
    """Return chances with the share of right choices, rising (isotonic regression, by pooling).

    Every corpus counts the same.
    """
    total = Counter[str]()
    for each in judged:
        total[each.corpus] += each.mentions
    ordered = sorted(judged, key=lambda each: each.chance)
    worth = np.array([each.mentions / total[each.corpus] for each in ordered])
    right = np.array([float(each.is_right) for each in ordered])
    chance = np.array([each.chance for each in ordered])
    edges = np.searchsorted(np.cumsum(worth), np.linspace(0, worth.sum(), BINS + 1)[1:-1])
    blocks: list[list[float]] = []
    for part in np.split(np.arange(len(ordered)), edges):
        if len(part):
            mass = worth[part].sum()
            blocks.append(
                [(chance[part] * worth[part]).sum(), (right[part] * worth[part]).sum(), mass]
            )
        while len(blocks) > 1 and blocks[-1][1] / blocks[-1][2] < blocks[-2][1] / blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    points = [(round(c / m, 4), round(r / m, 4)) for c, r, m in blocks]
    return ((0.0, 0.0), *points, (1.0, points[-1][1]))


# -- the tables -----------------------------------------------------------------------------


def write(name: str, head: tuple[str, str], rows: Iterable[tuple[object, object]]) -> None:
    """Write a table of two columns."""
    with (HERE / name).open("w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(head) + "\n")
        file.writelines(f"{first},{second}\n" for first, second in rows)


def main(arguments: Sequence[str]) -> None:
    """Read the corpora, then check, or fit the ranker and write its tables."""
    paths = [word for word in arguments if not word.startswith("--")]
    cases = list(read_cases(paths, open_gazetteer()))
    if "--check" in arguments:
        check(cases, ablate="--ablate" in arguments)
        return
    weights = fit(cases).weights
    judged = [each for fold in out_of_fold(cases) for each in fold]
    write(
        "ranker_weights.csv",
        ("feature", "weight"),
        ((name, f"{weights[name]:.3f}") for name in sorted(weights)),
    )
    write("confidence.csv", ("chance", "confidence"), calibrate(judged))


if __name__ == "__main__":
    main(sys.argv[1:])
