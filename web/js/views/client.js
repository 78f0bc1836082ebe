import { call, may } from "../api.js";
import { button, facts, fill, h, throttled } from "../dom.js";
import {
  ask,
  bundleName,
  card,
  crumb,
  digest,
  head,
  says,
  seen,
  soft,
  state,
  time,
  titled,
} from "../elements/parts.js";
import { View } from "../elements/view.js";
import { AGAIN, bytes, ended, GOOD, labelText, OVER, short, span, words } from "../format.js";
import { Live } from "../live.js";
import { link, pathOf } from "../route.js";
import { texts } from "../texts.js";

const t = texts.client;

/** One client of a task: its state, timeline, offers and reports. */
class ClientView extends View {
  #live = null;
  #look = throttled(300, () => this.isConnected && this.show());

  get #path() {
    return pathOf("tasks", this.getAttribute("task"), "clients", this.getAttribute("client"));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#live?.close();
  }

  async load() {
    const [client, { offers }, task] = await Promise.all([
      this.get(this.#path),
      this.get(`${this.#path}/offers`),
      this.get(pathOf("tasks", this.getAttribute("task"))),
    ]);
    return { client, offers, task };
  }

  render({ client, offers, task }) {
    titled(client.name, task.name);
    const open = new Set(
      [...this.querySelectorAll("details")].filter((details) => details.open).map((details) => details.dataset.key),
    );
    fill(
      this,
      crumb(["#/tasks", texts.tasks.title], [link("tasks", task.id), task.name]),
      head(client.name, state(client.state), this.#actions(client, task)),
      h("p.lead", t.explain[client.state] ?? ""),
      says(client)
        ? h(
            "p.note.said",
            { "data-kind": ended(client.state) && !GOOD.has(client.state) ? "bad" : "calm" },
            says(client),
          )
        : null,
      client.output ? card(t.output, h("pre.output", { tabindex: 0 }, client.output)) : null,
      h(
        "div.columns.wide",
        card(t.timeline, timeline(client.history)),
        h(
          "div.stack",
          card(t.about, aboutClient(client)),
          card(t.offers, offers.length === 0 ? soft(t.noOffers) : offers.map((made) => offer(made, client))),
        ),
      ),
    );
    for (const details of this.querySelectorAll("details")) details.open = open.has(details.dataset.key);
    this.#live ??= new Live(task.id, {
      begun: () => this.#look(),
      event: (event) => event.client?.name === client.name && this.#look(),
      fresh: () => {},
      stale: () => {},
    });
  }

  async #forget(client, task) {
    const forget = () => call("POST", `${this.#path}/forget?clientId=${client.clientId}`, {});
    if (await ask(t.forgetAsks(client.name, client.connected), forget)) location.hash = link("tasks", task.id);
  }

  #actions(client, task) {
    if (!may("operator")) return null;
    const doing = (what, query = "") =>
      this.change(t[`${what}Asks`](client.name, client.connected, client.approvalCode), () =>
        call("POST", `${this.#path}/${what}${query}`, {}),
      );
    return h(
      "span.row",
      client.approvalCode
        ? button(t.approve, () => doing("approve", `?code=${client.approvalCode.replace(" ", "")}`))
        : null,
      AGAIN.includes(client.state) && ["open", "paused"].includes(task.state)
        ? button(t.retry, () => doing("retry"))
        : null,
      client.state !== "revoked" && !OVER.includes(task.state)
        ? button(t.revoke, () => doing("revoke"), ".danger")
        : null,
      OVER.includes(task.state) ? null : button(t.forget, () => this.#forget(client, task), ".danger"),
    );
  }
}

function timeline(history) {
  const steps = [...grouped(history)].map(([attempt, list]) => [
    h("h3", t.attempt(attempt)),
    h(
      "ol.timeline",
      list.map((step) => entry(step, history[history.indexOf(step) - 1])),
    ),
  ]);
  return h("div.stack", steps);
}

function grouped(history) {
  const attempts = new Map();
  for (const step of history) attempts.set(step.attempt, [...(attempts.get(step.attempt) ?? []), step]);
  return attempts;
}

function entry(step, before) {
  return h(
    "li",
    h(
      "div.row",
      state(step.to),
      time(step.at),
      before ? h("span.soft.small", t.after(span(Date.parse(step.at) - Date.parse(before.at)))) : null,
    ),
    says(step) ? h("p.said", says(step)) : null,
    step.output
      ? h("details", { "data-key": `output ${step.at}` }, h("summary", t.output), h("pre.output", step.output))
      : null,
  );
}

function aboutClient(client) {
  return facts(
    [texts.task.columns.seen, seen(client)],
    [t.joined, time(client.joined)],
    client.otherName && [
      t.otherName,
      h("span", client.otherName, " · ", time(client.otherNameAt), h("p.soft.small", t.copied)),
    ],
    [t.labels, labelText(client.labels) || t.none],
    [t.agent, client.agent ? `${client.agent.name} ${client.agent.version}` : t.none],
    [
      t.platform,
      client.platform ? `${client.platform.os}, ${client.platform.arch}, Java ${client.platform.java}` : t.none,
    ],
    client.bundle && [t.bundle, h("a", { href: link("bundles", client.bundle) }, h("code", short(client.bundle)))],
    [t.id, h("code", client.clientId)],
    client.token && [t.token, h("code", { title: client.token }, client.token.slice(0, 8))],
  );
}

function offer(made, { sequence = 0 }) {
  const kept = new Set(made.kept);
  return h(
    "details",
    { "data-key": made.offer },
    h(
      "summary",
      t.offer(made.attempt),
      " · ",
      h("span.soft", t.answers[made.status] ?? words(made.status), " · ", time(made.at)),
    ),
    h(
      "p.soft.small",
      `${bundleName(made.bundle)} · `,
      digest(made.bundle.sha256),
      made.bundle.sequence < sequence ? ` · ${t.downgrade}` : null,
    ),
    h(
      "ul.plain",
      made.changes.map((change) =>
        h(
          "li",
          state(change.action),
          " ",
          h("code.path", change.path),
          change.size === undefined ? null : h("span.soft.small", ` ${bytes(change.size)}`),
          kept.has(change.path) ? h("span.soft.small", ` · ${t.kept}`) : null,
        ),
      ),
    ),
  );
}

customElements.define("client-view", ClientView);
