// The offline basemap: land, borders and disputed lines, drawn on canvas tiles.

import { decodeLine, meet } from "./projection.js";

const L = globalThis.L;
const TILE = 512;

/** Read a colour of the page's style sheet. */
export function themeColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function polygon(rings, scale) {
  const lines = rings.map((ring) => decodeLine(ring, scale));
  return { lines, box: lines[0].box };
}

function decode(data) {
  const lines = (name) => (data[name] ?? []).map((line) => decodeLine(line, data.scale));
  return {
    land: (data.land ?? []).map((rings) => polygon(rings, data.scale)),
    lakes: (data.lakes ?? []).map((rings) => polygon(rings, data.scale)),
    admin1: lines("admin1"),
    borders: lines("borders"),
    disputed: lines("disputed"),
  };
}

// Trace a line in pixels, leaving out points closer together than the eye can tell.
function trace(context, { points }, view, close) {
  const { scale, left, top } = view;
  let [lastX, lastY] = [NaN, NaN];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] * scale - left;
    const y = points[i + 1] * scale - top;
    if (i === 0) context.moveTo(x, y);
    else if (Math.abs(x - lastX) + Math.abs(y - lastY) < 0.8 && i < points.length - 2) continue;
    else context.lineTo(x, y);
    [lastX, lastY] = [x, y];
  }
  if (close) context.closePath();
}

function fill(context, polygons, view, color) {
  context.fillStyle = color;
  for (const { lines, box } of polygons) {
    if (!meet(box, view.box)) continue;
    context.beginPath();
    for (const line of lines) trace(context, line, view, true);
    context.fill("evenodd");
  }
}

function stroke(context, lines, view, { color, width, dash = [] }) {
  Object.assign(context, { strokeStyle: color, lineWidth: width, lineJoin: "round" });
  context.setLineDash(dash);
  context.beginPath();
  for (const line of lines) if (meet(line.box, view.box)) trace(context, line, view, false);
  context.stroke();
}

function drawTile(canvas, coords, shapes) {
  const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  canvas.width = TILE * ratio;
  canvas.height = TILE * ratio;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  const scale = 256 * 2 ** coords.z;
  const [left, top] = [coords.x * TILE, coords.y * TILE];
  const box = [left - 4, top - 4, left + TILE + 4, top + TILE + 4].map((pixel) => pixel / scale);
  const view = { scale, left, top, box };
  fill(context, shapes.land, view, themeColor("land"));
  fill(context, shapes.lakes, view, themeColor("sea"));
  if (coords.z >= 4) {
    stroke(context, shapes.admin1, view, { color: themeColor("admin1"), width: coords.z < 6 ? 0.6 : 1 });
  }
  stroke(context, shapes.borders, view, { color: themeColor("border"), width: coords.z < 4 ? 0.8 : 1.3 });
  stroke(context, shapes.disputed, view, { color: themeColor("border"), width: 1.3, dash: [5, 4] });
}

const BasemapLayer = L.GridLayer.extend({
  initialize(shapes) {
    this.shapes = shapes;
    L.GridLayer.prototype.initialize.call(this, { tileSize: TILE, updateWhenZooming: false, className: "basemap" });
  },
  createTile(coords) {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    drawTile(canvas, coords, this.shapes);
    return canvas;
  },
});

/** Return a Leaflet layer that draws the decoded basemap file. */
export function basemapLayer(data) {
  return new BasemapLayer(decode(data));
}
