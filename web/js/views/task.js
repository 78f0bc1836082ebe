import { call, listOf, may } from "../api.js";
import { announce, button, field, fill, h, throttled } from "../dom.js";
import { about, wavesCard } from "../elements/overview.js";
import "../elements/fleet.js";
import { orRollBack } from "../elements/older.js";
import { ask, card, crumb, head, problemBox, states, titled } from "../elements/parts.js";
import { freshToken, handOver } from "../elements/tokens.js";
import { View } from "../elements/view.js";
import { BADLY, ended, OVER, timeOfDay } from "../format.js";
import { Live } from "../live.js";
import { policyFacts } from "../policy.js";
import { link, pathOf } from "../route.js";
import { texts } from "../texts.js";

const t = texts.task;

/** One task, live: events are drawn at most every 200 ms. */
class TaskView extends View {
  #live = null;
  #task = null;
  #told = "";
  #clients = new Map();
  #loading = true;
  #top = h("div");
  #token = h("div");
  #trouble = h("div");
  #about = card(t.facts);
  #waves = h("div");
  #pulse = h("span.pulse.soft.small");
  #fleet = h("task-fleet");
  #redraw = throttled(200, () => this.isConnected && this.#draw());
  #lookAtTask = throttled(500, () => this.isConnected && this.#refresh());
  #lookAtFailures = throttled(2000, () => this.isConnected && this.#loadFailures());
  #lookAtTokens = throttled(1000, () => this.isConnected && this.#tokens?.show());

  get #path() {
    return pathOf("tasks", this.getAttribute("task"));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#live?.close();
  }

  get #tokens() {
    return /** @type {?import("../elements/tokens.js").TaskTokens} */ (this.querySelector("task-tokens"));
  }

  load() {
    return this.get(this.#path);
  }

  render(task) {
    this.#task = task;
    titled(task.name);
    if (!this.#live) this.#frame();
    const told = JSON.stringify({ ...task, counts: null, clients: null });
    if (told !== this.#told) {
      this.#told = told;
      fill(this.#top, ...this.#heading(task));
      fill(this.#waves, wavesCard(task));
      fill(
        this.#about,
        this.#about.firstChild,
        about(task),
        h("details", h("summary", t.policy), policyFacts(task.policy)),
      );
      const over = OVER.includes(task.state);
      this.#tokens.making = !over && task.state !== "draft";
      this.#tokens.over = over;
      if (this.#pulse.dataset.kind === "live") this.#fresh();
    }
    this.#redraw();
  }

  #frame() {
    const id = this.getAttribute("task");
    fill(
      this,
      crumb(["#/tasks", texts.tasks.title]),
      this.#top,
      this.#token,
      this.#trouble,
      this.#waves,
      this.#fleet,
      h("div.stack", this.#about, h("section.card", h("task-tokens", { task: id }))),
    );
    this.#fleet.setup(id, this.#pulse);
    this.#draw();
    this.addEventListener("fresh-token", () => this.#showToken());
    this.#showToken();
    this.#fresh();
    this.#live = new Live(id, {
      begun: () => this.#loadClients(),
      event: (event) => this.#take(event),
      fresh: () => this.#fresh(),
      stale: (heard) => this.#freshness(t.stale(timeOfDay(heard)), "stale"),
    });
  }

  /** A task that is over does not pulse, though its clients may still say their last words. */
  #fresh() {
    if (OVER.includes(this.#task.state)) this.#freshness("", "over");
    else this.#freshness(t.live, "live");
  }

  #freshness(text, kind) {
    if (this.#pulse.textContent === text) return;
    this.#pulse.dataset.kind = kind;
    fill(this.#pulse, text);
    if (kind === "stale") announce(text);
  }

  #showToken() {
    fill(
      this.#token,
      freshToken(this.getAttribute("task"), () => this.#showToken()),
    );
  }

  async #loadClients() {
    try {
      await listOf(`${this.#path}/clients`, "clients", Infinity, { signal: this.signal }, (page) => {
        page.forEach((client) => this.#add(client));
        this.#redraw();
      });
      this.#loading = false;
      fill(this.#trouble);
      this.#redraw();
      await this.#loadFailures();
    } catch (problem) {
      this.#failed(problem, () => this.#loadClients());
    }
  }

  async #loadFailures() {
    try {
      this.#fleet.failures = await this.get(`${this.#path}/failures`);
    } catch (problem) {
      this.#failed(problem, () => this.#loadFailures());
    }
  }

  #failed(problem, again) {
    if (problem.name === "AbortError") return;
    const retry = () => {
      fill(this.#trouble);
      again();
    };
    fill(this.#trouble, problemBox(problem, retry));
  }

  /** The content of an event is newer than the table. */
  #add(client) {
    const known = this.#clients.get(client.name);
    const latest = ({ changed, lastSeen }) => Math.max(Date.parse(changed), Date.parse(lastSeen));
    const older = known?.state && latest(known) > latest(client);
    this.#clients.set(client.name, older ? known : client);
  }

  /** An event has the whole row of its client; a connection event only the flag. */
  #take(event) {
    if (event.kind === "task") return this.#lookAtTask();
    if (event.client.forgotten) return this.#forget(event.client.name);
    const known = this.#clients.get(event.client.name);
    if (event.kind === "progress" && known && event.client.progress) {
      this.#fleet.fetched(event.client.progress.done - (known.progress?.done ?? 0));
    }
    const connection = event.kind === "connection";
    const row = connection ? { ...known, ...event.client, lastSeen: event.at } : event.client;
    this.#clients.set(event.client.name, row);
    if (!known) this.#lookAtTokens();
    if (BADLY.has(known?.state) || BADLY.has(event.client.state)) this.#lookAtFailures();
    if (this.#task.waves) this.#lookAtTask();
    return this.#redraw();
  }

  #forget(name) {
    this.#clients.delete(name);
    this.#lookAtFailures();
    this.#lookAtTokens();
    return this.#redraw();
  }

  async #refresh() {
    try {
      this.render(await this.load());
    } catch (problem) {
      if (problem.name !== "AbortError") this.#freshness(t.asOf(timeOfDay(new Date())), "stale");
    }
  }

  get #all() {
    return [...this.#clients.values()].filter((client) => client.state);
  }

  #draw() {
    this.#fleet.show(this.#all, this.#loading, this.#task);
  }

  #draftButtons(task) {
    return [
      button(t.start, () => this.#start(), ".primary"),
      h("a.button", { href: `#/new?edit=${encodeURIComponent(task.id)}` }, t.edit),
    ];
  }

  #heading(task) {
    const operator = may("operator");
    return [
      head(
        task.name,
        states(task),
        h(
          "span.row",
          task.state === "draft" && operator ? this.#draftButtons(task) : null,
          h("a.button", { href: link("tasks", task.id, "report") }, t.report),
          operator ? this.#actions(task) : null,
        ),
      ),
      task.state === "draft" ? h("p.note", t.draft) : null,
      task.state === "paused"
        ? h(
            "div.note",
            h("strong", t.pausedBy[task.pausedBy] ?? t.pausedBy.operator),
            task.reason ? h("p.said", task.reason) : null,
          )
        : null,
    ];
  }

  #actions(task) {
    return [
      h("a.button", { href: `#/new?from=${encodeURIComponent(task.id)}` }, t.copy),
      this.#nextWave(task),
      task.state !== "draft" && !task.undoneBy ? button(t.undo, () => this.#undo(task)) : null,
      task.state === "open" ? button(t.pause, () => this.#end("pause")) : null,
      task.state === "paused" && !task.undoneBy ? button(t.resume, () => this.#resume(task), ".primary") : null,
      !OVER.includes(task.state) ? button(t.cancel, () => this.#end("cancel"), ".danger") : null,
    ];
  }

  /** Nothing where no wave is left. */
  #nextWave({ state, waves = [] }) {
    return !OVER.includes(state) && waves.some((wave) => wave.state === "open" && wave.needed >= 0)
      ? button(t.nextWave, () => this.change(t.nextWaveAsks, () => call("POST", `${this.#path}/waves/next`, {})))
      : null;
  }

  #resume(task) {
    const again = h("input", { name: "retryFailed", type: "checkbox" });
    const more = task.pausedBy === "operator" ? undefined : h("label.row", again, h("span", t.retryFailed));
    this.change({ ...t.resumeAsks(task), more }, () =>
      call("POST", `${this.#path}/resume?retryFailed=${again.checked}`, {}),
    );
  }

  /** The server says first who goes back and who does not. */
  async #undo(task) {
    await this.attempt(async () => {
      const preview = await this.get(`${this.#path}/undo`);
      this.change(t.undoAsks(task, preview), async () => {
        const undo = await call("POST", `${this.#path}/undo`, {});
        location.hash = link("tasks", undo.id);
      });
    });
  }

  /** A second question may follow, so the first one is closed before. */
  async #start() {
    if (!(await ask(t.startAsks(this.#task)))) return;
    await this.attempt(async () => {
      const started = await orRollBack((more) => call("POST", `${this.#path}/start`, more));
      if (!started) return;
      this.show();
      handOver(started.id, started.token);
      this.#showToken();
      this.#lookAtTokens();
    });
  }

  /** Pauses or cancels, with a reason for the clients. */
  #end(what) {
    const running = this.#all.filter((client) => !ended(client.state)).length;
    const reason = h("input", { name: "reason", maxlength: 500 });
    this.change({ ...t[`${what}Asks`](this.#task, running), more: field(t.reason, reason, t.reasonHint) }, () =>
      call("POST", `${this.#path}/${what}`, { reason: reason.value }),
    );
  }
}

customElements.define("task-view", TaskView);
