import assert from "node:assert/strict";
import test from "node:test";
import { middles, rowsOf } from "../js/diff.js";

/** One line for each row: unchanged, gone and come. */
function drawn(before, after) {
  return rowsOf(before, after).map(({ left, right, changed }) =>
    changed
      ? `${left ? `-${left.number} ${left.text}` : ""}|${right ? `+${right.number} ${right.text}` : ""}`
      : left.text,
  );
}

test("a changed line stands beside what it was", () => {
  assert.deepEqual(drawn("a\nlisten 80;\nc\n", "a\nlisten 443;\nc\n"), ["a", "-2 listen 80;|+2 listen 443;", "c"]);
});

test("a line that came has nothing to its left, a line that went nothing to its right", () => {
  assert.deepEqual(drawn("a\nc\n", "a\nb\nc\n"), ["a", "|+2 b", "c"]);
  assert.deepEqual(drawn("a\nb\nc\n", "a\nc\n"), ["a", "-2 b|", "c"]);
});

test("both sides keep their own line numbers behind a change", () => {
  assert.deepEqual(rowsOf("x\nb", "y\nz\nb").at(-1), {
    left: { number: 2, text: "b" },
    right: { number: 3, text: "b" },
    changed: false,
  });
});

test("the end of the last line and the kind of line ends are no change", () => {
  assert.deepEqual(drawn("a\r\nb\r\n", "a\nb"), ["a", "b"]);
});

test("an empty text has no lines", () => {
  assert.deepEqual(drawn("", ""), []);
  assert.deepEqual(drawn("", "a\n"), ["|+1 a"]);
});

test("the fewest lines change: a block that was moved stays where most of it can", () => {
  assert.deepEqual(drawn("a\nb\nc\nd", "b\nc\nd\na"), ["-1 a|", "b", "c", "d", "|+4 a"]);
});

test("texts without a line in common stand beside each other, however long", () => {
  const many = (word) => Array.from({ length: 2000 }, (_, index) => `${word}${index}`).join("\n");
  const rows = rowsOf(many("a"), many("b"));
  assert.equal(rows.length, 2000);
  assert.ok(rows.every(({ left, right, changed }) => left && right && changed));
});

test("only the middle of two lines differs", () => {
  assert.deepEqual(middles("listen 80;", "listen 8443;"), ["listen 8", "0", "443", ";"]);
  assert.deepEqual(middles("aa", "aaa"), ["aa", "", "a", ""]);
  assert.deepEqual(middles("", "new"), ["", "", "new", ""]);
});
