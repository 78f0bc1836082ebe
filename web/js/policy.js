// The policy of a task: the form, the JSON and the texts, from the one table of its fields.

import { facts, field, h } from "./dom.js";
import { duration, hoursOf, number } from "./format.js";
import { POLICY_FIELDS } from "./policy-fields.js";
import { texts } from "./texts.js";

const t = texts.policy;
const HOUR = 1;
const MINUTE = 1 / 60;
const HOURS_OF_A_DAY = 24;
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const WEEKDAY = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", timeZone: "UTC" });
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @type {PolicyControl[]} */
const FIELDS = POLICY_FIELDS.flatMap(controls);
const WINDOW_LABEL = POLICY_FIELDS.find(({ kind }) => kind === "window").label;
const ALL_PLATFORMS = POLICY_FIELDS.find(({ name }) => name === "platforms").usual.length;
const WINDOW = { days: [], start: "", length: 4, zone: HERE };

/** The initial values of a form. */
export const DEFAULTS = { ...Object.fromEntries(FIELDS.map(({ name, value }) => [name, value])), ...WINDOW };

/** The controls, set as `values` says; each has the name of its field. */
export function policyForm(values) {
  const group = ([name, legend]) =>
    h(
      "fieldset",
      h("legend", legend),
      h(
        "div.columns",
        FIELDS.filter((wanted) => wanted.group === name).map((wanted) => control(wanted, values[wanted.name])),
      ),
      name === "when" ? windowForm(values) : null,
    );
  return Object.entries(t.groups).map(group);
}

/**
 * The controls of one field of a policy, by the kind of its values; a window has a form of its own.
 *
 * @param {PolicyField} field
 * @returns {PolicyControl[]}
 */
function controls({ name, kind, group, label, hint, usual, least, most, words }) {
  const common = { name, group, label, hint };
  if (kind === "window") return [];
  if (kind === "duration") return [{ ...common, ...durationControl(usual, least, most) }];
  if (kind === "count") return [{ ...common, value: usual ?? "", min: least, max: most }];
  if (kind === "words" || kind === "text") return [{ ...common, text: true, value: "" }];
  if (kind !== "retry") return [{ ...common, options: words, value: usual }];
  const times = { ...common, value: usual.times, min: least, max: most };
  return [times, { name: "reasons", group, ...t.reasons, text: true, value: "" }];
}

/** In minutes if the most is a day, else in hours; the least value is rounded up to two decimal places. */
function durationControl(usual, least, most) {
  const unit = hoursOf(most) > HOURS_OF_A_DAY ? HOUR : MINUTE;
  const inUnits = (iso8601) => hoursOf(iso8601) / unit;
  return {
    unit,
    value: usual === undefined ? "" : rounded(inUnits(usual)),
    min: Math.ceil(inUnits(least) * 100) / 100,
    max: rounded(inUnits(most)),
  };
}

function rounded(amount) {
  return Math.round(amount * 1000) / 1000;
}

/** The values of the policy's controls of a form; other controls are ignored. */
export function readPolicy(elements) {
  const known = [...elements].filter(({ name }) => name in DEFAULTS);
  const read = ({ type, value, checked }) =>
    type === "checkbox" ? checked : type === "number" && value !== "" ? Number(value) : value;
  const days = known.filter(({ name, checked }) => name === "days" && checked).map(({ value }) => value);
  return { ...Object.fromEntries(known.map((input) => [input.name, read(input)])), days };
}

/** @param {PolicyControl} field */
function control({ name, label, hint, unit, options, text, value, min, max }, now) {
  if (text) return field(label, h("input", { name, value: now }), hint);
  if (typeof value === "boolean") return h("label.flag", h("input", { name, type: "checkbox", checked: now }), label);
  if (options) {
    const choose = h(
      "select",
      { name },
      Object.entries(options).map(([word, said]) => h("option", { value: word }, said)),
    );
    choose.value = now;
    return field(label, choose, hint);
  }
  const words = unit ? `${label} (${unit === HOUR ? t.hours : t.minutes})` : label;
  return field(
    words,
    h("input", { name, type: "number", min, max, step: unit ? "any" : 1, required: value !== "", value: now }),
    hint,
  );
}

/** In which hours clients may apply; no start: at any time. */
function windowForm({ days, start, length, zone }) {
  const day = (value, index) =>
    h(
      "label",
      h("input", { name: "days", type: "checkbox", value, checked: days.includes(value) }),
      WEEKDAY.format(Date.UTC(2024, 0, index + 1)),
    );
  const zones = h(
    "datalist",
    { id: "zones" },
    Intl.supportedValuesOf("timeZone").map((value) => h("option", { value })),
  );
  return h(
    "div.columns",
    field(t.start, h("input", { name: "start", type: "time", value: start }), t.startHint),
    field(
      `${t.length} (${t.hours})`,
      h("input", { name: "length", type: "number", min: 0.01, max: 24, step: "any", value: length, required: true }),
    ),
    h(
      "div.field",
      { role: "group", "aria-label": t.days },
      h("span.strong", t.days),
      h("div.row.days", DAYS.map(day)),
      h("span.soft.small", t.daysHint),
    ),
    field(t.zone, h("input", { name: "zone", value: zone, list: "zones", required: true })),
    zones,
  );
}

/** The JSON for the server, from the form. */
export function policyOf(values) {
  const filled = FIELDS.filter(({ name }) => values[name] !== "");
  const { reasons, ...policy } = Object.fromEntries(
    filled.map(({ name, unit }) => [name, unit ? iso(values[name] * unit) : values[name]]),
  );
  if (reasons) policy.retry = { times: policy.retry, reasons: wordsOf(reasons) };
  if (policy.platforms) policy.platforms = wordsOf(policy.platforms.toLowerCase());
  if (!values.start) return policy;
  const { days, start, zone, length } = values;
  return { ...policy, window: { ...(days.length > 0 ? { days } : {}), start, duration: iso(length), zone } };
}

function wordsOf(text) {
  return text.split(/[\s,]+/).filter(Boolean);
}

function iso(hours) {
  return `PT${Math.round(hours * 3600)}S`;
}

/** Lists in the form: words in one line. All platforms give an empty line. */
function withLists(policy) {
  const { retry, platforms = [] } = policy;
  return {
    ...policy,
    reasons: retry?.reasons?.join(", "),
    platforms: platforms.length > 0 && platforms.length < ALL_PLATFORMS ? platforms.join(", ") : undefined,
  };
}

/** The values of the form, from the server's JSON. */
export function valuesOf(said) {
  const policy = withLists(said);
  /** @param {PolicyControl} field */
  const read = ({ name, unit, value }) =>
    policy[name] === undefined
      ? value
      : unit
        ? rounded(hoursOf(policy[name]) / unit)
        : (policy[name].times ?? policy[name]);
  const { days = [], start, duration: length, zone } = policy.window ?? {};
  return {
    ...Object.fromEntries(FIELDS.map((wanted) => [wanted.name, read(wanted)])),
    ...(start ? { days, start, length: hoursOf(length), zone } : WINDOW),
  };
}

/** A policy in words. */
export function policyFacts(said) {
  const policy = withLists(said);
  const told = FIELDS.filter(
    ({ name }) => policy[name] !== undefined && (name !== "dropOut" || policy.apply === "together"),
  );
  const pairs = told.map((wanted) => [wanted.label, inWords(wanted, policy[wanted.name])]);
  const { days, start, duration: length, zone } = policy.window ?? {};
  return facts(...pairs, [
    WINDOW_LABEL,
    start ? t.window(days?.join(", ") ?? t.everyDay, start, duration(length), zone) : t.anyTime,
  ]);
}

/** @param {PolicyControl} field */
function inWords({ unit, options, text, value }, now) {
  if (text) return now;
  if (typeof value === "boolean") return now ? t.yes : t.no;
  if (unit) return hoursOf(now) === 0 ? t.never : duration(now);
  return options ? (options[now] ?? now) : number(now.times ?? now);
}
