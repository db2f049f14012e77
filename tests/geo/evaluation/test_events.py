"""Scores of events, on small annotated reports that can be counted by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from geo.evaluation.events import EventScores, compare_events, evaluate_events
from geo.evaluation.events import precision_recall_f1 as figures
from geo.reader import Reader
from tests.geo.parts import LineExtractor, ThreeRowGazetteer

TEXT = "Two men were arrested in Ulm on Monday. A court in Bonn will hear the case."


def told(kind: str, trigger: str, **more: object) -> dict[str, Any]:
    """Return an event told by a word of the text."""
    at = TEXT.index(trigger)
    span = {"start": at, "end": at + len(trigger)}
    return {"type": kind, "span": span, "trigger": span, "modality": "happened", **more}


ARREST, HEARING = told("arrest.detain", "arrested"), told("court.hear", "hear")
REPORT = {"id": "r", "text": TEXT, "events": [ARREST, HEARING]}


def kinds(errors: list[dict[str, Any]]) -> list[str]:
    """Return what is wrong, in order."""
    return [error["error"] for error in errors]


def test_the_same_events_are_all_right() -> None:
    """No error, and every figure is 1."""
    scores, errors = compare_events(REPORT, [ARREST, HEARING])

    assert figures(scores.lenient) == figures(scores.strict) == (1, 1, 1)
    assert errors == []


def test_errors_show_their_sentence() -> None:
    """One missed, one too many, whose words stand where it is told."""
    scores, errors = compare_events(REPORT, [ARREST, told("meet.talks", "case")])

    assert figures(scores.lenient) == (0.5, 0.5, 0.5)
    assert kinds(errors) == ["missed", "spurious"]
    assert errors[0]["sentence"] == "A court in Bonn will hear the case."
    assert errors[0]["trigger"] == "hear"
    assert scores.groups["court"]["missed"] == scores.groups["meet"]["spurious"] == 1


def test_another_group_for_the_same_word_is_one_error() -> None:
    """Though it counts as missed and as spurious."""
    scores, errors = compare_events(REPORT, [ARREST, told("meet.talks", "hear")])

    assert kinds(errors) == ["wrong type"]
    assert (errors[0]["right"], errors[0]["read"]) == ("court.hear", "meet.talks")
    assert scores.lenient["missed"] == scores.lenient["spurious"] == 1


def test_a_wrong_type_of_the_right_group_is_an_error_of_the_strict_score() -> None:
    """The lenient one takes it."""
    scores, errors = compare_events(REPORT, [told("arrest.raid", "arrested"), HEARING])

    assert kinds(errors) == ["wrong type"]
    assert figures(scores.lenient) == (1, 1, 1)
    assert figures(scores.strict) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("member", "value", "error"),
    [
        ("date", {"start": "2024-10-21", "end": "2024-10-21"}, "wrong date"),
        ("places", [{"kind": "country", "country": "DE"}], "wrong place"),
        ("actors", [{"country": "DEU", "role": "actor"}], "wrong actors"),
        ("modality", "planned", "wrong modality"),
        ("quantities", [{"value": 2, "role": "people"}], "wrong quantities"),
    ],
)
def test_each_wrong_field_is_an_error(member: str, value: object, error: str) -> None:
    """With what is right and what was read."""
    _, errors = compare_events(REPORT, [{**ARREST, member: value}, HEARING])

    assert kinds(errors) == [error]
    assert errors[0]["read"] == value


def test_an_event_told_twice_is_a_duplicate() -> None:
    """It is spurious, and said to be no more than that."""
    scores, errors = compare_events(REPORT, [ARREST, ARREST, HEARING])

    assert kinds(errors) == ["duplicate"]
    assert scores.lenient["duplicates"] == scores.lenient["spurious"] == 1


def test_scores_add_up() -> None:
    """Twice the same is twice the counts and the same figures."""
    whole = EventScores()
    for _ in range(2):
        whole.add(compare_events(REPORT, [ARREST])[0])

    assert whole.lenient["hits"] == whole.groups["arrest"]["hits"] == 2
    assert figures(whole.lenient) == pytest.approx((1, 0.5, 2 / 3))
    assert set(EventScores().figures().values()) == {0.0}


def test_reports_are_read_by_the_reader() -> None:
    """A line of a made-up notation is an event."""
    line = "2024-10-17: Ukraine #meet.talks @Brussels"
    span = {"start": 0, "end": len(line)}
    report = {"id": "r", "text": line, "events": [{"type": "meet.talks", "span": span}]}
    reader = Reader(LineExtractor(), ThreeRowGazetteer())

    ((scores, _),) = evaluate_events([report], reader)

    assert figures(scores.strict) == (1, 1, 1)


def test_the_command_prints_figures_and_writes_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each error on a line of its own."""
    corpus, errors = tmp_path / "c.jsonl", tmp_path / "errors.jsonl"
    corpus.write_text(json.dumps(REPORT) + "\n", "utf-8")

    code = run(["evaluate", "events", str(corpus), "-q", "--errors", str(errors)])

    said = capsys.readouterr().out
    assert code == 0
    assert "lenient" in said
    assert "2 core events annotated" in said
    assert all("sentence" in json.loads(line) for line in errors.read_text().splitlines())


@pytest.mark.parametrize(
    "report",
    [
        {"text": "x"},
        {"text": "x", "events": [{"type": "meet"}]},
        {"text": "x", "events": [{"type": None, "span": {"start": 0, "end": 1}}]},
        {"text": "x", "events": ["meet"]},
    ],
)
def test_a_line_that_is_no_annotated_report_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], report: object
) -> None:
    """With its number."""
    corpus = tmp_path / "c.jsonl"
    corpus.write_text(json.dumps(report) + "\n", "utf-8")

    assert run(["evaluate", "events", str(corpus), "-q"]) == 1
    assert "c.jsonl:1" in capsys.readouterr().err
