"""Scores of place names, on small annotated reports that can be counted by hand."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli import run
from geo.evaluation.places import FARTHEST_KM, Scores, evaluate_places, pair_up, total
from geo.model import Reading, Report, Span, Toponym, Use
from geo.places.gazetteer import Gazetteer, open_gazetteer
from geo.places.resolver import Resolver
from geo.reader import Reader

TEXT = "Talks in Kyiv and Odessa. Nobody came to Xyzzyville. Kyiv Post."


class NamedPlaces:
    """Finds the words it is told to find; an `Extractor`."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def read(self, report: Report) -> Reading:
        """Return each name where it first stands."""
        found = [
            Toponym(
                Span(at, at + len(name)), name, Use.NAME if name == "Kyiv Post" else Use.LITERAL
            )
            for name in self.names
            if (at := report.text.find(name)) >= 0
        ]
        return Reading(tuple(found), ())


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the real gazetteer."""
    return open_gazetteer()


def gold(name: str, lat: float | None = None, lon: float | None = None) -> dict[str, object]:
    """Return an annotated name."""
    at = TEXT.index(name)
    return {"start": at, "end": at + len(name), "name": name, "lat": lat, "lon": lon}


KYIV, ODESSA_TEXAS, UNKNOWN = (
    gold("Kyiv", 50.45, 30.52),
    gold("Odessa", 31.85, -102.37),
    gold("Xyzzyville"),
)


def scored(
    gazetteer: Gazetteer, *names: str, given: bool = False
) -> tuple[Scores, list[dict[str, object]]]:
    """Return scores and errors of one report in which some names are found."""
    report = {"id": "r", "text": TEXT, "toponyms": [KYIV, ODESSA_TEXAS, UNKNOWN]}
    reader = Reader(NamedPlaces(*names), Resolver(gazetteer))
    ((scores, errors),) = evaluate_places([report], reader, gazetteer, has_gold_spans=given)
    return scores, errors


def test_figures_are_those_counted_by_hand(gazetteer: Gazetteer) -> None:
    """One right, one at the wrong namesake, one missed, one too many."""
    scores, errors = scored(gazetteer, "Kyiv", "Odessa", "Talks")
    figures = scores.figures()

    assert figures["recognition precision"] == pytest.approx(2 / 3)
    assert figures["recognition recall"] == pytest.approx(2 / 3)
    assert figures["Acc@161"] == pytest.approx(1 / 2)
    assert figures["F1@161"] == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))
    assert figures["Acc@161 of found"] == pytest.approx(1 / 2)
    assert sorted(str(one["error"]) for one in errors) == ["missed", "spurious", "wrong"]


def test_a_wrong_place_is_shown_with_the_right_candidate(gazetteer: Gazetteer) -> None:
    """Both with their features, and how far apart they are."""
    _, errors = scored(gazetteer, "Kyiv", "Odessa")
    (wrong,) = [one for one in errors if one["error"] == "wrong"]

    assert isinstance(wrong["distance_km"], int)
    assert wrong["distance_km"] > 5000
    assert isinstance(wrong["right"], dict)
    assert isinstance(wrong["chosen"], dict)
    assert wrong["right"]["features"]
    assert wrong["chosen"]["id"] != wrong["right"]["id"]


def test_given_names_are_all_found(gazetteer: Gazetteer) -> None:
    """Only their places are asked for."""
    scores, _ = scored(gazetteer, given=True)

    assert scores.figures()["recognition F1"] == 1
    assert scores.counts["placed"] == 2


def test_names_inside_names_are_not_ours(gazetteer: Gazetteer) -> None:
    """As in the batch contract."""
    scores, _ = scored(gazetteer, "Kyiv Post")

    assert scores.counts["system"] == 0
    assert scores.errors_km == [FARTHEST_KM, FARTHEST_KM]


def test_no_reports_give_zeros() -> None:
    """No division by nothing."""
    assert set(total([]).figures().values()) == {0.0}


def test_totals_add_up(gazetteer: Gazetteer) -> None:
    """Twice the same is twice the counts and the same figures."""
    one, _ = scored(gazetteer, "Kyiv", "Odessa")
    two = total([one, one])

    assert two.counts["gold"] == 2 * one.counts["gold"]
    assert two.figures()["F1@161"] == one.figures()["F1@161"]
    assert sum(number for _, number, _ in two.reliability()) == 4


SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda p: Span(p[0], p[0] + p[1])),
    max_size=8,
    unique=True,
)


@given(SPANS, SPANS)
def test_pairs_overlap_and_are_one_to_one(gold: list[Span], ours: list[Span]) -> None:
    """And an exact pair is never given up for another."""
    pairs = pair_up(gold, ours)

    assert len(set(pairs.values())) == len(pairs)
    assert all(gold[one].overlaps(ours[two]) for one, two in pairs.items())
    assert all(ours[pairs[n]] == span for n, span in enumerate(gold) if span in ours)


def corpus(path: Path, *reports: object) -> Path:
    """Return a corpus file."""
    path.write_text("".join(f"{json.dumps(report)}\n" for report in reports), "utf-8")
    return path


def test_the_command_prints_figures_and_writes_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the annotated names given, so that no model is needed to know the answer."""
    report = {"id": "r", "text": TEXT, "toponyms": [KYIV, ODESSA_TEXAS]}
    errors = tmp_path / "errors.jsonl"

    file = str(corpus(tmp_path / "c.jsonl", report))

    code = run(["evaluate", "places", file, "--gold-spans", "-q", "--errors", str(errors)])

    assert code == 0
    assert "Acc@161" in capsys.readouterr().out
    assert [json.loads(line)["name"] for line in errors.read_text().splitlines()] == ["Odessa"]


@pytest.mark.parametrize(
    "report",
    [{"text": "x"}, {"text": 1, "toponyms": []}, [], {"text": "x", "toponyms": [{"start": 3}]}],
)
def test_a_line_that_is_no_annotated_report_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], report: object
) -> None:
    """With its number."""
    code = run(["evaluate", "places", str(corpus(tmp_path / "c.jsonl", report)), "-q"])

    assert code == 1
    assert "c.jsonl:1" in capsys.readouterr().err


def test_a_place_that_is_not_resolved_is_as_far_off_as_can_be(gazetteer: Gazetteer) -> None:
    """Half the equator."""
    report = {"id": "r", "text": TEXT, "toponyms": [gold("Xyzzyville", 1.0, 1.0)]}
    reader = Reader(NamedPlaces("Xyzzyville"), Resolver(gazetteer))

    ((scores, errors),) = evaluate_places([report], reader, gazetteer)

    assert scores.errors_km == [FARTHEST_KM]
    assert errors[0]["chosen"] is None
