import { call, may } from "../api.js";
import { facts, fill, h, throttled } from "../dom.js";
import { ask, crumb, head, state, time } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { bytes, ended, labelText, short, span, words } from "../format.js";
import { Live } from "../live.js";
import { link } from "../route.js";
import { texts } from "../texts.js";

const t = texts.client;

/** One client of a task: how it stands, its timeline, what it was offered and what it said. */
class ClientView extends View {
  #live = null;
  #look = throttled(300, () => this.isConnected && this.show());

  get #path() {
    return `tasks/${encodeURIComponent(this.getAttribute("task"))}/clients/${encodeURIComponent(this.getAttribute("client"))}`;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#live?.close();
  }

  async load() {
    const options = { signal: this.signal };
    const [client, { offers }, task] = await Promise.all([
      call("GET", this.#path, undefined, options),
      call("GET", `${this.#path}/offers`, undefined, options),
      call("GET", `tasks/${encodeURIComponent(this.getAttribute("task"))}`, undefined, options),
    ]);
    return { client, offers, task };
  }

  render({ client, offers, task }) {
    document.title = `${client.name} · ${task.name} · ${texts.brand}`;
    const open = new Set([...this.querySelectorAll("details[open]")].map((details) => details.dataset.key));
    fill(
      this,
      crumb(["#/tasks", texts.tasks.title], [link("tasks", task.id), task.name]),
      head(client.name, h("span", { class: "row" }, state(client.state)), this.#actions(client, task)),
      h("p", { class: "lead" }, t.explain[client.state] ?? ""),
      client.reason || client.detail ? h("div", { class: "saying", "data-kind": ended(client.state) ? "bad" : "calm" }, client.reason ? h("strong", {}, words(client.reason)) : null, client.detail ? h("p", { class: "said" }, client.detail) : null) : null,
      client.output ? h("section", { class: "card" }, h("h2", {}, t.output), h("pre", { class: "output", tabindex: 0, role: "region", "aria-label": t.output }, client.output)) : null,
      h("div", { class: "columns wide" }, h("section", { class: "card" }, h("h2", {}, t.timeline), timeline(client.history)), h("div", { class: "stack" }, h("section", { class: "card" }, h("h2", {}, t.about), aboutClient(client)), h("section", { class: "card" }, h("h2", {}, t.offers), offers.length === 0 ? h("p", { class: "soft" }, t.noOffers) : offers.map(offer)))),
    );
    for (const details of this.querySelectorAll("details")) details.open = open.has(details.dataset.key);
    this.#live ??= new Live(task.id, { begun: () => this.#look(), event: (event) => event.client?.name === client.name && this.#look(), fresh: () => {}, stale: () => {} });
  }

  #actions(client, task) {
    if (!may("operator")) return null;
    const over = ["finished", "cancelled", "expired"].includes(task.state);
    return h(
      "span",
      { class: "row" },
      client.state !== "revoked" && !over ? h("button", { type: "button", class: "danger", onclick: () => this.#revoke() }, t.revoke) : null,
    );
  }

  async #revoke() {
    if (!(await ask(t.revokeTitle(this.getAttribute("client")), t.revokeText, t.revokeYes))) return;
    this.attempt(async () => {
      await call("POST", `${this.#path}/revoke`, {});
      this.show();
    });
  }
}

function timeline(history) {
  const attempts = Map.groupBy ? Map.groupBy(history, (step) => step.attempt) : grouped(history);
  const steps = [...attempts].map(([attempt, list]) => [h("h3", {}, t.attempt(attempt)), h("ol", { class: "timeline" }, list.map((step) => entry(step, history[history.indexOf(step) - 1])))]);
  return h("div", { class: "stack" }, steps);
}

function grouped(history) {
  const attempts = new Map();
  for (const step of history) attempts.set(step.attempt, [...(attempts.get(step.attempt) ?? []), step]);
  return attempts;
}

function entry(step, before) {
  const words_ = [step.reason ? words(step.reason) : null, step.detail].filter(Boolean).join(": ");
  return h(
    "li",
    {},
    h("div", { class: "row" }, state(step.to), time(step.at), before ? h("span", { class: "soft small" }, t.after(span(new Date(step.at) - new Date(before.at)))) : null),
    words_ ? h("p", { class: "said" }, words_) : null,
    step.output ? h("details", { "data-key": `output ${step.at}` }, h("summary", {}, t.output), h("pre", { class: "output" }, step.output)) : null,
  );
}

function aboutClient(client) {
  return facts(
    [texts.task.columns.seen, client.connected ? h("span", { class: "connected" }, texts.task.connected) : time(client.lastSeen)],
    [t.joined, time(client.joined)],
    [t.labels, labelText(client.labels) || t.none],
    [t.agent, client.agent ? `${client.agent.name} ${client.agent.version}` : t.none],
    [t.platform, client.platform ? `${client.platform.os}, ${client.platform.arch}, Java ${client.platform.java}` : t.none],
    client.bundle && [t.bundle, h("a", { href: link("bundles", client.bundle) }, h("code", {}, short(client.bundle)))],
    [t.id, h("code", {}, client.clientId)],
    client.token && [t.token, h("code", { title: client.token }, client.token.slice(0, 8))],
  );
}

function offer(made) {
  const kept = new Set(made.kept);
  return h(
    "details",
    { "data-key": made.offer },
    h("summary", {}, t.offer(made.attempt), " · ", h("span", { class: "soft" }, t.answers[made.status] ?? words(made.status), " · ", time(made.at))),
    h("p", { class: "soft small" }, `${made.bundle.name} ${made.bundle.version} · `, h("code", {}, short(made.bundle.sha256))),
    h("ul", { class: "plain" }, made.changes.map((change) => h("li", {}, state(change.action), " ", h("code", { class: "path" }, change.path), change.size === undefined ? null : h("span", { class: "soft small" }, ` ${bytes(change.size)}`), kept.has(change.path) ? h("span", { class: "soft small" }, ` · ${t.kept}`) : null))),
  );
}

customElements.define("client-view", ClientView);
