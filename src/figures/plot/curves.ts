import { extent, padded } from '../../charts/chart.ts';
import type { Chart, Mark } from '../../charts/chart.ts';
import { columnNamed } from '../../data/columns.ts';
import { numbersOf } from '../../data/encoders.ts';
import { rowsOfTable } from '../../data/sample.ts';
import type { Table } from '../../data/table.ts';
import { fileIn, HISTORY } from '../../inputs/runFiles.ts';
import type { Context } from '../../host/context.ts';
import { inputError } from '../../errors.ts';
import { readHistoryTable } from '../../inputs/history.ts';
import { readTable } from '../../inputs/openTable.ts';
import { validationColumn } from '../../train/epochFigures.ts';
import { historyOf } from '../../train/history.ts';
import type { PlotKind } from './define.ts';
import { baseName } from '../../util/path.ts';

/** A run by its name, and the figures of its epochs. */
interface Run {
  readonly name: string;
  readonly table: Table;
}

/** The history of a run: of its folder, or a file that --history wrote. */
async function history(inputs: Pick<Context, 'files' | 'global'>, run: string): Promise<Run> {
  const path = fileIn(run, HISTORY);
  const inFolder = await inputs.files.exists(path);
  const table = inFolder ? await readHistoryTable(inputs, run) : historyOf(await readTable(inputs, run));
  if (!table) throw inputError('this run came to no epoch', { where: { source: path } });
  return { name: baseName(run), table };
}

/** The histories of a run: one, or those of the members of an ensemble, one after the other in the file. */
function partsOf({ name, table }: Run, _: number, { length }: readonly Run[]): Run[] {
  const column = table.columns.find((one) => one.name === 'member');
  if (column?.kind !== 'number') return [{ name, table }];
  const members = [...new Set(column.values)];
  return members.map((member) => ({
    name: length === 1 ? `member ${member}` : `${name}, member ${member}`,
    table: rowsOfTable(
      table,
      Int32Array.from(column.values.keys()).filter((row) => column.values[row] === member),
    ),
  }));
}

/** Metrics over the epochs of one run or of several. */
export function curvesOf(runs: readonly Run[], metrics: readonly string[]): Chart {
  const chosen = metrics.flatMap((text) => text.split(',')).map((name) => name.trim());
  const names = chosen.length > 0 ? chosen : ['loss'];
  const marks = runs.flatMap(partsOf).flatMap(({ name, table }, run, { length }): Mark[] => {
    const epochs = Array.from(numbersOf(table, columnNamed(table, 'epoch'), 'the epochs').values);
    // Of each metric what the training rows have, and where there are some, what the validation rows have.
    const columns = names.flatMap((metric) => {
      const validation = validationColumn(metric);
      const has = table.columns.some((column) => column.name === validation);
      return has ? [metric, validation] : [metric];
    });
    return columns.map((column, i): Mark => ({
      kind: 'line',
      name: length === 1 ? column : `${name} ${column}`,
      series: length === 1 ? i : run * columns.length + i,
      dashed: column.startsWith(validationColumn('')) && length > 1,
      x: epochs,
      y: Array.from(numbersOf(table, columnNamed(table, column), 'a curve').values),
    }));
  });
  const lines = marks.filter((mark) => mark.kind === 'line');
  return {
    title: `${names.join(' and ')} of ${runs.map(({ name }) => name).join(', ')}`,
    x: { label: 'epoch', ...extent(...lines.map(({ x }) => x)) },
    y: { label: names.join(', '), ...padded(extent(...lines.map(({ y }) => y))) },
    marks,
  };
}

export const curves: PlotKind = {
  name: 'curves',
  words: 'RUN...',
  summary: 'loss of runs over their epochs, or --metric accuracy; folders or history files',
  least: 1,
  most: 8,
  takes: ['metric'],
  async chart(context, runs, { metric }) {
    const found = [];
    for (const run of runs) found.push(await history(context, run));
    return curvesOf(found, metric);
  },
};
