import { texts } from "../texts.js";
import { ask } from "./parts.js";

const t = texts.create;

/**
 * Sends what makes or starts a task; where clients have a newer bundle it asks first. Resolves to null when they keep
 * it.
 */
export async function orRollBack(send) {
  try {
    return await send({});
  } catch (problem) {
    if (problem.code !== "newer_bundle") throw problem;
    const sure = await ask({ title: t.olderTitle, text: `${problem.detail} ${t.olderText}`, yes: t.rollBack });
    return sure ? send({ allowOlder: true }) : null;
  }
}
