import type { DateFormat } from '../define.ts';
import { candidatesFor, isDayFirst, otherOrder } from './candidates.ts';
import { parseDateFormat, unixUnit } from './pattern.ts';
import { fieldReader } from './fields.ts';
import { timeReader } from './read.ts';
import { styled } from './style.ts';

/** The dates of a column. */
export interface DetectedDates {
  readonly format: DateFormat;
  /** Another format that fits all values too: day and month the other way round. */
  readonly ambiguous?: DateFormat;
  /** What may be doubted, in a few words: why this order of two that fit, which century. */
  readonly why?: string;
  /** Texts that have the form of a date and are none, such as 2020-02-31: places in the texts. */
  readonly impossible: readonly number[];
  /** Texts that do not even have the form: places in the texts. */
  readonly others: readonly number[];
}

/** What is known beside the texts. */
export interface DateHints {
  /** What --date-format said. */
  readonly given?: string;
  /** Whether people write 31/12 where the file comes from: so where decimals have a comma. */
  readonly dayFirst?: boolean;
}

/** Share of the texts that must be dates. */
const NEARLY_ALL = 0.95;
/** The same where all have the form of a date. */
const MOST = 0.6;
/** Texts that tell which forms come into question, and how they are written. */
const FEW = 5;
const SAMPLE = 50;
const STYLED = 1000;
/** Forms that other numbers have too: they are dates where their years are those of people. */
const plausible: ReadonlyMap<string, RegExp> = new Map([
  ['yyyymmdd', /^\s*(?:(?:19|20)\d\d|2100)\d{4}(?!\d)/],
  ['yyyymmddhhmm', /^\s*(?:19|20)\d{10}(?:\d\d)?\s*$/],
  ...['yyyy-mm', 'yyyy/mm', 'mm-yyyy', 'mm/yyyy'].map((form) => [form, /(?:1[6-9]|2[01])\d\d/] as const),
]);

interface Fit {
  readonly pattern: string;
  readonly dates: number;
  readonly impossible: number[];
  readonly others: number[];
}

/** How many texts are dates of a pattern. */
function fitOf(pattern: string, texts: readonly string[]): Fit {
  const read = timeReader({ pattern });
  const fit = { pattern, dates: 0, impossible: Array<number>(), others: Array<number>() };
  texts.forEach((text, i) => {
    const found = plausibleAs(pattern, text) ? read(text) : undefined;
    if (typeof found === 'object') fit.dates++;
    else if (found === undefined) fit.others.push(i);
    else fit.impossible.push(i);
  });
  return fit;
}

const plausibleAs = (pattern: string, text: string): boolean => plausible.get(pattern)?.test(text) ?? true;

/** Whether the sample has the form of a pattern. */
function comesIntoQuestion(pattern: string, sample: readonly string[]): boolean {
  const read = fieldReader({ pattern });
  const found = sample.filter((text) => read(text) !== undefined && plausibleAs(pattern, text)).length;
  return found > 0 && found >= sample.length * 0.9;
}

const fits = ({ dates, others }: Fit, texts: readonly string[]): boolean =>
  dates > 0 && (dates >= texts.length * NEARLY_ALL || (others.length === 0 && dates >= texts.length * MOST));

/** Whether texts read by a pattern are in order, one after the other. */
function ascending(pattern: string, texts: readonly string[]): boolean {
  const read = timeReader({ pattern });
  let last = -Infinity;
  return texts.every((text) => {
    const found = read(text);
    const later = typeof found === 'object' && found.ms > last;
    if (typeof found === 'object') last = found.ms;
    return later;
  });
}

/** Whether all texts have the same first number, and that is 1: the first of a month. */
function alwaysFirst(texts: readonly string[], place: 0 | 1): boolean {
  return texts.length > 1 && texts.every((text) => Number(/(\d+)\D+(\d+)/.exec(text)?.[place + 1]) === 1);
}

/**
 * Which of two orders is taken where no number is above 12: a number that is always 1 is the day; else the order
 * under which the rows are sorted; else what the hint says; else day first.
 */
function chooseOrder(
  dayFirst: string,
  monthFirst: string,
  texts: readonly string[],
  hint: boolean | undefined,
) {
  const ones = [alwaysFirst(texts, 0), alwaysFirst(texts, 1)];
  if (ones[0] !== ones[1])
    return { pattern: ones[0] ? dayFirst : monthFirst, why: 'the number that is always 1 is the day' };
  const sorted = [ascending(dayFirst, texts), ascending(monthFirst, texts)];
  if (texts.length > 2 && sorted[0] !== sorted[1])
    return { pattern: sorted[0] ? dayFirst : monthFirst, why: 'so the rows are in order' };
  if (hint === false) return { pattern: monthFirst, why: 'the month is taken to stand first' };
  return { pattern: dayFirst, why: 'the day is taken to stand first' };
}

/** The pattern that most texts fit, where enough do. */
function bestOf(patterns: readonly string[], texts: readonly string[]): Fit | undefined {
  const found = patterns.map((pattern) => fitOf(pattern, texts)).filter((fit) => fits(fit, texts));
  return found.sort((a, b) => b.dates - a.dates).at(0);
}

/**
 * The fit of what --date-format said: all that has its form is a date or an error. A column of another form, ISO
 * dates too, is left to itself.
 */
function givenFit({ pattern }: DateFormat, texts: readonly string[]): Fit | undefined {
  const ownForm = unixUnit({ pattern }) !== undefined || comesIntoQuestion(pattern, texts.slice(0, SAMPLE));
  const fit = ownForm ? fitOf(pattern, texts) : undefined;
  const formed = fit ? texts.length - fit.others.length : 0;
  return formed > 0 && formed >= texts.length * NEARLY_ALL ? fit : undefined;
}

/** A pattern in the style of its texts. */
function styledBy(pattern: string, texts: readonly string[]): DateFormat {
  const read = fieldReader({ pattern });
  const sample = texts.slice(0, STYLED).filter((text) => read(text) !== undefined);
  return {
    pattern: styled(
      pattern,
      sample,
      sample.flatMap((text) => read(text) ?? []),
    ),
  };
}

/** Which of two orders days that no month has tell, such as 30.02.2024: no month is the thirtieth. */
function orderOfImpossible(day: string, month: string, texts: readonly string[]): string | undefined {
  const read = fieldReader({ pattern: day });
  const found = texts.map((text) => {
    const { day: first = '', month: second = '' } = read(text) ?? {};
    return Number(first) > 12 === Number(second) > 12 ? undefined : Number(first) > 12 ? day : month;
  });
  return found.find((order) => order !== undefined);
}

const SHORT_YEARS = 'two digits are the years 1969 to 2068';

const isShort = ({ pattern }: DateFormat): boolean => /(?<!y)yy(?!y)/.test(pattern);

/**
 * The format of the distinct texts of a column, in the order in which they first appear; undefined where they are
 * no dates.
 */
export function detectDates(
  texts: readonly string[],
  { given, dayFirst }: DateHints = {},
): DetectedDates | undefined {
  const sample = texts.slice(0, SAMPLE);
  if (sample.length === 0) return undefined;
  const wanted = given === undefined ? undefined : parseDateFormat(given);
  const said = wanted && givenFit(wanted, texts);
  if (said) return { format: wanted, impossible: said.impossible, others: said.others };
  if (!sample.some((text) => /\d/.test(text) && text.length <= 60)) return undefined;
  const best = bestOf(
    candidatesFor(sample.slice(0, FEW)).filter((pattern) => comesIntoQuestion(pattern, sample)),
    texts,
  );
  if (!best) return undefined;
  const { impossible, others } = best;
  const turned = otherOrder(best.pattern);
  const both = turned !== undefined && fitOf(turned, texts).dates === best.dates;
  const only = (pattern: string) => {
    const format = styledBy(pattern, texts);
    return { format, ...(isShort(format) && { why: SHORT_YEARS }), impossible, others };
  };
  if (!both) return only(best.pattern);
  const [day, month] = isDayFirst(best.pattern) ? [best.pattern, turned] : [turned, best.pattern];
  const told = orderOfImpossible(
    day,
    month,
    impossible.map((i) => texts[i]),
  );
  if (told !== undefined) return only(told);
  const usual = best.pattern.includes('.') ? true : dayFirst;
  const { pattern, why } = chooseOrder(day, month, texts, usual);
  return {
    format: styledBy(pattern, texts),
    ambiguous: styledBy(pattern === day ? month : day, texts),
    why,
    impossible,
    others,
  };
}
