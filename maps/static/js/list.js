// The list of events: the same events as on the map, and those that have no place on it.

import { periodWords } from "./dates.js";
import { el, foreign, refill } from "./dom.js";
import { familySign } from "./signs.js";
import { S } from "./strings.js";
import { precisionWords } from "./words.js";

const PAGE = 60;

function item(event, isOpen, onOpen) {
  const where = event.isLocated ? event.place : event.place || S.unplaced;
  const isVague = event.isLocated && event.isRegion;
  const meta = el("span", { class: "meta" },
    el("span", { text: periodWords(event, "short") }), " · ", foreign(where),
    isVague ? el("span", { class: "vague", text: ` (${precisionWords(event)})` }) : null,
    event.isLocated ? null : el("span", { class: "vague", text: event.place ? ` (${S.notPlaced})` : "" }));
  const badge = event.modality === "happened" ? null : el("span", { class: "modality", text: S.modalityWords[event.modality]?.split(" ")[0] ?? event.modality });
  const button = el("button", { type: "button", class: "event", "data-event": event.id, "aria-current": isOpen ? "true" : null, onclick: () => onOpen(event) },
    familySign(event.family), el("span", { class: "words" }, foreign(event.title, "bdi", { class: "title" }), el("span", { class: "under" }, meta, badge)));
  return el("li", {}, button);
}

/**
 * Return the list: its node, and show(events, total, openEvent, isSpot).
 *
 * `actions` has open(event), follow(isOn), order(isNewestFirst), leaveSpot() and showAll().
 */
export function eventList(actions) {
  let [events, openEvent, drawn] = [[], null, 0];
  const heading = el("h2", { id: "list-heading", tabindex: -1, text: S.list });
  const counter = el("p", { class: "note", id: "list-count" });
  const follow = el("input", { type: "checkbox", checked: true, onchange: () => actions.follow(follow.checked) });
  const following = el("label", { class: "follow" }, follow, el("span", { text: S.followMap }));
  const order = el("select", { "aria-label": S.sort, onchange: () => actions.order(order.value === "newest") },
    el("option", { value: "newest", text: S.newest }), el("option", { value: "oldest", text: S.oldest }));
  const leave = el("button", { type: "button", class: "quiet", text: S.backToList, hidden: true, onclick: actions.leaveSpot });
  const items = el("ol", { class: "events", "aria-labelledby": "list-heading" });
  const more = el("button", { type: "button", class: "wide", text: S.showMore, onclick: () => draw() });
  const empty = el("div", { class: "empty" });
  const scroller = el("div", { class: "scroller" }, items, more, empty);
  const node = el("div", { class: "list" },
    el("div", { class: "list-top" }, heading, counter, order, following, leave), scroller);

  function draw() {
    const next = events.slice(drawn, drawn + PAGE);
    for (const event of next) {
      const isFirstUnplaced = !event.isLocated && (drawn === 0 || events[drawn - 1].isLocated);
      if (isFirstUnplaced) {
        const n = events.length - drawn;
        items.append(el("li", { class: "divider" }, el("h3", { text: S.unplacedHeading(n) })));
      }
      items.append(item(event, event === openEvent, actions.open));
      drawn += 1;
    }
    more.hidden = drawn >= events.length;
  }

  // More events are added before the reader reaches the end.
  new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) draw(); }, { rootMargin: "400px" }).observe(more);

  return {
    node,
    heading,
    /** Show these events of `total` that match the filters; `isSpot`: those at one place alone. */
    show(next, total, open, isSpot) {
      const isSame = next.length === events.length && next.every((event, n) => event === events[n]);
      [events, openEvent] = [next, open];
      counter.textContent = isSpot ? S.spotHeading(events.length) : S.listCount(events.length, total);
      leave.hidden = !isSpot;
      following.hidden = isSpot;
      if (!isSame) {
        drawn = 0;
        refill(items);
        draw();
        scroller.scrollTop = 0;
      }
      refill(empty, events.length ? null : el("p", { text: total ? S.emptyView : S.empty }),
        !events.length && total ? el("button", { type: "button", class: "wide", text: S.showAll, onclick: actions.showAll }) : null);
      for (const button of items.querySelectorAll("[data-event]")) {
        if (button.dataset.event === open?.id) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      }
    },
    /** Put the focus on an event's entry, or on the heading where it has none. */
    focusOn(id) {
      const button = items.querySelector(`[data-event="${CSS.escape(id ?? "")}"]`) ?? heading;
      button.focus();
      button.scrollIntoView({ block: "nearest" });
    },
  };
}
