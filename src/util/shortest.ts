/** 10 to 0 … 22: the powers that float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * The shortest decimal of a float32: `digits` × 10^`exponent`, `digits` a whole number without trailing
 * zeros.
 */
export interface ShortDecimal {
  digits: number;
  exponent: number;
}

/** Most float32 need seven digits or more. */
const USUAL = 7;

const NO = 0;
const YES = 1;
const UNSURE = 2;

/**
 * x rounded to `count` significant digits: whether they read back to x, or this way is not exact enough to
 * say.
 */
function roundTo(x: number, count: number, magnitude: number, out: ShortDecimal): number {
  const scale = count - 1 - magnitude;
  if (scale > 22 || scale < -22) return UNSURE;
  const scaled = scale >= 0 ? x * POWERS[scale] : x / POWERS[-scale];
  const digits = Math.round(scaled);
  if (Math.abs(Math.abs(scaled - digits) - 0.5) < 1e-6) return UNSURE;
  if (Math.fround(scale >= 0 ? digits / POWERS[scale] : digits * POWERS[-scale]) !== x) return NO;
  out.digits = digits;
  out.exponent = -scale;
  return YES;
}

/**
 * Finds the shortest decimal that reads back to the same positive float32, the nearest of them when there are
 * several. The candidates are computed in float64, whose 53 bits are exact enough except near a tie.
 *
 * @returns false where the powers of ten are not exact or a tie is near; the slow way decides then
 */
export function shortestFloat32(x: number, out: ShortDecimal): boolean {
  const magnitude = Math.floor(Math.log10(x));
  let count = USUAL;
  let found = roundTo(x, count, magnitude, out);
  if (found === NO) {
    while (found === NO && count < 9) found = roundTo(x, ++count, magnitude, out);
    return found === YES;
  }
  while (found === YES && count > 1) found = roundTo(x, --count, magnitude, out);
  // Rounding may carry into one more digit: 9.9999999e-7 is 10 × 10⁻⁷.
  if (out.digits === 10) {
    out.digits = 1;
    out.exponent++;
  }
  return found !== UNSURE;
}

/**
 * The shortest decimal that reads back to the same float32, as numpy.float32 prints it. `x` must be a float32
 * value. float64 needs no function: String(x) is its shortest decimal.
 */
export function float32ToString(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e7) return Object.is(x, -0) ? '-0' : String(x);
  for (let digits = 6; digits < 9; digits++) {
    const text = x.toPrecision(digits);
    const value = Number(text);
    if (Math.fround(value) === x) return shorten(x, value, digits);
  }
  return String(Number(x.toPrecision(9)));
}

/** Six digits may be more than needed. */
function shorten(x: number, value: number, digits: number): string {
  if (digits === 6) {
    for (let fewer = 1; fewer < 6; fewer++) {
      const candidate = Number(x.toPrecision(fewer));
      if (Math.fround(candidate) === x) return String(candidate);
    }
  }
  return String(value);
}
