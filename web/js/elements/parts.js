// Small parts that every view shares.

import { announce, fill, h, svg, unique } from "../dom.js";
import { ENDED, kind, UNDERWAY, words } from "../format.js";
import { texts } from "../texts.js";
import "./time.js";

export function state(word) {
  return h("span", { class: "state", "data-kind": kind(word), "data-state": word }, words(word));
}

export function time(at, otherwise = "–") {
  return at ? h("parley-time", { at }) : otherwise;
}

/** A heading with what belongs beside it. */
export function head(title, ...beside) {
  return h("div", { class: "head" }, h("h1", {}, title), beside);
}

export function crumb(...links) {
  return h("nav", { class: "crumb", "aria-label": texts.nav.path }, links.map(([to, label]) => h("a", { href: to }, label)));
}

/** A bar of how many clients are in which state; the same in words for those who cannot see it. */
export function spread(counts) {
  const present = [...ENDED, ...UNDERWAY].map((word) => [word, counts[word]]).filter(([, count]) => count > 0);
  const label = present.map(([word, count]) => `${count} ${words(word)}`).join(", ") || texts.tasks.nobody;
  return h(
    "div",
    { class: "spread", role: "img", "aria-label": label, title: label },
    present.map(([word, count]) => {
      const part = h("span", { "data-kind": kind(word) });
      part.style.flexGrow = count;
      return part;
    }),
  );
}

/** What happened, why, what to do next; `retry` is what the button does, if there is one. */
export function problemBox(problem, retry) {
  const known = texts.problem[problem.code] ?? {};
  const { title, detail, hint } = { ...problem, ...Object.fromEntries(["title", "detail", "hint"].map((part) => [part, problem[part] || known[part]])) };
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("p", { class: "title" }, title ?? problem.message),
    detail ? h("p", {}, detail) : null,
    hint ? h("p", { class: "hint" }, hint) : null,
    retry ? h("p", {}, h("button", { type: "button", onclick: retry }, texts.problem.retry)) : null,
  );
}

/** A dialog with a form. Resolves to the value of the button that ended it, "" for Escape. */
export function dialog(title, parts, buttons) {
  const id = unique("dialog");
  const element = h("dialog", { "aria-labelledby": id }, h("form", { method: "dialog", class: "stack" }, h("h2", { id }, title), parts, h("div", { class: "row end" }, buttons)));
  return new Promise((resolve) => {
    element.addEventListener("close", () => {
      resolve(element.returnValue);
      element.remove();
    });
    document.body.append(element);
    element.showModal();
  });
}

/** Asks once; resolves to true only for a clear yes. */
export async function ask(title, text, yes, ...more) {
  const buttons = [h("button", { value: "", autofocus: true }, texts.ask.no), h("button", { value: "yes", class: "danger" }, yes)];
  return (await dialog(title, [h("p", {}, text), more], buttons)) === "yes";
}

export function copyButton(label, text) {
  const button = h(
    "button",
    {
      type: "button",
      "aria-label": `${texts.token.copy}: ${label}`,
      onclick: async () => {
        await navigator.clipboard.writeText(text);
        fill(button, texts.token.copied);
        announce(texts.token.copied);
        setTimeout(() => fill(button, texts.token.copy), 2000);
      },
    },
    texts.token.copy,
  );
  return button;
}

/** Text with a button that copies it. */
export function copyable(label, text, long = false) {
  return h("div", { class: "secret" }, h("div", { class: "row between" }, h("strong", {}, label), copyButton(label, text)), h("pre", { class: long ? "long" : null, tabindex: long ? 0 : null, "aria-label": long ? label : null }, text));
}

/** A table that becomes a list of cards where it is narrow. Rows are arrays of cells in the order of the headings. */
export function table(headings, rows, caption) {
  return h(
    "div",
    { class: "table" },
    h(
      "table",
      {},
      caption ? h("caption", { class: "visually-hidden" }, caption) : null,
      h("thead", {}, h("tr", {}, headings.map((heading) => h("th", { scope: "col" }, heading || h("span", { class: "visually-hidden" }, texts.tasks.more))))),
      h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell, index) => h("td", { "data-label": headings[index] || null }, cell))))),
    ),
  );
}

/** A QR code from its rows of 0 and 1, dark on light in every theme as scanners want it. */
export function qr(rows, label) {
  const size = rows.length + 8;
  const dark = rows.flatMap((row, y) => [...row].map((bit, x) => (bit === "1" ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  return svg("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" }, svg("path", { class: "light", d: `M0 0h${size}v${size}h-${size}z` }), svg("path", { class: "dark", d: dark }));
}
