/** Integer hash without visible structure (Mueller/Wellons "lowbias32"). */
export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/**
 * The stream of one use of random numbers in one step: they depend on seed, step, stream and position only.
 */
export const streamOf = (seed: number, step: number, stream: number): number =>
  mix(seed ^ mix(step ^ mix(stream)));

/** Uniform on [0, 1) with 24 bits: number `at` of a stream. */
export const uniformAt = (stream: number, at: number): number => (mix(stream ^ mix(at)) >>> 8) * 2 ** -24;

/** Standard normal: number `at` of a stream (Box and Muller 1958). */
export function normalAt(stream: number, at: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(stream, 2 * at)));
  return radius * Math.cos(2 * Math.PI * uniformAt(stream, 2 * at + 1));
}
