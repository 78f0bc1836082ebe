import { call } from "../api.js";
import { fill, h } from "../dom.js";
import { View } from "../elements/view.js";
import { table, time } from "../elements/parts.js";
import { texts } from "../texts.js";

const t = texts.audit;

class AuditView extends View {
  #filter = "";
  #limit = 100;

  load() {
    return call("GET", `audit?limit=${this.#limit}`, undefined, { signal: this.signal });
  }

  render({ entries }) {
    if (!this.querySelector(".list")) this.#frame();
    const wanted = entries.filter((entry) => `${entry.actor} ${entry.action} ${entry.subject} ${JSON.stringify(entry.detail)}`.toLowerCase().includes(this.#filter));
    fill(
      this.querySelector(".list"),
      wanted.length === 0 ? h("p", { class: "soft" }, t.none) : table(["#", t.at, t.actor, t.action, t.subject, t.detail], wanted.map(row)),
      entries.length >= this.#limit ? h("button", { type: "button", onclick: () => { this.#limit += 100; this.show(); } }, t.more) : null,
    );
  }

  #frame() {
    const filter = h("input", { type: "search", "aria-label": t.filter, placeholder: t.filter, oninput: () => { this.#filter = filter.value.trim().toLowerCase(); this.show(); } });
    const verdict = h("p", { "aria-live": "polite" });
    const verify = async () => {
      const result = await call("GET", "audit/verify");
      fill(verdict, result.ok ? t.ok(result.entries) : t.bad(result.firstBad));
    };
    fill(this, h("div", { class: "head" }, h("h1", {}, t.title), filter, h("button", { type: "button", onclick: () => this.attempt(verify) }, t.verify)), verdict, h("div", { class: "card list" }));
  }
}

function row(entry) {
  return h("tr", {}, h("td", { class: "number" }, entry.seq), h("td", {}, time(entry.at)), h("td", {}, entry.actor), h("td", {}, entry.action), h("td", { class: "cut", title: entry.subject }, entry.subject), h("td", { class: "mono small" }, Object.entries(entry.detail ?? {}).map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`).join(" ")));
}

customElements.define("audit-view", AuditView);
