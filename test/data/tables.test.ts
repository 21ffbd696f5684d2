import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { dateReader } from '../../src/data/reading/dates/read.ts';
import type { ColumnChoices, ColumnKind } from '../../src/data/reading/define.ts';
import { interpretTable } from '../../src/data/reading/interpret.ts';
import type { Column, Table } from '../../src/data/table.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { golden, sourceOf } from '../support/fixtures.ts';

interface Case {
  readonly name: string;
  readonly base64: string;
  /** What is said about the columns. */
  readonly said?: Omit<ColumnChoices, 'columns'> & {
    readonly columns?: Readonly<Record<string, ColumnKind>>;
  };
  readonly columns: Readonly<
    Record<
      string,
      {
        /** `folded`: texts whose case and spaces do not count. */
        readonly kind: 'number' | 'date' | 'boolean' | 'text' | 'folded';
        readonly values: readonly (number | string | boolean | null)[];
      }
    >
  >;
}

const textsOf = (column: Column) =>
  column.kind === 'category'
    ? Array.from(column.codes, (code) => column.categories[code] ?? null)
    : undefined;

/** What a column holds, in the way of its reading: numbers, milliseconds, true and false, or texts. */
function held({ readings }: Table, column: Column): { kind: string; values: unknown[] } {
  if (column.kind === 'number')
    return { kind: 'number', values: Array.from(column.values, (v) => (Number.isNaN(v) ? null : v)) };
  const reading = readings?.get(column.name);
  const texts = textsOf(column) ?? [];
  const each = <T>(to: (text: string) => T) => texts.map((text) => (text === null ? null : to(text)));
  if (reading?.kind === 'date')
    return { kind: 'date', values: each((text) => dateReader(reading.format)(text) ?? `no date: ${text}`) };
  if (reading?.kind === 'boolean')
    return { kind: 'boolean', values: each((text) => reading.yes.includes(text.trim().toLowerCase())) };
  if (reading?.kind === 'category' && reading.folded)
    return { kind: 'folded', values: each((text) => text.trim().toLowerCase()) };
  return { kind: 'text', values: texts };
}

describe('what pandas reads when it is told how columns are written', () => {
  it.each(golden<Case[]>('tables.json'))('$name', async ({ base64, said = {}, columns }) => {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    const { columns: kinds, ...choices } = said;
    const table = interpretTable(await readCsv(sourceOf(bytes), {}), {
      ...choices,
      ...(kinds && { columns: new Map(Object.entries(kinds)) }),
    });
    expect(table.faults).toBeUndefined();
    expect(Object.fromEntries(table.columns.map((column) => [column.name, held(table, column)]))).toEqual(
      columns,
    );
    for (const column of table.columns)
      expect(column.missing).toBe(columns[column.name].values.filter((value) => value === null).length);
  });
});
