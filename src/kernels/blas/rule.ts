/** A product as a library sees it: a result of rows × cols, sums of `inner` terms. */
export interface Product {
  readonly rows: number;
  readonly cols: number;
  readonly inner: number;
  /** The second matrix is read transposed. */
  readonly transposed?: boolean;
  /** Our own kernel goes over the result afterwards: a bias, an activation, a mask. */
  readonly finished?: boolean;
}

/**
 * How many times faster a library computes a product than our own kernels: 1.8 times with AVX2, 3.5 with
 * AVX-512.
 */
export const SPEED = 2.5;

/**
 * What a call costs before it computes: 0.2 µs through koffi, up to 1 µs of setting up in the library; in
 * flops saved.
 */
const CALL_FLOPS = 65_536;
/** What going over one element once more costs: 0.3 ns, in flops saved. */
const PASS_FLOPS = 32;
/** Libraries compute narrower results with code for edges; ours have kernels for them. */
const NARROW = 8;

/**
 * Whether a product is faster in a library than in our own kernels. Measured with `npm run bench:blas`: ours
 * do about 44 GFLOP/s, libraries 80 (AVX2) to 160 (AVX-512), so that each flop saves 0.01 ns or more; that
 * has to pay for the call and for passes over the result.
 */
export function pays({ rows, cols, inner, transposed, finished }: Product): boolean {
  if (Math.min(rows, cols) < NARROW) return false;
  const passes = Number(transposed ?? false) + Number(finished ?? false);
  return 2 * rows * cols * inner >= CALL_FLOPS + PASS_FLOPS * passes * rows * cols;
}

/**
 * How many rows of a result are computed by one call. A library takes different kernels for different
 * extents, so the bits of a row depend on which rows are computed with it. Results must not depend on the
 * number of threads: a product is therefore always computed in the same chunks, and threads get whole ones.
 * Every chunk packs the other matrix again, which costs a tenth at 128 rows and a third at 32; four chunks
 * feed four threads.
 */
export function chunkOf(rows: number): number {
  const chunks = rows < 128 ? 1 : rows < 384 ? 2 : Math.max(4, Math.ceil(rows / 256));
  return Math.ceil(rows / chunks / 16) * 16;
}
