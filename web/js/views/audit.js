import { may } from "../api.js";
import { announce, button, h } from "../dom.js";
import { ListView } from "../elements/list.js";
import { choice, head, searchBox, soft, time } from "../elements/parts.js";
import { number } from "../format.js";
import { csv, save } from "../files.js";
import { texts } from "../texts.js";

const MOST = 10_000;
const EXPORT = 5000;
const KINDS = ["task", "client", "token", "bundle", "key", "signed_in", "handshake", "identity"];
const t = texts.audit;

/** The audit log, newest first; older entries on request. */
class AuditView extends ListView {
  static page = 200;
  static filters = ["search", "action"];
  static words = t;
  static headings = ["#", t.at, t.actor, t.action, t.subject, t.detail];
  #verdict = h("p.verdict", { role: "status" });

  async load() {
    const limit = Math.min(MOST, this.most);
    const { entries } = await this.get(`audit?limit=${limit}&${this.query}`);
    return { rows: entries.reverse(), more: entries.length === limit && limit < MOST };
  }

  top() {
    const search = searchBox(t.filter, this.set.search, (text) => this.choose({ search: text }));
    const kinds = choice(
      t.action,
      [["", t.anyAction], ...KINDS.map((kind) => [kind, kind])],
      this.set.action,
      (action) => this.choose({ action }),
    );
    const doing = (label, work) => button(label, () => this.attempt(work));
    return [
      head(t.title, h("span.row", search, kinds)),
      h(
        "div.row.between",
        soft(t.lead),
        h(
          "span.row",
          may("admin") ? doing(t.verify, () => this.#verify()) : null,
          doing(t.exportCsv, () => this.#export("csv")),
          doing(t.exportJson, () => this.#export("json")),
        ),
      ),
      this.#verdict,
    ];
  }

  row(entry) {
    return [
      h("span.soft", { title: entry.hash }, String(entry.seq)),
      time(entry.at),
      entry.actor,
      h("code", entry.action),
      h("code.small.subject", { title: entry.subject }, entry.subject),
      h(
        "span.small.said",
        Object.entries(entry.detail ?? {})
          .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
          .join("  "),
      ),
    ];
  }

  async #verify() {
    const { ok, entries, firstBad, anchor } = await this.get("audit/verify");
    this.#verdict.replaceChildren(
      h(
        "span.state",
        { "data-kind": ok ? "good" : "bad" },
        ok ? t.ok(number(entries)) : firstBad ? t.bad(firstBad) : t.unanchored(anchor),
      ),
    );
  }

  /** All entries that match the filter, from the first one on. */
  async #export(format) {
    const all = [];
    for (let after = 0, more = true; more;) {
      const { entries } = await this.get(`audit?after=${after}&limit=${EXPORT}&${this.query}`);
      all.push(...entries);
      more = entries.length === EXPORT;
      after = entries.at(-1)?.seq ?? after;
    }
    if (format === "json") save("audit.json", "application/json", `${JSON.stringify(all, null, 2)}\n`);
    else
      save(
        "audit.csv",
        "text/csv",
        csv([
          ["seq", "at", "actor", "action", "subject", "detail", "hash"],
          ...all.map((entry) => [
            entry.seq,
            entry.at,
            entry.actor,
            entry.action,
            entry.subject,
            JSON.stringify(entry.detail),
            entry.hash,
          ]),
        ]),
      );
    announce(t.exported(number(all.length)));
    this.#verdict.replaceChildren(t.exported(number(all.length)));
  }
}

customElements.define("audit-view", AuditView);
