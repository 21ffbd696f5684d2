import { visible } from '../util/visible.ts';
import type { FeatureEncoding } from './featureEncoding.ts';
import type { Column } from './table.ts';
import type { TargetEncoding } from './target.ts';

/** Values that are looked at. */
const SAMPLE = 1000;
/** Half of the digits of float32: inputs that differ by less are hardly told apart. */
const RESOLUTION = 2 ** -23;

/** The middle half of a sample of numbers: the distance of its ends. */
function middleHalf(values: ArrayLike<number>, rows: Int32Array): number {
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const sample: number[] = [];
  for (let i = 0; i < rows.length; i += step)
    if (!Number.isNaN(values[rows[i]])) sample.push(values[rows[i]]);
  const sorted = Float64Array.from(sample).sort();
  return sorted[Math.floor(0.75 * sorted.length)] - sorted[Math.floor(0.25 * sorted.length)];
}

/**
 * Columns in which single values are so large that scaling makes nearly the same of all others, as lines.
 *
 * @param encodings of features and targets
 */
export function outsizedValues(
  columns: readonly Column[],
  encodings: readonly (FeatureEncoding | TargetEncoding)[],
  rows: Int32Array,
): string[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return encodings.flatMap((encoding) => {
    const column = byName.get(encoding.name);
    if (column?.kind !== 'number' || (encoding.kind !== 'number' && encoding.kind !== 'values')) return [];
    if (encoding.kind === 'number' && (encoding.clip !== undefined || encoding.quantiles)) return [];
    const { values } = column;
    const half = middleHalf(values, rows);
    if (!(half > 0 && half < RESOLUTION * encoding.scale)) return [];
    let largest = 0;
    for (const row of rows) if (Math.abs(values[row]) > Math.abs(largest)) largest = values[row];
    const remedy = encoding.kind === 'number' ? ', or try --scaler robust' : '';
    return [
      `column "${visible(column.name)}": ${largest} is so large that all others become nearly the same number; correct it${remedy}`,
    ];
  });
}
