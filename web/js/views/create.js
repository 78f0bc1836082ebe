import { call, upload } from "../api.js";
import { field, fill, h } from "../dom.js";
import { problemBox, showToken } from "../elements/parts.js";
import { chosen, dropped, isArchive } from "../files.js";
import { bytes } from "../format.js";
import { texts } from "../texts.js";

const DRAFT = "parley-draft";
const t = texts.create;

/** A new task: files, a name, the policy that matters; uploads, starts, shows the token. The draft (not the files) survives a reload. */
class CreateView extends HTMLElement {
  #files = [];

  connectedCallback() {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}");
    const name = h("input", { name: "name", required: true, maxlength: 200, value: draft.name ?? "" });
    const notes = h("textarea", { name: "notes", maxlength: 4000, value: draft.notes ?? "" });
    const hours = h("input", { name: "hours", type: "number", min: 1, max: 720, value: draft.hours ?? 24 });
    const maxClients = h("input", { name: "maxClients", type: "number", min: 1, max: 100000, value: draft.maxClients ?? 100 });
    const list = h("p", { class: "soft", "aria-live": "polite" }, draft.name ? t.lost : "");
    const trouble = h("div", {});
    const progress = h("div", { class: "stack", "aria-live": "polite" });
    const submit = h("button", { class: "primary" }, t.submit);

    const take = (files) => {
      this.#files = this.#files.concat(files);
      if (!name.value && files.length > 0) name.value = files[0].path.replace(/\.(zip|tar\.gz|tgz)$/i, "").split("/")[0];
      fill(list, t.chosen(this.#files.length, bytes(this.#files.reduce((sum, { file }) => sum + file.size, 0))), " ", h("button", { type: "button", class: "plain", onclick: () => { this.#files = []; fill(list); } }, t.clear));
    };
    const pick = (folder) => {
      const input = h("input", { type: "file", multiple: true, class: "visually-hidden", tabindex: -1, "aria-hidden": "true", webkitdirectory: folder, onchange: () => take(chosen(input.files)) });
      return [input, h("button", { type: "button", onclick: () => input.click() }, folder ? t.chooseFolder : t.chooseFiles)];
    };
    const drop = h("div", { class: "drop stack", ondragover: (event) => { event.preventDefault(); drop.classList.add("over"); }, ondragleave: () => drop.classList.remove("over"), ondrop: async (event) => { event.preventDefault(); drop.classList.remove("over"); take(await dropped(event.dataTransfer)); } }, h("span", {}, t.drop), h("span", { class: "row" }, pick(false), pick(true)));

    const form = h(
      "form",
      {
        class: "card stack",
        oninput: () => sessionStorage.setItem(DRAFT, JSON.stringify({ name: name.value, notes: notes.value, hours: hours.value, maxClients: maxClients.value })),
        onsubmit: async (event) => {
          event.preventDefault();
          fill(trouble);
          if (this.#files.length === 0) return fill(trouble, problemBox({ title: t.needFiles }));
          submit.disabled = true;
          try {
            const bundle = await this.#send(name.value, progress);
            const wanted = { name: name.value, bundle: bundle.sha256, start: true, policy: { expiresIn: `PT${hours.value}H`, maxClients: Number(maxClients.value) } };
            if (notes.value) wanted.notes = notes.value;
            const task = await call("POST", "tasks", wanted);
            sessionStorage.removeItem(DRAFT);
            await showToken(task.token);
            location.hash = `#/tasks/${task.id}`;
          } catch (problem) {
            fill(trouble, problemBox(problem.name === "AbortError" ? { title: t.stopped } : problem));
          } finally {
            submit.disabled = false;
            fill(progress);
          }
        },
      },
      trouble,
      h("fieldset", { class: "stack" }, h("legend", {}, t.files), drop, list),
      field(t.name, name),
      field(t.notes, notes, t.notesHint),
      h("details", {}, h("summary", {}, t.more), h("div", { class: "columns" }, field(t.expiresIn, hours), field(t.maxClients, maxClients))),
      progress,
      h("div", {}, submit),
    );
    fill(this, h("div", { class: "head" }, h("h1", {}, t.title)), form);
  }

  async #send(name, progress) {
    const form = new FormData();
    form.append("name", name);
    if (isArchive(this.#files)) form.append("archive", this.#files[0].file, this.#files[0].path);
    else for (const { path, file } of this.#files) form.append("file", file, path);
    const bar = h("progress", { max: 1, value: 0, "aria-label": t.uploading(0) });
    const words = h("span", {}, t.uploading(0));
    const { done, stop } = upload("bundles", form, (part) => {
      bar.value = part;
      words.textContent = t.uploading(Math.floor(part * 100));
    });
    fill(progress, bar, h("span", { class: "row" }, words, h("button", { type: "button", onclick: stop }, t.stop)));
    return done;
  }
}

customElements.define("create-view", CreateView);
