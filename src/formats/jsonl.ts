import { inputError } from '../errors.ts';
import type { Table } from '../data/table.ts';
import type { DataColumn } from '../report/result.ts';
import type { Batch, BatchOptions, ByteSource, Format, Loaded } from './define.ts';
import { RawCollector } from './rawLines.ts';
import { fieldNames, fieldOf, isJsonRecord, jsonOf, previewOf, readJson } from './jsonReader.ts';
import type { JsonRecord } from './jsonReader.ts';
import { columnFromValues, tableFromRecords } from './tabular.ts';
import { fieldText } from './text.ts';
import { wholeLines } from './wholeLines.ts';

const LF = 0x0a;

/** Records of a file with the lines they stand on and, where asked for, their bytes. */
class Records {
  readonly #source: string;
  readonly #raw: RawCollector | undefined;
  #line = 0;
  /** Names of the fields so far, in order of first appearance. */
  readonly names = new Set<string>();
  records: JsonRecord[] = [];
  lines: number[] = [];

  constructor(source: string, raw: boolean) {
    this.#source = source;
    this.#raw = raw ? new RawCollector() : undefined;
  }

  /**
   * Adds the records of whole lines.
   *
   * @throws NnError('input') at the first line that is none
   */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const found = bytes.indexOf(LF, at);
      const end = found < 0 ? bytes.length : found;
      this.#line++;
      this.#addLine(bytes, at, end);
      at = end + 1;
    }
  }

  #addLine(bytes: Uint8Array, from: number, to: number): void {
    const text = fieldText(bytes, from, to, this.#source, this.#line);
    if (text.trim() === '') return;
    const where = { source: this.#source, line: this.#line };
    const value = readJson(text, this.#source, this.#line);
    if (!isJsonRecord(value)) throw inputError('expected a record {"name": value, …}', { where });
    for (const name of fieldNames(value)) this.names.add(name);
    this.records.push(value);
    this.lines.push(this.#line);
    this.#raw?.row(bytes, bytes.indexOf(0x7b, from), bytes.lastIndexOf(0x7d, to - 1) + 1);
  }

  /** The rows since `clear`. */
  batch({ types }: BatchOptions, names: readonly string[]): Batch {
    const { records, lines } = this;
    const values = (name: string) => records.map((record) => fieldOf(record, name));
    const columns = [...types]
      .filter(([name]) => this.names.has(name))
      .map(([name, type]) => {
        if (type === 'number') this.#expectNumbers(name);
        return columnFromValues(name, values(name), this.#source, type);
      });
    const placeOf = (row: number) => ({ line: lines[row] });
    const table: Table = {
      columns,
      rows: records.length,
      source: this.#source,
      names: [...this.names],
      placeOf,
    };
    if (this.#raw) return { table, columns: [{ name: '', values: this.#raw.lines() }], rawFirst: true };
    return { table, columns: names.map((name): DataColumn => ({ name, values: values(name).map(cell) })) };
  }

  #expectNumbers(name: string): void {
    const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint';
    const row = this.records.findIndex((record) => !isNumber(fieldOf(record, name) ?? 0));
    if (row < 0) return;
    const found = previewOf(fieldOf(this.records[row], name));
    throw inputError(`column "${name}": expected a number, found ${found}`, {
      where: { source: this.#source, line: this.lines[row] },
    });
  }

  clear(): void {
    this.records = [];
    this.lines = [];
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

/** A value as it is written into a table. */
function cell(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'object' ? jsonOf(value) : String(value);
}

async function* batches(source: ByteSource, options: BatchOptions): AsyncGenerator<Batch> {
  const { writtenAs } = options;
  const raw = writtenAs === 'jsonl' || writtenAs === 'json';
  const records = new Records(source.name, raw);
  let names: readonly string[] | undefined;
  const take = () => {
    names ??= [...records.names];
    if (!raw) records.expectOnly(names);
    return records.batch(options, names);
  };
  for await (const bytes of wholeLines(source.chunks())) {
    records.add(bytes);
    if (records.records.length < (source.live ? 1 : options.rows)) continue;
    yield take();
    records.clear();
  }
  if (records.records.length > 0) yield take();
}

/** One JSON record a line. */
export const jsonl: Format = {
  name: 'jsonl',
  extensions: ['jsonl', 'ndjson'],
  sniff: (head) => /^\s*\{[^\n]*\}\s*\n\s*\{/.test(new TextDecoder().decode(head)),
  async read(source): Promise<Loaded> {
    const all = new Records(source.name, false);
    for await (const bytes of wholeLines(source.chunks())) all.add(bytes);
    const placeOf = (row: number) => ({ line: all.lines[row] });
    return { kind: 'table', table: { ...tableFromRecords(all.records, source.name), placeOf } };
  },
  batches,
};
