import { call, listOf } from "../api.js";
import { button, facts, field, fill, form, h } from "../dom.js";
import { targetList } from "../elements/overview.js";
import { orRollBack } from "../elements/older.js";
import { card, crumb, dialog, head, problemBox, time, titled } from "../elements/parts.js";
import "../elements/source.js";
import { handOver } from "../elements/tokens.js";
import { POLICY_FIELDS } from "../policy-fields.js";
import { DEFAULTS, policyFacts, policyForm, policyOf, readPolicy, valuesOf } from "../policy.js";
import { here, link, pathOf } from "../route.js";
import { texts } from "../texts.js";

const DRAFT = "parley-draft";
const t = texts.create;
const EMPTY = { name: "", notes: "", startAt: "", targets: [{ selector: "", bundle: null }], policy: DEFAULTS };
const MOST_TARGETS = 100;

/**
 * A new task: what to roll out, what that changes, a name, the policy, a summary. Everything survives a reload. With
 * `edit` in the address the same for a draft that the server has.
 */
class CreateView extends HTMLElement {
  #draft = { ...structuredClone(EMPTY), ...JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}") };
  #bundles = [];
  #tasks = [];
  #form;
  #sent = null;
  #edited = null;
  #name = h("input", { name: "name", required: true, maxlength: 128 });
  #targets = h("div.stack.targets");
  #trouble = h("div");

  async connectedCallback() {
    titled(here().params.has("edit") ? t.editTitle : t.title);
    try {
      await this.#begin();
    } catch (problem) {
      fill(
        this,
        problemBox(problem, () => this.connectedCallback()),
      );
      return;
    }
    if (this.isConnected) this.#frame();
  }

  /** Starts from a bundle or a task in the address, or from the draft. */
  async #begin() {
    const { params } = here();
    const [bundles, tasks] = await Promise.all([listOf("bundles", "bundles", 200), listOf("tasks", "tasks", 200)]);
    this.#bundles = bundles.rows;
    this.#tasks = tasks.rows;
    if (params.has("bundle")) {
      const bundle = await call("GET", pathOf("bundles", params.get("bundle")));
      delete bundle.entries;
      this.#draft.targets = [{ selector: "", bundle }];
    }
    const other = params.get("edit") ?? params.get("from");
    if (other !== null) {
      const { id, name, notes, startAt, targets, policy } = await call("GET", pathOf("tasks", other));
      this.#edited = params.has("edit") ? id : null;
      this.#draft = { name, notes, startAt: this.#edited ? localTime(startAt) : "", targets, policy: valuesOf(policy) };
    }
  }

  #frame() {
    const d = this.#draft;
    this.#name.value = d.name;
    const notes = h("textarea", { name: "notes", maxlength: 4000, rows: 2, value: d.notes });
    const startAt = h("input", { type: "datetime-local", name: "startAt", value: d.startAt });
    this.#form = form(
      "",
      () => this.#review(),
      this.#targets,
      h(
        "div",
        button(t.another, () => this.#another(), ".small"),
      ),
      h(
        "section.card.stack",
        h("div.columns", field(t.name, this.#name, t.nameHint), field(t.notes, notes, t.notesHint)),
        field(t.startAt, startAt, t.startAtHint),
        h("details", h("summary", t.more), policyForm(d.policy)),
      ),
      this.#trouble,
      h("div", h("button.primary", t.review)),
    );
    this.#form.addEventListener("input", () => this.#keep());
    fill(this, crumb(["#/tasks", texts.tasks.title]), head(this.#edited ? t.editTitle : t.title), this.#form);
    d.targets.forEach((target) => this.#targets.append(this.#target(target)));
  }

  /** Adds one before the last one, which may be for all others. */
  #another() {
    const { targets } = this.#draft;
    if (targets.length === MOST_TARGETS) return;
    const target = { selector: "", bundle: null };
    targets.splice(-1, 0, target);
    const box = this.#target(target);
    this.#targets.lastChild.before(box);
    box.querySelector("input").focus();
    this.#keep();
  }

  #target(target) {
    const source = h("bundle-source");
    const selector = h("input", {
      value: target.selector,
      maxlength: 4096,
      spellcheck: "false",
      autocapitalize: "off",
      placeholder: "role=web,env in (prod,stage)",
      oninput: () => {
        target.selector = selector.value.trim();
      },
    });
    const remove = button(
      t.remove,
      () => {
        this.#draft.targets.splice(this.#draft.targets.indexOf(target), 1);
        box.remove();
        this.#keep();
      },
      ".small.among",
    );
    let suggested = target.bundle?.name;
    const onchosen = (bundle) => {
      target.bundle = bundle;
      if (bundle && ["", suggested].includes(this.#name.value)) this.#name.value = bundle.name;
      suggested = bundle?.name ?? suggested;
      fill(this.#trouble);
      this.#keep();
    };
    const box = card([t.files, remove], h("div.among", field(t.selector, selector, t.selectorHint)), source);
    source.setup({ bundles: this.#bundles, tasks: this.#tasks, bundle: target.bundle, onchosen });
    return box;
  }

  #keep() {
    const { name, notes, startAt } = this.#form.elements;
    const policy = readPolicy(this.#form.elements);
    Object.assign(this.#draft, { name: name.value, notes: notes.value, startAt: startAt.value, policy });
    if (!this.#edited) sessionStorage.setItem(DRAFT, JSON.stringify(this.#draft));
  }

  async #review() {
    fill(this.#trouble);
    const { targets, name, notes } = this.#draft;
    const startAt = instant(this.#draft.startAt);
    if (targets.some(({ bundle }) => !bundle))
      return fill(this.#trouble, problemBox({ title: t.needFiles, hint: t.needFilesHint }));
    const policy = policyOf(this.#draft.policy);
    const what = facts(
      [t.name, name],
      [texts.task.bundle, targetList(targets)],
      notes && [t.notes, h("span.said", notes)],
      startAt && [t.startAt, time(startAt)],
    );
    const saves = this.#edited || startAt;
    const buttons = [
      h("button", { value: "" }, t.back),
      h(saves ? "button.primary" : "button", { value: "draft" }, saves ? t.save : t.saveDraft),
      saves ? null : h("button.primary", { value: "start", autofocus: true }, t.startNow),
    ].filter(Boolean);
    const title = saves ? t.saveTitle : t.reviewTitle;
    const choice = await dialog(title, [h("p", t.reviewText), what, policyFacts(policy)], buttons);
    if (choice === "") return undefined;
    const wanted = this.#wanted(policy, startAt, choice === "start");
    try {
      const task = await orRollBack((more) => this.#send({ ...wanted, ...more }));
      if (!task) return undefined;
      if (!this.#edited) sessionStorage.removeItem(DRAFT);
      if (task.token) handOver(task.id, task.token);
      location.hash = link("tasks", task.id);
    } catch (problem) {
      fill(this.#trouble, problemBox(problem));
    }
    return undefined;
  }

  /** The request for the task. */
  #wanted(policy, startAt, start) {
    const { targets, name, notes } = this.#draft;
    return {
      name,
      targets: targets.map(({ selector, bundle }) => ({
        selector,
        bundle: bundle.sha256,
        bundleName: bundle.name,
        bundleVersion: bundle.version,
      })),
      policy,
      ...(start ? { start } : {}),
      ...(notes ? { notes } : {}),
      ...(startAt ? { startAt } : {}),
    };
  }

  /** A repeat after a lost answer makes nothing twice. */
  #send(wanted) {
    if (this.#edited) return call("PATCH", pathOf("tasks", this.#edited), replacing(wanted));
    const text = JSON.stringify(wanted);
    if (this.#sent?.text !== text) this.#sent = { text, once: crypto.randomUUID() };
    return call("POST", "tasks", wanted, this.#sent);
  }
}

/** The same as a merge patch that leaves nothing as it was. */
function replacing(wanted) {
  const defaults = Object.fromEntries(POLICY_FIELDS.map(({ name }) => [name, null]));
  return { notes: null, startAt: null, ...wanted, policy: { ...defaults, ...wanted.policy } };
}

/** A local time of a control as an instant; the empty text if there is none. */
function instant(local) {
  return local === "" ? "" : new Date(local).toISOString();
}

/** The opposite. */
function localTime(at) {
  if (!at) return "";
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, "2026-11-23T02:00".length);
}

customElements.define("create-view", CreateView);
