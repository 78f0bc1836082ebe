// The events of a task, live. Continues after the last received event, so that nothing is lost or doubled.

import { call } from "./api.js";
import { pathOf } from "./route.js";

const KINDS = ["client", "progress", "connection", "task"];
const SILENCE = 25_000;
const PATIENCE = 3_000;
const DELAYS = [1_000, 2_000, 5_000];

export class Live {
  #path;
  #on;
  #source = null;
  #last = null;
  #heard = new Date();
  #failures = 0;
  #timer = null;
  #doubt = null;
  #closed = false;
  #visibility = () => (document.hidden ? this.#stop() : this.#go());

  /**
   * @param {string} task
   * @param {Listener} on `begun`: from here on every event comes, what stands in the tables now completes the picture
   */
  constructor(task, on) {
    this.#path = pathOf("tasks", task, "events");
    this.#on = on;
    document.addEventListener("visibilitychange", this.#visibility);
    this.#go();
  }

  close() {
    this.#closed = true;
    document.removeEventListener("visibilitychange", this.#visibility);
    this.#stop();
  }

  #stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#doubt);
    this.#source?.close();
    this.#source = null;
  }

  #go() {
    this.#stop();
    if (this.#closed || document.hidden) return;
    const after = this.#last === null ? "" : `?after=${this.#last}`;
    const source = new EventSource(`/api/v1/${this.#path}${after}`);
    this.#source = source;
    source.addEventListener("begin", (event) => this.#begin(event));
    source.addEventListener("reset", (event) => this.#reset(event));
    source.addEventListener("heartbeat", () => this.#fresh());
    for (const kind of KINDS) source.addEventListener(kind, (event) => this.#take(JSON.parse(event.data)));
    source.addEventListener("error", () => this.#cut(source));
    this.#watch();
  }

  #begin(event) {
    this.#last ??= Number(event.lastEventId);
    this.#fresh();
    this.#on.begun();
  }

  /** Missed events are gone: continue from the present state of the tables. */
  #reset(event) {
    this.#last = Number(event.lastEventId);
    this.#fresh();
    this.#on.begun();
  }

  #take(event) {
    if (event.number > this.#last) {
      this.#last = event.number;
      this.#on.event(event);
    }
    this.#fresh();
  }

  #fresh() {
    this.#heard = new Date();
    this.#failures = 0;
    clearTimeout(this.#doubt);
    this.#doubt = null;
    this.#on.fresh();
    this.#watch();
  }

  /** A connection without any data for a while is closed, even if the browser considers it open. */
  #watch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#on.stale(this.#heard);
      this.#go();
    }, SILENCE);
  }

  /** The browser tries again by itself, unless the server refused; then pages are read until a stream works again. */
  #cut(source) {
    if (source !== this.#source) return;
    this.#doubt ??= setTimeout(() => this.#on.stale(this.#heard), PATIENCE);
    if (source.readyState !== EventSource.CLOSED) return;
    this.#source = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#page(), DELAYS[Math.min(this.#failures++, DELAYS.length - 1)]);
  }

  async #page() {
    try {
      if (this.#last !== null) {
        const { events } = await call("GET", `${this.#path}?after=${this.#last}&limit=1000`);
        if (this.#closed) return;
        const failures = this.#failures;
        events.forEach((event) => this.#take(event));
        this.#fresh();
        this.#failures = failures;
      }
    } catch {
      if (this.#closed) return;
      this.#on.stale(this.#heard);
    }
    this.#go();
  }
}
