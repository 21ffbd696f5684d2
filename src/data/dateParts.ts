import { civilOf, DAY, timeOfDay, weekdayOf } from './reading/dates/civil.ts';
import { precisionOf } from './reading/dates/pattern.ts';
import { dateReader } from './reading/dates/read.ts';
import type { DateFormat } from './reading/define.ts';
import { scaleOf } from '../util/statistics.ts';

/**
 * What of a date is an input: days since the first date of training and the year are numbers; month and time
 * of day are points on a circle (sine, cosine), so that December is next to January; weekdays are categories.
 */
export type DatePart =
  | { readonly of: 'days' | 'year'; readonly mean: number; readonly scale: number }
  | { readonly of: 'month' | 'time' | 'weekday' };

/** A column of dates as inputs. */
export interface DateParts {
  readonly format: DateFormat;
  /** The first date of training, in milliseconds since 1970. */
  readonly first: number;
  readonly parts: readonly DatePart[];
}

/** Inputs of a part. */
export const partWidth = ({ of }: DatePart): number =>
  of === 'weekday' ? 7 : of === 'month' || of === 'time' ? 2 : 1;

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Names of the inputs of a part. */
export function partNames({ of }: DatePart, name: string): string[] {
  if (of === 'weekday') return days.map((day) => `${name}=${day}`);
  return of === 'month' || of === 'time' ? [`sin ${of}(${name})`, `cos ${of}(${name})`] : [`${of}(${name})`];
}

const yearOf = (ms: number) => civilOf(ms).year;
const monthOf = (ms: number) => civilOf(ms).month;
const timeOf = (ms: number) => timeOfDay(ms) / DAY;

function moments(values: readonly number[]): { mean: number; scale: number } {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
  return { mean, scale: scaleOf(Math.sqrt(variance), mean) };
}

const COARSE = new Set(['year', 'quarter', 'month', 'week']);

/**
 * The parts of dates that vary: days since the first, year, month, weekday and time of day where at least two
 * of them occur.
 *
 * @param dates milliseconds since 1970, one for each training row that has one
 */
export function fitDateParts(format: DateFormat, dates: readonly number[], standardize: boolean): DateParts {
  const first = dates.reduce((least, ms) => Math.min(least, ms), Infinity);
  const vary = (part: (ms: number) => number) => dates.some((ms) => part(ms) !== part(dates[0]));
  const scaled = (of: 'days' | 'year', part: (ms: number) => number): DatePart => ({
    of,
    ...(standardize ? moments(dates.map(part)) : { mean: 0, scale: 1 }),
  });
  const sinceFirst = (ms: number) => (ms - first) / DAY;
  const parts: DatePart[] = vary((ms) => Math.floor(ms / DAY)) ? [scaled('days', sinceFirst)] : [];
  if (vary(yearOf)) parts.push(scaled('year', yearOf));
  if (precisionOf(format) !== 'year' && vary(monthOf)) parts.push({ of: 'month' });
  if (!COARSE.has(precisionOf(format)) && vary(weekdayOf)) parts.push({ of: 'weekday' });
  if (vary(timeOf)) parts.push({ of: 'time' });
  if (parts.length === 0) parts.push(scaled('days', sinceFirst));
  return { format, first: Number.isFinite(first) ? first : 0, parts };
}

/** Writes the inputs of a date from `at` on; all zeros where it is missing (NaN). */
export function writeDate(
  { first, parts }: DateParts,
  ms: number,
  out: Float32Array | Float64Array,
  at: number,
): void {
  for (const part of parts) {
    const width = partWidth(part);
    out.fill(0, at, at + width);
    if (!Number.isNaN(ms)) writePart(part, ms, first, out, at);
    at += width;
  }
}

function writePart(
  part: DatePart,
  ms: number,
  first: number,
  out: Float32Array | Float64Array,
  at: number,
): void {
  switch (part.of) {
    case 'days':
      out[at] = ((ms - first) / DAY - part.mean) / part.scale;
      break;
    case 'year':
      out[at] = (yearOf(ms) - part.mean) / part.scale;
      break;
    case 'weekday':
      out[at + weekdayOf(ms)] = 1;
      break;
    default: {
      const turn = 2 * Math.PI * (part.of === 'month' ? (monthOf(ms) - 1) / 12 : timeOf(ms));
      out[at] = Math.sin(turn);
      out[at + 1] = Math.cos(turn);
    }
  }
}

/** The dates of texts, in milliseconds since 1970; NaN for a text that is none. */
export function readDates(format: DateFormat, texts: readonly string[]): Float64Array {
  const read = dateReader(format);
  return Float64Array.from(texts, (text) => read(text) ?? NaN);
}
