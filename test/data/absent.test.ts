import { describe, expect, it } from 'vitest';
import { absentRemark, missingTargets } from '../../src/data/reading/absent.ts';
import type { ColumnChoices } from '../../src/data/reading/define.ts';
import { interpretTable } from '../../src/data/reading/interpret.ts';
import { csv } from '../../src/formats/csv/index.ts';
import { sourceOf } from '../support/fixtures.ts';

/** A table whose column `c` has these fields. */
async function tableOf(fields: readonly string[], choices: ColumnChoices = {}) {
  const text = `n,c\n${fields.map((field, i) => `${i},${field}\n`).join('')}`;
  const loaded = await csv.read(sourceOf(text, 't.csv'), choices);
  if (loaded.kind !== 'table') throw new Error(loaded.kind);
  return interpretTable(loaded.table, choices);
}

describe('rows without a target', () => {
  it.each<[string[], ColumnChoices, string]>([
    [
      ['None', 'a', 'b'],
      {},
      '1 row without a target is left out (c is "None"); --column c:category keeps it as a class',
    ],
    [
      ['None', ' None', '', 'a', 'b'],
      {},
      '3 rows without a target are left out (c is "None" in 2); --column c:category keeps it as a class',
    ],
    [['?', 'a', 'b'], {}, '1 row without a target is left out (c is "?")'],
    [['', 'a', 'b'], {}, '1 row without a target is left out'],
    [['None', 'a', 'b'], { missing: ['None'] }, '1 row without a target is left out'],
    [['NA', '1.5', '2.5'], {}, '1 row without a target is left out'],
  ])('%j with %j: %s', async (fields, choices, said) => {
    const table = await tableOf(fields, choices);
    expect(missingTargets(table.columns[1].missing, table, 'c')).toEqual([said]);
  });

  it('signs beside signs are values', async () => {
    const table = await tableOf(['-', '+', 'NA', '+']);
    const [, column] = table.columns;
    expect(column).toMatchObject({ categories: ['-', '+'], missing: 1, absent: new Map([['NA', 1]]) });
  });
});

it('says which words of a feature of few categories may be one', async () => {
  const said = async (fields: readonly string[]) => {
    const table = await tableOf(fields);
    return absentRemark(table, table.columns[1]);
  };
  const many = (share: number) =>
    Array.from({ length: 100 }, (_, i) => (i < share ? 'NA' : i % 2 ? 'x' : 'y'));
  expect(await said(many(5))).toBe(
    '"NA" in 5 rows counts as missing; --column c:category keeps it as a category',
  );
  expect(await said(many(4))).toBeUndefined();
  expect(await said(['NaN', 'x', 'y'])).toBeUndefined();
  expect(await said(Array.from({ length: 100 }, (_, i) => (i < 50 ? 'NA' : `w${i}`)))).toBeUndefined();
});
