import { float32ToString } from '../util/shortest.ts';
import { historyFigures } from './epochFigures.ts';
import type { Epoch } from './events.ts';

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

/** The line that the book's scripts print. */
export function bookLine(epoch: Epoch): string {
  const accuracy = epoch.accuracy === undefined ? '' : `acc: ${epoch.accuracy.toFixed(3)}, `;
  const parts =
    epoch.regularizationLoss === 0
      ? ''
      : ` (data_loss: ${epoch.dataLoss.toFixed(3)}, reg_loss: ${epoch.regularizationLoss.toFixed(3)})`;
  return `epoch: ${epoch.epoch}, ${accuracy}loss: ${epoch.loss.toFixed(3)}${parts}, lr: ${pythonRepr(epoch.learningRate)}`;
}

/** repr of a Python float: 1 is 1.0, 1e-7 is 1e-07. */
function pythonRepr(x: number): string {
  const text = String(x);
  if (/^-?\d+$/.test(text)) return `${text}.0`;
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}
