// Elements are made here and nowhere else: text goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "style") {
      for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    } else if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Make an HTML element; functions under `onclick` and the like become listeners. */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** Make an SVG element. */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** Words of a report or a source: isolated, so that their direction stays their own. */
export function foreign(text, tag = "bdi", props = {}) {
  return el(tag, { dir: "auto", ...props, text });
}

/** Put `children` in place of what `node` holds. */
export function refill(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

/** Return a link's address if it is one a reader may follow (http or https), else null. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const ICONS = {
  filter: "M2 3h12M4.5 8h7M7 13h2",
  link: "M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 014.5 4.5L11.500 9M9 11.500L7.500 13a3 3 0 01-4.500-4.500L4.500 7",
  download: "M8 2v8M4.500 7L8 10.500 11.500 7M2.500 13.500h11",
  close: "M3.500 3.500l9 9M12.500 3.500l-9 9",
  back: "M10 3L5 8l5 5",
  next: "M6 3l5 5-5 5",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  home: "M2.500 8L8 2.500 13.500 8M4 7v6h8V7",
  play: "M5 3l8 5-8 5z",
  pause: "M5 3v10M11 3v10",
  open: "M6 3H3v10h10v-3M9 3h4v4M13 3L7.500 8.500",
  list: "M2 4h12M2 8h12M2 12h12",
};

/** Return a 16-pixel line drawing. */
export function icon(name) {
  const props = { viewBox: "0 0 16 16", width: 16, height: 16, class: "icon", "aria-hidden": "true" };
  return svg("svg", props, svg("path", { d: ICONS[name] }));
}
