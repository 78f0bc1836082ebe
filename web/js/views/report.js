import { call } from "../api.js";
import { fill, h } from "../dom.js";
import { crumb, head, spread, state, table } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { ENDED, exactly, labelText, UNDERWAY, words } from "../format.js";
import { link } from "../route.js";
import { texts } from "../texts.js";
import { about } from "./task.js";

const t = texts.report;

/** A task with all of its clients on one sheet, as it stands now: for paper and for files. */
class ReportView extends View {
  async load() {
    const path = `tasks/${encodeURIComponent(this.getAttribute("task"))}`;
    const options = { signal: this.signal };
    const task = await call("GET", path, undefined, options);
    const clients = [];
    let cursor = "";
    do {
      const page = await call("GET", `${path}/clients?limit=500${cursor}`, undefined, options);
      clients.push(...page.clients);
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
    } while (cursor);
    return { task, clients };
  }

  render({ task, clients }) {
    const c = texts.task.columns;
    document.title = `${t.title}: ${task.name} · ${texts.brand}`;
    fill(
      this,
      crumb([link("tasks", task.id), t.back]),
      head(task.name, h("span", { class: "row" }, state(task.state), task.outcome ? state(task.outcome) : null), h("button", { type: "button", class: "primary", onclick: () => window.print() }, t.print)),
      h("p", { class: "soft" }, `${t.title} · ${t.made} ${exactly(new Date())}`),
      h("div", { class: "card" }, about(task)),
      h(
        "div",
        { class: "card" },
        h("h2", {}, t.clients),
        spread(task.counts),
        h("p", { class: "row" }, [...UNDERWAY, ...ENDED].filter((word) => task.counts[word] > 0).map((word) => h("span", {}, state(word), ` ${task.counts[word]}`))),
        clients.length === 0 ? h("p", { class: "soft" }, texts.task.noClients) : table([c.name, texts.client.labels, c.state, c.attempt, t.finished, c.detail], clients.map(row), t.clients),
      ),
    );
    this.querySelector("details").open = true;
  }
}

function row(client) {
  return [client.name, labelText(client.labels), words(client.state), String(client.attempt), exactly(new Date(client.changed)), [client.reason ? words(client.reason) : null, client.detail].filter(Boolean).join(": ")];
}

customElements.define("report-view", ReportView);
