// What an event says of itself, in words for people.

import { S, count } from "./strings.js";

/** "within about 90 km", rounded to what the figure can bear; empty without one. */
export function radiusWords(metres) {
  if (!(metres > 0)) return "";
  if (metres < 1000) return S.within(S.metres(Math.max(10, Math.round(metres / 50) * 50)));
  const km = metres / 1000;
  const step = km < 10 ? 1 : km < 100 ? 5 : km < 1000 ? 10 : 100;
  return S.within(S.km(Math.max(1, Math.round(km / step) * step)));
}

/** "region, within about 90 km" */
export function precisionWords(event) {
  const kind = S.precision[event.precision] ?? event.precision;
  return [kind, radiusWords(event.radius)].filter(Boolean).join(", ");
}

/** "Donetsk region, Ukraine"; the country is left out where it is the place. */
export function placeWords(event, regions) {
  if (!event.isLocated) return event.place || S.unplaced;
  const country = regions[event.country];
  return country && !event.place.includes(country) && event.precision !== "country" ? `${event.place}, ${country}` : event.place;
}

function bounds(quantity, value) {
  const { minimum, maximum } = quantity;
  if (minimum !== null && maximum !== null && minimum !== undefined && maximum !== undefined && maximum > minimum) {
    return S.between(count(minimum), count(maximum));
  }
  if (!quantity.is_approximate) return value;
  if (minimum === quantity.value && (maximum ?? null) === null) return S.notUnder(value);
  if (maximum === quantity.value && (minimum ?? null) === null) return S.notOver(value);
  return S.about(value);
}

/** "about 11,000 North Korean soldiers" and the kind of figure that is. */
export function quantityWords(quantity) {
  const value = bounds(quantity, count(quantity.value));
  // "Dozens of buildings" is not "at least 24 buildings": a vague figure keeps its own words.
  const isVague = quantity.is_approximate && quantity.text;
  const words = isVague ? quantity.text : [value, quantity.subject, quantity.unit].filter(Boolean).join(" ");
  const whole = (quantity.part_of ?? null) === null ? words : S.ofWhom(words, count(quantity.part_of));
  return { kind: S.quantity[quantity.kind] ?? quantity.kind, words: whole };
}

// Verbs that read well before "by"; the others become "according to".
const BY = /^(announced|reported|claimed|confirmed|denied|stated|published|disclosed|revealed|alleged|estimated|released|issued|broadcast|declared|posted|shown|identified)$/;

function sourceWords(source) {
  const verb = (source.verb ?? "").trim().toLowerCase();
  const words = BY.test(verb) ? S.saidBy(verb, source.name) : S.accordingTo(source.name);
  return source.via ? `${words}, ${S.via(source.via)}` : words;
}

/** "planned; announced by Volodymyr Zelenskyy" */
export function claimWords(event) {
  const named = event.attribution.filter((source) => source.name);
  const word = S.modalityWords[event.modality] ?? event.modality;
  return [event.modality === "claimed" && named.length ? "claimed" : word, ...named.map(sourceWords)].join("; ");
}

/** The label of a type id; made from the id where there is none. */
export function typeLabel(type, types) {
  if (types[type]) return types[type];
  const [group, detail] = type.split(".");
  const words = (detail && detail !== "other" ? `${detail} ${group}` : group).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
