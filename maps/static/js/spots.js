// Events gathered by the place they are shown at: one sign for each, never scattered at random.

import { FAMILIES } from "./families.js";
import { S } from "./strings.js";

/** Return the key of the spot that a located event is gathered into. */
export function spotKey(event) {
  return event.isRegion && event.placeId ? `r:${event.placeId}` : `p:${event.lon.toFixed(5)},${event.lat.toFixed(5)}`;
}

function tally(events) {
  const families = new Map();
  for (const { family } of events) families.set(family, (families.get(family) ?? 0) + 1);
  return families;
}

/** Return the spots of all located events, each with its events in their order. */
export function spotsOf(events) {
  const spots = new Map();
  for (const event of events) {
    if (!event.isLocated) continue;
    const key = spotKey(event);
    if (!spots.has(key)) spots.set(key, { key, lon: event.lon, lat: event.lat, isRegion: event.isRegion, events: [] });
    spots.get(key).events.push(event);
  }
  for (const spot of spots.values()) {
    spot.families = tally(spot.events);
    spot.isTentative = spot.events.every((event) => event.modality !== "happened");
    // The widest uncertainty any of them has is the one that is true of all.
    spot.radius = Math.max(...spot.events.map((event) => event.radius));
    spot.placeId = spot.events[0].placeId;
  }
  return [...spots.values()];
}

/** "3 violence, 2 statements" */
export function familyWords(families) {
  return FAMILIES.filter((family) => families.get(family))
    .map((family) => S.familyCount(families.get(family), S.family[family]))
    .join(", ");
}

/** Return a supercluster index over spots; clusters carry the number of events by family. */
export function clusterIndex(spots, maxZoom) {
  const index = new globalThis.Supercluster({
    radius: 46,
    extent: 256,
    maxZoom,
    map: ({ spot }) => ({ n: spot.events.length, families: Object.fromEntries(spot.families) }),
    reduce(into, from) {
      into.n += from.n;
      // The first member's tally is shared with it: change a copy.
      into.families = { ...into.families };
      for (const [family, n] of Object.entries(from.families)) into.families[family] = (into.families[family] ?? 0) + n;
    },
  });
  return index.load(
    spots.map((spot) => ({ type: "Feature", properties: { spot }, geometry: { type: "Point", coordinates: [spot.lon, spot.lat] } })),
  );
}
