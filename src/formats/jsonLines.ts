import { isJsonNumber, valueAt } from '../report/columns.ts';
import type { Coded, DataColumn } from '../report/result.ts';
import type { ByteWriter } from './byteWriter.ts';
import { isPlainNumber } from './csv/header.ts';

/** How JSON records are written. */
export interface JsonOptions {
  /** Bytes before each record. */
  readonly before: string;
  /** Bytes behind each record. */
  readonly behind: string;
  /** The first column is whole records, to which the others are added. */
  readonly rawFirst?: boolean | undefined;
  /** Called when a number has no JSON form and becomes null. */
  readonly lost: () => void;
}

const encoder = new TextEncoder();
const SPACE = 0x20;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** A word, or a number with the digits it has. */
function wordOf(name: string, numbers: Coded['numbers']): string {
  if (numbers !== undefined && isJsonNumber(name)) return name;
  return numbers === 'all' && isPlainNumber(name) ? String(Number(name)) : JSON.stringify(name);
}

/** How the values of one column are written. */
function valueWriter(column: DataColumn, lost: () => void, out: ByteWriter): (row: number) => void {
  const { values } = column;
  if ('codes' in values) {
    const texts = values.names.map((name) => encoder.encode(wordOf(name, values.numbers)));
    return (row) => {
      const text = texts[values.codes[row]];
      if (text) out.copy(text, 0, text.length);
      else out.text('null');
    };
  }
  const single = values instanceof Float32Array;
  return (row) => {
    const value = valueAt(column, row);
    if (typeof value === 'string') out.text(JSON.stringify(value));
    else if (value === null) out.text('null');
    else if (typeof value === 'bigint') out.text(String(value));
    else if (!Number.isFinite(value)) {
      lost();
      out.text('null');
    } else if (single) out.float32(value);
    else out.float64(value);
  };
}

/** The rows of one batch as JSON records. */
export function writeJson(
  columns: readonly DataColumn[],
  rows: number,
  { before, behind, rawFirst, lost }: JsonOptions,
  out: ByteWriter,
): void {
  const [first] = columns;
  const raw = rawFirst && 'starts' in first.values ? first.values : undefined;
  const written = raw ? columns.slice(1) : columns;
  const writers = written.map((column) => valueWriter(column, lost, out));
  const names = written.map(({ name }) => encoder.encode(`${JSON.stringify(name)}:`));
  for (let row = 0; row < rows; row++) {
    out.text(before);
    let comma = false;
    if (raw) {
      // A record that is added to: all of it but the brace that closes it.
      let end = raw.ends[row] - 1;
      while (raw.bytes[end - 1] <= SPACE) end--;
      out.copy(raw.bytes, raw.starts[row], end);
      comma = raw.bytes[end - 1] !== OPEN;
    } else out.byte(OPEN);
    for (let c = 0; c < writers.length; c++) {
      if (comma) out.byte(0x2c);
      comma = true;
      out.copy(names[c], 0, names[c].length);
      writers[c](row);
    }
    out.byte(CLOSE);
    out.text(behind);
  }
}
