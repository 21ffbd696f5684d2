import type { DateFormat } from '../define.ts';
import { isWeekday, monthNamed } from './names.ts';
import { parsePattern } from './pattern.ts';
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
