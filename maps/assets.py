"""The page's own files and the third-party ones that `maps.vendor` fetches."""

from pathlib import Path

from geo.errors import DatelineError

_STATIC = Path(__file__).resolve().parent / "static"

MODULES_FOLDER = "js"
"""Folder of our ES modules within the static files."""

MAIN_MODULE = "main.js"
"""The module that starts the page."""

STYLE_SHEETS: tuple[str, ...] = ("vendor/leaflet.css", "css/page.css", "css/parts.css")
"""Style sheets in the order in which they apply."""

SCRIPTS: tuple[str, ...] = ("vendor/leaflet.js", "vendor/supercluster.min.js")
"""Classic scripts that define the globals `L` and `Supercluster`, in order."""

BASEMAP = "basemap.json"
"""The offline basemap."""


class AssetMissing(DatelineError, RuntimeError):
    """A file that the map page is made of is not there."""

    def __init__(self, name: str) -> None:
        hint = "run 'make vendor'" if name.startswith("vendor/") else "install Dateline again"
        super().__init__(f"the map page needs {name!r}, which is missing; {hint}")
        self.name = name


def static_dir() -> Path:
    """Return the folder of static files that the live page refers to as `static/`.

    Raises:
        AssetMissing: the third-party files have not been fetched.
    """
    for name in (*SCRIPTS, *STYLE_SHEETS, BASEMAP):
        if not (_STATIC / name).is_file():
            raise AssetMissing(name)
    return _STATIC


def read_asset(name: str) -> str:
    """Return the text of a static file, with line feeds only.

    A browser normalises line ends before it hashes an inline script, so the text must not
    hold any others.

    Raises:
        AssetMissing: there is no such file.
    """
    path = _STATIC / name
    if not path.is_file():
        raise AssetMissing(name)
    return path.read_text(encoding="utf-8")


def module_names() -> list[str]:
    """Return the names of our ES modules, in alphabetical order."""
    return sorted(path.name for path in (_STATIC / MODULES_FOLDER).glob("*.js"))


def module_sources() -> dict[str, str]:
    """Return the text of every ES module of ours by its name."""
    return {name: read_asset(f"{MODULES_FOLDER}/{name}") for name in module_names()}
