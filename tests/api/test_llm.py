"""The command line with a large language model: settings, cost, and what becomes of failures."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import run
from api.settings import LlmSettings
from api.workspace import BadSetting, Workspace, load_llm_settings, load_settings
from geo.store.geopackage import GeoPackageStore
from tests.llm_server import LlmServer, completion, message

REPORT = "Police in Baghdad arrested three men on 3 May 2021."
ARREST = {
    "type": "abduct.kidnap",
    "quote": REPORT,
    "trigger": "arrested",
    "modality": "happened",
    "date": "3 May 2021",
    "actors": [{"words": "Police", "role": "actor"}],
    "places": [{"words": "Baghdad", "role": "event"}],
    "quantities": ["three men"],
    "sources": [],
    "about": [],
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LlmServer]:
    """Return a server that the settings name."""
    running = LlmServer()
    monkeypatch.setenv("DATELINE_LLM_URL", running.address)
    monkeypatch.setenv("DATELINE_LLM_MODEL", "tiny")
    monkeypatch.setenv("DATELINE_LLM_KEY", "hush")
    yield running
    running.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one report."""
    (tmp_path / "r.txt").write_text(REPORT)
    return tmp_path


def read(folder: Path) -> int:
    """Read the report into a store and return the exit code."""
    return run(["read", str(folder / "r.txt"), "--store", str(folder / "s.gpkg")])


def types(folder: Path) -> list[str]:
    """Return the types of the events in the store."""
    with GeoPackageStore(folder / "s.gpkg", is_read_only=True) as kept:
        return [row["type"] for row in kept.rows()]


def test_reading_asks_the_model_and_says_the_cost(
    server: LlmServer, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its event is in the store, resolved by our own code."""
    server.acts = [completion({"events": [ARREST]}, tokens=(2100, 90))]

    assert read(folder) == 0
    assert "1 calls, 2100 tokens in, 90 out" in capsys.readouterr().out
    assert types(folder) == ["abduct.kidnap"]


def test_an_event_that_the_model_read_is_explained_without_the_trigger_model(
    server: LlmServer, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The ordinary reading has no such event, and the model is not asked again."""
    server.acts = [completion({"events": [ARREST]})]
    read(folder)
    with GeoPackageStore(folder / "s.gpkg", is_read_only=True) as kept:
        (row,) = kept.rows()

    assert run(["explain", row["id"], "--store", str(folder / "s.gpkg")]) == 0
    assert "does not find this event" in " ".join(capsys.readouterr().out.split())
    assert len(server.asked) == 1


def test_a_failure_is_read_without_the_model(
    server: LlmServer, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless the settings say otherwise."""
    server.acts = [message("I cannot help with that.")]

    assert read(folder) == 0
    assert "1 reports read without it" in capsys.readouterr().out
    assert types(folder) == ["arrest.detain"]


def test_a_failure_may_fail_the_report(
    server: LlmServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is named, with the reason, and not in the store."""
    monkeypatch.setenv("DATELINE_LLM_ON_FAILURE", "fail")
    server.acts = [message("I cannot help with that.")]

    assert read(folder) == 1
    assert "gave no reading: it did not answer with the JSON" in capsys.readouterr().err
    assert types(folder) == []


def test_no_model_is_asked_unless_one_is_set(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is any cost spoken of."""
    assert read(folder) == 0
    assert "language model" not in capsys.readouterr().out
    assert Workspace(load_settings(), None, LlmSettings()).llm_extractor is None


def test_an_endpoint_without_a_model_is_a_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said once, before any report is read."""
    monkeypatch.setenv("DATELINE_LLM_URL", "http://127.0.0.1:9/v1")

    assert read(folder) == 1
    assert "set DATELINE_LLM_MODEL" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"), [("TIMEOUT_S", "soon"), ("TIMEOUT_S", "0"), ("ON_FAILURE", "shrug")]
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """By its variable."""
    monkeypatch.setenv(f"DATELINE_LLM_{name}", value)

    with pytest.raises(BadSetting, match=f"DATELINE_LLM_{name}"):
        load_llm_settings()


@pytest.mark.parametrize("name", LlmSettings.model_fields)
def test_settings_are_documented(root: Path, name: str) -> None:
    """Each with its variable and default."""
    default = LlmSettings.model_fields[name].default
    shown = f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
    page = (root / "docs/reference/settings.md").read_text("utf-8")

    assert f"| `DATELINE_LLM_{name.upper()}` | {shown if str(default) else 'unset'} |" in page
