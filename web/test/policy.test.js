import assert from "node:assert/strict";
import test from "node:test";
import "./browser.js";

const { DEFAULTS, policyOf, readPolicy, valuesOf } = await import("../js/policy.js");

test("a form that nobody touched sends the defaults, and nothing for fields without a value", () => {
  assert.deepEqual(policyOf(DEFAULTS), {
    expiresIn: "PT86400S",
    maxClients: 100,
    apply: "at_once",
    approval: false,
    dropOut: "pause",
    onError: "pause",
    maxDefer: "PT0S",
    stateTimeout: "PT3600S",
    severity: "mandatory",
    confirm: "PT600S",
    retry: 2,
    keepLocal: false,
    links: "keep",
    allowDowngrade: false,
  });
});

test("reasons make the retry an object, platforms become words in small letters", () => {
  const policy = policyOf({ ...DEFAULTS, retry: 3, reasons: "check_failed, io", platforms: "Linux  WINDOWS" });
  assert.deepEqual(policy.retry, { times: 3, reasons: ["check_failed", "io"] });
  assert.deepEqual(policy.platforms, ["linux", "windows"]);
  assert.ok(!("reasons" in policy));
});

test("a window is sent when it has a start; without days it is every day", () => {
  const window = { start: "22:00", length: 4.5, zone: "Europe/Paris" };
  assert.deepEqual(policyOf({ ...DEFAULTS, ...window, days: ["SA", "SU"] }).window, {
    days: ["SA", "SU"],
    start: "22:00",
    duration: "PT16200S",
    zone: "Europe/Paris",
  });
  assert.ok(!("days" in policyOf({ ...DEFAULTS, ...window }).window));
  assert.ok(!("window" in policyOf(DEFAULTS)));
});

test("what the server says comes back into the form as it was", () => {
  const values = {
    ...DEFAULTS,
    expiresIn: 48,
    confirm: 2.5,
    retry: 1,
    reasons: "check_failed",
    keepLocal: true,
    platforms: "linux",
    days: ["MO"],
    start: "03:00",
    length: 2,
    zone: "UTC",
  };
  assert.deepEqual(valuesOf(policyOf(values)), values);
});

test("all platforms are none in particular", () => {
  assert.equal(valuesOf({ platforms: ["linux", "macos", "windows"] }).platforms, "");
  assert.equal(valuesOf({ platforms: ["linux", "macos"] }).platforms, "linux, macos");
});

test("controls are read by their kind; those of others are passed over", () => {
  const controls = [
    { name: "maxClients", type: "number", value: "7" },
    { name: "expectedClients", type: "number", value: "" },
    { name: "keepLocal", type: "checkbox", value: "on", checked: true },
    { name: "days", type: "checkbox", value: "MO", checked: true },
    { name: "days", type: "checkbox", value: "TU", checked: false },
    { name: "notes", type: "textarea", value: "not of the policy" },
  ];
  assert.deepEqual(readPolicy(controls), { maxClients: 7, expectedClients: "", keepLocal: true, days: ["MO"] });
});
