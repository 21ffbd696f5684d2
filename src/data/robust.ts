import { quantileScore } from './quantileScaling.ts';

/**
 * A number is (value − mean) / scale; with `clip` then bent into (−clip, clip). With `quantiles` of the training
 * rows it is the normal score of its place among them, and mean and scale say how large the numbers are.
 */
export interface Scaling {
  readonly mean: number;
  readonly scale: number;
  readonly clip?: number;
  readonly quantiles?: readonly number[];
}

/** Where RealMLP bends numbers. */
const CLIP = 3;
/** A column that does not vary becomes 0, whatever its values are later. */
const CONSTANT = 1e300;

/** Beyond it squares are no numbers any more. */
const HUGE = 1e150;

/** Whether a column becomes 0 since it did not vary in training. */
export const isConstant = ({ scale }: Scaling): boolean => scale === CONSTANT;

/** x bent into (−limit, limit); small numbers stay almost what they are. */
export const smoothClip = (x: number, limit: number): number =>
  Math.abs(x) < HUGE ? x / Math.sqrt(1 + (x / limit) ** 2) : Math.sign(x) * limit;

/** The input that a value becomes. */
export function scaledValue(value: number, { mean, scale, clip, quantiles }: Scaling): number {
  if (quantiles) return quantileScore(value, quantiles);
  const x = (value - mean) / scale;
  return clip === undefined ? x : smoothClip(x, clip);
}

/** A quantile of ascending values between which lines are drawn, as numpy.quantile. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const [a, b] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
  const way = b - a;
  return Number.isFinite(way) ? a + way * (at - low) : a * (1 - at + low) + b * (at - low);
}

/**
 * The median as mean, the distance of the quartiles as scale: what single values far away cannot move. Where
 * the quartiles are equal, half of the whole range (Holzmueller et al. 2024).
 *
 * @param rows those that are learned from; NaN is missing
 */
export function robustScaling(values: ArrayLike<number>, rows: Int32Array): Scaling {
  const sorted = Float64Array.from(rows, (row) => values[row])
    .filter((value) => Number.isFinite(value))
    .sort();
  if (sorted.length === 0) return { mean: 0, scale: CONSTANT, clip: CLIP };
  // Halves first: the whole range of numbers near the largest would be infinite.
  const half = sorted[sorted.length - 1] / 2 - sorted[0] / 2;
  const spread = Math.min(quantile(sorted, 0.75) - quantile(sorted, 0.25), Number.MAX_VALUE) || half;
  return { mean: quantile(sorted, 0.5), scale: spread || CONSTANT, clip: CLIP };
}
