import { binned, evenlyBinned, roundedStep } from '../../charts/bins.ts';
import { columnNamed, isNumbers } from '../../data/columns.ts';
import { numbersOf } from '../../data/encoders.ts';
import { inputError } from '../../errors.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { PlotKind } from './define.ts';
import { baseName } from '../../util/path.ts';
import { counted } from '../../util/plural.ts';
import { count } from '../../util/quantity.ts';

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
    const present = Array.from(values).filter((value) => !Number.isNaN(value)).length;
    // Sturges' rule, somewhat finer.
    const most = bins ?? Math.min(60, Math.ceil(Math.log2(Math.max(1, present)) + 1) * 2);
    // What is asked for is done with every column but one of integers.
    const step = roundedStep(values, bins === undefined ? undefined : 0);
    const { edges, heights } = step === undefined ? binned(values, most) : evenlyBinned(values, most, step);
    const missing = values.length - present;
    const said =
      missing === 0
        ? counted(present, 'value')
        : `${counted(present, 'value')}, ${count(missing)} of ${counted(values.length, 'row')} missing`;
    return {
      title: `${name} of ${baseName(path)}: ${said}`,
      x: { label: name, low: edges[0], high: edges[edges.length - 1] },
      y: { label: 'rows', low: 0, high: 1.05 * Math.max(1, ...heights) },
      marks: [{ kind: 'bars', name: '', series: 0, edges, heights }],
    };
  },
};
