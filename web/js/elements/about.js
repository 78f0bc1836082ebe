import { facts, h } from "../dom.js";
import { texts } from "../texts.js";
import { link } from "../route.js";
import { bundleFacts, time } from "./parts.js";

const t = texts.task;

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
    ...(task.waves ?? []).map(t.wave),
    [t.created, t.by(time(task.created), task.createdBy)],
    task.startAt && [t.startAt, time(task.startAt)],
    task.opened && [t.opened, time(task.opened)],
    task.expires && [t.expires, time(task.expires)],
    task.deadline && !task.ended && [t.deadline, time(task.deadline)],
    task.ended && [t.ended, time(task.ended)],
  );
}
