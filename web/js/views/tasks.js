import { call, may } from "../api.js";
import { fill, h } from "../dom.js";
import { View } from "../elements/view.js";
import { spread, state, table, time } from "../elements/parts.js";
import { words } from "../format.js";
import { texts } from "../texts.js";

const STATES = ["draft", "open", "paused", "finished", "cancelled", "expired"];

class TasksView extends View {
  static refresh = 5000;
  #state = "";
  #search = "";
  #limit = 50;

  load() {
    const query = new URLSearchParams({ limit: this.#limit });
    if (this.#state) query.set("state", this.#state);
    return call("GET", `tasks?${query}`, undefined, { signal: this.signal });
  }

  render({ tasks, next }) {
    if (tasks.length === 0 && !this.#state) return this.#empty();
    if (!this.querySelector(".list")) this.#frame();
    const wanted = tasks.filter((task) => `${task.name} ${task.id} ${task.bundle.name}`.toLowerCase().includes(this.#search));
    fill(
      this.querySelector(".list"),
      wanted.length === 0 ? h("p", { class: "soft" }, texts.tasks.none) : table([texts.tasks.name, texts.tasks.state, texts.tasks.progress, texts.tasks.clients, texts.tasks.expires, texts.tasks.created], wanted.map(row)),
      next ? h("button", { type: "button", onclick: () => this.#more() }, texts.tasks.more) : null,
    );
  }

  #frame() {
    const choose = h("select", { "aria-label": texts.tasks.state, onchange: () => { this.#state = choose.value; this.show(); } }, h("option", { value: "" }, texts.tasks.anyState), STATES.map((word) => h("option", { value: word }, words(word))));
    const search = h("input", { type: "search", "aria-label": texts.tasks.search, placeholder: texts.tasks.search, oninput: () => { this.#search = search.value.trim().toLowerCase(); this.show(); } });
    fill(
      this,
      h("div", { class: "head" }, h("h1", {}, texts.tasks.title), search, choose, may("operator") ? h("a", { class: "button primary", href: "#/new" }, texts.nav.new) : null),
      h("div", { class: "card list" }),
    );
  }

  #empty() {
    fill(this, h("div", { class: "card empty" }, h("h1", {}, texts.tasks.emptyTitle), h("p", {}, texts.tasks.empty), may("operator") ? h("a", { class: "button primary", href: "#/new" }, texts.tasks.start) : null));
  }

  #more() {
    this.#limit += 50;
    this.show();
  }
}

function row(task) {
  return h(
    "tr",
    {},
    h("td", {}, h("a", { href: `#/tasks/${task.id}` }, task.name)),
    h("td", {}, state(task.state), task.outcome ? [" ", state(task.outcome)] : null),
    h("td", {}, spread(task.counts)),
    h("td", { class: "number" }, task.clients),
    h("td", {}, time(task.expires)),
    h("td", {}, time(task.created)),
  );
}

customElements.define("tasks-view", TasksView);
