import { extent, padded } from '../../charts/chart.ts';
import type { Chart, Mark } from '../../charts/chart.ts';
import { columnNamed } from '../../data/columns.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { numberColumn } from '../../data/convert.ts';
import { numbersOf } from '../../data/encoders.ts';
import type { Column, Table } from '../../data/table.ts';
import { unscaled } from '../../data/unscale.ts';
import { usageError } from '../../errors.ts';
import { argmaxRows } from '../../runtime/predictor.ts';
import type { Computing } from '../../host/backend.ts';
import { answers, openTableModel } from '../../inputs/tableModel.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { PlotKind } from './define.ts';
import { scatterOf } from './scatter.ts';
import { baseName } from '../../util/path.ts';
import { counted } from '../../util/plural.ts';
import { mean } from '../../util/statistics.ts';
import { maxOf } from '../../util/extremes.ts';

/** Points of the grid along each axis. */
const GRID = 96;

/** Share of the rows with the same number from which on a column says little of them. */
const SAME = 0.9;

/** The most frequent number of a column has this share of its rows. */
function sameShare(table: Table, name: string): number {
  const { values } = numbersOf(table, columnNamed(table, name), name);
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return maxOf(counts.values()) / values.length;
}

/** The two features that span the picture: those named, else the first two numbers that are not the same in most rows. */
function axesOf(
  preprocessing: Preprocessing,
  table: Table,
  x: string | undefined,
  y: string | undefined,
): [string, string] {
  const names = preprocessing.features.filter(({ kind }) => kind === 'number').map(({ name }) => name);
  const shares = new Map<string, number>();
  const shareOf = (name: string) => {
    const share = shares.get(name) ?? sameShare(table, name);
    shares.set(name, share);
    return share;
  };
  const best = (taken: string | undefined) => {
    const left = names.filter((name) => name !== taken);
    return left.find((name) => shareOf(name) < SAME) ?? left.find((name) => shareOf(name) < 1) ?? left[0];
  };
  const first = x ?? best(y);
  const other = y ?? best(first);
  if (first !== undefined && other !== undefined) return [first, other];
  throw usageError('a decision boundary needs two columns of numbers', {
    hint: `this model has ${names.length === 0 ? 'none' : names.join(', ')}`,
  });
}

/** A column with the same value in every row: its mean, or its most frequent word. */
function held(column: Column, rows: number): Column {
  if (column.kind === 'number') {
    const present = Array.from(column.values).filter((value) => !Number.isNaN(value));
    return numberColumn(column.name, new Float64Array(rows).fill(mean(present)));
  }
  const counts = column.categories.map((_, code) => column.codes.filter((found) => found === code).length);
  const most = counts.indexOf(maxOf(counts));
  return { ...column, codes: new Int32Array(rows).fill(most), missing: 0 };
}

/** Rows that span two features, and the picture of what a network answers to them. */
export interface BoundaryGrid {
  /**
   * A row for each cell, from the upper left; columns that span nothing are held where the data mostly is.
   */
  readonly rows: Table;
  /** @param outputs of the network for these rows, [rows × outputs] */
  chart(outputs: Float32Array | Float64Array, name: string): Chart;
}

/**
 * A grid over two features, all others held where the data mostly is.
 *
 * @param choice names of the two columns; the first two numeric ones unless given
 * @param size cells of the grid
 * @throws NnError('usage') unless there are two columns of numbers
 */
export function boundaryGrid(
  preprocessing: Preprocessing,
  table: Table,
  choice: { readonly x?: string | undefined; readonly y?: string | undefined },
  { width, height }: { readonly width: number; readonly height: number },
): BoundaryGrid {
  const [xName, yName] = axesOf(preprocessing, table, choice.x, choice.y);
  const across = padded(extent(numbersOf(table, columnNamed(table, xName), '--x').values));
  const up = padded(extent(numbersOf(table, columnNamed(table, yName), '--y').values));
  const place = ({ low, high }: { low: number; high: number }, i: number, count: number) =>
    low + ((i + 0.5) / count) * (high - low);
  const rows = width * height;
  const columns = table.columns.map((column) => {
    if (column.name === xName)
      return numberColumn(
        xName,
        Float64Array.from({ length: rows }, (_, i) => place(across, i % width, width)),
      );
    if (column.name === yName)
      return numberColumn(
        yName,
        Float64Array.from({ length: rows }, (_, i) => place(up, height - 1 - Math.floor(i / width), height)),
      );
    return held(column, rows);
  });
  const { target } = preprocessing;
  const points = scatterOf(table, {
    x: xName,
    y: yName,
    target: target.kind === 'classes' ? target.name : undefined,
  });
  // The colours of regions are those of the points of the class.
  const order = points.marks.map((mark) => (mark.kind === 'points' ? mark.name : ''));
  const others = preprocessing.features.length - 2;
  return {
    rows: { columns, rows, source: table.source },
    chart(outputs, name) {
      const title = `${target.name} by ${name}${others > 0 ? `, ${counted(others, 'other column')} fixed` : ''}`;
      const frame = { title, x: { label: xName, ...across }, y: { label: yName, ...up } };
      if (target.kind === 'values') {
        const values = unscaled(outputs, target);
        const heat: Mark = { kind: 'heat', columns: width, rows: height, values, ...extent(values) };
        return { ...frame, marks: [heat] };
      }
      const series = Array.from(argmaxRows(outputs, rows), (c) => {
        const at = order.indexOf(target.classes[c]);
        return at < 0 ? c : at;
      });
      return {
        ...frame,
        marks: [{ kind: 'regions', columns: width, rows: height, series }, ...points.marks],
      };
    },
  };
}

/** The grid of answers over two features, from the upper left, all others held where the data mostly is. */
async function boundaryOf(
  computing: Computing,
  modelPath: string,
  table: Table,
  choice: { readonly x: string | undefined; readonly y: string | undefined },
): Promise<Chart> {
  const { model, preprocessing } = await openTableModel(computing, modelPath);
  const grid = boundaryGrid(preprocessing, table, choice, { width: GRID, height: GRID });
  const outputs = await answers(computing, model, preprocessing, grid.rows);
  return grid.chart(outputs, baseName(modelPath));
}

export const boundary: PlotKind = {
  name: 'boundary',
  words: 'MODEL DATA',
  summary: 'predictions of a model over two columns, with the rows; --x and --y choose them',
  least: 2,
  most: 2,
  takes: ['x', 'y', 'labels'],
  chart: async (computing, [model, data], options) =>
    boundaryOf(computing, model, await readTable(computing, data, options), options),
};
