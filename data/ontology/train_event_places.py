"""Learn `event_place_weights.csv` and `place_role_weights.csv` from annotated reports.

    python data/ontology/train_event_places.py CORPUS.jsonl [CORPUS.jsonl ...]
    python data/ontology/train_event_places.py --check CORPUS.jsonl [CORPUS.jsonl ...]

Each line of a corpus is a report: `{"text", "toponyms": [{"start", "end", "lat", "lon"}],
"events": [{"type", "trigger": {"start", "end"}, "places": [{"name", "lat", "lon", "role"}]}]}`. The
training part of our own reports, `data/corpora/train.jsonl`, is always taken in. With `--check`
nothing is written: five folds by report say how well the table reads what it was not fitted to.

The events and their places so far are those of the annotation. The tables of `train_links.py`
are used as they are, so that those must be made first.
"""

import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from spacy.language import Language
from train_links import fit

from geo.model import Role, Span, Toponym
from geo.places.gazetteer import open_gazetteer
from geo.protocols import Lexicon
from geo.reading.actors import load_actors
from geo.reading.attachment import token_at
from geo.reading.document import flatten, sentences
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.mention_places import (
    LEAST_BACK,
    LEAST_HERE,
    SURE_HERE,
    earlier,
    read_sentence,
)
from geo.reading.place_evidence import Sentence, back_features, here_features
from geo.reading.place_links import link_scene
from geo.reading.place_roles import role_features
from geo.reading.toponyms import find_toponyms
from geo.reading.triggers import Trigger
from geo.reading.weights import Weights, write_weights
from geo.reading.whereabouts import Whereabouts

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "corpora" / "train.jsonl"
FOLDS = 5
PENALTY = 3.0
NEGLIGIBLE = 0.04
HIT = frozenset({"strike", "attack", "combat"})
"""Groups of types that happen at their target: most annotators call it `event`, some `target`;
it is learned as `event`."""

SAME_KM = 25.0  # two names within this distance mean the same place
HERE_TRIED, BACK_TRIED = (0.15, LEAST_HERE, 0.25, 0.3), (0.1, LEAST_BACK, 0.2)


@dataclass(frozen=True)
class Option:
    """A place that an event may have.

    Attributes:
        is_here: Whether the event's own sentence names it.
        role: What it is to the event; empty where it is none of the event's places.
        role_features: What `geo.reading.place_roles` says of it.
    """

    features: tuple[str, ...]
    is_here: bool
    role: str
    role_features: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether it is one of the event's places."""
        return bool(self.role)


@dataclass(frozen=True)
class Case:
    """An event with the places that it may have.

    Attributes:
        has_place: Whether the annotation gives it one.
    """

    corpus: str
    fold: int
    has_place: bool
    options: tuple[Option, ...]


# -- reading --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tools:
    """What reads the reports."""

    model: Language
    lexicon: Lexicon
    names: frozenset[str]


def read_cases(paths: Sequence[Path]) -> list[Case]:
    """Return the events of all reports."""
    tools = Tools(load_model(), open_gazetteer(), load_actors().names())
    return [
        case
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        for case in _cases(json.loads(line), path.stem, tools)
    ]


def _cases(report: Mapping[str, Any], corpus: str, tools: Tools) -> Iterator[Case]:
    text, now = flatten(report["text"]), Whereabouts()
    fold = crc32(f"{corpus} {report['id']}".encode()) % FOLDS
    for passage in parse(text, sentences(report["text"]), tools.model):
        toponyms = find_toponyms(passage, text, tools.lexicon, names=tools.names)
        events = list(_events(report, passage))
        scene = link_scene(passage, toponyms)
        for sentence in passage.doc.sents:
            start = passage.start + sentence.start_char
            span = Span(start, passage.start + sentence.end_char)
            near = [name for name in toponyms if span.contains(name.span)]
            here = [pair for pair in events if sentence.start <= pair[0].token.i < sentence.end]
            now.go_on(text, start)
            read = read_sentence(scene, near, [trigger for trigger, _ in here])
            for trigger, event in here:
                options = tuple(_options(read, trigger, now, event, report))
                yield Case(corpus, fold, bool(event.get("places")), options)
            now.note(near)
            _remember(read, here, now, report)


def _options(
    read: Sentence,
    trigger: Trigger,
    now: Whereabouts,
    event: Mapping[str, Any],
    report: Mapping[str, Any],
) -> Iterator[Option]:
    """Yield the places that an event may have."""
    for number, spot in enumerate(read.spots):
        features = tuple(dict.fromkeys(here_features(read, trigger, number)))
        roles = tuple(role_features(spot.token, trigger))
        yield Option(
            features, is_here=True, role=_role(spot.toponym, event, report), role_features=roles
        )
    roles = tuple(role_features(None, trigger))
    for rank, known in enumerate(earlier(read, now)):
        features = tuple(dict.fromkeys(back_features(read, trigger, known, now, rank)))
        yield Option(
            features, is_here=False, role=_role(known.toponym, event, report), role_features=roles
        )


def _remember(
    read: Sentence,
    here: Sequence[tuple[Trigger, Mapping[str, Any]]],
    now: Whereabouts,
    report: Mapping[str, Any],
) -> None:
    """Remember where the events of a sentence happened, by the annotation."""
    for trigger, event in here:
        for spot in read.spots:
            if _role(spot.toponym, event, report):
                now.place(spot.toponym, trigger.type)


def _events(
    report: Mapping[str, Any], passage: Passage
) -> Iterator[tuple[Trigger, Mapping[str, Any]]]:
    """Yield the annotated events of a passage, one for each word."""
    seen = set()
    for event in report["events"]:
        start, end = event["trigger"]["start"], event["trigger"]["end"]
        if passage.start <= start < passage.start + len(passage.doc.text):
            token = token_at(passage.doc, start - passage.start, end - passage.start)
            if token is not None and token.i not in seen:
                seen.add(token.i)
                yield Trigger(token, event["type"], 1.0), event


def _role(toponym: Toponym, event: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Return the role of a name among an event's places by the annotation; empty for none."""
    for name in report["toponyms"]:
        if toponym.span.overlaps(Span(name["start"], name["end"])):
            roles = (place["role"] for place in event.get("places") or [] if _is_same(name, place))
            role = next(roles, "")
            return str(Role.EVENT) if _is_hit(event, role) else role
    return ""


def _is_hit(event: Mapping[str, Any], role: str) -> bool:
    return role == Role.TARGET and event["type"].partition(".")[0] in HIT


def _is_same(name: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    if name.get("name") == place.get("name"):
        return True
    if name.get("lat") is None or place.get("lat") is None:
        return False
    return _distance_km(name, place) <= SAME_KM


def _distance_km(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Return the distance of two points by the haversine formula, radius 6,371 km."""
    lat1, lat2 = math.radians(one["lat"]), math.radians(other["lat"])
    across = math.sin(math.radians(other["lon"] - one["lon"]) / 2) ** 2
    up = math.sin((lat2 - lat1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(up + math.cos(lat1) * math.cos(lat2) * across))


# -- fitting and judging --------------------------------------------------------------------


def fit_places(cases: Sequence[Case]) -> Weights:
    """Return the table that fits some events best."""
    options = [option for case in cases for option in case.options]
    return fit(
        [option.features for option in options], [option.is_right for option in options], PENALTY
    )


def fit_roles(cases: Sequence[Case]) -> Weights:
    """Return the table that tells best what the places of some events are to them."""
    options = [option for case in cases for option in case.options if option.role]
    rows = [option.role_features for option in options]
    tables = [fit(rows, [option.role == role for option in options], PENALTY) for role in Role]
    answers = tuple(role.value for role in Role)
    return Weights(
        answers,
        {name: tuple(table.rows[name][0] for table in tables) for name in tables[0].rows},
    )


def chosen(case: Case, weights: Weights, here: float, back: float) -> list[Option]:
    """Return the places that the reader would give an event."""
    judged = [(weights.probability(option.features), option) for option in case.options]
    own = [pair for pair in judged if pair[1].is_here]
    rest = [pair for pair in judged if not pair[1].is_here]
    sure = [option for chance, option in own if chance >= SURE_HERE]
    for pairs, least in ((own, here), (rest, back)):
        chance, best = max(pairs, key=lambda pair: pair[0], default=(0.0, None))
        if best is not None and chance >= least and not sure:
            return [best]
    return sure


def check(cases: Sequence[Case]) -> None:
    """Print on folds how many events with a place get it, and how many without one get one."""
    by_fold = {
        fold: fit_places([case for case in cases if case.fold != fold]) for fold in range(FOLDS)
    }
    for here in HERE_TRIED:
        for back in BACK_TRIED:
            _show(f"here {here} back {back}", cases, by_fold, here, back)
    roles = {fold: fit_roles([case for case in cases if case.fold != fold]) for fold in by_fold}
    for corpus in sorted({case.corpus for case in cases}):
        some = [case for case in cases if case.corpus == corpus]
        _show(corpus, some, by_fold, LEAST_HERE, LEAST_BACK)
        options = [(option, case.fold) for case in some for option in case.options if option.role]
        right = sum(roles[fold].best(one.role_features) == one.role for one, fold in options)
        print(f"    roles of {len(options)} places: {right / len(options):.3f} right")


def _show(
    title: str, cases: Sequence[Case], by_fold: Mapping[int, Weights], here: float, back: float
) -> None:
    right = wrong = empty = spurious = possible = 0
    for case in cases:
        found = chosen(case, by_fold[case.fold], here, back)
        is_right = any(option.is_right for option in found)
        right += is_right
        wrong += case.has_place and bool(found) and not is_right
        empty += case.has_place and not found
        spurious += bool(found) and not case.has_place
        possible += any(option.is_right for option in case.options)
    placed = sum(case.has_place for case in cases)
    rest = len(cases) - placed
    print(
        f"{title}: of {placed} right {right / placed:.3f} (possible {possible / placed:.3f}), "
        f"wrong {wrong / placed:.3f}, none {empty / placed:.3f}; "
        f"of {rest} without a place {spurious / max(1, rest):.3f} got one"
    )


def main(arguments: Sequence[str]) -> None:
    """Fit the table and write it, or check it."""
    paths = [Path(argument) for argument in arguments if argument != "--check"]
    cases = read_cases([*paths, OWN])
    print(f"{len(cases)} events")
    if "--check" in arguments:
        check(cases)
        return
    write_weights(HERE / "event_place_weights.csv", fit_places(cases), NEGLIGIBLE)
    write_weights(HERE / "place_role_weights.csv", fit_roles(cases), NEGLIGIBLE)


if __name__ == "__main__":
    main(sys.argv[1:])
