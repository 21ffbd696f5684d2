import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { NnError } from '../../../src/errors.ts';
import type { Table } from '../../../src/data/table.ts';
import { csvBatches } from '../../../src/formats/csv/batches.ts';
import { readCsv } from '../../../src/formats/csv/read.ts';
import { RandomState } from '../../../src/util/random.ts';
import { sourceOf } from '../../support/fixtures.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A table of a number, a text and a number with some bytes put in, taken out or changed. */
function damaged(seed: number): Uint8Array {
  const random = new RandomState(seed);
  const below = (n: number) => Math.floor(random.uniform(0, n));
  const end = ['\n', '\r\n', '\r'][below(3)];
  const rows = Array.from({ length: 3 + below(30) }, (_, i) => `${i}.5,"w ${below(3)}",${below(100)}`);
  const signs = ['"', ',', '\n', '\r', '#', ' ', 'x', '\0', '""', '"\n', ',,', 'é', '\u00ff'];
  let text = `a,b,c${end}${rows.join(end)}${end}`;
  const begin = text.indexOf(end) + end.length;
  for (let i = 0; i <= below(4); i++) {
    const at = begin + below(text.length - begin);
    text = text.slice(0, at) + (below(2) === 0 ? signs[below(signs.length)] : '') + text.slice(at + below(2));
  }
  const bytes = encoder.encode(text);
  if (below(5) === 0) bytes[begin + below(bytes.length - begin)] = 0xff;
  return bytes;
}

/** What comes of a file: its columns, or its error. */
async function outcome(read: () => Promise<Table>): Promise<unknown> {
  try {
    const { columns, rows } = await read();
    return { rows, columns };
  } catch (error) {
    if (!(error instanceof NnError)) throw error;
    return { message: error.message, where: error.where };
  }
}

describe('damaged files', () => {
  it('are the same however their bytes arrive, and from a pipe', async () => {
    for (let seed = 0; seed < 400; seed++) {
      const bytes = damaged(seed);
      const read = (piece: number, again: boolean) => {
        const source = sourceOf(bytes, 'd.csv', piece);
        return outcome(() => readCsv(again ? { ...source, again: () => source.chunks() } : source, {}));
      };
      const whole = await read(Infinity, false);
      expect(await read(1, true), `seed ${seed}`).toEqual(whole);
      expect(await read(17, false), `seed ${seed}`).toEqual(whole);
    }
  });

  it('give a row for every row when bad ones are kept, and a table when they are passed on', async () => {
    const types = new Map([
      ['a', 'number'],
      ['b', 'category'],
    ] as const);
    for (let seed = 0; seed < 400; seed++) {
      const seen: string[] = [];
      let rows = 0;
      for (const piece of [Infinity, 9]) {
        const lines: string[] = [];
        rows = 0;
        const source = sourceOf(damaged(seed), 'd.csv', piece);
        const options = {
          rows: 5,
          types,
          writtenAs: 'csv',
          badRows: 'null',
          header: true,
          delimiter: ',',
        } as const;
        for await (const { table, columns, bad } of csvBatches(source, options)) {
          rows += table.rows;
          for (const column of table.columns)
            expect(column.kind === 'number' ? column.values.length : column.codes.length).toBe(table.rows);
          for (const row of bad?.keys() ?? []) {
            expect(row).toBeLessThan(table.rows);
            for (const column of table.columns)
              expect(column.kind === 'number' ? column.values[row] : column.codes[row]).toBe(
                column.kind === 'number' ? NaN : -1,
              );
          }
          const [{ values }] = columns;
          if (!('starts' in values)) throw new Error('not as they stand');
          for (let i = 0; i < values.rows; i++)
            lines.push(decoder.decode(values.bytes.slice(values.starts[i], values.ends[i])));
        }
        seen.push(lines.join('\n'));
        const parsed: string[][] = parse(`a,b,c\n${lines.join('\n')}\n`, {
          relax_quotes: true,
          record_delimiter: '\n',
          comment_no_infix: true,
        });
        expect(new Set(parsed.map((fields) => fields.length)), `seed ${seed}\n${lines.join('\n')}`).toEqual(
          new Set([3]),
        );
        expect(parsed.length, `seed ${seed}`).toBe(rows + 1);
      }
      expect(seen[1], `seed ${seed}`).toBe(seen[0]);
    }
  });
});
