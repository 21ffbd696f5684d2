/**
 * Sum in the order NumPy uses along a contiguous axis (numpy/_core/src/umath/loops_utils.h.src, pairwise
 * sum): a plain loop below 8 elements, eight running sums up to 128, halves of a multiple of 8 above.
 *
 * @param f values, `offset` the first of them, `n` how many, `stride` elements between them
 * @param round rounding after every addition
 */
export function pairwiseSum(
  f: Float32Array | Float64Array,
  offset: number,
  n: number,
  round: (x: number) => number,
  stride = 1,
): number {
  if (n < 8) {
    let sum = n > 0 ? f[offset] : 0;
    for (let i = 1; i < n; i++) sum = round(sum + f[offset + i * stride]);
    return sum;
  }
  if (n <= 128) {
    const at = (i: number) => f[offset + i * stride];
    let [r0, r1, r2, r3, r4, r5, r6, r7] = [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)];
    let i = 8;
    for (; i + 8 <= n; i += 8) {
      r0 = round(r0 + at(i));
      r1 = round(r1 + at(i + 1));
      r2 = round(r2 + at(i + 2));
      r3 = round(r3 + at(i + 3));
      r4 = round(r4 + at(i + 4));
      r5 = round(r5 + at(i + 5));
      r6 = round(r6 + at(i + 6));
      r7 = round(r7 + at(i + 7));
    }
    let sum = round(round(round(r0 + r1) + round(r2 + r3)) + round(round(r4 + r5) + round(r6 + r7)));
    for (; i < n; i++) sum = round(sum + at(i));
    return sum;
  }
  const half = (n >> 1) - ((n >> 1) % 8);
  return round(
    pairwiseSum(f, offset, half, round, stride) +
      pairwiseSum(f, offset + half * stride, n - half, round, stride),
  );
}
