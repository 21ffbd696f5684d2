import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTarget, readTarget, rowsWithTarget, targetEncoding } from '../../src/data/target.ts';
import type { Column, Table } from '../../src/data/table.ts';
import { numberColumn } from '../../src/data/convert.ts';

const tableOf = (column: Column, rows: number): Table => ({ columns: [column], rows, source: 'rows' });
const numbers = fc.array(fc.option(fc.integer({ min: -3, max: 3 }), { nil: NaN }), {
  minLength: 12,
  maxLength: 40,
});
const codes = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 2, maxLength: 40 });
const choices = { standardize: true };

/**
 * What reading a target once must give: the encoding of a model, and the targets as that model encodes them.
 */
function expectOnce(column: Column, rows: number, task: 'classification' | 'regression') {
  const table = tableOf(column, rows);
  const some = Int32Array.from({ length: Math.ceil(rows / 2) }, (_, i) => 2 * i);
  const read = readTarget(table, column, { ...choices, task });
  const { encoding, encoded } = read.fit(some);
  expect(encoding).toEqual(targetEncoding(table, column, some, { ...choices, task }));
  expect(encoded).toEqual(encodeTarget({ target: encoding }, table));
  expect(read.rows).toEqual(rowsWithTarget({ target: encoding }, table));
  if (task === 'classification') expect(read.labels).toEqual(encoded);
}

describe('a target that is read once', () => {
  it('has the labels that a model gives to the same numbers', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        fc.pre(new Set(values.filter((value) => !Number.isNaN(value))).size > 1);
        expectOnce(numberColumn('y', Float64Array.from(values)), values.length, 'classification');
        expectOnce(numberColumn('y', Float64Array.from(values)), values.length, 'regression');
      }),
    );
  });

  it('has the labels that a model gives to the same texts, in the order of their names', () => {
    fc.assert(
      fc.property(codes, (found) => {
        fc.pre(new Set(found.filter((code) => code >= 0)).size > 1);
        const categories = ['red', 'blue', '10', '9'];
        const missing = found.filter((code) => code < 0).length;
        const column = {
          kind: 'category',
          name: 'y',
          codes: Int32Array.from(found),
          categories,
          missing,
        } as const;
        expectOnce(column, found.length, 'classification');
      }),
    );
  });
});
