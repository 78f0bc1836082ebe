import { call, may } from "../api.js";
import { button, field, fill, form, h } from "../dom.js";
import { labelText, labelsFrom } from "../format.js";
import { pathOf } from "../route.js";
import { csv, save } from "../files.js";
import { texts } from "../texts.js";
import { copyable, problemBox, qr, soft, state, table, time } from "./parts.js";
import { View } from "./view.js";

const t = texts.token;
const NAME = /^[A-Za-z0-9._-]{1,63}$/;

/** Tokens that were just made, until they are put away: in memory only, by task. */
const fresh = new Map();

export function handOver(task, token) {
  fresh.set(task, token);
}

/** The token that was just made for this task: command, token, QR code. Nothing when there is none. */
export function freshToken(task, put) {
  const token = fresh.get(task);
  if (!token) return null;
  return h(
    "section.card.fresh",
    { "aria-labelledby": "fresh-token" },
    h(
      "div.row.between",
      h("h2", { id: "fresh-token" }, t.made),
      button(t.hide, () => fresh.delete(task) && put()),
    ),
    h("p", t.once),
    h(
      "div.token",
      h(
        "div.stack",
        copyable(t.command, token.joinCommand),
        h("p.soft.small", t.needs),
        copyable(t.token, token.token),
        soft(
          `${t.left(token.used, token.maxClients)} · ${t.expires} `,
          time(token.expires),
          token.name ? ` · ${t.whom} ${token.name}` : null,
        ),
      ),
      token.qr ? qr(token.qr, t.qr) : null,
    ),
  );
}

/** The tokens of a task, and how to make more. */
export class TaskTokens extends View {
  #making = false;
  #over = false;
  #tokens = [];

  get #path() {
    return pathOf("tasks", this.getAttribute("task"), "tokens");
  }

  load() {
    return this.get(this.#path);
  }

  render({ tokens }) {
    if (!this.querySelector(".list"))
      fill(
        this,
        h("h2", t.title),
        h("div.list"),
        may("operator") ? h("div.make.stack", { hidden: !this.#making }, this.#one(), this.#each()) : null,
      );
    this.#tokens = tokens;
    this.#draw();
  }

  #draw() {
    const tokens = this.#tokens;
    fill(
      this.querySelector(".list"),
      tokens.length === 0
        ? soft(t.none)
        : table(
            [t.keyId, t.whom, t.state, t.uses, t.lastUse, t.expires, ""],
            tokens.map((token) => this.#row(token)),
            t.title,
          ),
    );
  }

  /** Whether more can be made: not in a task that is over, or has not begun. */
  set making(can) {
    if (this.#making === can) return;
    this.#making = can;
    const make = /** @type {HTMLElement} */ (this.querySelector(".make"));
    if (make) make.hidden = !can;
    if (this.querySelector(".list")) this.#draw();
  }

  get making() {
    return this.#making;
  }

  /** Whether the task is over, so that no token admits anybody. */
  set over(is) {
    if (this.#over === is) return;
    this.#over = is;
    if (this.querySelector(".list")) this.#draw();
  }

  get over() {
    return this.#over;
  }

  #row(token) {
    const labels = labelText(token.labels);
    return [
      h("code", { title: token.keyId }, token.keyId.slice(0, 8)),
      [
        token.name ?? t.anybody,
        labels ? h("span.soft", ` ${labels}`) : null,
        token.description ? h("div.soft.small", token.description) : null,
      ],
      state(this.#over && token.state === "live" ? "ended" : token.state),
      t.used(token.used, token.maxClients),
      token.lastUsed ? [token.lastUsedBy, h("div.soft.small", time(token.lastUsed))] : t.unused,
      time(token.expires),
      token.state !== "revoked" && this.#making && may("operator")
        ? changes(this, `${this.#path}/${token.keyId}`, token, (made) => this.#made(made))
        : null,
    ];
  }

  /** Shows a new token: it is shown once. */
  #made(token) {
    handOver(this.getAttribute("task"), token);
    this.dispatchEvent(new CustomEvent("fresh-token", { bubbles: true }));
  }

  #one() {
    const description = h("input", { name: "description", maxlength: 200 });
    const maxClients = h("input", {
      name: "maxClients",
      type: "number",
      min: 1,
      max: 100000,
      value: 100,
      required: true,
    });
    const labels = h("input", { name: "labels", spellcheck: "false" });
    const hours = h("input", { name: "hours", type: "number", min: 1, max: 720 });
    const make = (sent) => {
      const wanted = { maxClients: Number(maxClients.value) };
      if (description.value) wanted.description = description.value;
      if (labels.value.trim()) wanted.labels = labelsFrom(labels.value);
      if (hours.value) wanted.expiresIn = `PT${hours.value}H`;
      this.attempt(async () => {
        this.#made(await call("POST", this.#path, wanted));
        sent.reset();
        this.show();
      });
    };
    const fields = h(
      "div.columns",
      field(t.maxClients, maxClients),
      field(t.expiresIn, hours, t.expiresInHint),
      field(t.labels, labels, t.labelsHint),
      field(t.description, description, t.descriptionHint),
    );
    return h("details", h("summary", t.new), form("", make, fields, h("div", h("button", t.make))));
  }

  #each() {
    const names = h("textarea", { name: "names", rows: 5, required: true, spellcheck: "false" });
    const outcome = h("div.stack", { "aria-live": "polite" });
    const make = async () => {
      await this.#makeEach(names, outcome);
      this.show();
    };
    return h(
      "details",
      h("summary", t.each),
      form("", make, field(t.names, names, t.eachHint), outcome, h("div", h("button", t.makeEach))),
    );
  }

  async #makeEach(names, outcome) {
    const wanted = [...new Set(names.value.split(/\s+/).filter(Boolean))];
    const bad = wanted.find((name) => !NAME.test(name));
    if (bad) return fill(outcome, problemBox({ title: t.badName(bad) }));
    const made = [];
    try {
      for (const name of wanted) {
        fill(outcome, soft(t.making(made.length + 1, wanted.length)));
        made.push(await call("POST", this.#path, { name, maxClients: 1 }));
      }
      names.value = "";
      return fill(outcome, this.#madeEach(made));
    } catch (problem) {
      names.value = wanted.slice(made.length).join("\n");
      return fill(outcome, problemBox(problem), this.#madeEach(made));
    }
  }

  #madeEach(made) {
    if (made.length === 0) return null;
    const rows = [
      ["name", "command", "token", "expires"],
      ...made.map((token) => [token.name, token.joinCommand, token.token, token.expires]),
    ];
    return h(
      "div.row.secret",
      h("strong", t.madeEach(made.length)),
      button(t.csv, () => save("join-tokens.csv", "text/csv", csv(rows)), ".primary"),
      h("span.soft", t.once),
    );
  }
}

customElements.define("task-tokens", TaskTokens);

/**
 * What can be done with a token, as buttons.
 *
 * @param {View} view what asks, and loads again afterwards
 * @param {string} path of the token
 * @param {any} token
 * @param {(made: any) => void} made gets the token that takes the place of this one
 */
function changes(view, path, token, made) {
  return h("div.row.end", [
    act(t.extend, token, () => extend(view, path, token)),
    token.state === "live" ? act(t.rotate, token, () => rotate(view, path, made)) : null,
    act(t.revoke, token, () => revoke(view, path, token)),
  ]);
}

function act(label, token, work) {
  return button(label, work, ".small", { "aria-label": `${label} ${token.keyId.slice(0, 8)}` });
}

function extend(view, path, token) {
  const hours = h("input", { name: "hours", type: "number", min: 1, max: 720 });
  const maxClients = h("input", {
    name: "maxClients",
    type: "number",
    min: token.maxClients,
    max: 1000000,
    value: token.maxClients,
    required: true,
  });
  const description = h("input", { name: "description", maxlength: 1000, value: token.description ?? "" });
  const more = h(
    "div.stack",
    field(t.maxClients, maxClients),
    field(t.moreHours, hours, t.moreHoursHint),
    field(t.description, description),
  );
  const patch = () => {
    const wanted = {};
    if (Number(maxClients.value) !== token.maxClients) wanted.maxClients = Number(maxClients.value);
    if (hours.value) wanted.expiresIn = `PT${hours.value}H`;
    if (description.value !== (token.description ?? "")) wanted.description = description.value;
    return Object.keys(wanted).length > 0 ? call("PATCH", path, wanted) : Promise.resolve();
  };
  view.change({ ...t.extending, more }, patch);
}

function rotate(view, path, made) {
  view.change(t.rotating, async () => made(await call("POST", `${path}/rotate`, {})));
}

function revoke(view, path, token) {
  const clients = h("input", { name: "withClients", type: "checkbox" });
  const more = token.used > 0 ? h("label.row", clients, h("span", t.withClients)) : undefined;
  view.change({ ...t.revoking, more }, () => call("DELETE", clients.checked ? `${path}?withClients=true` : path));
}
