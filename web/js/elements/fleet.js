import { fill, h } from "../dom.js";
import { bytes, ENDED, ended, kind, labelText, number, OVER, pace, span, tally, UNDERWAY, words } from "../format.js";
import { here, link, remember } from "../route.js";
import { texts } from "../texts.js";
import "./bulk.js";
import "./grid.js";
import "./overview.js";
import { card, says, searchBox, seen, soft, spread, state, stateChoice } from "./parts.js";

const PACE_EVERY = 5000;
const SPEED_OVER = 10_000;
const STATES = [...UNDERWAY, ...ENDED];
const MINUTE = 60_000;
const LAGGARDS = 3;
const t = texts.task;

/** The clients of one task: their progress, the rate, and a table of all. */
export class TaskFleet extends HTMLElement {
  #task;
  #clients = [];
  #loading = true;
  #expected = 0;
  #counts = {};
  #hint = null;
  #speed = [];
  #failures = { groups: [], others: 0 };
  #over = false;
  #expects = 0;
  #sort = { name: here().params.get("sort") ?? "", descending: here().params.has("descending") };
  #state = here().params.get("state") ?? "";
  #search = here().params.get("search") ?? "";
  #failure = here().params.get("failure") ?? "";
  #groups = h("task-failures");
  #bulk = h("parley-bulk");
  #flow = h("parley-flow");
  #grid = h("parley-grid");
  #pace = h("div.pace");
  #lag = h("p.row.small");
  #shown = h("span.shown.soft.small", { role: "status" });
  #nobody = h("div");
  #timer;
  #choice = stateChoice(STATES, this.#state, (word) => this.#choose({ word }));

  /** The rate is true for a while only, also when nothing happens. */
  connectedCallback() {
    this.#timer = setInterval(() => this.#showPace(), PACE_EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  /** @param pulse the element that shows how recent the data is */
  setup(task, pulse) {
    this.#task = task;
    const search = searchBox(t.search, this.#search, (text) => this.#choose({ search: text }));
    fill(
      this,
      card([t.overview, pulse], this.#pace, this.#lag, this.#flow),
      this.#groups,
      card(
        [h("span", t.clients, " ", this.#shown), h("span.row", search, this.#choice)],
        this.#bulk,
        this.#nobody,
        this.#grid,
      ),
    );
    this.#flow.setup((word) => this.#choose({ word: word === this.#state ? "" : word }));
    this.#groups.setup((key) => this.#choose({ failure: key }));
    this.#bulk.setup(task);
    this.#grid.setup({
      label: t.clients,
      columns: columns(task),
      key: (row) => row.name,
      href: (row) => link("tasks", task, "clients", row.name),
      sort: this.#sort,
      onsort: (name) => this.#sortBy(name),
    });
  }

  /** Bytes that a client has just fetched. */
  fetched(count) {
    this.#speed.push([Date.now(), count]);
  }

  /** Why clients failed, as the server groups them. A chosen group that is gone is chosen no more. */
  set failures(failures) {
    this.#failures = failures;
    if (failures.groups.some(({ key }) => key === this.#failure)) this.#draw();
    else this.#choose({ failure: "" });
  }

  /** @param {any[]} clients as the server sent them
   * @param {boolean} loading whether more of those that the task has are being loaded
   * @param {any} task
   */
  show(clients, loading, task) {
    this.#clients = clients;
    this.#loading = loading;
    this.#expected = task.clients;
    this.#hint = task.state === "open" ? t.noClientsHint : null;
    this.#over = OVER.includes(task.state);
    this.#expects = task.policy.expectedClients ?? 0;
    this.#draw();
  }

  #draw() {
    const clients = this.#clients;
    const counts = {};
    for (const { state: word } of clients) counts[word] = (counts[word] ?? 0) + 1;
    this.#flow.show(counts, this.#state);
    this.#counts = counts;
    this.#showPace();
    this.#groups.show(this.#failures, this.#failure);
    fill(this.#nobody, clients.length > 0 || this.#loading ? null : soft(t.noClients, " ", this.#hint));
    this.#table();
  }

  #table() {
    const all = this.#clients.length;
    const wanted = this.#wanted();
    this.#grid.reserved = this.#loading ? this.#expected : 0;
    this.#grid.hidden = all === 0 && !(this.#loading && this.#expected > 0);
    this.#grid.rows = wanted;
    this.#bulk.show(this.#over ? [] : wanted, Boolean(this.#state || this.#search || this.#failure));
    fill(
      this.#shown,
      this.#loading
        ? all === 0
          ? texts.loading
          : t.loadingClients(number(all))
        : all === 0
          ? null
          : wanted.length === 0
            ? texts.noMatch
            : t.shown(number(wanted.length), number(all)),
    );
  }

  /** Those that are chosen; first those that need somebody, unless a column is chosen. */
  #wanted() {
    const search = this.#search.toLowerCase();
    const lines = new Map(this.#failures.groups.flatMap(({ names, line }) => names.map((name) => [name, line])));
    const group = this.#failures.groups.find(({ key }) => key === this.#failure);
    const named = group ? new Set(group.names) : null;
    const wanted = this.#clients.filter(
      (client) =>
        (!this.#state || client.state === this.#state) &&
        (!this.#failure || named?.has(client.name)) &&
        (!search || saidBy(client, lines.get(client.name)).toLowerCase().includes(search)),
    );
    const all = columns(this.#task);
    const by = all.find((column) => column.name === this.#sort.name)?.sort ?? urgency;
    const sign = this.#sort.descending ? -1 : 1;
    const keyed = wanted.map((client) => [by(client), client]);
    return keyed
      .sort(([a, x], [b, y]) => sign * (a < b ? -1 : a > b ? 1 : x.name < y.name ? -1 : 1))
      .map(([, client]) => client);
  }

  #showPace() {
    const now = Date.now();
    const speed = pace(this.#clients, now);
    this.#speed = this.#speed.filter(([at]) => now - at < SPEED_OVER);
    const flow = this.#speed.reduce((sum, [, count]) => sum + count, 0) / (SPEED_OVER / 1000);
    fill(
      this.#pace,
      spread(this.#counts),
      h(
        "p.row.soft",
        h("strong", this.#clients.length === 0 ? texts.tasks.nobody : texts.tasks.tally(tally(this.#counts), number)),
        speed ? [h("span", t.rate(number(speed.lately))), h("span", t.left(span(speed.left)))] : null,
        flow > 0 ? h("span", `${bytes(flow)}/s`) : null,
      ),
      this.#gate(),
    );
    this.#laggards(now);
  }

  /** How many of those that switch over together are ready, while they wait for each other. */
  #gate() {
    const waiting = this.#clients.filter((client) => client.state === "staged" && client.waitsFor === "others");
    if (waiting.length === 0) return null;
    const { wave } = waiting[0];
    const open = this.#clients.filter((client) => client.wave === wave && !ended(client.state)).length;
    const all = Math.max(open, wave === undefined ? this.#expects : 0);
    return h("p", t.gate(number(waiting.length), number(all)));
  }

  /** Those that move, and have said nothing new for the longest time; drawn once a minute, to be clicked. */
  #laggards(now) {
    const slow = (this.#over ? [] : this.#clients)
      .filter(({ state: word, waitsFor }) => !ended(word) && !waitsFor && word !== "deferred")
      .map((client) => [Math.floor((now - Date.parse(client.changed)) / MINUTE), client])
      .filter(([quiet]) => quiet > 0)
      .sort(([a], [b]) => b - a)
      .slice(0, LAGGARDS)
      .map(([quiet, { name, state: word }]) => [name, t.laggard(words(word), span(quiet * MINUTE))]);
    const shown = JSON.stringify(slow);
    if (shown === this.#lag.dataset.shown) return;
    this.#lag.dataset.shown = shown;
    fill(
      this.#lag,
      slow.length > 0 ? t.laggards : null,
      slow.map(([name, text]) => h("span", h("a", { href: link("tasks", this.#task, "clients", name) }, name), text)),
    );
  }

  #choose({ word = this.#state, search = this.#search, failure = this.#failure }) {
    this.#state = word;
    this.#search = search;
    this.#failure = failure;
    this.#choice.value = word;
    remember({ state: word, search, failure });
    this.#draw();
  }

  #sortBy(name) {
    this.#sort = { name, descending: this.#sort.name === name && !this.#sort.descending };
    remember({ sort: name, descending: this.#sort.descending ? "yes" : "" });
    this.#grid.sorted(name, this.#sort.descending);
    this.#table();
  }
}

/** What a search looks through; `line` is the first one of an output that came after the page was loaded. */
function saidBy(client, line = "") {
  return [client.name, labelText(client.labels), says(client), client.output ?? line].join(" ");
}

/** What went wrong comes first, then who wants in, who is away before the end, and all others. */
function urgency({ state: word, connected }) {
  if (kind(word) === "bad" && word !== "revoked") return 0;
  if (word === "pending") return 1;
  return connected || ended(word) ? 3 : 2;
}

function told(client) {
  return [says(client), client.output?.match(/\S.*/)?.[0]].filter(Boolean).join(": ");
}

function columns(task) {
  const c = t.columns;
  return [
    {
      name: "name",
      heading: c.name,
      sort: (client) => client.name,
      cell: (client) => [
        h("a", { href: link("tasks", task, "clients", client.name), tabindex: -1 }, client.name),
        h("span.soft.small", labelText(client.labels)),
      ],
    },
    {
      name: "state",
      heading: c.state,
      sort: (client) => STATES.indexOf(client.state),
      cell: (client) => state(client.state),
    },
    {
      name: "progress",
      heading: c.progress,
      cell: (client) =>
        client.progress?.total > 0 && !ended(client.state)
          ? h("progress", {
              value: client.progress.done,
              max: client.progress.total,
              "aria-label": `${c.progress} ${client.name}`,
            })
          : null,
    },
    { name: "attempt", heading: c.attempt, sort: (client) => client.attempt, cell: (client) => String(client.attempt) },
    { name: "seen", heading: c.seen, sort: (client) => -Date.parse(client.lastSeen), cell: seen },
    {
      name: "detail",
      heading: c.detail,
      sort: (client) => told(client) || "~",
      cell: (client) => h("span", { title: told(client) }, told(client)),
    },
  ];
}

customElements.define("task-fleet", TaskFleet);
