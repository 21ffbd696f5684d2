import { DAY, daysIn, daysTo } from './civil.ts';

const ZERO = 48;

/** The number of `digits` digits from a place on; NaN where there are other signs. */
function numberAt(text: string, from: number, digits: number): number {
  let number = 0;
  for (let i = from; i < from + digits; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

/**
 * Milliseconds since 1970 of `2020-01-31`, `2020-01-31 08:00` and `2020-01-31T08:00:00`; NaN for every other text, in
 * a tenth of the time of a regular expression: columns of millions of times are written so.
 */
export function plainIso(text: string): number {
  const { length } = text;
  if (length !== 10 && length !== 16 && length !== 19) return NaN;
  if (text[4] !== '-' || text[7] !== '-') return NaN;
  const [year, month, day] = [numberAt(text, 0, 4), numberAt(text, 5, 2), numberAt(text, 8, 2)];
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return NaN;
  const days = daysTo(year, month, day) * DAY;
  if (length === 10) return days;
  if ((text[10] !== 'T' && text[10] !== ' ') || text[13] !== ':') return NaN;
  const [hour, minute] = [numberAt(text, 11, 2), numberAt(text, 14, 2)];
  if (!(hour < 24 && minute < 60)) return NaN;
  if (length === 16) return days + (hour * 60 + minute) * 60_000;
  const second = text[16] === ':' ? numberAt(text, 17, 2) : NaN;
  return second < 60 ? days + ((hour * 60 + minute) * 60 + second) * 1000 : NaN;
}
