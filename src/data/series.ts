import { inputError, usageError } from '../errors.ts';
import type { Fill } from './fill.ts';
import { placeIn } from './place.ts';
import type { DateFormat } from './reading/define.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';

/** Steps of a series that a network sees, and those after them that it forecasts. */
export interface SeriesPieces {
  readonly of: 'series';
  readonly window: number;
  readonly horizon: number;
  /** Name of the column that says when, where there is one. */
  readonly time?: string;
  /** Rows that the network learned from, and the time of the last of them. */
  readonly trained: number;
  readonly until?: string;
  /** How the times are written, where they are dates. */
  readonly format?: DateFormat;
  /** How steps without a value get one; absent where they are an error. */
  readonly fill?: Fill;
}

/**
 * First rows of the windows whose targets lie in rows [from, to); what is seen before them may lie earlier.
 */
export function windowStarts(
  from: number,
  to: number,
  { window, horizon }: Pick<SeriesPieces, 'window' | 'horizon'>,
): Int32Array {
  const first = Math.max(0, from - window);
  return Int32Array.from({ length: Math.max(0, to - horizon - window - first + 1) }, (_, i) => first + i);
}

/**
 * What a network sees in windows that begin at these rows, [windows × window × width].
 *
 * @param steps inputs of every row of the series, [rows × width]
 */
export function windowInputs<T extends Float32Array | Float64Array>(
  steps: T,
  width: number,
  starts: Int32Array,
  window: number,
): T {
  const size = window * width;
  const x =
    steps instanceof Float32Array
      ? new Float32Array(starts.length * size)
      : new Float64Array(starts.length * size);
  starts.forEach((start, i) => x.set(steps.subarray(start * width, start * width + size), i * size));
  return x as T;
}

/** The values after windows that begin at these rows, [windows × horizon]. */
export function windowTargets(
  values: ArrayLike<number>,
  starts: Int32Array,
  { window, horizon }: Pick<SeriesPieces, 'window' | 'horizon'>,
): Float64Array {
  const out = new Float64Array(starts.length * horizon);
  starts.forEach((start, i) => {
    for (let k = 0; k < horizon; k++) out[i * horizon + k] = values[start + window + k];
  });
  return out;
}

/**
 * The next values by the seasonal-naive method: each is what was seen a season before (season 1: the last
 * value).
 */
export function seasonalNaive(
  values: ArrayLike<number>,
  at: number,
  season: number,
  steps: number,
): Float64Array {
  return Float64Array.from({ length: steps }, (_, k) => values[at - season + (k % season)]);
}

/**
 * Mean absolute error of the seasonal-naive method over rows [0, end), each forecast by the value a season
 * before: the unit of MASE (Hyndman and Koehler 2006).
 */
export function naiveScale(values: ArrayLike<number>, end: number, season: number): number {
  let sum = 0;
  for (let t = season; t < end; t++) sum += Math.abs(values[t] - values[t - season]);
  return end > season ? sum / (end - season) : NaN;
}

/** Correlations that say there is a season. */
const CLEAR = 0.3;

/**
 * The period of a series: the highest peak of the autocorrelation of what is left of it without its straight
 * line, among lags up to a third of it; 1 where none is clear.
 */
export function findSeason(values: ArrayLike<number>): number {
  const n = values.length;
  const rest = withoutLine(values);
  const power = rest.reduce((sum, value) => sum + value * value, 0);
  if (!(power > 0)) return 1;
  const most = Math.floor(n / 3);
  const at = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += rest[t] * rest[t - lag];
    // By the terms that there are, or long periods would be at a disadvantage.
    return (sum * n) / (power * (n - lag));
  };
  const correlations = Array.from({ length: most + 2 }, (_, lag) => at(lag));
  // What is correlated with its neighbours has high values at small lags: only after the first crossing of 0
  // is a season.
  const crossing = correlations.findIndex((value) => value < 0);
  if (crossing < 0) return 1;
  let best = 1;
  for (let lag = Math.max(2, crossing); lag <= most; lag++) {
    const peak = correlations[lag] >= correlations[lag - 1] && correlations[lag] >= correlations[lag + 1];
    // A multiple of a season is as good as the season; it must be clearly better to be taken.
    if (peak && correlations[lag] > CLEAR && correlations[lag] > (best === 1 ? 0 : correlations[best] + 0.05))
      best = lag;
  }
  return best;
}

/** Differences from the least-squares line. */
function withoutLine(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const middle = (n - 1) / 2;
  let mean = 0;
  let slope = 0;
  let spread = 0;
  for (let t = 0; t < n; t++) mean += values[t] / n;
  for (let t = 0; t < n; t++) {
    slope += (t - middle) * values[t];
    spread += (t - middle) ** 2;
  }
  slope = spread > 0 ? slope / spread : 0;
  return Float64Array.from({ length: n }, (_, t) => values[t] - mean - slope * (t - middle));
}

/** @throws NnError('usage') when a series is too short for a season */
export function checkSeason(season: number, rows: number): void {
  if (season < rows) return;
  throw usageError(`--season ${season} is longer than the ${rows} rows before the held-out part`, {
    hint: 'a season that was never seen cannot be repeated',
  });
}

/** What to do about steps without a value: while a model is trained, and when one was trained without --fill. */
export const fillHints = {
  training:
    '--fill interpolate takes what is missing from a line between the rows around it, --fill previous from the row before',
  trained: 'a model that was trained with --fill interpolate or --fill previous fills them',
  ends: 'before the first value and after the last one nothing is filled: leave those rows out',
} as const;

/**
 * @param hint what to do about it
 * @throws NnError('input') where the target has no value: without that step it would be another series
 */
export function checkWhole(table: Table, column: Column, hint: keyof typeof fillHints): void {
  const row = Array.from({ length: column.missing > 0 ? table.rows : 0 }, (_, i) => i).find(
    (i) => textAt(column, i) === undefined,
  );
  if (row === undefined) return;
  throw inputError(`target "${column.name}" is missing: a series needs a value in every step`, {
    where: placeIn(table, column.name, row),
    hint: fillHints[hint],
  });
}
