import assert from "node:assert/strict";
import test from "node:test";
import "./browser.js";

const { here, link, pathOf } = await import("../js/route.js");
const { csv } = await import("../js/files.js");
const { chosen, dropped, isArchive } = await import("../js/files.js");

test("the address after the number sign is a path and how the screen is set", () => {
  location.hash = "#/clients?state=failed&search=a%26b";
  assert.equal(here().path, "/clients");
  assert.equal(here().params.get("search"), "a&b");
  location.hash = "";
  assert.equal(here().path, "/tasks");
});

test("names of any kind become one segment each", () => {
  assert.equal(pathOf("tasks", "a/b?c", "ä"), "tasks/a%2Fb%3Fc/%C3%A4");
  assert.equal(link("bundles", "#1"), "#/bundles/%231");
});

test("a cell that a spreadsheet would take for a formula is kept from being one", () => {
  assert.equal(
    csv([
      ["name", '=HYPERLINK("x")'],
      ["+1", null],
    ]),
    '"name","\'=HYPERLINK(""x"")"\r\n"\'+1",""\r\n',
  );
});

test("a chosen folder gives its name, and paths below it", () => {
  const file = (path) => ({ name: path.split("/").at(-1), webkitRelativePath: path });
  const { name, files } = chosen([file("site/nginx/app.conf"), file("site/readme")]);
  assert.equal(name, "site");
  assert.deepEqual(
    files.map(({ path }) => path),
    ["nginx/app.conf", "readme"],
  );
});

test("one archive gives its name without the ending", () => {
  const { name, files } = chosen([{ name: "site-1.2.tar.gz", webkitRelativePath: "" }]);
  assert.equal(name, "site-1.2");
  assert.ok(isArchive(files));
  assert.ok(!isArchive([...files, ...files]));
});

test("a dropped folder is read to its last batch", async () => {
  const file = (name) => ({ name, isFile: true, file: (give) => give({ name }) });
  const folder = (name, ...batches) => ({
    name,
    isDirectory: true,
    createReader: () => ({ readEntries: (give) => give(batches.shift() ?? []) }),
  });
  const site = folder("site", [file("a")], [folder("conf.d", [file("b")])]);
  const { name, files } = await dropped({ items: [{ webkitGetAsEntry: () => site }], files: [] });
  assert.equal(name, "site");
  assert.deepEqual(
    files.map(({ path }) => path),
    ["a", "conf.d/b"],
  );
});
