"""What every test may use."""

import os
from pathlib import Path

import pytest
import pytest_randomly

# It would hand its seeds on to thinc, whose 8.3.11 takes none from 2**32 up; nothing is trained.
pytest_randomly.entrypoint_reseeds = []

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared evaluation material, or skip where it is absent."""
    folder = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the shared evaluation folder is absent (set DATELINE_SHARED)")
    return folder
