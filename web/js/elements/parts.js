// Small parts that every view shares.

import { announce, button, fill, h, svg, unique } from "../dom.js";
import { ago, bytes, ENDED, ended, exactly, kind, short, UNDERWAY, words } from "../format.js";
import { link } from "../route.js";
import { texts } from "../texts.js";

/** The address of the sign of Parley. */
export const icon = new URL("../../favicon.svg", import.meta.url).href;

export function state(word) {
  return h("span.state", { "data-kind": kind(word), "data-state": word }, words(word));
}

export function time(at, otherwise = "–") {
  return at ? h("parley-time", { at }) : otherwise;
}

/** The state of a task and, where it says more, its outcome. */
export function states(task) {
  return h("span.row", state(task.state), task.outcome && task.outcome !== task.state ? state(task.outcome) : null);
}

/** The name of the tab. */
export function titled(...parts) {
  document.title = [...parts, texts.brand].join(" · ");
}

/** A heading with an element beside it. */
export function head(title, ...beside) {
  return h("div.head", h("h1", title), beside);
}

export function crumb(...links) {
  return h(
    "nav.crumb",
    { "aria-label": texts.nav.path },
    links.map(([to, label]) => h("a", { href: to }, label)),
  );
}

export function soft(...content) {
  return h("p.soft", content);
}

/** A panel with a heading; [heading, beside] puts an element at the end of its line. */
export function card(title, ...content) {
  const id = unique("card");
  const [heading, beside] = [title].flat();
  const named = h("h2", { id }, heading);
  return h("section.card", { "aria-labelledby": id }, beside ? h("div.row.between", named, beside) : named, content);
}

export function choice(label, options, value, onchange) {
  const choose = h(
    "select",
    { "aria-label": label, onchange: () => onchange?.(choose.value) },
    options.map(([word, text]) => h("option", { value: word }, text)),
  );
  choose.value = value;
  return choose;
}

/** A choice of states, with any of them first. */
export function stateChoice(all, value, onchange) {
  return choice(
    texts.tasks.state,
    [["", texts.tasks.anyState], ...all.map((word) => [word, words(word)])],
    value,
    onchange,
  );
}

export function searchBox(label, value, oninput) {
  const box = h("input", {
    type: "search",
    "aria-label": label,
    placeholder: label,
    value,
    oninput: () => oninput(box.value.trim()),
  });
  return box;
}

/** That a client is connected, or since when it is not: one that has not ended then needs a person. */
export function seen({ connected, state: word, lastSeen }) {
  if (connected) return h("span.connected", texts.task.connected);
  return ended(word)
    ? time(lastSeen)
    : h("span", { title: texts.task.offlineHint }, texts.task.offline, " ", time(lastSeen));
}

/** The details of a client: the reason, its own text, and what it waits for. */
export function says({ reason, detail, waitsFor, waitUntil, approvalCode }) {
  const said = [reason ? words(reason) : null, detail].filter(Boolean).join(": ");
  const waits = [
    waitsFor && (texts.client.waits[waitsFor] ?? words(waitsFor)),
    waitUntil && texts.client.until(exactly(new Date(waitUntil))),
    approvalCode,
  ];
  return [said, waits.filter(Boolean).join(" ")].filter(Boolean).join("; ");
}

export function bundleName(bundle) {
  return `${bundle.name} ${bundle.version}`;
}

export function digest(sha256) {
  return h("code", { title: sha256 }, short(sha256));
}

/** A bundle in two lines: name and size. */
export function bundleFacts(bundle) {
  return [
    h("a", { href: link("bundles", bundle.sha256) }, bundleName(bundle)),
    h("div.soft.small", `${texts.task.files(bundle.files)}, ${bytes(bundle.bytes)} · `, digest(bundle.sha256)),
  ];
}

/** A bar of the number of clients in each state, and of the `rest`; the same as text for screen readers. */
export function spread(counts, rest = 0) {
  const present = [...ENDED, ...UNDERWAY].map((word) => [word, counts[word]]).filter(([, count]) => count > 0);
  const label = present.map(([word, count]) => `${count} ${words(word)}`).join(", ") || texts.tasks.nobody;
  const part = (count, attributes) => {
    const made = h("span", attributes);
    made.style.flexGrow = count;
    return made;
  };
  return h(
    "div.spread",
    { role: "img", "aria-label": label, title: label },
    present.map(([word, count]) => part(count, { "data-kind": kind(word) })),
    rest > 0 ? part(rest, {}) : null,
  );
}

/** What happened, why, what to do next; `retry` is the action of the button, if there is one. */
export function problemBox(problem, retry) {
  const known = texts.problem[problem.code] ?? {};
  const { title, detail, hint } = {
    ...problem,
    ...Object.fromEntries(["title", "detail", "hint"].map((part) => [part, problem[part] || known[part]])),
  };
  return h(
    "div.problem",
    { role: "alert" },
    h("p.strong", title ?? problem.message),
    detail ? h("p", detail) : null,
    hint ? h("p", hint) : null,
    retry ? h("p", button(texts.problem.retry, retry)) : null,
  );
}

/**
 * A dialog with a form. Resolves to the value of the button that ended it, "" for Escape. `work` is done before any
 * other value ends it: when that fails, the dialog shows why and stays as it is.
 *
 * @param {string} title
 * @param {any[]} parts
 * @param {any[]} buttons
 * @param {(value: string) => Promise<any>} [work]
 */
export function dialog(title, parts, buttons, work) {
  const id = unique("dialog");
  const trouble = h("div");
  const onsubmit = async (event) => {
    const value = event.submitter?.value ?? "";
    if (!work || value === "") return;
    event.preventDefault();
    fill(trouble);
    event.submitter.disabled = true;
    try {
      await work(value);
      element.close(value);
    } catch (problem) {
      if (problem.name === "AbortError") element.close("");
      else fill(trouble, problemBox(problem)).scrollIntoView({ block: "nearest" });
    } finally {
      event.submitter.disabled = false;
    }
  };
  const element = h(
    "dialog",
    { "aria-labelledby": id },
    h("form.stack", { method: "dialog", onsubmit }, h("h2", { id }, title), parts, trouble, h("div.row.end", buttons)),
  );
  return new Promise((resolve) => {
    element.addEventListener("close", () => {
      resolve(element.returnValue);
      element.remove();
    });
    document.body.append(element);
    element.showModal();
    element.scrollTop = 0;
  });
}

/**
 * Asks once; resolves to true only if confirmed, and `work` was done. Enter confirms, except what destroys something.
 *
 * @param {{ title: string, text: string, yes: string, style?: string, more?: Node }} question
 * @param {() => Promise<any>} [work]
 */
export async function ask({ title, text, yes, style = ".danger", more }, work) {
  const destroys = style === ".danger";
  const no = destroys
    ? h("button", { value: "", autofocus: true }, texts.ask.no)
    : button(texts.ask.no, (event) => event.target.closest("dialog").close(""));
  const confirm = h(`button${style}`, { value: "yes", autofocus: !destroys && !more }, yes);
  return (await dialog(title, [h("p", text), more], [no, confirm], work)) === "yes";
}

export function copyButton(label, text) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    fill(made, texts.token.copied);
    announce(texts.token.copied);
    setTimeout(() => fill(made, texts.token.copy), 2000);
  };
  const made = button(texts.token.copy, copy, ".small", { "aria-label": `${texts.token.copy}: ${label}` });
  return made;
}

/** Text with a button that copies it. */
export function copyable(label, text) {
  return h(
    "div.secret",
    h("div.row.between", h("strong", label), copyButton(label, text)),
    h("pre", { tabindex: 0, "aria-label": label }, text),
  );
}

/** A table that becomes a list of cards where it is narrow. Rows are arrays of cells in the order of the headings. */
export function table(headings, rows, caption) {
  return h(
    "div.table",
    h(
      "table",
      caption ? h("caption.visually-hidden", caption) : null,
      h(
        "thead",
        h(
          "tr",
          headings.map((heading) => h("th", { scope: "col" }, heading || h("span.visually-hidden", texts.actions))),
        ),
      ),
      h(
        "tbody",
        rows.map((cells) =>
          h(
            "tr",
            cells.map((cell, index) => h("td", { "data-label": headings[index] || null }, cell)),
          ),
        ),
      ),
    ),
  );
}

/** A QR code from its rows of 0 and 1, dark on light in every theme as scanners want it. */
export function qr(rows, label) {
  const size = rows.length + 8;
  const dark = rows
    .flatMap((row, y) => [...row].map((bit, x) => (bit === "1" ? `M${x + 4} ${y + 4}h1v1h-1z` : "")))
    .join("");
  return svg(
    "svg.qr",
    { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("path.light", { d: `M0 0h${size}v${size}h-${size}z` }),
    svg("path.dark", { d: dark }),
  );
}

const shown = new Set();
setInterval(() => shown.forEach((element) => element.show()), 5_000);

/**
 * <parley-time at="2026-11-22T10:00:00Z">: how long ago or from now, with the exact moment on hover; keeps itself
 * current.
 */
export class ParleyTime extends HTMLElement {
  static observedAttributes = ["at"];
  #text = "";

  connectedCallback() {
    shown.add(this);
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  show() {
    const date = new Date(this.getAttribute("at"));
    const text = ago(date);
    if (text === this.#text && this.title) return;
    this.#text = text;
    this.textContent = text;
    this.title = exactly(date);
  }
}

customElements.define("parley-time", ParleyTime);
