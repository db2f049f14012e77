// What the reader has chosen, and how the address says it, in the API's own parameter names.

import { dayOf, isoOf } from "./dates.js";

/** Facets by the name of their parameter. */
export const PARAMETERS = { type: "types", actor: "actors", region: "regions", modality: "modality" };

/** Return the state of a page that nobody has touched. */
export function emptyState() {
  return { from: null, to: null, q: "", types: [], actors: [], regions: [], coverage: null, modality: [], bbox: null, event: null };
}

function readInterval(text) {
  const [first, last = first] = text.split("/");
  return { from: dayOf(first), to: dayOf(last) };
}

function readBox(text) {
  const numbers = text.split(",").map(Number);
  if (numbers.length === 6) numbers.splice(5, 1) && numbers.splice(2, 1);
  return numbers.length === 4 && numbers.every(Number.isFinite) ? numbers : null;
}

/** Return the state that a query string stands for; what cannot be read is left out. */
export function parseState(search) {
  const params = new URLSearchParams(search);
  const state = emptyState();
  if (params.get("datetime")) Object.assign(state, readInterval(params.get("datetime")));
  for (const [name, facet] of Object.entries(PARAMETERS)) {
    state[facet] = [...new Set(params.getAll(name).filter(Boolean))];
  }
  state.coverage = params.get("coverage") || null;
  state.q = params.get("q") ?? "";
  state.bbox = params.get("bbox") ? readBox(params.get("bbox")) : null;
  state.event = params.get("event") || null;
  return state;
}

function interval({ from, to }) {
  if (from === null && to === null) return null;
  if (from === to) return isoOf(from);
  return `${from === null ? ".." : isoOf(from)}/${to === null ? ".." : isoOf(to)}`;
}

/** Return the parameters of a state's filters alone: what the API understands as such. */
export function filterParams(state) {
  const params = new URLSearchParams();
  const when = interval(state);
  if (when) params.set("datetime", when);
  for (const [name, facet] of Object.entries(PARAMETERS)) {
    for (const value of state[facet]) params.append(name, value);
  }
  if (state.coverage) params.set("coverage", state.coverage);
  if (state.q) params.set("q", state.q);
  return params;
}

/** Return the whole state as a query string without its question mark. */
export function formatState(state) {
  const params = filterParams(state);
  if (state.bbox) params.set("bbox", state.bbox.join(","));
  if (state.event) params.set("event", state.event);
  // Slashes, commas and colons may stand in a query (RFC 3986, 3.4) and read better bare.
  return params.toString().replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3A", ":");
}

// Where a browser refuses to change the query of a page on disk, the fragment carries it.
function currentSearch() {
  return location.hash.startsWith("#?") ? location.hash.slice(1) : location.search;
}

/** Return the state that the page's address stands for. */
export function readAddress() {
  return parseState(currentSearch());
}

/** Write the state to the address, as a new entry of the history or in place of this one. */
export function writeAddress(state, { push }) {
  const text = formatState(state);
  if (text === currentSearch().replace(/^\?/, "")) return;
  const write = push ? "pushState" : "replaceState";
  try {
    history[write](null, "", `${location.pathname}${text ? `?${text}` : ""}`);
  } catch {
    try {
      history[write](null, "", `#?${text}`);
    } catch {
      // A frame without an address of its own keeps its state to itself.
    }
  }
}
