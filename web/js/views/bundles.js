import { call, may } from "../api.js";
import { facts, field, fill, h } from "../dom.js";
import "../elements/compare.js";
import { crumb, head, table, time } from "../elements/parts.js";
import { View } from "../elements/view.js";
import { bytes, exactly, number, short } from "../format.js";
import { here, link, remember } from "../route.js";
import { texts } from "../texts.js";

const PAGE = 50;
const t = texts.bundles;

class BundlesView extends View {
  #limit = PAGE;

  load() {
    return call("GET", `bundles?limit=${Math.min(500, this.#limit)}`, undefined, { signal: this.signal });
  }

  render({ bundles, next }) {
    document.title = `${t.title} · ${texts.brand}`;
    fill(
      this,
      head(t.title, may("operator") ? h("a", { class: "button primary", href: "#/new" }, texts.tasks.new) : null),
      h("p", { class: "soft" }, t.lead),
      h("div", { class: "card" }, bundles.length === 0 ? h("p", { class: "soft" }, t.none) : table([t.name, t.version, t.files, t.size, t.created, t.digest], bundles.map(row), t.title), next ? h("button", { type: "button", onclick: () => { this.#limit += PAGE; this.show(); } }, texts.tasks.more) : null),
    );
  }
}

function row(bundle) {
  return [h("a", { class: "strong", href: link("bundles", bundle.sha256) }, bundle.name), bundle.version, number(bundle.files), bytes(bundle.bytes), texts.task.by(time(bundle.created), bundle.createdBy), h("code", { class: "small", title: bundle.sha256 }, short(bundle.sha256))];
}

/** One bundle: its files, or what changes against another one. */
class BundleView extends View {
  async load() {
    const options = { signal: this.signal };
    const [bundle, { bundles }] = await Promise.all([call("GET", `bundles/${encodeURIComponent(this.getAttribute("bundle"))}`, undefined, options), call("GET", "bundles?limit=200", undefined, options)]);
    return { bundle, others: bundles.filter((other) => other.sha256 !== bundle.sha256) };
  }

  render({ bundle, others }) {
    document.title = `${bundle.name} ${bundle.version} · ${texts.brand}`;
    const choose = bundleChoice(others, texts.compare.nothing, here().params.get("with") ?? "");
    const contents = h("div", {});
    const draw = () => {
      remember({ with: choose.value });
      fill(contents, choose.value ? compared(choose.value, bundle.sha256) : files(bundle));
    };
    choose.addEventListener("change", draw);
    fill(
      this,
      crumb(["#/bundles", t.title]),
      head(`${bundle.name} ${bundle.version}`, may("operator") ? h("a", { class: "button primary", href: `#/new?bundle=${encodeURIComponent(bundle.sha256)}` }, t.use) : null),
      h("div", { class: "card" }, facts([t.created, texts.task.by(time(bundle.created), bundle.createdBy)], [t.size, `${texts.task.files(bundle.files)}, ${bytes(bundle.bytes)}`], [t.digest, h("code", { class: "small" }, bundle.sha256)])),
      h("section", { class: "card stack" }, h("div", { class: "row between" }, h("h2", {}, t.contents), others.length > 0 ? field(texts.compare.with, choose) : null), contents),
    );
    draw();
  }
}

/** A choice of bundles, the newest first. */
export function bundleChoice(bundles, nothing, value) {
  const choose = h("select", {}, nothing === null ? null : h("option", { value: "" }, nothing), bundles.map((other) => h("option", { value: other.sha256 }, `${other.name} ${other.version} · ${exactly(new Date(other.created))}`)));
  choose.value = bundles.some((other) => other.sha256 === value) ? value : (choose.options[0]?.value ?? "");
  return choose;
}

export function compared(before, after) {
  const compare = h("bundle-compare");
  compare.show(before, after);
  return compare;
}

function files(bundle) {
  return table(
    [t.path, t.mode, t.size, t.digest],
    bundle.entries.map((file) => [h("a", { href: `/api/v1/bundles/${bundle.sha256}/files/${file.path.split("/").map(encodeURIComponent).join("/")}`, download: file.path.split("/").at(-1), title: t.download }, h("code", { class: "path" }, file.path)), h("code", {}, file.mode), bytes(file.size), h("code", { class: "small", title: file.sha256 }, short(file.sha256))]),
    t.contents,
  );
}

customElements.define("bundles-view", BundlesView);
customElements.define("bundle-view", BundleView);
