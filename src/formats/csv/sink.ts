import { inputError } from '../../errors.ts';
import type { Table } from '../../data/table.ts';
import { ColumnBuilder } from './columns.ts';
import type { ColumnType } from './columns.ts';
import { isMissingField } from '../../data/reading/missing.ts';
import { parseNumber } from './numbers.ts';
import { PlainRows } from './plainRows.ts';
import type { Content } from './plainRows.ts';
import { RawCollector } from '../rawLines.ts';
import type { Sink } from './scanner.ts';
import { fieldText } from '../text.ts';

export interface SinkOptions {
  readonly source: string;
  readonly delimiter: string;
  /**
   * Whether the first record names the columns; undefined: when none of its fields is a number or missing.
   */
  readonly header?: boolean | undefined;
  /** Length of the file in bytes, where it is known. */
  readonly size?: number | undefined;
  /** What a column holds; undefined: to be found out. */
  readonly typeOf: (name: string) => ColumnType | undefined;
  /** The rows are also kept as they stand. */
  readonly raw: boolean;
}

/**
 * Where plain rows are rare, trying each of them costs more than it saves: after failures that many rows are
 * not tried.
 */
const PAUSES = [0, 1, 3, 7, 15, 31, 63];

/** Turns records into columns; the first record decides about the header. */
export class TableSink implements Sink {
  readonly #options: SinkOptions;
  #columns: ColumnBuilder[] | undefined;
  #plain: PlainRows | undefined;
  /** Of each text column its place among them. */
  #texts: readonly number[] = [];
  /** Rows before which plain ones are not looked for. */
  #patience = 0;
  /** Looks in a row that found none. */
  #failures = 0;
  #first: Uint8Array[] = [];
  #lines = new Int32Array(1024);
  readonly #raw: RawCollector | undefined;
  rows = 0;
  /** The header line as it stands; empty when there is none. */
  rawHeader = '';
  /** Bytes before those being scanned. */
  scanned = 0;
  /** The scanner tells the line only at the end of a record; fields need it for their errors. */
  lineNow: () => number = () => 0;
  raw?: Sink['raw'];

  constructor(options: SinkOptions) {
    this.#options = options;
    if (!options.raw) return;
    const collector = new RawCollector();
    this.#raw = collector;
    this.raw = (bytes, from, to) => collector.row(bytes, from, to);
  }

  /** The columns; undefined before the first record. */
  get columns(): readonly ColumnBuilder[] | undefined {
    return this.#columns;
  }

  /** Rows of plain fields are taken in blocks as soon as it is known what every column holds. */
  lines(bytes: Uint8Array, from: number, to: number, line: number): { next: number; rows: number } {
    const columns = this.#columns;
    const plain = columns && this.rows >= this.#patience ? this.#plainRows(columns) : undefined;
    if (!columns || !plain) return { next: from, rows: 0 };
    plain.scan(bytes, from, to);
    const { rows, next, starts } = plain;
    this.#failures = rows > 0 ? 0 : Math.min(this.#failures + 1, PAUSES.length - 1);
    this.#patience = this.rows + rows + PAUSES[this.#failures];
    const { size } = this.#options;
    const bytesEach = (this.scanned + next) / (this.rows + rows + 1);
    const expected = size === undefined ? 0 : Math.ceil((size / bytesEach) * 1.01);
    columns.forEach((column, c) =>
      column.addBlock(plain, bytes, { column: c, text: this.#texts[c] }, line, expected),
    );
    for (let row = 0; row < rows; row++) this.#keep(line + row);
    this.#raw?.block(bytes, starts, rows);
    return { next, rows };
  }

  #plainRows(columns: readonly ColumnBuilder[]): PlainRows | undefined {
    if (this.#plain) return this.#plain;
    const contents: Content[] = [];
    for (const { content } of columns) {
      if (content === undefined) return undefined;
      contents.push(content);
    }
    this.#texts = contents.map((_, c) => contents.slice(0, c).filter((content) => content === 'text').length);
    return (this.#plain = new PlainRows(contents, this.#options.delimiter));
  }

  field(bytes: Uint8Array, from: number, to: number, column: number): void {
    const columns = this.#columns;
    if (!columns) this.#first.push(bytes.slice(from, to));
    else if (column < columns.length) columns[column].add(bytes, from, to, this.lineNow());
  }

  record(line: number, fields: number): void {
    const columns = this.#columns;
    if (!columns) {
      this.#begin(line);
      return;
    }
    if (fields !== columns.length) {
      throw inputError(`expected ${columns.length} fields, found ${fields}`, {
        where: { source: this.#options.source, line },
        hint:
          fields < columns.length
            ? 'fill the row up; an empty field is a missing value'
            : 'a field that contains the delimiter must be in double quotes',
      });
    }
    this.#keep(line);
  }

  #keep(line: number): void {
    if (this.rows === this.#lines.length) {
      const larger = new Int32Array(this.rows * 2);
      larger.set(this.#lines);
      this.#lines = larger;
    }
    this.#lines[this.rows++] = line;
  }

  #begin(line: number): void {
    const first = this.#first;
    const { source, typeOf } = this.#options;
    const valued = (field: Uint8Array) =>
      !Number.isNaN(parseNumber(field, 0, field.length)) || isMissingField(field, 0, field.length);
    const header = this.#options.header ?? !first.some(valued);
    const names = first.map(
      (field, i) => (header ? fieldText(field, 0, field.length, source, line).trim() : '') || `x${i + 1}`,
    );
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) {
      throw inputError(`two columns are named "${twice}"`, {
        where: { source, line },
        hint: 'rename one of them; columns are found by name',
      });
    }
    const columns = names.map((name, i) => new ColumnBuilder(name, i, source, typeOf(name)));
    this.#columns = columns;
    if (header) {
      const raw = this.#raw?.lines();
      if (raw) this.rawHeader = fieldText(raw.bytes, raw.starts[0], raw.ends[0], source, line);
      this.#raw?.clear();
      return;
    }
    first.forEach((field, i) => columns[i].add(field, 0, field.length, line));
    this.#keep(line);
  }

  /** The rows so far, as columns and as they stand; valid until a row is added. */
  take() {
    const builders = this.#columns?.filter((builder) => !builder.ignored) ?? [];
    const places = new Map(builders.map(({ name, index }) => [name, index + 1]));
    const table: Table = {
      columns: builders.map((builder) => builder.column()),
      rows: this.rows,
      source: this.#options.source,
      names: this.#columns?.map(({ name }) => name) ?? [],
      placeOf: (row, column) => ({ line: this.#lines[row], column: places.get(column) }),
    };
    return { table, raw: this.#raw?.lines(), rawHeader: this.rawHeader };
  }

  /** Forgets the rows, for the next batch. */
  clear(): void {
    this.rows = 0;
    this.#raw?.clear();
    for (const builder of this.#columns ?? []) builder.reset();
  }
}
