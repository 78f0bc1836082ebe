import { fill, h } from "../dom.js";
import { ENDED, kind, number, UNDERWAY, words } from "../format.js";
import { texts } from "../texts.js";

const RARE = new Set(["pending", "deferred", "confirming", "declined", "rolled_back", "timed_out", "cancelled", "revoked"]);

/** The picture of a task: the way of a client from left to right, and how many stand at each step. A step chosen filters. */
export class ParleyFlow extends HTMLElement {
  #steps = new Map();

  setup(choose) {
    const row = (states, label) => h("ol", { class: "flow", "aria-label": label }, states.map((word) => this.#step(word, choose)));
    fill(this, row(UNDERWAY, texts.task.underway), row(ENDED, texts.task.ended));
  }

  show(counts, chosen) {
    for (const [word, { item, button, count }] of this.#steps) {
      const now = counts[word] ?? 0;
      if (count.textContent !== number(now)) count.textContent = number(now);
      item.hidden = now === 0 && RARE.has(word) && word !== chosen;
      item.classList.toggle("none", now === 0);
      button.setAttribute("aria-pressed", word === chosen);
    }
  }

  #step(word, choose) {
    const count = h("strong", {}, "0");
    const button = h("button", { type: "button", class: "step", title: texts.client.explain[word], "aria-pressed": "false", onclick: () => choose(word) }, count, h("span", {}, words(word)));
    const item = h("li", { "data-kind": kind(word) }, button);
    this.#steps.set(word, { item, button, count });
    return item;
  }
}

customElements.define("parley-flow", ParleyFlow);
