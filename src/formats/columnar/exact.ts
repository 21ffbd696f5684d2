/** Integers up to here are exact as float64. */
const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/** Whether a number holds this integer exactly, and the next ones too. */
export const isSafe = (value: bigint): boolean => value <= MOST && value >= -MOST;

/** Powers of ten that float64 holds exactly. */
const EXACT_POWER = 22;

/** The text of `unscaled` · 10^−scale. */
function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? '-' : ''}${whole}.${digits.slice(digits.length - scale)}`;
}

/** The float64 nearest to `unscaled` · 10^−scale; one division of exact numbers is rounded once. */
export function decimalNumber(unscaled: bigint, scale: number): number {
  if (isSafe(unscaled) && scale >= 0 && scale <= EXACT_POWER) return Number(unscaled) / 10 ** scale;
  return Number(scale > 0 ? decimalText(unscaled, scale) : `${unscaled}e${-scale}`);
}

/** A signed integer of any length; its first byte is the highest. */
export function bigEndianInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}
