// Elements are made here and nowhere else. Text only ever becomes a text node, so nothing that a client or a bundle says is markup.

/** h("p", { class: "soft" }, "text", otherNode): an element. A property `onclick` is a listener; null and false children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in PROPERTIES) element[PROPERTIES[name]] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...nodes(children));
  return element;
}

const PROPERTIES = { value: "value", checked: "checked", disabled: "disabled", data: "data" };

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
  return h("label", {}, label, hint ? h("span", { class: "soft small" }, hint) : null, control);
}

export function facts(...pairs) {
  return h("dl", { class: "facts" }, pairs.filter(Boolean).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
