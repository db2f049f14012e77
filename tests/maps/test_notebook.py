"""The map that a notebook shows."""

import re
from html import unescape
from types import ModuleType

import pytest

from geo.frame import to_frame
from maps.notebook import event_map

pytestmark = pytest.mark.usefixtures("_assets")


def test_rows_and_their_frame_make_the_same_map(synthetic: ModuleType) -> None:
    """Days, lists and missing places survive the way through a frame."""
    rows = synthetic.make_rows()[:12]

    assert event_map(to_frame(rows)).html == event_map(rows).html


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(synthetic: ModuleType) -> None:
    """The page is the frame's document, and has no power over the notebook."""
    shown = event_map(synthetic.hostile_rows(), height=400)

    frame = shown._repr_html_()

    found = re.fullmatch(r'<iframe srcdoc="([^"]*)"[^<]*></iframe>', frame)
    assert found
    assert unescape(found[1]) == shown.html
    assert 'height="400"' in frame
    assert "allow-same-origin" not in frame
