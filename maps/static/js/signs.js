// The signs on the map and in the lists, drawn as SVG.

import { svg } from "./dom.js";
import { FAMILIES, GLYPHS, fillColor, lineColor } from "./families.js";

function glyph(family, color, size, center) {
  const scale = size / 16;
  const shift = center - size / 2;
  return svg("path", { d: GLYPHS[family], fill: color, transform: `translate(${shift} ${shift}) scale(${scale})` });
}

function canvas(size, ...parts) {
  return svg("svg", { viewBox: `0 0 ${size} ${size}`, width: size, height: size, "aria-hidden": "true" }, ...parts);
}

function number(value, center, className) {
  const text = value >= 10000 ? `${Math.round(value / 1000)}k` : String(value);
  return svg("text", { x: center, y: center, class: className, "text-anchor": "middle", "dominant-baseline": "central", text });
}

/** A coloured disc with a glyph, for lists. */
export function familySign(family, size = 20) {
  const center = size / 2;
  return canvas(size, svg("circle", { cx: center, cy: center, r: center, fill: fillColor(family) }), glyph(family, "#fff", size * 0.62, center));
}

// Families with their shares of a whole, in a fixed order.
function shares(families) {
  const total = [...families.values()].reduce((sum, n) => sum + n, 0);
  let from = 0;
  return FAMILIES.filter((family) => families.get(family)).map((family) => {
    const share = { family, from, size: families.get(family) / total };
    from += share.size;
    return share;
  });
}

function ring(families, radius, width, center) {
  const length = 2 * Math.PI * radius;
  return shares(families).map(({ family, from, size }) =>
    svg("circle", {
      cx: center,
      cy: center,
      r: radius,
      fill: "none",
      stroke: lineColor(family),
      "stroke-width": width,
      "stroke-dasharray": `${size * length} ${length}`,
      transform: `rotate(${from * 360 - 90} ${center} ${center})`,
    }),
  );
}

/** Pixels across that a cluster of `n` events is drawn with; never under the 24 of WCAG 2.5.8. */
export function clusterSize(n) {
  return Math.round(34 + Math.min(26, 7 * Math.log10(n) * 1.6));
}

/** Several events: a ring of their families around their number. */
export function clusterSign(n, families) {
  const size = clusterSize(n);
  const center = size / 2;
  const disc = svg("circle", { cx: center, cy: center, r: center - 1, class: "disc" });
  return canvas(size, disc, ...ring(families, center - 5, 6, center), number(n, center, "count"));
}

function single(n, families, isTentative, center) {
  const [{ family }] = shares(families);
  const outline = { cx: center, cy: center, r: center - 3, stroke: "#fff", "stroke-width": 2, fill: fillColor(family) };
  const disc = svg("circle", isTentative ? { ...outline, "fill-opacity": 0.6, stroke: lineColor(family), "stroke-dasharray": "4 3" } : outline);
  const back = svg("circle", { cx: center, cy: center, r: center - 1, class: "halo" });
  const face = n > 1 ? number(n, center, "count on-colour") : glyph(family, "#fff", 15, center);
  return [back, disc, face];
}

function hollow(n, families, isTentative, center) {
  const [{ family }] = shares(families);
  const dash = isTentative ? "4 3" : null;
  const outline = { cx: center, cy: center, r: center - 4, stroke: lineColor(family), "stroke-width": 3, "stroke-dasharray": dash, class: "hollow" };
  const back = svg("circle", { cx: center, cy: center, r: center - 1.500, class: "halo" });
  const face = n > 1 ? number(n, center, "count") : glyph(family, lineColor(family), 13, center);
  return [back, svg("circle", outline), face];
}

/** One place: filled where it is exact, hollow where it is a region, dashed where in doubt. */
export function spotSign({ n, families, isRegion, isTentative }) {
  const size = n > 1 ? 34 : 30;
  const draw = isRegion ? hollow : single;
  const mixed = families.size > 1;
  if (mixed && !isRegion) {
    const disc = svg("circle", { cx: size / 2, cy: size / 2, r: size / 2 - 1, class: "disc" });
    return canvas(size, disc, ...ring(families, size / 2 - 4, 5, size / 2), number(n, size / 2, "count"));
  }
  return canvas(size, ...draw(n, families, isTentative, size / 2));
}
