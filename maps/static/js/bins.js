// Days put into bars: which calendar step fits the width, and how many events fall into each.

import { dateOf, dayOf, formatDay, isoOf, shortDay } from "./dates.js";
import { S } from "./strings.js";

const STEPS = [["day", 1], ["week", 7], ["month", 30.4], ["quarter", 91.3], ["year", 365.25]];

function firstOf(year, month) {
  return Math.round(Date.UTC(year, month, 1) / 86400000);
}

/** Return the first day of the step that holds `day`. */
export function floorDay(day, step) {
  const date = dateOf(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (step === "week") return day - ((date.getUTCDay() + 6) % 7);
  if (step === "month") return firstOf(year, month);
  if (step === "quarter") return firstOf(year, month - (month % 3));
  return step === "year" ? firstOf(year, 0) : day;
}

function nextDay(day, step) {
  const date = dateOf(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (step === "day") return day + 1;
  if (step === "week") return day + 7;
  return firstOf(year, month + { month: 1, quarter: 3, year: 12 }[step]);
}

/** Return the finest step that gives at most `most` bars between two days. */
export function stepFor(first, last, most) {
  const days = last - first + 1;
  return (STEPS.find(([, length]) => days / length <= most) ?? STEPS.at(-1))[0];
}

/** Return the first days of all bars from `first` to `last`, and the day after the last bar. */
export function edgesOf(first, last, step) {
  const edges = [floorDay(first, step)];
  while (edges.at(-1) <= last) edges.push(nextDay(edges.at(-1), step));
  return edges;
}

function barOf(edges, day) {
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= day) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Count events into bars: `sure` where one bar must hold it, `maybe` where several might, each then
 * getting its share. An event known from one end only may lie in the bar of that end.
 */
export function tally(events, edges) {
  const bars = edges.length - 1;
  const [sure, maybe] = [new Float64Array(bars), new Float64Array(bars)];
  for (const { start, end } of events) {
    if (start === null && end === null) continue;
    const [first, last] = [start ?? end, end ?? start];
    if (last < edges[0] || first >= edges[bars]) continue;
    const [a, b] = [barOf(edges, Math.max(first, edges[0])), barOf(edges, Math.min(last, edges[bars] - 1))];
    if (a === b && start !== null && end !== null) sure[a] += 1;
    else for (let bar = a; bar <= b; bar += 1) maybe[bar] += 1 / (b - a + 1);
  }
  return { sure, maybe };
}

/** Return the first and last day worth showing; a few far outliers do not stretch it. */
export function extentOf(events) {
  const days = events.flatMap(({ start, end }) => [start, end]).filter((day) => day !== null).sort((a, b) => a - b);
  if (!days.length) return null;
  const at = (share) => days[Math.floor(share * (days.length - 1))];
  const [low, high] = [at(0.04), at(0.98)];
  const reach = Math.max(30, 1.5 * (high - low));
  const kept = days.filter((day) => day >= low - reach && day <= high + reach);
  return [kept[0] - 1, kept.at(-1) + 1];
}

/** Name a bar: "17 Oct 2024", "October 2024", "2024". */
export function barName(first, after, step) {
  if (step === "day") return shortDay(first);
  if (step === "month") return formatDay(first, { month: "long", year: "numeric" });
  if (step === "year") return formatDay(first, { year: "numeric" });
  return S.between(shortDay(first), shortDay(after - 1));
}

/** Return up to `most` days for the labels below the bars, with their words. */
export function ticksOf(first, last, most) {
  const step = stepFor(first, last, most * 1.6);
  const edges = edgesOf(first, last, step).filter((day) => day >= first && day <= last);
  const every = Math.max(1, Math.ceil(edges.length / most));
  const options = step === "year" ? { year: "numeric" } : step === "day" || step === "week" ? { day: "numeric", month: "short" } : { month: "short", year: "numeric" };
  return edges.filter((_, n) => n % every === 0).map((day) => ({ day, text: formatDay(day, options) }));
}

/** Move a day by whole months, staying within the month. */
export function addMonths(day, months) {
  const date = dateOf(day);
  const target = firstOf(date.getUTCFullYear(), date.getUTCMonth() + months);
  const length = firstOf(date.getUTCFullYear(), date.getUTCMonth() + months + 1) - target;
  return dayOf(isoOf(target + Math.min(date.getUTCDate(), length) - 1));
}
