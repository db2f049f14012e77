"""The command that explains an event of a store."""

import json
from pathlib import Path

import pytest

from api.cli import run
from geo.store.geopackage import GeoPackageStore

REPORT = "Police in Baghdad arrested three men on 3 May 2021."


def test_an_event_is_explained_from_store_and_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its sentence is marked, and each field has a reason."""
    store = tmp_path / "s.gpkg"
    (tmp_path / "r.json").write_text(json.dumps({"text": REPORT, "publisher": "Example Post"}))
    assert run(["read", str(tmp_path / "r.json"), "--store", str(store), "-q"]) == 0
    with GeoPackageStore(store, is_read_only=True) as kept:
        (event_id,) = [row["id"] for row in kept.rows()]

    code = run(["explain", event_id, "--store", str(store)])

    said = capsys.readouterr().out
    assert code == 0
    assert "[arrested|trigger]" in said
    assert "[Baghdad|place: event]" in said
    assert "the words say it themselves" in " ".join(said.split())
    assert "Example Post, 2021-05-03" in said


def test_an_event_that_is_not_there_is_said(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line and no traceback."""
    assert run(["explain", "0000", "--store", str(filled)]) == 1
    assert "no event has the id '0000'" in capsys.readouterr().err
