"""The map shell that folium builds: the page's frame and the call that makes the Leaflet map.

folium renders what it is given as Jinja templates, and branca renders the outcome once more.
So nothing from a report, nor any other text of a caller, comes near this module: the shell is
the same for every page, and data is added to the finished text.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import folium
from branca.element import Figure
from folium.template import Template
from folium.utilities import JsCode

_ANIMATION: Any = JsCode("!matchMedia('(prefers-reduced-motion: reduce)').matches")

MAP_NAME = "map_events"
"""Global variable of the Leaflet map, and id of its element."""

_FRAME = """
{% macro html(this, kwargs) %}
<a class="skip" href="#list-heading" id="skip"></a>
<header id="top"></header>
<div id="panes">
<aside id="filters"></aside>
<main id="stage">
<div class="folium-map" id={{ this.get_name()|tojson }}></div>
<div id="timeline"></div>
</main>
<section id="side"></section>
</div>
<div id="status" role="status" aria-live="polite"></div>
<noscript>This map needs JavaScript. The same events are at collections/events/items.</noscript>
{% endmacro %}
{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.map(
  {{ this.get_name()|tojson }},
  { center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }},
    ...{{ this.options|tojavascript }} }
);
{% endmacro %}
"""


class EventMap(folium.Map):
    """A folium map with a fixed name, our own frame and no file from any other host."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium reads this class attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - the same
    _template = Template(_FRAME)

    def __init__(self) -> None:
        # The latitude comes first here, as Leaflet has it.
        super().__init__(
            location=(25.0, 15.0),
            zoom_start=2,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            world_copy_jump=True,
            zoom_snap=0.5,
            wheel_px_per_zoom_level=90,
        )
        self.options["zoom_animation"] = _ANIMATION
        # A random id would make every page differ from the last.
        self._name, self._id = MAP_NAME.split("_")


@dataclass(frozen=True, slots=True)
class Shell:
    """What folium rendered: the body's frame, and the script that makes the map."""

    body: str
    script: str


@cache
def map_shell() -> Shell:
    """Return the shell, the same every time."""
    event_map = EventMap()
    figure = event_map.get_root()
    assert isinstance(figure, Figure)  # noqa: S101 - for the type checker; folium makes it one
    figure.render()
    return Shell(figure.html.render().strip(), figure.script.render().strip())
