// The card of one event: all that is known of it, and the words that say so.

import { dayOf, longDay, periodWords } from "./dates.js";
import { el, foreign, icon, refill, safeUrl } from "./dom.js";
import { familySign } from "./signs.js";
import { S, count } from "./strings.js";
import { claimWords, placeWords, precisionWords, quantityWords, typeLabel } from "./words.js";

function row(name, ...content) {
  const kept = content.flat().filter(Boolean);
  return kept.length ? [el("dt", { text: name }), el("dd", {}, kept)] : [];
}

function lines(items) {
  return items.length ? [el("ul", { class: "plain" }, items.map((parts) => el("li", {}, parts)))] : [];
}

function reasonWords(event) {
  return event.places.filter((place) => !place.place_id && place.why).map((place) => el("span", { class: "fine", dir: "auto", text: place.why }));
}

function whereRow(event, model) {
  const main = foreign(placeWords(event, model.regions), "bdi", { class: "strong" });
  const how = event.isLocated ? el("span", { class: "fine", text: precisionWords(event) }) : null;
  const others = event.places.filter((place) => place.place_id !== event.placeId && place.place_id && S.placeRole[place.role]);
  const more = lines(others.map((place) => [`${S.placeRole[place.role]} `, foreign(place.name || place.text)]));
  return row(S.place, main, how, event.isLocated ? null : reasonWords(event), more);
}

function whoRow(event) {
  return row(S.who, lines(event.actors.map((actor) => [
    foreign(actor.name, "bdi", { class: "strong" }),
    el("span", { class: "fine inline", text: ` ${S.actorRole[actor.role] ?? actor.role}` }),
  ])));
}

function numbersRow(event) {
  return row(S.numbers, lines(event.quantities.map((quantity) => {
    const { kind, words } = quantityWords(quantity);
    return [foreign(words, "bdi", { class: "strong" }), el("span", { class: "fine inline", text: ` ${kind}` })];
  })));
}

function report(source) {
  const day = dayOf(source.published);
  const about = [source.publisher ? foreign(source.publisher) : null, day === null ? null : el("span", { text: S.published(longDay(day)) })].filter(Boolean);
  const url = safeUrl(source.url);
  const link = url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, S.openReport, icon("open")) : null;
  const why = source.why?.length ? el("div", { class: "fine", dir: "auto", text: S.mergedBecause(source.why.join("; ")) }) : null;
  const copy = source.same_text_as ? el("div", { class: "fine", text: S.sameText }) : null;
  const parts = about.flatMap((part, n) => (n ? [" · ", part] : [part]));
  return el("li", { class: "report" }, foreign(source.title || S.untitled, "bdi", { class: "strong" }), el("div", { class: "fine" }, parts), why, copy, link);
}

function contradictions(event) {
  if (!event.related.length) return [];
  return [
    el("h3", { text: S.related }),
    el("ul", { class: "reports" }, event.related.map((other) => el("li", { class: "report", dir: "auto", text: other.why.join("; ") }))),
  ];
}

function body(event, model, isShown) {
  const quote = event.quote ? el("blockquote", { dir: "auto", text: event.quote }) : null;
  return [
    isShown ? null : el("p", { class: "warning", text: S.hiddenEvent }),
    el("dl", { class: "facts" },
      whereRow(event, model),
      row(S.when, el("span", { class: "strong", text: periodWords(event) })),
      whoRow(event),
      numbersRow(event),
      row(S.said, foreign(claimWords(event), "span"))),
    quote,
    el("h3", { text: S.reports(event.reports.length) }),
    el("ul", { class: "reports" }, event.reports.map(report)),
    ...contradictions(event),
    event.confidence === null ? null : el("p", { class: "fine", text: S.confidence(count(Math.round(event.confidence * 100))) }),
  ];
}

function tool(name, label, onclick, isOff = false) {
  return el("button", { type: "button", class: "small", "aria-label": label, title: label, disabled: isOff, onclick }, icon(name));
}

/**
 * Return the card: its node, and show(event, context).
 *
 * `actions` has close(), open(event), copy() and reveal(event).
 */
export function eventCard(model, actions) {
  const node = el("div", { class: "card", role: "dialog", "aria-labelledby": "card-title", tabindex: -1, hidden: true });
  node.addEventListener("keydown", (press) => {
    if (press.key === "Escape") actions.close();
  });

  function top(event, siblings) {
    const at = siblings.indexOf(event);
    const [before, after] = [siblings[at - 1], at < 0 ? undefined : siblings[at + 1]];
    return el("div", { class: "card-top" },
      el("button", { type: "button", class: "quiet back", onclick: actions.close }, icon("back"), el("span", { text: S.backToList })),
      at < 0 ? null : el("span", { class: "note", text: S.position(at + 1, siblings.length) }),
      tool("back", S.previous, () => actions.open(before), !before),
      tool("next", S.next, () => actions.open(after), !after));
  }

  return {
    node,
    /** Show an event; `siblings` are the events it is leafed through with. */
    show(event, { siblings, isShown }) {
      const badge = event.modality === "happened" ? null : el("span", { class: "modality", text: S.modalityWords[event.modality] ?? event.modality });
      refill(node,
        top(event, siblings),
        el("div", { class: "card-body" },
          el("p", { class: "kind" }, familySign(event.family, 22), el("span", { text: typeLabel(event.type, model.types) }), badge),
          foreign(event.title, "h2", { id: "card-title" }),
          body(event, model, isShown),
          el("div", { class: "card-tools" },
            event.isLocated ? el("button", { type: "button", onclick: () => actions.reveal(event) }, S.showOnMap) : null,
            el("button", { type: "button", onclick: actions.copy }, icon("link"), S.copyLink))));
      node.hidden = false;
    },
    /** Say that there is no such event. */
    missing() {
      refill(node, top(null, []), el("div", { class: "card-body" }, el("h2", { id: "card-title", text: S.unknownEvent })));
      node.hidden = false;
    },
    hide() {
      node.hidden = true;
    },
    focus() {
      node.focus();
    },
  };
}
