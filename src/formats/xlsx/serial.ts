import { DAY } from '../../data/reading/dates/civil.ts';
import { clockText, dateText } from '../columnar/isoTime.ts';
import type { Moment } from './numberFormats.ts';

/** Days from 1970-01-01 back to the day 0 of Excel's two calendars. */
const ZERO_1900 = -25_569;
const ZERO_1904 = -24_107;
/** Excel counts 1900-02-29, which was not: days up to it are one later. */
const LEAP_1900 = 60;

/** The last day of the year 9999, behind which Excel shows no dates. */
const LAST = 2_958_466;

/**
 * A serial number of Excel as ISO 8601 writes it: `2024-02-29`, `2024-02-29T17:05:00`, or `17:05:00` where its
 * format shows no day. Undefined for what Excel does not show as a date either.
 */
export function serialText(serial: number, moment: Moment, from1904: boolean): string | undefined {
  if (!(serial >= 0 && serial < LAST)) return undefined;
  const ms = Math.round(serial * DAY);
  const time = ms % DAY;
  const clock = () => clockText(BigInt(time), 1000n);
  const days = (ms - time) / DAY;
  if (moment === 'clock' && days === 0) return clock();
  const zero = from1904 ? ZERO_1904 : ZERO_1900 + (days < LEAP_1900 ? 1 : 0);
  const date = dateText(zero + days);
  return time === 0 ? date : `${date}T${clock()}`;
}

/** Seconds of a duration. */
export const durationSeconds = (serial: number): number => Math.round(serial * DAY) / 1000;
