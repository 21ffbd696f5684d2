/** How a number was scaled: (value − mean) / scale. */
interface Scaling {
  readonly mean: number;
  readonly scale: number;
}

/**
 * What a network gives in the units of the target, in float64: a large mean would leave float32 too few
 * digits for what is added to it.
 */
export function unscaled(outputs: ArrayLike<number>, { mean, scale }: Scaling): Float64Array {
  return Float64Array.from(outputs, (value) => value * scale + mean);
}

/**
 * Means so many times the deviation leave float32 too few digits for what differs; such scales leave its
 * range.
 */
const FAR = 1024;
const VAST = 1e30;

/** Numbers in units of the data in no more digits than the network gave, where those are enough. */
export function shortest(
  values: Float64Array,
  outputs: Float32Array | Float64Array,
  { mean, scale }: Scaling,
): Float32Array | Float64Array {
  const near = Math.abs(mean) <= FAR * scale && scale < VAST;
  return near && outputs instanceof Float32Array ? Float32Array.from(values) : values;
}
