"""What the page is given: events as GeoJSON features, and the names and shapes they refer to."""

from collections.abc import Iterable, Mapping
from typing import Any

from geo.columns import EventRow

JsonObject = dict[str, Any]

_DETAIL = 1000  # parts of a region's size that a line may be off by
_GRID = 0.001  # degrees, about 100 m


def payload(
    rows: Iterable[EventRow],
    *,
    footprints: Mapping[str, JsonObject],
    region_names: Mapping[str, str],
    type_labels: Mapping[str, str],
) -> JsonObject:
    """Return the page's data for some events.

    Args:
        rows: The events, in any order.
        footprints: GeoJSON geometry, OGC:CRS84, of regions by place id; drawn simplified. A
            region without one is drawn as a ring of its uncertainty.
        region_names: Names of regions by id; a region without one shows its id.
        type_labels: Labels of event types by id, top-level ids among them.

    Returns:
        Members `events` (GeoJSON Features with the column contract as properties),
        `footprints`, `regions` and `types` (only the ids that the events refer to) and `meta`
        (`count`, and `unlocated`: how many have no place).
    """
    from geo.frame import to_feature

    kept = list(rows)
    areas = _only({row["place_id"] for row in kept}, footprints)
    regions = {region for row in kept for region in row["region_ids"]}
    types = {part for row in kept for part in (row["type"], row["type"].partition(".")[0])}
    return {
        "events": [to_feature(row) for row in kept],
        "footprints": {key: display_shape(area) for key, area in areas.items()},
        "regions": _only(regions, region_names),
        "types": _only(types, type_labels),
        "meta": {
            "count": len(kept),
            "unlocated": sum(row["lon"] is None for row in kept),
        },
    }


def display_shape(geometry: JsonObject) -> JsonObject:
    """Return a polygon with no more detail than a screen shows.

    Points within a thousandth of the region's size (the square root of its area) of the line go,
    and so do islands smaller than that squared; what is left is rounded to 0.001 degrees.
    """
    from shapely import MultiPolygon, set_precision, simplify
    from shapely.geometry import mapping, shape

    whole = shape(geometry)
    detail = whole.area**0.5 / _DETAIL
    parts = [part for part in getattr(whole, "geoms", [whole]) if part.area > detail**2]
    plain = set_precision(simplify(MultiPolygon(parts), detail), _GRID) if parts else whole
    return mapping(whole if plain.is_empty else plain)


def _only(ids: Iterable[str], table: Mapping[str, Any]) -> JsonObject:
    return {key: table[key] for key in sorted(ids) if key in table}
