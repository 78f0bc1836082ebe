// The part of the address after "#": a path and, behind "?", how the screen is set. Every screen can be linked to.

export function here() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  return { path: path || "/tasks", params: new URLSearchParams(query) };
}

/** Segments as a path, each of them text of any kind. */
export function pathOf(...segments) {
  return segments.map(encodeURIComponent).join("/");
}

export function link(...segments) {
  return `#/${pathOf(...segments)}`;
}

/** Keeps in the address how the screen is set, so that a reload or a link finds it so again. */
export function remember(settings) {
  const { path, params } = here();
  for (const [name, value] of Object.entries(settings)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  const query = params.toString();
  history.replaceState(history.state, "", `#${path}${query ? `?${query}` : ""}`);
}
