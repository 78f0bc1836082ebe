import assert from "node:assert/strict";
import test from "node:test";
import "./browser.js";

const { ago, bytes, duration, ENDED, hoursOf, kind, labelsFrom, labelText, short, span, UNDERWAY, words } =
  await import("../js/format.js");

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
