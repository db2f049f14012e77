// Which events match, and how many would under every other choice.

import { fold, wordsOf } from "./model.js";
import { PARAMETERS } from "./state.js";

const BIT = { date: 1, q: 2, types: 4, actors: 8, regions: 16, modality: 32 };

/** The facets that offer values to choose from. */
export const FACETS = Object.values(PARAMETERS);

/** Return whether a type id is `wanted` or below it: "strike.missile" is a "strike". */
export function isOfType(type, wanted) {
  return type === wanted || type.startsWith(`${wanted}.`);
}

/** Return whether an event may lie within the days `from` to `to`, both included. */
export function inPeriod(event, from, to) {
  if (from === null && to === null) return true;
  if (event.start === null && event.end === null) return false;
  return (to === null || (event.start ?? -Infinity) <= to) && (from === null || (event.end ?? Infinity) >= from);
}

// Ids of the regions that a word in the address means: an id, or a name.
function regionIds(values, regions) {
  const wanted = new Set(values.map(fold));
  const named = Object.entries(regions).filter(([id, name]) => wanted.has(fold(id)) || wanted.has(fold(name)));
  return new Set([...values, ...named.map(([id]) => id)]);
}

// Whether regions cover enough of an event's place; null where nothing is known or asked of that.
function isCovered(event, coverage) {
  return coverage === null || event.coverage === null ? null : event.coverage >= Number(coverage);
}

function tests(state, regions) {
  const { from, to } = state;
  const words = wordsOf(state.q);
  const actors = state.actors.map((value) => value.toLowerCase());
  const wanted = [...regionIds(state.regions, regions)];
  const all = [
    [BIT.date, from !== null || to !== null, (event) => inPeriod(event, from, to)],
    [BIT.q, words.length, (event) => words.every((word) => event.text.includes(` ${word}`))],
    [BIT.types, state.types.length, (event) => state.types.some((type) => isOfType(event.type, type))],
    [BIT.actors, actors.length, (event) => actors.some((key) => event.keys.has(key))],
    [BIT.regions, state.regions.length, (event) => isCovered(event, state.coverage) ?? wanted.some((id) => event.regionIds.has(id))],
    [BIT.modality, state.modality.length, (event) => state.modality.includes(event.modality)],
  ];
  return all.filter(([, isUsed]) => isUsed);
}

function add(tally, key) {
  tally.set(key, (tally.get(key) ?? 0) + 1);
}

const VALUES = {
  types: (event) => new Set([event.type, event.group]),
  actors: (event) => event.actorIds,
  regions: (event) => event.regionIds,
  modality: (event) => [event.modality],
};

/**
 * Return the events that match, those that match but for their date, and for every facet how many
 * events each value would give under all the other filters.
 */
export function evaluate(model, state) {
  const used = tests(state, model.regions);
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const [matches, anyDate] = [[], []];
  for (const event of model.events) {
    let failed = 0;
    for (const [bit, , test] of used) if (!test(event)) failed |= bit;
    if (failed === 0) matches.push(event);
    if ((failed & ~BIT.date) === 0) anyDate.push(event);
    for (const facet of FACETS) {
      if ((failed & ~BIT[facet]) !== 0) continue;
      for (const value of VALUES[facet](event)) add(counts[facet], value);
    }
  }
  return { matches, anyDate, counts };
}

/** Return whether a point lies in a view of west, south, east, north; west > east crosses 180. */
export function inBox(event, box) {
  if (!box || !event.isLocated) return true;
  const [west, south, east, north] = box;
  if (event.lat < south || event.lat > north) return false;
  return west <= east ? event.lon >= west && event.lon <= east : event.lon >= west || event.lon <= east;
}
