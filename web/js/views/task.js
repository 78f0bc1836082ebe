import { call, may } from "../api.js";
import { announce, facts, field, fill, h, throttled } from "../dom.js";
import "../elements/flow.js";
import "../elements/grid.js";
import { ask, crumb, head, problemBox, spread, state, time } from "../elements/parts.js";
import { freshToken, handOver } from "../elements/tokens.js";
import { View } from "../elements/view.js";
import { bytes, duration, ENDED, ended, labelText, number, short, span, timeOfDay, UNDERWAY, words } from "../format.js";
import { Live } from "../live.js";
import { here, link, remember } from "../route.js";
import { texts } from "../texts.js";

const OVER = ["finished", "cancelled", "expired"];
const PAGE = 500;
const MINUTE = 60_000;
const t = texts.task;

/** One task, live: what events say is drawn at most every 200 ms. */
class TaskView extends View {
  #live = null;
  #task = null;
  #clients = new Map();
  #loading = true;
  #speed = [];
  #sort = { name: here().params.get("sort") ?? "name", descending: here().params.has("descending") };
  #state = here().params.get("state") ?? "";
  #search = here().params.get("search") ?? "";
  #redraw = throttled(200, () => this.isConnected && this.#draw());
  #lookAtTask = throttled(500, () => this.isConnected && this.#refreshTask());
  #lookAtTokens = throttled(1000, () => this.isConnected && this.querySelector("task-tokens")?.show());

  get #path() {
    return `tasks/${encodeURIComponent(this.getAttribute("task"))}`;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#live?.close();
  }

  load() {
    return call("GET", this.#path, undefined, { signal: this.signal });
  }

  render(task) {
    this.#task = task;
    document.title = `${task.name} · ${texts.brand}`;
    if (!this.#live) this.#frame();
    fill(this.querySelector(".top"), ...this.#top(task));
    fill(this.querySelector(".about"), ...about(task));
    this.querySelector("task-tokens").making = !OVER.includes(task.state) && task.state !== "draft";
    this.#redraw();
  }

  #frame() {
    const search = h("input", { type: "search", "aria-label": t.search, placeholder: t.search, value: this.#search, oninput: () => this.#choose(this.#state, search.value.trim()) });
    const choose = h("select", { class: "by-state", "aria-label": texts.tasks.state, onchange: () => this.#choose(choose.value, this.#search) }, h("option", { value: "" }, t.anyState), [...UNDERWAY, ...ENDED].map((word) => h("option", { value: word }, words(word))));
    const grid = h("parley-grid");
    const flow = h("parley-flow");
    fill(
      this,
      crumb(["#/tasks", texts.tasks.title]),
      h("div", { class: "top" }),
      h("div", { class: "fresh-token" }),
      h("section", { class: "card", "aria-labelledby": "overview" }, h("div", { class: "row between" }, h("h2", { id: "overview" }, t.overview), h("span", { class: "pulse soft small" })), h("div", { class: "pace" }), flow),
      h("section", { class: "card", "aria-labelledby": "clients" }, h("div", { class: "row between" }, h("h2", { id: "clients" }, t.clients, " ", h("span", { class: "soft small shown", role: "status" })), h("span", { class: "row" }, search, choose)), h("div", { class: "nobody" }), grid),
      h("div", { class: "columns" }, h("section", { class: "card about", "aria-label": t.facts }), h("section", { class: "card" }, h("task-tokens", { task: this.getAttribute("task") }))),
    );
    flow.setup((word) => this.#choose(word === this.#state ? "" : word, this.#search));
    grid.setup({ label: t.clients, columns, key: (row) => row.name, href: (row) => link("tasks", this.getAttribute("task"), "clients", row.name), sort: this.#sort, onsort: (name) => this.#sortBy(name) });
    choose.value = this.#state;
    this.addEventListener("fresh-token", () => this.#showToken());
    this.#showToken();
    this.#pulse(t.live, "live");
    this.#live = new Live(this.getAttribute("task"), {
      begun: () => this.#loadClients(),
      event: (event) => this.#take(event),
      fresh: () => this.#pulse(t.live, "live"),
      stale: (heard) => this.#pulse(t.stale(timeOfDay(heard)), "stale"),
    });
  }

  #pulse(text, kind) {
    const pulse = this.querySelector(".pulse");
    if (pulse.textContent === text) return;
    pulse.dataset.kind = kind;
    fill(pulse, text);
    if (kind === "stale") announce(text);
  }

  #showToken() {
    fill(this.querySelector(".fresh-token"), freshToken(this.getAttribute("task"), () => this.#showToken()));
  }

  async #loadClients() {
    try {
      let cursor = "";
      do {
        const page = await call("GET", `${this.#path}/clients?limit=${PAGE}${cursor}`, undefined, { signal: this.signal });
        for (const client of page.clients) {
          const known = this.#clients.get(client.name);
          if (!known || !known.told || new Date(known.changed) <= new Date(client.changed)) this.#clients.set(client.name, client);
          else this.#clients.set(client.name, { ...client, ...known });
        }
        cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
        this.#redraw();
      } while (cursor);
      this.#loading = false;
      this.#redraw();
    } catch (problem) {
      if (problem.name !== "AbortError") fill(this.querySelector(".nobody"), problemBox(problem, () => this.#loadClients()));
    }
  }

  #take(event) {
    if (event.kind === "task") return this.#lookAtTask();
    const known = this.#clients.get(event.client.name);
    if (event.kind === "progress" && known) this.#speed.push([Date.now(), event.client.progress.done - (known.progress?.done ?? 0)]);
    const changed = event.kind === "connection" ? known?.changed : event.at;
    const before = event.kind === "connection" ? known : { ...known, reason: undefined, detail: undefined, progress: undefined };
    this.#clients.set(event.client.name, { ...before, ...event.client, changed, lastSeen: event.at, told: true });
    if (!known) this.#lookAtTokens();
    this.#redraw();
    return undefined;
  }

  async #refreshTask() {
    try {
      this.render(await this.load());
    } catch (problem) {
      if (problem.name !== "AbortError") this.#pulse(t.asOf(timeOfDay(new Date())), "stale");
    }
  }

  #draw() {
    const all = [...this.#clients.values()].filter((client) => client.state);
    const counts = {};
    for (const { state: word } of all) counts[word] = (counts[word] ?? 0) + 1;
    this.querySelector("parley-flow").show(counts, this.#state);
    fill(this.querySelector(".pace"), ...this.#pace(all, counts));
    const wanted = this.#wanted(all);
    const grid = this.querySelector("parley-grid");
    grid.hidden = all.length === 0;
    grid.rows = wanted;
    fill(this.querySelector(".shown"), all.length === 0 ? null : this.#loading ? t.loadingClients(number(all.length)) : wanted.length === 0 ? t.noMatch : t.shown(number(wanted.length), number(all.length)));
    const nobody = this.querySelector(".nobody");
    if (!nobody.querySelector(".problem")) fill(nobody, all.length > 0 || this.#loading ? null : h("p", { class: "soft" }, t.noClients, this.#task.state === "open" ? ` ${t.noClientsHint}` : null));
  }

  #wanted(all) {
    const search = this.#search.toLowerCase();
    const wanted = all.filter((client) => (!this.#state || client.state === this.#state) && (!search || `${client.name} ${labelText(client.labels)}`.toLowerCase().includes(search)));
    const by = columns.find((column) => column.name === this.#sort.name)?.sort ?? columns[0].sort;
    const sign = this.#sort.descending ? -1 : 1;
    const keyed = wanted.map((client) => [by(client), client]);
    return keyed.sort(([a, x], [b, y]) => sign * (a < b ? -1 : a > b ? 1 : x.name < y.name ? -1 : 1)).map(([, client]) => client);
  }

  #pace(all, counts) {
    const done = ENDED.reduce((sum, word) => sum + (counts[word] ?? 0), 0);
    const now = Date.now();
    const lately = all.filter((client) => ended(client.state) && now - new Date(client.changed) < MINUTE).length;
    this.#speed = this.#speed.filter(([at]) => now - at < 10_000);
    const flow = this.#speed.reduce((sum, [, count]) => sum + count, 0) / 10;
    const left = all.length - done;
    return [
      spread(counts),
      h("p", { class: "row soft" }, h("strong", {}, t.finished(number(done), number(all.length))), left > 0 && lately > 0 ? [h("span", {}, t.rate(number(lately))), h("span", {}, t.left(span((left / lately) * MINUTE)))] : null, flow > 0 ? h("span", {}, `${bytes(flow)}/s`) : null),
    ];
  }

  #choose(word, search) {
    this.#state = word;
    this.#search = search;
    remember({ state: word, search });
    this.querySelector(".by-state").value = word;
    this.#draw();
  }

  #sortBy(name) {
    this.#sort = { name, descending: this.#sort.name === name && !this.#sort.descending };
    remember({ sort: name, descending: this.#sort.descending ? "yes" : "" });
    this.querySelector("parley-grid").sorted(name, this.#sort.descending);
    this.#draw();
  }

  #top(task) {
    const operator = may("operator");
    const button = (label, onclick, style) => h("button", { type: "button", class: style, onclick }, label);
    return [
      head(
        task.name,
        h("span", { class: "row" }, state(task.state), task.outcome ? state(task.outcome) : null),
        h(
          "span",
          { class: "row" },
          task.state === "draft" && operator ? button(t.start, () => this.#start(), "primary") : null,
          h("a", { class: "button", href: `${link("tasks", task.id, "report")}` }, t.report),
          operator ? h("a", { class: "button", href: `#/new?from=${encodeURIComponent(task.id)}` }, t.copy) : null,
          !OVER.includes(task.state) && operator ? button(t.cancel, () => this.#cancel(), "danger") : null,
        ),
      ),
      task.state === "draft" ? h("p", { class: "note" }, t.draft) : null,
    ];
  }

  async #start() {
    if (!(await ask(t.startTitle(this.#task.name), t.startText, t.start))) return;
    this.attempt(async () => {
      const started = await call("POST", `${this.#path}/start`, {});
      handOver(started.id, started.token);
      this.render(started);
      this.#showToken();
      this.#lookAtTokens();
    });
  }

  async #cancel() {
    const running = [...this.#clients.values()].filter((client) => !ended(client.state)).length;
    const reason = h("input", { name: "reason", maxlength: 500 });
    if (!(await ask(t.cancelTitle(this.#task.name), t.cancelText(running), t.cancel, field(t.cancelReason, reason, t.cancelReasonHint)))) return;
    this.attempt(async () => this.render(await call("POST", `${this.#path}/cancel`, { reason: reason.value })));
  }
}

const columns = [
  { name: "name", heading: t.columns.name, sort: (client) => client.name, cell: (client) => [h("a", { href: `${here().path === "" ? "" : `#${here().path}`}/clients/${encodeURIComponent(client.name)}`, tabindex: -1 }, client.name), h("span", { class: "soft small" }, labelText(client.labels))] },
  { name: "state", heading: t.columns.state, sort: (client) => [...UNDERWAY, ...ENDED].indexOf(client.state), cell: (client) => state(client.state) },
  { name: "progress", heading: t.columns.progress, cell: (client) => (client.progress && client.progress.total > 0 && !ended(client.state) ? [h("progress", { value: client.progress.done, max: client.progress.total, "aria-label": `${t.columns.progress} ${client.name}` })] : null) },
  { name: "attempt", heading: t.columns.attempt, sort: (client) => client.attempt, cell: (client) => String(client.attempt) },
  { name: "seen", heading: t.columns.seen, sort: (client) => -new Date(client.lastSeen), cell: (client) => (client.connected ? h("span", { class: "connected" }, t.connected) : time(client.lastSeen)) },
  { name: "detail", heading: t.columns.detail, sort: (client) => client.reason ?? "~", cell: (client) => saying(client) },
];

function saying(client) {
  const text = [client.reason ? words(client.reason) : null, client.detail].filter(Boolean).join(": ");
  return text ? h("span", { title: text }, text) : null;
}

/** What the task is, in facts: also for the report. */
export function about(task) {
  return [
    h("h2", {}, t.facts),
    facts(
      [t.bundle, [h("a", { href: link("bundles", task.bundle.sha256) }, `${task.bundle.name} ${task.bundle.version}`), h("div", { class: "soft small" }, `${t.files(task.bundle.files)}, ${bytes(task.bundle.bytes)} · `, h("code", { title: task.bundle.sha256 }, short(task.bundle.sha256)))]],
      task.notes && [t.notes, h("span", { class: "said" }, task.notes)],
      task.reason && [t.reason, h("span", { class: "said" }, task.reason)],
      [t.created, t.by(time(task.created), task.createdBy)],
      task.opened && [t.opened, time(task.opened)],
      task.expires && [t.expires, time(task.expires)],
      task.ended && [t.ended, time(task.ended)],
      [t.policy, h("details", {}, h("summary", {}, t.show), policyFacts(task.policy))],
    ),
  ];
}

export function policyFacts(policy) {
  const p = texts.policy;
  const yes = (flag) => (flag ? p.yes : p.no);
  return facts(
    [p.expiresIn, duration(policy.expiresIn)],
    [p.maxClients, number(policy.maxClients)],
    policy.expectedClients && [p.expectedClients, number(policy.expectedClients)],
    [p.severity, p.severities[policy.severity] ?? policy.severity],
    [p.maxDefer, /^PT?0[SD]?$/.test(policy.maxDefer) ? p.never : duration(policy.maxDefer)],
    policy.deadline && [p.deadline, duration(policy.deadline)],
    [p.stateTimeout, duration(policy.stateTimeout)],
    [p.keepLocal, yes(policy.keepLocal)],
    [p.allowDowngrade, yes(policy.allowDowngrade)],
    [p.retry, p.times(policy.retry?.times ?? 0)],
  );
}

customElements.define("task-view", TaskView);
