// Days as whole numbers since 1970-01-01 (UTC), and periods in words.

import { S } from "./strings.js";

const DAY_MS = 86400000;
const ISO = /^(\d{4})-(\d{2})-(\d{2})/;

/** Return the day of an ISO 8601 date or date-time, null for anything else. */
export function dayOf(text) {
  const match = ISO.exec(text ?? "");
  if (!match) return null;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const day = Math.round(ms / DAY_MS);
  return isoOf(day) === match[0] ? day : null;
}

/** Return the ISO 8601 date of a day. */
export function isoOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Return the JavaScript date of a day, at midnight UTC. */
export function dateOf(day) {
  return new Date(day * DAY_MS);
}

const formats = new Map();

/** Write a day with the given Intl options. */
export function formatDay(day, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(S.locale, { timeZone: "UTC", ...options }));
  }
  return formats.get(key).format(dateOf(day));
}

/** "17 October 2024" */
export function longDay(day) {
  return formatDay(day, { day: "numeric", month: "long", year: "numeric" });
}

/** "17 Oct 2024" */
export function shortDay(day) {
  return formatDay(day, { day: "numeric", month: "short", year: "numeric" });
}

function span(first, last, style) {
  const full = { day: "numeric", month: style, year: "numeric" };
  if (first === last) return formatDay(first, full);
  const [a, b] = [dateOf(first), dateOf(last)];
  const sameYear = a.getUTCFullYear() === b.getUTCFullYear();
  if (sameYear && a.getUTCMonth() === b.getUTCMonth()) {
    return S.between(String(a.getUTCDate()), formatDay(last, full));
  }
  return S.between(formatDay(first, sameYear ? { day: "numeric", month: style } : full), formatDay(last, full));
}

// One part of an EDTF set: "2024-08", "2024", "2024-08-03".
function edtfPart(text, style) {
  const [year, month, day] = text.trim().split("-").map(Number);
  if (!year) return text.trim();
  if (!month) return String(year);
  const at = Math.round(Date.UTC(year, month - 1, day || 1) / DAY_MS);
  return formatDay(at, day ? { day: "numeric", month: style, year: "numeric" } : { month: style, year: "numeric" });
}

/** Say when an event was, as exactly as is known: "October 2024", "by 4 October 2024". */
export function periodWords(event, style = "long") {
  const { start, end } = event;
  const set = /^[[{](.+,.+)[\]}]$/.exec(event.edtf);
  if (set) return set[1].split(",").map((part) => edtfPart(part, style)).join(S.or);
  if (start === null && end === null) return S.dateUnknown;
  if (start === null) return S.by(span(end, end, style));
  if (end === null) return S.since(span(start, start, style));
  if (event.datePrecision === "year") return formatDay(start, { year: "numeric" });
  const words = event.datePrecision === "month" ? formatDay(start, { month: style, year: "numeric" }) : span(start, end, style);
  return /[~?%]$/.test(event.edtf) ? S.about(words) : words;
}
