/** How far off a model was on rows that did not train it, in the unit of its target. */
export interface Residuals {
  /** Rows that were looked at. */
  readonly rows: number;
  /** |y − ŷ| ascending: of all rows, or of many rows the `MOST` quantiles at equal steps. */
  readonly sorted: readonly number[];
}

/** Quantiles that are kept of more rows than that. */
const MOST = 1000;

/** Residuals as a model keeps them. */
export function residualsOf(absolute: ArrayLike<number>): Residuals {
  const all = Float64Array.from(absolute).sort();
  const rows = all.length;
  const sorted =
    rows <= MOST
      ? [...all]
      : Array.from({ length: MOST }, (_, i) => all[Math.ceil(((i + 1) * rows) / MOST) - 1]);
  return { rows, sorted };
}

/**
 * Half the width of an interval that holds the true value of a new row with a probability of at least `level`: the
 * ⌈(n + 1)·level⌉-th smallest of n residuals, the quantile of split conformal prediction (Vovk et al. 2005;
 * Lei et al. 2018); of quantiles that were kept the next larger one.
 *
 * @returns undefined where there are too few rows for such a level
 */
export function halfWidth({ rows, sorted }: Residuals, level: number): number | undefined {
  // (n + 1)·level may be a whole number but for rounding.
  const rank = Math.ceil((rows + 1) * level - 1e-9);
  if (rank > rows) return undefined;
  return sorted[Math.ceil((rank * sorted.length) / rows - 1e-9) - 1];
}

/** The highest level that so many rows give an interval for. */
export const highestLevel = ({ rows }: Residuals): number => rows / (rows + 1);
