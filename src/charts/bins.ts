import { extent } from './chart.ts';

/** How many numbers lie between neighbouring edges; the last bin has its upper edge too (numpy.histogram). */
export function binned(values: ArrayLike<number>, bins: number): { edges: number[]; heights: number[] } {
  const { low, high } = extent(values);
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + (i / bins) * (high - low));
  const heights = edges.slice(1).fill(0);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    heights[Math.min(bins - 1, Math.floor(((values[i] - low) / (high - low)) * bins))]++;
  }
  return { edges, heights };
}

/** Digits after the point up to which a column is taken for one of rounded numbers. */
const ROUNDED = 3;
/** Steps between rounded numbers that are told apart from a continuous range at most. */
const MOST_STEPS = 1000;

/** The step of numbers that are all multiples of one: 1 for integers, 0.1, 0.01 or 0.001. */
function stepOf(values: ArrayLike<number>, decimals = ROUNDED): number | undefined {
  for (let digits = 0; digits <= decimals; digits++) {
    const isRounded = (value: number) =>
      !Number.isFinite(value) || Math.abs(value - Number(value.toFixed(digits))) <= 1e-9 * Math.abs(value);
    if (Array.from(values).every(isRounded)) return 10 ** -digits;
  }
  return undefined;
}

/**
 * At most `bins` bins for multiples of a step, each of which holds equally many multiples, so that none is
 * fuller only for being wider. Edges lie half a step beside the numbers.
 */
export function evenlyBinned(
  values: ArrayLike<number>,
  bins: number,
  step: number,
): { edges: number[]; heights: number[]; each: number } {
  const { low, high } = finiteEnds(values);
  const steps = Math.round((high - low) / step) + 1;
  const each = Math.ceil(steps / bins);
  const count = Math.ceil(steps / each);
  const edges = Array.from({ length: count + 1 }, (_, i) =>
    Number((low + (i * each - 0.5) * step).toPrecision(12)),
  );
  const heights = edges.slice(1).fill(0);
  for (let i = 0; i < values.length; i++)
    if (Number.isFinite(values[i])) heights[Math.floor(Math.round((values[i] - low) / step) / each)]++;
  return { edges, heights, each };
}

/**
 * The step of rounded numbers; undefined for those of a continuous range.
 *
 * @param decimals digits after the point at most
 */
export function roundedStep(values: ArrayLike<number>, decimals?: number): number | undefined {
  const step = stepOf(values, decimals);
  const { low, high } = finiteEnds(values);
  return step === 1 || (step !== undefined && (high - low) / step <= MOST_STEPS) ? step : undefined;
}

/** The least and the greatest finite number; 0 where there is none. */
function finiteEnds(values: ArrayLike<number>): { low: number; high: number } {
  const finite = Array.from(values).filter(Number.isFinite);
  return finite.reduce(
    ({ low, high }, value) => ({ low: Math.min(low, value), high: Math.max(high, value) }),
    { low: finite[0] ?? 0, high: finite[0] ?? 0 },
  );
}
