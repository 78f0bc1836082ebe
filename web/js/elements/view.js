import { call, listOf } from "../api.js";
import { fill } from "../dom.js";
import { texts } from "../texts.js";
import { ask, problemBox, soft } from "./parts.js";

const PATIENCE = 300;

/**
 * A screen: `load` fetches, `render` draws. With `refresh` (ms) it looks again by itself and keeps what it shows when
 * it cannot.
 */
export class View extends HTMLElement {
  static refresh = 0;
  #timer;
  #turn = 0;
  #gone = new AbortController();

  connectedCallback() {
    const waiting = setTimeout(() => this.childElementCount === 0 && fill(this, soft(texts.loading)), PATIENCE);
    this.show().finally(() => clearTimeout(waiting));
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#gone.abort();
  }

  /** @returns {Promise<any>} */
  load() {
    throw new TypeError(`${this.localName} loads nothing`);
  }

  render(_data) {
    throw new TypeError(`${this.localName} draws nothing`);
  }

  get signal() {
    return this.#gone.signal;
  }

  get(path) {
    return call("GET", path, undefined, { signal: this.signal });
  }

  /** All rows of a list, or the first so many: { rows, more }. */
  rows(path, member, most) {
    return listOf(path, member, most, { signal: this.signal });
  }

  /** Loads again. The answer of an older request is not drawn. */
  async show() {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    const late = () => !this.isConnected || turn !== this.#turn;
    try {
      const data = await this.load();
      if (late()) return;
      this.querySelector(":scope > .problem.looking")?.remove();
      this.render(data);
    } catch (problem) {
      if (problem.name === "AbortError" || late()) return;
      this.#explain(problem);
    }
    const { refresh } = /** @type {typeof View} */ (this.constructor);
    if (refresh > 0) this.#timer = setTimeout(() => this.show(), refresh);
  }

  /** Runs a change and shows its problem in place; the screen stays. */
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

  /** Asks once, makes the change, and loads again. What fails is shown in the dialog, which stays. */
  async change(question, action) {
    if (await ask(question, action)) this.show();
  }

  #explain(problem) {
    const box = problemBox(problem, () => this.show());
    box.classList.add("looking");
    if (!this.querySelector("h1, h2")) fill(this, box);
    else if (!this.querySelector(":scope > .problem.looking")) this.prepend(box);
  }
}
