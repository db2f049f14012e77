// What is filtered, as a file: made here, or by the server where there is one.

import { filterParams } from "./state.js";
import { el } from "./dom.js";
import { S } from "./strings.js";

const COLUMNS = [
  "id", "type", "title", "quote", "date_start", "date_end", "date_precision", "date_edtf", "actors", "actor_ids", "countries",
  "place", "place_id", "place_role", "precision", "uncertainty_m", "country", "admin1", "region_ids", "modality", "attribution",
  "quantities", "places", "reports", "report_count", "publisher_count", "related",
  "confidence", "version", "updated",
];

/** Return events as a GeoJSON FeatureCollection. */
export function asGeojson(events) {
  return JSON.stringify({ type: "FeatureCollection", features: events.map((event) => event.feature) });
}

// A spreadsheet runs a cell that begins like a formula: a quote mark before it keeps it a text.
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Return events as CSV (RFC 4180) with the columns of the API and `lon`, `lat` after them. */
export function asCsv(events) {
  const columns = events.some((event) => event.coverage !== null) ? [...COLUMNS, "region_coverage"] : COLUMNS;
  const rows = events.map(({ feature, lon, lat }) => [...columns.map((name) => cell(feature.properties[name])), cell(lon), cell(lat)].join(","));
  return [[...columns, "lon", "lat"].join(","), ...rows, ""].join("\r\n");
}

function save(text, type, name) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const MADE_HERE = {
  geojson: { label: "GeoJSON", make: (events) => save(asGeojson(events), "application/geo+json", "events.geojson") },
  csv: { label: "CSV", make: (events) => save(asCsv(events), "text/csv", "events.csv") },
};

function local(events) {
  return Object.values(MADE_HERE).map(({ label, make }) => el("button", { type: "button", text: label, onclick: () => make(events) }));
}

function remote(config, state) {
  return config.formats.map(([format, label]) => {
    const params = filterParams(state);
    params.set("f", format);
    return el("a", { href: `${config.items}?${params}`, download: `events.${format}`, text: label });
  });
}

/** Return the entries of the download menu for the events that match. */
export function downloadEntries(config, state, events) {
  const hint = el("p", { class: "fine", text: S.downloadHint(events.length) });
  // The service does not know the filter by modality, so its files would hold too much.
  const isServed = config.mode === "live" && !state.modality.length;
  const isPart = config.mode === "live" && !isServed;
  return [hint, isServed ? remote(config, state) : local(events), isPart ? el("p", { class: "fine", text: S.downloadPart }) : null].flat().filter(Boolean);
}

/** Return the address of the same map as one file. */
export function standaloneUrl(config, state) {
  const params = filterParams(state);
  params.delete("modality");
  const text = params.toString();
  return text ? `${config.page}?${text}` : config.page;
}
