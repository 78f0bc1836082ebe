// Files that were chosen or dropped, each with its path inside the bundle, and files that the page makes.

import { h } from "./dom.js";

const ARCHIVE = /\.(zip|tar\.gz|tgz)$/i;

/** { name, files }: the name is that of the folder, if it is one. */
export function chosen(list) {
  const files = [...list];
  const folder = files[0]?.webkitRelativePath ? files[0].webkitRelativePath.split("/")[0] : "";
  return {
    name: folder || nameOf(files),
    files: files.map((file) => ({
      path: file.webkitRelativePath ? withoutTop(file.webkitRelativePath) : file.name,
      file,
    })),
  };
}

/** All files below the dropped items; a single dropped folder is the root of the bundle. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return chosen(transfer.files);
  const files = [];
  for (const entry of entries) await walk(entry, "", files);
  const folder = entries.length === 1 && entries[0].isDirectory;
  return folder
    ? { name: entries[0].name, files: files.map(({ path, file }) => ({ path: withoutTop(path), file })) }
    : { name: nameOf(files.map(({ file }) => file)), files };
}

export function isArchive(files) {
  return files.length === 1 && ARCHIVE.test(files[0].path);
}

function nameOf(files) {
  return files.length === 1 ? files[0].name.replace(ARCHIVE, "") : "files";
}

function withoutTop(path) {
  return path.slice(path.indexOf("/") + 1);
}

async function walk(entry, prefix, files) {
  const path = prefix + entry.name;
  if (entry.isFile) {
    files.push({ path, file: await fileOf(entry) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const batch = await batchOf(reader);
    if (batch.length === 0) return;
    for (const child of batch) await walk(child, `${path}/`, files);
  }
}

function fileOf(entry) {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

function batchOf(reader) {
  return new Promise((resolve, reject) => {
    reader.readEntries(resolve, reject);
  });
}

export function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** RFC 4180. A cell that a spreadsheet would read as a formula is escaped. */
export function csv(rows) {
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
