import type { DateFormat } from '../define.ts';
import { HOUR, MINUTE, civilOf, timeOfDay, weekOf, weekdayOf } from './civil.ts';
import { monthName, weekdayName } from './names.ts';
import { parsePattern, unixUnit } from './pattern.ts';
import type { DatePart, DatePattern, TimeStyle } from './pattern.ts';
import { offsetOf } from './read.ts';
import type { Letters } from './names.ts';

const padded = (n: number, digits: number): string => String(n).padStart(digits, '0');

const halves = (morning: string): string => morning.replace('a', 'p').replace('A', 'P');

function timeText(ms: number, { padded: two, separator, unit, digits, half }: TimeStyle): string {
  const of = timeOfDay(ms);
  const hour = Math.floor(of / HOUR);
  const shown = half === undefined ? hour : ((hour + 11) % 12) + 1;
  const texts = [padded(shown, two ? 2 : 1), padded(Math.floor(of / MINUTE) % 60, 2)];
  if (unit !== 'minute') texts.push(padded(Math.floor(of / 1000) % 60, 2));
  const fraction =
    digits > 0
      ? `.${padded(of % 1000, 3)
          .padEnd(digits, '0')
          .slice(0, digits)}`
      : '';
  const suffix = half === undefined ? '' : hour < 12 ? half : halves(half);
  return `${texts.join(separator)}${fraction}${suffix}`;
}

function partText(ms: number, part: DatePart, letters: Letters, { language, tokens }: DatePattern): string {
  const inWeeks = tokens.some((token) => token.kind === 'part' && token.part === 'ww');
  const { year, month, day } = civilOf(ms);
  const ofWeek = weekOf(ms);
  const style = { language, letters };
  const texts: Readonly<Record<DatePart, () => string>> = {
    yyyy: () => padded(inWeeks ? ofWeek.year : year, 4),
    yy: () => padded(year % 100, 2),
    mmmm: () => monthName(month, { ...style, short: false }),
    mmm: () => monthName(month, { ...style, short: true }),
    mm: () => padded(month, 2),
    m: () => String(month),
    dddd: () => weekdayName(weekdayOf(ms), { ...style, short: false }),
    ddd: () => weekdayName(weekdayOf(ms), { ...style, short: true }),
    dd: () => padded(day, 2),
    d: () => String(inWeeks ? weekdayOf(ms) + 1 : day),
    ww: () => padded(ofWeek.week, 2),
    q: () => String(Math.ceil(month / 3)),
  };
  return texts[part]();
}

/** A time on the clock of its format, written in that format. */
export function localText(local: number, format: DateFormat): string {
  const unit = unixUnit(format);
  if (unit !== undefined) return String(local / unit);
  const pattern = parsePattern(format);
  return pattern.tokens
    .map((token) => {
      if (token.kind === 'literal') return token.text;
      if (token.kind === 'zone') return token.text === 'z' ? 'Z' : token.text;
      return token.kind === 'time'
        ? timeText(local, token.time)
        : partText(local, token.part, token.letters, pattern);
    })
    .join('');
}

/** Milliseconds since 1970 in UTC, written in a format. */
export function dateText(ms: number, format: DateFormat): string {
  const zone = parsePattern(format).tokens.find(({ kind }) => kind === 'zone');
  const offset = zone?.kind === 'zone' ? offsetOf(zone.text) : 0;
  return localText(ms + offset * MINUTE, format);
}
