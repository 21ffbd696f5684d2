import { seasonalNaive } from '../../data/series.ts';
import { validationColumn } from '../../train/epochFigures.ts';
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
 * The error on the validation windows in the units of the target, beside that of the seasonal-naive forecast;
 * none for losses that are no error in such units.
 *
 * @param loss on standardised targets, whose unit is `scale`
 */
export function errorFigures(lossName: string, loss: number, scale: number, naive: NaiveErrors): Figure[] {
  if (lossName !== 'mse' && lossName !== 'mae') return [];
  const [name, own, theirs] =
    lossName === 'mse'
      ? ['rmse', Math.sqrt(loss) * scale, Math.sqrt(naive.squares)]
      : ['mae', loss * scale, naive.distances];
  const label = name.toUpperCase();
  return [
    { label: `validation ${label}`, text: measure(own), name: validationColumn(name), value: own },
    { label: `naive ${label}`, text: measure(theirs), name: `naive_${name}`, value: theirs },
  ];
}
