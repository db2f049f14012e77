// The filters: words, dates, and the facets; and the chips that say which are on.

import { dayOf, isoOf, shortDay } from "./dates.js";
import { el, icon, refill } from "./dom.js";
import { facet } from "./facets.js";
import { familyOf } from "./families.js";
import { FACETS } from "./filters.js";
import { familySign } from "./signs.js";
import { S } from "./strings.js";
import { typeLabel } from "./words.js";

const MODALITIES = ["happened", "claimed", "alleged", "planned", "possible", "unconfirmed", "denied"];

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Name a facet's value for people. */
export function valueLabel(model, name, value) {
  if (name === "types") return typeLabel(value, model.types);
  if (name === "regions") return model.regions[value] ?? value;
  if (name === "modality") return capital(S.modalityWords[value] ?? value);
  return model.actorNames.get(value) ?? value;
}

function byCount(a, b) {
  return b.n - a.n || a.label.localeCompare(b.label);
}

function typeEntries(model, counts) {
  const entry = (value, extra) => ({ value, label: valueLabel(model, "types", value), n: counts.get(value) ?? 0, ...extra });
  const types = [...new Set(model.events.map((event) => event.type))];
  const groups = [...new Set(model.events.map((event) => event.group))];
  return groups
    .map((group) => entry(group, {
      sign: familySign(familyOf(group), 18),
      children: types.filter((type) => type.startsWith(`${group}.`)).map((type) => entry(type)).sort(byCount),
    }))
    .sort(byCount);
}

function plainEntries(model, name, values, counts, chosen) {
  return [...new Set([...values, ...chosen])]
    .map((value) => ({ value, label: valueLabel(model, name, value), n: counts.get(value) ?? 0 }))
    .sort(byCount);
}

function known(model) {
  const regions = new Set(model.events.flatMap((event) => [...event.regionIds]));
  return {
    actors: [...new Set(model.events.flatMap((event) => [...event.actorIds]))].filter((id) => model.actorNames.has(id)),
    regions: [...regions].filter((id) => model.regions[id]),
    modality: MODALITIES.filter((modality) => model.events.some((event) => event.modality === modality)),
  };
}

function dateField(label, onchange) {
  const input = el("input", { type: "date", onchange });
  return { input, node: el("label", { class: "field" }, el("span", { text: label }), input) };
}

/** Fill `root` with the filters; `change(patch)` hears of every choice. Returns show(state, outcome). */
export function panel(root, model, change) {
  const all = known(model);
  let [state, timer] = [null, 0];
  const search = el("input", {
    type: "search", id: "search", placeholder: S.searchHint, "aria-label": S.search, autocomplete: "off", spellcheck: "false",
    oninput: () => { clearTimeout(timer); timer = setTimeout(() => change({ q: search.value }), 180); },
  });
  const from = dateField(S.from, () => change({ from: dayOf(from.input.value) }));
  const to = dateField(S.to, () => change({ to: dayOf(to.input.value) }));
  const toggle = (name) => (value) => {
    const values = state[name];
    change({ [name]: values.includes(value) ? values.filter((other) => other !== value) : [...values, value] });
  };
  const facets = Object.fromEntries(FACETS.map((name) => [name, facet(name, S[name], toggle(name))]));
  root.setAttribute("aria-label", S.filters);
  refill(root, el("div", { class: "field" }, search), el("fieldset", { class: "dates" }, el("legend", { text: S.dates }), from.node, to.node), FACETS.map((name) => facets[name].node));

  return function show(next, { counts }) {
    state = next;
    if (document.activeElement !== search) search.value = state.q;
    from.input.value = state.from === null ? "" : isoOf(state.from);
    to.input.value = state.to === null ? "" : isoOf(state.to);
    facets.types.show(typeEntries(model, counts.types), state.types);
    for (const name of ["actors", "regions"]) facets[name].show(plainEntries(model, name, all[name], counts[name], state[name]), state[name]);
    facets.modality.show(all.modality.map((value) => ({ value, label: valueLabel(model, "modality", value), n: counts.modality.get(value) ?? 0 })), state.modality);
  };
}

function dateChip({ from, to }) {
  if (from === null && to === null) return null;
  const [first, last] = [from, to].map((day) => (day === null ? "…" : shortDay(day)));
  return { label: from === to ? first : S.between(first, last), patch: { from: null, to: null } };
}

/** Return one chip for every filter that is on: its label, and the change that takes it off. */
export function chipsOf(model, state) {
  const values = FACETS.flatMap((name) => state[name].map((value) => ({
    label: valueLabel(model, name, value),
    patch: { [name]: state[name].filter((other) => other !== value) },
  })));
  const words = state.q ? [{ label: `“${state.q}”`, patch: { q: "" } }] : [];
  return [dateChip(state), ...words, ...values].filter(Boolean);
}

/** Return the chips as buttons, with one that clears all. */
export function chipButtons(chips, change, clear) {
  const buttons = chips.map(({ label, patch }) =>
    el("button", { type: "button", class: "chip", "aria-label": S.remove(label), onclick: () => change(patch) }, el("bdi", { text: label }), icon("close")));
  return chips.length ? [...buttons, el("button", { type: "button", class: "quiet", text: S.clear, onclick: clear })] : [];
}
