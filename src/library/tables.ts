import { numberColumn } from '../data/convert.ts';
import { interpretTable } from '../data/reading/interpret.ts';
import type { ColumnKind } from '../data/reading/define.ts';
import type { Column, Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { toTable } from '../formats/convert.ts';
import { load } from '../formats/load.ts';
import { openSource } from './openSource.ts';
import type { Source } from './openSource.ts';

/** How a source is read; what is absent is detected. */
export interface ReadOptions {
  /**
   * `csv`, `tsv`, `json`, `jsonl`, `npy`, `idx`, `parquet`, `arrow`, `xlsx`, `png` or `jpeg`; by the name, else
   * by the content unless given.
   */
  readonly format?: string | undefined;
  /** Whether the first line of CSV holds names. */
  readonly header?: boolean | undefined;
  /** Sign between the fields of CSV; `' '` stands for runs of spaces. */
  readonly delimiter?: string | undefined;
  /** One that TextDecoder knows, such as `utf-8`, `windows-1251`, `iso-8859-2` or `shift_jis`. */
  readonly encoding?: string | undefined;
  /** Lines of CSV that begin with it are no rows; empty: all lines are. */
  readonly comment?: string | undefined;
  /** Sign before the fraction of numbers. */
  readonly decimal?: '.' | ',' | undefined;
  /** How dates are written where it can be doubted: `dd/mm/yyyy`, `mm/dd/yyyy`, `yyyymmdd`, `unix`. */
  readonly dateFormat?: string | undefined;
  /** Further values that mean "missing". */
  readonly missing?: readonly string[] | undefined;
  /** What columns hold, by name, where it is not what their values look like. */
  readonly columns?: ReadonlyMap<string, ColumnKind> | undefined;
  /** Name or number (from 1) of a workbook's sheet; the first one unless given. */
  readonly sheet?: string | undefined;
}

/** The options that were given; an undefined one was not. */
function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/**
 * Reads rows in columns: CSV, TSV, JSON, JSON Lines, Parquet, Arrow, Excel workbooks, NPY (2-D: a row each),
 * IDX. Columns are understood from all their values: numbers as people write them, dates, yes and no,
 * categories (`readings` says how). Missing are an empty field, `NA`, `NaN`, `null` and the like.
 *
 * @param source a path (in Node.js), a URL, bytes, or a text: `{ text: 'x,y\n1,2\n' }`
 * @param options format and header, where they are not to be detected
 * @throws {NnError} `input` for data that cannot be read, with the line and column where it stands; `usage`
 *   for an unknown
 *   format
 * @example const table = await readTable('iris.csv');
 */
export async function readTable(source: Source, { format, ...options }: ReadOptions = {}): Promise<Table> {
  const opened = await openSource(source);
  return toTable(await load(opened, { inputFormat: format, ...given(options) }));
}

/** A value of a row; null, undefined and NaN are missing. */
export type Cell = number | string | boolean | null | undefined;

const isMissing = (value: Cell) => value === null || value === undefined || Number.isNaN(value);

function columnOf(name: string, cells: readonly Cell[]): Column {
  if (cells.every((cell) => typeof cell === 'number' || isMissing(cell)))
    return numberColumn(
      name,
      Float64Array.from(cells, (cell) => (isMissing(cell) ? NaN : Number(cell))),
    );
  const codes = new Map<string, number>();
  const indices = Int32Array.from(cells, (cell) => {
    if (isMissing(cell)) return -1;
    const text = String(cell);
    const known = codes.get(text) ?? codes.size;
    codes.set(text, known);
    return known;
  });
  const missing = indices.reduce((n, code) => n + (code < 0 ? 1 : 0), 0);
  return { kind: 'category', name, codes: indices, categories: [...codes.keys()], missing };
}

/**
 * Records as a table: a column for each key, in the order in which they first occur; texts are understood as
 * in `readTable`. A key that a row does not have is missing there.
 *
 * @param rows records with values of any keys
 * @param source what messages call the data
 * @throws {NnError} `input` when there are no rows
 * @example const table = tableFromRows([{ length: 5.1, species: 'setosa' }, { length: 6.3, species:
 *   'virginica' }]);
 */
export function tableFromRows(rows: readonly Readonly<Record<string, Cell>>[], source = 'rows'): Table {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  if (names.size === 0) throw inputError('found no rows, expected data', { where: { source } });
  const columns = [...names].map((name) =>
    columnOf(
      name,
      rows.map((row) => row[name]),
    ),
  );
  return interpretTable({ columns, rows: rows.length, source });
}
