// Names of countries and cities, without collisions, on one canvas above the basemap.

import { themeColor } from "./basemap.js";

const L = globalThis.L;
const MARGIN = 0.15;

// The lowest zoom at which a name may appear, by its rank from 1, the most important, to 4.
const COUNTRY_ZOOM = [1, 1.5, 3, 4, 5];
const CITY_ZOOM = [4, 4, 5, 6, 7];

function candidates(data, zoom) {
  const countries = zoom > 7 ? [] : (data.countries ?? [])
    .filter(([, , , , rank]) => zoom >= COUNTRY_ZOOM[rank])
    .map(([, name, lon, lat, rank]) => ({ name, lon, lat, order: rank - 1.5, isCity: false }));
  const cities = (data.cities ?? [])
    .filter(([, , , rank]) => zoom >= CITY_ZOOM[rank])
    .map(([name, lon, lat, rank]) => ({ name, lon, lat, order: rank, isCity: true }));
  return [...countries, ...cities].sort((a, b) => a.order - b.order);
}

function overlaps(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

// Where the middle of a name may stand about its point: beside it, else clear of a sign on it.
function placesOf(label, width) {
  if (!label.isCity) return [[0, 0], [0, -26], [0, 26]];
  const half = width / 2;
  return [[half + 6, 0], [-half - 6, 0], [half + 21, 0], [-half - 21, 0], [0, 27], [0, -27]];
}

function boxOf(x, y, width) {
  return [x - width / 2 - 3, y - 8, x + width / 2 + 3, y + 8];
}

function write(context, label, x, y, colors) {
  Object.assign(context, { lineWidth: 3, textAlign: "center", strokeStyle: colors.halo });
  context.fillStyle = label.isCity ? colors.city : colors.country;
  context.strokeText(label.name, x, y);
  context.fillText(label.name, x, y);
}

function dot(context, x, y, colors) {
  context.fillStyle = colors.city;
  context.beginPath();
  context.arc(x, y, 2, 0, 2 * Math.PI);
  context.fill();
}

const LabelLayer = L.Layer.extend({
  initialize(data, signBoxes) {
    this.data = data;
    this.signBoxes = signBoxes;
  },
  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "labels leaflet-zoom-hide");
    this.canvas.setAttribute("aria-hidden", "true");
    map.getPane("labels").append(this.canvas);
    map.on("resize viewreset", this.draw, this);
  },
  onRemove(map) {
    this.canvas.remove();
    map.off("resize viewreset", this.draw, this);
  },
  draw() {
    const map = this._map;
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    const inner = map.getSize();
    const pad = inner.multiplyBy(MARGIN).round();
    const size = inner.add(pad.multiplyBy(2));
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint(pad.multiplyBy(-1)));
    Object.assign(this.canvas, { width: size.x * ratio, height: size.y * ratio });
    Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    this.place(context, pad, size);
  },
  place(context, pad, size) {
    const map = this._map;
    const colors = { halo: themeColor("land"), city: themeColor("city"), country: themeColor("country") };
    const world = 256 * 2 ** map.getZoom();
    const center = map.getCenter().lng;
    const taken = this.signBoxes().map(([left, top, right, bottom]) => [left + pad.x, top + pad.y, right + pad.x, bottom + pad.y]);
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const label of candidates(this.data, map.getZoom())) {
      const point = map.latLngToContainerPoint([label.lat, label.lon]).add(pad);
      const turns = Math.round((center - label.lon) / 360);
      const x = point.x + turns * world;
      if (x < 0 || x > size.x || point.y < 0 || point.y > size.y) continue;
      context.font = label.isCity ? "12px system-ui, sans-serif" : "600 12px system-ui, sans-serif";
      const width = context.measureText(label.name).width;
      const isFree = ([dx, dy]) => !taken.some((other) => overlaps(boxOf(x + dx, point.y + dy, width), other));
      const place = placesOf(label, width).find(isFree);
      if (!place) continue;
      taken.push(boxOf(x + place[0], point.y + place[1], width));
      write(context, label, x + place[0], point.y + place[1], colors);
      if (label.isCity) dot(context, x, point.y, colors);
    }
  },
});

/**
 * Return a Leaflet layer with the names in the basemap file, to be drawn once the signs are.
 *
 * `signBoxes()` gives left, top, right and bottom of every sign in pixels of the map.
 */
export function labelLayer(data, signBoxes) {
  return new LabelLayer(data, signBoxes);
}
