import { valueMetrics } from '../metrics/index.ts';
import type { Block } from '../report/result.ts';
import { right } from '../report/table.ts';
import { errorNames } from '../train/valueErrors.ts';
import type { PartErrors } from '../train/valueErrors.ts';
import { measure } from '../util/quantity.ts';

const parts = [
  ['training', 'train'],
  ['validation', 'validation'],
  ['test', 'test'],
] as const;

/** RMSE, MAE and R² of each part of the rows, in the unit of the target; nothing where none was measured. */
export function errorsBlocks(
  errors: PartErrors | undefined,
  target: string,
  named: Partial<Record<keyof PartErrors, string>> = {},
): Block[] {
  const rows = parts.flatMap(([label, part]) => {
    const found = errors?.[part];
    if (!found) return [];
    const shown = errorNames.map((name) => {
      const value = found[name];
      return value === undefined ? '–' : measure(value);
    });
    return [[named[part] ?? label, ...shown]];
  });
  if (rows.length === 0) return [];
  const columns = errorNames.map((name) => right(valueMetrics.get(name).label));
  return [{ kind: 'table', title: `in the unit of ${target}`, columns: [{ name: '' }, ...columns], rows }];
}
