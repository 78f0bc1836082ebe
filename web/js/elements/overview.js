// What is seen of a task at a glance: facts, waves, the steps of its clients, and what went wrong.

import { button, facts, fill, h } from "../dom.js";
import { duration, ENDED, exactly, kind, number, OVER, UNDERWAY, words } from "../format.js";
import { link } from "../route.js";
import { texts } from "../texts.js";
import { bundleFacts, card, soft, spread, state, time } from "./parts.js";

const t = texts.task;
const w = t.waves;

/** Who gets what; a selector is shown where there is one, but not where a task undoes another. */
export function targetList(targets, undoes) {
  return h(
    "ul.plain.stack",
    targets.map(({ selector, bundle }) =>
      h(
        "li",
        (targets.length > 1 || selector) && !undoes ? h("code.path", selector || t.everybody) : null,
        h("div", bundleFacts(bundle)),
      ),
    ),
  );
}

/** What a task is, in facts. */
export function about(task) {
  return facts(
    [task.undoes ? t.before : t.bundle, targetList(task.targets, task.undoes)],
    task.undoes && [t.undoes, h("a", { href: link("tasks", task.undoes) }, t.thatTask)],
    task.undoneBy && [t.undoneBy, h("a", { href: link("tasks", task.undoneBy) }, t.thatTask)],
    task.notes && [t.notes, h("span.said", task.notes)],
    task.reason && task.state !== "paused" && [t.reason, h("span.said", task.reason)],
    [t.created, t.by(time(task.created), task.createdBy)],
    task.startAt && [t.startAt, time(task.startAt)],
    task.opened && [t.opened, time(task.opened)],
    task.expires && [t.expires, time(task.expires)],
    task.deadline && !task.ended && [t.deadline, time(task.deadline)],
    task.ended && [t.ended, time(task.ended)],
  );
}

/** The waves of a task: where each stands, and what opens the next one; nothing where there are none. */
export function wavesCard(task) {
  const { waves, policy } = task;
  if (!waves) return null;
  return card(
    w.title,
    h(
      "ol.plain.waves",
      waves.map((wave) =>
        h(
          "li",
          h("span.row", h("strong", w.name(wave)), state(wave.state)),
          spread({ succeeded: wave.succeeded, failed: wave.failed, joined: wave.underWay }, missing(wave)),
          h("p", w.standing(wave, number)),
          wave.state === "open" && !OVER.includes(task.state) ? soft(next(wave, task.state)) : null,
        ),
      ),
    ),
    policy.errorThreshold ? soft(w.threshold(policy.errorThreshold)) : null,
  );
}

/** Places that nobody has. */
function missing({ places, clients }) {
  return Math.max(0, places - clients);
}

function next({ needed, succeeded, soak, opens, places, clients }, word) {
  if (word === "paused") return w.paused;
  if (needed === undefined) return w.last;
  if (opens) return w.opens(exactly(new Date(opens)));
  const short = Math.max(0, needed - succeeded);
  return w.next(number(missing({ places, clients })), number(short), soak && duration(soak));
}

/**
 * The progress of a task: the steps of a client from left to right, and the number of clients at each step; steps
 * without clients are left out. A chosen step filters.
 */
export class ParleyFlow extends HTMLElement {
  #steps = new Map();

  setup(choose) {
    fill(
      this,
      h(
        "ol.flow",
        [...UNDERWAY, ...ENDED].map((word) => this.#step(word, choose)),
      ),
    );
  }

  show(counts, chosen) {
    for (const [word, { item, step, count }] of this.#steps) {
      const now = counts[word] ?? 0;
      if (count.textContent !== number(now)) count.textContent = number(now);
      item.hidden = now === 0 && word !== chosen;
      step.setAttribute("aria-pressed", word === chosen);
    }
  }

  #step(word, choose) {
    const count = h("strong", "0");
    const step = button([count, h("span", words(word))], () => choose(word), ".step", {
      title: texts.client.explain[word],
      "aria-pressed": "false",
    });
    const item = h("li", { "data-kind": kind(word), hidden: true }, step);
    this.#steps.set(word, { item, step, count });
    return item;
  }
}

customElements.define("parley-flow", ParleyFlow);

/** Why clients of a task failed: groups as the server sends them; a chosen one filters. */
export class TaskFailures extends HTMLElement {
  #choose;
  #told = "";

  setup(choose) {
    this.#choose = choose;
  }

  show({ groups, others }, chosen) {
    const told = JSON.stringify([groups, others, chosen]);
    if (told === this.#told) return;
    this.#told = told;
    this.hidden = groups.length === 0;
    const focused = this.contains(document.activeElement) ? document.activeElement.getAttribute("data-key") : null;
    fill(
      this,
      card(
        t.failures,
        h(
          "ul.plain.failures",
          groups.map((group) => h("li", this.#group(group, group.key === chosen))),
        ),
        others > 0 ? soft(t.otherFailures(number(others))) : null,
      ),
    );
    if (focused) /** @type {?HTMLElement} */ (this.querySelector(`[data-key="${focused}"]`))?.focus();
  }

  #group({ key, state: word, reason, line, clients }, pressed) {
    return button(
      [
        h("strong", number(clients)),
        state(word),
        h("span", reason ? words(reason) : null),
        line ? h("code.cell", { title: line }, line) : null,
      ],
      () => this.#choose(pressed ? "" : key),
      ".group",
      { "aria-pressed": String(pressed), "data-key": key },
    );
  }
}

customElements.define("task-failures", TaskFailures);
