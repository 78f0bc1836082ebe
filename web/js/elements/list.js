import { button, fill, h, throttled } from "../dom.js";
import { here, remember } from "../route.js";
import { texts } from "../texts.js";
import { soft, table, titled } from "./parts.js";
import { View } from "./view.js";

/**
 * A screen with one list that grows on request. The server filters; the address has the settings. A subclass
 * says `path`, `page` (rows at a time), `filters` (names of parameters), `words` (its texts), `headings`, `top()` and
 * `row(item)`; `most` is how many rows it has by now.
 */
export class ListView extends View {
  static path = "";
  /** @type {string[]} */
  static filters = [];
  static page = 100;
  /** @type {any[]} */
  static headings = [];
  static words = { title: "", empty: "" };
  most = this.#kind.page;
  #look = throttled(200, () => this.isConnected && this.show());
  set = Object.fromEntries(this.#kind.filters.map((name) => [name, here().params.get(name) ?? ""]));

  get #kind() {
    return /** @type {typeof ListView} */ (this.constructor);
  }

  top() {
    throw new TypeError(`${this.localName} has no top`);
  }

  /** @returns {any[]} */
  row(_item) {
    throw new TypeError(`${this.localName} has no rows`);
  }

  get query() {
    return new URLSearchParams(Object.entries(this.set).filter(([, value]) => value));
  }

  get filtered() {
    return Object.values(this.set).some(Boolean);
  }

  load() {
    const { path } = this.#kind;
    return this.rows(`${path}?${this.query}`, path, this.most);
  }

  render({ rows, more }) {
    const { words, headings } = this.#kind;
    titled(words.title);
    if (!this.querySelector(".list")) fill(this, this.top(), h("div.card.list"));
    const list = this.querySelector(".list");
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    fill(
      list,
      rows.length === 0
        ? soft(this.filtered ? texts.noMatch : words.empty)
        : table(
            headings,
            rows.map((item) => this.row(item)),
            words.title,
          ),
      more ? button(texts.more, () => this.grow()) : null,
    );
    if (focused) /** @type {?HTMLElement} */ (list.querySelector(`a[href="${CSS.escape(focused)}"]`))?.focus();
  }

  grow() {
    this.most += this.#kind.page;
    return this.show();
  }

  choose(values) {
    Object.assign(this.set, values);
    this.most = this.#kind.page;
    remember(this.set);
    this.#look();
  }
}
