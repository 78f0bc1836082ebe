import { call, may } from "../api.js";
import { facts, fill, h } from "../dom.js";
import { View } from "../elements/view.js";
import { ask, state, time } from "../elements/parts.js";
import { words } from "../format.js";
import { texts } from "../texts.js";

/** One client of a task: its timeline and what it said. */
class ClientView extends View {
  static refresh = 2000;

  get path() {
    return `tasks/${this.getAttribute("task")}/clients/${encodeURIComponent(this.getAttribute("client"))}`;
  }

  load() {
    return call("GET", this.path, undefined, { signal: this.signal });
  }

  render(client) {
    const t = texts.client;
    document.title = `${client.name} · ${texts.brand}`;
    const ended = ["succeeded", "failed", "rolled_back", "declined", "nothing_to_do", "cancelled", "timed_out", "revoked"].includes(client.state);
    fill(
      this,
      h("p", { class: "crumb" }, h("a", { href: `#/tasks/${this.getAttribute("task")}` }, texts.task.report)),
      h("div", { class: "head" }, h("h1", {}, client.name), state(client.state), !ended && may("operator") ? h("button", { type: "button", class: "danger", onclick: () => this.#revoke() }, t.revoke) : null),
      h(
        "div",
        { class: "columns" },
        h(
          "section",
          { class: "card" },
          facts(
            [t.id, h("code", {}, client.clientId)],
            [t.labels, Object.entries(client.labels).map(([key, value]) => `${key}=${value}`).join(", ") || "–"],
            [t.agent, client.agent ?? "–"],
            [t.platform, client.platform ?? "–"],
            [t.joined, time(client.joined)],
            [texts.task.client.seen, client.connected ? texts.task.connected : time(client.lastSeen)],
            client.reason && [texts.task.client.detail, `${words(client.reason)}: ${client.detail ?? ""}`],
          ),
        ),
        h("section", { class: "card" }, h("h2", {}, t.history), h("ol", { class: "timeline" }, client.history.map((step) => h("li", {}, state(step.to), " ", h("span", { class: "soft small" }, time(step.at)), step.detail ? h("p", {}, step.reason ? `${words(step.reason)}: ` : "", step.detail) : null)))),
      ),
      client.output ? h("section", { class: "card" }, h("h2", {}, t.output), h("pre", { class: "small" }, client.output)) : null,
    );
  }

  async #revoke() {
    if (!(await ask(texts.client.revokeTitle, texts.client.revokeText))) return;
    this.attempt(async () => {
      await call("POST", `${this.path}/revoke`, {});
      this.show();
    });
  }
}

customElements.define("client-view", ClientView);
