import { call, fileAddress, may } from "../api.js";
import { button, facts, field, fill, h } from "../dom.js";
import { bundleChoice, compared } from "../elements/compare.js";
import { ListView } from "../elements/list.js";
import { ask, bundleName, crumb, digest, head, soft, table, time, titled } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { bytes, number } from "../format.js";
import { here, link, pathOf, remember } from "../route.js";
import { texts } from "../texts.js";

const t = texts.bundles;

class BundlesView extends ListView {
  static path = "bundles";
  static page = 50;
  static words = t;
  static headings = [t.name, t.version, t.files, t.size, t.created, t.digest];

  top() {
    return [
      head(t.title, may("operator") ? h("a.button.primary", { href: "#/new" }, texts.tasks.new) : null),
      soft(t.lead),
    ];
  }

  row(bundle) {
    return [
      h("a.strong", { href: link("bundles", bundle.sha256) }, bundle.name),
      bundle.version,
      number(bundle.files),
      bytes(bundle.bytes),
      made(bundle),
      digest(bundle.sha256),
    ];
  }
}

function made(bundle) {
  return h("span", texts.task.by(time(bundle.created), bundle.createdBy));
}

/** One bundle: its files, or what changes against another one. */
class BundleView extends View {
  async load() {
    const path = pathOf("bundles", this.getAttribute("bundle"));
    const [bundle, needed, { rows }] = await Promise.all([
      this.get(path),
      this.get(`${path}/uses`),
      this.rows("bundles", "bundles", 200),
    ]);
    return { bundle, needed, others: rows.filter((other) => other.sha256 !== bundle.sha256) };
  }

  render({ bundle, needed, others }) {
    titled(bundleName(bundle));
    const contents = h("div");
    const draw = (other) => {
      remember({ with: other });
      fill(contents, other ? compared(other, bundle.sha256) : files(bundle));
    };
    const choose = bundleChoice(others, texts.compare.nothing, here().params.get("with") ?? "", draw);
    fill(
      this,
      crumb(["#/bundles", t.title]),
      head(
        bundleName(bundle),
        may("operator")
          ? h("a.button.primary", { href: `#/new?bundle=${encodeURIComponent(bundle.sha256)}` }, t.use)
          : null,
        may("operator") && needed.uses.length === 0 ? button(t.delete, () => this.#delete(bundle)) : null,
      ),
      h(
        "div.card",
        facts(
          [t.created, made(bundle)],
          [t.size, `${texts.task.files(bundle.files)}, ${bytes(bundle.bytes)}`],
          [t.digest, h("code.small", bundle.sha256)],
          [t.needed, uses(needed)],
        ),
      ),
      h(
        "section.card.stack",
        h("div.row.between", h("h2", t.contents), others.length > 0 ? field(texts.compare.with, choose) : null),
        contents,
      ),
    );
    draw(choose.value);
  }

  async #delete(bundle) {
    const gone = () => call("DELETE", pathOf("bundles", bundle.sha256));
    if (await ask(t.deleting(bundleName(bundle)), gone)) location.hash = "#/bundles";
  }
}

/** The tasks that need a bundle, and what for. */
function uses({ uses: tasks, more }) {
  if (tasks.length === 0) return t.nothing;
  return h(
    "ul.plain",
    tasks.map(({ task, name, why, clients }) =>
      h("li", h("a", { href: link("tasks", task) }, name), `: ${t.why[why](clients)}`),
    ),
    more ? h("li", t.more) : null,
  );
}

function files(bundle) {
  const row = (file) => [
    h(
      "a",
      { href: fileAddress(bundle.sha256, file.path), download: file.path.split("/").at(-1), title: t.download },
      h("code.path", file.path),
    ),
    h(
      "span",
      file.kind === "file" ? h("code", file.mode) : t.kinds[file.kind],
      file.target ? [" → ", h("code.path", file.target)] : null,
    ),
    bytes(file.size),
    digest(file.sha256),
  ];
  return table([t.path, t.mode, t.size, t.digest], bundle.entries.map(row), t.contents);
}

customElements.define("bundles-view", BundlesView);
customElements.define("bundle-view", BundleView);
