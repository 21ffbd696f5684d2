import { seasonalNaive } from '../../data/series.ts';
import type { SeriesPieces } from '../../data/series.ts';
import type { Figure } from '../../figures/language.ts';
import { measure } from '../../util/quantity.ts';

/** Mean squared and mean absolute error. */
export interface NaiveErrors {
  readonly squares: number;
  readonly distances: number;
}

/** Errors of the seasonal-naive forecast on windows that begin at these rows, in the units of `values`. */
export function naiveErrors(
  values: ArrayLike<number>,
  starts: Int32Array,
  { window, horizon }: SeriesPieces,
  season: number,
): NaiveErrors {
  let squares = 0;
  let distances = 0;
  const n = starts.length * horizon;
  for (const start of starts) {
    const at = start + window;
    seasonalNaive(values, at, season, horizon).forEach((value, k) => {
      squares += (value - values[at + k]) ** 2 / n;
      distances += Math.abs(value - values[at + k]) / n;
    });
  }
  return { squares, distances };
}

/**
 * The error of the seasonal-naive forecast on the validation windows, in the unit of the target; none for losses
 * that are no error in such units.
 */
export function naiveFigures(lossName: string, { squares, distances }: NaiveErrors): Figure[] {
  if (lossName !== 'mse' && lossName !== 'mae') return [];
  const [name, value] = lossName === 'mse' ? ['rmse', Math.sqrt(squares)] : ['mae', distances];
  return [{ label: `naive ${name.toUpperCase()}`, text: measure(value), name: `naive_${name}`, value }];
}
