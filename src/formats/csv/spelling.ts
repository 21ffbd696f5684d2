const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;

/** A whole number with zeros before it, such as 007: a code. */
export const PADDED = 1;
/** A whole number that float64 cannot hold, such as 9007199254740993. */
export const INEXACT = 2;
/** A whole number written as nobody counts: 5.0, 1E5, +3; not 1.5e3, which is measured. */
export const UNUSUAL = 4;

const decoder = new TextDecoder();

/**
 * What the number `value` loses of its text in bytes [from, to): a sum of PADDED, INEXACT and UNUSUAL; 0:
 * nothing. It matters only where all numbers of a column are whole.
 */
export function spellingOf(bytes: Uint8Array, from: number, to: number, value: number): number {
  const plus = bytes[from] === 0x2b;
  const first = plus || bytes[from] === 0x2d ? from + 1 : from;
  let [point, exponent] = [false, false];
  for (let i = first; i < to; i++) {
    if (bytes[i] === POINT) point = true;
    else if (bytes[i] < ZERO || bytes[i] > NINE) exponent = true;
  }
  if (point || exponent) return point && exponent ? 0 : UNUSUAL;
  let bits = plus ? UNUSUAL : 0;
  if (bytes[first] === ZERO && to - first > 1) bits |= PADDED;
  if (to - first <= 15) return bits;
  const exact = Number.isFinite(value) && BigInt(decoder.decode(bytes.subarray(first, to)));
  return exact !== false && exact === BigInt(Math.abs(value)) ? bits : bits | INEXACT;
}

/** From so many different numbers on a column of whole numbers is counted, not named. */
const NAMED = 1000;

/** Whether a column of these spellings is read as texts. `distinct` numbers, all of them whole. */
export const keepsTexts = (spelling: number, distinct: number): boolean =>
  (spelling & (PADDED | INEXACT)) !== 0 || ((spelling & UNUSUAL) !== 0 && distinct <= NAMED);

/** Whether more than NAMED numbers differ. */
export function distinctUpToNamed(values: Float64Array): number {
  const seen = new Set<number>();
  for (const value of values) {
    if (value !== value) continue;
    seen.add(value);
    if (seen.size > NAMED) break;
  }
  return seen.size;
}
