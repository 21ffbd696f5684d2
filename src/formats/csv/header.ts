import { isMissingText } from '../../data/reading/missing.ts';

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A number as programs write it. */
export const isPlainNumber = (text: string): boolean => NUMBER.test(text.trim());

const isText = (field: string) => field !== '' && !isPlainNumber(field) && !isMissingText(field);

/**
 * Whether the first line of a table names its columns: when all of its fields are texts, or when one of them stands
 * above a column of numbers, or, in a line without numbers, has no digit above a column in which all have one
 * (dates, amounts). A first line without its first name, as DataFrame.to_csv writes it, is one when that
 * column counts the rows.
 */
export function hasHeader(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (first.length > 0 && first.every(isText)) return true;
  const numbers = first.some(isPlainNumber);
  const stands = first.some((field, c) => isText(field) && standsAbove(field, below(rows, c), numbers));
  return stands || countsRows(first, rows);
}

const below = (rows: readonly (readonly string[])[], column: number) =>
  rows.map((row) => row[column] ?? '').filter((field) => !isMissingText(field));

function standsAbove(field: string, fields: readonly string[], numbers: boolean): boolean {
  if (fields.length === 0) return false;
  if (fields.every(isPlainNumber)) return true;
  return !numbers && !/\d/.test(field) && fields.every((other) => /\d/.test(other));
}

/** The first name is empty, no other is a number, and the column counts from 0 or 1. */
function countsRows(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (first[0] !== '' || !first.some(isText) || first.some(isPlainNumber)) return false;
  const begin = rows[0]?.[0];
  if (begin !== '0' && begin !== '1') return false;
  return rows.every((row, i) => row[0] === String(Number(begin) + i));
}
