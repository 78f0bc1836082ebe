import { fill, h } from "../dom.js";
import { bytes, ENDED, ended, labelText, number, pace, span, tally, UNDERWAY } from "../format.js";
import { here, link, remember } from "../route.js";
import { texts } from "../texts.js";
import "./flow.js";
import "./grid.js";
import { card, says, searchBox, seen, soft, spread, state, stateChoice } from "./parts.js";

const PACE_EVERY = 5000;
const SPEED_OVER = 10_000;
const STATES = [...UNDERWAY, ...ENDED];
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
  #sort = { name: here().params.get("sort") ?? "name", descending: here().params.has("descending") };
  #state = here().params.get("state") ?? "";
  #search = here().params.get("search") ?? "";
  #flow = h("parley-flow");
  #grid = h("parley-grid");
  #pace = h("div.pace");
  #shown = h("span.shown.soft.small", { role: "status" });
  #nobody = h("div");
  #timer;
  #choice = stateChoice(STATES, this.#state, (word) => this.#choose(word, this.#search));

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
    const search = searchBox(t.search, this.#search, (text) => this.#choose(this.#state, text));
    fill(
      this,
      card([t.overview, pulse], this.#pace, this.#flow),
      card([h("span", t.clients, " ", this.#shown), h("span.row", search, this.#choice)], this.#nobody, this.#grid),
    );
    this.#flow.setup((word) => this.#choose(word === this.#state ? "" : word, this.#search));
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

  /** @param {any[]} clients as the server sent them
   * @param {boolean} loading whether more of the `expected` ones are being loaded
   * @param {number} expected
   * @param {?string} hint what to do while there are none
   */
  show(clients, loading, expected, hint) {
    this.#clients = clients;
    this.#loading = loading;
    this.#expected = expected;
    this.#hint = hint;
    const counts = {};
    for (const { state: word } of clients) counts[word] = (counts[word] ?? 0) + 1;
    this.#flow.show(counts, this.#state);
    this.#counts = counts;
    this.#showPace();
    fill(this.#nobody, clients.length > 0 || loading ? null : soft(t.noClients, " ", hint));
    this.#table();
  }

  #table() {
    const all = this.#clients.length;
    const wanted = this.#wanted();
    this.#grid.reserved = this.#loading ? this.#expected : 0;
    this.#grid.hidden = all === 0 && !(this.#loading && this.#expected > 0);
    this.#grid.rows = wanted;
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

  #wanted() {
    const search = this.#search.toLowerCase();
    const wanted = this.#clients.filter(
      (client) =>
        (!this.#state || client.state === this.#state) &&
        (!search || `${client.name} ${labelText(client.labels)}`.toLowerCase().includes(search)),
    );
    const all = columns(this.#task);
    const by = all.find((column) => column.name === this.#sort.name)?.sort ?? all[0].sort;
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
    );
  }

  #choose(word, search) {
    this.#state = word;
    this.#search = search;
    this.#choice.value = word;
    remember({ state: word, search });
    this.show(this.#clients, this.#loading, this.#expected, this.#hint);
  }

  #sortBy(name) {
    this.#sort = { name, descending: this.#sort.name === name && !this.#sort.descending };
    remember({ sort: name, descending: this.#sort.descending ? "yes" : "" });
    this.#grid.sorted(name, this.#sort.descending);
    this.#table();
  }
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
      sort: (client) => says(client) || "~",
      cell: (client) => h("span", { title: says(client) }, says(client)),
    },
  ];
}

customElements.define("task-fleet", TaskFleet);
