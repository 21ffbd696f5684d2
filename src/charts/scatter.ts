/** Marks that stay apart without colour. */
const MARKS = 'o+x*#@%&';

export interface Scatter {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Class of each point; absent: all alike. */
  readonly classes?: ArrayLike<number>;
  readonly xName: string;
  readonly yName: string;
}

const label = (value: number) => String(Number(value.toPrecision(3)));

function range(values: ArrayLike<number>) {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return high > low ? { low, high } : { low: low - 0.5, high: high + 0.5 };
}

/** Points in a frame with the limits of both axes and a legend, `width` columns wide; the last point of a cell shows. */
export function scatterLines({ x, y, classes, xName, yName }: Scatter, width: number): string[] {
  const across = range(x);
  const up = range(y);
  const left = Math.max(label(up.low).length, label(up.high).length, yName.length) + 1;
  const columns = Math.max(20, Math.min(72, width - left - 3));
  const rows = Math.round(columns / 2.6);
  const grid = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  for (let i = 0; i < x.length; i++) {
    const column = Math.round(((x[i] - across.low) / (across.high - across.low)) * (columns - 1));
    const row = Math.round(((up.high - y[i]) / (up.high - up.low)) * (rows - 1));
    grid[row][column] = MARKS[(classes ? classes[i] : 0) % MARKS.length];
  }
  const side = (row: number) =>
    (row === 0
      ? label(up.high)
      : row === rows - 1
        ? label(up.low)
        : row === Math.floor(rows / 2)
          ? yName
          : ''
    ).padStart(left);
  const low = label(across.low);
  const high = label(across.high);
  const free = columns - low.length - high.length;
  const middle = xName.padStart(Math.floor((free + xName.length) / 2)).padEnd(free);
  let count = 0;
  if (classes) for (let i = 0; i < classes.length; i++) count = Math.max(count, classes[i] + 1);
  const legend = Array.from({ length: count }, (_, c) => `${MARKS[c % MARKS.length]} class ${c}`).join('   ');
  return [
    ...grid.map((cells, row) => `${side(row)} │${cells.join('')}`.trimEnd()),
    `${' '.repeat(left)} └${'─'.repeat(columns)}`,
    `${' '.repeat(left + 2)}${low}${middle}${high}`,
    ...(count > 0 ? [`${' '.repeat(left + 2)}${legend}`] : []),
  ];
}
