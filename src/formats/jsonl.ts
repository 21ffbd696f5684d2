import { inputError, NnError } from '../errors.ts';
import { isMissingText } from '../data/reading/missing.ts';
import type { Table } from '../data/table.ts';
import type { DataColumn } from '../report/result.ts';
import { mayBeGroups } from './csv/categories.ts';
import { isPlainNumber } from './csv/header.ts';
import type { Batch, BatchOptions, ByteSource, Format, Loaded, UnreadField } from './define.ts';
import { RawCollector } from './rawLines.ts';
import { fieldNames, fieldOf, isJsonRecord, jsonOf, previewOf, readJson } from './jsonReader.ts';
import type { JsonRecord } from './jsonReader.ts';
import { isOneRow } from './jsonTables.ts';
import { columnFromValues, isNested, tableFromRecords } from './tabular.ts';
import { fieldText } from './text.ts';
import { utf8Chunks } from './utf8Chunks.ts';
import { wholeLines } from './wholeLines.ts';

const LF = 0x0a;
/** A record without fields. */
const EMPTY = new TextEncoder().encode('{}');

/** Records of a file with the lines they stand on and, where asked for, their bytes. */
class Records {
  readonly #source: string;
  readonly #raw: RawCollector | undefined;
  readonly #bad: Map<number, NnError> | undefined;
  #line = 0;
  /** Names of the fields so far, in order of first appearance. */
  readonly names = new Set<string>();
  records: JsonRecord[] = [];
  lines: number[] = [];

  /** @param lenient lines that are no records are empty ones, named as bad */
  constructor(source: string, raw: boolean, lenient = false) {
    this.#source = source;
    this.#raw = raw ? new RawCollector() : undefined;
    this.#bad = lenient ? new Map() : undefined;
  }

  /**
   * Adds the records of whole lines from `from` on, until there are so many. Returns where the next line begins.
   *
   * @throws NnError('input') at the first line that is none
   */
  add(bytes: Uint8Array, from = 0, most = Infinity): number {
    let at = from;
    while (at < bytes.length && this.records.length < most) {
      const found = bytes.indexOf(LF, at);
      const end = found < 0 ? bytes.length : found;
      this.#line++;
      try {
        this.#addLine(bytes, at, end);
      } catch (error) {
        if (!this.#bad || !(error instanceof NnError)) throw error;
        this.#bad.set(this.records.length, error);
        this.#push({}, EMPTY, 0, EMPTY.length);
      }
      at = end + 1;
    }
    return at;
  }

  #addLine(bytes: Uint8Array, from: number, to: number): void {
    const text = fieldText(bytes, from, to, this.#source, this.#line);
    if (text.trim() === '') return;
    const where = { source: this.#source, line: this.#line };
    const value = readJson(text, this.#source, this.#line);
    if (!isJsonRecord(value)) throw inputError('expected a record {"name": value, …}', { where });
    for (const name of fieldNames(value)) this.names.add(name);
    this.#push(value, bytes, bytes.indexOf(0x7b, from), bytes.lastIndexOf(0x7d, to - 1) + 1);
  }

  #push(record: JsonRecord, bytes: Uint8Array, from: number, to: number): void {
    this.records.push(record);
    this.lines.push(this.#line);
    this.#raw?.row(bytes, from, to);
  }

  /** The rows since `clear`. */
  batch({ types }: BatchOptions, names: readonly string[]): Batch {
    const { records, lines } = this;
    const values = (name: string) => records.map((record) => fieldOf(record, name));
    const unread: UnreadField[] = [];
    const columns = [...types]
      .filter(([name]) => this.names.has(name))
      .map(([name, type]) => {
        if (type !== 'number') {
          const nested = values(name).findIndex(isNested);
          if (nested >= 0) throw this.#notPlain(name, nested, 'a number or a text');
          return columnFromValues(name, values(name), this.#source, type);
        }
        const others = this.#notNumbers(name);
        if (others.length === 0 && !this.#mayBeThousands(name))
          return columnFromValues(name, values(name).map(numberOf), this.#source, type);
        // Texts are handed out: how the model learned the column decides which of them are numbers.
        if (others.every((row) => typeof fieldOf(records[row], name) === 'string'))
          return columnFromValues(name, values(name), this.#source);
        if (!this.#bad) throw this.#notPlain(name, others[0], 'a number');
        const left = values(name);
        for (const row of others) {
          unread.push({ row, column: name, text: textOf(left[row]), line: lines[row] });
          left[row] = undefined;
        }
        return columnFromValues(name, left, this.#source, type);
      });
    const placeOf = (row: number) => ({ line: lines[row] });
    const table: Table = {
      columns,
      rows: records.length,
      source: this.#source,
      names: [...this.names],
      placeOf,
    };
    const problems = {
      ...(this.#bad && this.#bad.size > 0 && { bad: new Map(this.#bad) }),
      ...(unread.length > 0 && { unread }),
    };
    if (this.#raw)
      return { table, columns: [{ name: '', values: this.#raw.lines() }], rawFirst: true, ...problems };
    const written = names.map((name): DataColumn => ({ name, values: values(name).map(cell) }));
    return { table, columns: written, ...problems };
  }

  /** Records whose field of this name is there and neither a number nor a text of one. */
  #notNumbers(name: string): number[] {
    return this.records.flatMap((record, row) => {
      const value = numberOf(fieldOf(record, name)) ?? 0;
      return typeof value === 'number' || typeof value === 'bigint' ? [] : [row];
    });
  }

  /** Whether the texts of a column are numbers such as 1.250, which may be 1250. */
  #mayBeThousands(name: string): boolean {
    const values = this.records.map((record) => fieldOf(record, name));
    const texts = values.filter((value) => typeof value === 'string' && !isMissingText(value));
    return (
      texts.some((text) => String(text).includes('.')) && texts.every((text) => mayBeGroups(String(text)))
    );
  }

  #notPlain(name: string, row: number, expected: string): NnError {
    const found = previewOf(fieldOf(this.records[row], name));
    return inputError(`column "${name}": expected ${expected}, found ${found}`, {
      where: { source: this.#source, line: this.lines[row] },
    });
  }

  clear(): void {
    this.records = [];
    this.lines = [];
    this.#bad?.clear();
    this.#raw?.clear();
  }

  /** @throws NnError('input') unless all records so far have fields of these names only */
  expectOnly(names: readonly string[]): void {
    if (this.names.size === names.length) return;
    const name = [...this.names].at(names.length) ?? '';
    const row = this.records.findIndex((record) => fieldOf(record, name) !== undefined);
    throw inputError(`found the field "${name}", which the first rows do not have`, {
      where: { source: this.#source, line: this.lines[row] },
      hint: 'columns are settled by the first rows; with --format jsonl every row keeps its own',
    });
  }
}

/** A text of a number as that number, and one that stands for "no value" as none; others as they are. */
function numberOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (isMissingText(value)) return undefined;
  return isPlainNumber(value) ? Number(value) : value;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : jsonOf(value));

/** What a text of JSON says; undefined where it is none. */
function jsonOrNothing(text: string): unknown {
  try {
    return readJson(text, '');
  } catch {
    return undefined;
  }
}

/** Records, one a line, of a text that was read whole; undefined where its first line is none or there is no other. */
export function linesOfRecords(text: string, source: string): Table | undefined {
  const trimmed = text.trimStart();
  if (!/^\{[^\n]*\}\s*\n\s*\{/.test(trimmed)) return undefined;
  if (!isJsonRecord(jsonOrNothing(trimmed.slice(0, trimmed.indexOf('\n'))))) return undefined;
  const all = new Records(source, false);
  all.add(new TextEncoder().encode(text));
  return {
    ...tableFromRecords(all.records, source, all.lines),
    placeOf: (row) => ({ line: all.lines[row] }),
  };
}

/** A value as it is written into a table. */
function cell(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'object' ? jsonOf(value) : String(value);
}

async function* batches(source: ByteSource, options: BatchOptions): AsyncGenerator<Batch> {
  const { writtenAs, badRows = 'error' } = options;
  const raw = writtenAs === 'jsonl' || writtenAs === 'json';
  const records = new Records(source.name, raw, badRows !== 'error');
  let names: readonly string[] | undefined;
  const take = () => {
    names ??= [...records.names];
    if (!raw) records.expectOnly(names);
    return records.batch(options, names);
  };
  for await (const bytes of wholeLines(utf8Chunks(source, options))) {
    for (let at = 0; at < bytes.length;) {
      at = records.add(bytes, at, options.rows);
      if (records.records.length < (source.live ? 1 : options.rows)) continue;
      yield take();
      records.clear();
    }
  }
  if (records.records.length > 0) yield take();
}

/** One JSON record a line. */
export const jsonl: Format = {
  name: 'jsonl',
  extensions: ['jsonl', 'ndjson'],
  sniff: (head) => {
    const text = new TextDecoder().decode(head).trim();
    // Whoever writes into a pipe may have written one record so far.
    return /^\{[^\n]*\}\s*\n\s*\{/.test(text) || (/^\{[^\n]*\}$/.test(text) && isOneRow(jsonOrNothing(text)));
  },
  async read(source, options): Promise<Loaded> {
    const all = new Records(source.name, false);
    for await (const bytes of wholeLines(utf8Chunks(source, options))) all.add(bytes);
    const placeOf = (row: number) => ({ line: all.lines[row] });
    return { kind: 'table', table: { ...tableFromRecords(all.records, source.name, all.lines), placeOf } };
  },
  batches,
};
