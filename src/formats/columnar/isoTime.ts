import { civilOf, DAY } from '../../data/reading/dates/civil.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** DuckDB's infinite dates and times. */
const LAST_DAY = 2 ** 31 - 1;
const LAST_TIME = 2n ** 63n - 1n;

/** `2024-02-29`, of days since 1970-01-01. */
export function dateText(days: number): string {
  if (Math.abs(days) === LAST_DAY) return days > 0 ? 'infinity' : '-infinity';
  const { year, month, day } = civilOf(days * DAY);
  const yearText = `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`;
  return `${yearText}-${two(month)}-${two(day)}`;
}

/** `.5` as 500, 500000 or 500000000 after the point, whatever is enough; nothing of zero. */
function fractionText(part: bigint, perSecond: bigint): string {
  if (part === 0n) return '';
  const digits = String(part).padStart(String(perSecond).length - 1, '0');
  const enough = [3, 6, 9].find((length) => /^0*$/.test(digits.slice(length))) ?? digits.length;
  return `.${digits.slice(0, enough).padEnd(enough, '0')}`;
}

/** `17:05:00`, of a count of parts of a second since midnight. */
export function clockText(value: bigint, perSecond: bigint): string {
  const seconds = Number(value / perSecond);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return clock + fractionText(value % perSecond, perSecond);
}

/** How points in time are written. */
export interface TimestampStyle {
  /** Units in a second. */
  readonly perSecond: bigint;
  /** They are of Greenwich, and say so with a Z; otherwise of nowhere in particular. */
  readonly utc: boolean;
  /** Midnight is left out: the column holds days. */
  readonly days?: boolean;
}

/** `2024-02-29T17:05:00`, of a count of parts of a second since 1970. */
export function timestampText(value: bigint, { perSecond, utc, days }: TimestampStyle): string {
  if (value === LAST_TIME || value === -LAST_TIME) return value > 0n ? 'infinity' : '-infinity';
  const perDay = 86_400n * perSecond;
  const inDay = ((value % perDay) + perDay) % perDay;
  const date = dateText(Number((value - inDay) / perDay));
  if (days && inDay === 0n) return date;
  return `${date}T${clockText(inDay, perSecond)}${utc ? 'Z' : ''}`;
}
