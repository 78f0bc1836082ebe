// The fields of a policy as parley.message.policy.PolicyFields has them: PolicyFieldsTest compares.

/**
 * @typedef {object} PolicyField
 * @property {string} name
 * @property {"duration" | "count" | "flag" | "word" | "words" | "retry" | "window"} kind
 * @property {"who" | "when" | "how"} group the part of the form
 * @property {string} label
 * @property {string} [hint]
 * @property {any} [usual] its value where it is missing
 * @property {any} [least]
 * @property {any} [most]
 * @property {Record<string, string>} [words] what stands for each of its words
 */

/** @type {PolicyField[]} */
// prettier-ignore
export const POLICY_FIELDS = [
  {
    name: "expiresIn",
    kind: "duration",
    group: "who",
    label: "Tokens are good for",
    usual: "PT24H",
    least: "PT1S",
    most: "PT720H",
  },
  {
    name: "maxClients",
    kind: "count",
    group: "who",
    label: "Clients that one token admits",
    usual: 100,
    least: 1,
    most: 100000,
  },
  {
    name: "expectedClients",
    kind: "count",
    group: "who",
    label: "Clients expected",
    hint: "empty: those that joined so far",
    least: 1,
    most: 100000,
  },
  {
    name: "apply",
    kind: "word",
    group: "when",
    label: "Apply",
    usual: "at_once",
    words: {"at_once":"each when it is ready","together":"all together"},
  },
  {
    name: "dropOut",
    kind: "word",
    group: "when",
    label: "Together: if one drops out",
    usual: "pause",
    words: {"pause":"pause the task","go_on":"go on without it"},
  },
  {
    name: "window",
    kind: "window",
    group: "when",
    label: "Clients apply",
  },
  {
    name: "severity",
    kind: "word",
    group: "how",
    label: "Severity",
    hint: "only an optional update may be declined",
    usual: "mandatory",
    words: {"mandatory":"mandatory","optional":"optional","critical":"critical"},
  },
  {
    name: "maxDefer",
    kind: "duration",
    group: "when",
    label: "A client may defer for",
    usual: "PT0S",
    least: "PT0S",
    most: "PT720H",
  },
  {
    name: "deadline",
    kind: "duration",
    group: "who",
    label: "Everything ends after",
    hint: "empty: a day after the tokens",
    least: "PT1S",
    most: "PT1440H",
  },
  {
    name: "stateTimeout",
    kind: "duration",
    group: "when",
    label: "Given up when silent for",
    usual: "PT1H",
    least: "PT1S",
    most: "PT720H",
  },
  {
    name: "keepLocal",
    kind: "flag",
    group: "how",
    label: "Clients may keep their own changes",
    usual: false,
  },
  {
    name: "allowDowngrade",
    kind: "flag",
    group: "how",
    label: "An older bundle may replace a newer one",
    usual: false,
  },
  {
    name: "confirm",
    kind: "duration",
    group: "how",
    label: "To be confirmed within",
    hint: "or it is undone; 0: not asked for",
    usual: "PT10M",
    least: "PT0S",
    most: "PT24H",
  },
  {
    name: "retry",
    kind: "retry",
    group: "how",
    label: "Retries of a passing failure",
    usual: {"times":2,"reasons":["download_lost","integrity","internal","no_space","permission"]},
    least: 0,
    most: 100,
  },
  {
    name: "platforms",
    kind: "words",
    group: "how",
    label: "For clients on",
    hint: "linux, macos, windows; empty: all. Names that one of them cannot have are refused",
    usual: ["linux","macos","windows"],
  },
  {
    name: "links",
    kind: "word",
    group: "how",
    label: "Links among the files",
    usual: "keep",
    words: {"keep":"links where clients have them","copy":"copies everywhere","refuse":"refused"},
  },
];
