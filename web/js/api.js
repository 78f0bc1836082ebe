// Talks to /api/v1. The secret of a session is an HttpOnly cookie; what is kept here is the CSRF token and who is
// signed in.

import { pathOf } from "./route.js";

export class Problem extends Error {
  /** A problem from the server as application/problem+json, or from the page itself.
   *
   * @param {{ title?: string, detail?: string, hint?: string, code: string, status: number }} said
   */
  constructor({ title, detail, hint, code, status }) {
    super(title);
    Object.assign(this, { title, detail, hint, code, status });
  }
}

export const ROLES = ["viewer", "operator", "admin"];
let me = null;

export function whoami() {
  return me;
}

export function may(role) {
  return me !== null && ROLES.indexOf(me.role) >= ROLES.indexOf(role);
}

export async function restoreSession() {
  try {
    me = await call("GET", "whoami");
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    me = null;
  }
  return me;
}

export async function signIn(credentials) {
  me = await call("POST", "sign-in", credentials);
  return me;
}

export async function signOut() {
  await call("POST", "sign-out");
  me = null;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {any} [body]
 * @param {RequestOptions} [options]
 * @returns {Promise<any>}
 */
export async function call(method, path, body, { signal, once } = {}) {
  const response = await send(`/api/v1/${path}`, {
    method,
    signal,
    headers: headers({
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(once ? { "Idempotency-Key": once } : {}),
    }),
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text().catch((failure) => rethrow(failure));
  return answer(response.status, text);
}

const PAGE = 500;

/** The first `most` rows of a list that comes in pages: { rows, more }; `heard` gets each page as it comes. */
export async function listOf(path, member, most = Infinity, options = {}, heard = (_page) => {}) {
  const rows = [];
  for (let cursor = ""; ;) {
    const page = await call(
      "GET",
      `${path}${path.includes("?") ? "&" : "?"}limit=${Math.min(PAGE, most - rows.length)}${cursor}`,
      undefined,
      options,
    );
    rows.push(...page[member]);
    heard(page[member]);
    if (!page.next || rows.length >= most) return { rows, more: Boolean(page.next) };
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

/** Where one file of a bundle can be fetched. */
export function fileAddress(bundle, path) {
  return `/api/v1/bundles/${bundle}/files/${pathOf(...path.split("/"))}`;
}

/** The bytes of one file of a bundle. */
export async function fileOf(bundle, path, { signal } = /** @type {RequestOptions} */ ({})) {
  const response = await send(fileAddress(bundle, path), {
    signal,
    headers: { Accept: "application/octet-stream, application/problem+json" },
  });
  if (!response.ok) answer(response.status, await response.text());
  return new Uint8Array(await response.arrayBuffer());
}

/** The health checks; an unhealthy server answers 503, which is an answer too. */
export async function health({ signal } = /** @type {RequestOptions} */ ({})) {
  const response = await send("/health", { signal, headers: { Accept: "application/json" } });
  return response.json();
}

/** Uploads a form; `progress` gets a number from 0 to 1. `stop` ends it. */
export function upload(path, form, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.open("POST", `/api/v1/${path}`);
    for (const [name, value] of Object.entries(headers({}))) request.setRequestHeader(name, value);
    request.upload.addEventListener(
      "progress",
      (event) => event.lengthComputable && progress(event.loaded / event.total),
    );
    request.addEventListener("error", () => reject(offline()));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    request.addEventListener("load", () => {
      try {
        resolve(answer(request.status, request.responseText));
      } catch (problem) {
        reject(problem);
      }
    });
    request.send(form);
  });
  return { done, stop: () => request.abort() };
}

/** @returns {Promise<Response>} */
async function send(url, options) {
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options });
    const page = response.headers.get("Parley-Page");
    if (page && !import.meta.url.includes(page)) document.dispatchEvent(new CustomEvent("outdated"));
    return response;
  } catch (failure) {
    return rethrow(failure);
  }
}

/** @returns {never} */
function rethrow(failure) {
  throw failure.name === "AbortError" ? failure : offline();
}

function headers(more) {
  return {
    Accept: "application/json, application/problem+json",
    ...(me?.csrf ? { "Parley-CSRF": me.csrf } : {}),
    ...more,
  };
}

function answer(status, text) {
  let json = {};
  if (text) {
    try {
      json = JSON.parse(text);
    } catch {
      throw new Problem({ code: "not_json", status });
    }
  }
  if (status >= 400) {
    if (status === 401 && me) document.dispatchEvent(new CustomEvent("signed-out"));
    throw new Problem({ code: "status", ...json, status });
  }
  return json;
}

function offline() {
  return new Problem({ code: "offline", status: 0 });
}
