"""The annotated reports that ship with the project: whole, consistent, and kept apart."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from geo.model import Modality
from geo.reading.types import load_types

PARTS = ("train", "test")
Report = dict[str, Any]


@pytest.fixture(scope="module")
def parts(root: Path) -> dict[str, list[Report]]:
    """Return the reports of each part."""
    folder = root / "data" / "corpora"
    return {
        name: [
            json.loads(line)
            for line in (folder / f"{name}.jsonl").read_text("utf-8").split("\n")
            if line
        ]
        for name in PARTS
    }


@pytest.mark.parametrize("name", PARTS)
def test_every_offset_holds_what_it_says(parts: dict[str, list[Report]], name: str) -> None:
    """Spans, triggers and place names are the very words of the text."""
    for report in parts[name]:
        said = [*report["toponyms"]]
        for event in report["events"]:
            said += [event["span"], event["trigger"], *event["extra_spans"]]
            trigger, span = event["trigger"], event["span"]
            assert span["start"] <= trigger["start"] < trigger["end"] <= span["end"], event["id"]
        for one in said:
            assert report["text"][one["start"] : one["end"]] == one["text"], report["id"]


@pytest.mark.parametrize("name", PARTS)
def test_every_value_is_one_that_readers_know(parts: dict[str, list[Report]], name: str) -> None:
    """Types of the ontology, modalities of the model, coordinates on the globe."""
    types, modalities = load_types(), {modality.value for modality in Modality}
    for report in parts[name]:
        for event in report["events"]:
            assert {event["type"], *event.get("alt_types", ())} <= types.keys(), event["id"]
            assert event["modality"] in modalities, event["id"]
            for day in (event["date"]["start"], event["date"]["end"]):
                assert day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day), event["id"]
        for place in report["toponyms"]:
            assert abs(place["lat"]) <= 90, report["id"]
            assert abs(place["lon"]) <= 180, report["id"]


def test_the_parts_share_no_report_and_no_sentence(parts: dict[str, list[Report]]) -> None:
    """What is scored was never trained on."""
    sentences = {
        name: {
            sentence.strip()
            for report in reports
            for sentence in re.split(r"(?<=[.!?])\s+|\n", report["text"])
            if len(sentence.split()) >= 6
        }
        for name, reports in parts.items()
    }
    ids = [report["id"] for reports in parts.values() for report in reports]

    assert len(ids) == len(set(ids))
    assert not sentences["train"] & sentences["test"]


def test_there_is_enough_of_each(parts: dict[str, list[Report]]) -> None:
    """Reports, events, and events that did not simply happen."""
    events = [event for report in parts["train"] for event in report["events"]]
    happened = sum(event["modality"] == "happened" for event in events)

    assert len(parts["train"]) >= 150
    assert len(parts["test"]) >= 30
    assert happened / len(events) < 0.75


def test_the_barred_subjects_are_not_in_training(parts: dict[str, list[Report]]) -> None:
    """The reports that tests read are about North Korea's soldiers in Russia's war."""
    for report in parts["train"]:
        is_barred = "North Korea" in report["text"] and re.search(
            r"\bRussia|\bUkrain|\bKursk", report["text"]
        )
        assert not is_barred, report["id"]


def test_marks_name_words_by_offsets_and_types_in_use(root: Path) -> None:
    """They hold no text of the corpora that they mark, each report once."""
    lines = (root / "data" / "corpora" / "marks.jsonl").read_text("utf-8").splitlines()
    marked, types = [json.loads(line) for line in lines], load_types()

    assert len({report["id"] for report in marked}) == len(marked)
    for report in marked:
        assert report.keys() == {"id", "events"}
        for event in report["events"]:
            assert event.keys() == {"type", "modality", "tier", "trigger"}
            assert event["type"] in types
            assert event["modality"] in set(Modality)
            assert 0 <= event["trigger"]["start"] < event["trigger"]["end"]
