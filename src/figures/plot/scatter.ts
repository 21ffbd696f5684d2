import { extent, padded } from '../../charts/chart.ts';
import type { Chart } from '../../charts/chart.ts';
import { classNames, columnNamed, isNumbers } from '../../data/columns.ts';
import { numbersOf } from '../../data/encoders.ts';
import { looksLikeClasses } from '../../data/target.ts';
import { textAt } from '../../data/table.ts';
import type { Column, Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { PlotKind, PlotOptions } from './define.ts';

/** The rows of each class, in the memory that their numbers take: of millions, lists of objects fill a heap. */
function rowsByName(table: Table, label: Column | undefined, names: readonly string[]): Int32Array[] {
  const series = new Map(names.map((name, i) => [name, i] as const));
  const seriesOf = (row: number) => {
    const text = label && textAt(label, row);
    return label ? ((text === undefined ? undefined : series.get(text)) ?? -1) : 0;
  };
  const counts = new Int32Array(names.length);
  for (let row = 0; row < table.rows; row++) {
    const of = seriesOf(row);
    if (of >= 0) counts[of]++;
  }
  const rows = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (let row = 0; row < table.rows; row++) {
    const of = seriesOf(row);
    if (of >= 0) rows[of][counts[of]++] = row;
  }
  return rows;
}

/** Two columns of numbers, by the class of a third where there is one. */
export function scatterOf(table: Table, { x, y, target }: Pick<PlotOptions, 'x' | 'y' | 'target'>): Chart {
  const last = table.columns.at(-1);
  const label: Column | undefined =
    target !== undefined
      ? columnNamed(table, target)
      : last && table.columns.length > 2 && last.name !== x && last.name !== y && looksLikeClasses(last)
        ? last
        : undefined;
  const numbers = table.columns.filter((column) => isNumbers(column) && column !== label);
  const chosen = [x, y].map((name, i) => {
    if (name !== undefined) return numbersOf(table, columnNamed(table, name), `--${i === 0 ? 'x' : 'y'}`);
    const free = numbers.filter((column) => column.name !== [x, y][1 - i]);
    const column = free[x === undefined && y === undefined ? i : 0];
    if (column && isNumbers(column)) return column;
    throw inputError('found fewer than two columns of numbers', { where: { source: table.source } });
  });
  const [across, up] = chosen;
  const names = label ? classNames(label, table.rows) : [''];
  const rows = rowsByName(table, label, names);
  return {
    title: `${table.source}: ${up.name} against ${across.name}${label ? ` by ${label.name}` : ''}`,
    x: { label: across.name, ...padded(extent(across.values)) },
    y: { label: up.name, ...padded(extent(up.values)) },
    marks: names.map((name, series) => ({
      kind: 'points',
      name,
      series,
      x: Float64Array.from(rows[series], (row) => across.values[row]),
      y: Float64Array.from(rows[series], (row) => up.values[row]),
    })),
  };
}

export const scatter: PlotKind = {
  name: 'scatter',
  words: 'DATA',
  summary: 'two columns against each other, by class; --x, --y, --target choose them',
  least: 1,
  most: 1,
  takes: ['x', 'y', 'target', 'labels'],
  chart: async (context, [path], options) => scatterOf(await readTable(context, path, options), options),
};
