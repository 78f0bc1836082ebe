// Files that were chosen or dropped, each with its path inside the bundle.

const ARCHIVE = /\.(zip|tar\.gz|tgz)$/i;

export function chosen(list) {
  return [...list].map((file) => ({ path: file.webkitRelativePath ? withoutTop(file.webkitRelativePath) : file.name, file }));
}

/** Everything below what was dropped; a single dropped folder is itself the root of the bundle. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  const files = [];
  for (const entry of entries) await walk(entry, "", files);
  return entries.length === 1 && entries[0].isDirectory ? files.map(({ path, file }) => ({ path: withoutTop(path), file })) : files;
}

export function isArchive(files) {
  return files.length === 1 && ARCHIVE.test(files[0].path);
}

function withoutTop(path) {
  return path.slice(path.indexOf("/") + 1);
}

async function walk(entry, prefix, files) {
  const path = prefix + entry.name;
  if (entry.isFile) {
    files.push({ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    for (const child of batch) await walk(child, `${path}/`, files);
  }
}
