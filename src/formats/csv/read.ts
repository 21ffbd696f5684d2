import { inputError } from '../../errors.ts';
import type { Table } from '../../data/table.ts';
import type { RawLines } from '../../report/result.ts';
import type { ByteSource, ReadOptions } from '../define.ts';
import { ColumnBuilder, fieldText } from './columns.ts';
import type { ColumnType } from './columns.ts';
import { isMissing, parseNumber } from './numbers.ts';
import { NumericRows } from './numericRows.ts';
import { RawCollector } from './rawLines.ts';
import { Scanner } from './scanner.ts';
import type { Sink } from './scanner.ts';

export interface CsvOptions extends ReadOptions {
  /** Absent: the most frequent of comma, semicolon and tab in the first line. */
  readonly delimiter?: string;
  /** Types by column name, where the model knows them. */
  readonly types?: ReadonlyMap<string, ColumnType>;
  /** When the file has this delimiter its rows pass through as they are, and columns without a type are not looked at. */
  readonly passThrough?: string | undefined;
  /** Hand out the rows in batches of about this many instead of all at once. */
  readonly batch?: number;
}

/** Rows of a file, typed, with their text as it stood in the file when batches were asked for. */
export interface CsvBatch {
  readonly table: Table;
  /** Line of each row in the file. */
  readonly lines: Int32Array;
  readonly raw: RawLines;
  /** The header line; empty when there is none. */
  readonly rawHeader: string;
  readonly delimiter: string;
}

interface FirstField {
  readonly bytes: Uint8Array;
  readonly quoted: boolean;
}

/** Turns records into columns; the first record decides about the header. */
class TableSink implements Sink {
  readonly source: string;
  readonly options: CsvOptions;
  columns: ColumnBuilder[] | undefined;
  names: string[] = [];
  rows = 0;
  rawHeader = '';
  delimiter = ',';
  #lines = new Int32Array(1024);
  #numeric: NumericRows | undefined;
  #first: FirstField[] = [];
  readonly #raw: RawCollector | undefined;

  constructor(source: string, options: CsvOptions) {
    this.source = source;
    this.options = options;
    if (options.batch === undefined) return;
    const collector = new RawCollector();
    this.#raw = collector;
    this.raw = (bytes, from, to) => collector.row(bytes, from, to);
  }

  raw?: Sink['raw'];

  /** The scanner tells the line only at the end of a record; fields need it for their errors. */
  lineNow: () => number = () => 0;

  /** Length of the file where it is known, and bytes scanned so far: how many rows will come. */
  size: number | undefined;
  scanned = 0;

  /** Rows of plain numbers are taken in blocks. */
  lines(bytes: Uint8Array, from: number, to: number, line: number): { next: number; rows: number } {
    const { columns } = this;
    if (!columns?.every((column) => column.certain) || this.rows < this.#patience)
      return { next: from, rows: 0 };
    const skipped = columns.map((column) => column.ignored);
    const numeric = (this.#numeric ??= new NumericRows(skipped, this.delimiter));
    numeric.scan(bytes, from, to);
    const { values, width, rows, next } = numeric;
    // Where plain rows are rare, trying each of them costs more than it saves.
    if (rows === 0) this.#patience = this.rows + 64;
    const bytesEach = (this.scanned + next) / (this.rows + rows + 1);
    const expected = this.size === undefined ? 0 : Math.ceil((this.size / bytesEach) * 1.01);
    columns.forEach((column, c) => {
      if (!column.ignored) column.addBlock(values, c, width, rows, expected);
    });
    for (let row = 0; row < rows; row++) this.#keep(line + row);
    this.#raw?.block(bytes, numeric.starts, rows);
    return { next, rows };
  }

  #patience = 0;

  field(bytes: Uint8Array, from: number, to: number, column: number, quoted: boolean): void {
    const { columns } = this;
    if (!columns) this.#first.push({ bytes: bytes.slice(from, to), quoted });
    else if (column < columns.length) columns[column].add(bytes, from, to, this.lineNow());
  }

  record(line: number, fields: number): void {
    if (!this.columns) {
      this.#begin(line);
      return;
    }
    if (fields !== this.columns.length) {
      throw inputError(`expected ${this.columns.length} fields, found ${fields}`, {
        where: { source: this.source, line },
        hint:
          fields < this.columns.length
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
    const numeric = (field: FirstField) => !Number.isNaN(parseNumber(field.bytes, 0, field.bytes.length));
    const missing = (field: FirstField) => isMissing(field.bytes, 0, field.bytes.length);
    const header = this.options.header ?? !first.some((field) => numeric(field) || missing(field));
    this.names = header
      ? first.map(
          (field, i) =>
            fieldText(field.bytes, 0, field.bytes.length, this.source, line).trim() || `x${i + 1}`,
        )
      : first.map((_, i) => `x${i + 1}`);
    const twice = this.names.find((name, i) => this.names.indexOf(name) !== i);
    if (twice !== undefined) {
      throw inputError(`two columns are named "${twice}"`, {
        where: { source: this.source, line },
        hint: 'rename one of them; columns are found by name',
      });
    }
    const { types, passThrough, dtype } = this.options;
    const single = dtype === 'float32';
    this.columns = this.names.map((name, i) => {
      const type = types?.get(name) ?? (passThrough === this.delimiter ? 'ignored' : undefined);
      return new ColumnBuilder(name, i, this.source, type, single);
    });
    if (header) {
      const raw = this.#raw?.lines();
      if (raw) this.rawHeader = fieldText(raw.bytes, raw.starts[0], raw.ends[0], this.source, line);
      this.#raw?.clear();
      return;
    }
    first.forEach(({ bytes }, i) => this.columns?.[i].add(bytes, 0, bytes.length, line));
    this.#keep(line);
  }

  take(): CsvBatch {
    const columns = (this.columns ?? [])
      .filter((builder) => !builder.ignored)
      .map((builder) => builder.column());
    const lines = this.#lines.slice(0, this.rows);
    const { rows, source } = this;
    const raw = this.#raw?.lines() ?? noLines;
    const table: Table = { columns, rows, source, lineOf: (row) => lines[row] };
    return { table, lines, raw, rawHeader: this.rawHeader, delimiter: this.delimiter };
  }

  clear(): void {
    this.rows = 0;
    this.#raw?.clear();
    for (const builder of this.columns ?? []) builder.reset();
  }
}

const noLines: RawLines = {
  rows: 0,
  bytes: new Uint8Array(0),
  starts: new Int32Array(0),
  ends: new Int32Array(0),
};

function detectDelimiter(head: Uint8Array): string {
  const end = head.indexOf(0x0a);
  const line = head.subarray(0, end < 0 ? head.length : end);
  const counts = [',', ';', '\t'].map((delimiter) => {
    const code = delimiter.charCodeAt(0);
    return { delimiter, count: line.reduce((n, byte) => (byte === code ? n + 1 : n), 0) };
  });
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/**
 * Reads CSV or TSV in batches of rows, in the order of the file; memory does not grow with the file. Throws an input
 * error with line and column for ragged rows, broken quotes, texts among numbers, empty files and binary data.
 */
export async function* csvBatches(source: ByteSource, options: CsvOptions): AsyncGenerator<CsvBatch> {
  const sink = new TableSink(source.name, options);
  let scanner: Scanner | undefined;
  const batch = options.batch ?? Infinity;
  for await (const chunk of source.chunks()) {
    if (!scanner) {
      sink.delimiter = options.delimiter ?? detectDelimiter(chunk);
      scanner = new Scanner(sink.delimiter, sink, source.name);
      const current = scanner;
      sink.lineNow = () => current.line;
      sink.size = source.size;
    }
    // Small pieces keep batches small even when the file arrives in large chunks.
    const piece = Number.isFinite(batch) ? 1 << 16 : chunk.length;
    for (let at = 0; at < chunk.length; at += piece) {
      scanner.push(chunk.subarray(at, at + piece));
      sink.scanned += Math.min(piece, chunk.length - at);
      if (sink.rows >= batch) {
        yield sink.take();
        sink.clear();
      }
    }
  }
  scanner?.end();
  if (!sink.columns) {
    throw inputError('the file is empty, expected rows of data', { where: { source: source.name } });
  }
  if (sink.rows > 0) yield sink.take();
  else if (batch === Infinity) {
    throw inputError('found a header but no rows', {
      where: { source: source.name, line: 1 },
      hint: 'if the first line is data, say --no-header',
    });
  }
}

/** Reads a whole file as one table. */
export async function readCsv(source: ByteSource, options: CsvOptions): Promise<Table> {
  for await (const { table } of csvBatches(source, options)) return table;
  throw inputError('the file has no rows', { where: { source: source.name } });
}
