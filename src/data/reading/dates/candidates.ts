import { localText } from './write.ts';

/** Signs between the numbers of a date. */
const signs = ['-', '/', '.'] as const;

/** Every way to write a date that is found without being said; times and offsets may stand behind them. */
const patterns: readonly string[] = [
  ...signs.map((sign) => `yyyy${sign}mm${sign}dd`),
  ...signs.flatMap((sign) => [`dd${sign}mm${sign}yyyy`, `mm${sign}dd${sign}yyyy`]),
  ...signs.flatMap((sign) => [`dd${sign}mm${sign}yy`, `mm${sign}dd${sign}yy`]),
  'yyyymmdd',
  'yyyymmddhhmm',
  'yyyy-mm',
  'yyyy/mm',
  "yyyy'M'mm",
  'mm/yyyy',
  'mm-yyyy',
  ...[' ', '-', '/', '.'].map((sign) => `d${sign}mmm${sign}yyyy`),
  ...[' ', '-', '/'].map((sign) => `d${sign}mmm${sign}yy`),
  'd mmm, yyyy',
  'd of mmm yyyy',
  'ddmmmyyyy',
  'mmm d, yyyy',
  'mmm-d-yyyy',
  'yyyy mmm d',
  'yyyy-mmm-d',
  'd de mmm de yyyy',
  'mmm de yyyy',
  ...[' ', '-', '/'].map((sign) => `mmm${sign}yyyy`),
  ...['-', '/'].map((sign) => `mmm${sign}yy`),
  ...[' ', '-'].map((sign) => `yyyy${sign}mmm`),
  'yyyy-Qq',
  'yyyyQq',
  'yyyy Qq',
  'Qq yyyy',
  'Qq-yyyy',
  'Qq/yyyy',
  'qQyyyy',
  'qQ yyyy',
  'qTyyyy',
  'qT yyyy',
  'qT/yyyy',
  'yyyy-Www',
  'yyyyWww',
  'yyyy-Www-d',
  'ddd mmm d hh:mm:ss yyyy',
  'hh:mm',
];

/** What is left of a text without its names and numbers: `0-0-0a0:0`. */
const skeletonOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/(?<=\d)(?:st|nd|rd|th|º|°)/g, '')
    .replaceAll(/[\u0300-\u036fa-zà-ÿ]+(?:-feira)?\.?/g, 'a')
    .replaceAll(/\d+/g, '0')
    .replaceAll(',', '')
    .replaceAll(/\s+/g, ' ');

let skeletons: readonly (readonly [string, string])[] | undefined;

/** The patterns whose signs stand in one of some texts as they do in a date: only those are worth a closer look. */
export function candidatesFor(texts: readonly string[]): readonly string[] {
  skeletons ??= patterns.map((pattern) => [pattern, skeletonOf(localText(0, { pattern }))] as const);
  const found = texts.map(skeletonOf);
  return skeletons
    .filter(([, skeleton]) => found.some((text) => text.includes(skeleton)))
    .map(([pattern]) => pattern);
}

/** The same date with day and month the other way round; undefined where the form has no numbers for both. */
export function otherOrder(pattern: string): string | undefined {
  const found = /^(d{1,2}|m{1,2})([-/.])(d{1,2}|m{1,2})\2(yy(?:yy)?)(?=$|[^a-z])/i.exec(pattern);
  if (!found || found[1][0] === found[3][0]) return undefined;
  const [all, first, sign, second, year] = found;
  return `${second}${sign}${first}${sign}${year}${pattern.slice(all.length)}`;
}

/** Whether the day stands first in a pattern of numbers. */
export const isDayFirst = (pattern: string): boolean => pattern.startsWith('d');
