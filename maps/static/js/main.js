// The page: one state, one way round. A choice changes the state, the state is drawn.

import { eventCard } from "./card.js";
import { el, refill } from "./dom.js";
import { evaluate, inBox } from "./filters.js";
import { eventList } from "./list.js";
import { mapView } from "./mapview.js";
import { modelOf } from "./model.js";
import { panel } from "./panel.js";
import { emptyState, filterParams, readAddress, writeAddress } from "./state.js";
import { S } from "./strings.js";
import { timeline } from "./timeline.js";
import { copyLink, header } from "./top.js";

const byId = (id) => document.getElementById(id);

// A block of the page as JSON; a long one is compressed.
async function embedded(name) {
  const node = byId(`dateline-${name}`);
  if (node.type === "application/json") return JSON.parse(node.textContent);
  const bytes = Uint8Array.from(atob(node.textContent), (char) => char.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).json();
}

async function fetched(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// All events, so that every filter can be changed here. A service that holds too many for that
// refuses; then those that the address asks for, as where only the service knows the shares.
async function fetchedEvents(url) {
  const params = filterParams(readAddress());
  params.delete("modality");
  if (params.has("coverage")) return fetched(`${url}?${params}`);
  if (![...params].length) return fetched(url);
  return fetched(url).catch(() => fetched(`${url}?${params}`));
}

function say(text) {
  const status = byId("status");
  status.textContent = text;
  status.classList.add("seen");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => status.classList.remove("seen"), 2500);
}

// On a narrow screen the list and the filters share the sheet under the map.
function sheet() {
  const body = document.body;
  const choose = (tab) => {
    body.dataset.tab = tab;
    for (const button of tabs.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.tab === tab));
  };
  const button = (tab, text) => el("button", { type: "button", "data-tab": tab, text, onclick: () => choose(tab) });
  const tabs = el("nav", { class: "tabs", "aria-label": S.sheet }, button("list", S.list), button("filters", S.filters));
  byId("panes").before(tabs);
  choose("list");
  const isNarrow = () => matchMedia("(max-width: 760px)").matches;
  const toggle = () => {
    if (isNarrow()) choose(body.dataset.tab === "filters" ? "list" : "filters");
    else body.classList.toggle("no-filters");
  };
  return { choose, toggle };
}

function start(config, data, basemap) {
  const model = modelOf(data);
  let state = readAddress();
  let outcome = null;
  let [isFollowing, isNewestFirst, chosen, opener] = [true, true, null, null];

  const change = (patch) => set({ ...state, ...(patch.regions ? { coverage: null } : {}), ...patch }, { push: true });
  const clear = () => set({ ...emptyState(), bbox: state.bbox, event: state.event }, { push: true });

  function open(event) {
    opener = document.activeElement;
    set({ ...state, event: event.id }, { push: true });
    card.focus();
    tabs.choose("list");
  }

  function close() {
    const id = state.event;
    set({ ...state, event: null }, { push: true });
    if (opener?.isConnected && opener.closest(".sign")) opener.focus();
    else list.focusOn(id);
  }

  // One event opens at once; several at one spot make the list, until the map is left.
  function listOnly(events) {
    chosen = new Set(events);
    set({ ...state, event: null }, { push: Boolean(state.event) });
    tabs.choose("list");
    list.focusOn(events[0].id);
  }

  function chooseSpot(spot) {
    if (spot.events.length === 1) open(spot.events[0]);
    else listOnly(spot.events);
  }

  function showAll() {
    chosen = null;
    map.fit();
    set({ ...state, bbox: null }, { push: false });
  }

  const tabs = sheet();
  const card = eventCard(model, { close, open, copy: () => copyLink(say), reveal: (event) => map.reveal(event) });
  const list = eventList({
    open,
    follow(isOn) { isFollowing = isOn; chosen = null; draw(); },
    order(isOn) { isNewestFirst = isOn; draw(); },
    leaveSpot() { chosen = null; draw(); list.focusOn(null); },
    showAll,
  });
  refill(byId("side"), list.node, card.node);
  byId("side").setAttribute("aria-label", S.list);
  byId("skip").textContent = S.skip;
  const showHeader = header(byId("top"), model, config, { change, clear, toggleFilters: tabs.toggle, say });
  const showPanel = panel(byId("filters"), model, change);
  const map = mapView(globalThis.map_events, model, basemap, {
    chooseSpot,
    listEvents: listOnly,
    fitted: showAll,
    moved(box) {
      chosen = null;
      set({ ...state, bbox: box }, { push: false });
    },
  });
  const showTimeline = timeline(byId("timeline"), model.events, (from, to, isDone) => set({ ...state, from, to }, { push: isDone }));

  function listed() {
    if (chosen) return outcome.matches.filter((event) => chosen.has(event));
    const box = isFollowing ? map.box() : null;
    const inView = outcome.matches.filter((event) => inBox(event, box));
    const placed = inView.filter((event) => event.isLocated);
    return [...(isNewestFirst ? placed : placed.reverse()), ...inView.filter((event) => !event.isLocated)];
  }

  function drawCard(events) {
    const event = model.byId.get(state.event) ?? null;
    byId("side").classList.toggle("has-card", Boolean(state.event));
    if (event) card.show(event, { siblings: events, isShown: outcome.matches.includes(event) });
    else if (state.event) card.missing();
    else card.hide();
    map.mark(event);
  }

  function draw() {
    const events = listed();
    showHeader(state, outcome);
    list.show(events, outcome.matches.length, model.byId.get(state.event), chosen !== null);
    drawCard(events);
  }

  function filterKey({ from, to, q, types, actors, regions, coverage, modality }) {
    return JSON.stringify([from, to, q, types, actors, regions, coverage, modality]);
  }

  function set(next, { push }) {
    const isFiltered = outcome === null || filterKey(next) !== filterKey(state);
    const isOther = config.mode === "live" && next.coverage !== state.coverage;
    state = next;
    writeAddress(state, { push });
    if (isOther) location.reload(); // other events, with other shares
    if (isFiltered) {
      chosen = null;
      outcome = evaluate(model, state);
      map.show(outcome.matches);
      showPanel(state, outcome);
      showTimeline(state, outcome);
    }
    draw();
  }

  function view() {
    if (state.bbox) map.goTo(state.bbox);
    else map.fit();
  }

  globalThis.addEventListener("popstate", () => {
    const next = readAddress();
    const isMoved = JSON.stringify(next.bbox) !== JSON.stringify(state.bbox);
    set(next, { push: false });
    if (isMoved) { view(); draw(); }
  });

  set(state, { push: false });
  view();
  if (state.event && !state.bbox && model.byId.has(state.event)) map.reveal(model.byId.get(state.event));
  draw();
}

async function main() {
  const config = await embedded("config");
  say(S.loading);
  try {
    const parts = config.mode === "live" ? [fetchedEvents(config.data), fetched(config.basemap)] : [embedded("data"), embedded("basemap")];
    const [data, basemap] = await Promise.all(parts);
    byId("status").classList.remove("seen");
    byId("status").textContent = "";
    start(config, data, basemap);
    document.documentElement.dataset.ready = "true";
  } catch (error) {
    byId("status").textContent = S.failed;
    byId("status").classList.add("seen", "bad");
    throw error;
  }
}

main();
