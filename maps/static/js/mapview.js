// The Leaflet map that folium's shell made: basemap, names, signs, areas, controls.

import { basemapLayer } from "./basemap.js";
import { el, icon } from "./dom.js";
import { footprintLayer } from "./footprints.js";
import { labelLayer } from "./labels.js";
import { legend } from "./legend.js";
import { markerLayer } from "./markers.js";
import { clusterIndex, spotKey, spotsOf } from "./spots.js";
import { S } from "./strings.js";

const L = globalThis.L;
const ISOLATED_ZOOM = 8;
const WIDEST_SURROUNDINGS_M = 2_500_000;

function prepare(map) {
  map.setMaxZoom(12);
  // The world may not become narrower than the map.
  map.setMinZoom(Math.max(0.5, Math.floor(2 * Math.log2(map.getSize().x / 256)) / 2));
  map.setMaxBounds([[-85, -Infinity], [85, Infinity]]);
  for (const [name, order] of [["labels", 250], ["footprints", 350]]) {
    map.createPane(name).style.zIndex = order;
    map.getPane(name).style.pointerEvents = "none";
  }
  const node = map.getContainer();
  node.setAttribute("role", "region");
  node.setAttribute("aria-label", `${S.map}. ${S.mapHelp}`);
  node.tabIndex = 0;
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
}

function button(name, label, onclick) {
  return el("button", { type: "button", class: "map-button", title: label, "aria-label": label, onclick }, icon(name));
}

function controls(map, fit) {
  const bar = el(
    "div",
    { class: "map-buttons" },
    button("plus", S.zoomIn, () => map.zoomIn()),
    button("minus", S.zoomOut, () => map.zoomOut()),
    button("home", S.fit, fit),
  );
  L.DomEvent.disableClickPropagation(bar);
  return bar;
}

function note(text) {
  const node = el("div", { class: "attribution", text: text ? `${text} · Leaflet` : "Leaflet" });
  L.DomEvent.disableClickPropagation(node);
  return node;
}

// West, south, east and north to four decimals, longitudes within 180 degrees either way.
function boxOf(map) {
  const bounds = map.getBounds();
  const wrap = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
  const isWhole = bounds.getEast() - bounds.getWest() >= 360;
  const sides = isWhole ? [-180, 180] : [wrap(bounds.getWest()), wrap(bounds.getEast())];
  const [south, north] = [Math.max(-90, bounds.getSouth()), Math.min(90, bounds.getNorth())];
  return [sides[0], south, sides[1], north].map((degrees) => Number(degrees.toFixed(4)));
}

// The box of a region; one that goes round the world (Russia ends beyond 180 degrees) would push
// everything else out of sight, so the surroundings of its point stand for it.
function areaOf(spot, footprints) {
  const around = L.latLng(spot.lat, spot.lon).toBounds(2 * Math.min(spot.radius || 1, WIDEST_SURROUNDINGS_M));
  const geometry = footprints[spot.placeId];
  const area = geometry ? L.geoJSON(geometry).getBounds() : around;
  return area.isValid() && area.getEast() - area.getWest() < 120 ? area : around;
}

function boundsOf(spots, footprints) {
  const bounds = L.latLngBounds([]);
  for (const spot of spots) {
    bounds.extend([spot.lat, spot.lon]);
    if (!spot.isRegion) continue;
    bounds.extend(areaOf(spot, footprints));
  }
  return bounds;
}

function signature(spots) {
  return spots.map((spot) => `${spot.key}=${spot.events.map((event) => event.id).join(".")}`).join(";");
}

/**
 * Take over the map and return what the page does with it.
 *
 * `actions` has chooseSpot(spot), listEvents(events), fitted(), called when the reader asks for all
 * events, and moved(box), called after the reader moved the map.
 */
export function mapView(map, model, basemap, actions) {
  prepare(map);
  const land = basemapLayer(basemap).addTo(map);
  const names = labelLayer(basemap, () => signs.boxes());
  const showAreas = footprintLayer(map, model.footprints);
  let [spots, visible, openEvent, drawn] = [[], [], null, null];
  let isQuiet = false;

  function areas() {
    const open = openEvent?.isLocated ? spots.find((spot) => spot.key === spotKey(openEvent)) : undefined;
    const regions = visible.filter((spot) => spot.isRegion);
    showAreas(open && !regions.includes(open) ? [...regions, open] : regions, open?.key);
    signs.mark(open?.key);
  }

  const signs = markerLayer(map, {
    choose: actions.chooseSpot,
    list: actions.listEvents,
    zoomTo: (latlng, zoom) => map.setView(latlng, zoom),
    shown(now) {
      visible = now;
      areas();
      if (names.canvas) names.draw();
    },
  });
  names.addTo(map);

  // Without animation Leaflet reports a move before it returns, so nobody else's is missed.
  function move(change) {
    isQuiet = true;
    change();
    isQuiet = false;
  }

  function fit() {
    const bounds = boundsOf(spots, model.footprints);
    const options = { padding: [36, 36], maxZoom: ISOLATED_ZOOM, animate: false };
    move(() => (bounds.isValid() ? map.fitBounds(bounds, options) : map.setView([25, 15], map.getMinZoom(), options)));
  }

  map.on("moveend", () => { if (!isQuiet) actions.moved(boxOf(map)); });
  map.getContainer().append(controls(map, actions.fitted), legend(), note(basemap.attribution));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    land.redraw();
    names.draw();
  });
  new ResizeObserver(() => move(() => map.invalidateSize({ animate: false }))).observe(map.getContainer());

  return {
    /** Draw these events; nothing is redrawn where they are the same as before. */
    show(events) {
      spots = spotsOf(events);
      const now = signature(spots);
      if (now !== drawn) signs.load(clusterIndex(spots, map.getMaxZoom() + 4));
      drawn = now;
    },
    /** Mark an event as open, or none. */
    mark(event) {
      openEvent = event;
      areas();
    },
    /** Bring an event into view, closer only where it stands far outside. */
    reveal(event) {
      const spot = spotsOf([event])[0];
      if (!spot) return;
      const bounds = boundsOf([spot], model.footprints);
      if (map.getBounds().contains(bounds) && map.getZoom() >= 3) return;
      if (spot.isRegion) map.fitBounds(bounds, { padding: [60, 60], maxZoom: ISOLATED_ZOOM });
      else map.setView([spot.lat, spot.lon], Math.max(map.getZoom(), 5));
    },
    /** Show a box of west, south, east, north without telling anyone. */
    goTo([west, south, east, north]) {
      const right = east < west ? east + 360 : east;
      // A hair smaller than said: rounded up, the same view would need a wider zoom.
      const [dx, dy] = [(right - west) / 200, (north - south) / 200];
      move(() => map.fitBounds([[south + dy, west + dx], [north - dy, right - dx]], { animate: false }));
    },
    fit,
    box: () => boxOf(map),
  };
}
