import { naiveScale, seasonalNaive } from '../../data/series.ts';
import type { Forecaster } from './forecaster.ts';

/** Errors of a method over all forecasts of the held-out rows. */
export interface Errors {
  readonly mae: number;
  readonly rmse: number;
  /** MAE by the MAE of the seasonal-naive method on the rows before (Hyndman and Koehler 2006). */
  readonly mase: number | undefined;
}

export interface Comparison {
  /** Rows held out, forecasts made of them, and steps of each. */
  readonly rows: number;
  readonly origins: number;
  readonly steps: number;
  readonly season: number;
  readonly model: Errors;
  readonly naive: Errors;
}

/** Forecasts that are made at most, spread evenly. */
const MOST = 500;

function errorsOf(differences: Float64Array, scale: number): Errors {
  const n = differences.length;
  const mae = differences.reduce((sum, d) => sum + Math.abs(d), 0) / n;
  const rmse = Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0) / n);
  return { mae, rmse, mase: scale > 0 ? mae / scale : undefined };
}

/**
 * Model and seasonal-naive method on rows [from, end) of a series: forecasts of `steps` rows from every row
 * on from which so many are there, each with all that was known before it.
 */
export function compareForecasts(
  forecaster: Forecaster,
  values: ArrayLike<number>,
  from: number,
  { steps: most, season }: { steps: number; season: number },
): Comparison {
  const rows = values.length - from;
  const steps = Math.min(most, rows, forecaster.most);
  const all = rows - steps + 1;
  const made = Math.min(all, MOST);
  const origins = Array.from({ length: made }, (_, i) => from + Math.floor((i * all) / made));
  const ours = forecaster.from(origins, steps);
  const [model, naive] = [new Float64Array(ours.length), new Float64Array(ours.length)];
  origins.forEach((origin, i) => {
    const theirs = seasonalNaive(values, origin, season, steps);
    for (let k = 0; k < steps; k++) {
      model[i * steps + k] = ours[i * steps + k] - values[origin + k];
      naive[i * steps + k] = theirs[k] - values[origin + k];
    }
  });
  const scale = naiveScale(values, from, season);
  return {
    rows,
    origins: made,
    steps,
    season,
    model: errorsOf(model, scale),
    naive: errorsOf(naive, scale),
  };
}
