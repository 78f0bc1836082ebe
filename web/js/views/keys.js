import { call } from "../api.js";
import { field, fill, h } from "../dom.js";
import { View } from "../elements/view.js";
import { ask, copyable, showOnce, state, table, time } from "../elements/parts.js";
import { texts } from "../texts.js";

const t = texts.keys;

class KeysView extends View {
  load() {
    return call("GET", "keys", undefined, { signal: this.signal });
  }

  render({ keys }) {
    const name = h("input", { name: "name", required: true, maxlength: 100 });
    const role = h("select", { name: "role" }, ["viewer", "operator", "admin"].map((word) => h("option", { value: word }, word)));
    const make = (event) => {
      event.preventDefault();
      this.attempt(async () => {
        const made = await call("POST", "keys", { name: name.value, role: role.value });
        await showOnce(made.name, h("p", {}, t.once), copyable(t.title, made.key));
        this.show();
      });
    };
    fill(
      this,
      h("div", { class: "head" }, h("h1", {}, t.title)),
      h("div", { class: "card" }, table([t.name, t.role, t.created, t.used, t.state, ""], keys.map((key) => this.#row(key)))),
      h("form", { class: "card stack", onsubmit: make }, h("h2", {}, t.new), h("div", { class: "columns" }, field(t.name, name), field(t.role, role)), h("div", {}, h("button", {}, t.make))),
    );
  }

  #row(key) {
    return h("tr", {}, h("td", {}, key.name), h("td", {}, key.role), h("td", {}, time(key.created)), h("td", {}, time(key.lastUsed)), h("td", {}, state(key.revoked ? "revoked" : "live")), h("td", {}, key.revoked ? null : h("button", { type: "button", onclick: () => this.#revoke(key) }, t.revoke)));
  }

  async #revoke(key) {
    if (!(await ask(t.revokeTitle, t.revokeText))) return;
    this.attempt(async () => {
      await call("DELETE", `keys/${key.id}`);
      this.show();
    });
  }
}

customElements.define("keys-view", KeysView);
