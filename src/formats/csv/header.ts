import { isMissingText } from '../../data/reading/missing.ts';
import { fitNotation } from '../../data/reading/notation.ts';

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A number as programs write it. */
export const isPlainNumber = (text: string): boolean => NUMBER.test(text.trim());

/** A number as people write it, without a word beside it, such as 1.250,00 or ($5). */
const isWrittenNumber = (field: string) =>
  /^[^\p{L}]*\d[^\p{L}]*$/u.test(field) && fitNotation([field])?.failing.length === 0;

const isText = (field: string) =>
  field !== '' && !isPlainNumber(field) && !isMissingText(field) && !isWrittenNumber(field);

/**
 * Whether the first line of a table names its columns: when all of its fields are texts, of which none is written
 * as all below it but for the digits, or when one of them stands
 * above a column of numbers, or, in a line without numbers, has no digit above a column in which all have one
 * (dates, amounts). A first line without its first name, as DataFrame.to_csv writes it, is one when that
 * column counts the rows; and so are the numbers from 0 on that it writes for names that are missing, and years
 * and other numbers in succession beside texts (`countsUp`).
 */
export function hasHeader(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (countsUp(first, rows)) return true;
  if (first.some((field, c) => isLike(field, below(rows, c)))) return false;
  if (first.length > 0 && first.every(isText)) return true;
  const numbers = first.some(isPlainNumber);
  const stands = first.some((field, c) => isText(field) && standsAbove(field, below(rows, c), numbers));
  return stands || countsRows(first, rows) || countsColumns(first, rows);
}

/** Whether a field is written as all below it, but for the digits: 2020-01-31, R$ 1.250,00, A-017. */
function isLike(field: string, fields: readonly string[]): boolean {
  if (!/\d/.test(field) || isPlainNumber(field) || fields.length === 0) return false;
  const form = formOf(field);
  return fields.every((other) => formOf(other) === form);
}

const formOf = (field: string) => field.replaceAll(/\d+/g, '9');

const below = (rows: readonly (readonly string[])[], column: number) =>
  rows.map((row) => row[column] ?? '').filter((field) => !isMissingText(field));

/** The numbers of a line are one after the other: from 0 or 1 on, or years, which may go down. */
function succession(fields: readonly string[]): 'years' | 'counted' | undefined {
  const numbers = fields.filter(isPlainNumber).map(Number);
  const [begin, next] = numbers;
  const step = next - begin;
  if (numbers.length < 2 || numbers.some((number, i) => number !== begin + i * step)) return undefined;
  if (numbers.every(isYear)) return Math.abs(step) === 1 ? 'years' : undefined;
  return step === 1 && (begin === 0 || begin === 1) ? 'counted' : undefined;
}

const isYear = (number: number) => Number.isInteger(number) && number >= 1800 && number < 2200;

/**
 * The first line has years in succession, or 0, 1, 2, …, beside texts or a blank, and no line below it has: tables
 * with a column a year, and names of texts beside those that pandas counts. Two years may be two values, and so
 * may numbers from 0 or 1 on: then the lines below must make it clear.
 */
export function countsUp(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const found = succession(first);
  const numbers = first.flatMap((field, c) => (isPlainNumber(field) ? [c] : []));
  if (!found || rows.length === 0 || numbers.length === first.length) return false;
  const texts = first.flatMap((field, c) => (isText(field) ? [c] : []));
  if (numbers.length + texts.length < first.filter((field) => field !== '').length) return false;
  // A category that is there again is a value.
  if (texts.some((c) => rows.some((row) => row[c] === first[c]))) return false;
  if (found === 'counted' && first[0] === '' && firstCounts(rows)) return true;
  if (rows.some((row) => succession(numbers.map((c) => row[c] ?? '')) === found)) return false;
  if (found === 'years')
    return (
      numbers.length > 2 || !numbers.every((c) => below(rows, c).every((field) => isYear(Number(field))))
    );
  const blankAbove = first[0] === '' && rows.every((row) => row[0] !== '');
  return rows.length > 2 && (numbers.length > 2 || blankAbove);
}

function standsAbove(field: string, fields: readonly string[], numbers: boolean): boolean {
  if (fields.length === 0) return false;
  if (fields.every(isPlainNumber)) return true;
  return !numbers && !/\d/.test(field) && fields.every((other) => /\d/.test(other));
}

/**
 * The names are 0, 1, 2, …, as pandas writes them for columns without names, and below them stand no whole
 * numbers.
 */
function countsColumns(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const names = first[0] === '' ? first.slice(1) : first;
  if (names.length < 2 || names.some((name, i) => name !== String(i)) || rows.length === 0) return false;
  const begin = first.length - names.length;
  const columns = names.map((_, i) => below(rows, begin + i));
  return (
    columns.some((fields) => fields.length > 0) &&
    !columns.flat().some((field) => /^[-+]?\d+$/.test(field.trim()))
  );
}

/** The first name is empty, no other is a number, and the column counts from 0 or 1. */
function countsRows(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (first[0] !== '' || !first.some(isText) || first.some(isPlainNumber)) return false;
  return firstCounts(rows);
}

/** The first column counts the rows from 0 or 1. */
function firstCounts(rows: readonly (readonly string[])[]): boolean {
  const begin = rows[0]?.[0];
  if (begin !== '0' && begin !== '1') return false;
  return rows.every((row, i) => row[0] === String(Number(begin) + i));
}
