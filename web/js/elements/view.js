import { fill } from "../dom.js";
import { problemBox } from "./parts.js";

/** A screen: `load` fetches, `render` draws. With `refresh` (ms) it looks again by itself and says so when it cannot. */
export class View extends HTMLElement {
  static refresh = 0;
  #timer;
  #gone = new AbortController();

  connectedCallback() {
    this.show();
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
      this.render(data);
    } catch (problem) {
      if (problem.name === "AbortError" || !this.isConnected) return;
      if (this.childElementCount > 0 && problem.status === 0) this.stale();
      else fill(this, problemBox(problem, () => this.show()));
    }
    if (this.constructor.refresh > 0) this.#timer = setTimeout(() => this.show(), this.constructor.refresh);
  }

  /** Runs a change and shows its problem in place; what stands on the screen stays. */
  async attempt(action) {
    this.querySelector(":scope > .problem")?.remove();
    try {
      await action();
    } catch (problem) {
      if (problem.name !== "AbortError") this.prepend(problemBox(problem));
    }
  }

  stale() {}
}
