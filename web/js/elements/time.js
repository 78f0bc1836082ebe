import { ago, exactly } from "../format.js";

/** <parley-time at="2026-11-22T10:00:00Z">: how long ago or from now, with the exact moment on hover; keeps itself current. */
export class ParleyTime extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#show();
    this.#timer = setInterval(() => this.#show(), 10_000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #show() {
    const date = new Date(this.getAttribute("at"));
    this.textContent = ago(date);
    this.title = exactly(date);
  }
}

customElements.define("parley-time", ParleyTime);
