// Elements are made here and nowhere else. Text only ever becomes a text node, so nothing that a client or a bundle says is markup.

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "indeterminate"]);

/** h("p", { class: "soft" }, "text", otherNode): an element. `onclick` is a listener; null and false are left out. */
export function h(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Replaces everything inside `parent`. */
export function fill(parent, ...children) {
  parent.replaceChildren(...nodes(children));
  return parent;
}

/** A labelled control: the label says what it is, the hint what is expected. */
export function field(label, control, hint) {
  if (!hint) return h("label", { class: "field" }, h("span", {}, label), control);
  const id = unique("hint");
  control.setAttribute("aria-describedby", id);
  return h("div", { class: "field" }, h("label", { class: "field" }, h("span", {}, label), control), h("span", { class: "soft small", id }, hint));
}

export function facts(...pairs) {
  return h("dl", { class: "facts" }, pairs.filter(Boolean).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

let count = 0;

export function unique(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}

export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/** At most one call of `work` in each `milliseconds`, and always one after the last request. */
export function throttled(milliseconds, work) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      work();
    }, milliseconds);
  };
}
