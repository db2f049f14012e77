"""Which of the names around an event say where it happened.

Two learned tables decide, each a logistic regression that can be read. The first judges every
name by itself (`geo.reading.place_links`); the second looks at all of them together, for of
"the town of Gulu in northern Uganda" the town is the place, and of "Lyon and Nantes" both.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.model import Span, Toponym
from geo.reading.attachment import token_at
from geo.reading.place_links import LinkScene, link_features, link_scene
from geo.reading.place_names import PlaceName
from geo.reading.weights import Weights, load_weights
from geo.resources import data_dir

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.reading.language_model import Passage

LEAST = 0.42
"""Least probability of a place: precision and recall are about equal there, on folds."""

_SENTENCES = 2
"""Sentences before and after an event's own whose names are looked at."""

_MOST = 60
"""Names looked at for one event, the nearest ones."""

_EDGE = 6  # log odds beyond this are all one


@dataclass(frozen=True, slots=True)
class Judged:
    """A name within reach of an event.

    Attributes:
        features: What `link_features` says of it.
        score: Log odds that it is the event's place, judged by itself.
    """

    name: PlaceName
    features: tuple[str, ...]
    score: float


@cache
def _tables() -> tuple[Weights, Weights]:
    folder = data_dir("ontology")
    return load_weights(folder / "link_weights.csv"), load_weights(folder / "choice_weights.csv")


def event_places(scene: LinkScene, event: "Token") -> list[PlaceName]:
    """Return the names that say where an event happened, in reading order.

    Raises:
        DatelineError: the installation lacks its data.
    """
    return [name for name, chance in likely_places(scene, event) if chance >= LEAST]


def places_of_words(
    passage: "Passage", toponyms: Sequence[Toponym], words: Sequence[Span]
) -> list[Span]:
    """Return where some events of a passage happened: the names that say so, in reading order.

    Args:
        passage: A parsed stretch of a text.
        toponyms: Its place names.
        words: Those that tell of the events, as stretches of the text; those outside the
            passage are passed over.

    Raises:
        DatelineError: the installation lacks its data.
    """
    end = passage.start + len(passage.doc.text)
    inside = [word for word in words if passage.start <= word.start < end]
    if not inside:
        return []
    scene = link_scene(passage, toponyms)
    found: set[Span] = set()
    for word in inside:
        event = token_at(passage.doc, word.start - passage.start, word.end - passage.start)
        if event is not None:
            found |= {name.span(passage.start) for name in event_places(scene, event)}
    return sorted(found)


def likely_places(scene: LinkScene, event: "Token") -> list[tuple[PlaceName, float]]:
    """Return the names within reach of an event, each with the probability that it is its place.

    Raises:
        DatelineError: the installation lacks its data.
    """
    links, choice = _tables()
    judged = judge(scene, event, links)
    return [
        (one.name, choice.probability(choice_features(judged, number)))
        for number, one in enumerate(judged)
    ]


def within_reach(scene: LinkScene, event: "Token") -> range:
    """Return the numbers of the names that are looked at for an event."""
    own = scene.sentences[event.i]
    first = bisect_left(scene.names, own - _SENTENCES, key=lambda name: scene.sentences[name.start])
    last = bisect_left(
        scene.names, own + _SENTENCES + 1, key=lambda name: scene.sentences[name.start]
    )
    near = bisect_left(scene.names, event.i, key=lambda name: name.start)
    return range(max(first, near - _MOST // 2), min(last, near + _MOST // 2))


def judge(scene: LinkScene, event: "Token", links: Weights) -> list[Judged]:
    """Return the names within reach of an event, each judged by itself."""
    found = []
    for number in within_reach(scene, event):
        features = tuple(dict.fromkeys(link_features(scene, number, event)))
        found.append(Judged(scene.names[number], features, links.scores(features)[0]))
    return found


def choice_features(judged: Sequence[Judged], number: int) -> Iterator[str]:
    """Yield what is known about one of the names beside an event when all are known.

    Args:
        judged: All names within reach, in reading order.
        number: Which of them.
    """
    own = judged[number]
    score = own.score
    rival = max(
        (one for other, one in enumerate(judged) if other != number),
        key=lambda one: one.score,
        default=None,
    )
    best = rival.score if rival else -_EDGE
    lead = _floor(score - best)
    yield "bias"
    yield f"score={_floor(score)}"
    yield f"half score={_floor(score * 2)}"
    yield f"lead={lead}"
    yield f"lead={lead}:{_floor(score)}"
    yield f"best={_floor(best)}"
    yield f"best={_floor(best)}:{_floor(score)}"
    yield f"names={min(len(judged), 6)}"
    for prefix in ("link=", "nearer=", "steps="):
        yield f"{_first(own, prefix)}:{lead}"
    kind = _first(own, "kind=")
    yield f"{kind}:{_floor(score)}"
    yield f"{kind} {_first(rival, 'kind=')}:{lead}"
    yield f"{_first(own, 'link=')} {_first(rival, 'link=')}"
    yield from _beside(judged, number)
    before = sum(one.score > score for one in judged[:number])
    after = sum(one.score > score for one in judged[number + 1 :])
    yield f"better before={min(2, before)} after={min(2, after)}"
    others = sum(1 / (1 + math.exp(-_bounded(one.score))) for one in judged if one is not own)
    yield f"others={_floor(2 * others)}"


def _beside(judged: Sequence[Judged], number: int) -> Iterator[str]:
    """Yield how likely the names before and after are, and what ties them to this one."""
    own = judged[number]
    for side, other in (("prev", number - 1), ("next", number + 1)):
        if 0 <= other < len(judged):
            tie, score = _first(own, f"{side}="), judged[other].score
            yield f"{tie}:{_floor(score)}"
            yield f"{tie}:lead {_floor(own.score - score)}"
            yield f"{side} score={_floor(score)}"
            yield f"{side} score={_floor(score)}:{_floor(own.score)}"


def _first(judged: Judged | None, prefix: str) -> str:
    features = judged.features if judged else ()
    return next((each for each in features if each.startswith(prefix)), f"{prefix}none")


def _floor(score: float) -> int:
    return math.floor(_bounded(score))


def _bounded(score: float) -> float:
    return max(-_EDGE, min(_EDGE, score))
