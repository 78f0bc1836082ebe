import { call, ROLES, whoami } from "../api.js";
import { button, field, fill, form, h } from "../dom.js";
import { choice, copyable, dialog, head, soft, state, table, time, titled } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { pathOf } from "../route.js";
import { texts } from "../texts.js";

const t = texts.keys;

class KeysView extends View {
  load() {
    return this.get("keys");
  }

  render({ keys }) {
    titled(t.title);
    if (!this.querySelector(".list")) fill(this, head(t.title), soft(t.lead), h("div.card.list"), this.#form());
    fill(
      this.querySelector(".list"),
      table(
        [t.name, t.role, t.created, t.used, t.expires, t.state, ""],
        keys.map((key) => this.#row(key)),
        t.title,
      ),
    );
  }

  #form() {
    const name = h("input", { name: "name", required: true, maxlength: 63 });
    const role = choice(
      null,
      ROLES.map((word) => [word, `${word}: ${texts.roles[word]}`]),
      ROLES[0],
    );
    const days = h("input", { name: "days", type: "number", min: 1, max: 3650 });
    const description = h("input", { name: "description", maxlength: 1000 });
    const make = (sent) => {
      this.attempt(async () => {
        const wanted = { name: name.value.trim(), role: role.value };
        if (description.value) wanted.description = description.value;
        if (days.value) wanted.expiresIn = `P${days.value}D`;
        const made = await call("POST", "keys", wanted);
        sent.reset();
        this.show();
        await dialog(
          t.made(made.name),
          [h("p", t.once), copyable(t.made(made.name), made.key)],
          h("button.primary", t.done),
        );
      });
    };
    return form(
      ".card",
      make,
      h("h2", t.new),
      h(
        "div.columns",
        field(t.name, name, t.nameHint),
        field(t.role, role),
        field(t.expiresIn, days, t.expiresInHint),
        field(t.description, description, t.descriptionHint),
      ),
      h("div", h("button.primary", t.make)),
    );
  }

  #row(key) {
    const word = key.revoked ? "revoked" : key.expires && new Date(key.expires) <= new Date() ? "expired" : "live";
    return [
      [
        h("strong", key.name),
        key.name === whoami().name ? h("span.soft.small", ` · ${texts.server.me}`) : null,
        key.description ? h("div.soft.small", key.description) : null,
      ],
      key.role,
      time(key.created),
      time(key.lastUsed, t.unused),
      time(key.expires, t.never),
      state(word),
      word !== "revoked"
        ? button(
            t.revoke,
            () => this.change(t.revoking(key.name), () => call("DELETE", pathOf("keys", key.id))),
            ".small",
            { "aria-label": `${t.revoke} ${key.name}` },
          )
        : null,
    ];
  }
}

customElements.define("keys-view", KeysView);
