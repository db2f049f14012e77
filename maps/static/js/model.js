// Events as the page works with them: made once from the features, never changed.

import { dayOf } from "./dates.js";
import { familyOf } from "./families.js";

const EXACT = new Set(["site", "settlement"]);

// Letters that no normalisation takes apart, as `geo.query` folds them.
const PLAIN = { ß: "ss", æ: "ae", ø: "o", đ: "d", ı: "i", ł: "l", œ: "oe" };

/** Return `text` without case and accents, so that words can be compared. */
export function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[ßæøđıłœ]/g, (letter) => PLAIN[letter]);
}

/** Return the folded words of `text`: runs of letters, digits and underscores. */
export function wordsOf(text) {
  return fold(text).match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function actorKeys(actors) {
  const keys = actors.flatMap((actor) => [actor.id, actor.name, actor.country, ...(actor.parents ?? [])]);
  return new Set(keys.filter(Boolean).map((key) => key.toLowerCase()));
}

// All words, each after a space: a word that begins with "miss" contains " miss".
function searchable(p) {
  const actors = (p.actors ?? []).map((actor) => actor.name);
  return ` ${wordsOf([p.title, p.quote, p.place, ...actors].filter(Boolean).join("\n")).join(" ")}`;
}

function prepare(feature) {
  const p = feature.properties;
  const point = feature.geometry?.type === "Point" ? feature.geometry.coordinates : null;
  const type = p.type ?? "";
  const actors = p.actors ?? [];
  return {
    feature,
    id: String(p.id ?? feature.id),
    type,
    group: type.split(".")[0],
    family: familyOf(type),
    title: p.title || p.quote || type,
    quote: p.quote ?? "",
    start: dayOf(p.date_start),
    end: dayOf(p.date_end),
    datePrecision: p.date_precision ?? "unknown",
    edtf: p.date_edtf ?? "",
    actors,
    actorIds: new Set(actors.flatMap((actor) => [actor.id, ...(actor.parents ?? [])])),
    keys: actorKeys(actors),
    place: p.place ?? "",
    placeId: p.place_id ?? "",
    places: p.places ?? [],
    country: p.country ?? "",
    regionIds: new Set(p.region_ids ?? []),
    coverage: p.region_coverage ?? null,
    precision: p.precision ?? "unknown",
    radius: p.uncertainty_m ?? 0,
    isLocated: point !== null,
    isRegion: point !== null && !EXACT.has(p.precision),
    lon: point ? point[0] : null,
    lat: point ? point[1] : null,
    modality: p.modality ?? "happened",
    attribution: p.attribution ?? [],
    quantities: p.quantities ?? [],
    reports: p.reports ?? [],
    related: p.related ?? [],
    confidence: p.confidence ?? null,
    text: searchable(p),
  };
}

// For the order of the list; an event known only from one end stands at that end.
function sortDay(event) {
  return event.start ?? event.end ?? -Infinity;
}

function newestFirst(a, b) {
  return sortDay(b) - sortDay(a) || (a.id < b.id ? -1 : 1);
}

// The commonest name an actor goes by.
function actorNames(events) {
  const tally = new Map();
  for (const { actors } of events) {
    for (const { id, name } of actors) {
      const names = tally.get(id) ?? tally.set(id, new Map()).get(id);
      names.set(name, (names.get(name) ?? 0) + 1);
    }
  }
  return new Map([...tally].map(([id, names]) => [id, [...names].sort((a, b) => b[1] - a[1])[0][0]]));
}

/** Return the page's model of a payload: events newest first, and the names of things. */
export function modelOf(data) {
  const events = data.events.map(prepare).sort(newestFirst);
  return {
    events,
    byId: new Map(events.map((event) => [event.id, event])),
    actorNames: actorNames(events),
    regions: data.regions ?? {},
    types: data.types ?? {},
    footprints: data.footprints ?? {},
    total: data.meta?.count ?? events.length,
  };
}
