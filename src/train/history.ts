import { float32ToString } from '../util/shortest.ts';
import type { Table } from '../data/table.ts';
import { historyFigures } from './epochFigures.ts';
import type { Epoch } from './events.ts';

/** The history of a run without epochs. */
export const NO_EPOCHS = 'epoch\n';

/**
 * Columns of history.csv for a run.
 *
 * @param monitor name of a metric that is measured after every epoch
 */
export function historyColumns(first: Epoch, monitor?: string): string[] {
  return ['epoch', ...historyFigures(first, monitor).map(({ column }) => column)];
}

/** One line of history.csv, at full precision: the text reads back to the same bits. */
export function historyRow(epoch: Epoch, dtype: 'float32' | 'float64', monitor?: string): string[] {
  const exact = (x: number) => (dtype === 'float32' && Math.fround(x) === x ? float32ToString(x) : String(x));
  const values = historyFigures(epoch, monitor).map(({ figure: { key, rounded } }) => {
    const value = epoch[key];
    return value === undefined ? '' : rounded ? exact(value) : String(value);
  });
  return [String(epoch.epoch), ...values];
}

/** What 0.1.0 called the loss without penalties, and these, in history.csv; its `loss` was their sum. */
const earlyColumns: ReadonlyMap<string, string> = new Map([
  ['data_loss', 'loss'],
  ['regularization_loss', 'penalty'],
]);

/** A history.csv by the columns of today, whichever version wrote it. */
export function historyOf(table: Table): Table {
  if (!table.columns.some(({ name }) => name === 'data_loss')) return table;
  const columns = table.columns
    .filter(({ name }) => name !== 'loss')
    .map((column) => ({ ...column, name: earlyColumns.get(column.name) ?? column.name }));
  return { ...table, columns };
}

/**
 * The line that the book's scripts print: its loss is the sum of data loss and penalties, its rate that of the
 * update before the epoch.
 *
 * @param rate of the update before it; the rate to begin with in epoch 0
 * @param round Math.fround in float32
 */
export function bookLine(epoch: Epoch, rate: number, round: (x: number) => number): string {
  const { loss, penalty = 0 } = epoch;
  const accuracy = epoch.accuracy === undefined ? '' : `acc: ${epoch.accuracy.toFixed(3)}, `;
  const parts = penalty === 0 ? '' : ` (data_loss: ${loss.toFixed(3)}, reg_loss: ${penalty.toFixed(3)})`;
  return `epoch: ${epoch.epoch}, ${accuracy}loss: ${round(loss + penalty).toFixed(3)}${parts}, lr: ${pythonRepr(rate)}`;
}

/** repr of a Python float: 1 is 1.0, 1e-7 is 1e-07. */
function pythonRepr(x: number): string {
  const text = String(x);
  if (/^-?\d+$/.test(text)) return `${text}.0`;
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}
