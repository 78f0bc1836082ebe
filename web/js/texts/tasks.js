// The texts of the screens of tasks and of the form of a policy.

function underWay(count, become) {
  if (count === 0) return "No client is in progress.";
  const clients = count === 1 ? "1 client is" : `${count} clients are`;
  return `${clients} in progress: those that have not begun to apply ${become}, the others finish first.`;
}

export const taskTexts = {
  tasks: {
    title: "Tasks",
    new: "New task",
    search: "Search tasks",
    state: "State",
    anyState: "Any state",
    emptyTitle: "Nothing has been rolled out yet",
    empty: "A task brings a set of files to your machines.",
    steps: [
      "Choose the files and start a task.",
      "You get one command. Run it on each machine.",
      "Watch their progress here.",
    ],
    start: "Start the first task",
    emptyViewer: "Somebody with the role operator can start one.",
    name: "Task",
    bundle: "Bundle",
    progress: "Progress",
    expires: "Token ends",
    created: "Created",
    clients: (n) => (n === 1 ? "1 client" : `${n} clients`),
    nobody: "nobody joined yet",
    tally: ({ succeeded, failed, open }, number) =>
      `${number(succeeded)} succeeded · ${number(failed)} failed · ${number(open)} open`,
  },
  task: {
    cancel: "Cancel task",
    cancelAsks: ({ name }, running) => ({
      title: `Cancel “${name}”?`,
      text: `${underWay(running, "stop")} The join tokens stop working. A cancelled task never reopens.`,
      yes: "Cancel task",
    }),
    reasonHint: "optional; the clients are told",
    start: "Start",
    startAsks: ({ name }) => ({
      title: `Start “${name}”?`,
      text: "The first join token is made, and from then on clients can join.",
      yes: "Start the task",
      style: ".primary",
    }),
    pause: "Pause",
    pauseAsks: ({ name }, running) => ({
      title: `Pause “${name}”?`,
      text: [
        underWay(running, "wait"),
        "Clients can still join, but get no offer until you resume. The deadline stays.",
      ].join(" "),
      yes: "Pause the task",
      style: ".primary",
    }),
    resume: "Resume",
    resumeAsks: ({ name, pausedBy }) => ({
      title: `Resume “${name}”?`,
      text:
        pausedBy === "operator"
          ? "The clients go on."
          : "The task goes on without the clients that have failed so far, unless they try again.",
      yes: "Resume the task",
      style: ".primary",
    }),
    undo: "Undo",
    undoAsks: ({ name, state }, { goBack, stay }) => ({
      title: `Undo “${name}”?`,
      text: [
        goBack === 1
          ? "1 client goes back to what it had before."
          : `${goBack} clients go back to what they had before.`,
        stay > 0 ? `${stay} stay as now: nothing is known from before, or a later task changed the same files.` : "",
        "Connected clients begin at once, the others when parley join runs there again.",
        state === "open" ? "This task is paused and cannot be resumed." : "",
      ].join(" "),
      yes: "Undo the task",
    }),
    before: "What each client had",
    undoes: "Undoes",
    undoneBy: "Undone by",
    thatTask: "another task",
    retryFailed: "The clients that have failed try again",
    nextWave: "Open the next wave",
    nextWaveAsks: {
      title: "Open the next wave?",
      text: "More clients begin.",
      yes: "Open the wave",
      style: ".primary",
    },
    waves: {
      title: "Waves",
      name: ({ number, size }) => `Wave ${number} (${size})`,
      standing: ({ places, succeeded, failed, underWay: busy }, number) =>
        [
          `${number(succeeded)} of ${number(places)} succeeded`,
          failed > 0 ? `${number(failed)} failed` : "",
          busy > 0 ? `${number(busy)} under way` : "",
        ]
          .filter(Boolean)
          .join(" · "),
      paused: "No wave opens while the task is paused.",
      last: "The last wave.",
      opens: (time) => `The next wave opens at ${time}, if no client fails until then.`,
      next: (places, short, soak) =>
        [
          "The next wave opens when",
          [
            places === "0" ? "" : `${places} more have come`,
            short === "0" ? "" : `${short} more have succeeded`,
            soak ? `none has failed for ${soak}` : "",
          ]
            .filter(Boolean)
            .join(" and ") || "the server has counted",
        ].join(" ") + ".",
      threshold: (threshold) => `The task pauses itself when ${threshold} failed.`,
    },
    gate: (ready, all) => `Switch over together: ${ready} of ${all} ready`,
    laggards: "Longest without news:",
    laggard: (state, time) => ` ${state}, ${time}`,
    failures: "What went wrong",
    otherFailures: (n) => `${n} more failed in still other ways.`,
    bulk: {
      approve: (n, count) => (count === 1 ? "Approve 1 client" : `Approve ${n} clients`),
      retry: (n, count) => (count === 1 ? "Retry 1 client" : `Retry ${n} clients`),
      revoke: (n, count) => (count === 1 ? "Revoke 1 client" : `Revoke ${n} clients`),
      means: {
        approve: "They take part without anybody comparing their digits.",
        retry: "Each gets the offer once more: connected ones at once, the others when parley join runs there again.",
        revoke: "Their sessions end and they cannot come back into this task. What they have applied stays.",
      },
      yes: { approve: "Approve them", retry: "Retry them", revoke: "Revoke them" },
      done: {
        approve: (n, count) => (count === 1 ? "1 client is approved." : `${n} clients are approved.`),
        retry: (n, count) => (count === 1 ? "1 client tries again." : `${n} clients try again.`),
        revoke: (n, count) => (count === 1 ? "1 client is revoked." : `${n} clients are revoked.`),
      },
      more: (n) => ` and ${n} more`,
      alsoNot: (n) => `${n} more stay as they are.`,
    },
    pausedBy: {
      operator: "Paused by an operator",
      dropped_out: "Paused by itself: a client dropped out before all could switch over together",
      error_threshold: "Paused by itself: too many failures",
    },
    report: "Report",
    copy: "New task from this",
    edit: "Change",
    live: "live",
    asOf: (time) => `as of ${time}`,
    stale: (time) => `as of ${time}; the server does not answer, trying again`,
    overview: "Progress of the clients",
    all: "All clients",
    rate: (perMinute) => `${perMinute} a minute`,
    left: (time) => `about ${time} left`,
    facts: "The update",
    bundle: "Bundle",
    everybody: "everybody else",
    files: (n) => (n === 1 ? "1 file" : `${n} files`),
    policy: "Policy",
    notes: "Notes",
    reason: "Reason",
    created: "Created",
    opened: "Started",
    startAt: "Starts by itself",
    expires: "Tokens end",
    deadline: "Everything ends",
    ended: "Ended",
    clients: "Clients",
    noClients: "No client has joined yet.",
    noClientsHint: "Run the join command on a machine; it appears here at once.",
    search: "Search clients by name, label, reason or output",
    shown: (n, all) => (n === all ? `${all} clients` : `${n} of ${all} clients`),
    loadingClients: (n) => `${n} clients so far …`,
    columns: {
      name: "Client",
      state: "State",
      progress: "Download",
      attempt: "Attempt",
      seen: "Last heard",
      detail: "What it says",
    },
    connected: "connected",
    offline: "offline since",
    offlineHint: "Run the join command there again, if it does not come back by itself.",
    by: (time, actor) => [time, ` by ${actor}`],
    draft: "This is a draft: no client can join before it is started.",
  },
  policy: {
    reasons: { label: "Transient failures", hint: "such as no_space; empty: the default" },
    groups: { who: "Who", when: "When", how: "How" },
    start: "Window from",
    startHint: "empty: apply at any time",
    length: "Window lasts",
    days: "Window on",
    daysHint: "empty: every day",
    zone: "Time zone of the window",
    window: (days, start, length, zone) => `${days} from ${start} for ${length}, ${zone}`,
    everyDay: "every day",
    anyTime: "at any time",
    hours: "hours",
    minutes: "minutes",
    yes: "yes",
    no: "no",
    never: "not at all",
  },
};
