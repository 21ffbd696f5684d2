import { valueMetrics } from '../metrics/index.ts';
import type { Block, Text } from '../report/result.ts';
import { right } from '../report/table.ts';
import { errorColumn, errorNames } from '../train/valueErrors.ts';
import type { PartErrors } from '../train/valueErrors.ts';
import { measure } from '../util/quantity.ts';
import type { Intervals } from '../util/significance.ts';

const parts = [
  ['training', 'train'],
  ['validation', 'validation'],
  ['test', 'test'],
] as const;

/** The limits of the intervals of a part, a row for each; none where it has no intervals. */
function limitRows(part: keyof PartErrors, intervals: Intervals): Text[][] {
  const own = errorNames.map((name) => intervals[errorColumn(part, name)]);
  if (own.every((interval) => interval === undefined)) return [];
  const dim = (text: string): Text => [{ text, tone: 'dim' }];
  return ['  95 %: from', '        to'].map((label, end) => [
    dim(label),
    ...own.map((interval) => dim(interval ? measure(interval[end]) : '–')),
  ]);
}

/**
 * RMSE, MAE and R² of each part of the rows, in the unit of the target, with the limits of their intervals below;
 * nothing where none was measured.
 *
 * @param named parts by other names
 * @param intervals by the names of the figures in JSON
 */
export function errorsBlocks(
  errors: PartErrors | undefined,
  target: string,
  named: Partial<Record<keyof PartErrors, string>> = {},
  intervals: Intervals = {},
): Block[] {
  const rows = parts.flatMap(([label, part]): Text[][] => {
    const found = errors?.[part];
    if (!found) return [];
    const shown = errorNames.map((name) => {
      const value = found[name];
      return value === undefined ? '–' : measure(value);
    });
    return [[named[part] ?? label, ...shown], ...limitRows(part, intervals)];
  });
  if (rows.length === 0) return [];
  const columns = errorNames.map((name) => right(valueMetrics.get(name).label));
  return [{ kind: 'table', title: `in the unit of ${target}`, columns: [{ name: '' }, ...columns], rows }];
}
