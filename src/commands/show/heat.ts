import type { Chart } from '../../charts/chart.ts';
import { axisNames, shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { indexed } from '../../tensor/indexing.ts';
import { elementAt, readView } from '../../tensor/view.ts';
import type { ArrayView } from '../../tensor/view.ts';
import { count } from '../../util/quantity.ts';
import { sliceIndex, sliceName } from '../drawArray.ts';

/** Cells of a heat map at most. */
interface Most {
  readonly rows: number;
  readonly columns: number;
}

/** Places of an axis that one cell of a heat map looks at, at most. */
const PLACES = 4;
/** Rows no longer than this are read whole. */
const WHOLE_ROW = 1 << 16;
const MOST_TILES = 12;

/** For each cell along an axis the places that it stands for, some of them where they are many. */
function placesOf(length: number, cells: number): number[][] {
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * length) / cells);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * length) / cells));
    const some = Math.min(PLACES, to - from);
    return Array.from({ length: some }, (_, i) => from + Math.floor(((i + 0.5) / some) * (to - from)));
  });
}

interface Cells {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A matrix in no more cells than wanted, each the mean of the finite elements it looked at; NaN where there are none. */
function cellsOf(view: ArrayView, most: Most): Cells {
  const [height, width] = view.shape;
  const rows = Math.min(height, most.rows);
  const columns = Math.min(width, most.columns);
  const across = placesOf(width, columns);
  const sums = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  placesOf(height, rows).forEach((places, r) => {
    for (const row of places) {
      const whole = width <= WHOLE_ROW && Math.abs(view.strides[1]) <= 4;
      const elements = whole ? readView(view, row * width, width) : undefined;
      across.forEach((found, c) => {
        for (const column of found) {
          const value = elements ? elements[column] : elementAt(view, [row, column]);
          if (!Number.isFinite(value)) continue;
          sums[r * columns + c] += value;
          counts[r * columns + c]++;
        }
      });
    }
  });
  return { rows, columns, values: sums.map((sum, i) => sum / counts[i]) };
}

/** Some slices of a tensor side by side on one sheet, a cell apart. */
function sheetOf(view: ArrayView, slices: readonly number[][], most: Most): Cells & { across: number } {
  const across = Math.ceil(Math.sqrt(slices.length * 1.6));
  const down = Math.ceil(slices.length / across);
  const tiles = slices.map((slice) =>
    cellsOf(
      indexed(
        view,
        slice.map((index) => ({ kind: 'at', index }) as const),
      ).view,
      {
        rows: Math.max(1, Math.floor(most.rows / down) - 1),
        columns: Math.max(1, Math.floor(most.columns / across) - 1),
      },
    ),
  );
  const [{ rows: high, columns: wide }] = tiles;
  const rows = down * (high + 1) - 1;
  const columns = across * (wide + 1) - 1;
  const values = new Float64Array(rows * columns).fill(Number.NaN);
  tiles.forEach((tile, i) => {
    const top = Math.floor(i / across) * (high + 1);
    const left = (i % across) * (wide + 1);
    for (let y = 0; y < high; y++)
      values.set(tile.values.subarray(y * wide, (y + 1) * wide), (top + y) * columns + left);
  });
  return { rows, columns, values, across };
}

/** Ends of a scale that all numbers fit in; symmetric where there are numbers on both sides of 0. */
function scaleOf(values: Float64Array): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: 0, high: 1 };
  if (low < 0 && high > 0) {
    const side = Math.max(-low, high);
    return { low: -side, high: side };
  }
  return low === high ? { low: Math.min(0, low), high: Math.max(low, 0) || 1 } : { low, high };
}

/** Places of an axis that are named one by one at most. */
const NAMED = 12;

const numbers = (length: number) => Array.from({ length }, (_, i) => String(i));

const named = (names: readonly string[]) => ({ names, low: -0.5, high: names.length - 0.5 });

/**
 * An array as a heat map: a vector is one row, slices above rank 2 stand side by side.
 *
 * @param view of at least one axis and one element
 */
export function heatChart(
  view: ArrayView,
  {
    source,
    axes,
    columns: columnNames,
    most,
  }: {
    source: string;
    axes?: readonly string[] | undefined;
    columns?: readonly string[] | undefined;
    most: Most;
  },
): Chart {
  const rank = view.shape.length;
  const names = axes ?? axisNames(rank);
  const matrix: ArrayView =
    rank === 1 ? { ...view, shape: [1, ...view.shape], strides: [0, ...view.strides] } : view;
  const outer = matrix.shape.slice(0, -2);
  const all = sizeOf(outer);
  const slices = Array.from({ length: Math.min(all, MOST_TILES) }, (_, s) => sliceIndex(outer, s));
  const sheet = outer.length > 0 ? sheetOf(matrix, slices, most) : { ...cellsOf(matrix, most), across: 1 };
  const { rows, columns, values, across } = sheet;
  const [height, width] = matrix.shape.slice(-2);
  const tiled = outer.length > 0;
  const reduced = tiled
    ? rows < Math.ceil(slices.length / across) * (height + 1) - 1 || columns < across * (width + 1) - 1
    : rows < height || columns < width;
  const first = slices[0];
  const last = slices.at(-1) ?? [];
  const shown = tiled
    ? `: ${sliceName(first)}${slices.length > 1 ? ` to ${sliceName(last)}, ${across} a row` : ''}${all > slices.length ? ` of ${count(all)}` : ''}`
    : '';
  const label = (axis: number, length: number) =>
    `${names[axis]}${tiled ? `, ${count(length)} a slice` : ''}`;
  return {
    title: `${source} ${shapeToString(view.shape)}${shown}${reduced ? ', means of neighbours' : ''}`,
    x: {
      label: label(rank - 1, width),
      ...(!tiled && width <= NAMED
        ? named(columnNames ?? numbers(width))
        : { low: 0, high: tiled ? columns : width }),
    },
    y: {
      label: rank === 1 ? '' : label(rank - 2, height),
      ...(!tiled && height <= NAMED
        ? named(rank === 1 ? [''] : numbers(height).reverse())
        : { low: tiled ? rows : height, high: 0 }),
    },
    marks: [{ kind: 'heat', columns, rows, values, ...scaleOf(values) }],
  };
}
