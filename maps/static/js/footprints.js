// The areas that events are known to lie in: the region's polygon, or a ring of its uncertainty.

import { lineColor } from "./families.js";

const L = globalThis.L;

function shapeOf(spot, footprints, pane) {
  const geometry = footprints[spot.placeId];
  const options = { pane, interactive: false };
  if (geometry) return L.geoJSON(geometry, options);
  return spot.radius > 0 ? L.circle([spot.lat, spot.lon], { ...options, radius: spot.radius }) : null;
}

function styleOf(spot, isOpen, isRing) {
  const color = lineColor(spot.families.keys().next().value);
  return {
    color,
    weight: isOpen ? 2.5 : 1.2,
    opacity: isOpen ? 1 : 0.75,
    fillColor: color,
    fillOpacity: isOpen ? 0.16 : 0.06,
    dashArray: isRing || spot.isTentative ? "6 5" : null,
  };
}

/** Keep areas on the map for the spots given: add what is new, remove what is gone. */
export function footprintLayer(map, footprints) {
  const shown = new Map();
  return function show(spots, openKey) {
    const wanted = new Map(spots.map((spot) => [spot.key, spot]));
    for (const [key, shape] of shown) {
      if (wanted.has(key)) continue;
      shape.remove();
      shown.delete(key);
    }
    for (const [key, spot] of wanted) {
      const shape = shown.get(key) ?? shapeOf(spot, footprints, "footprints");
      if (!shape) continue;
      shape.setStyle(styleOf(spot, key === openKey, !footprints[spot.placeId]));
      if (!shown.has(key)) shown.set(key, shape.addTo(map));
    }
  };
}
