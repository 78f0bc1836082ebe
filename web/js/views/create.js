import { call, upload } from "../api.js";
import { facts, field, fill, h } from "../dom.js";
import { crumb, dialog, head, problemBox } from "../elements/parts.js";
import { handOver } from "../elements/tokens.js";
import { chosen, dropped, isArchive } from "../files.js";
import { bytes, hoursOf, short } from "../format.js";
import { here, link } from "../route.js";
import { texts } from "../texts.js";
import { bundleChoice, compared } from "./bundles.js";
import { policyFacts } from "./task.js";

const DRAFT = "parley-draft";
const t = texts.create;
const DEFAULTS = { name: "", notes: "", expiresIn: 24, maxClients: 100, severity: "mandatory", maxDefer: 0, stateTimeout: 1, retry: 2, keepLocal: false, allowDowngrade: false };

/** A new task: what to roll out, what that changes, a name, the policy, a summary. Everything survives a reload. */
class CreateView extends HTMLElement {
  #draft = { ...DEFAULTS, bundle: null, ...JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}") };
  #bundles = [];
  #upload = null;

  async connectedCallback() {
    document.title = `${t.title} · ${texts.brand}`;
    await this.#begin();
    if (!this.isConnected) return;
    this.#frame();
    this.#showFiles();
  }

  disconnectedCallback() {
    this.#upload?.stop();
  }

  /** From a bundle or a task that the address names, or from the draft. */
  async #begin() {
    const { params } = here();
    try {
      this.#bundles = (await call("GET", "bundles?limit=200")).bundles;
      if (params.has("bundle")) this.#draft.bundle = await call("GET", `bundles/${encodeURIComponent(params.get("bundle"))}`);
      if (params.has("from")) this.#copy(await call("GET", `tasks/${encodeURIComponent(params.get("from"))}`));
    } catch (problem) {
      fill(this, problemBox(problem, () => this.connectedCallback()));
    }
    if (this.#draft.bundle) delete this.#draft.bundle.entries;
  }

  #copy(task) {
    const { policy } = task;
    Object.assign(this.#draft, {
      bundle: { ...task.bundle, created: task.created },
      name: task.name,
      notes: task.notes ?? "",
      expiresIn: hoursOf(policy.expiresIn),
      maxClients: policy.maxClients,
      severity: policy.severity,
      maxDefer: hoursOf(policy.maxDefer),
      stateTimeout: hoursOf(policy.stateTimeout),
      retry: policy.retry?.times ?? DEFAULTS.retry,
      keepLocal: policy.keepLocal,
      allowDowngrade: policy.allowDowngrade,
    });
  }

  #frame() {
    const d = this.#draft;
    const text = (name, more) => h("input", { name, value: d[name], ...more });
    const count = (name, min, max, step = 1) => h("input", { name, type: "number", min, max, step, required: true, value: d[name] });
    const flag = (name) => h("label", { class: "row" }, h("input", { name, type: "checkbox", checked: d[name] }), t[name]);
    const severity = h("select", { name: "severity" }, Object.entries(t.severities).map(([value, label]) => h("option", { value }, label)));
    severity.value = d.severity;
    const form = h(
      "form",
      {
        class: "stack",
        oninput: () => this.#keep(form),
        onsubmit: (event) => {
          event.preventDefault();
          this.#review();
        },
      },
      h("section", { class: "card stack files", "aria-labelledby": "files" }, h("h2", { id: "files" }, t.files), h("div", { class: "stack what" })),
      h("section", { class: "card stack changed", "aria-labelledby": "changed", hidden: true }),
      h(
        "section",
        { class: "card stack" },
        h("div", { class: "columns" }, field(t.name, text("name", { required: true, maxlength: 128 }), t.nameHint), field(t.notes, h("textarea", { name: "notes", maxlength: 4000, rows: 2, value: d.notes }), t.notesHint)),
        h(
          "details",
          {},
          h("summary", {}, t.more),
          h("div", { class: "columns" }, field(t.expiresIn, count("expiresIn", 1, 720, "any")), field(t.maxClients, count("maxClients", 1, 100000)), field(t.severity, severity), field(t.maxDefer, count("maxDefer", 0, 720, "any")), field(t.stateTimeout, count("stateTimeout", 0.01, 720, "any")), field(t.retry, count("retry", 0, 10))),
          h("div", { class: "stack" }, flag("keepLocal"), flag("allowDowngrade")),
        ),
      ),
      h("div", { class: "trouble" }),
      h("div", {}, h("button", { class: "primary" }, t.review)),
    );
    fill(this, crumb(["#/tasks", texts.tasks.title]), head(t.title), form);
  }

  #keep(form) {
    for (const control of form.elements) {
      if (control.name in DEFAULTS) this.#draft[control.name] = control.type === "checkbox" ? control.checked : control.type === "number" ? Number(control.value) : control.value;
    }
    sessionStorage.setItem(DRAFT, JSON.stringify(this.#draft));
  }

  #showFiles(note) {
    const { bundle } = this.#draft;
    const what = this.querySelector(".what");
    if (!bundle) {
      fill(what, this.#drop(), this.#earlier());
    } else {
      fill(
        what,
        facts([texts.task.bundle, [h("a", { href: link("bundles", bundle.sha256) }, `${bundle.name} ${bundle.version}`), h("div", { class: "soft small" }, `${texts.task.files(bundle.files)}, ${bytes(bundle.bytes)} · `, h("code", {}, short(bundle.sha256)))]]),
        note ? h("p", { class: "soft" }, note) : null,
        h("div", {}, h("button", { type: "button", onclick: () => this.#take(null) }, t.other)),
      );
    }
    this.#showChanges();
  }

  #drop() {
    const pick = (folder, label) => {
      const input = h("input", { type: "file", multiple: true, hidden: true, webkitdirectory: folder, "aria-label": label, onchange: () => this.#send(chosen(input.files)) });
      return [input, h("button", { type: "button", onclick: () => input.click() }, label)];
    };
    const over = (on) => (event) => {
      event.preventDefault();
      zone.classList.toggle("over", on);
    };
    const zone = h(
      "div",
      {
        class: "drop",
        ondragover: over(true),
        ondragleave: over(false),
        ondrop: async (event) => {
          over(false)(event);
          this.#send(await dropped(event.dataTransfer));
        },
      },
      h("p", { class: "strong" }, t.drop),
      h("p", { class: "row" }, pick(false, t.chooseFiles), pick(true, t.chooseFolder)),
      h("p", { class: "soft small" }, t.dropHint),
    );
    return zone;
  }

  #earlier() {
    if (this.#bundles.length === 0) return null;
    const choose = bundleChoice(this.#bundles, t.pick, "");
    choose.addEventListener("change", () => choose.value && this.#take(this.#bundles.find((bundle) => bundle.sha256 === choose.value)));
    return field(t.earlier, choose);
  }

  async #send({ name, files }) {
    if (files.length === 0) return;
    const form = new FormData();
    form.append("name", name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(0, 63) || "files");
    if (isArchive(files)) form.append("archive", files[0].file, files[0].path);
    else for (const { path, file } of files) form.append("file", file, path);
    const bar = h("progress", { max: 1, value: 0, "aria-label": t.files });
    const words = h("span", { role: "status" }, t.uploading(name, 0));
    this.#upload = upload("bundles", form, (part) => {
      bar.value = part;
      words.textContent = part < 1 ? t.uploading(name, Math.floor(part * 100)) : t.checking;
    });
    fill(this.querySelector(".what"), bar, h("p", { class: "row between" }, words, h("button", { type: "button", onclick: () => this.#upload.stop() }, t.stop)));
    try {
      const bundle = await this.#upload.done;
      const known = this.#bundles.some((other) => other.sha256 === bundle.sha256);
      if (!known) this.#bundles.unshift(bundle);
      this.#take(bundle, known ? t.known : null);
    } catch (problem) {
      this.#showFiles();
      this.querySelector(".what").prepend(problem.name === "AbortError" ? h("p", { role: "status" }, t.stopped) : problemBox(problem));
    } finally {
      this.#upload = null;
    }
  }

  #take(bundle, note) {
    this.#draft.bundle = bundle;
    const name = this.querySelector("[name=name]");
    if (bundle && !name.value) name.value = bundle.name;
    this.#keep(this.querySelector("form"));
    fill(this.querySelector(".trouble"));
    this.#showFiles(note);
  }

  #showChanges() {
    const { bundle } = this.#draft;
    const section = this.querySelector(".changed");
    section.hidden = !bundle;
    if (!bundle) return;
    const others = this.#bundles.filter((other) => other.sha256 !== bundle.sha256);
    const nearest = others.find((other) => other.name === bundle.name && other.sequence < bundle.sequence) ?? others.find((other) => other.name === bundle.name) ?? others[0];
    const choose = bundleChoice(others, texts.compare.nothing, nearest?.sha256 ?? "");
    const changes = h("div", {});
    const draw = () => fill(changes, compared(choose.value, bundle.sha256));
    choose.addEventListener("change", draw);
    fill(section, h("div", { class: "row between" }, h("h2", { id: "changed" }, t.changes), others.length > 0 ? field(texts.compare.with, choose) : h("span", { class: "soft" }, t.first)), changes);
    draw();
  }

  async #review() {
    const trouble = fill(this.querySelector(".trouble"));
    const { bundle, name, notes } = this.#draft;
    if (!bundle) {
      fill(trouble, problemBox({ title: t.needFiles, hint: t.needFilesHint }));
      return;
    }
    const wanted = { name, bundle: bundle.sha256, policy: this.#policy() };
    if (notes) wanted.notes = notes;
    const summary = [h("p", {}, t.reviewText), facts([t.name, name], [texts.task.bundle, `${bundle.name} ${bundle.version}: ${texts.task.files(bundle.files)}, ${bytes(bundle.bytes)}`], notes && [t.notes, h("span", { class: "said" }, notes)]), policyFacts({ ...wanted.policy, retry: { times: wanted.policy.retry } })];
    const buttons = [h("button", { value: "" }, t.back), h("button", { value: "draft" }, t.saveDraft), h("button", { value: "start", class: "primary", autofocus: true }, t.startNow)];
    const choice = await dialog(t.reviewTitle, summary, buttons);
    if (choice === "") return;
    try {
      const task = await call("POST", "tasks", { ...wanted, start: choice === "start" });
      sessionStorage.removeItem(DRAFT);
      if (task.token) handOver(task.id, task.token);
      location.hash = link("tasks", task.id);
    } catch (problem) {
      fill(trouble, problemBox(problem));
    }
  }

  #policy() {
    const d = this.#draft;
    return { expiresIn: hours(d.expiresIn), maxClients: d.maxClients, severity: d.severity, maxDefer: hours(d.maxDefer), stateTimeout: hours(d.stateTimeout), retry: d.retry, keepLocal: d.keepLocal, allowDowngrade: d.allowDowngrade };
  }
}

function hours(count) {
  return `PT${Math.round(count * 3600)}S`;
}

customElements.define("create-view", CreateView);
