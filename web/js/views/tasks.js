import { call, may } from "../api.js";
import { fill, h } from "../dom.js";
import { head, spread, state, table, time } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { ENDED, GOOD, words } from "../format.js";
import { here, link, remember } from "../route.js";
import { texts } from "../texts.js";

const STATES = ["draft", "open", "paused", "finished", "cancelled", "expired"];
const PAGE = 50;
const t = texts.tasks;

class TasksView extends View {
  static refresh = 3000;
  #state = here().params.get("state") ?? "";
  #search = here().params.get("search") ?? "";
  #limit = PAGE;

  load() {
    const query = new URLSearchParams({ limit: Math.min(500, this.#limit) });
    if (this.#state) query.set("state", this.#state);
    return call("GET", `tasks?${query}`, undefined, { signal: this.signal });
  }

  render({ tasks, next }) {
    document.title = `${t.title} · ${texts.brand}`;
    if (tasks.length === 0 && !this.#state) return this.#empty();
    if (!this.querySelector(".list")) this.#frame();
    const search = this.#search.toLowerCase();
    const wanted = tasks.filter((task) => `${task.name} ${task.id} ${task.notes} ${task.bundle.name} ${task.createdBy}`.toLowerCase().includes(search));
    const list = this.querySelector(".list");
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    fill(
      list,
      wanted.length === 0 ? h("p", { class: "soft" }, t.none) : table([t.name, t.state, t.progress, t.expires, t.created], wanted.map(row), t.title),
      next ? h("button", { type: "button", onclick: () => this.#more() }, t.more) : null,
    );
    if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    return undefined;
  }

  #frame() {
    const choose = h("select", { "aria-label": t.state, onchange: () => this.#set(choose.value, this.#search) }, h("option", { value: "" }, t.anyState), STATES.map((word) => h("option", { value: word }, words(word))));
    choose.value = this.#state;
    const search = h("input", { type: "search", "aria-label": t.search, placeholder: t.search, value: this.#search, oninput: () => this.#set(this.#state, search.value.trim()) });
    fill(this, head(t.title, h("span", { class: "row" }, search, choose, newTask(t.new))), h("div", { class: "card list" }));
  }

  #empty() {
    fill(this, h("div", { class: "card empty" }, h("img", { src: "favicon.svg", alt: "", class: "sign" }), h("h1", {}, t.emptyTitle), h("p", { class: "soft" }, t.empty), h("ol", { class: "steps" }, t.steps.map((step) => h("li", {}, step))), newTask(t.start) ?? h("p", {}, t.emptyViewer)));
  }

  #set(state, search) {
    this.#state = state;
    this.#search = search;
    remember({ state, search });
    this.show();
  }

  #more() {
    this.#limit += PAGE;
    this.show();
  }
}

function newTask(label) {
  return may("operator") ? h("a", { class: "button primary", href: "#/new" }, label) : null;
}

function row(task) {
  const done = ENDED.reduce((sum, word) => sum + task.counts[word], 0);
  const bad = ENDED.filter((word) => !GOOD.has(word)).reduce((sum, word) => sum + task.counts[word], 0);
  return [
    [h("a", { class: "strong", href: link("tasks", task.id) }, task.name), h("div", { class: "soft small" }, `${task.bundle.name} ${task.bundle.version}`)],
    h("span", { class: "row" }, state(task.state), task.outcome && task.outcome !== task.state ? state(task.outcome) : null),
    h("div", { class: "progress" }, spread(task.counts), h("span", { class: "soft small" }, task.clients === 0 ? t.nobody : t.done(done, task.clients), bad > 0 ? ` · ${t.failed(bad)}` : "")),
    ["open", "paused"].includes(task.state) ? time(task.expires) : "–",
    time(task.created),
  ];
}

customElements.define("tasks-view", TasksView);
