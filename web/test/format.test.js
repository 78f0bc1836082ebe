import assert from "node:assert/strict";
import test from "node:test";
import "./browser.js";

const {
  ago,
  bytes,
  duration,
  ENDED,
  hoursOf,
  kind,
  labelsFrom,
  labelText,
  lastRolledOut,
  pace,
  short,
  span,
  tally,
  UNDERWAY,
  words,
} = await import("../js/format.js");

test("how long ago or from now, in the largest unit that fits", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  const at = (text) => ago(new Date(text), now);
  assert.equal(at("2026-11-22T11:59:57Z"), "now");
  assert.equal(at("2026-11-22T11:59:20Z"), "40 seconds ago");
  assert.equal(at("2026-11-22T11:00:00Z"), "1 hour ago");
  assert.equal(at("2026-11-22T12:05:00Z"), "in 5 minutes");
  assert.equal(at("2026-11-21T12:00:00Z"), "yesterday");
});

test("a span has its two largest units", () => {
  assert.equal(span(-3), "0 ms");
  assert.equal(span(999), "999 ms");
  assert.equal(span(65_000), "1 min 5 s");
  assert.equal(span(90_061_000), "1 d 1 h");
  assert.equal(span(3_600_000), "1 h");
});

test("ISO 8601 durations are read; what is none is no time", () => {
  assert.equal(hoursOf("PT24H"), 24);
  assert.equal(hoursOf("P1DT30M"), 24.5);
  assert.equal(hoursOf("PT0.5S"), 0.5 / 3600);
  assert.equal(hoursOf("tomorrow"), 0);
  assert.equal(hoursOf(undefined), 0);
  assert.equal(duration("PT90M"), "1 h 30 min");
  assert.equal(duration(undefined), "–");
});

test("sizes have three figures and binary units", () => {
  assert.deepEqual([0, 1023, 1024, 1536, 104_857_600, 2 ** 50].map(bytes), [
    "0 B",
    "1023 B",
    "1.0 KiB",
    "1.5 KiB",
    "100 MiB",
    "1024 TiB",
  ]);
});

test("every state of a client is read as something, and an unknown one calmly", () => {
  assert.deepEqual(
    [kind("succeeded"), kind("rolled_back"), kind("declined"), kind("applying")],
    ["good", "bad", "warn", "busy"],
  );
  assert.equal(kind("of a later server"), "calm");
  assert.equal(new Set([...UNDERWAY, ...ENDED]).size, UNDERWAY.length + ENDED.length);
  assert.equal(words("nothing_to_do"), "nothing to do");
});

test("a digest is shortened without its prefix", () => {
  assert.equal(short("sha256:0123456789abcdef"), "0123456789ab");
});

test("labels are read back as they are written", () => {
  const labels = { role: "web", canary: "", expression: "a=b" };
  assert.equal(labelText(labels), "role=web, canary, expression=a=b");
  assert.deepEqual(labelsFrom(labelText(labels)), labels);
  assert.deepEqual(labelsFrom(" , "), {});
  assert.equal(labelText(undefined), "");
});

test("every client has succeeded, failed or is open", () => {
  const counts = { succeeded: 2, nothing_to_do: 1, declined: 1, failed: 2, revoked: 1, deferred: 1, downloading: 4 };
  assert.deepEqual(tally(counts), { succeeded: 3, failed: 4, open: 5 });
  assert.deepEqual(tally({}), { succeeded: 0, failed: 0, open: 0 });
});

const NOON = Date.parse("2026-11-22T12:00:00Z");
const client = (state, changed, more = {}) => ({ state, changed: `2026-11-22T${changed}Z`, connected: true, ...more });

test("the rate counts those that succeeded in the last minute, the time left those that move", () => {
  const clients = [
    client("succeeded", "11:59:30"),
    client("nothing_to_do", "11:59:10"),
    client("revoked", "11:59:50"),
    client("succeeded", "11:58:59"),
    client("downloading", "11:59:59"),
    client("downloading", "11:59:59", { connected: false }),
    client("staged", "11:59:59", { waitsFor: "window" }),
    client("deferred", "11:59:59"),
    client("pending", "11:59:59"),
  ];
  assert.deepEqual(pace(clients, NOON), { lately: 2, left: 30_000 });
});

test("there is no rate when nobody has succeeded for a minute, or nobody moves", () => {
  assert.equal(pace([client("succeeded", "11:57:00"), client("downloading", "11:59:59")], NOON), null);
  assert.equal(pace([client("succeeded", "11:59:50"), client("deferred", "11:59:59")], NOON), null);
});

test("a bundle is compared with what was rolled out last, of its name if there is one", () => {
  const task = (opened, ...bundles) => ({ opened, targets: bundles.map((bundle) => ({ bundle })) });
  const web = { name: "web", sha256: "w1" };
  const db = { name: "db", sha256: "d1" };
  const draft = task(undefined, { name: "web", sha256: "w9" });
  const tasks = [draft, task("2026-11-22T11:00:00Z", db), task("2026-11-20T11:00:00Z", web)];
  assert.equal(lastRolledOut(tasks, { name: "web", sha256: "w2" }), "w1");
  assert.equal(lastRolledOut(tasks, { name: "other", sha256: "o1" }), "d1");
  assert.equal(lastRolledOut([draft], { name: "web", sha256: "w2" }), undefined);
  assert.equal(lastRolledOut([task("2026-11-20T11:00:00Z", web)], { name: "web", sha256: "w1" }), undefined);
});
