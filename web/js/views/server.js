import { health, whoami } from "../api.js";
import { facts, fill, h } from "../dom.js";
import { card, copyButton, head, state, time, titled } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { bytes, number, span } from "../format.js";
import { texts } from "../texts.js";

const NOTABLE_SKEW = 60_000;
const t = texts.server;

class ServerView extends View {
  static refresh = 10_000;

  async load() {
    const [server, checks] = await Promise.all([this.get("server"), health({ signal: this.signal })]);
    return { server, checks };
  }

  render({ server, checks }) {
    titled(t.title);
    const up = checks.status === "UP";
    const skew = Math.abs(Date.now() - Date.parse(server.time));
    fill(
      this,
      head(t.title, h("span.state", { "data-kind": up ? "good" : "bad" }, up ? t.healthy : t.unhealthy)),
      skew > NOTABLE_SKEW ? h("p.note", t.skew(span(skew))) : null,
      h(
        "div.columns",
        card(
          `${texts.brand} ${server.version}`,
          facts(
            [
              t.identity,
              [
                h(
                  "div.row",
                  h("code.fingerprint", server.identity.match(/.{1,8}/g).join(" ")),
                  copyButton(t.identity, server.identity),
                ),
                h("div.soft.small", t.identityHint),
              ],
            ],
            [
              t.urls,
              h(
                "ul.plain",
                server.publicUrls.map((url) => h("li", h("code", url))),
              ),
            ],
            [t.started, time(server.started)],
            [t.time, time(server.time)],
            [t.database, server.database],
            [t.me, `${whoami().name}: ${texts.roles[whoami().role]}`],
          ),
        ),
        h(
          "div.stack",
          card(
            t.health,
            h(
              "ul.plain.checks",
              (checks.checks ?? []).map((check) =>
                h(
                  "li",
                  state(check.status.toLowerCase()),
                  " ",
                  check.name,
                  check.data
                    ? h(
                        "div.soft.small",
                        Object.entries(check.data)
                          .map(([name, value]) => `${name}: ${name === "free" ? bytes(value) : value}`)
                          .join(", "),
                      )
                    : null,
                ),
              ),
            ),
          ),
          card(t.storage, storage(server.storage)),
        ),
      ),
    );
  }
}

function storage({ blobs, bytes: taken, free }) {
  const meter = h("meter", {
    min: 0,
    max: Math.max(1, taken + free),
    value: taken,
    "aria-label": `${t.stored} ${bytes(taken)}`,
  });
  return [meter, facts([t.blobs, number(blobs)], [t.stored, bytes(taken)], [t.free, bytes(free)])];
}

customElements.define("server-view", ServerView);
