import { scaleOf } from '../util/statistics.ts';

/** Mean and deviation over some rows; NaN is missing, infinities are told of later. A column that does not vary is not scaled. */
export function moments(
  { values }: { readonly values: ArrayLike<number> },
  rows: Int32Array,
): { mean: number; scale: number } {
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    if (!Number.isFinite(values[row])) continue;
    sum += values[row];
    count++;
  }
  const mean = count > 0 ? sum / count : 0;
  let squares = 0;
  for (const row of rows) if (Number.isFinite(values[row])) squares += (values[row] - mean) ** 2;
  const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
  if (!Number.isFinite(deviation) || (deviation < TINY && varies(values, rows)))
    return momentsOfShares({ values }, rows);
  return { mean, scale: scaleOf(deviation, mean) };
}

/** A deviation below it may be one of numbers whose squares are zero. */
const TINY = 1e-150;

/** Whether the numbers of some rows differ although their squares may not. */
function varies(values: ArrayLike<number>, rows: Int32Array): boolean {
  const first = rows.find((row) => !Number.isNaN(values[row]));
  if (first === undefined || Math.abs(values[first]) > TINY / 1e-20) return false;
  return rows.some((row) => !Number.isNaN(values[row]) && values[row] !== values[first]);
}

/** The same of numbers whose squares or sum would overflow or vanish: of shares of the largest, and taken back. */
function momentsOfShares({ values }: { readonly values: ArrayLike<number> }, rows: Int32Array) {
  let most = 0;
  for (const row of rows) if (Number.isFinite(values[row])) most = Math.max(most, Math.abs(values[row]));
  const parts = Float64Array.from(rows, (row) => values[row] / most);
  const { mean, scale } = moments(
    { values: parts },
    Int32Array.from(rows, (_, i) => i),
  );
  // A share of the smallest numbers may be none.
  return { mean: mean * most, scale: scale * most || 1 };
}
