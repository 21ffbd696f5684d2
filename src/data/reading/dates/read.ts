import type { DateFormat } from '../define.ts';
import { DAY, HOUR, MINUTE, daysIn, daysTo, firstMonday, weeksIn } from './civil.ts';
import { fieldReader } from './fields.ts';
import type { FieldReader, Fields } from './fields.ts';
import { plainIso } from './iso.ts';
import { monthName, monthNamed } from './names.ts';
import { hasDay, hasShortYear, parsePattern, unixUnit } from './pattern.ts';

/** Two digits are the years 1969 to 2068, as POSIX has it. */
const fullYear = (text: string): number => {
  const year = Number(text);
  if (text.length > 2) return year;
  return year >= 69 ? 1900 + year : 2000 + year;
};

/** Why there is no such time; undefined where there is. */
function faultOf(fields: Fields): string | undefined {
  const { year = '1970', month, day = '1', week, hour, minute = '0', second = '0', half } = fields;
  if (fullYear(year) < 1) return 'there is no year 0';
  if (month !== undefined && (Number(month) < 1 || Number(month) > 12)) return `there is no month ${month}`;
  if (week !== undefined) {
    const most = weeksIn(fullYear(year));
    if (Number(week) < 1 || Number(week) > most) return `${year} has ${most} weeks`;
    if (Number(day) < 1 || Number(day) > 7) return `a week has no day ${day}`;
  } else {
    const of = monthOf(fields);
    const most = daysIn(fullYear(year), of);
    const name = monthName(of, { language: 'en', letters: 'title', short: false });
    if (Number(day) < 1 || Number(day) > most) return `${name} ${fullYear(year)} has ${most} days`;
  }
  if (hour === undefined) return undefined;
  const [least, most] = half === undefined ? [0, 24] : [1, 12];
  const midnight = Number(hour) === 24 && (Number(minute) > 0 || Number(second) > 0);
  if (Number(hour) < least || Number(hour) > most || midnight) return `there is no hour ${hour}`;
  if (Number(minute) > 59) return `there is no minute ${minute}`;
  return Number(second) > 59 ? `there is no second ${second}` : undefined;
}

/** The month that is meant, from 1; the first of a quarter. */
function monthOf({ month, monthName: name, quarter }: Fields): number {
  if (name !== undefined) return monthNamed(name) ?? 1;
  if (quarter !== undefined) return Number(quarter) * 3 - 2;
  return Number(month ?? 1);
}

/** Minutes that a clock is ahead of UTC: `Z`, `-03:00`, `+0530`, `+01`. */
export function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)?/.exec(zone) ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0));
}

/** The time on the clock of who wrote it, in milliseconds since 1970-01-01 00:00 on that clock. */
function localTime(fields: Fields): number {
  const {
    year = '1970',
    week,
    day = '1',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    half,
  } = fields;
  const days =
    week === undefined
      ? daysTo(fullYear(year), monthOf(fields), Number(day))
      : firstMonday(fullYear(year)) + (Number(week) - 1) * 7 + Number(day) - 1;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const rest =
    (Number(minute) * 60 + Number(second)) * 1000 + Math.floor(Number(`0.${fraction}0`) * 1000 + 1e-6);
  return days * DAY + hours * HOUR + rest;
}

/** Offset of texts that say none, in minutes: that of the format, where it has one. */
function offsetOfFormat(format: DateFormat): number {
  const zone = parsePattern(format).tokens.find(({ kind }) => kind === 'zone');
  return zone?.kind === 'zone' ? offsetOf(zone.text) : 0;
}

/** A time as an instant, and as the clock showed it to who wrote it. */
export interface TimeRead {
  readonly ms: number;
  readonly local: number;
}

/** What a text is: a time, the form of one that does not exist (why), or neither. */
export type TimeReader = (text: string) => TimeRead | string | undefined;

const iso: DateFormat = { pattern: 'yyyy-mm-dd' };

/** What beside a format's own texts is read, so far as the format can write it again. */
interface StandardReader {
  /** ISO dates as programs write them, before the form is asked: local time, or NaN. */
  readonly plain: (text: string) => number;
  /** Those that are not of the form. */
  readonly fields: FieldReader;
}

/**
 * ISO dates, where the format says a day: one of months or times would write a part of them only, one of two digits
 * another century.
 */
function newStandardReader(format: DateFormat): StandardReader {
  if (!hasDay(format)) return { plain: () => NaN, fields: () => undefined };
  const standard = fieldReader(iso);
  const short = hasShortYear(format);
  const kept = (year: string): boolean => !short || fullYear(year.slice(2)) === Number(year);
  // Unless the pattern says that the day stands behind the year.
  const isoFirst = !/^yyyy-(?!mm-dd)/i.test(format.pattern);
  return {
    plain: (text) => (isoFirst && (!short || kept(text.slice(0, 4))) ? plainIso(text) : NaN),
    fields: (text) => {
      const found = standard(text);
      return found && kept(found.year ?? '') ? found : undefined;
    },
  };
}

const standardReaders = new Map<string, StandardReader>();

function standardReader(format: DateFormat): StandardReader {
  const known = standardReaders.get(format.pattern) ?? newStandardReader(format);
  standardReaders.set(format.pattern, known);
  return known;
}

/** Reads times of one format, and ISO dates where the format says as much. */
export function timeReader(format: DateFormat): TimeReader {
  const unit = unixUnit(format);
  if (unit !== undefined)
    return (text) => {
      const ms = text.trim() === '' ? NaN : Number(text) * unit;
      return Number.isFinite(ms) && Math.abs(ms) < 1e17 ? { ms, local: ms } : undefined;
    };
  const fieldsOf = fieldReader(format);
  const standard = standardReader(format);
  const usual = offsetOfFormat(format);
  return (text) => {
    const plain = standard.plain(text);
    if (!Number.isNaN(plain)) return { ms: plain - usual * MINUTE, local: plain };
    const fields = fieldsOf(text) ?? standard.fields(text);
    if (!fields) return undefined;
    const fault = faultOf(fields);
    if (fault !== undefined) return fault;
    const local = localTime(fields);
    const offset = fields.zone === undefined ? usual : offsetOf(fields.zone);
    return { ms: local - offset * MINUTE, local };
  };
}

/**
 * A reader of one format, which also takes ISO dates where it says a day: milliseconds since 1970 in UTC; undefined for a text that
 * is no date or a day that does not exist.
 */
export function dateReader(format: DateFormat): (text: string) => number | undefined {
  const read = timeReader(format);
  return (text) => {
    const found = read(text);
    return typeof found === 'object' ? found.ms : undefined;
  };
}

/** Why a text that has the form of a date is none: `February 2020 has 29 days`. */
export function dateFault(text: string, format: DateFormat): string | undefined {
  const found = timeReader(format)(text);
  return typeof found === 'string' ? found : undefined;
}
