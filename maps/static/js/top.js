// The header: title, live count, chips, and what can be done with the events.

import { downloadEntries, standaloneUrl } from "./downloads.js";
import { el, icon, refill } from "./dom.js";
import { chipButtons, chipsOf } from "./panel.js";
import { S } from "./strings.js";

function action(name, label, props) {
  return el("button", { type: "button", class: "action", title: label, ...props }, icon(name), el("span", { text: label }));
}

// A menu that closes on Escape and on a click elsewhere, with the focus back on its button.
function menu(label, fill) {
  const button = action("download", label, { "aria-expanded": "false", "aria-controls": "download-menu" });
  const box = el("div", { class: "menu", id: "download-menu", hidden: true });
  const toggle = (isOpen) => {
    box.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) refill(box, fill());
  };
  const node = el("div", { class: "menu-holder" }, button, box);
  button.addEventListener("click", () => toggle(box.hidden));
  node.addEventListener("keydown", (press) => {
    if (press.key !== "Escape" || box.hidden) return;
    toggle(false);
    button.focus();
  });
  document.addEventListener("pointerdown", (press) => { if (!node.contains(press.target)) toggle(false); });
  return node;
}

/** Copy the page's address; where that is forbidden, show it to be copied by hand. */
export function copyLink(say) {
  const show = () => say(S.copyThis(location.href));
  if (!navigator.clipboard) return show();
  return navigator.clipboard.writeText(location.href).then(() => say(S.copied), show);
}

/** Fill `root` with the header. `actions` has change(patch), clear(), toggleFilters() and say(text). */
export function header(root, model, config, actions) {
  let [state, outcome] = [null, null];
  const counter = el("p", { id: "count", "aria-live": "polite" });
  const chips = el("div", { id: "chips" });
  const filters = action("filter", S.filters, { id: "filters-button", "aria-controls": "filters", onclick: actions.toggleFilters });
  const download = menu(S.download, () => downloadEntries(config, state, outcome.matches));
  const standalone = el("a", { class: "action", title: `${S.standalone} (${S.standaloneHint})`, download: "map.html" }, icon("open"), el("span", { text: S.standalone }));
  refill(root,
    el("div", { class: "brand" }, el("h1", { text: config.title }), counter),
    chips,
    el("nav", { class: "actions", "aria-label": config.title }, filters,
      action("link", S.copyLink, { onclick: () => copyLink(actions.say) }), download, config.mode === "live" ? standalone : null));

  return function show(next, result) {
    [state, outcome] = [next, result];
    const unplaced = outcome.matches.filter((event) => !event.isLocated).length;
    const words = S.count(outcome.matches.length, model.total, unplaced);
    if (counter.textContent !== words) counter.textContent = words;
    const on = chipsOf(model, state);
    refill(chips, chipButtons(on, actions.change, actions.clear));
    filters.lastChild.textContent = S.filtersOn(on.length);
    if (config.mode === "live") standalone.href = standaloneUrl(config, state);
  };
}
