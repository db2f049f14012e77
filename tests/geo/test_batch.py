"""JSON lines in, JSON lines out: the contracts, order, and what one bad line does."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.answers import extract, geoparse
from geo.batch import Answer, extract_lines, geoparse_lines, locate_lines
from geo.errors import DatelineError, ModelMissing
from geo.model import Reading, Report, Span, Toponym, Use
from geo.reader import Reader
from tests.geo.parts import LineExtractor, ThreeRowGazetteer, strike

LINES = "2024-10-17: Ukraine #statement.announce @Brussels\n2024-10-18: Nobody #meet @Atlantis\n"


def line_reader(gazetteer: Path | None) -> Reader:
    """Return a reader of made-up lines, as other processes too can make it."""
    del gazetteer
    return Reader(LineExtractor(), ThreeRowGazetteer())


def no_reader(gazetteer: Path | None) -> Reader:
    """Fail as an installation without a language model does."""
    raise ModelMissing([str(gazetteer)])


class DyingExtractor:
    """An extractor that takes its process with it."""

    def read(self, report: Report) -> Reading:
        """End the process at once, as the system does when memory runs out."""
        import os

        os._exit(len(report.text) and 9)


def dying_reader(gazetteer: Path | None) -> Reader:
    """Return a reader whose process does not survive a report."""
    del gazetteer
    return Reader(DyingExtractor(), ThreeRowGazetteer())


class GivenToponyms:
    """An extractor that finds what it is told to."""

    def __init__(self, *toponyms: Toponym) -> None:
        """Take what to find."""
        self.toponyms = toponyms

    def read(self, report: Report) -> Reading:
        """Return the toponyms, whatever the report says."""
        del report
        return Reading(self.toponyms, ())


class GivenEvents(Reader):
    """A reader that finds one event with everything on it."""

    def events(self, report: Report, **options: object) -> list[Any]:
        """Return the event."""
        del report, options
        return [strike()]


def encoded(*objects: object) -> list[bytes]:
    """Return objects as JSON lines."""
    return [json.dumps(one).encode() + b"\n" for one in objects]


def decoded(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Return what answers say."""
    return [json.loads(answer.text) for answer in answers]


def test_toponyms_have_the_members_of_the_contract() -> None:
    """Acceptance reads these names."""
    (line,) = decoded(geoparse_lines(encoded({"id": "a", "text": LINES}), opener=line_reader))

    assert line["id"] == "a"
    assert line["toponyms"][0] == {
        "start": LINES.index("Brussels"),
        "end": LINES.index("Brussels") + len("Brussels"),
        "name": "Brussels",
        "lat": 50.85045,
        "lon": 4.34878,
        "geonameid": None,
        "kind": "city",
        "precision": "settlement",
        "confidence": 0.8,
        "why": "the only place of this name",
    }


def test_a_toponym_that_is_not_resolved_has_null_coordinates_and_says_why() -> None:
    """It is not dropped."""
    (line,) = decoded(geoparse_lines(encoded({"id": 1, "text": LINES}), opener=line_reader))

    atlantis = line["toponyms"][1]
    assert (atlantis["name"], atlantis["lat"], atlantis["lon"]) == ("Atlantis", None, None)
    assert (atlantis["kind"], atlantis["precision"]) == (None, "unknown")
    assert atlantis["why"]


def test_names_inside_names_are_left_out_and_demonyms_say_so() -> None:
    """A newspaper is no place; a word for a people has a kind of its own."""
    text = "Fiji Times: Fiji, Fiji, fiji"
    inside = Toponym(Span(0, 4), "Fiji", use=Use.NAME)
    speaker = Toponym(Span(12, 16), "Fiji", use=Use.METONYM)
    people = Toponym(Span(18, 22), "Fiji", is_demonym=True)
    reader = Reader(GivenToponyms(inside, speaker, people), ThreeRowGazetteer())

    found = geoparse(Report(text), reader)["toponyms"]

    assert [(one["start"], one["kind"]) for one in found] == [(12, "country"), (18, "demonym")]


def test_an_event_has_the_structure_of_the_gold_standard() -> None:
    """Places, actors, quantities, date and spans as the scorer reads them."""
    reader = GivenEvents(LineExtractor(), ThreeRowGazetteer())

    (event,) = extract(Report("any"), reader)["events"]

    text = strike().report.text
    assert event["type"] == "strike.missile"
    assert event["modality"] == "claimed"
    assert event["actors"][0] == {
        "id": "PRK-MIL",
        "name": "North Korean army",
        "country": "PRK",
        "role": "recipient",
        "sector": "MIL",
    }
    assert event["date"] == {
        "start": None,
        "end": "2024-10-04",
        "precision": "open",
        "edtf": "../2024-10-04",
        "text": "4 October 2024",
    }
    assert [(p["name"], p["kind"], p["role"], p["lat"]) for p in event["places"]] == [
        ("Donetsk Oblast", "admin1", "event", 48.0),
        ("Kyiv", None, "statement", None),
    ]
    assert [(q["value"], q["role"], q["part_of"]) for q in event["quantities"]] == [
        (20, "killed", None),
        (6, "killed", 20),
    ]
    assert event["reported_by"] == ["Kyiv"]
    assert event["extra_spans"] == []
    for name in ("span", "trigger"):
        span = event[name]
        assert text[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b"{", "not JSON", id="cut"),
        pytest.param(b"[1]", "not a JSON object", id="list"),
        pytest.param(b"\xff", "not JSON", id="no UTF-8"),
        pytest.param(b'{"text": NaN}', "NaN is no JSON", id="NaN"),
        pytest.param(b"[" * 100_000, "not JSON", id="nested"),
        pytest.param(b'{"id": "a"}', "'text' is missing", id="no text"),
        pytest.param(b'{"id": "a", "text": 5}', "'text' is not text", id="a number"),
        pytest.param(b'{"id": 1.5, "text": ""}', "'id'", id="id"),
    ],
)
def test_a_bad_line_gives_an_error_and_does_not_stop_the_others(line: bytes, reason: str) -> None:
    """Its place in the order is kept, and its number is told."""
    good = encoded({"id": "b", "text": LINES})[0]

    answers = list(geoparse_lines([good, b"\n", line, good], opener=line_reader))

    assert [answer.is_error for answer in answers] == [False, True, False]
    bad = json.loads(answers[1].text)
    assert reason in bad["error"]
    assert bad["line"] == 3


def test_extracting_refuses_a_date_that_is_none() -> None:
    """A wrong date would put every event at a wrong time."""
    wrong, right = ({"id": n, "text": LINES, "published": p} for n, p in ((1, "?"), (2, None)))

    first, second = decoded(extract_lines(encoded(wrong, right), opener=line_reader))

    assert "published" in first["error"]
    assert first["id"] == 1
    assert len(second["events"]) == 2


def test_geoparsing_looks_at_the_text_alone() -> None:
    """What else a line says may be in any form."""
    line = {"id": 1, "text": LINES, "published": ["?"], "date": 7}

    assert len(decoded(geoparse_lines(encoded(line), opener=line_reader))[0]["toponyms"]) == 2


def test_half_a_surrogate_pair_is_no_end() -> None:
    """It goes through, in whatever member it stands."""
    line = b'{"id": "\\ud800", "text": "2024-10-17: \\ud800 #meet @Brussels"}'

    (answer,) = geoparse_lines([line], opener=line_reader)

    assert json.loads(answer.text)["id"] == "\ud800"
    assert answer.text.encode()


def test_processes_answer_in_order() -> None:
    """More lines than may wait at once, read by two processes."""
    lines = encoded(*({"id": n, "text": LINES if n % 7 else 0} for n in range(60)))

    answers = list(geoparse_lines(lines, jobs=2, opener=line_reader))

    assert [json.loads(answer.text)["id"] for answer in answers] == list(range(60))
    assert [answer.is_error for answer in answers] == [n % 7 == 0 for n in range(60)]
    assert answers == list(geoparse_lines(lines, opener=line_reader))


@pytest.mark.parametrize("jobs", [1, 2])
def test_without_a_model_nothing_is_read(jobs: int) -> None:
    """That is said once, and not in each line."""
    with pytest.raises(DatelineError, match="no language model"):
        list(geoparse_lines(encoded({"text": LINES}), jobs=jobs, opener=no_reader))


def test_a_process_that_dies_is_said() -> None:
    """Rather than waiting for ever."""
    with pytest.raises(DatelineError, match="ended abruptly"):
        list(geoparse_lines(encoded({"text": LINES}), jobs=2, opener=dying_reader))


@given(st.lists(st.binary(max_size=40) | st.text(max_size=20).map(str.encode), max_size=5))
def test_every_line_that_is_not_blank_is_answered(lines: Sequence[bytes]) -> None:
    """Whatever the bytes are."""
    answers = list(extract_lines(lines, opener=line_reader))

    assert len(answers) == sum(bool(line.strip()) for line in lines)
    assert all(json.loads(answer.text) for answer in answers)


def test_the_scorers_accept_what_is_written(tmp_path: Path, shared: Path) -> None:
    """No span lies outside its text, and no document is unknown."""
    gold = shared / "corpora" / "wikinews_gold.jsonl"
    found = tmp_path / "events.jsonl"
    lines = gold.read_bytes().splitlines()[:3]
    some = tmp_path / "gold.jsonl"
    some.write_bytes(b"\n".join(lines))
    found.write_text("\n".join(answer.text for answer in extract_lines(lines, opener=line_reader)))

    done = subprocess.run(
        [sys.executable, shared / "tools" / "score_events.py", some, found, "--json"],
        capture_output=True,
        check=True,
    )

    scores = json.loads(done.stdout)
    assert scores["unknown_system_documents"] == []
    assert scores["bad_system_spans"] == 0


class GivenPlaces:
    """A locator that says an event happened at its own word."""

    def places_of(self, report: Report, triggers: Sequence[Span]) -> Sequence[Span]:
        """Return the words themselves, whatever the report says."""
        del report
        return triggers


def locating_reader(gazetteer: Path | None) -> Reader:
    """Return a reader with such a locator, as other processes too can make it."""
    del gazetteer
    return Reader(LineExtractor(), ThreeRowGazetteer(), locator=GivenPlaces())


@pytest.mark.parametrize("jobs", [1, 2])
def test_locations_have_the_members_of_the_contract(jobs: int) -> None:
    """Acceptance reads these names."""
    line = {"id": 7, "text": "Rockets hit Kyiv.", "event_spans": [{"start": 8, "end": 11}]}

    (answer,) = decoded(locate_lines(encoded(line), opener=locating_reader, jobs=jobs))

    assert answer == {"id": 7, "locations": [{"start": 8, "end": 11, "name": "hit"}]}


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        pytest.param(None, "is missing", id="missing"),
        pytest.param("8-11", "is no list", id="text"),
        pytest.param([8, 11], "no stretch", id="numbers"),
        pytest.param([{"start": 8}], "no stretch", id="no end"),
        pytest.param([{"start": 8, "end": 99}], "no stretch", id="beyond the text"),
        pytest.param([{"start": 8, "end": 8}], "no stretch", id="empty"),
        pytest.param([{"start": False, "end": True}], "no stretch", id="truth values"),
    ],
)
def test_a_line_whose_event_words_are_nowhere_is_named(spans: object, reason: str) -> None:
    """The line is answered with an error, and the others are read."""
    good = {"id": 2, "text": "Rockets hit Kyiv.", "event_spans": []}
    bad = {"id": 1, "text": "Rockets hit Kyiv.", "event_spans": spans}

    first, second = decoded(locate_lines(encoded(bad, good), opener=locating_reader))

    assert reason in first["error"]
    assert second == {"id": 2, "locations": []}


def test_a_reader_without_a_locator_says_so() -> None:
    """No line is answered as if its event had no place."""
    line = {"id": 1, "text": "Rockets hit Kyiv.", "event_spans": [{"start": 8, "end": 11}]}

    with pytest.raises(DatelineError, match="cannot tell where"):
        list(locate_lines(encoded(line), opener=line_reader))
