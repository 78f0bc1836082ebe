import { call } from "../api.js";
import { fill, h } from "../dom.js";
import { head, state, table, time } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { ENDED, labelText, UNDERWAY, words } from "../format.js";
import { here, link, remember } from "../route.js";
import { texts } from "../texts.js";

const PAGE = 100;
const t = texts.clients;

/** Clients of all tasks. */
class ClientsView extends View {
  static refresh = 5000;
  #state = here().params.get("state") ?? "";
  #search = here().params.get("search") ?? "";
  #limit = PAGE;

  load() {
    const query = new URLSearchParams({ limit: Math.min(500, this.#limit) });
    if (this.#state) query.set("state", this.#state);
    if (this.#search) query.set("search", this.#search);
    return call("GET", `clients?${query}`, undefined, { signal: this.signal });
  }

  render({ clients, next }) {
    const c = texts.task.columns;
    document.title = `${t.title} · ${texts.brand}`;
    if (!this.querySelector(".list")) this.#frame();
    fill(
      this.querySelector(".list"),
      clients.length === 0 ? h("p", { class: "soft" }, this.#state || this.#search ? t.none : t.empty) : table([c.name, t.task, c.state, c.seen, c.detail], clients.map(row), t.title),
      next && this.#limit < 500 ? h("button", { type: "button", onclick: () => { this.#limit += PAGE; this.show(); } }, texts.tasks.more) : null,
    );
  }

  #frame() {
    const search = h("input", { type: "search", "aria-label": t.search, placeholder: t.search, value: this.#search, oninput: () => this.#set(this.#state, search.value.trim()) });
    const choose = h("select", { "aria-label": texts.tasks.state, onchange: () => this.#set(choose.value, this.#search) }, h("option", { value: "" }, texts.tasks.anyState), [...UNDERWAY, ...ENDED].map((word) => h("option", { value: word }, words(word))));
    choose.value = this.#state;
    fill(this, head(t.title, h("span", { class: "row" }, search, choose)), h("p", { class: "soft" }, t.lead), h("div", { class: "card list" }));
  }

  #set(state, search) {
    this.#state = state;
    this.#search = search;
    remember({ state, search });
    this.show();
  }
}

function row(client) {
  return [
    [h("a", { class: "strong", href: link("tasks", client.task.id, "clients", client.name) }, client.name), h("div", { class: "soft small" }, labelText(client.labels))],
    h("a", { href: link("tasks", client.task.id) }, client.task.name),
    state(client.state),
    client.connected ? h("span", { class: "connected" }, texts.task.connected) : time(client.lastSeen),
    [client.reason ? words(client.reason) : null, client.detail].filter(Boolean).join(": "),
  ];
}

customElements.define("clients-view", ClientsView);
