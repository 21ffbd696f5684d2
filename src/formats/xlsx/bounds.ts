import { hasHeader } from '../csv/header.ts';
import type { ReadOptions } from '../define.ts';
import type { Cell, Sheet } from './sheet.ts';
import { maxOf } from '../../util/extremes.ts';

/** Where the table of a sheet is: its columns, and rows by their places in the sheet. */
export interface Bounds {
  /** Numbers of the columns that hold something, in order. */
  readonly columns: readonly number[];
  /** The row of names, where there is one. */
  readonly header: number | undefined;
  /** The rows of values. */
  readonly from: number;
  readonly to: number;
}

/** Rows that are looked at. */
const SAMPLE = 200;
/** Rows above a header that may be left out. */
const MOST_ABOVE = 20;

/** A cell as a text of CSV; what is no text counts as a number, which no header has. */
const fieldOf = (cell: Cell | undefined): string =>
  cell === undefined ? '' : typeof cell === 'string' ? cell.trim() : '0';

/** Years over the columns of a table: 2019, 2020, 2021. */
function countsUp(cells: readonly (Cell | undefined)[]): boolean {
  const [first, ...rest] = cells.filter((cell) => typeof cell === 'number');
  const named = cells.some((cell) => typeof cell === 'string');
  return (
    named && Number.isInteger(first) && rest.length > 0 && rest.every((year, i) => year === first + i + 1)
  );
}

/**
 * Finds the table of a sheet: below titles, above remarks, with a header or without.
 *
 * @param options whether there is a header, where that was said
 */
export function boundsOf(sheet: Sheet, { header }: Pick<ReadOptions, 'header'>): Bounds {
  const columns = [...sheet.columns.keys()].toSorted((a, b) => a - b);
  const cellsOf = (row: number) => columns.map((column) => sheet.columns.get(column)?.[row]);
  const filled = (row: number) => cellsOf(row).filter((cell) => cell !== undefined).length;
  const end = sheet.rows.length;
  const counts = Array.from({ length: Math.min(end, SAMPLE) }, (_, row) => filled(row));
  const width = maxOf(counts);
  const isHeader = (row: number) => {
    const cells = cellsOf(row);
    const below = counts.slice(row + 1).map((_, i) => cellsOf(row + 1 + i).map(fieldOf));
    return hasHeader(cells.map(fieldOf), below) || countsUp(cells);
  };
  // Titles hold less than half of the cells that rows do.
  let from = counts.findIndex((count) => count >= Math.min(width, Math.max(2, width / 2)));
  if (from > MOST_ABOVE || (from > 0 && header === undefined && !isHeader(from))) from = 0;
  const named = header ?? isHeader(from);
  const remarks = (row: number): boolean => row > from + 1 && filled(row) === 1;
  let to = end;
  // Remarks stand in one cell each, behind an empty row.
  if (width > 2)
    for (let row = end - 1; remarks(row); row--) if (sheet.rows[row] > sheet.rows[row - 1] + 1) to = row;
  // What stands in titles and remarks alone is no column.
  const used = columns.filter((column) =>
    sheet.columns
      .get(column)
      ?.slice(from, to)
      .some((cell) => cell !== undefined),
  );
  return { columns: used, header: named ? from : undefined, from: named ? from + 1 : from, to };
}
