// The look of a kind of event: a colour and a glyph by the first part of its type.
// The colours are in the style sheet (after Okabe and Ito: apart in lightness as well as in hue);
// the glyph says the same without colour.

const GROUPS = {
  violence: "strike attack combat seize abduct repress",
  forces: "deploy withdraw train supply cooperate share identify cyber",
  talks: "meet visit agree diplomacy sanction",
  words: "statement publish",
  law: "investigate arrest court restrict",
  society: "protest election legislate office gather",
  disaster: "disaster accident",
  aid: "aid health death",
};

const FAMILY_OF = new Map(
  Object.entries(GROUPS).flatMap(([family, groups]) => groups.split(" ").map((group) => [group, family])),
);

/** Families in the order in which legends and breakdowns name them. */
export const FAMILIES = [...Object.keys(GROUPS), "other"];

/** Return the colour of a family as a fill under a white glyph; the style sheet holds the values. */
export function fillColor(family) {
  return `var(--fill-${family})`;
}

/** Return the colour of a family as a line; lighter than its fill where the page is dark. */
export function lineColor(family) {
  return `var(--line-${family})`;
}

/** Glyphs as paths in a box of 16 by 16. */
export const GLYPHS = {
  violence: "M8 1l1.600 4.100L13.700 3l-1.800 4L15 8.600l-3.700 1 1.300 4-3.400-2.400L8 15l-1.200-3.800-3.400 2.400 1.300-4L1 8.600 4.100 7 2.300 3l4.100 2.100z",
  forces: "M2 9.500l6-5 6 5v3l-6-5-6 5z",
  talks: "M2 3h8v5H6l-2 2V8H2zM12 6h2v5h-2v2l-2-2H7V9.500h5z",
  words: "M2 3h12v8H8l-3 3v-3H2z",
  law: "M7.200 2h1.600v1.500H13V5h-.6L14 9.500a2.200 2.200 0 01-4 0L11.600 5H8.800v7.500H11V14H5v-1.500h2.200V5H4.400L6 9.500a2.200 2.200 0 01-4 0L3.600 5H3V3.500h4.200z",
  society: "M3 2h1.600v1H13l-2 3 2 3H4.600v5H3z",
  disaster: "M8 1.500c.5 3 4 4.500 4 8a4 4 0 01-8 0c0-1.500.8-2.500 1.600-3.300.2 1 .6 1.500 1.200 1.800C6.700 5.500 7 3.500 8 1.500z",
  aid: "M6.200 2h3.600v4.200H14v3.600H9.800V14H6.200V9.800H2V6.200h4.200z",
  other: "M8 4a4 4 0 110 8 4 4 0 010-8z",
};

/** Return the family of a type id ("strike.missile" is violence). */
export function familyOf(type) {
  return FAMILY_OF.get(type.split(".")[0]) ?? "other";
}
