import { shellWord } from '../util/shell.ts';
import { MIXED } from './reading/mixed.ts';
import type { Column, Table } from './table.ts';

/**
 * A category column in which nearly every row is different: names and identifiers, from which nothing is
 * learned.
 */
function isIdentifier(column: Column, { rows, readings }: Table): boolean {
  const reading = readings?.get(column.name);
  if (reading?.kind === 'date' || reading?.kind === 'boolean') return false;
  return column.kind === 'category' && rows >= 20 && column.categories.length > 0.9 * rows;
}

/** Names of columns that number the rows, in English and Portuguese; `Unnamed: 0` is pandas' own index. */
const ID =
  /^(?:(?:.*[_\s.-])?id|index|idx|key|uuid|guid|rownames?|row_?(?:num|number)|c[oó]digo|unnamed: 0)$/i;
/** customerId, customerID; not paid. */
const CAMEL = /[a-z0-9]I[dD]$/;

/**
 * A column of whole numbers that numbers the rows: it is named so, and no two rows have the same one. Nothing
 * is learned from it, but the training rows can be recognised by it.
 */
function numbersRows(column: Column, { rows }: Table): boolean {
  if (column.kind !== 'number' || !column.integral || column.missing > 0 || rows < 20) return false;
  const name = column.name.trim();
  return (ID.test(name) || CAMEL.test(name)) && new Set(column.values).size === rows;
}

/** A column with one value in all rows. */
export function isConstant(column: Column): boolean {
  if (column.missing > 0) return false;
  const values = column.kind === 'number' ? column.values : column.codes;
  return values.length > 1 && values.every((value) => value === values[0]);
}

/** Whether most values of a column are of several words. */
export const hasSentences = (column: Column) =>
  column.kind === 'category' &&
  column.categories.filter((text) => text.trim().split(/\s+/).length > 2).length >
    column.categories.length / 2;

/** In which ways numbers or dates are written that are taken for texts. */
function mixedText({ readings, remarks }: Table, { name }: Column): string {
  const remark = readings?.get(name)?.why === MIXED ? remarks?.get(name) : undefined;
  return remark === undefined ? '' : `, ${remark.replace(`column "${name}": `, '')}`;
}

/** So many columns of plain numbers, and no others, are an array: none of its places is left out. */
const ARRAY = 16;

/** Why a column is no feature; undefined where it is one. */
export function reasonToLeaveOut(table: Table, column: Column, array = false): string | undefined {
  const learnable = hasSentences(column) ? `; --text ${shellWord(column.name)} learns from its words` : '';
  if (table.readings?.get(column.name)?.kind === 'text') return `it holds texts${learnable}`;
  if (isIdentifier(column, table))
    return `nearly every row has another text${mixedText(table, column)}${learnable}`;
  if (numbersRows(column, table))
    return `it numbers the rows; --column ${shellWord(`${column.name}:number`)} keeps it`;
  if (column.missing >= table.rows && table.rows > 0) return 'it has no values';
  if (!array && isConstant(column)) return 'all its values are equal';
  return undefined;
}

/** Why each of some columns is no feature; undefined where it is one. */
export function reasonsToLeaveOut(table: Table, columns: readonly Column[]): (string | undefined)[] {
  const array = columns.length >= ARRAY && columns.every(({ kind }) => kind === 'number');
  return columns.map((column) => reasonToLeaveOut(table, column, array));
}
