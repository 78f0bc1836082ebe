import { button, fill, h } from "../dom.js";
import { about, wavesCard } from "../elements/overview.js";
import { card, crumb, head, says, soft, spread, state, states, table, titled } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { ENDED, exactly, labelText, UNDERWAY, words } from "../format.js";
import { policyFacts } from "../policy.js";
import { link, pathOf } from "../route.js";
import { texts } from "../texts.js";

const t = texts.report;

/** A task with all of its clients on one page, as it is now: to print or save. */
class ReportView extends View {
  async load() {
    const path = pathOf("tasks", this.getAttribute("task"));
    const [task, { rows }] = await Promise.all([this.get(path), this.rows(`${path}/clients`, "clients")]);
    return { task, clients: rows };
  }

  render({ task, clients }) {
    const c = texts.task.columns;
    titled(`${t.title}: ${task.name}`);
    fill(
      this,
      crumb([link("tasks", task.id), t.back]),
      head(
        task.name,
        states(task),
        button(t.print, () => window.print(), ".primary"),
      ),
      soft(`${t.title} · ${t.made} ${exactly(new Date())}`),
      h("div.columns", card(texts.task.facts, about(task)), card(texts.task.policy, policyFacts(task.policy))),
      wavesCard(task),
      card(
        t.clients,
        spread(task.counts),
        h(
          "p.row",
          [...UNDERWAY, ...ENDED]
            .filter((word) => task.counts[word] > 0)
            .map((word) => h("span", state(word), ` ${task.counts[word]}`)),
        ),
        clients.length === 0
          ? soft(texts.task.noClients)
          : table([c.name, texts.client.labels, c.state, c.attempt, t.finished, c.detail], clients.map(row), t.clients),
      ),
    );
  }
}

function row(client) {
  return [
    client.name,
    labelText(client.labels),
    words(client.state),
    String(client.attempt),
    exactly(new Date(client.changed)),
    says(client),
  ];
}

customElements.define("report-view", ReportView);
