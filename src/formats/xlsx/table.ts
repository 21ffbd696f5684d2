import { absentAmong, withAbsent } from '../../data/reading/absent.ts';
import { keepsEveryText } from '../../data/reading/define.ts';
import { isMissingSign, isMissingText, signsAreValues } from '../../data/reading/missing.ts';
import type { Column, Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import { gatherNumbers, gatherTexts } from '../columnar/gather.ts';
import { columnNames } from '../csv/names.ts';
import type { ByteSource, ReadOptions } from '../define.ts';
import { boundsOf } from './bounds.ts';
import type { Bounds } from './bounds.ts';
import type { Cell, Doubts, Sheet } from './sheet.ts';

const textOf = (cell: Cell): string =>
  typeof cell === 'string' ? cell : typeof cell === 'number' ? String(cell) : cell.stamp;

/** The cells of a column without those that stand for "no value". */
function present(cells: readonly (Cell | undefined)[]): (Cell | undefined)[] {
  const texts = new Set(cells.filter((cell) => typeof cell === 'string'));
  const others = [...texts].filter((text) => !isMissingText(text));
  const numbers = cells.some((cell) => cell !== undefined && typeof cell !== 'string');
  const signs = !numbers && signsAreValues(others);
  return cells.map((cell) => {
    const isText = typeof cell === 'string';
    return isText && isMissingText(cell) && !(signs && isMissingSign(cell)) ? undefined : cell;
  });
}

/** Numbers where all cells are; otherwise texts. */
function columnOf(name: string, cells: readonly (Cell | undefined)[]): Column {
  const numbers = cells.every((cell) => cell === undefined || typeof cell === 'number');
  const gathered = numbers
    ? gatherNumbers(name, cells.length, {
        toNumber: (cell) => (typeof cell === 'number' ? cell : Number.NaN),
      })
    : gatherTexts(name, cells.length, (cell) => textOf(cell as Cell));
  gathered.add(cells, 0, cells.length);
  return gathered.column();
}

/** The cells of the table's column; a merged cell counts for every row that it spans. */
function cellsOf(
  sheet: Sheet,
  number: number,
  { from, to }: Bounds,
): { cells: (Cell | undefined)[]; spread: number } {
  const column = sheet.columns.get(number) ?? [];
  const cells = Array.from({ length: to - from }, (_, i) => column[from + i]);
  let spread = 0;
  for (const { top, bottom, left } of sheet.merged) {
    if (left !== number) continue;
    const first = sheet.rows.indexOf(top);
    if (first < from) continue;
    for (let row = first + 1; row < to && sheet.rows[row] <= bottom; row++) {
      cells[row - from] = cells[first - from];
      spread++;
    }
  }
  return { cells, spread };
}

function noteDoubts(
  note: (line: string) => void,
  name: string,
  { errors, formulas, durations }: Doubts,
): void {
  for (const [error, count] of errors)
    if (error !== '#N/A')
      note(`column "${name}": ${count} ${count === 1 ? 'cell' : 'cells'} with ${error} given no value`);
  if (formulas > 0)
    note(
      `column "${name}": ${formulas} ${formulas === 1 ? 'formula' : 'formulas'} without a stored value; open the file in Excel or LibreOffice and save it`,
    );
  if (durations > 0) note(`column "${name}": durations are read as seconds`);
}

/** Tells which rows above and below the table are left out. */
function noteRest(note: (line: string) => void, sheet: Sheet, { header, from, to }: Bounds): void {
  const tell = (where: string, begin: number, end: number) => {
    if (end <= begin) return;
    const texts = Array.from({ length: end - begin }, (_, i) =>
      [...sheet.columns.values()].flatMap((cells) => cells[begin + i] ?? []).map(textOf),
    ).flat();
    const more = texts.length > 3 ? ', …' : '';
    note(
      `left out ${where} the table: ${texts
        .slice(0, 3)
        .map((text) => `"${text}"`)
        .join(', ')}${more}`,
    );
  };
  tell('above', 0, header ?? from);
  tell('below', to, sheet.rows.length);
}

/**
 * The table of a sheet.
 *
 * @param others names of the other sheets, as they are shown
 * @throws NnError('input') when it has no rows
 */
export function tableOfSheet(
  sheet: Sheet,
  source: ByteSource,
  options: ReadOptions,
  others: readonly string[] = [],
): Table {
  const where = { source: source.name };
  const bounds = boundsOf(sheet, options);
  const { columns: numbers, header, from, to } = bounds;
  if (to === from)
    throw inputError('found a header but no rows', {
      where,
      hint: `if the first row is data, say --no-header${others.length > 0 ? `; other sheets: --sheet ${others.join(', ')}` : ''}`,
    });
  const note = (line: string) => source.note?.(`${source.name}: ${line}`);
  noteRest(note, sheet, bounds);
  const named = numbers.map((number) => sheet.columns.get(number)?.[header ?? 0]);
  const { names, repeated } =
    header === undefined
      ? { names: numbers.map((_, i) => `x${i + 1}`), repeated: [] }
      : columnNames(named.map((cell) => (cell === undefined ? '' : textOf(cell))));
  for (const name of new Set(repeated))
    note(`several columns are called "${name}"; the second is "${name}.1"`);
  let merged = 0;
  const columns = numbers.map((number, i) => {
    const { cells, spread } = cellsOf(sheet, number, bounds);
    const doubts = sheet.doubts.get(number);
    if (doubts) noteDoubts(note, names[i], doubts);
    merged += spread;
    if (keepsEveryText(options.columns?.get(names[i]))) return columnOf(names[i], cells);
    const kept = present(cells);
    const column = columnOf(names[i], kept);
    const taken = cells.filter((cell, row) => typeof cell === 'string' && kept[row] === undefined);
    return column.kind === 'category' ? withAbsent(column, absentAmong(taken.map(String))) : column;
  });
  if (merged > 0) note('the value of a merged cell counts for every row that it spans');
  const placeOf = (row: number, column: string) => ({
    line: sheet.rows[from + row],
    column: (numbers[names.indexOf(column)] ?? 0) + 1,
  });
  const above = header ?? from;
  const facts = { header: header !== undefined, ...(above > 0 && { preambleLines: above }) };
  return { columns, rows: to - from, source: source.name, placeOf, facts };
}
