// Talks to /api/v1. The secret of a session is an HttpOnly cookie; what is kept here is the CSRF token and who is signed in.

export class Problem extends Error {
  constructor({ title, detail, hint, code, status }) {
    super(title);
    Object.assign(this, { title, detail, hint, code, status });
  }
}

let me = null;

export function whoami() {
  return me;
}

export function may(role) {
  const ranks = ["viewer", "operator", "admin"];
  return me !== null && ranks.indexOf(me.role) >= ranks.indexOf(role);
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

export async function call(method, path, body, { signal } = {}) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method,
      signal,
      credentials: "same-origin",
      headers: headers(body === undefined ? {} : { "Content-Type": "application/json" }),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw offline();
  }
  const text = await response.text();
  return answer(response.status, text);
}

/** Uploads a form; `progress` hears a number from 0 to 1. The returned function stops the upload. */
export function upload(path, form, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.open("POST", `/api/v1/${path}`);
    for (const [name, value] of Object.entries(headers({}))) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
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

function headers(more) {
  return { Accept: "application/json", ...(me?.csrf ? { "Parley-CSRF": me.csrf } : {}), ...more };
}

function answer(status, text) {
  let json = {};
  if (text) {
    try {
      json = JSON.parse(text);
    } catch {
      throw new Problem({ title: "The answer was not understood", detail: `The server answered ${status} with something that is not JSON.`, hint: "Is there a proxy between this page and the server?", status });
    }
  }
  if (status >= 400) {
    if (status === 401) document.dispatchEvent(new CustomEvent("signed-out"));
    throw new Problem({ title: `The server answered ${status}`, ...json, status });
  }
  return json;
}

function offline() {
  return new Problem({ code: "offline", status: 0 });
}
