import { usageError } from '../../../errors.ts';
import type { DateFormat } from '../define.ts';
import { lettersOf } from './names.ts';
import type { Language, Letters } from './names.ts';

/** Units of time, the coarsest first. */
export const units = ['year', 'quarter', 'month', 'week', 'day', 'minute', 'second', 'millisecond'] as const;
export type TimeUnit = (typeof units)[number];

/** A part of a date that stands for itself in a pattern. */
export type DatePart = 'yyyy' | 'yy' | 'mmmm' | 'mmm' | 'mm' | 'm' | 'dddd' | 'ddd' | 'dd' | 'd' | 'ww' | 'q';

/** A time of the day as it is written. */
export interface TimeStyle {
  /** 08 and not 8. */
  readonly padded: boolean;
  readonly separator: ':' | '';
  readonly unit: 'minute' | 'second' | 'millisecond';
  /** Digits of the fraction of a second. */
  readonly digits: number;
  /** Before noon and after it, as it is written for the morning: ` AM`, `am`. */
  readonly half?: string;
}

export type DateToken =
  | { readonly kind: 'part'; readonly part: DatePart; readonly letters: Letters }
  | { readonly kind: 'time'; readonly time: TimeStyle }
  /** An offset from UTC: one for all (`Z`, `-03:00`), or of each text's own (`z`). */
  | { readonly kind: 'zone'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string };

/** A pattern taken apart. */
export interface DatePattern {
  readonly language: Language;
  readonly tokens: readonly DateToken[];
}

const time = /^(h{1,2})(:?)mm(?:\2(ss)(?:\.(f+))?)?( ?a\.?m\.?)?/i;
const zone = /^(?:z(?![a-z])|[+-]\d\d(?::?\d\d)?)/i;
const part = /^(?:yyyy|yy|m{1,4}|d{1,4}|ww|q)/i;

const parts: ReadonlySet<string> = new Set<DatePart>([
  'yyyy',
  'yy',
  'mmmm',
  'mmm',
  'mm',
  'm',
  'dddd',
  'ddd',
  'dd',
  'd',
  'ww',
  'q',
]);
const isPart = (text: string): text is DatePart => parts.has(text);

function timeToken([, hours, separator, seconds, fraction, half]: RegExpExecArray): DateToken {
  const unit = fraction ? 'millisecond' : seconds ? 'second' : 'minute';
  return {
    kind: 'time',
    time: {
      padded: hours.length === 2,
      separator: separator === ':' ? ':' : '',
      unit,
      digits: fraction?.length ?? 0,
      ...(half !== undefined && { half }),
    },
  };
}

/** The first token of a pattern, and how many of its characters it takes. */
function tokenAt(rest: string, before: DateToken | undefined): [DateToken, number] {
  // `de` of "5 de março de 2021" and the signs of quarters and weeks are no parts.
  const literal = /^(?:'([^']*)'|de\b|of\b|Q(?=q)|W(?=w))/.exec(rest);
  if (literal) return [{ kind: 'literal', text: literal[1] ?? literal[0] }, literal[0].length];
  const clock = time.exec(rest);
  if (clock) return [timeToken(clock), clock[0].length];
  const offset = before?.kind === 'time' || before?.kind === 'literal' ? zone.exec(rest) : null;
  // A sign before digits is an offset only behind a time; patterns hold digits nowhere else.
  if (offset) return [{ kind: 'zone', text: offset[0] }, offset[0].length];
  const [found] = part.exec(rest) ?? [];
  const known = found?.toLowerCase() ?? '';
  // Capital Q and T stand for themselves: Qq yyyy, qTyyyy, yyyy-mm-ddThh:mm.
  if (found !== undefined && found !== 'Q' && isPart(known))
    return [{ kind: 'part', part: known, letters: lettersOf(found) }, found.length];
  return [{ kind: 'literal', text: rest[0] }, 1];
}

/** What the letters of strptime are here. */
const strptime: Readonly<Record<string, string>> = {
  Y: 'yyyy',
  y: 'yy',
  m: 'mm',
  d: 'dd',
  e: 'd',
  b: 'Mmm',
  B: 'Mmmm',
  h: 'Mmm',
  a: 'Ddd',
  A: 'Dddd',
  H: 'hh',
  I: 'hh',
  M: 'mm',
  S: 'ss',
  f: 'ffffff',
  p: 'am',
  z: 'z',
  Z: 'z',
  G: 'yyyy',
  V: 'ww',
  s: 'unix',
  F: 'yyyy-mm-dd',
  T: 'hh:mm:ss',
  R: 'hh:mm',
  D: 'mm/dd/yy',
};

/** `%d/%m/%Y` as a pattern; Portuguese `aaaa` is a year. Patterns of ours stay as they are. */
const normalized = (given: string): string =>
  given
    .replaceAll(/%([A-Za-z])/g, (all, letter: string) => strptime[letter] ?? all)
    .replaceAll(/a{4}|(?<![a-z])aa(?![a-z])/gi, (years) => 'y'.repeat(years.length));

const patterns = new Map<string, DatePattern>();

/** Takes a pattern apart. */
export function parsePattern({ pattern }: DateFormat): DatePattern {
  const known = patterns.get(pattern);
  if (known) return known;
  const portuguese = /^\[pt\] ?/.exec(pattern);
  const tokens: DateToken[] = [];
  let rest = pattern.slice(portuguese?.[0].length ?? 0);
  while (rest !== '') {
    const before = tokens.at(-1);
    const [token, length] = tokenAt(rest, before);
    rest = rest.slice(length);
    if (token.kind === 'literal' && before?.kind === 'literal')
      tokens[tokens.length - 1] = { kind: 'literal', text: before.text + token.text };
    else tokens.push(token);
  }
  const parsed: DatePattern = {
    language: portuguese || /\bde\b/.test(pattern) ? 'pt' : 'en',
    tokens,
  };
  patterns.set(pattern, parsed);
  return parsed;
}

/** Whether numbers are the times themselves: seconds or milliseconds since 1970. */
export const unixUnit = ({ pattern }: DateFormat): number | undefined =>
  pattern === 'unix' ? 1000 : pattern === 'unix-ms' ? 1 : undefined;

/** Parts of which one says on which date it is. */
const partsOf = (format: DateFormat): ReadonlySet<DatePart> =>
  new Set(parsePattern(format).tokens.flatMap((token) => (token.kind === 'part' ? [token.part] : [])));

/** Whether its texts say a date, and not only a time of the day. */
export function hasDate(format: DateFormat): boolean {
  const found = partsOf(format);
  return unixUnit(format) !== undefined || found.has('yyyy') || found.has('yy');
}

/** Whether its texts say a day: year, month (or week) and day. Others hold only a part of an ISO date. */
export function hasDay(format: DateFormat): boolean {
  const found = partsOf(format);
  const said = (...names: readonly DatePart[]): boolean => names.some((name) => found.has(name));
  return said('yyyy', 'yy') && said('m', 'mm', 'mmm', 'mmmm', 'ww') && said('d', 'dd');
}

/** Whether its texts say a year by two digits alone. */
export function hasShortYear(format: DateFormat): boolean {
  const found = partsOf(format);
  return found.has('yy') && !found.has('yyyy');
}

/** The finest unit that texts of a format tell. */
export function precisionOf(format: DateFormat): TimeUnit {
  const unix = unixUnit(format);
  if (unix !== undefined) return unix === 1 ? 'millisecond' : 'second';
  const clock = parsePattern(format).tokens.find((token) => token.kind === 'time');
  if (clock) return clock.time.unit;
  const found = partsOf(format);
  if (found.has('d') || found.has('dd')) return 'day';
  if (found.has('ww')) return 'week';
  if (found.has('q')) return 'quarter';
  return (['m', 'mm', 'mmm', 'mmmm'] as const).some((month) => found.has(month)) ? 'month' : 'year';
}

/**
 * The format that `--date-format` says: `dd/mm/yyyy`, `d mmm yyyy hh:mm`, `%d/%m/%Y`, `unix`.
 *
 * @throws NnError('usage') for what is no pattern
 */
export function parseDateFormat(given: string): DateFormat {
  const format = { pattern: normalized(given.trim()) };
  const { tokens } = parsePattern(format);
  const odd = tokens.find(
    (token) => token.kind === 'literal' && /[a-z%]/i.test(token.text.replaceAll(/\b(?:de|of)\b|[QTWZ]/g, '')),
  );
  const clock = tokens.some(({ kind }) => kind === 'time');
  if (unixUnit(format) !== undefined || (!odd && (hasDate(format) || clock))) return format;
  throw usageError(`--date-format "${given}" is no form of a date`, {
    hint: 'yyyy, yy, mm, mmm (Jan), mmmm (January), dd, ddd (Mon), hh:mm:ss, am, z: dd/mm/yyyy, d mmm yyyy hh:mm; or unix, unix-ms',
  });
}
