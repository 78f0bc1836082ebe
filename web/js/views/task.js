import { call, may } from "../api.js";
import { facts, field, fill, h } from "../dom.js";
import { View } from "../elements/view.js";
import { ask, showToken, spread, state, table, time } from "../elements/parts.js";
import { bytes, exactly, words } from "../format.js";
import { texts } from "../texts.js";

const ENDED = ["finished", "cancelled", "expired"];

/** One task, looked at again every two seconds. */
class TaskView extends View {
  static refresh = 2000;

  get task() {
    return this.getAttribute("task");
  }

  async load() {
    const options = { signal: this.signal };
    const [task, { clients }, { tokens }] = await Promise.all([
      call("GET", `tasks/${this.task}`, undefined, options),
      call("GET", `tasks/${this.task}/clients?limit=500`, undefined, options),
      may("operator") ? call("GET", `tasks/${this.task}/tokens`, undefined, options) : { tokens: [] },
    ]);
    return { task, clients, tokens };
  }

  render({ task, clients, tokens }) {
    if (!this.querySelector(".summary")) this.#frame();
    document.title = `${task.name} · ${texts.brand}`;
    fill(this.querySelector(".head"), ...this.#head(task));
    fill(this.querySelector(".summary"), ...this.#summary(task));
    fill(this.querySelector(".clients"), h("h2", {}, texts.task.clients), clients.length === 0 ? h("p", { class: "soft" }, texts.task.noClients) : this.#clients(clients));
    fill(this.querySelector(".token-list"), ...this.#tokens(tokens));
    this.querySelector(".make-token").hidden = !may("operator") || task.state !== "open";
  }

  stale() {
    fill(this.querySelector(".as-of"), h("span", { class: "stale" }, texts.task.stale));
  }

  #frame() {
    fill(
      this,
      h("div", { class: "head" }),
      h("div", { class: "card summary" }),
      h("section", { class: "card clients" }),
      h("section", { class: "card" }, h("div", { class: "token-list" }), this.#makeToken()),
    );
  }

  #head(task) {
    return [
      h("h1", {}, task.name),
      state(task.state),
      task.outcome ? state(task.outcome) : null,
      task.state === "draft" && may("operator") ? h("button", { type: "button", class: "primary", onclick: () => this.#start() }, texts.task.start) : null,
      !ENDED.includes(task.state) && may("operator") ? h("button", { type: "button", class: "danger", onclick: () => this.#cancel() }, texts.task.cancel) : null,
      h("button", { type: "button", onclick: () => window.print() }, texts.task.print),
    ];
  }

  #summary(task) {
    return [
      h("p", { class: "row" }, spread(task.counts), h("span", { class: "soft small as-of" }, texts.task.asOf(exactly(new Date())))),
      h("p", { class: "row" }, Object.entries(task.counts).filter(([, count]) => count > 0).map(([word, count]) => h("span", {}, state(word), ` ${count}`))),
      task.notes ? h("p", {}, task.notes) : null,
      facts(
        [texts.task.bundle, [`${task.bundle.name} ${task.bundle.version} · ${task.bundle.files} · ${bytes(task.bundle.bytes)} `, h("code", { class: "small" }, task.bundle.sha256)]],
        [texts.tasks.expires, time(task.expires)],
        [texts.tasks.created, [time(task.created), ` · ${task.createdBy}`]],
        [texts.task.policy, h("details", {}, h("summary", {}, texts.create.more), h("pre", { class: "small" }, JSON.stringify(task.policy, null, 2)))],
      ),
    ];
  }

  #clients(clients) {
    const t = texts.task.client;
    return table(
      [t.client, t.state, t.attempt, t.progress, t.seen, t.detail],
      clients.map((client) =>
        h(
          "tr",
          {},
          h("td", {}, h("a", { href: `#/tasks/${this.task}/clients/${encodeURIComponent(client.name)}` }, client.name)),
          h("td", {}, state(client.state)),
          h("td", { class: "number" }, client.attempt),
          h("td", {}, client.progress ? h("progress", { value: client.progress.done, max: Math.max(1, client.progress.total), "aria-label": t.progress }) : null),
          h("td", {}, client.connected ? texts.task.connected : time(client.lastSeen)),
          h("td", { class: "cut", title: client.detail }, client.reason ? `${words(client.reason)}: ` : "", client.detail),
        ),
      ),
    );
  }

  #tokens(tokens) {
    const t = texts.token;
    const rows = tokens.map((token) =>
      h(
        "tr",
        {},
        h("td", { class: "mono small" }, token.keyId.slice(0, 8)),
        h("td", {}, token.name ?? "", token.name && token.description ? " · " : "", token.description ?? ""),
        h("td", {}, state(token.state)),
        h("td", {}, t.usesLeft(token.used, token.maxClients)),
        h("td", {}, time(token.expires)),
        h("td", {}, token.state === "live" && may("operator") ? h("button", { type: "button", onclick: () => this.#revoke(token) }, t.revoke) : null),
      ),
    );
    return [h("h2", {}, texts.task.tokens), rows.length === 0 ? h("p", { class: "soft" }, t.none) : table([t.keyId, t.description, t.state, t.uses, t.expires, ""], rows)];
  }

  #makeToken() {
    const t = texts.token;
    const description = h("input", { name: "description", maxlength: 200 });
    const name = h("input", { name: "name", maxlength: 63, pattern: "[A-Za-z0-9._\\-]+" });
    const maxClients = h("input", { name: "maxClients", type: "number", min: 1, value: 100 });
    return h(
      "details",
      { class: "make-token" },
      h("summary", {}, texts.task.newToken),
      h(
        "form",
        {
          class: "stack",
          onsubmit: (event) => {
            event.preventDefault();
            const wanted = { maxClients: name.value ? 1 : Number(maxClients.value) };
            if (description.value) wanted.description = description.value;
            if (name.value) wanted.name = name.value;
            this.attempt(async () => {
              await showToken(await call("POST", `tasks/${this.task}/tokens`, wanted));
              event.target.reset();
              this.show();
            });
          },
        },
        h("div", { class: "columns" }, field(t.description, description), field(t.forName, name, t.forNameHint), field(t.maxClients, maxClients)),
        h("div", {}, h("button", {}, t.make)),
      ),
    );
  }

  async #start() {
    this.attempt(async () => {
      const { token } = await call("POST", `tasks/${this.task}/start`);
      await showToken(token);
      this.show();
    });
  }

  async #cancel() {
    if (!(await ask(texts.task.cancelTitle, texts.task.cancelText))) return;
    this.attempt(async () => {
      await call("POST", `tasks/${this.task}/cancel`, {});
      this.show();
    });
  }

  async #revoke(token) {
    if (!(await ask(texts.token.revokeTitle, texts.token.revokeText))) return;
    this.attempt(async () => {
      await call("DELETE", `tasks/${this.task}/tokens/${token.keyId}`);
      this.show();
    });
  }
}

customElements.define("task-view", TaskView);
