// Start, frame and routes. A route is the part of the address after "#", so that every screen can be linked to and "back" works.

import { may, restoreSession, signIn, signOut, whoami } from "./api.js";
import { fill, h } from "./dom.js";
import { problemBox } from "./elements/parts.js";
import { texts } from "./texts.js";
import "./views/sign-in.js";
import "./views/tasks.js";
import "./views/task.js";
import "./views/client.js";
import "./views/create.js";
import "./views/audit.js";
import "./views/keys.js";
import "./views/server.js";

const ROUTES = [
  [/^\/tasks\/([^/]+)\/clients\/([^/]+)$/, (task, client) => h("client-view", { task, client })],
  [/^\/tasks\/([^/]+)$/, (task) => h("task-view", { task })],
  [/^\/(tasks)?$/, () => h("tasks-view")],
  [/^\/new$/, () => h("create-view")],
  [/^\/audit$/, () => h("audit-view")],
  [/^\/keys$/, () => h("keys-view")],
  [/^\/server$/, () => h("server-view")],
];

const content = document.getElementById("content");

function route() {
  const path = location.hash.slice(1) || "/";
  const match = ROUTES.map(([pattern, make]) => [path.match(pattern), make]).find(([found]) => found);
  document.title = texts.brand;
  fill(content, match ? match[1](...match[0].slice(1).map((part) => part && decodeURIComponent(part))) : problemBox({ title: texts.problem.notFound }));
  frame(path);
}

function frame(path) {
  const links = [["/tasks", texts.nav.tasks, "viewer"], ["/new", texts.nav.new, "operator"], ["/audit", texts.nav.audit, "operator"], ["/keys", texts.nav.keys, "admin"], ["/server", texts.nav.server, "viewer"]];
  const here = path === "/" ? "/tasks" : path;
  fill(
    document.getElementById("bar"),
    h(
      "div",
      { class: "bar" },
      h("a", { class: "brand", href: "#/tasks" }, h("img", { src: "/favicon.svg", alt: "" }), texts.brand),
      h("nav", { "aria-label": texts.brand }, whoami() ? links.filter(([, , role]) => may(role)).map(([to, label]) => h("a", { href: `#${to}`, "aria-current": here.startsWith(to) ? "page" : null }, label)) : null),
      h("div", { class: "who" }, themeSwitch(), whoami() ? [`${whoami().name} (${whoami().role})`, h("button", { type: "button", onclick: leave }, texts.signOut)] : null),
    ),
  );
}

function themeSwitch() {
  const choose = h("select", { "aria-label": texts.theme.label, onchange: () => setTheme(choose.value) }, Object.entries(texts.theme).filter(([key]) => key !== "label").map(([value, label]) => h("option", { value }, label)));
  choose.value = localStorage.getItem("parley-theme") ?? "system";
  return choose;
}

function setTheme(theme) {
  localStorage.setItem("parley-theme", theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

async function leave() {
  await signOut();
  showSignIn();
}

function showSignIn(problem, expired = false) {
  const view = h("sign-in-view", { expired });
  fill(content, view);
  frame(location.hash.slice(1));
  if (problem) view.explain(problem);
}

async function start() {
  setTheme(localStorage.getItem("parley-theme") ?? "system");
  const code = location.hash.match(/^#sign-in=(.+)$/)?.[1];
  if (code) history.replaceState(null, "", "/#/tasks");
  try {
    if (code) await signIn({ code });
    else await restoreSession();
  } catch (problem) {
    return problem.status === 0 ? fill(content, problemBox(problem, start)) : showSignIn(problem);
  }
  return whoami() ? route() : showSignIn();
}

addEventListener("hashchange", () => (/^#sign-in=/.test(location.hash) ? start() : whoami() ? route() : showSignIn()));
document.addEventListener("signed-in", route);
document.addEventListener("signed-out", () => whoami() && showSignIn(undefined, true));
start();
