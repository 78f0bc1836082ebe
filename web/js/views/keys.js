import { call, whoami } from "../api.js";
import { field, fill, h } from "../dom.js";
import { ask, copyable, dialog, head, state, table, time } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { texts } from "../texts.js";

const t = texts.keys;

class KeysView extends View {
  load() {
    return call("GET", "keys", undefined, { signal: this.signal });
  }

  render({ keys }) {
    document.title = `${t.title} · ${texts.brand}`;
    if (!this.querySelector(".list")) fill(this, head(t.title), h("p", { class: "soft" }, t.lead), h("div", { class: "card list" }), this.#form());
    fill(this.querySelector(".list"), table([t.name, t.role, t.created, t.used, t.expires, t.state, ""], keys.map((key) => this.#row(key)), t.title));
  }

  #form() {
    const name = h("input", { name: "name", required: true, maxlength: 63 });
    const role = h("select", { name: "role" }, ["viewer", "operator", "admin"].map((word) => h("option", { value: word }, t.roleWords[word])));
    const days = h("input", { name: "days", type: "number", min: 1, max: 3650 });
    const make = (event) => {
      event.preventDefault();
      this.attempt(async () => {
        const wanted = { name: name.value.trim(), role: role.value };
        if (days.value) wanted.expiresIn = `P${days.value}D`;
        const made = await call("POST", "keys", wanted);
        event.target.reset();
        this.show();
        await dialog(t.made(made.name), [h("p", {}, t.once), copyable(t.made(made.name), made.key, true)], h("button", { class: "primary" }, t.done));
      });
    };
    return h("form", { class: "card stack", onsubmit: make }, h("h2", {}, t.new), h("div", { class: "columns" }, field(t.name, name, t.nameHint), field(t.role, role), field(t.expiresIn, days, t.expiresInHint)), h("div", {}, h("button", { class: "primary" }, t.make)));
  }

  #row(key) {
    const word = key.state ?? (key.revoked ? "revoked" : "live");
    return [
      [h("strong", {}, key.name), key.name === whoami().name ? h("span", { class: "soft small" }, ` · ${texts.server.me}`) : null],
      key.role,
      time(key.created),
      time(key.lastUsed, t.unused),
      time(key.expires, t.never),
      state(word),
      word === "live" ? h("button", { type: "button", class: "small", "aria-label": `${t.revoke} ${key.name}`, onclick: () => this.#revoke(key) }, t.revoke) : null,
    ];
  }

  async #revoke(key) {
    if (!(await ask(t.revokeTitle(key.name), t.revokeText, t.revokeYes))) return;
    this.attempt(async () => {
      await call("DELETE", `keys/${encodeURIComponent(key.id)}`);
      this.show();
    });
  }
}

customElements.define("keys-view", KeysView);
