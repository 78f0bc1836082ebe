import { call, may } from "../api.js";
import { announce, fill, h } from "../dom.js";
import { head, table, time } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { number } from "../format.js";
import { here, remember } from "../route.js";
import { csv, save } from "../save.js";
import { texts } from "../texts.js";

const PAGE = 200;
const EXPORT = 5000;
const t = texts.audit;

/** The audit log, newest first; older entries on request. */
class AuditView extends View {
  #entries = [];
  #filter = here().params.get("filter") ?? "";
  #action = here().params.get("action") ?? "";

  load() {
    return call("GET", `audit?limit=${PAGE}`, undefined, { signal: this.signal });
  }

  render({ entries }) {
    document.title = `${t.title} · ${texts.brand}`;
    this.#entries = entries.reverse();
    this.#frame();
    this.#draw();
  }

  #frame() {
    const filter = h("input", { type: "search", "aria-label": t.filter, placeholder: t.filter, value: this.#filter, oninput: () => this.#set(filter.value.trim(), this.#action) });
    const action = h("select", { class: "action", "aria-label": t.action, onchange: () => this.#set(this.#filter, action.value) });
    const button = (label, work) => h("button", { type: "button", onclick: () => this.attempt(work) }, label);
    fill(
      this,
      head(t.title, h("span", { class: "row" }, filter, action)),
      h("div", { class: "row between" }, h("p", { class: "soft" }, t.lead), h("span", { class: "row" }, may("admin") ? button(t.verify, () => this.#verify()) : null, button(t.exportCsv, () => this.#export("csv")), button(t.exportJson, () => this.#export("json")))),
      h("p", { class: "verdict", role: "status" }),
      h("div", { class: "card list" }),
    );
  }

  #draw() {
    const actions = [...new Set(this.#entries.map((entry) => entry.action))].sort();
    const choose = this.querySelector("select.action");
    fill(choose, h("option", { value: "" }, t.anyAction), actions.map((action) => h("option", { value: action }, action)));
    choose.value = this.#action;
    const wanted = this.#entries.filter((entry) => this.#wants(entry));
    const oldest = this.#entries.at(-1)?.seq ?? 1;
    fill(
      this.querySelector(".list"),
      wanted.length === 0 ? h("p", { class: "soft" }, t.none) : table(["#", t.at, t.actor, t.action, t.subject, t.detail], wanted.map(row), t.title),
      oldest > 1 ? h("button", { type: "button", onclick: () => this.attempt(() => this.#older(oldest)) }, t.older) : null,
    );
  }

  #wants(entry) {
    return (!this.#action || entry.action === this.#action) && `${entry.seq} ${entry.actor} ${entry.action} ${entry.subject} ${detail(entry)}`.toLowerCase().includes(this.#filter.toLowerCase());
  }

  #set(filter, action) {
    this.#filter = filter;
    this.#action = action;
    remember({ filter, action });
    this.#draw();
  }

  async #older(oldest) {
    const limit = Math.min(PAGE, oldest - 1);
    const { entries } = await call("GET", `audit?after=${oldest - 1 - limit}&limit=${limit}`, undefined, { signal: this.signal });
    this.#entries.push(...entries.reverse());
    this.#draw();
  }

  async #verify() {
    const result = await call("GET", "audit/verify", undefined, { signal: this.signal });
    fill(this.querySelector(".verdict"), h("span", { class: "state", "data-kind": result.ok ? "good" : "bad" }, result.ok ? t.ok(number(result.entries)) : t.bad(result.firstBad)));
  }

  /** Everything that the filter lets through, from the first entry on. */
  async #export(format) {
    const all = [];
    for (let after = 0, more = true; more; ) {
      const { entries } = await call("GET", `audit?after=${after}&limit=${EXPORT}`, undefined, { signal: this.signal });
      all.push(...entries.filter((entry) => this.#wants(entry)));
      more = entries.length === EXPORT;
      after = entries.at(-1)?.seq ?? after;
    }
    if (format === "json") save("audit.json", "application/json", `${JSON.stringify(all, null, 2)}\n`);
    else save("audit.csv", "text/csv", csv([["seq", "at", "actor", "action", "subject", "detail", "hash"], ...all.map((entry) => [entry.seq, entry.at, entry.actor, entry.action, entry.subject, JSON.stringify(entry.detail), entry.hash])]));
    announce(t.exported(number(all.length)));
    fill(this.querySelector(".verdict"), t.exported(number(all.length)));
  }
}

function detail(entry) {
  return Object.entries(entry.detail ?? {}).map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`).join("  ");
}

function row(entry) {
  return [h("span", { class: "soft", title: entry.hash }, String(entry.seq)), time(entry.at), entry.actor, h("code", {}, entry.action), h("code", { class: "small subject", title: entry.subject }, entry.subject), h("span", { class: "small said" }, detail(entry))];
}

customElements.define("audit-view", AuditView);
