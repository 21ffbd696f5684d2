import { tickText } from '../../charts/chart.ts';

/** Whole numbers below this are written whole. */
const WHOLE = 1e7;

function rounded(value: number, digits: number): string {
  if (Number.isInteger(value) && Math.abs(value) < WHOLE) return String(value === 0 ? 0 : value);
  return tickText(Number(value.toPrecision(digits)));
}

/** A number with three significant digits, as short as it can be, for places with little room. */
export const shortNumber = (value: number): string => rounded(value, 3);

/** Nearer to 0 a number has an exponent, beside which three digits are enough. */
const TINY = 1e-4;

/** What a unit gives: five significant digits, so that it can be followed through a network. */
export const unitValue = (value: number): string => rounded(value, Math.abs(value) < TINY ? 3 : 5);
