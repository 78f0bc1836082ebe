import { upload } from "../api.js";
import { button, facts, field, fill, h } from "../dom.js";
import { chosen, dropped, isArchive } from "../files.js";
import { lastRolledOut } from "../format.js";
import { texts } from "../texts.js";
import { bundleChoice, compared } from "./compare.js";
import { bundleFacts, problemBox, soft } from "./parts.js";

const t = texts.create;

/**
 * Where a bundle comes from: files, a folder or an archive dropped here, or one that the server has; and what it
 * changes.
 */
export class BundleSource extends HTMLElement {
  #bundles;
  #tasks;
  #chosen;
  #bundle = null;
  #upload = null;
  #what = h("div.stack");
  #changed = h("div.stack");

  /**
   * @param bundles those of the server; an upload is added. `tasks` are the newest ones; `onchosen` gets each choice,
   *   null for none
   */
  setup({ bundles, tasks, bundle, onchosen }) {
    this.#bundles = bundles;
    this.#tasks = tasks;
    this.#bundle = bundle;
    this.#chosen = onchosen;
    fill(this, this.#what, this.#changed);
    this.#show();
  }

  disconnectedCallback() {
    this.#upload?.stop();
  }

  #take(bundle, note) {
    this.#bundle = bundle;
    this.#chosen(bundle);
    this.#show(note);
  }

  #show(note) {
    const bundle = this.#bundle;
    fill(
      this.#what,
      bundle
        ? [
            facts([texts.task.bundle, bundleFacts(bundle)]),
            note ? soft(note) : null,
            warned(bundle.warnings ?? []),
            h(
              "div",
              button(t.other, () => this.#take(null)),
            ),
          ]
        : [this.#drop(), this.#earlier()],
    );
    fill(this.#changed, bundle ? this.#changes(bundle) : null);
  }

  #drop() {
    const pick = (folder, label) => {
      const input = h("input", {
        type: "file",
        multiple: true,
        hidden: true,
        webkitdirectory: folder,
        "aria-label": label,
        onchange: () => this.#send(chosen(input.files)),
      });
      return [input, button(label, () => input.click())];
    };
    const over = (on) => (event) => {
      event.preventDefault();
      zone.classList.toggle("over", on);
    };
    const ondrop = async (event) => {
      over(false)(event);
      this.#send(await dropped(event.dataTransfer));
    };
    const zone = h(
      "div.drop",
      { ondragover: over(true), ondragleave: over(false), ondrop },
      h("p.strong", t.drop),
      h("p.row", pick(false, t.chooseFiles), pick(true, t.chooseFolder)),
      h("p.soft.small", t.dropHint),
    );
    return zone;
  }

  #earlier() {
    if (this.#bundles.length === 0) return null;
    return field(
      t.earlier,
      bundleChoice(
        this.#bundles,
        t.pick,
        "",
        (sha256) => sha256 && this.#take(this.#bundles.find((bundle) => bundle.sha256 === sha256)),
      ),
    );
  }

  async #send({ name, files }) {
    if (files.length === 0) return;
    const form = new FormData();
    const called = name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(0, 63) || "files";
    form.append("name", called);
    if (isArchive(files)) form.append("archive", files[0].file, files[0].path);
    else for (const { path, file } of files) form.append("file", file, path);
    const bar = h("progress", { max: 1, value: 0, "aria-label": t.files });
    const words = h("span", { role: "status" }, t.uploading(name, 0));
    this.#upload = upload("bundles", form, (part) => {
      bar.value = part;
      words.textContent = part < 1 ? t.uploading(name, Math.floor(part * 100)) : t.checking;
    });
    fill(
      this.#what,
      bar,
      h(
        "p.row.between",
        words,
        button(t.stop, () => this.#upload.stop()),
      ),
    );
    try {
      const bundle = await this.#upload.done;
      const known = this.#bundles.some((other) => other.sha256 === bundle.sha256);
      if (!known) this.#bundles.unshift(bundle);
      if (bundle.name !== called) Object.assign(bundle, { name: called, version: `${bundle.sequence}` });
      this.#take(bundle, known ? t.known : null);
    } catch (problem) {
      this.#show();
      this.#what.prepend(problem.name === "AbortError" ? h("p", { role: "status" }, t.stopped) : problemBox(problem));
    } finally {
      this.#upload = null;
    }
  }

  #changes(bundle) {
    const others = this.#bundles.filter((other) => other.sha256 !== bundle.sha256);
    const changes = h("div");
    const draw = (other) => fill(changes, compared(other, bundle.sha256));
    const choose = bundleChoice(others, texts.compare.nothing, lastRolledOut(this.#tasks, bundle), draw);
    draw(choose.value);
    return [
      h(
        "div.row.between",
        h("h3", t.changes),
        others.length > 0 ? field(texts.compare.with, choose) : h("span.soft", t.first),
      ),
      changes,
    ];
  }
}

/** The server's warnings about an upload. */
function warned(warnings) {
  const one = ({ message, paths, count }) =>
    h(
      "div.stack",
      h("p", message),
      h(
        "ul",
        paths.map((path) => h("li", h("code.path", path))),
      ),
      count > paths.length ? soft(t.morePaths(count - paths.length)) : null,
    );
  return warnings.length > 0
    ? h("section.stack", { "aria-label": t.warnings }, h("h3", t.warnings), warnings.map(one))
    : null;
}

customElements.define("bundle-source", BundleSource);
