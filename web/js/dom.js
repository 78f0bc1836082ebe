// Elements are made here and nowhere else. Text only ever becomes a text node, so nothing that a client or a bundle
// says is markup.

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "indeterminate"]);

/**
 * h("p.soft", { title: "more" }, "text", otherNode): an element. `onclick` is a listener; null and false are left out.
 */
export function h(tag, ...rest) {
  return build((name) => document.createElement(name), tag, rest);
}

export function svg(tag, ...rest) {
  return build((name) => document.createElementNS(SVG, name), tag, rest);
}

/** A button that submits nothing. */
export function button(label, onclick, style = "", more = {}) {
  return h(`button${style}`, { type: "button", onclick, ...more }, label);
}

function build(make, tag, rest) {
  const [name, ...classes] = tag.split(".");
  const element = make(name);
  if (classes.length > 0) element.setAttribute("class", classes.join(" "));
  const attributes = rest[0]?.constructor === Object ? rest.shift() : {};
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (PROPERTIES.has(key)) element[key] = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...nodes(rest));
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

/** A form that stays on the page: `work` gets it on submit. */
export function form(style, work, ...content) {
  const onsubmit = (event) => {
    event.preventDefault();
    work(event.target);
  };
  return h(`form${style}.stack`, { onsubmit }, content);
}

/** A labelled control: the label says what it is, the hint what is expected. */
export function field(label, control, hint) {
  const labelled = h("label.field", h("span", label), control);
  if (!hint) return labelled;
  const id = unique("hint");
  control.setAttribute("aria-describedby", id);
  return h("div.field", labelled, h("span.soft.small", { id }, hint));
}

export function facts(...pairs) {
  return h(
    "dl.facts",
    pairs.filter(Boolean).map(([name, value]) => h("div", h("dt", name), h("dd", value))),
  );
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
