const two = (value: number) => String(value).padStart(2, '0');

/** Days in 400 years, and from 0000-03-01 to 1970-01-01. */
const ERA = 146_097;
const EPOCH = 719_468;

/** DuckDB's infinite dates and times. */
const LAST_DAY = 2 ** 31 - 1;
const LAST_TIME = 2n ** 63n - 1n;

/**
 * `2024-02-29`, of days since 1970-01-01 (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms,
 * civil_from_days).
 */
export function dateText(days: number): string {
  if (Math.abs(days) === LAST_DAY) return days > 0 ? 'infinity' : '-infinity';
  const shifted = days + EPOCH;
  const era = Math.floor(shifted / ERA);
  const dayOfEra = shifted - era * ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Years that begin in March.
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
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
