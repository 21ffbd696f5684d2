/** Mean of some numbers; NaN of none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function squares(values: ArrayLike<number>): number {
  const middle = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - middle) ** 2;
  return sum;
}

/** Variance of numbers that are all there is, Σ(x − mean)² / n: numpy.var. NaN of none. */
export const populationVariance = (values: ArrayLike<number>): number => squares(values) / values.length;

/** Standard deviation of numbers that are all there is, √(Σ(x − mean)² / n): numpy.std. NaN of none. */
export const populationDeviation = (values: ArrayLike<number>): number =>
  Math.sqrt(populationVariance(values));

/**
 * Standard deviation of what numbers are a sample of, √(Σ(x − mean)² / (n − 1)): numpy.std(ddof=1). NaN of
 * less than two.
 */
export const sampleDeviation = (values: ArrayLike<number>): number =>
  values.length < 2 ? NaN : Math.sqrt(squares(values) / (values.length - 1));

/**
 * What numbers are divided by to be standardised: their deviation, or 1 where they do not vary. Equal values
 * may differ from their mean by rounding.
 */
export const scaleOf = (deviation: number, middle: number): number =>
  deviation > 1e-12 * Math.abs(middle) ? deviation : 1;
