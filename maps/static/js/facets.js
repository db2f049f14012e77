// One list of values to choose from, with how many events each would give.

import { el, icon, refill } from "./dom.js";
import { S, count } from "./strings.js";

const SHOWN = 7;
const SEARCHED = 12;

function row(entry, isChosen, onToggle) {
  const box = el("input", { type: "checkbox", checked: isChosen, value: entry.value, onchange: () => onToggle(entry.value) });
  box.checked = isChosen;
  const name = el("span", { class: "name", dir: "auto", text: entry.label });
  const parts = [box, entry.sign ?? null, name, el("span", { class: "n", text: count(entry.n) })];
  return el("label", { class: entry.n ? "choice" : "choice nothing" }, parts);
}

function matches(entry, words) {
  return !words || entry.label.toLowerCase().includes(words) || (entry.children ?? []).some((child) => matches(child, words));
}

/**
 * Return a facet: its node, and show(entries, chosen).
 *
 * Entries have value, label, n, and may have a sign and children; `onToggle(value)` hears of a
 * choice made or taken back.
 */
export function facet(id, title, onToggle) {
  let [entries, chosen, isLong, words] = [[], [], false, ""];
  const opened = new Set();
  const list = el("ul", { class: "choices" });
  const more = el("button", { type: "button", class: "quiet", onclick: () => { isLong = !isLong; draw(); } });
  const search = el("input", {
    type: "search", class: "narrow", placeholder: S.narrow(title), "aria-label": S.narrow(title),
    oninput: () => { words = search.value.trim().toLowerCase(); draw(); },
  });
  const badge = el("span", { class: "badge" });
  const node = el("details", { class: "facet", id: `facet-${id}`, open: true }, el("summary", {}, el("h2", { text: title }), badge), search, list, more);

  function folder(entry) {
    const isOpen = opened.has(entry.value) || Boolean(words);
    const flip = () => {
      if (!opened.delete(entry.value)) opened.add(entry.value);
      draw();
      list.querySelector(`button[data-of="${CSS.escape(entry.value)}"]`)?.focus();
    };
    const props = { type: "button", class: "small fold", "aria-expanded": String(isOpen), "aria-label": S.kinds(entry.label), "data-of": entry.value, onclick: flip };
    return el("button", props, icon("next"));
  }

  function item(entry) {
    const children = (entry.children ?? []).filter((child) => matches(child, words));
    const isOpen = opened.has(entry.value) || Boolean(words) || children.some((child) => chosen.includes(child.value));
    const inner = isOpen && children.length ? el("ul", {}, children.map(item)) : null;
    const line = el("div", { class: "line" }, row(entry, chosen.includes(entry.value), onToggle), children.length ? folder(entry) : null);
    return el("li", {}, line, inner);
  }

  function draw() {
    const found = entries.filter((entry) => matches(entry, words));
    const kept = isLong || words ? found : found.filter((entry, n) => n < SHOWN || chosen.includes(entry.value));
    const focused = list.contains(document.activeElement) ? document.activeElement.value : null;
    refill(list, kept.map(item));
    if (!found.length) list.append(el("li", { class: "nothing", text: S.none }));
    if (focused) list.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
    search.hidden = entries.length < SEARCHED;
    more.hidden = Boolean(words) || found.length <= SHOWN;
    more.textContent = isLong ? S.less : S.more(found.length - kept.length);
    badge.textContent = chosen.length ? String(chosen.length) : "";
  }

  return {
    node,
    /** Show other counts and choices. */
    show(next, values) {
      [entries, chosen] = [next, values];
      draw();
    },
  };
}
