import { ago, exactly } from "../format.js";

const shown = new Set();
setInterval(() => shown.forEach((element) => element.show()), 5_000);

/**
 * <parley-time at="2026-11-22T10:00:00Z">: how long ago or from now, with the exact moment on hover; keeps itself
 * current.
 */
export class ParleyTime extends HTMLElement {
  static observedAttributes = ["at"];
  #text = "";

  connectedCallback() {
    shown.add(this);
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  show() {
    const date = new Date(this.getAttribute("at"));
    const text = ago(date);
    if (text === this.#text && this.title) return;
    this.#text = text;
    this.textContent = text;
    this.title = exactly(date);
  }
}

customElements.define("parley-time", ParleyTime);
