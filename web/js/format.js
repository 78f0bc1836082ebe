// Words for times, sizes and states.

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

export function ago(date, now = new Date()) {
  const seconds = Math.round((date - now) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

export function exactly(date) {
  return exact.format(date);
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

/** How a state is to be read: good, bad, busy (something goes on), warn (somebody should look), calm. */
export function kind(state) {
  return KINDS[state] ?? "calm";
}

const KINDS = {
  succeeded: "good", nothing_to_do: "good", live: "good",
  failed: "bad", rolled_back: "bad", timed_out: "bad", revoked: "bad", cancelled: "bad",
  declined: "warn", deferred: "warn", partly: "warn", paused: "warn", pending: "warn", expired: "warn", used_up: "warn",
  open: "busy", joined: "busy", offered: "busy", waiting: "calm", accepted: "busy", downloading: "busy", staged: "busy",
  applying: "busy", checking: "busy", confirming: "busy",
};

export function words(state) {
  return state.replaceAll("_", " ");
}
