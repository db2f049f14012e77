"""The compiled file: made by a process of its own, once."""

import shutil
from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.places import compiled
from geo.places.gazetteer import Gazetteer


def test_a_failure_of_the_compiling_process_is_an_error_of_ours(tmp_path: Path) -> None:
    """Its message comes through, and names the file."""
    (tmp_path / "folder.sqlite").mkdir()

    with pytest.raises(GazetteerError, match=r"folder\.sqlite"):
        compiled.build_once(tmp_path / "folder.sqlite", None)


def test_a_whole_file_is_not_compiled_again(gazetteer: Gazetteer, tmp_path: Path) -> None:
    """Another process was faster."""
    file = tmp_path / "g.sqlite"
    shutil.copy(gazetteer.path, file)
    before = file.stat().st_mtime_ns
    steps: list[str] = []

    compiled.build_once(file, lambda name, _, __: steps.append(name))

    assert (file.stat().st_mtime_ns, steps) == (before, [])


def test_a_program_says_what_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard output, for the process that started it."""
    (tmp_path / "file").write_text("")

    assert compiled._main(tmp_path / "file" / "g.sqlite") == 1
    assert "cannot be written" in capsys.readouterr().out
