import { may } from "../api.js";
import { fill, h } from "../dom.js";
import { ListView } from "../elements/list.js";
import { bundleName, head, icon, searchBox, soft, spread, stateChoice, states, time } from "../elements/parts.js";
import { number, tally } from "../format.js";
import { link } from "../route.js";
import { texts } from "../texts.js";

const STATES = ["draft", "open", "paused", "finished", "cancelled", "expired"];
const t = texts.tasks;

class TasksView extends ListView {
  static path = "tasks";
  static page = 50;
  static refresh = 3000;
  static filters = ["state", "search"];
  static words = t;
  static headings = [t.name, t.state, t.progress, t.expires, t.created];

  render(found) {
    if (found.rows.length > 0 || this.filtered) super.render(found);
    else
      fill(
        this,
        h(
          "div.card.empty",
          h("img.sign", { src: icon, alt: "" }),
          h("h1", t.emptyTitle),
          soft(t.empty),
          h(
            "ol.steps",
            t.steps.map((step) => h("li", step)),
          ),
          newTask(t.start) ?? h("p", t.emptyViewer),
        ),
      );
  }

  top() {
    return head(
      t.title,
      h(
        "span.row",
        searchBox(t.search, this.set.search, (search) => this.choose({ search })),
        stateChoice(STATES, this.set.state, (state) => this.choose({ state })),
        newTask(t.new),
      ),
    );
  }

  row(task) {
    return [
      [h("a.strong", { href: link("tasks", task.id) }, task.name), h("div.soft.small", bundleName(task.bundle))],
      states(task),
      h(
        "div.progress",
        spread(task.counts),
        h("span.soft.small", task.clients === 0 ? t.nobody : t.tally(tally(task.counts), number)),
      ),
      ["open", "paused"].includes(task.state) ? time(task.expires) : "–",
      time(task.created),
    ];
  }
}

function newTask(label) {
  return may("operator") ? h("a.button.primary", { href: "#/new" }, label) : null;
}

customElements.define("tasks-view", TasksView);
