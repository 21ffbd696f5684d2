import type { DateFormat } from '../define.ts';
import { DAY, HOUR, MINUTE, daysIn, daysTo, firstMonday, weeksIn } from './civil.ts';
import { plainIso } from './iso.ts';
import { isWeekday, monthName, monthNamed } from './names.ts';
import { parsePattern, unixUnit } from './pattern.ts';
import type { DatePart, DateToken } from './pattern.ts';

/** What a text holds, as it stands there. */
export interface Fields {
  year?: string;
  month?: string;
  monthName?: string;
  day?: string;
  weekday?: string;
  quarter?: string;
  week?: string;
  /** What stands between date and time. */
  gap?: string;
  hour?: string;
  colon?: string;
  minute?: string;
  second?: string;
  fraction?: string;
  half?: string;
  zone?: string;
}
type Field = keyof Fields;

/** Letters of names, marks beside them too; the class of all letters takes long to compile. */
const LETTER = String.raw`[\u0300-\u036fa-zà-ÿ]`;

/** A regular expression that is being written, and the fields of its groups. */
interface Draft {
  source: string;
  readonly groups: Field[];
}

const fieldOf: Readonly<Record<DatePart, readonly [Field, string]>> = {
  yyyy: ['year', String.raw`\d{4}`],
  yy: ['year', String.raw`\d{2}`],
  mmmm: ['monthName', String.raw`${LETTER}{3,9}`],
  mmm: ['monthName', String.raw`${LETTER}{3,9}`],
  mm: ['month', String.raw`\d{1,2}`],
  m: ['month', String.raw`\d{1,2}`],
  dddd: ['weekday', String.raw`${LETTER}{3,9}(?:-feira)?`],
  ddd: ['weekday', String.raw`${LETTER}{3,9}(?:-feira)?`],
  dd: ['day', String.raw`\d{1,2}`],
  d: ['day', String.raw`\d{1,2}`],
  ww: ['week', String.raw`\d{2}`],
  q: ['quarter', '[1-4]'],
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

function capture(draft: Draft, field: Field, source: string): void {
  draft.groups.push(field);
  draft.source += `(${source})`;
}

/** hh:mm, hh:mm:ss, hh:mm:ss.fff, each with am or pm; with or without an offset behind it. */
function addTime(draft: Draft, colon: string): void {
  capture(draft, 'hour', String.raw`\d{1,2}`);
  capture(draft, 'colon', colon);
  capture(draft, 'minute', String.raw`\d{2}`);
  draft.source += `(?:${colon}`;
  capture(draft, 'second', String.raw`\d{2}`);
  draft.source += '(?:[.,]';
  capture(draft, 'fraction', String.raw`\d{1,9}`);
  draft.source += ')?)?(?:';
  capture(draft, 'half', String.raw`\s?[ap]\.?\s?m\.?`);
  draft.source += ')?(?:';
  capture(draft, 'zone', String.raw`\s?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)`);
  draft.source += ')?';
}

/** Between a date and its time stands a space, a comma, T, or the colon of log files. */
function addOptionalTime(draft: Draft): void {
  draft.source += '(?:(?:';
  capture(draft, 'gap', String.raw`T|,?\s+|:`);
  addTime(draft, ':');
  draft.source += ')|(?:';
  // Without colons only behind a T: 20200131T0800.
  capture(draft, 'gap', 'T');
  addTime(draft, '');
  draft.source += '))?';
}

/** What stands between two parts: spaces may be several, a comma may be absent. */
const between = (text: string): string =>
  escaped(text)
    .replaceAll(' ', String.raw`\s+`)
    .replaceAll(',', ',?');

function addPart(draft: Draft, tokens: readonly DateToken[], i: number, part: DatePart): void {
  const [field, source] = fieldOf[part];
  const beside = [tokens[i - 1], tokens[i + 1]];
  // Parts that touch have all their digits.
  const touching = beside.some((token) => token?.kind === 'part' || token?.kind === 'time');
  if (field === 'weekday') draft.source += '(?:';
  capture(draft, field, touching ? source.replace('{1,2}', '{2}') : source);
  if (field === 'monthName') draft.source += String.raw`\.?`;
  if (field === 'weekday') draft.source += String.raw`\.?,?)`;
  const named = tokens.some((token) => token.kind === 'part' && token.part.startsWith('mmm'));
  if (field === 'day' && named) draft.source += '(?:st|nd|rd|th|º|°)?';
}

/** The tokens without time and offset at their end, which every text may have or not. */
function withoutTail(tokens: readonly DateToken[]): readonly DateToken[] {
  const at = tokens.findIndex(({ kind }) => kind === 'time');
  const tail = tokens.slice(at).every(({ kind }) => kind !== 'part');
  if (at <= 0 || !tail) return tokens;
  // What touches the date belongs to it: 20200131080000.
  return at > 1 && tokens[at - 1].kind === 'literal' ? tokens.slice(0, at - 1) : tokens;
}

function draftOf(all: readonly DateToken[]): Draft {
  const draft: Draft = { source: '', groups: [] };
  const tokens = withoutTail(all);
  const [first] = tokens;
  if (!(first.kind === 'part' && first.part.startsWith('ddd')) && first.kind !== 'time') {
    draft.source += '(?:';
    capture(draft, 'weekday', fieldOf.ddd[1]);
    draft.source += String.raw`\.?,?\s+)?`;
  }
  tokens.forEach((token, i) => {
    if (token.kind === 'part') addPart(draft, tokens, i, token.part);
    else if (token.kind === 'time') addTime(draft, token.time.separator);
    else if (token.kind === 'literal') draft.source += between(token.text);
  });
  if (!tokens.some(({ kind }) => kind === 'time')) addOptionalTime(draft);
  return draft;
}

/** Reads the fields of a text; undefined where it does not have the form. */
export type FieldReader = (text: string) => Fields | undefined;

const fieldReaders = new Map<string, FieldReader>();

/** What texts of a format hold; whether there is such a day is not asked. */
export function fieldReader(format: DateFormat): FieldReader {
  const known = fieldReaders.get(format.pattern);
  if (known) return known;
  const { source, groups } = draftOf(parsePattern(format).tokens);
  const expression = new RegExp(`^\\s*${source}\\s*$`, 'i');
  const reader: FieldReader = (text) => {
    const match = expression.exec(text);
    if (!match) return undefined;
    const fields: Fields = {};
    groups.forEach((field, i) => {
      const value: string | undefined = match[i + 1];
      if (value !== undefined) fields[field] = value;
    });
    const { monthName: month, weekday } = fields;
    const named = month === undefined || monthNamed(month) !== undefined;
    return named && (weekday === undefined || isWeekday(weekday)) ? fields : undefined;
  };
  fieldReaders.set(format.pattern, reader);
  return reader;
}

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

/** Reads times of one format. */
export function timeReader(format: DateFormat): TimeReader {
  const unit = unixUnit(format);
  if (unit !== undefined)
    return (text) => {
      const ms = text.trim() === '' ? NaN : Number(text) * unit;
      return Number.isFinite(ms) && Math.abs(ms) < 1e17 ? { ms, local: ms } : undefined;
    };
  const fieldsOf = fieldReader(format);
  const standard = fieldReader(iso);
  const usual = offsetOfFormat(format);
  // Unless the pattern says that the day stands behind the year.
  const isoFirst = !/^yyyy-(?!mm-dd)/i.test(format.pattern);
  return (text) => {
    const plain = isoFirst ? plainIso(text) : NaN;
    if (!Number.isNaN(plain)) return { ms: plain - usual * MINUTE, local: plain };
    const fields = fieldsOf(text) ?? standard(text);
    if (!fields) return undefined;
    const fault = faultOf(fields);
    if (fault !== undefined) return fault;
    const local = localTime(fields);
    const offset = fields.zone === undefined ? usual : offsetOf(fields.zone);
    return { ms: local - offset * MINUTE, local };
  };
}

/**
 * A reader of one format, which also takes ISO dates: milliseconds since 1970 in UTC; undefined for a text that
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
