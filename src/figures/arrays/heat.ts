import type { Chart } from '../../charts/chart.ts';
import { axisNames, shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { indexed } from '../../tensor/indexing.ts';
import { elementAt, readView } from '../../tensor/view.ts';
import type { ArrayView } from '../../tensor/view.ts';
import { count } from '../../util/quantity.ts';
import { sliceIndex, sliceName } from './drawArray.ts';

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

/**
 * A matrix in no more cells than wanted, each the mean of the finite elements it looked at; NaN where there
 * are none.
 */
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
          const value = elements ? elements[column] : Number(elementAt(view, [row, column]));
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

interface HeatOptions {
  /** What is drawn, for the title. */
  readonly source: string;
  readonly axes?: readonly string[] | undefined;
  /** Names of the places along the last axis. */
  readonly columns?: readonly string[] | undefined;
  readonly most: Most;
  /** Slices that are drawn at most. */
  readonly tiles?: number;
}

const REDUCED = ', means of neighbours';

function matrixChart(matrix: ArrayView, shape: readonly number[], o: HeatOptions): Chart {
  const { rows, columns, values } = cellsOf(matrix, o.most);
  const [height, width] = matrix.shape;
  const names = o.axes ?? axisNames(shape.length);
  const down = shape.length === 1 ? [''] : numbers(height).reverse();
  return {
    title: `${o.source} ${shapeToString(shape)}${rows < height || columns < width ? REDUCED : ''}`,
    x: {
      label: names[shape.length - 1],
      ...(width <= NAMED ? named(o.columns ?? numbers(width)) : { low: 0, high: width }),
    },
    y: {
      label: shape.length === 1 ? '' : names[shape.length - 2],
      ...(height <= NAMED ? named(down) : { low: height, high: 0 }),
    },
    marks: [{ kind: 'heat', columns, rows, values, ...scaleOf(values) }],
  };
}

function tiledChart(view: ArrayView, { source, axes, most, tiles = MOST_TILES }: HeatOptions): Chart {
  const { shape } = view;
  const rank = shape.length;
  const names = axes ?? axisNames(rank);
  const outer = shape.slice(0, -2);
  const all = sizeOf(outer);
  const slices = Array.from({ length: Math.min(all, tiles) }, (_, s) => sliceIndex(outer, s));
  const { rows, columns, values, across } = sheetOf(view, slices, most);
  const down = Math.ceil(slices.length / across);
  const [height, width] = shape.slice(-2);
  const reduced = rows < down * (height + 1) - 1 || columns < across * (width + 1) - 1;
  const shown = slices.length > 1 ? ` to ${sliceName(slices[slices.length - 1])}` : '';
  return {
    title: `${source} ${shapeToString(shape)}: ${sliceName(slices[0])}${shown}${all > slices.length ? ` of ${count(all)}` : ''}${reduced ? REDUCED : ''}`,
    x: {
      label: `${count(height)} ${names[rank - 2]} × ${count(width)} ${names[rank - 1]} each; slice = left + below`,
      ...named(numbers(across)),
    },
    y: {
      label: '',
      ...named(
        numbers(down)
          .reverse()
          .map((row) => String(Number(row) * across)),
      ),
    },
    ...(height === width && { square: true }),
    marks: [{ kind: 'heat', columns, rows, values, ...scaleOf(values) }],
  };
}

/**
 * An array as a heat map: a vector is one row, slices above rank 2 stand side by side.
 *
 * @param view of at least one axis and one element
 */
export function heatChart(view: ArrayView, options: HeatOptions): Chart {
  const { shape } = view;
  if (shape.length > 2) return tiledChart(view, options);
  const matrix = shape.length === 1 ? { ...view, shape: [1, ...shape], strides: [0, ...view.strides] } : view;
  return matrixChart(matrix, shape, options);
}
