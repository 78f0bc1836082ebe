import { call, fileOf } from "../api.js";
import { middles, rowsOf } from "../diff.js";
import { button, fill, h } from "../dom.js";
import { bytes, exactly } from "../format.js";
import { texts } from "../texts.js";
import { bundleName, choice, digest, problemBox, soft, state } from "./parts.js";

const t = texts.compare;
const MOST_BYTES = 512 * 1024;
const CONTEXT = 3;

/** The changes when the bundle `after` replaces `before` (or nothing). */
export class BundleCompare extends HTMLElement {
  #gone = new AbortController();

  disconnectedCallback() {
    this.#gone.abort();
  }

  async show(before, after) {
    this.#gone.abort();
    this.#gone = new AbortController();
    const options = { signal: this.#gone.signal };
    try {
      const [old, now] = await Promise.all([
        before ? call("GET", `bundles/${before}`, undefined, options) : { entries: [] },
        call("GET", `bundles/${after}`, undefined, options),
      ]);
      this.#draw(before, after, changesBetween(old.entries, now.entries));
    } catch (problem) {
      if (problem.name !== "AbortError")
        fill(
          this,
          problemBox(problem, () => this.show(before, after)),
        );
    }
  }

  #draw(before, after, { changes, unchanged }) {
    const counted = (action) => changes.filter((change) => change.action === action).length;
    fill(
      this,
      h(
        "p",
        { role: "status" },
        changes.length === 0 ? t.same : t.summary(counted("add"), counted("replace"), counted("remove")),
      ),
      h(
        "div.changes",
        changes.map((change) => this.#change(before, after, change)),
      ),
      unchanged > 0 && changes.length > 0 ? h("p.soft.small", t.unchangedFiles(unchanged)) : null,
    );
  }

  #change(before, after, change) {
    const content = h("div.change");
    const size = [change.old, change.now].filter(Boolean).map((file) => bytes(file.size));
    const details = h(
      "details",
      {
        ontoggle: () => {
          if (details.open && content.childElementCount === 0) this.#open(content, before, after, change);
        },
      },
      h(
        "summary",
        state(change.action),
        h("code.path", change.path),
        kinds(change),
        h("span.soft.small", size.join(" → ")),
      ),
      content,
    );
    return details;
  }

  async #open(content, before, after, change) {
    const options = { signal: this.#gone.signal };
    try {
      const large = [change.old, change.now].some((file) => file && file.size > MOST_BYTES);
      const [left, right] = large
        ? [null, null]
        : await Promise.all([
            change.old ? fileOf(before, change.path, options) : new Uint8Array(),
            change.now ? fileOf(after, change.path, options) : new Uint8Array(),
          ]);
      const sides = large ? null : [asText(left), asText(right)];
      const mode =
        change.old && change.now && change.old.mode !== change.now.mode
          ? h(
              "p",
              t.mode(
                ...[change.old, change.now].map((side) => (side.kind === "file" ? side.mode : t.kinds[side.kind])),
              ),
            )
          : null;
      const same = change.old?.sha256 === change.now?.sha256;
      fill(
        content,
        mode,
        same
          ? null
          : sides === null || sides.includes(null)
            ? digests(change, large ? t.large : t.binary)
            : sideBySide(change.path, ...sides),
      );
    } catch (problem) {
      if (problem.name !== "AbortError") fill(content, problemBox(problem));
    }
  }
}

/** A text for an entry that is not a file. */
function kinds({ old, now }) {
  const words = [old, now].filter(Boolean).map(({ kind }) => t.kinds[kind] ?? kind);
  return words.every((word) => word === t.kinds.file) ? null : h("span.soft.small", [...new Set(words)].join(" → "));
}

function changesBetween(old, now) {
  const before = new Map(old.map((file) => [file.path, file]));
  const after = new Map(now.map((file) => [file.path, file]));
  const changes = [];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(path), after.get(path)];
    if (was && is && was.sha256 === is.sha256 && was.mode === is.mode) continue;
    changes.push({ path, action: was && is ? "replace" : is ? "add" : "remove", old: was, now: is });
  }
  return {
    changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)),
    unchanged: now.length - changes.filter(({ now: is }) => is).length,
  };
}

/** The bytes as UTF-8 text, or null. */
function asText(data) {
  if (data.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(data);
  } catch {
    return null;
  }
}

function digests({ old, now }, why) {
  const row = (label, file) =>
    file ? h("tr", h("th", { scope: "row" }, label), h("td", bytes(file.size)), h("td", digest(file.sha256))) : null;
  return [
    soft(why),
    h(
      "table",
      h("thead", h("tr", h("td"), h("th", { scope: "col" }, t.size), h("th", { scope: "col" }, t.digest))),
      h("tbody", row(t.before, old), row(t.after, now)),
    ),
  ];
}

function sideBySide(path, left, right) {
  if (left === "" && right === "") return soft(t.empty);
  const body = h("tbody");
  const rows = rowsOf(left, right);
  let index = 0;
  while (index < rows.length) {
    let end = index;
    while (end < rows.length && rows[end].changed === rows[index].changed) end += 1;
    body.append(
      ...(rows[index].changed
        ? rows.slice(index, end).map(line)
        : quiet(rows.slice(index, end), index === 0, end === rows.length)),
    );
    index = end;
  }
  return h(
    "div.diff",
    { tabindex: 0, role: "region", "aria-label": path },
    h(
      "table",
      ["narrow", "", "narrow", ""].map((width) => h("col", { class: width })),
      h(
        "thead",
        h(
          "tr",
          h("th", { scope: "colgroup", colspan: 2 }, t.before),
          h("th", { scope: "colgroup", colspan: 2 }, t.after),
        ),
      ),
      body,
    ),
  );
}

/** Unchanged lines; those that are not next to a change are behind a button. */
function quiet(rows, first, last) {
  const begin = first ? 0 : CONTEXT;
  const end = rows.length - (last ? 0 : CONTEXT);
  if (end - begin < 2) return rows.map(line);
  const hidden = rows.slice(begin, end);
  const gap = h(
    "tr.gap",
    h(
      "td",
      { colspan: 4 },
      button(t.unchanged(hidden.length), () => gap.replaceWith(...hidden.map(line)), ".plain.small"),
    ),
  );
  return [...rows.slice(0, begin).map(line), gap, ...rows.slice(end).map(line)];
}

function line({ left, right, changed }) {
  const [begin, was, is, end] = changed && left && right ? middles(left.text, right.text) : [];
  const cell = (side, word, middle) => [
    h("td.line-number", side?.number),
    h(
      "td",
      { class: side ? (changed ? word : null) : "absent" },
      side === null ? null : begin === undefined || begin + end === "" ? side.text : [begin, h("mark", middle), end],
    ),
  ];
  return h("tr", cell(left, "gone", was), cell(right, "come", is));
}

/** A choice of bundles, the newest first. */
export function bundleChoice(bundles, nothing, value, onchange) {
  const options = bundles.map((other) => [other.sha256, `${bundleName(other)} · ${exactly(new Date(other.created))}`]);
  return choice(
    null,
    [["", nothing], ...options],
    bundles.some((other) => other.sha256 === value) ? value : "",
    onchange,
  );
}

export function compared(before, after) {
  const compare = h("bundle-compare");
  compare.show(before, after);
  return compare;
}

customElements.define("bundle-compare", BundleCompare);
