// What the signs mean.

import { el, icon } from "./dom.js";
import { FAMILIES } from "./families.js";
import { clusterSign, familySign, spotSign } from "./signs.js";
import { S } from "./strings.js";

function row(sign, text) {
  return el("li", {}, sign, el("span", { text }));
}

function shapes() {
  const one = { n: 1, families: new Map([["violence", 1]]), isRegion: false, isTentative: false };
  const mixed = new Map([["violence", 5], ["talks", 3], ["words", 4]]);
  return [
    row(spotSign(one), S.legendPlace),
    row(spotSign({ ...one, isRegion: true }), S.legendRegion),
    row(spotSign({ ...one, isTentative: true }), S.legendTentative),
    row(clusterSign(12, mixed), S.legendCluster),
    row(el("span", { class: "dashes", "aria-hidden": "true" }), S.legendDisputed),
  ];
}

/** Return a folded legend for the corner of the map. */
export function legend() {
  const families = FAMILIES.filter((family) => family !== "other").map((family) => row(familySign(family), S.family[family]));
  const node = el(
    "details",
    { class: "legend" },
    el("summary", {}, icon("list"), el("span", { text: S.legend })),
    el("ul", {}, shapes()),
    el("ul", {}, families),
  );
  globalThis.L.DomEvent.disableClickPropagation(node);
  globalThis.L.DomEvent.disableScrollPropagation(node);
  return node;
}
