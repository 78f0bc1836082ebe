// Which lines of two texts differ: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), forward variant.

const MOST_EDITS = 1500;

/** Rows { left, right }, each null or { number, text }; both with the same text where nothing changed. */
export function rowsOf(before, after) {
  const a = lines(before);
  const b = lines(after);
  const rows = [];
  let i = 0;
  let j = 0;
  for (const [x, y, length] of [...matches(a, b), [a.length, b.length, 0]]) {
    while (i < x || j < y)
      rows.push({ left: i < x ? at(a, i++) : null, right: j < y ? at(b, j++) : null, changed: true });
    for (let k = 0; k < length; k += 1) rows.push({ left: at(a, i++), right: at(b, j++), changed: false });
  }
  return rows;
}

/** The common begin and end of two different lines: [begin, middle of the left, middle of the right, end]. */
export function middles(left, right) {
  let begin = 0;
  while (begin < Math.min(left.length, right.length) && left[begin] === right[begin]) begin += 1;
  let end = 0;
  while (end < Math.min(left.length, right.length) - begin && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  return [
    left.slice(0, begin),
    left.slice(begin, left.length - end),
    right.slice(begin, right.length - end),
    left.slice(left.length - end),
  ];
}

function lines(text) {
  const all = text.split(/\r?\n/);
  if (all.at(-1) === "") all.pop();
  return all;
}

function at(all, index) {
  return { number: index + 1, text: all[index] };
}

/** Runs of equal lines as [index in a, index in b, length], in order. */
function matches(a, b) {
  let begin = 0;
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) begin += 1;
  let end = 0;
  while (end < a.length - begin && end < b.length - begin && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const inner = trace(a.slice(begin, a.length - end), b.slice(begin, b.length - end));
  return [
    [0, 0, begin],
    ...inner.map(([x, y]) => [x + begin, y + begin, 1]),
    [a.length - end, b.length - end, end],
  ].filter(([, , length]) => length > 0);
}

function trace(a, b) {
  const steps = [];
  const v = new Map([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, MOST_EDITS); d += 1) {
    steps.push(new Map(v));
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && v.get(k - 1) < v.get(k + 1)) ? v.get(k + 1) : v.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      v.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(steps, a, b);
    }
  }
  return [];
}

function backtrack(steps, a, b) {
  const found = [];
  let x = a.length;
  let y = b.length;
  for (let d = steps.length - 1; d >= 0; d -= 1) {
    const v = steps[d];
    const k = x - y;
    const from = k === -d || (k !== d && v.get(k - 1) < v.get(k + 1)) ? k + 1 : k - 1;
    const x0 = d === 0 ? 0 : v.get(from);
    const y0 = d === 0 ? 0 : x0 - from;
    while (x > x0 && y > y0 && x > 0 && y > 0 && a[x - 1] === b[y - 1]) {
      x -= 1;
      y -= 1;
      found.push([x, y]);
    }
    x = x0;
    y = y0;
  }
  return found.reverse();
}
