import { binned } from '../../charts/bins.ts';
import { columnNamed, isNumbers } from '../../data/columns.ts';
import { numbersOf } from '../../data/encoders.ts';
import { inputError } from '../../errors.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { PlotKind } from './define.ts';
import { baseName } from '../../util/path.ts';

export const histogram: PlotKind = {
  name: 'histogram',
  words: 'DATA',
  summary: 'how often the values of a column occur; --x names it, --bins says how fine',
  least: 1,
  most: 1,
  takes: ['x', 'bins'],
  async chart(context, [path], { x, bins }) {
    const table = await readTable(context, path);
    const column = x === undefined ? table.columns.find(isNumbers) : columnNamed(table, x);
    if (!column) throw inputError('found no column of numbers', { where: { source: path } });
    const { values, name } = numbersOf(table, column, 'a histogram');
    // Sturges' rule, somewhat finer.
    const { edges, heights } = binned(
      values,
      bins ?? Math.min(60, Math.ceil(Math.log2(values.length) + 1) * 2),
    );
    return {
      title: `${name} of ${baseName(path)}: ${values.length} values`,
      x: { label: name, low: edges[0], high: edges[edges.length - 1] },
      y: { label: 'rows', low: 0, high: 1.05 * Math.max(1, ...heights) },
      marks: [{ kind: 'bars', name: '', series: 0, edges, heights }],
    };
  },
};
