"""Learn `role_weights.csv` and `country_weights.csv` from annotated reports.

    python data/actors/train_actors.py CORPUS.jsonl [CORPUS.jsonl ...]
    python data/actors/train_actors.py --check CORPUS.jsonl [CORPUS.jsonl ...]

Each line of a corpus is a report: `{"text", "published", "events": [{"type", "tier", "trigger":
{"start", "end"}, "span": {"start", "end"}, "places": [{"country", "role"}], "actors": [{"name",
"country", "role"}]}]}`. The training part of our own reports, `data/corpora/train.jsonl`, is
always taken in. With `--check` nothing is written: three folds by report, and each corpus by
what the others teach, say how good the weights are on what they were not fitted to.

An annotated actor has a name and no place in the text. It is taken to be whoever our own reading
calls by a word of that name; where nobody is, whoever is of its country, at half the weight.

Both models are logistic regressions with an L2 penalty, fitted by Adam over all rows at once. A
feature is a way through the parse, a label, a lemma or a step; what the language model takes
for a name is none.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from geo.model import Actor, ActorRole, Location, Report, Span, Toponym
from geo.nationality import LEAST, Namings, country_features, is_open, namings
from geo.reader import open_reader
from geo.reading.actors import ActorRegistry, alpha3, load_actors
from geo.reading.cast import Cast
from geo.reading.document import flatten, sentences
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.mention_places import is_place
from geo.reading.participants import LIKELIEST, LIKELY, NONE, members_of, span_of
from geo.reading.role_features import Member, role_features
from geo.reading.weights import Weights, write_weights
from geo.reading.word_lists import word_set

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "corpora" / "train.jsonl"
ROLES = (NONE, *ActorRole)
FOLDS = 3
SECONDARY = 0.7  # weight of a background event against one that is the news
BY_COUNTRY = 0.5  # weight of a row that only the country says is an actor
L2 = {"role": 5.0, "country": 1.0}
FEWEST = 3  # rows that must share a feature
ROUNDS = 80
LEARNING_RATE = 0.3
NEGLIGIBLE = 0.1  # weights nearer to zero are left out
SCENES = frozenset({"event", "target"})
COMMON = word_set("the of a an and from in for to us u.s uk united state")
WORD = re.compile(r"[\w.\-]+")


@dataclass(frozen=True)
class Limits:
    """From which probabilities somebody takes part, and a country is theirs."""

    likely: float = LIKELY
    likeliest: float = LIKELIEST
    least: float = LEAST


LIMITS = (
    *(Limits(likely=likely) for likely in (0.3, 0.4, 0.5)),
    *(Limits(likeliest=likeliest) for likeliest in (0.1, 0.3)),
    *(Limits(least=least) for least in (0.2, 0.4, 0.5)),
)
"""What `--check` compares: each limit moved by itself."""

Floats = NDArray[np.float64]
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Alike:
    """An annotated actor with the members that may be it.

    Attributes:
        role: Its number in `ROLES`.
        country: As annotated, None for none.
        members: Their numbers.
        worth: What they weigh together.
    """

    role: int
    country: str | None
    members: tuple[int, ...]
    worth: float


@dataclass(frozen=True)
class Case:
    """An annotated event with everybody who may take part in it.

    Attributes:
        report: The corpus and number of the report.
        features: What speaks for and against each role of each member.
        open: For each member without a country, the countries of the report with their features.
    """

    report: tuple[str, int]
    event: dict[str, Any]
    members: tuple[Member, ...]
    features: Sequence[tuple[str, ...]]
    alike: tuple[Alike, ...]
    open: Sequence[tuple[tuple[str, tuple[str, ...]], ...]]


@dataclass(frozen=True)
class Found:
    """An annotated event as the report's text shows it.

    Attributes:
        spans: For each member where its words stand in the report, None where nowhere.
    """

    event: dict[str, Any]
    members: tuple[Member, ...]
    features: Sequence[tuple[str, ...]]
    spans: Sequence[Span | None]


def read_cases(paths: Iterable[Path]) -> Iterator[Case]:
    """Yield the annotated events of all reports."""
    registry, model, reader = load_actors(), load_model(), open_reader()
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            said = json.loads(line)
            day = date.fromisoformat(said["published"]) if said.get("published") else None
            report = Report(said["text"], published=day)
            toponyms = reader.extractor.read(report).toponyms
            located = dict(zip(toponyms, reader.geocoder.locate(toponyms, report), strict=True))
            events = [event for event in said["events"] if event.get("trigger")]
            passages = parse(flatten(report.text), sentences(report.text), model)
            found = list(find_all(passages, events, toponyms, Cast(registry, day)))
            yield from cases_of((path.stem, number), found, located, registry)


def find_all(
    passages: Iterable[Passage],
    events: Sequence[dict[str, Any]],
    toponyms: Sequence[Toponym],
    cast: Cast,
) -> Iterator[Found]:
    """Yield the events of one report with everybody who may take part in them."""
    where = frozenset(
        position
        for toponym in filter(is_place, toponyms)
        for position in range(toponym.span.start, toponym.span.end)
    )
    for passage in passages:
        cast.note_acronyms(passage.doc)
        cast.note_places(passage, toponyms)
        for event, trigger in _triggers(passage, cast, events):
            kind = event["type"]
            members = members_of(trigger, kind, cast, passage.start, where)
            features = [role_features(member, trigger, kind, members) for member in members]
            spans = [
                span_of(member.token, passage.start) if member.token is not None else None
                for member in members
            ]
            yield Found(event, members, features, spans)


def cases_of(
    name: tuple[str, int],
    found: Sequence[Found],
    located: Mapping[Toponym, Location],
    registry: ActorRegistry,
) -> Iterator[Case]:
    """Yield the events of one report with what its text and annotation say of each member."""
    named = namings(located, (actor for one in found for actor in _known(one)))
    for one in found:
        alike = tuple(_alike(one.members, one.event["actors"], registry))
        countries = [
            _countries(member, span, one.event, named)
            for member, span in zip(one.members, one.spans, strict=True)
        ]
        yield Case(name, one.event, one.members, one.features, alike, countries)


def _known(found: Found) -> Iterator[Actor]:
    """Yield the members that name a country; in reading, those who take part do."""
    for member, span in zip(found.members, found.spans, strict=True):
        if not member.is_where:
            yield member.figure.as_actor(ActorRole.ACTOR, span)


def _triggers(
    passage: Passage, cast: Cast, events: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], Token]]:
    """Yield the events of a passage with their triggers, in reading order."""
    for sentence in passage.doc.sents:
        cast.meet(sentence)
        for event in events:
            start = event["trigger"]["start"] - passage.start
            end = event["trigger"]["end"] - passage.start
            if sentence.start_char <= start < sentence.end_char:
                words = passage.doc.char_span(start, end, alignment_mode="expand")
                yield event, words.root


def _alike(
    members: Sequence[Member], actors: Sequence[dict[str, Any]], registry: ActorRegistry
) -> Iterator[Alike]:
    """Yield for each annotated actor who of the members may be it."""
    for actor in actors:
        scores = [_likeness(member, actor, registry) for member in members]
        best = max(scores, default=0)
        if best and actor.get("role") in ROLES:
            numbers = [number for number, score in enumerate(scores) if score == best]
            worth = 1.0 if best > 1 else BY_COUNTRY
            yield Alike(ROLES.index(actor["role"]), actor.get("country"), tuple(numbers), worth)


def _likeness(member: Member, actor: dict[str, Any], registry: ActorRegistry) -> int:
    """Return how much a member looks like an annotated actor.

    4 is the same, 3 has a word of the name or is a body of the state, 1 is of the country.
    """
    figure = member.figure
    state, known = registry.state(actor["name"]), registry.find(actor["name"])
    if known is not None and known.id == figure.id:
        return 1 if member.is_where else 4
    is_body = not figure.is_person and figure.kind != "media"
    if state is not None:
        is_of_it = figure.country == state.id
        return int(is_of_it) * (3 if is_body and not member.is_where else 1)
    words = _words(figure.name)
    if member.token is not None:
        words |= _words(member.token.text) | _words(member.token.lemma_)
    if shared := words & _words(actor["name"]):
        return 3 + (len(shared) > 1)
    return int(is_body and figure.country is not None and figure.country == actor.get("country"))


def _words(name: str) -> set[str]:
    plain = name.casefold().replace("’", "'").replace("'s", "")
    return {word.rstrip("s.") for word in WORD.findall(plain)} - COMMON


def _countries(
    member: Member, span: Span | None, event: dict[str, Any], named: Namings
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    actor = member.figure.as_actor(ActorRole.ACTOR, span)
    if not is_open(actor):
        return ()
    scene = next((place["country"] for place in event["places"] if place["role"] in SCENES), None)
    clause = Span(event["span"]["start"], event["span"]["end"])
    return tuple(country_features(actor, clause, alpha3(scene or ""), named))


def fit_roles(cases: Sequence[Case]) -> Weights:
    """Fit "which role, if any?" on everybody who may take part.

    The first fit takes all who look like an annotated actor for it, the second the one of them
    whom the first finds likeliest.
    """
    first = _fit_roles(cases, [_all_alike(case) for case in cases])
    return _fit_roles(cases, [_likeliest_alike(case, first) for case in cases])


def _fit_roles(cases: Sequence[Case], labels: Sequence[Sequence[tuple[int, float]]]) -> Weights:
    features: list[Sequence[str]] = []
    right, worth = [], []
    for case, labelled in zip(cases, labels, strict=True):
        tier = 1.0 if case.event["tier"] == "core" else SECONDARY
        for row, (role, weight) in zip(case.features, labelled, strict=True):
            if weight:
                features.append(row)
                right.append(role)
                worth.append(weight * tier)
    return _fit(features, np.eye(len(ROLES))[right], worth, ROLES, L2["role"])


def _all_alike(case: Case) -> list[tuple[int, float]]:
    labels = [(0, 1.0)] * len(case.members)
    for alike in case.alike:
        here = [number for number in alike.members if case.members[number].token is not None]
        for number in here or alike.members:
            labels[number] = (alike.role, alike.worth / len(here or alike.members))
    return labels


def _likeliest_alike(case: Case, weights: Weights) -> list[tuple[int, float]]:
    """Return the role and weight of each member; those that only look like an actor weigh 0."""
    labels = [(0, 1.0)] * len(case.members)
    chances = _chances(case, weights)
    for alike in case.alike:
        best = max(alike.members, key=lambda number: chances[number][alike.role])
        for number in alike.members:
            if number != best and not labels[number][0]:
                labels[number] = (0, 0.0)
        labels[best] = (alike.role, alike.worth)
    return labels


def _chances(case: Case, weights: Weights) -> Floats:
    """Return the probability of each role for each member, one row each."""
    if not case.members:
        return np.zeros((0, len(ROLES)))
    return _probabilities(np.array([weights.scores(row) for row in case.features]))


def fit_countries(cases: Iterable[Case]) -> Weights:
    """Fit "is it their country?" on the actors whose words tell none."""
    rows = [row for case in cases for row in _country_rows(case)]
    right = np.array([[float(is_it)] for _, is_it in rows])
    features = [features for features, _ in rows]
    return _fit(features, right, [1.0] * len(rows), ("country",), L2["country"])


def _country_rows(case: Case) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield what speaks for each country of the first member that is an annotated actor."""
    for alike in case.alike:
        options = next((case.open[number] for number in alike.members if case.open[number]), ())
        if alike.worth > BY_COUNTRY:
            yield from ((features, country == alike.country) for country, features in options)


def _fit(
    rows: Rows, right: Floats, worth: Sequence[float], answers: Sequence[str], penalty: float
) -> Weights:
    counts = Counter(feature for row in rows for feature in row)
    kept = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    numbers = {feature: number for number, feature in enumerate(kept, 1)}
    indices = np.zeros((len(rows), max(map(len, rows))), dtype=np.int32)
    for number, row in enumerate(rows):
        found = [numbers[feature] for feature in row if feature in numbers]
        indices[number, : len(found)] = found
    values = _adam(indices, right, np.array(worth)[:, None], len(numbers) + 1, penalty)
    table = {name: tuple(map(float, values[number])) for name, number in numbers.items()}
    return Weights(tuple(answers), table)


def _adam(
    indices: NDArray[np.int32], right: Floats, worth: Floats, size: int, penalty: float
) -> Floats:
    """Return the weights that fit best, by Adam (Kingma and Ba 2015) with an L2 penalty."""
    weights = np.zeros((size, right.shape[1]))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for number in range(1, ROUNDS + 1):
        error = (_probabilities(weights[indices].sum(axis=1)) - right) * worth
        slope = penalty * weights
        for column in range(right.shape[1]):
            spread = np.repeat(error[:, column], indices.shape[1])
            slope[:, column] += np.bincount(indices.ravel(), weights=spread, minlength=size)
        slope[0] = 0
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        unbiased = mean / (1 - 0.9**number), square / (1 - 0.999**number)
        step = LEARNING_RATE * (1 - 0.9 * number / ROUNDS)
        weights = weights - step * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8)
    return weights


def _probabilities(scores: Floats) -> Floats:
    """Return the logistic function of one column, the softmax of several."""
    if scores.shape[1] == 1:
        return np.asarray(1 / (1 + np.exp(-scores)))
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def check(cases: Sequence[Case]) -> None:
    """Print how right the countries of core events are that the weights were not fitted to."""
    corpora = sorted({case.report[0] for case in cases})
    by_fold = [[case for case in cases if case.report[1] % FOLDS == n] for n in range(FOLDS)]
    by_corpus = [[case for case in cases if case.report[0] == name] for name in corpora]
    for title, parts in (("folds by report", by_fold), ("each corpus by the others", by_corpus)):
        print(title)
        fitted = list(_fitted(parts, cases))
        for limits in LIMITS:
            print(f"  {limits}")
            _compare(fitted, limits)


def _fitted(
    parts: Iterable[list[Case]], cases: Sequence[Case]
) -> Iterator[tuple[list[Case], Weights, Weights]]:
    """Yield each part with the weights that the other reports teach."""
    for part in parts:
        held = {case.report for case in part}
        others = [case for case in cases if case.report not in held]
        yield part, fit_roles(others), fit_countries(others)


def _compare(fitted: Iterable[tuple[list[Case], Weights, Weights]], limits: Limits) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for part, roles, countries in fitted:
        for case in part:
            if case.event["tier"] == "core":
                ours = _predicted(case, roles, countries, limits)
                gold = {(a["country"], a["role"]) for a in case.event["actors"] if a["country"]}
                _count(counts[case.report[0]], "country", _first(ours), _first(gold))
                _count(counts[case.report[0]], "with role", ours, gold)
    for corpus, found in counts.items():
        figures = "; ".join(_figures(found, name) for name in ("country", "with role"))
        print(f"    {corpus}: {figures}")


def _first(pairs: set[tuple[str, str]]) -> set[str]:
    return {country for country, _ in pairs}


def _count(counts: Counter[str], name: str, ours: set[Any], gold: set[Any]) -> None:
    counts.update({f"{name} right": len(ours & gold), f"{name} ours": len(ours)})
    counts[f"{name} gold"] += len(gold)


def _figures(counts: Counter[str], name: str) -> str:
    right, ours, gold = (counts[f"{name} {part}"] for part in ("right", "ours", "gold"))
    return f"{name} P {right / ours:.3f} R {right / gold:.3f} F1 {2 * right / (ours + gold):.3f}"


def _predicted(
    case: Case, roles: Weights, countries: Weights, limits: Limits
) -> set[tuple[str, str]]:
    """Return the countries with roles that the reader would find."""
    chances = _chances(case, roles)
    top = max(1 - chances[:, 0], default=0.0)
    limit = limits.likely if top >= limits.likely else max(limits.likeliest, top)
    found = set()
    for member, chance, options in zip(case.members, chances, case.open, strict=True):
        country = member.figure.country
        if options:
            best, name = max((countries.probability(row), name) for name, row in options)
            country = name if best >= limits.least else None
        if country and 1 - chance[0] >= limit:
            found.add((country, str(ROLES[int(chance[1:].argmax()) + 1])))
    return found


def main(arguments: Sequence[str]) -> None:
    """Read the corpora, then check, or fit both models and write their tables."""
    paths = [Path(word) for word in arguments if word != "--check"]
    cases = list(read_cases([*paths, OWN]))
    if "--check" in arguments:
        check(cases)
        return
    write_weights(HERE / "role_weights.csv", fit_roles(cases), NEGLIGIBLE)
    write_weights(HERE / "country_weights.csv", fit_countries(cases), NEGLIGIBLE)
    print(f"{len(cases)} events, {sum(len(case.members) for case in cases)} who may take part")


if __name__ == "__main__":
    main(sys.argv[1:])
