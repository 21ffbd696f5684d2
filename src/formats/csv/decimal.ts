/** The largest power of ten in the table. */
const MOST = 64;

/**
 * 10ⁿ as the unevaluated sum of two float64, and the first of them split into halves of 26 bits (Veltkamp).
 */
const HIGH = Float64Array.from({ length: MOST + 1 }, (_, n) => Number(`1e${n}`));
const LOW = HIGH.map((high, n) => Number(10n ** BigInt(n) - BigInt(high)));
const UPPER = HIGH.map((high) => upperHalf(high));
const LOWER = HIGH.map((high, n) => high - UPPER[n]);
/** 2⁵³ / 5ⁿ: whole numbers up to here times 10ⁿ are exact. */
const EXACT = Float64Array.from({ length: 19 }, (_, n) => Math.floor(2 ** 53 / 5 ** n));

/** Far above the error of what is computed below, far below what could move a result to another float64. */
const DOUBT = 2 ** -98;

function upperHalf(x: number): number {
  const c = 134217729 * x;
  return c - (c - x);
}

/** The rounding error of x × 10ⁿ, where `product` is what float64 makes of it (Dekker 1971). */
function productError(x: number, n: number, product: number): number {
  const upper = upperHalf(x);
  const lower = x - upper;
  return upper * UPPER[n] - product + upper * LOWER[n] + lower * UPPER[n] + lower * LOWER[n];
}

/**
 * (high + low) × 10^scale rounded to the nearest float64; NaN where twice the precision of float64 cannot
 * tell which that is. `high` and `low` are whole numbers, `low` below half a unit in the last place of
 * `high`.
 */
function scaled(high: number, low: number, scale: number): number {
  // One operation on exact numbers (Clinger 1990).
  if (low === 0 && high <= 2 ** 53 && scale >= -22 && scale <= 22)
    return scale < 0 ? high / HIGH[-scale] : high * HIGH[scale];
  if (scale < -MOST || scale > MOST) return Number.NaN;
  let first: number;
  let second: number;
  if (scale < 0) {
    const n = -scale;
    first = high / HIGH[n];
    const product = first * HIGH[n];
    second = (high - product - productError(first, n, product) - first * LOW[n] + low) / HIGH[n];
  } else {
    first = high * HIGH[scale];
    second = productError(high, scale, first) + high * LOW[scale] + low * HIGH[scale];
  }
  const doubt = first * DOUBT;
  const value = first + (second - doubt);
  return value === first + (second + doubt) ? value : Number.NaN;
}

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;

/**
 * A decimal as NumPy and pandas write float64, up to 15 digits before the point and 18 behind it, exactly
 * rounded.
 */
export class Decimal {
  value = 0;
  /** Where the number ends. */
  next = 0;

  /** Reads the number without sign that begins at `at`. False: it is longer, no number, or too near a tie. */
  read(bytes: Uint8Array, at: number): boolean {
    let q = at;
    let whole = 0;
    for (; isDigit(bytes[q]); q++) whole = whole * 10 + (bytes[q] - 0x30);
    const digits = q - at;
    if (digits > 15) return false;
    if (bytes[q] !== 0x2e) return digits > 0 && this.#finish(bytes, q, whole, 0, 0, 0);
    const point = ++q;
    if (whole === 0) while (bytes[q] === 0x30) q++;
    const first = q;
    let upper = 0;
    for (; q - first < 9 && isDigit(bytes[q]); q++) upper = (upper * 10 + (bytes[q] - 0x30)) | 0;
    return digits + q - point > 0 && this.readOn(bytes, q, whole, upper, q - point);
  }

  /**
   * Reads on behind up to nine digits, `upper`, of the fraction.
   *
   * @param behind digits behind the point so far, zeros before `upper` included
   */
  readOn(bytes: Uint8Array, at: number, whole: number, upper: number, behind: number): boolean {
    let q = at;
    let lower = 0;
    for (; isDigit(bytes[q]); q++) lower = (lower * 10 + (bytes[q] - 0x30)) | 0;
    const more = q - at;
    return more < 10 && this.#finish(bytes, q, whole, upper * HIGH[more], lower, behind + more);
  }

  /** The exponent, and the value: whole × 10^behind + upper + lower, all of them exact, over 10^behind. */
  #finish(
    bytes: Uint8Array,
    at: number,
    whole: number,
    upper: number,
    lower: number,
    behind: number,
  ): boolean {
    let scale = -behind;
    let q = at;
    if (bytes[q] === 0x65 || bytes[q] === 0x45) {
      const negative = bytes[++q] === 0x2d;
      if (negative || bytes[q] === 0x2b) q++;
      const begin = q;
      let exponent = 0;
      for (; isDigit(bytes[q]); q++) exponent = (exponent * 10 + (bytes[q] - 0x30)) | 0;
      if (q === begin || q - begin > 3) return false;
      scale += negative ? -exponent : exponent;
    }
    let moved = 0;
    if (whole > 0) {
      if (whole > EXACT[behind]) return false;
      moved = whole * HIGH[behind];
    }
    // The sum of all three as two float64 (Knuth's two-sum).
    const sum = moved + upper;
    const part = sum - moved;
    const rest = moved - (sum - part) + (upper - part) + lower;
    const high = sum + rest;
    this.value = scaled(high, rest - (high - sum), scale);
    this.next = q;
    return this.value === this.value;
  }
}
