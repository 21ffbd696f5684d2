import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/formats/csv/read.ts';
import { golden, sourceOf } from '../../support/fixtures.ts';

interface Case {
  readonly name: string;
  readonly base64: string;
  readonly names: readonly string[];
  readonly columns: readonly (readonly (string | null)[])[];
  /** What a user has to say about the file. */
  readonly options?: readonly string[];
}

describe('what pandas reads when it is told the dialect', () => {
  it.each(golden<Case[]>('csv_dialects.json'))('$name', async ({ base64, names, columns, options }) => {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    for (const piece of [Infinity, 5]) {
      const given = options ? { header: options.includes('--header') } : {};
      const table = await readCsv(sourceOf(bytes, 'data.csv', piece), given);
      expect(table.columns.map(({ name }) => name)).toEqual(names);
      table.columns.forEach((column, c) => {
        const texts = columns[c];
        if (column.kind === 'number')
          expect([...column.values]).toEqual(texts.map((text) => (text === null ? NaN : Number(text))));
        else expect(Array.from(column.codes, (code) => column.categories[code] ?? null)).toEqual(texts);
      });
    }
  });
});
