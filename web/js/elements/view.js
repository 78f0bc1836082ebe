import { fill, h } from "../dom.js";
import { texts } from "../texts.js";
import { problemBox } from "./parts.js";

const PATIENCE = 300;

/** A screen: `load` fetches, `render` draws. With `refresh` (ms) it looks again by itself and keeps what it shows when it cannot. */
export class View extends HTMLElement {
  static refresh = 0;
  #timer;
  #gone = new AbortController();

  connectedCallback() {
    const waiting = setTimeout(() => this.childElementCount === 0 && fill(this, h("p", { class: "soft" }, texts.loading)), PATIENCE);
    this.show().finally(() => clearTimeout(waiting));
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#gone.abort();
  }

  get signal() {
    return this.#gone.signal;
  }

  async show() {
    clearTimeout(this.#timer);
    try {
      const data = await this.load();
      if (!this.isConnected) return;
      this.querySelector(":scope > .problem.looking")?.remove();
      this.render(data);
    } catch (problem) {
      if (problem.name === "AbortError" || !this.isConnected) return;
      this.#explain(problem);
    }
    if (this.constructor.refresh > 0) this.#timer = setTimeout(() => this.show(), this.constructor.refresh);
  }

  /** Runs a change and shows its problem in place; what stands on the screen stays. */
  async attempt(action) {
    this.querySelector(":scope > .problem")?.remove();
    try {
      await action();
    } catch (problem) {
      if (problem.name === "AbortError") return;
      const box = problemBox(problem);
      this.prepend(box);
      box.scrollIntoView({ block: "nearest" });
    }
  }

  #explain(problem) {
    const box = problemBox(problem, () => this.show());
    box.classList.add("looking");
    if (!this.querySelector("h1, h2")) fill(this, box);
    else if (!this.querySelector(":scope > .problem.looking")) this.prepend(box);
  }
}
