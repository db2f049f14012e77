// Signs on the map: clusters and spots, kept in step with the view.

import { familyWords } from "./spots.js";
import { clusterSign, spotSign } from "./signs.js";
import { precisionWords } from "./words.js";
import { S } from "./strings.js";

const L = globalThis.L;

function marker(latlng, sign, { label, className, onChoose }) {
  const size = Number(sign.getAttribute("width"));
  const icon = L.divIcon({ html: sign, className: `sign ${className}`, iconSize: [size, size] });
  const made = L.marker(latlng, { icon, keyboard: true, riseOnHover: true });
  made.on("click", onChoose);
  made.on("add", () => {
    const node = made.getElement();
    node.setAttribute("aria-label", label);
    node.title = label;
    node.addEventListener("keydown", (press) => {
      if (press.key !== "Enter" && press.key !== " ") return;
      press.preventDefault();
      press.stopPropagation();
      onChoose();
    });
  });
  return made;
}

function spotLabel(spot) {
  const [event] = spot.events;
  if (spot.events.length === 1) return `${event.title} (${event.place}, ${precisionWords(event)})`;
  return spot.isRegion
    ? S.spotRegion(spot.events.length, event.place, precisionWords(event))
    : S.spot(spot.events.length, event.place);
}

function spotMarker(spot, actions) {
  const { events, families, isRegion, isTentative } = spot;
  const sign = spotSign({ n: events.length, families, isRegion, isTentative });
  const className = isRegion ? "region" : "place";
  return marker([spot.lat, spot.lon], sign, { label: spotLabel(spot), className, onChoose: () => actions.choose(spot) });
}

function clusterMarker(cluster, index, map, actions) {
  const [lon, lat] = cluster.geometry.coordinates;
  const { n, cluster_id: id } = cluster.properties;
  const families = new Map(Object.entries(cluster.properties.families));
  const zoom = index.getClusterExpansionZoom(id);
  const canZoom = zoom <= map.getMaxZoom();
  const label = (canZoom ? S.cluster : S.clusterList)(n, familyWords(families));
  const onChoose = () =>
    canZoom
      ? actions.zoomTo([lat, lon], zoom)
      : actions.list(index.getLeaves(id, Infinity).flatMap((leaf) => leaf.properties.spot.events));
  return marker([lat, lon], clusterSign(n, families), { label, className: "cluster", onChoose });
}

function boxOf(map) {
  const bounds = map.getBounds().pad(0.25);
  return [bounds.getWest(), Math.max(-85, bounds.getSouth()), bounds.getEast(), Math.min(85, bounds.getNorth())];
}

function keyOf(feature) {
  const { spot, cluster_id: id, n } = feature.properties;
  return spot ? spot.key : `c:${id}:${n}`;
}

/**
 * Keep signs on the map for a cluster index.
 *
 * `actions` has choose(spot), zoomTo(latlng, zoom), list(events) and shown(spots), which is told
 * the spots that have a sign of their own in the view.
 */
export function markerLayer(map, actions) {
  const markers = new Map();
  let index = null;

  function draw() {
    if (!index) return;
    const features = index.getClusters(boxOf(map), Math.round(map.getZoom()));
    const wanted = new Map(features.map((feature) => [keyOf(feature), feature]));
    for (const [key, made] of markers) {
      if (wanted.has(key)) continue;
      made.remove();
      markers.delete(key);
    }
    for (const [key, feature] of wanted) {
      if (markers.has(key)) continue;
      const { spot } = feature.properties;
      const made = spot ? spotMarker(spot, actions) : clusterMarker(feature, index, map, actions);
      markers.set(key, made.addTo(map));
    }
    actions.shown(features.map((feature) => feature.properties.spot).filter(Boolean));
  }

  map.on("moveend", draw);
  return {
    /** Show another set of events. */
    load(next) {
      index = next;
      for (const made of markers.values()) made.remove();
      markers.clear();
      draw();
    },
    /** Mark the sign of the open event, if it has one of its own. */
    mark(openKey) {
      for (const [key, made] of markers) made.getElement()?.classList.toggle("open", key === openKey);
    },
    /** Return left, top, right and bottom of every sign, in pixels of the map. */
    boxes() {
      return [...markers.values()].map((made) => {
        const { x, y } = map.latLngToContainerPoint(made.getLatLng());
        const half = made.options.icon.options.iconSize[0] / 2;
        return [x - half, y - half, x + half, y + half];
      });
    },
  };
}
