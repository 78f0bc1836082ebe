import { h } from "../dom.js";
import { ListView } from "../elements/list.js";
import { head, says, searchBox, seen, soft, state, stateChoice } from "../elements/parts.js";
import { ENDED, labelText, UNDERWAY } from "../format.js";
import { link } from "../route.js";
import { texts } from "../texts.js";

const t = texts.clients;
const c = texts.task.columns;

/** Clients of all tasks. */
class ClientsView extends ListView {
  static path = "clients";
  static refresh = 5000;
  static filters = ["state", "search"];
  static words = t;
  static headings = [c.name, t.task, c.state, c.seen, c.detail];

  top() {
    const search = searchBox(t.search, this.set.search, (text) => this.choose({ search: text }));
    return [
      head(
        t.title,
        h(
          "span.row",
          search,
          stateChoice([...UNDERWAY, ...ENDED], this.set.state, (word) => this.choose({ state: word })),
        ),
      ),
      soft(t.lead),
    ];
  }

  row(client) {
    return [
      [
        h("a.strong", { href: link("tasks", client.task.id, "clients", client.name) }, client.name),
        h("div.soft.small", labelText(client.labels)),
      ],
      h("a", { href: link("tasks", client.task.id) }, client.task.name),
      state(client.state),
      seen(client),
      says(client),
    ];
  }
}

customElements.define("clients-view", ClientsView);
