const decoder = new TextDecoder('utf-8', { fatal: true });

/** Powers of ten that float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

const pattern = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/**
 * The number in bytes [from, to), exactly rounded: digits that fit 2⁵³ and small powers of ten are converted directly
 * (Clinger 1990's fast path), everything else by Number. NaN stands for "not a number"; infinities are not read.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && bytes[from] === 0x20) from++;
  while (to > from && bytes[to - 1] === 0x20) to--;
  let at = from;
  const sign = bytes[at];
  const negative = sign === 0x2d;
  if (negative || sign === 0x2b) at++;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  for (; at < to; at++) {
    const digit = bytes[at] - 0x30;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
    digits++;
  }
  if (at < to && bytes[at] === 0x2e) {
    at++;
    const point = at;
    for (; at < to; at++) {
      const digit = bytes[at] - 0x30;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    scale = point - at;
    digits += at - point;
  }
  if (digits === 0) return Number.NaN;
  if (at < to) {
    if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return Number.NaN;
    const exponent = readExponent(bytes, at + 1, to);
    if (Number.isNaN(exponent)) return Number.NaN;
    scale += exponent;
  }
  if (mantissa <= 9007199254740992 && scale >= -22 && scale <= 22) {
    const value = scale < 0 ? mantissa / POWERS[-scale] : mantissa * POWERS[scale];
    return negative ? -value : value;
  }
  const text = decoder.decode(bytes.subarray(from, to));
  return pattern.test(text) ? Number(text) : Number.NaN;
}

function readExponent(bytes: Uint8Array, at: number, to: number): number {
  const negative = bytes[at] === 0x2d;
  if (negative || bytes[at] === 0x2b) at++;
  if (at >= to) return Number.NaN;
  let exponent = 0;
  for (; at < to; at++) {
    const digit = bytes[at] - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    exponent = Math.min(exponent * 10 + digit, 100_000);
  }
  return negative ? -exponent : exponent;
}

const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '?']);

/** True for the texts that stand for "no value": empty, NA, N/A, NaN, nan, null, NULL, None, ?. */
export function isMissing(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > 4) return false;
  if (to === from) return true;
  const first = bytes[from];
  if (first >= 0x30 && first <= 0x39) return false;
  return MISSING.has(String.fromCharCode(...bytes.subarray(from, to)).trim());
}
