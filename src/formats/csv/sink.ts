import { counted } from '../../util/plural.ts';
import { inputError } from '../../errors.ts';
import type { NnError } from '../../errors.ts';
import type { Table } from '../../data/table.ts';
import { isMissingText } from '../../data/reading/missing.ts';
import type { UnreadField } from '../define.ts';
import { RawCollector } from '../rawLines.ts';
import { fieldText } from '../text.ts';
import { ColumnBuilder } from './columns.ts';
import type { ColumnContext, ColumnType } from './columns.ts';
import { MOST_FIELDS, tooWide } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { columnNames } from './names.ts';
import { PlainRows } from './plainRows.ts';
import { lineOfFields, toWidth } from './raggedRow.ts';
import type { Sink } from './scanner.ts';

export interface SinkOptions {
  readonly source: string;
  readonly dialect: Dialect;
  /** Length of the file in bytes, where it is known. */
  readonly size?: number | undefined;
  /** How a column is taken, by its name and its place. */
  readonly typeOf: (name: string, index: number) => ColumnType;
  /** The rows are also kept as they stand. */
  readonly raw: boolean;
  /** Rows that cannot be read are collected instead of an error. */
  readonly keepBad?: boolean;
  /** Texts that stand for "no value" beside the usual ones. */
  readonly missing?: readonly string[] | undefined;
  /** The file is known to have numbers such as 35,6. */
  readonly decimalComma?: boolean;
  readonly note?: (line: string) => void;
}

/**
 * Where plain rows are rare, trying each of them costs more than it saves: after failures that many rows are
 * not tried.
 */
const PAUSES = [0, 1, 3, 7, 15, 31, 63];

/** Turns records into columns. */
export class TableSink implements Sink {
  readonly #options: SinkOptions;
  readonly #context: ColumnContext;
  /** The delimiter as the scanner sees it: runs of spaces have become tabs. */
  readonly #delimiter: string;
  #columns: ColumnBuilder[] | undefined;
  #plain: PlainRows | undefined;
  /** Of each text column its place among them. */
  #texts: readonly number[] = [];
  /** Rows before which plain ones are not looked for. */
  #patience = 0;
  /** Looks in a row that found none. */
  #failures = 0;
  #first: Uint8Array[] = [];
  /** Bytes of a row so far; 0 before the first block. */
  #bytesEach = 0;
  #lines = new Int32Array(64);
  #unread: UnreadField[] = [];
  #bad = new Map<number, NnError>();
  readonly #raw: RawCollector | undefined;
  rows = 0;
  /** The file is known to have numbers such as 35,6. */
  decimalComma: boolean;
  /** The header line as it stands; empty when there is none. */
  rawHeader = '';
  /** Bytes before those being scanned. */
  scanned = 0;
  /** The scanner tells the line only at the end of a record; fields need it for their errors. */
  lineNow: () => number = () => 0;
  raw?: Sink['raw'];
  bad?: Sink['bad'];

  constructor(options: SinkOptions) {
    this.#options = options;
    const { source, dialect, missing, decimalComma = false, keepBad, raw } = options;
    this.decimalComma = decimalComma;
    this.#delimiter = dialect.delimiter === ' ' ? '\t' : dialect.delimiter;
    this.#context = {
      source,
      expected: () => this.#expected(),
      decimalComma: () => this.decimalComma,
      missing: new Set(missing?.filter((text) => !isMissingText(text))),
      unread: (field) => this.#unread.push(field),
      ...(keepBad && { bad: (row, error) => this.#bad.set(row, error) }),
    };
    if (keepBad) this.bad = (...bad) => this.#addBad(...bad);
    if (!raw) return;
    const collector = new RawCollector();
    this.#raw = collector;
    this.raw = (bytes, from, to) => collector.row(bytes, from, to);
  }

  /** The columns; undefined before the first record. */
  get columns(): readonly ColumnBuilder[] | undefined {
    return this.#columns;
  }

  /** Rows that will probably come in all; 0: nobody knows. */
  #expected(): number {
    const { size } = this.#options;
    return size === undefined || this.#bytesEach === 0 ? 0 : Math.ceil((size / this.#bytesEach) * 1.01);
  }

  /** Rows of plain fields are taken in blocks. */
  lines(bytes: Uint8Array, from: number, to: number, line: number): { next: number; rows: number } {
    const columns = this.#columns;
    if (!columns || this.rows < this.#patience) return { next: from, rows: 0 };
    const plain = (this.#plain ??= this.#plainRows(columns));
    plain.scan(bytes, from, to);
    const { rows, next, starts } = plain;
    this.#failures = rows > 0 ? 0 : Math.min(this.#failures + 1, PAUSES.length - 1);
    this.#patience = this.rows + rows + PAUSES[this.#failures];
    if (rows === 0) return { next, rows };
    this.#bytesEach = (this.scanned + next) / (this.rows + rows + 1);
    for (let row = 0; row < rows; row++) this.#keep(line + row);
    for (let c = 0; c < columns.length; c++)
      if (columns[c].addBlock(plain, bytes, { column: c, text: this.#texts[c] }, line))
        this.#plain = undefined;
    this.#raw?.block(bytes, starts, rows);
    return { next, rows };
  }

  #plainRows(columns: readonly ColumnBuilder[]): PlainRows {
    const contents = columns.map(({ content }) => content);
    let texts = 0;
    this.#texts = contents.map((content) => (content === 'text' ? texts++ : 0));
    const { sign } = this.#options.dialect.comments;
    return new PlainRows(contents, this.#delimiter, sign === '' ? -1 : sign.charCodeAt(0));
  }

  field(bytes: Uint8Array, from: number, to: number, column: number): void {
    const columns = this.#columns;
    if (!columns) {
      if (column > MOST_FIELDS) throw tooWide(this.#options.source, this.lineNow());
      this.#first.push(bytes.slice(from, to));
    } else if (column < columns.length && columns[column].add(bytes, from, to, this.lineNow()))
      this.#plain = undefined;
  }

  record(line: number, fields: number): void {
    const columns = this.#columns;
    if (!columns) {
      this.#begin(line);
      return;
    }
    if (fields !== columns.length) {
      throw inputError(`expected ${counted(columns.length, 'field')}, found ${fields}`, {
        where: { source: this.#options.source, line },
        hint: this.#raggedHint(fields, columns.length),
      });
    }
    this.#keep(line);
  }

  #raggedHint(found: number, expected: number): string {
    const { header, rows } = this.#options.dialect;
    // No row that was looked at has as many fields as the header.
    if (header && this.rows === 0 && rows.length === 0)
      return `the header has ${expected} ${expected === 1 ? 'name' : 'names'}; name every column in it, or say --no-header where it is a row`;
    if (expected === 1)
      return 'put a field that holds the delimiter in double quotes; a text to learn is --task language';
    return found < expected
      ? 'fill the row up; an empty field is a missing value'
      : 'a field that contains the delimiter must be in double quotes';
  }

  /** A row that cannot be read: without values, and as it stood as far as that is a row. */
  #addBad(error: NnError, line: number, bytes: Uint8Array, from: number, to: number): void {
    const columns = this.#columns;
    if (!columns) throw error;
    for (const column of columns) column.skipRow(this.rows);
    this.#unread = this.#unread.filter(({ row }) => row < this.rows);
    this.#bad.set(this.rows, error);
    const raw = this.#raw;
    if (raw) {
      // A ragged row was handed over already.
      if (raw.lines().rows > this.rows) raw.dropLast();
      const row =
        toWidth(bytes.subarray(from, to), this.#delimiter, columns.length) ??
        lineOfFields(bytes.subarray(from, to), this.#delimiter, columns.length);
      raw.row(row, 0, row.length);
    }
    this.#plain = undefined;
    this.#keep(line);
  }

  #keep(line: number): void {
    if (this.rows === this.#lines.length) {
      const larger = new Int32Array(Math.max(this.rows * 2, this.#expected()));
      larger.set(this.#lines);
      this.#lines = larger;
    }
    this.#lines[this.rows++] = line;
  }

  #begin(line: number): void {
    const { source, typeOf, note, dialect } = this.#options;
    const first = this.#headerFields(this.#first);
    const text = (field: Uint8Array) => fieldText(field, 0, field.length, source, line);
    const { names, repeated } = dialect.header
      ? columnNames(first.map(text))
      : { names: first.map((_, i) => `x${i + 1}`), repeated: [] };
    if (repeated.length > 0) {
      const shown = [...new Set(repeated)].slice(0, 3).map((name) => `"${name}"`);
      note?.(
        `${source}: several columns are named ${shown.join(', ')}; the later ones are called "${repeated[0]}.1" and so on`,
      );
    }
    const columns = names.map((name, i) => new ColumnBuilder(name, i, typeOf(name, i), this.#context));
    this.#columns = columns;
    this.#first = [];
    if (dialect.header) {
      const raw = this.#raw?.lines();
      if (raw) this.rawHeader = fieldText(raw.bytes, raw.starts[0], raw.ends[0], source, line);
      this.#raw?.clear();
      return;
    }
    first.forEach((field, i) => columns[i].add(field, 0, field.length, line));
    this.#keep(line);
  }

  /** The fields of the header brought to the width of the rows. */
  #headerFields(fields: Uint8Array[]): Uint8Array[] {
    const { headerExcess, rowNames } = this.#options.dialect;
    if (headerExcess === 0) return fields;
    if (headerExcess > 0) return fields.slice(0, -1);
    const none = new Uint8Array(0);
    return rowNames ? [none, ...fields] : [...fields, none];
  }

  /** The last column has no name and no values: every line ends with a delimiter. */
  get endsEmpty(): boolean {
    const last = this.#columns?.at(-1);
    return (
      last !== undefined &&
      last.index > 0 &&
      last.empty &&
      this.#options.dialect.header &&
      last.name === `Unnamed: ${last.index}`
    );
  }

  /** Ends the reading: marks columns that lost something of their texts, and returns them. */
  finish(): ColumnBuilder[] {
    this.decimalComma ||= (this.#columns ?? []).some((column) => column.decimalComma);
    for (const column of this.#columns ?? []) column.finish();
    return (this.#columns ?? []).filter(({ marked }) => marked);
  }

  /** The rows so far, as columns and as they stand; valid until a row is added. */
  take() {
    const dropped = this.endsEmpty ? (this.#columns?.length ?? 0) - 1 : -1;
    const all = (this.#columns ?? []).filter(({ index }) => index !== dropped);
    const builders = all.filter((builder) => !builder.ignored && !builder.marked);
    for (const row of this.#bad.keys()) for (const builder of builders) builder.blank(row);
    const places = new Map(all.map(({ name, index }) => [name, index + 1]));
    const lines = this.#lines;
    const table: Table = {
      columns: builders.map((builder) => builder.column()),
      rows: this.rows,
      source: this.#options.source,
      names: all.map(({ name }) => name),
      placeOf: (row, column) => ({ line: lines[row], column: places.get(column) }),
    };
    const unread = this.#unread.filter(({ row }) => !this.#bad.has(row));
    return { table, raw: this.#raw?.lines(), rawHeader: this.rawHeader, unread, bad: this.#bad };
  }

  /** Forgets the rows, for the next batch. */
  clear(): void {
    this.#patience = Math.max(0, this.#patience - this.rows);
    this.rows = 0;
    this.#unread = [];
    this.#bad = new Map();
    this.#raw?.clear();
    for (const builder of this.#columns ?? []) builder.reset();
  }
}
