import { readFileSync } from 'node:fs';
import { textAt } from '../../src/data/table.ts';
import type { Column, Table } from '../../src/data/table.ts';
import type { BatchOptions, ByteSource, RandomAccess } from '../../src/formats/define.ts';
import { batchesOf } from '../../src/formats/batches.ts';
import { detectFormat } from '../../src/formats/load.ts';
import { toTable } from '../../src/formats/convert.ts';
import { valueAt } from '../../src/report/columns.ts';
import { sourceOf } from '../support/fixtures.ts';

/** Bytes of a file in fixtures/tables. */
export const tableBytes = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/tables/${name}`, import.meta.url));

/** Bytes as a file of which parts can be read. */
export function fileOf(bytes: Uint8Array, name: string): ByteSource {
  const random = (): RandomAccess => ({
    size: bytes.length,
    read: (position, into) => into.set(bytes.subarray(position, position + into.length)),
  });
  return { ...sourceOf(bytes, name), random };
}

/** The table that a file holds, its columns as the format has them. */
export async function tableOf(from: ByteSource, options = {}): Promise<Table> {
  const { format, source } = await detectFormat(from);
  return toTable(await format.read(source, options));
}

/** A column's values: numbers, texts, and null where there is none. */
export const valuesOf = (column: Column): (number | string | null)[] =>
  column.kind === 'number'
    ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
    : Array.from(column.codes, (_, row) => textAt(column, row) ?? null);

/** All values of a table, by the names of its columns. */
export const contentOf = (table: Table) =>
  Object.fromEntries(table.columns.map((column) => [column.name, valuesOf(column)]));

/** The values of all batches, and how many rows each has; what is handed on to be written is the same. */
export async function batchedContent(source: ByteSource, options: Partial<BatchOptions> = {}) {
  const content: Record<string, (number | string | null)[]> = {};
  const sizes: number[] = [];
  for await (const { table, columns } of batchesOf(source, { rows: 7, types: new Map(), ...options })) {
    sizes.push(table.rows);
    for (const column of table.columns) (content[column.name] ??= []).push(...valuesOf(column));
    for (const [i, column] of columns.entries()) {
      const written = Array.from({ length: table.rows }, (_, row) => valueAt(column, row));
      const values = valuesOf(table.columns[i]);
      if (JSON.stringify(written) !== JSON.stringify(values))
        throw new Error(`${column.name} is written as ${JSON.stringify(written)}`);
    }
  }
  return { content, sizes };
}
