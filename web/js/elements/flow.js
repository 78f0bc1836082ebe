import { button, fill, h } from "../dom.js";
import { ENDED, kind, number, UNDERWAY, words } from "../format.js";
import { texts } from "../texts.js";

/**
 * The progress of a task: the steps of a client from left to right, and the number of clients at each step; steps
 * without clients are left out. A chosen step filters.
 */
export class ParleyFlow extends HTMLElement {
  #steps = new Map();

  setup(choose) {
    fill(
      this,
      h(
        "ol.flow",
        [...UNDERWAY, ...ENDED].map((word) => this.#step(word, choose)),
      ),
    );
  }

  show(counts, chosen) {
    for (const [word, { item, step, count }] of this.#steps) {
      const now = counts[word] ?? 0;
      if (count.textContent !== number(now)) count.textContent = number(now);
      item.hidden = now === 0 && word !== chosen;
      step.setAttribute("aria-pressed", word === chosen);
    }
  }

  #step(word, choose) {
    const count = h("strong", "0");
    const step = button([count, h("span", words(word))], () => choose(word), ".step", {
      title: texts.client.explain[word],
      "aria-pressed": "false",
    });
    const item = h("li", { "data-kind": kind(word), hidden: true }, step);
    this.#steps.set(word, { item, step, count });
    return item;
  }
}

customElements.define("parley-flow", ParleyFlow);
