// Small parts that every view shares.

import { announce, fill, h } from "../dom.js";
import { kind, words } from "../format.js";
import { texts } from "../texts.js";
import "./time.js";

export function state(word) {
  return h("span", { class: "state", "data-kind": kind(word) }, words(word));
}

export function time(at) {
  return at ? h("parley-time", { at }) : "–";
}

/** A bar of how many clients are in which state; the same in words for those who cannot see it. */
export function spread(counts) {
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  const label = present.map(([word, count]) => `${count} ${words(word)}`).join(", ");
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
  const offline = problem.code === "offline";
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("p", { class: "title" }, offline ? texts.problem.offlineTitle : (problem.title ?? problem.message)),
    h("p", {}, offline ? texts.problem.offlineDetail : problem.detail),
    h("p", {}, offline ? texts.problem.offlineHint : problem.hint),
    retry ? h("p", {}, h("button", { type: "button", onclick: retry }, texts.problem.retry)) : null,
  );
}

/** Asks once; resolves to true only for a clear yes. */
export function ask(title, text, yes = texts.ask.yes) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { "aria-labelledby": "ask-title" },
      h(
        "form",
        { method: "dialog", class: "stack" },
        h("h2", { id: "ask-title" }, title),
        h("p", {}, text),
        h("div", { class: "row" }, h("button", { value: "yes", class: "danger" }, yes), h("button", { value: "no", autofocus: true }, texts.ask.no)),
      ),
    );
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Text with a button that copies it. */
export function copyable(label, text) {
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
  return h("div", { class: "secret" }, h("div", { class: "row" }, h("strong", {}, label), button), h("pre", {}, text));
}

export function table(headings, rows) {
  return h(
    "div",
    { class: "table" },
    h("table", {}, h("thead", {}, h("tr", {}, headings.map((heading) => h("th", { scope: "col" }, heading)))), h("tbody", {}, rows)),
  );
}

/** A dialog that shows a secret once. */
export function showOnce(title, ...parts) {
  const dialog = h(
    "dialog",
    { "aria-labelledby": "once-title" },
    h("form", { method: "dialog", class: "stack" }, h("h2", { id: "once-title" }, title), parts, h("button", { class: "primary" }, texts.token.done)),
  );
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function showToken(token) {
  return showOnce(
    texts.token.title,
    h("p", {}, texts.token.once),
    copyable(texts.token.command, token.joinCommand),
    copyable(texts.token.token, token.token),
    h("p", { class: "soft" }, `${texts.token.expires} `, time(token.expires)),
  );
}
