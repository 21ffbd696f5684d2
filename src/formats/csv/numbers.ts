import { Decimal } from './decimal.ts';

const decoder = new TextDecoder();
const decimal = new Decimal();
const pattern = /^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/**
 * The number in bytes [from, to), exactly rounded; spaces around it are left out. NaN stands for "not a
 * number"; infinities are not read.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && bytes[from] === 0x20) from++;
  while (to > from && bytes[to - 1] === 0x20) to--;
  const negative = bytes[from] === 0x2d;
  if (negative || bytes[from] === 0x2b) from++;
  const first = bytes[from];
  if (from >= to || !((first >= 0x30 && first <= 0x39) || first === 0x2e)) return Number.NaN;
  let value: number;
  if (decimal.read(bytes, from) && decimal.next === to) ({ value } = decimal);
  else {
    const text = decoder.decode(bytes.subarray(from, to));
    value = pattern.test(text) ? Number(text) : Number.NaN;
  }
  return negative ? -value : value;
}
