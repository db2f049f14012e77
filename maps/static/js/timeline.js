// The timeline: a histogram over time, two handles, and a period drawn across it with the pointer.

import { addMonths, barName, edgesOf, extentOf, stepFor, tally, ticksOf } from "./bins.js";
import { longDay } from "./dates.js";
import { el, icon, refill, svg } from "./dom.js";
import { S } from "./strings.js";

const HEIGHT = 46;
const SIDE = 26;

function bar(x, width, height, below, className) {
  return svg("rect", { x, width, height, y: HEIGHT - below - height, class: className });
}

function bars(edges, all, shown, toX) {
  const top = Math.max(1, ...all.sure.map((n, i) => n + all.maybe[i]));
  const high = (n) => (n ? Math.max(1.5, (n / top) * (HEIGHT - 4)) : 0);
  return edges.slice(0, -1).flatMap((edge, i) => {
    const x = Math.max(SIDE, toX(edge));
    const width = Math.max(1, toX(edges[i + 1]) - x - 1);
    const layers = [[all, ""], [shown, " chosen"]].flatMap(([{ sure, maybe }, chosen]) => [
      bar(x, width, high(sure[i]), 0, `sure${chosen}`),
      bar(x, width, high(maybe[i]), high(sure[i]), `maybe${chosen}`),
    ]);
    return layers.filter((node) => Number(node.getAttribute("height")) > 0);
  });
}

// Zoom about the middle of what is shown; never closer than two weeks nor wider than all.
function zoomed([first, last], factor, [least, most], focus = (first + last) / 2) {
  const wide = Math.min(most - least, Math.max(14, (last - first) * factor));
  const share = (focus - first) / Math.max(1, last - first);
  const from = Math.max(least, Math.min(most - wide, Math.round(focus - share * wide)));
  return [Math.round(from), Math.round(from + wide)];
}

function handle(side, onMove, onKey) {
  const label = side === "from" ? S.timelineFrom : S.timelineTo;
  const node = el("div", { class: `handle ${side}`, role: "slider", tabindex: 0, "aria-label": label, onkeydown: onKey });
  node.addEventListener("pointerdown", (press) => {
    press.stopPropagation();
    node.setPointerCapture(press.pointerId);
    node.focus();
  });
  node.addEventListener("pointermove", (drag) => {
    if (node.hasPointerCapture(drag.pointerId)) onMove(drag.clientX, false);
  });
  node.addEventListener("pointerup", (lift) => onMove(lift.clientX, true));
  return node;
}

// How far a key moves an end of the period.
function keyStep(key, day, [first, last]) {
  const steps = { ArrowLeft: day - 1, ArrowDown: day - 1, ArrowRight: day + 1, ArrowUp: day + 1, Home: first, End: last };
  if (key === "PageUp") return addMonths(day, 1);
  if (key === "PageDown") return addMonths(day, -1);
  return steps[key] ?? null;
}

/**
 * Fill `root` with a timeline over `events`; `onChange(from, to, isDone)` hears of a period chosen,
 * with null for an end that is left open.
 */
export function timeline(root, events, onChange) {
  const extent = extentOf(events) ?? [0, 1];
  const dated = events.filter(({ start, end }) => start !== null || end !== null).length;
  let view = extent;
  let [state, result, drag] = [{ from: null, to: null }, null, null];

  const chart = svg("svg", { class: "bars", "aria-hidden": "true" });
  const axis = el("div", { class: "axis", "aria-hidden": "true" });
  const chosen = el("div", { class: "chosen-period" });
  const hover = el("div", { class: "hover", hidden: true });
  const note = el("p", { class: "note" });
  const whole = el("button", { type: "button", class: "quiet", text: S.wholePeriod, onclick: () => onChange(null, null, true) });
  const width = () => Math.max(60, plot.clientWidth - 2 * SIDE);
  const toX = (day) => SIDE + ((day - view[0]) / (view[1] + 1 - view[0])) * width();
  const toDay = (x) => Math.floor(view[0] + ((x - SIDE) / width()) * (view[1] + 1 - view[0]));
  const dayAt = (clientX) => Math.max(view[0], Math.min(view[1], toDay(clientX - plot.getBoundingClientRect().left)));

  function change(side, day, isDone) {
    const other = side === "from" ? state.to : state.from;
    const held = other === null ? day : side === "from" ? Math.min(day, other) : Math.max(day, other);
    const open = side === "from" ? held <= extent[0] : held >= extent[1];
    onChange(side === "from" ? (open ? null : held) : state.from, side === "to" ? (open ? null : held) : state.to, isDone);
  }

  function onKey(side) {
    return (press) => {
      const day = keyStep(press.key, state[side] ?? extent[side === "from" ? 0 : 1], extent);
      if (day === null) return;
      press.preventDefault();
      change(side, Math.max(extent[0], Math.min(extent[1], day)), true);
    };
  }

  const handles = {
    from: handle("from", (x, isDone) => change("from", dayAt(x + SIDE / 2), isDone), onKey("from")),
    to: handle("to", (x, isDone) => change("to", dayAt(x - SIDE / 2), isDone), onKey("to")),
  };
  const plot = el("div", { class: "plot" }, chart, chosen, handles.from, handles.to, hover);

  function brush(clientX, isDone) {
    const [a, b] = [drag.day, dayAt(clientX)].sort((one, other) => one - other);
    onChange(a, b, isDone);
  }

  plot.addEventListener("pointerdown", (press) => {
    if (press.button !== 0) return;
    drag = { day: dayAt(press.clientX), x: press.clientX };
    plot.setPointerCapture(press.pointerId);
  });
  plot.addEventListener("pointermove", (move) => {
    if (drag && Math.abs(move.clientX - drag.x) > 3) brush(move.clientX, false);
    else if (!drag) point(move.clientX);
  });
  plot.addEventListener("pointerup", (lift) => {
    if (drag && Math.abs(lift.clientX - drag.x) > 3) brush(lift.clientX, true);
    else if (drag) pick(lift.clientX);
    drag = null;
  });
  plot.addEventListener("pointerleave", () => { hover.hidden = true; });
  plot.addEventListener("wheel", (turn) => {
    turn.preventDefault();
    view = zoomed(view, turn.deltaY > 0 ? 1.4 : 1 / 1.4, extent, dayAt(turn.clientX));
    draw();
  }, { passive: false });

  function barAt(clientX) {
    const { edges } = result;
    const day = dayAt(clientX);
    const i = edges.findIndex((edge, n) => edge <= day && day < (edges[n + 1] ?? Infinity));
    return Math.max(0, Math.min(edges.length - 2, i));
  }

  function pick(clientX) {
    const i = barAt(clientX);
    onChange(result.edges[i], result.edges[i + 1] - 1, true);
  }

  function point(clientX) {
    if (!result) return;
    const i = barAt(clientX);
    const at = (counts) => Math.round(counts.sure[i] + counts.maybe[i]);
    hover.textContent = S.bar(barName(result.edges[i], result.edges[i + 1], result.step), at(result.shown), at(result.all));
    hover.hidden = false;
    const x = clientX - plot.getBoundingClientRect().left;
    hover.style.left = `${Math.max(70, Math.min(plot.clientWidth - 70, x))}px`;
  }

  function place(side) {
    const day = state[side] ?? extent[side === "from" ? 0 : 1];
    const x = side === "from" ? toX(day) : toX(day + 1);
    const node = handles[side];
    node.style.left = `${Math.max(SIDE, Math.min(SIDE + width(), x))}px`;
    const bounds = { "aria-valuemin": extent[0], "aria-valuemax": extent[1], "aria-valuenow": day, "aria-valuetext": longDay(day) };
    for (const [name, value] of Object.entries(bounds)) node.setAttribute(name, value);
    return Number.parseFloat(node.style.left);
  }

  function draw() {
    if (!state.outcome) return;
    const step = stepFor(view[0], view[1], Math.max(20, Math.min(120, width() / 6)));
    const edges = edgesOf(view[0], view[1], step);
    const { anyDate, matches } = state.outcome;
    result = { edges, step, all: tally(anyDate, edges), shown: tally(matches, edges) };
    chart.setAttribute("viewBox", `0 0 ${plot.clientWidth} ${HEIGHT}`);
    refill(chart, bars(edges, result.all, result.shown, toX));
    const [left, right] = [place("from"), place("to")];
    Object.assign(chosen.style, { left: `${left}px`, width: `${right - left}px` });
    refill(axis, ticksOf(view[0], view[1], Math.max(2, Math.floor(width() / 90))).filter(({ day }) => toX(day) < plot.clientWidth - 64).map(({ day, text }) => {
      const tick = el("span", { text });
      tick.style.left = `${toX(day)}px`;
      return tick;
    }));
    notes(step, edges);
  }

  function notes(step, edges) {
    const { anyDate } = state.outcome;
    const before = anyDate.filter(({ start, end }) => (end ?? start) !== null && (end ?? start) < edges[0]).length;
    const after = anyDate.filter(({ start, end }) => (start ?? end) !== null && (start ?? end) >= edges.at(-1)).length;
    const undated = anyDate.filter(({ start, end }) => start === null && end === null).length;
    const isVague = result.all.maybe.some((n) => n > 0);
    const parts = [S.per[step], isVague && S.pale, before && S.earlier(before), after && S.later(after), undated && S.undated(undated)];
    note.textContent = parts.filter(Boolean).join(" · ");
    whole.hidden = state.from === null && state.to === null;
  }

  const zoom = (factor) => () => { view = zoomed(view, factor, extent); draw(); };
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", `${S.timeline}. ${S.timelineHelp}`);
  refill(
    root,
    el("div", { class: "timeline-top" }, el("h2", { text: S.timeline }), note, whole,
      el("button", { type: "button", class: "small", title: S.zoomIn, "aria-label": `${S.timeline}: ${S.zoomIn}`, onclick: zoom(0.5) }, icon("plus")),
      el("button", { type: "button", class: "small", title: S.zoomOut, "aria-label": `${S.timeline}: ${S.zoomOut}`, onclick: zoom(2) }, icon("minus"))),
    plot,
    axis,
  );
  root.hidden = dated === 0;
  new ResizeObserver(draw).observe(plot);

  return function show(next, outcome) {
    state = { from: next.from, to: next.to, outcome };
    draw();
  };
}
