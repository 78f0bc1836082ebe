import { call } from "../api.js";
import { button, field, h } from "../dom.js";
import { texts } from "../texts.js";

const t = texts.token;

/**
 * What can be done with a token, as buttons.
 *
 * @param {import("./view.js").View} view what asks, and loads again afterwards
 * @param {string} path of the token
 * @param {any} token
 * @param {(made: any) => void} made gets the token that takes the place of this one
 */
export function changes(view, path, token, made) {
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
