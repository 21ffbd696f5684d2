export interface RegressionScores {
  readonly mse: number;
  readonly rmse: number;
  readonly mae: number;
  /** 1 − Σ(t−p)² / Σ(t−mean)²; NaN when all targets are equal. */
  readonly r2: number;
}

/** Errors of a regression (sklearn.metrics). */
export function regressionScores(actual: ArrayLike<number>, predicted: ArrayLike<number>): RegressionScores {
  const n = actual.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += actual[i] / n;
  let squares = 0;
  let absolutes = 0;
  let spread = 0;
  for (let i = 0; i < n; i++) {
    squares += (actual[i] - predicted[i]) ** 2;
    absolutes += Math.abs(actual[i] - predicted[i]);
    spread += (actual[i] - mean) ** 2;
  }
  return {
    mse: squares / n,
    rmse: Math.sqrt(squares / n),
    mae: absolutes / n,
    r2: spread > 0 ? 1 - squares / spread : Number.NaN,
  };
}
