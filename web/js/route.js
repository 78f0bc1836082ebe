// The part of the address after "#": a path and, after "?", the settings of the screen. Every screen has a link.

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

/** Stores the settings of the screen in the address, so that a reload or a link restores them. */
export function remember(settings) {
  const { path, params } = here();
  for (const [name, value] of Object.entries(settings)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  const query = params.toString();
  history.replaceState(history.state, "", `#${path}${query ? `?${query}` : ""}`);
}
