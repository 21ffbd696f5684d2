import { float64Of } from '../../tensor/numbers.ts';
import type { Chart } from '../../charts/chart.ts';
import { columnNamed, isNumbers } from '../../data/columns.ts';
import { numbersOf } from '../../data/encoders.ts';
import type { Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import { toTable } from '../../formats/convert.ts';
import { openRows } from '../../inputs/rows.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { baseName } from '../../util/path.ts';
import { counted } from '../../util/plural.ts';
import { count } from '../../util/quantity.ts';
import type { PlotKind, PlotOptions } from './define.ts';
import { histogramChart } from './histogramChart.ts';

/** A column of a table. */
function columnChart(table: Table, { x, bins }: Pick<PlotOptions, 'x' | 'bins'>): Chart {
  const { source } = table;
  const column = x === undefined ? table.columns.find(isNumbers) : columnNamed(table, x);
  if (!column) throw inputError('found no column of numbers', { where: { source } });
  const { values, name } = numbersOf(table, column, 'a histogram');
  const present = Array.from(values).filter((value) => !Number.isNaN(value)).length;
  const missing = values.length - present;
  const said =
    missing === 0
      ? counted(present, 'value')
      : `${counted(present, 'value')}, ${count(missing)} of ${counted(values.length, 'row')} missing`;
  return histogramChart(values, {
    title: `${name} of ${baseName(source)}: ${said}`,
    label: name,
    counted: 'rows',
    bins,
  });
}

export const histogram: PlotKind = {
  name: 'histogram',
  words: 'DATA',
  summary:
    'how often the values of a column occur, or all of an array; --x names the column, --bins says how fine',
  least: 1,
  most: 1,
  takes: ['x', 'bins'],
  async chart(context, [path], { x, bins }) {
    const given = await openRows(context, path);
    if (given.kind === 'table') return columnChart(given.table, { x, bins });
    const { tensor, source } = given;
    if (x !== undefined) return columnChart(toTable({ kind: 'array', tensor, source }), { x, bins });
    const values = float64Of(tensor.data);
    if (values.length === 0) throw inputError('found an array without elements', { where: { source } });
    return histogramChart(values, {
      title: `${baseName(source)} ${shapeToString(tensor.shape)}: ${counted(values.length, 'value')}`,
      label: 'value',
      counted: 'elements',
      bins,
    });
  },
};
