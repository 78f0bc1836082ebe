import { call, may } from "../api.js";
import { announce, button, fill, h } from "../dom.js";
import { AGAIN, number } from "../format.js";
import { pathOf } from "../route.js";
import { texts } from "../texts.js";
import { ask } from "./parts.js";

const t = texts.task.bulk;
/** Names that one request takes, and names that are shown. */
const MOST = 1000;
const SHOWN = 5;

const CAN = {
  approve: ({ state }) => state === "pending",
  retry: ({ state }) => AGAIN.includes(state),
  revoke: ({ state }) => state !== "revoked",
};

/** What can be done to all clients that the table shows; says before how many they are, and after what became of it. */
export class ParleyBulk extends HTMLElement {
  #task;
  #actions = "";
  #names = {};
  #buttons = h("span.row");
  #said = h("p.small", { role: "status" });

  setup(task) {
    this.#task = task;
    fill(this, this.#buttons, this.#said);
  }

  /** @param {any[]} clients those in the table
   * @param {boolean} chosen whether a person chose them: nobody revokes all by accident
   */
  show(clients, chosen) {
    const doing = Object.keys(CAN)
      .filter((action) => may("operator") && (chosen || action !== "revoke"))
      .map((action) => [action, clients.filter(CAN[action]).map(({ name }) => name)])
      .filter(([, names]) => names.length > 0);
    const actions = doing.map(([action]) => action).join(" ");
    if (actions !== this.#actions) {
      this.#actions = actions;
      fill(
        this.#buttons,
        doing.map(([action]) => button("", () => this.#ask(action), action === "revoke" ? ".danger.small" : ".small")),
      );
    }
    doing.forEach(([action, names], index) => {
      const label = t[action](number(names.length), names.length);
      const it = this.#buttons.children[index];
      if (it.textContent !== label) fill(it, label);
    });
    this.#names = Object.fromEntries(doing);
  }

  async #ask(action) {
    const names = this.#names[action];
    const who = names.slice(0, SHOWN).join(", ");
    const question = {
      title: `${t[action](number(names.length), names.length)}?`,
      text: `${who}${names.length > SHOWN ? t.more(number(names.length - SHOWN)) : ""}. ${t.means[action]}`,
      yes: t.yes[action],
      style: action === "revoke" ? ".danger" : ".primary",
    };
    const result = { clients: 0, skipped: [] };
    if (!(await ask(question, () => this.#send(action, names, result)))) return;
    const text = [
      t.done[action](number(result.clients), result.clients),
      ...result.skipped.slice(0, SHOWN).map(({ name, detail }) => `${name}: ${detail}`),
      result.skipped.length > SHOWN ? t.alsoNot(number(result.skipped.length - SHOWN)) : "",
    ].join(" ");
    fill(this.#said, text);
    announce(text);
  }

  async #send(action, names, result) {
    for (let from = 0; from < names.length; from += MOST) {
      const body = { action, names: names.slice(from, from + MOST) };
      for (let query = ""; ;) {
        const { clients, skipped, next } = await call("POST", `${pathOf("tasks", this.#task)}/clients${query}`, body);
        result.clients += clients.length;
        result.skipped.push(...skipped);
        if (!next) break;
        query = `?cursor=${encodeURIComponent(next)}`;
      }
    }
  }
}

customElements.define("parley-bulk", ParleyBulk);
