import { scaleOf } from '../util/statistics.ts';

/** Mean and deviation over some rows; NaN is missing. A column that does not vary is not scaled. */
export function moments(
  { values }: { readonly values: ArrayLike<number> },
  rows: Int32Array,
): { mean: number; scale: number } {
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    if (Number.isNaN(values[row])) continue;
    sum += values[row];
    count++;
  }
  const mean = count > 0 ? sum / count : 0;
  let squares = 0;
  for (const row of rows) if (!Number.isNaN(values[row])) squares += (values[row] - mean) ** 2;
  const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
  if (!Number.isFinite(deviation)) return momentsOfLarge({ values }, rows);
  return { mean, scale: scaleOf(deviation, mean) };
}

/** The same of numbers whose squares or sum would overflow: of shares of the largest, and taken back. */
function momentsOfLarge({ values }: { readonly values: ArrayLike<number> }, rows: Int32Array) {
  let most = 0;
  for (const row of rows) if (!Number.isNaN(values[row])) most = Math.max(most, Math.abs(values[row]));
  const parts = Float64Array.from(rows, (row) => values[row] / most);
  const { mean, scale } = moments(
    { values: parts },
    Int32Array.from(rows, (_, i) => i),
  );
  return { mean: mean * most, scale: scale * most };
}
