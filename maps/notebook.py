"""A map of events that shows itself in a notebook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, cast

from maps.page import map_page
from maps.payload import payload

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.columns import EventRow


@dataclass(frozen=True, slots=True)
class NotebookMap:
    """A standalone map page; Jupyter shows it in place.

    Attributes:
        html: The whole page.
        height: Height of the frame in CSS pixels.
    """

    html: str = field(repr=False)
    height: int = 640

    def _repr_html_(self) -> str:
        # The sandbox gives the frame an origin of its own: a report's words stay out of the
        # notebook even if a browser failed to keep the page's policy.
        return (
            f'<iframe srcdoc="{escape(self.html)}" width="100%" height="{self.height}" '
            'sandbox="allow-scripts allow-downloads allow-popups" title="Map of events" '
            'style="border:0"></iframe>'
        )


def event_map(
    events: "GeoDataFrame | Iterable[EventRow]",
    *,
    footprints: Mapping[str, dict[str, Any]] | None = None,
    region_names: Mapping[str, str] | None = None,
    type_labels: Mapping[str, str] | None = None,
    title: str = "Dateline",
    height: int = 640,
) -> NotebookMap:
    """Return a map of an events frame, or of rows, that a notebook shows as a map.

    Args:
        events: A frame or rows of the column contract.
        footprints: GeoJSON geometry of regions by place id; None draws rings.
        region_names: Names of regions by id; None shows ids.
        type_labels: Labels of types by id; None makes them of the ids.
        title: Plain text for the heading.
        height: Height of the frame in CSS pixels.

    Raises:
        AssetMissing: the third-party files have not been fetched.
    """
    from geo.frame import to_rows

    rows = to_rows(events) if hasattr(events, "geometry") else cast("Iterable[EventRow]", events)
    data = payload(
        rows,
        footprints=footprints or {},
        region_names=region_names or {},
        type_labels=type_labels or {},
    )
    return NotebookMap(map_page(data, title=title), height)
