import { languageOf, lettersOf } from './names.ts';
import type { Letters } from './names.ts';
import type { Fields } from './fields.ts';
import { maxOf } from '../../../util/extremes.ts';

const repeated = (letter: string, times: number, letters: Letters): string => {
  const text = letter.repeat(times);
  if (letters === 'lower') return text;
  return letters === 'upper' ? text.toUpperCase() : text[0].toUpperCase() + text.slice(1);
};

/** Values of one field, where it stands. */
const all = (fields: readonly Fields[], name: keyof Fields): readonly string[] =>
  fields.flatMap((one) => one[name] ?? []);

/** The name of a month or a weekday: three letters or all, in which case. */
function nameStyle(letter: string, names: readonly string[]): string {
  // May has three letters in both.
  const long = names.some((name) => name.length > 4);
  return repeated(letter, long ? 4 : 3, lettersOf(names[0]));
}

/** hh:mm:ss.fff am with its offset, as the texts have it. */
function timeStyle(fields: readonly Fields[]): string {
  const timed = fields.filter(({ hour }) => hour !== undefined);
  if (timed.length === 0) return '';
  const hours = all(timed, 'hour');
  const half = all(timed, 'half').at(0);
  const colon = timed[0].colon ?? ':';
  const digits = Math.max(0, maxOf(all(timed, 'fraction').map(({ length }) => length)));
  const zones = new Set(all(timed, 'zone'));
  const zone = zones.size > 1 ? 'z' : [...zones].join('').replace(/utc|gmt/i, 'Z');
  return [
    // Of twelve hours, 10, 11 and 12 say nothing about zeros.
    hours.some((hour) => hour.length < 2) ||
    (half !== undefined && !hours.some((hour) => hour.startsWith('0')))
      ? 'h'
      : 'hh',
    `${colon}mm`,
    all(timed, 'second').length > 0 ? `${colon}ss` : '',
    digits > 0 ? `.${'f'.repeat(digits)}` : '',
    half === undefined ? '' : half.replace(/p/i, (sign) => (sign === 'p' ? 'a' : 'A')),
    zone,
  ].join('');
}

/** Between date and time. */
function gapStyle(fields: readonly Fields[]): string {
  const gap = all(fields, 'gap').at(0);
  if (gap === undefined) return '';
  return gap.toUpperCase() === 'T' ? 'T' : gap.replace(/\s+/, ' ');
}

/**
 * A pattern as its texts are written: days with or without zeros, names short or long and in their case, and how
 * the time stands behind the date.
 */
export function styled(pattern: string, texts: readonly string[], fields: readonly Fields[]): string {
  const names = all(fields, 'monthName');
  const weekdays = all(fields, 'weekday');
  const numbers = [...all(fields, 'day'), ...all(fields, 'month')];
  const short = numbers.some((text) => text.length < 2);
  const zeros = numbers.some((text) => text.startsWith('0'));
  // Names of months stand beside days without zeros, unless there are some.
  const bare = short || (names.length > 0 && !zeros);
  const time = timeStyle(fields);
  const within = /hh:?mm(?::ss)?/.exec(pattern)?.[0];
  const point = names.length > 0 && texts.every((text) => /\p{L}{3,4}\.(?!\d)/u.test(text)) ? '.' : '';
  let found = pattern;
  if (names.length > 0) found = found.replace('mmm', `#${point}`);
  if (within === undefined && pattern !== 'yyyymmdd' && !pattern.includes('W')) {
    found = found.replace(/(?<!d)d{1,2}(?![de])/, bare ? 'd' : 'dd');
    if (names.length === 0) found = found.replace(/(?<!m)m{1,2}(?!m)/, bare ? 'm' : 'mm');
  }
  if (names.length > 0) found = found.replace('#', nameStyle('m', names));
  if (found.startsWith('ddd ')) found = found.slice(4);
  if (weekdays.length > 0) found = `${nameStyle('d', weekdays)}${weekdayEnd(texts[0])}${found}`;
  found = within === undefined ? `${found}${gapStyle(fields)}${time}` : found.replace(within, time);
  const portuguese = languageOf([...names, ...weekdays]) === 'pt' && !/\bde\b/.test(found);
  return portuguese ? `[pt] ${found}` : found;
}

/** What stands between the weekday and the rest. */
const weekdayEnd = (text: string): string => /^\s*\p{L}+(?:-feira)?([.,]*\s)/u.exec(text)?.[1] ?? ' ';
