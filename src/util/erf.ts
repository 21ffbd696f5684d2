/**
 * Error function to double precision, by the series without cancellation
 * erf(x) = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!   (Abramowitz and Stegun 7.1.6).
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (!(a < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  let term = a;
  let sum = a;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * a * a) / (2 * n + 1);
    sum += term;
  }
  return Math.sign(x) * Math.min(1, (2 / Math.sqrt(Math.PI)) * Math.exp(-a * a) * sum);
}

/**
 * Below this erfc is 1 − erf, which has lost less than two digits; above it the continued fraction converges
 * in time.
 */
const NEAR = 1.5;
const DEPTH = 80;

/**
 * Complementary error function 1 − erf(x), with nearly all digits also where it is small: above 1.5 by the
 * continued fraction erfc(x) = exp(−x²)/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …))))   (Abramowitz and Stegun
 * 7.1.14).
 */
export function erfc(x: number): number {
  if (!(x > NEAR)) return x < -NEAR ? 2 - erfc(-x) : 1 - erf(x);
  let fraction = x;
  for (let n = DEPTH; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
