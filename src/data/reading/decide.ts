import type { CategoryColumn, Column } from '../table.ts';
import { counted } from '../../util/plural.ts';
import { percent } from '../../util/quantity.ts';
import { shellWord } from '../../util/shell.ts';
import { booleansOf } from './booleans.ts';
import { detectDates } from './dates/detect.ts';
import { dateFault } from './dates/read.ts';
import type { ColumnChoices, ColumnKind, ColumnReading, NumberNotation } from './define.ts';
import { foldCategories } from './fold.ts';
import { MIXED, mixedNotations } from './mixed.ts';
import { fitNotation, isPlain } from './notation.ts';
import { readNumbers, withSpelling } from './numbers.ts';

/** What stands against a column: the row, what is wrong with it, and what helps. */
export interface Fault {
  readonly row: number;
  readonly message: string;
  readonly hint: string;
}

/** How a column is read. */
export interface Decision {
  readonly reading: ColumnReading;
  /** As numbers, or as texts. */
  readonly column: Column;
  readonly fault?: Fault;
  /** What somebody may doubt about it, in one line. */
  readonly remark?: string;
}

/** What is known beside the values of a column. */
export interface Deciding extends Pick<ColumnChoices, 'decimal' | 'dateFormat'> {
  /** The decimal sign of other columns. */
  readonly prefer?: '.' | ',';
  /** The one that goes with the delimiter. */
  readonly lean?: ',';
  /** What the user says it holds. */
  readonly kind?: ColumnKind;
}

/** A column with texts among at least this share of numbers is a column of numbers with mistakes. */
const MOSTLY = 0.8;

const WHOLE = /^[-+]?\d+$/;
const PADDED = /^[-+]?0\d/;
const CODE_WITH_E = /^\d+E\d+$/;
const INFINITE = /^\s*[-+]?inf(?:inity)?\s*$/i;
const isHuge = (text: string) => !Number.isSafeInteger(Number(text));

/** Why numbers are codes, which are kept as they stand; undefined where they are numbers. */
function codes(texts: readonly string[]): string | undefined {
  const plain = texts.map((text) => text.trim());
  if (plain.every((text) => WHOLE.test(text))) {
    const padded = plain.find((text) => PADDED.test(text));
    if (padded !== undefined) return `codes with leading zeros, such as ${padded}`;
    const huge = plain.find(isHuge);
    return huge === undefined ? undefined : `whole numbers beyond 2^53, such as ${huge}`;
  }
  const withE = plain.find((text) => CODE_WITH_E.test(text));
  return withE !== undefined && plain.every((text) => CODE_WITH_E.test(text) || WHOLE.test(text))
    ? `codes such as ${withE}`
    : undefined;
}

/** `comma before the fraction, point between thousands, in R$` */
export function notationText({ decimal, thousands, unit }: NumberNotation): string {
  const names = { ',': 'comma', '.': 'point', ' ': 'space', "'": 'apostrophe' };
  const signs = [
    ...(decimal === ',' ? ['decimal comma'] : []),
    ...(thousands === undefined ? [] : [`${names[thousands]} between thousands`]),
    ...(unit === undefined ? [] : [`in ${unit}`]),
  ];
  return signs.join(', ');
}

/** Rows whose text is among these. */
function rowsOf({ codes: all }: CategoryColumn, texts: readonly number[]): { count: number; first: number } {
  const wanted = new Set(texts);
  let count = 0;
  let first = -1;
  all.forEach((code, row) => {
    if (!wanted.has(code)) return;
    if (first < 0) first = row;
    count++;
  });
  return { count, first };
}

function notNumbers(column: CategoryColumn, failing: readonly number[], first: number): Fault {
  const { name, categories } = column;
  const few = failing.slice(0, 3).map((code) => categories[code]);
  return {
    row: first,
    message: `column "${name}": expected a number, found "${categories[column.codes[first]]}"`,
    hint: INFINITE.test(categories[column.codes[first]])
      ? 'infinities cannot be learned from; remove the row or leave the field empty'
      : few.length === failing.length && few.every((text) => !text.includes(','))
        ? `correct it, or --missing ${shellWord(few.join(','))} takes it for a missing value`
        : `correct it, or --column ${shellWord(`${name}:category`)} reads texts`,
  };
}

/** A column of numbers in some notation; undefined where it is none. */
function asNumbers(column: CategoryColumn, { decimal, prefer, lean, kind }: Deciding): Decision | undefined {
  const { name, categories, missing } = column;
  const fit = fitNotation(categories, { decimal, prefer, lean });
  if (!fit) return undefined;
  const { notation, failing, doubt } = fit;
  const bad = rowsOf(column, failing);
  const share = 1 - bad.count / (column.codes.length - missing);
  const infinite = failing.length > 0 && failing.every((code) => INFINITE.test(categories[code]));
  if (kind !== 'number' && bad.count > 0 && share < MOSTLY && !infinite) return undefined;
  const { column: numbers } = readNumbers(column, notation);
  const plain = isPlain(notation);
  const reading: ColumnReading = {
    kind: 'number',
    name,
    ...(!plain && { notation, why: notationText(notation) }),
  };
  return {
    reading,
    column: plain && numbers.integral && failing.length === 0 ? withSpelling(numbers, column) : numbers,
    ...(bad.count > 0 && { fault: notNumbers(column, failing, bad.first) }),
    ...(doubt &&
      !plain && {
        remark: `column "${name}": "${doubt.text}" is read as ${doubt.value}, not ${doubt.other}; --decimal ${notation.decimal === ',' ? '.' : "','"} reads it the other way`,
      }),
  };
}

/** A column of dates; undefined where it holds none. */
function asDates(column: CategoryColumn, { dateFormat, prefer, lean, kind }: Deciding): Decision | undefined {
  const { name, categories } = column;
  const detected = detectDates(categories, {
    ...(dateFormat !== undefined && { given: dateFormat }),
    ...((prefer ?? lean) === ',' && { dayFirst: true }),
  });
  if (!detected) return undefined;
  const { format, ambiguous, impossible, others } = detected;
  if (kind !== 'date' && format.pattern === 'yyyy') return undefined;
  const bad = rowsOf(column, [...impossible, ...others]);
  const found = bad.count > 0 ? categories[column.codes[bad.first]] : '';
  return {
    reading: { kind: 'date', name, format, why: format.pattern },
    column,
    ...(bad.count > 0 && {
      fault: {
        row: bad.first,
        message: `column "${name}": expected a date as ${format.pattern}, found "${found}"`,
        hint: `${dateFault(found, format) ?? 'correct it'}, or --missing ${shellWord(found)} takes it for a missing value`,
      },
    }),
    ...(ambiguous && {
      remark: `column "${name}": dates are read as ${format.pattern}, and could be ${ambiguous.pattern}; --date-format ${ambiguous.pattern} reads them so`,
    }),
  };
}

function asBooleans(column: CategoryColumn): Decision | undefined {
  const booleans = booleansOf(column.categories);
  if (!booleans) return undefined;
  const { column: folded } = foldCategories(column);
  return { reading: { kind: 'boolean', name: column.name, ...booleans }, column: folded };
}

/** Texts as categories; those that differ in case and spaces alone are one. */
function asCategories(column: CategoryColumn): Decision {
  const { column: together, merged } = foldCategories(column);
  if (merged.length === 0) return { reading: { kind: 'category', name: column.name }, column };
  const [from, to] = merged[0];
  const more = merged.length > 1 ? `, and ${counted(merged.length - 1, 'more spelling')}` : '';
  return {
    reading: { kind: 'category', name: column.name, folded: true, why: 'case and spaces do not count' },
    column: together,
    remark: `column "${column.name}": "${from}" is taken for "${to}"${more}; --column ${shellWord(`${column.name}:category`)} keeps them apart`,
  };
}

/** Numbers with another sign before the fraction than the user says; undefined where they are not. */
function withOtherSign(column: CategoryColumn, decimal: '.' | ',' | undefined): Decision | undefined {
  const fit = decimal === undefined ? undefined : fitNotation(column.categories);
  if (!fit || decimal === undefined || fit.certain === undefined || fit.certain === decimal) return undefined;
  const { name, categories, codes: all, missing } = column;
  if (rowsOf(column, fit.failing).count > (1 - MOSTLY) * (all.length - missing)) return undefined;
  const row = all.findIndex(
    (code) => code >= 0 && /[.,]/.test(categories[code]) && !fit.failing.includes(code),
  );
  const quoted = (sign: '.' | ',') => (sign === ',' ? "','" : sign);
  return {
    reading: { kind: 'category', name },
    column,
    fault: {
      row,
      message: `column "${name}": --decimal ${quoted(decimal)} does not fit "${categories[all[row]]}"`,
      hint: `--decimal ${quoted(fit.certain)} reads numbers, --column ${shellWord(`${name}:category`)} texts`,
    },
  };
}

/** Numbers or dates in several notations, as categories; undefined where they are not. */
function inSeveralWays(column: CategoryColumn): Decision | undefined {
  const ways = mixedNotations(column);
  if (ways === undefined) return undefined;
  const { name } = column;
  const remark = `column "${name}": ${MIXED}: ${ways}; write all of them alike`;
  return { reading: { kind: 'category', name, why: MIXED }, column, remark };
}

/** Categories, with a word where half of the rows are numbers: one sign may stand for "no value". */
function mostlyNumbers(column: CategoryColumn): Decision {
  const decision = asCategories(column);
  const { name, categories, codes, missing } = column;
  const failing = fitNotation(categories)?.failing;
  if (!failing || failing.length === categories.length) return decision;
  const share = 1 - rowsOf(column, failing).count / (codes.length - missing);
  if (share < 0.5) return decision;
  const few = failing.slice(0, 3).map((code) => categories[code]);
  const hint =
    few.length < failing.length || few.some((text) => text.includes(','))
      ? ''
      : `; --missing ${shellWord(few.join(','))} takes the others for missing values`;
  return {
    ...decision,
    remark: `column "${name}": ${percent(share)} are numbers, read as categories${hint}`,
  };
}

/** What the user says a column holds. */
function asSaid(column: CategoryColumn, kind: ColumnKind, deciding: Deciding): Decision {
  const { name, categories } = column;
  const found = {
    number: () => asNumbers(column, deciding),
    date: () => asDates(column, deciding),
    boolean: () => asBooleans(column),
    category: (): Decision => ({ reading: { kind: 'category', name }, column }),
    text: (): Decision => ({ reading: { kind: 'text', name }, column }),
  }[kind]();
  if (found) return found;
  const expected = kind === 'boolean' ? 'two values such as yes and no' : `a ${kind}`;
  const fault = {
    row: column.codes.findIndex((code) => code >= 0),
    message: `column "${name}": expected ${expected}, found "${categories[0]}"`,
    hint: `without --column ${shellWord(`${name}:${kind}`)} its values decide`,
  };
  return { reading: { kind: 'category', name }, column, fault };
}

/** How a column of texts is read. */
export function decideTexts(column: CategoryColumn, deciding: Deciding): Decision {
  const { name, categories } = column;
  if (categories.length === 0) return { reading: { kind: 'category', name }, column };
  if (deciding.kind !== undefined) return asSaid(column, deciding.kind, deciding);
  const why = codes(categories);
  if (why !== undefined)
    return {
      reading: { kind: 'category', name, why },
      column,
      remark: `column "${name}": ${why}, are categories; --column ${shellWord(`${name}:number`)} reads numbers`,
    };
  return (
    asBooleans(column) ??
    asDates(column, deciding) ??
    asNumbers(column, deciding) ??
    withOtherSign(column, deciding.decimal) ??
    inSeveralWays(column) ??
    mostlyNumbers(column)
  );
}
