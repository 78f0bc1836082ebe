// Start, frame and routes.

import { may, restoreSession, signIn, signOut, whoami } from "./api.js";
import { button, fill, h } from "./dom.js";
import { choice, head, icon, problemBox } from "./elements/parts.js";
import { here } from "./route.js";
import { texts } from "./texts.js";
import { askToSignInAgain } from "./views/sign-in.js";
import "./views/tasks.js";
import "./views/task.js";
import "./views/report.js";
import "./views/client.js";
import "./views/clients.js";
import "./views/create.js";
import "./views/bundles.js";
import "./views/audit.js";
import "./views/keys.js";
import "./views/server.js";

/** @type {[RegExp, string, (...parts: string[]) => Element][]} */
const ROUTES = [
  [/^\/tasks\/([^/]+)\/clients\/([^/]+)$/, "viewer", (task, client) => h("client-view", { task, client })],
  [/^\/tasks\/([^/]+)\/report$/, "viewer", (task) => h("report-view", { task })],
  [/^\/tasks\/([^/]+)$/, "viewer", (task) => h("task-view", { task })],
  [/^\/(tasks)?$/, "viewer", () => h("tasks-view")],
  [/^\/new$/, "operator", () => h("create-view")],
  [/^\/clients$/, "viewer", () => h("clients-view")],
  [/^\/bundles\/([^/]+)$/, "viewer", (bundle) => h("bundle-view", { bundle })],
  [/^\/bundles$/, "viewer", () => h("bundles-view")],
  [/^\/audit$/, "operator", () => h("audit-view")],
  [/^\/keys$/, "admin", () => h("keys-view")],
  [/^\/server$/, "viewer", () => h("server-view")],
];
const NAV = [
  ["tasks", "viewer"],
  ["clients", "viewer"],
  ["bundles", "viewer"],
  ["audit", "operator"],
  ["keys", "admin"],
  ["server", "viewer"],
];

const content = document.getElementById("content");
let outdated = false;

function route() {
  const { path } = here();
  const [pattern, role, make] = ROUTES.find(([wanted]) => wanted.test(path)) ?? [];
  const parts = pattern ? path.match(pattern).slice(1) : [];
  document.title = texts.brand;
  const missing = (said) => [head(said.title), problemBox({ title: said.detail, hint: said.hint })];
  fill(
    content,
    !pattern
      ? missing(texts.problem.notFound)
      : may(role)
        ? make(...parts.map((part) => part && decodeURIComponent(part)))
        : missing(texts.problem.needsRole(role, whoami().role)),
  );
  frame(path);
  scrollTo(0, 0);
}

function frame(path) {
  const me = whoami();
  fill(
    document.getElementById("bar"),
    h(
      "div.bar",
      h("a.brand", { href: "#/tasks" }, h("img", { src: icon, alt: "" }), texts.brand),
      me
        ? h(
            "nav",
            { "aria-label": texts.nav.label },
            NAV.filter(([, role]) => may(role)).map(([name]) =>
              h(
                "a",
                {
                  href: `#/${name}`,
                  "aria-current": path.startsWith(`/${name}`) || (name === "tasks" && path === "/new") ? "page" : null,
                },
                texts.nav[name],
              ),
            ),
          )
        : h("span.spacer"),
      h(
        "div.who",
        themeSwitch(),
        me
          ? [
              h("span", { title: `${me.role}: ${texts.roles[me.role]}` }, me.name),
              button(texts.signOut, leave, ".small"),
            ]
          : null,
      ),
    ),
    outdated
      ? h(
          "div.note",
          { role: "status" },
          h(
            "div.row",
            texts.outdated,
            button(texts.loadAgain, () => location.reload(), ".small"),
          ),
        )
      : null,
  );
}

function themeSwitch() {
  return choice(texts.theme.label, Object.entries(texts.theme.names), theme(), setTheme);
}

function theme() {
  return localStorage.getItem("parley-theme") ?? "system";
}

function setTheme(name) {
  localStorage.setItem("parley-theme", name);
  document.documentElement.dataset.theme = name;
}

async function leave() {
  try {
    await signOut();
    showSignIn();
  } catch (problem) {
    content.prepend(problemBox(problem, leave));
  }
}

function showSignIn(problem) {
  const view = h("sign-in-view");
  fill(content, view);
  frame("");
  if (problem) view.explain(problem);
}

function signedInAgain() {
  frame(here().path);
  /** @type {any} */ (content.firstElementChild)?.show?.();
}

async function start() {
  setTheme(theme());
  const code = location.hash.match(/^#sign-in=(.+)$/)?.[1];
  if (code) history.replaceState(null, "", "#/tasks");
  try {
    await (code ? signIn({ code }) : restoreSession());
  } catch (problem) {
    if (problem.status === 0)
      fill(
        content,
        problemBox(problem, () => location.reload()),
      );
    else
      showSignIn(
        code && problem.code === "wrong_key"
          ? { ...problem, detail: texts.signIn.linkUsed, hint: texts.signIn.newLink }
          : problem,
      );
    return;
  }
  if (whoami()) route();
  else showSignIn();
}

addEventListener("hashchange", () => {
  if (location.hash.startsWith("#sign-in=")) start();
  else if (whoami()) {
    route();
    content.focus({ preventScroll: true });
  } else showSignIn();
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  content.focus();
});
document.addEventListener("outdated", () => {
  if (outdated) return;
  outdated = true;
  frame(here().path);
});
document.addEventListener("signed-in", route);
document.addEventListener("signed-out", () => askToSignInAgain(signedInAgain));
fill(content);
start();
