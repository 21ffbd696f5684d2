import type { WholePart } from './part.ts';

type Numbers = Int32Array | Float32Array | Float64Array;

/** Rows of a matrix [… × width] in the order asked for. */
function gather<T extends Numbers>(all: T, width: number, rows: Int32Array): T {
  const some = all.slice(0, rows.length * width) as T;
  rows.forEach((row, i) => some.set(all.subarray(row * width, (row + 1) * width), i * width));
  return some;
}

/** Some rows of a part whose rows have one target each. */
export function partRows(part: WholePart, rows: Int32Array): WholePart {
  const { x, target, weights } = part;
  return {
    kind: 'whole',
    x: gather(x, x.length / part.rows, rows),
    target: gather(target, target.length / part.rows, rows),
    rows: rows.length,
    ...(weights && { weights: gather(weights, 1, rows) }),
  };
}

/** The inputs of parts side by side; their rows and targets are the same. */
export function besides(parts: readonly WholePart[]): WholePart {
  const [first] = parts;
  if (parts.length === 1) return first;
  const { rows } = first;
  const widths = parts.map(({ x }) => x.length / rows);
  const width = widths.reduce((a, b) => a + b, 0);
  const x = first.x instanceof Float32Array ? new Float32Array(rows * width) : new Float64Array(rows * width);
  let at = 0;
  parts.forEach((part, i) => {
    const own = widths[i];
    for (let row = 0; row < rows; row++) x.set(part.x.subarray(row * own, (row + 1) * own), row * width + at);
    at += own;
  });
  return { ...first, x };
}
