/** Coefficients of Lanczos' approximation, g = 7 (Godfrey 2001). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Logarithm of the gamma function of x > 0, by Lanczos' approximation (1964). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const SMALLEST = 1e-300;
const nonZero = (x: number) => (Math.abs(x) < SMALLEST ? SMALLEST : x);

/** The continued fraction of the incomplete beta function, by Lentz's method (DLMF 8.17.22). */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  // The number of terms grows with the square root of the larger parameter.
  const most = 200 + 10 * Math.sqrt(Math.max(a, b));
  for (let m = 1; m < most; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/** The regularised incomplete beta function I_x(a, b): scipy.special.betainc (DLMF 8.17). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** P(X ≤ k) of a binomial number of n draws with chance p: scipy.stats.binom.cdf. */
export const binomialCdf = (k: number, n: number, p: number): number =>
  k < 0 ? 0 : k >= n ? 1 : incompleteBeta(1 - p, n - k, k + 1);

/** P(|T| ≥ |t|) of Student's t with some degrees of freedom: 2 · scipy.stats.t.sf(|t|, df). */
export const studentP = (t: number, df: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5);

/** Where a falling function passes a value between two ends, to the last digits. */
function passing(f: (x: number) => number, value: number, low: number, high: number): number {
  let [left, right] = [low, high];
  for (let i = 0; i < 200 && right - left > 1e-15 * right; i++) {
    const middle = (left + right) / 2;
    if (f(middle) > value) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}

/** The t with P(|T| ≤ t) = level: scipy.stats.t.ppf((1 + level) / 2, df). Level is below 1. */
export function studentQuantile(level: number, df: number): number {
  let high = 1;
  while (studentP(high, df) > 1 - level) high *= 2;
  return passing((t) => studentP(t, df), 1 - level, 0, high);
}
