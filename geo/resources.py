"""Where the bundled data lies, in a checkout and in an installed wheel alike."""

from pathlib import Path

from geo.errors import DatelineError

_HERE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """Return the folder of bundled data called `name` ("places", "regions", "actors", ...).

    Raises:
        DatelineError: the installation lacks it.
    """
    for root in (_HERE / "_data", _HERE.parent / "data"):
        if (root / name).is_dir():
            return root / name
    msg = f"the bundled data folder {name!r} is missing; install Dateline again"
    raise DatelineError(msg)
