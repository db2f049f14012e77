"""The files the page is made of."""

from pathlib import Path

import pytest

from maps import assets
from maps.assets import AssetMissing, read_asset, static_dir


def test_missing_third_party_files_say_how_to_fetch_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fresh checkout has none."""
    monkeypatch.setattr(assets, "_STATIC", tmp_path)

    with pytest.raises(AssetMissing, match=r"'vendor/leaflet\.js'.*run 'make vendor'"):
        static_dir()


def test_a_missing_file_of_our_own_is_a_broken_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can only be put right by installing again."""
    monkeypatch.setattr(assets, "_STATIC", tmp_path)

    with pytest.raises(AssetMissing, match="install Dateline again"):
        read_asset("css/page.css")


@pytest.mark.usefixtures("_assets")
def test_the_static_folder_has_everything() -> None:
    """Every file that the page names is in it."""
    folder = static_dir()

    assert all((folder / name).is_file() for name in (*assets.SCRIPTS, *assets.STYLE_SHEETS))
    assert "main.js" in assets.module_names()
