"""The command line: what it writes, what it says, and its exit codes."""

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from api.cli import INTERRUPTED, run
from api.terminal import plain
from geo.errors import StoreError
from geo.store.geopackage import GeoPackageStore
from tests.api.conftest import EVENTS, fill
from tests.geo.parts import strike

HEAVY = {"geopandas", "spacy", "folium", "pandas", "shapely", "numpy", "fastapi", "uvicorn"}
INSIDE = {"Donetsk Oblast": 1.0, "A town": 1.0}
REPORT = "A bomb killed ten people in Baghdad on 3 May 2021."


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store that one real report was read into."""
    folder = tmp_path_factory.mktemp("read")
    (folder / "report.txt").write_text(REPORT)
    assert run(["read", str(folder / "report.txt"), "--store", str(folder / "s.gpkg"), "-q"]) == 0
    return folder


def test_help_imports_nothing_heavy() -> None:
    """Nobody waits seconds to be told what to type."""
    code = (
        "import sys; from api.cli import run; run(['--help']); run(['read', '--help']);"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "Read reports into the store" in done.stdout
    assert not HEAVY & set(done.stdout.splitlines()[-1].split())


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` and no more."""
    from importlib.metadata import version

    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"dateline {version('dateline')}\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(["stat"], 2, "No such command", id="command"),
        pytest.param(["stats", "--actors", "x"], 2, "No such option", id="option"),
        pytest.param(["stats", "--from", "soon"], 2, "'soon' is not a date", id="date"),
        pytest.param(["stats", "--type", "strik"], 2, "did you mean 'strike", id="type"),
        pytest.param(["stats", "--actor", "Nobodi"], 2, "did you mean 'Nobody'", id="actor"),
        pytest.param(["stats", "--coverage", "0.5"], 2, "it is of a region", id="coverage alone"),
        pytest.param(
            ["stats", "--region", "UA", "--coverage", "50%"], 2, "coverage='50%'", id="coverage"
        ),
        pytest.param(["export", "x.shp"], 1, "known formats are", id="format"),
        pytest.param(["export", "no/such/folder/x.csv"], 1, "cannot write", id="folder"),
        pytest.param(["geoparse", "nothing.jsonl", "out.jsonl"], 1, "nothing.jsonl: No", id="in"),
    ],
)
def test_what_is_wrong_is_one_line(
    filled: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    said: str,
) -> None:
    """2 for what is typed wrong, 1 where nothing could be done; never a traceback."""
    store = ["--store", str(filled)] if words[0] in {"stats", "export"} else []

    assert run([*words, *store]) == code
    message = capsys.readouterr().err
    assert said in message
    assert "Traceback" not in message


def test_a_store_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what makes one; and none is made in passing."""
    assert run(["stats", "--store", str(tmp_path / "no.gpkg")]) == 1
    assert "dateline read" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_is_named(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The variable and what is wrong with it."""
    monkeypatch.setenv("DATELINE_MAX_LIMIT", "many")

    assert run(["stats", "--store", str(filled)]) == 1
    assert "DATELINE_MAX_LIMIT" in capsys.readouterr().err


def test_stats_count_what_matches(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By type and more, under the filters."""
    assert run(["stats", "--store", str(filled), "--type", "strike"]) == 0

    said = capsys.readouterr().out
    assert "9 events that match" in said
    assert "strike.missile" in said


def test_stats_of_nothing_are_no_fault(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A filter may find nothing."""
    assert run(["stats", "--store", str(filled), "--from", "2030-01-01"]) == 0
    assert "0 events" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param([], EVENTS, id="all"),
        pytest.param(["--to", "2024-01-01"], 4, id="to"),
        pytest.param(["--bbox", "4,50,5,51"], 8, id="box"),
        pytest.param(["--bbox", "-180,-90,0,90"], 0, id="box in the west"),
        pytest.param(["--actor", "Nobody", "--actor", "Ukraine"], 16, id="two actors"),
        pytest.param(["--text", "killed"], 1, id="text"),
    ],
)
def test_export_writes_what_matches(
    filled: Path, capsysbinary: pytest.CaptureFixture[bytes], words: list[str], expected: int
) -> None:
    """To standard output with `-`, in the format that is named."""
    assert run(["export", "-", "--format", "csv", "--store", str(filled), *words]) == 0

    lines = csv.reader(io.StringIO(capsysbinary.readouterr().out.decode()))
    assert len(list(lines)) == expected + 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param([], INSIDE, id="what belongs"),
        pytest.param(["--coverage", "0.5"], INSIDE, id="what is mostly covered"),
        pytest.param(
            ["--coverage", "0.1"], INSIDE | {"eastern Ukraine": 0.256}, id="what is covered"
        ),
        pytest.param(["--region", "FJ"], INSIDE | {"Fiji": 1.0}, id="two"),
    ],
)
def test_export_says_which_share_of_a_place_a_region_covers(
    vague: Path, capsys: pytest.CaptureFixture[str], words: list[str], expected: dict[str, float]
) -> None:
    """As the service does; the gazetteer's outline of the oblast covers a quarter of the box."""
    store = ["--store", str(vague), "--region", "UA-14"]

    assert run(["export", "-", "--format", "geojsonl", *store, *words]) == 0

    rows = [json.loads(line)["properties"] for line in capsys.readouterr().out.splitlines()]
    found = {row["place"]: row["region_coverage"] for row in rows}
    assert found == pytest.approx(expected, abs=0.02)


def test_stats_count_what_is_covered(vague: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One more than what belongs to the oblast."""
    words = ["stats", "--store", str(vague), "--region", "UA-14", "--coverage", "0.1"]

    assert run(words) == 0
    assert "3 events that match" in capsys.readouterr().out


def test_export_takes_the_format_from_the_suffix(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says how many events there are."""
    file = tmp_path / "events.geojson"

    assert run(["export", str(file), "--store", str(filled)]) == 0
    assert len(json.loads(file.read_bytes())["features"]) == EVENTS
    assert f"{EVENTS} events" in capsys.readouterr().out


def test_export_never_replaces_a_store(filled: Path, tmp_path: Path) -> None:
    """A slip of the keyboard must not cost the reports."""
    store = tmp_path / "store.gpkg"
    fill(store, reports=1)

    assert run(["export", str(store), "--store", str(filled)]) == 1
    with GeoPackageStore(store, is_read_only=True) as kept:
        assert kept.count() == 4


def test_a_whole_store_passes_the_check(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the number of events; `--digest` is the same whoever asks."""
    assert run(["check", "--store", str(filled)]) == 0
    assert f"{EVENTS} events" in capsys.readouterr().out

    assert run(["check", "--digest", "--store", str(filled)]) == 0
    with GeoPackageStore(filled, is_read_only=True) as store:
        assert capsys.readouterr().out == f"{store.digest()}\n"


def test_a_quote_that_is_not_in_its_report_fails_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every claim must lead back to its words."""
    from dataclasses import replace

    path = tmp_path / "store.gpkg"
    event = strike()
    event = replace(event, mention=replace(event.mention, quote="never said"))
    with GeoPackageStore(path) as store:
        store.add(event.report, [event])

    assert run(["check", "--store", str(path)]) == 1
    assert event.id in capsys.readouterr().err


def test_reading_puts_events_where_they_happened(
    read: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From text to the table, through the command."""
    store = str(read / "s.gpkg")

    assert run(["export", "-", "--format", "geojsonl", "--store", store, "--region", "IQ"]) == 0
    rows = [json.loads(line)["properties"] for line in capsys.readouterr().out.splitlines()]
    assert {(row["place"], row["date_start"]) for row in rows} == {("Baghdad", "2021-05-03")}


def test_reading_says_what_became_of_each_report(
    read: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Known ones are passed over, bad ones named, and the exit code says partly done."""
    (read / "bad.json").write_text('{"text": ')
    words = ["read", str(read / "report.txt"), str(read / "bad.json")]

    assert run([*words, "--store", str(read / "s.gpkg")]) == 3
    said = capsys.readouterr()
    assert "0 read, 1 known already, 1 failed" in said.out
    assert "bad.json" in said.err


def test_reading_nothing_but_bad_reports_is_a_failure(tmp_path: Path) -> None:
    """Exit code 1: nothing done."""
    words = ["read", str(tmp_path / "nothing.txt"), "--store", str(tmp_path / "s.gpkg"), "-q"]

    assert run(words) == 1


def test_a_map_is_one_file(read: Path) -> None:
    """With the events in it."""
    file = read / "map.html"

    code = run(["map", str(file), "--store", str(read / "s.gpkg"), "--title", "My map", "-q"])

    if code == 1:
        pytest.skip("the page's third-party files are not fetched (make vendor)")
    assert code == 0
    assert "My map" in file.read_text("utf-8")


def test_a_place_is_shown_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    """Candidates, best first; an unknown one offers the nearest."""
    assert run(["place", "Kharkiv"]) == 0
    assert "city" in capsys.readouterr().out
    assert run(["place", "Xqzzyq"]) == 1
    assert "no place is known as 'Xqzzyq'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "lines", "code"),
    [
        pytest.param("geoparse", [{"id": 1, "text": REPORT}], 0, id="all"),
        pytest.param("extract", [{"id": 1, "text": REPORT}, {"id": 2}], 3, id="part"),
        pytest.param("extract", [{"id": 2}], 1, id="none"),
        pytest.param(
            "locate",
            [{"id": 1, "text": REPORT, "event_spans": [{"start": 7, "end": 13}]}],
            0,
            id="locate",
        ),
    ],
)
def test_batches_say_how_much_was_done(
    tmp_path: Path, command: str, lines: list[dict[str, object]], code: int
) -> None:
    """By the exit code; a line out for each line in."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))

    assert run([command, str(source), str(target), "-q"]) == code
    answers = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [line["id"] for line in lines]


def test_a_batch_never_overwrites_what_it_reads(tmp_path: Path) -> None:
    """The same file twice is refused before it is opened."""
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": ""}\n')

    assert run(["extract", str(source), str(source)]) == 2
    assert source.read_text() == '{"text": ""}\n'


def test_what_a_terminal_would_obey_is_made_visible() -> None:
    """Report text cannot move the cursor or colour the screen."""
    assert plain("\x1b[31mred\x07\u202e") == "�[31mred��"


def test_the_service_answers_and_ends_when_told(tmp_path: Path) -> None:
    """A process of its own on a free port, an empty store made for it, and a clean end."""
    store = tmp_path / "new.gpkg"
    words = ["serve", "--port", "0", "--store", str(store)]
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "api.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split(" at ")[1].split()[0]
        health = httpx2.get(f"{address}/healthz", timeout=30).json()
        process.send_signal(2)
        _, complaints = process.communicate(timeout=30)

    assert health["events"] == 0
    assert "made an empty one" in complaints
    assert "Traceback" not in complaints
    assert process.returncode == 0


def is_store(path: Path) -> bool:
    """Return whether a whole store lies at `path` by now."""
    try:
        GeoPackageStore(path, is_read_only=True).close()
    except StoreError:
        return False
    return True


def test_an_interrupted_reading_ends_in_order(tmp_path: Path) -> None:
    """Ctrl-C gives one line and the exit code of shells; the store stays whole."""
    store = tmp_path / "s.gpkg"
    words = [sys.executable, "-m", "api.cli", "read", "-", "--store", str(store)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while not is_store(store):  # it then waits for the report
            time.sleep(0.05)
        process.send_signal(2)
        assert process.stderr is not None
        complaints = process.stderr.read()

    assert process.returncode == INTERRUPTED
    assert complaints == "dateline: interrupted; what was finished is kept\n"
    assert run(["check", "--store", str(store), "-q"]) == 0


def test_a_port_that_is_taken_is_said(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a traceback."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["serve", "--port", port, "--store", str(filled), "-q"]) == 1

    assert "cannot listen on 127.0.0.1 port" in capsys.readouterr().err
