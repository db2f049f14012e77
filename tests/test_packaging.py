"""What is installed under which name."""

from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest


@pytest.mark.parametrize("name", ["geo", "maps", "api"])
def test_top_level_name_is_ours_alone(name: str) -> None:
    """Another distribution of the same top-level name would overwrite our files."""
    assert set(packages_distributions().get(name, [])) <= {"dateline"}


def test_the_installed_version_is_the_changelogs_newest(root: Path) -> None:
    """A release without a changelog entry tells users nothing."""
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"## {version('dateline')}" in changelog


def test_lock_files_name_hashes_and_no_hosts(root: Path) -> None:
    """Dependencies are pinned by hash; where they come from is the installer's business."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (root / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if "==" in line]

        assert all(line.endswith("\\") for line in pins)
        assert not [line for line in lines if "://" in line]
