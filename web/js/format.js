// Words for times, sizes and states.

const LANGUAGE = document.documentElement.lang;
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
/** @type {[string, number][]} */
const SPANS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const whole = new Intl.NumberFormat(LANGUAGE);

export function ago(date, now = new Date()) {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  if (Math.abs(seconds) < 5) return relative.format(0, "second");
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  return relative.format(Math.round(seconds / size), unit);
}

export function exactly(date) {
  return exact.format(date);
}

export function timeOfDay(date) {
  return clock.format(date);
}

export function number(count) {
  return whole.format(count);
}

/** "1 min 5 s": the two largest units of a duration in milliseconds. */
export function span(milliseconds) {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  let rest = Math.round(milliseconds / 1000);
  const parts = [];
  for (const [unit, size] of SPANS) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${amount} ${unit}`);
  }
  return parts.slice(0, 2).join(" ");
}

/** The hours of an ISO 8601 duration such as PT24H or P1DT30M. */
export function hoursOf(iso) {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso ?? "");
  if (!match) return 0;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  return Number(days) * 24 + Number(hours) + Number(minutes) / 60 + Number(seconds) / 3600;
}

export function duration(iso) {
  return iso ? span(hoursOf(iso) * 3600_000) : "–";
}

export function bytes(count) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** The meaning of a state: good, bad, busy (in progress), warn (needs attention), calm. */
export function kind(state) {
  return KINDS[state] ?? "calm";
}

const KINDS = {
  succeeded: "good",
  nothing_to_do: "good",
  live: "good",
  up: "good",
  finished: "good",
  failed: "bad",
  rolled_back: "bad",
  timed_out: "bad",
  revoked: "bad",
  down: "bad",
  declined: "warn",
  deferred: "warn",
  partly: "warn",
  paused: "warn",
  pending: "warn",
  expired: "warn",
  used_up: "warn",
  open: "busy",
  done: "good",
  joined: "busy",
  offered: "busy",
  accepted: "busy",
  downloading: "busy",
  staged: "busy",
  applying: "busy",
  checking: "busy",
  confirming: "busy",
  add: "good",
  replace: "busy",
  remove: "bad",
};

/** The states of a client in the order in which it goes through them. */
export const UNDERWAY = [
  "pending",
  "joined",
  "offered",
  "waiting",
  "deferred",
  "accepted",
  "downloading",
  "staged",
  "applying",
  "checking",
  "confirming",
];
export const ENDED = [
  "succeeded",
  "nothing_to_do",
  "declined",
  "failed",
  "rolled_back",
  "timed_out",
  "cancelled",
  "revoked",
];
export const OVER = ["finished", "cancelled", "expired"];
/** The end states after which an operator can retry a client. */
export const AGAIN = ["failed", "rolled_back", "declined", "timed_out", "cancelled", "nothing_to_do"];
/** The ends of which the server says why. */
export const BADLY = new Set(["failed", "rolled_back", "declined", "timed_out"]);
export const GOOD = new Set(["succeeded", "nothing_to_do"]);
const MOVING = new Set(UNDERWAY.filter((word) => !["pending", "waiting", "deferred"].includes(word)));
const MINUTE = 60_000;

/**
 * The digest of what was rolled out last before this bundle: by the newest start of a bundle of this name, else by the
 * newest start. A bundle that was only uploaded, or whose task is a draft, is on no machine. Undefined: nothing was.
 */
export function lastRolledOut(tasks, bundle) {
  const started = tasks
    .filter((task) => task.opened)
    .sort((a, b) => (a.opened < b.opened ? 1 : -1))
    .flatMap((task) => task.targets.map((target) => target.bundle))
    .filter((other) => other.sha256 !== bundle.sha256);
  return (started.find((other) => other.name === bundle.name) ?? started[0])?.sha256;
}

/** How many clients of these counts by state have succeeded, have failed (ended in any other way), and are open. */
export function tally(counts) {
  const sum = (states) => states.reduce((all, word) => all + (counts[word] ?? 0), 0);
  return {
    succeeded: sum([...GOOD]),
    failed: sum(ENDED.filter((word) => !GOOD.has(word))),
    open: sum(UNDERWAY),
  };
}

/**
 * How fast clients succeed: how many did in the last minute, and the milliseconds until those that move have. Null
 * where none succeeded lately, or none moves: a client that is offline, put the update off or waits moves nothing.
 */
export function pace(clients, now) {
  const lately = clients.filter(({ state, changed }) => GOOD.has(state) && now - Date.parse(changed) < MINUTE).length;
  const moving = clients.filter(({ state, connected, waitsFor }) => MOVING.has(state) && connected && !waitsFor).length;
  return lately > 0 && moving > 0 ? { lately, left: (moving / lately) * MINUTE } : null;
}

export function ended(state) {
  return ENDED.includes(state);
}

export function words(state) {
  return state.replaceAll("_", " ");
}

/** The beginning of a digest, enough to identify it. */
export function short(digest) {
  return digest.replace(/^sha256:/, "").slice(0, 12);
}

export function labelText(labels) {
  return Object.entries(labels ?? {})
    .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
    .join(", ");
}

/** The labels in a text like that of `labelText`. */
export function labelsFrom(text) {
  return Object.fromEntries((text.match(/[^\s,]+/g) ?? []).map((label) => [...label.split(/=(.*)/s), ""]));
}
