// What the page's modules need of a browser while they are loaded. Imported before them.

process.env.TZ = "UTC";

export const page = Object.assign(new EventTarget(), { documentElement: { lang: "en" }, hidden: false });
globalThis.document = page;
globalThis.location = { hash: "" };
