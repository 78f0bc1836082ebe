import assert from "node:assert/strict";
import test, { afterEach, beforeEach, mock } from "node:test";
import { page } from "./browser.js";

const { Live } = await import("../js/live.js");

class FakeSource extends EventTarget {
  static CLOSED = 2;
  static opened = [];
  readyState = 1;

  constructor(url) {
    super();
    this.url = url;
    FakeSource.opened.push(this);
  }

  close() {
    this.readyState = FakeSource.CLOSED;
  }

  says(type, data, lastEventId) {
    this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data), lastEventId }));
  }

  /** The server's answer was no. */
  refused() {
    this.close();
    this.dispatchEvent(new Event("error"));
  }
}

let heard;
let live;
let asked;

function latest() {
  return FakeSource.opened.at(-1);
}

/** Lets promises that are already settled go on. */
async function settled() {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  heard = [];
  asked = [];
  FakeSource.opened = [];
  page.hidden = false;
  globalThis.EventSource = FakeSource;
  globalThis.fetch = async (url) => {
    asked.push(url);
    return new Response(JSON.stringify({ events: [{ number: 9 }] }));
  };
  live = new Live("t 1", {
    begun: () => heard.push("begun"),
    event: ({ number }) => heard.push(number),
    fresh: () => {},
    stale: () => heard.push("stale"),
  });
});

afterEach(() => {
  live.close();
  mock.timers.reset();
});

test("events are told once and in order; what was known before is not told", () => {
  assert.equal(latest().url, "/api/v1/tasks/t%201/events");
  latest().says("begin", {}, "5");
  for (const number of [5, 6, 7, 6, 8]) latest().says("client", { number });
  assert.deepEqual(heard, ["begun", 6, 7, 8]);
});

test("a stream that says nothing for 25 s is stale and is opened again behind the last event", () => {
  latest().says("begin", {}, "5");
  latest().says("progress", { number: 6 });
  mock.timers.tick(24_999);
  assert.equal(FakeSource.opened.length, 1);
  mock.timers.tick(1);
  assert.deepEqual(heard, ["begun", 6, "stale"]);
  assert.equal(latest().url, "/api/v1/tasks/t%201/events?after=6");
  assert.equal(FakeSource.opened[0].readyState, FakeSource.CLOSED);
});

test("a heartbeat is enough to stay fresh", () => {
  for (let minute = 0; minute < 3; minute += 1) {
    mock.timers.tick(20_000);
    latest().says("heartbeat", {});
  }
  assert.deepEqual(heard, []);
  assert.equal(FakeSource.opened.length, 1);
});

test("a cut that heals within 3 s is not told", () => {
  latest().dispatchEvent(new Event("error"));
  mock.timers.tick(2_999);
  latest().says("heartbeat", {});
  mock.timers.tick(3_000);
  assert.deepEqual(heard, []);
});

test("a refused stream is replaced by a page of events, then tried again behind them", async () => {
  latest().says("begin", {}, "5");
  latest().refused();
  mock.timers.tick(1_000);
  await settled();
  assert.deepEqual(asked, ["/api/v1/tasks/t%201/events?after=5&limit=1000"]);
  assert.deepEqual(heard, ["begun", 9]);
  assert.equal(latest().url, "/api/v1/tasks/t%201/events?after=9");
});

test("the waits before a page get longer as long as the stream is refused", async () => {
  latest().says("begin", {}, "5");
  for (const delay of [1_000, 2_000, 5_000, 5_000]) {
    const before = asked.length;
    latest().refused();
    mock.timers.tick(delay - 1);
    await settled();
    assert.equal(asked.length, before);
    mock.timers.tick(1);
    await settled();
    assert.equal(asked.length, before + 1);
  }
});

test("events that the server no longer has are followed by a new picture", () => {
  latest().says("begin", {}, "5");
  latest().says("reset", {}, "500");
  latest().says("client", { number: 499 });
  latest().says("client", { number: 501 });
  assert.deepEqual(heard, ["begun", "begun", 501]);
});

test("a hidden page hears nothing and goes on when it is seen again", () => {
  latest().says("begin", {}, "5");
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(latest().readyState, FakeSource.CLOSED);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(latest().url, "/api/v1/tasks/t%201/events?after=5");
});

test("after its end it opens nothing more", () => {
  live.close();
  mock.timers.tick(60_000);
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(FakeSource.opened.length, 1);
});
