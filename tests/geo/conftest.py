"""What the tests of `geo` may use."""

import pytest

from geo.columns import EventRow
from geo.frame import to_row
from tests.geo.parts import READ_AT, strike


@pytest.fixture
def row() -> EventRow:
    """Return the row of one event with everything on it."""
    return to_row(strike(), updated=READ_AT)
