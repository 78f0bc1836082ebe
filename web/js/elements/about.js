import { facts, h } from "../dom.js";
import { texts } from "../texts.js";
import { bundleFacts, time } from "./parts.js";

const t = texts.task;

/** Who gets what; a selector is shown where there is one. */
export function targetList(targets) {
  return h(
    "ul.plain.stack",
    targets.map(({ selector, bundle }) =>
      h(
        "li",
        targets.length > 1 || selector ? h("code.path", selector || t.everybody) : null,
        h("div", bundleFacts(bundle)),
      ),
    ),
  );
}

/** What a task is, in facts. */
export function about(task) {
  return facts(
    [t.bundle, targetList(task.targets)],
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
