import { call } from "../api.js";
import { facts, fill, h } from "../dom.js";
import { View } from "../elements/view.js";
import { time } from "../elements/parts.js";
import { bytes } from "../format.js";
import { texts } from "../texts.js";

const t = texts.server;

class ServerView extends View {
  static refresh = 10_000;

  load() {
    return call("GET", "server", undefined, { signal: this.signal });
  }

  render(server) {
    fill(
      this,
      h("div", { class: "head" }, h("h1", {}, t.title)),
      h(
        "div",
        { class: "card" },
        facts(
          [t.version, server.version],
          [t.identity, [h("code", {}, server.identity), h("div", { class: "soft small" }, t.identityHint)]],
          [t.urls, server.publicUrls.join(", ")],
          [t.started, time(server.started)],
          [t.database, server.database],
          [t.blobs, `${server.storage.blobs} · ${bytes(server.storage.bytes)}`],
          [t.free, bytes(server.storage.free)],
        ),
      ),
    );
  }
}

customElements.define("server-view", ServerView);
