import { describe, expect, it } from 'vitest';
import { fitPreprocessing } from '../../src/data/fitPreprocessing.ts';
import { inputNames } from '../../src/data/inputNames.ts';
import { reasonsToLeaveOut } from '../../src/data/leftOut.ts';
import { encodeFeatures, inputWidth, learnedReadings } from '../../src/data/preprocessing.ts';
import { interpretAs, interpretTable } from '../../src/data/reading/interpret.ts';
import type { ColumnChoices } from '../../src/data/reading/define.ts';
import { fitNotation, numberReader } from '../../src/data/reading/notation.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { sourceOf } from '../support/fixtures.ts';
import { keptOf } from '../support/preprocessing.ts';

const read = async (text: string, choices: ColumnChoices = {}) =>
  interpretTable(await readCsv(sourceOf(text), {}), choices);

/** The values of a column of numbers, or the texts of one of categories. */
async function columnOf(texts: readonly string[], choices: ColumnChoices = {}) {
  const quoted = texts.map((text) => `"${text}"`).join('\n');
  const table = await read(`v|other\n${quoted.replaceAll('\n', '|x\n')}|x\n`, choices);
  const [column] = table.columns;
  return column.kind === 'number'
    ? [...column.values]
    : Array.from(column.codes, (code) => (code < 0 ? null : column.categories[code]));
}

describe('numbers as people write them (values by hand)', () => {
  it.each([
    [
      ['35,6', '1,25'],
      [35.6, 1.25],
    ],
    [
      ['1,284', '2,614', '12'],
      [1284, 2614, 12],
    ],
    [
      ['1.234,5', '0,25', '1.000.000'],
      [1234.5, 0.25, 1_000_000],
    ],
    [
      ["1'234.5", "12'345"],
      [1234.5, 12_345],
    ],
    [
      ['1 234,5', '1\u00a0000', '7'],
      [1234.5, 1000, 7],
    ],
    [
      ['12,34,567', '1,00,000'],
      [1_234_567, 100_000],
    ],
    [
      ['R$ 1.250,00', 'R$ 900,50'],
      [1250, 900.5],
    ],
    [
      ['$78.65', '-$5.00', '$1,000'],
      [78.65, -5, 1000],
    ],
    [
      ['12 €', '7,5 €'],
      [12, 7.5],
    ],
    [
      ['USD 1,200.50', 'USD 3'],
      [1200.5, 3],
    ],
    [
      ['57 %', '3%', '0'],
      [57, 3, 0],
    ],
    [
      ['(1,234.50)', '10.00', '5-'],
      [-1234.5, 10, -5],
    ],
    [
      ['\u22125,2', '3,1'],
      [-5.2, 3.1],
    ],
    [
      ['31 kg', '7.5kg'],
      [31, 7.5],
    ],
    [
      ['1 star', '5 stars'],
      [1, 5],
    ],
  ])('%j', async (texts, values) => {
    expect(await columnOf(texts)).toEqual(values);
  });
  it.each([
    [['12a', '14b']],
    [['3 m', '5 km']],
    [['€ 5', '$ 5']],
    [['1.2.3', '1.2.4']],
    [['A12', 'A13']],
    [['10-20', '20-30']],
  ])('%j are no numbers', async (texts) => {
    expect(await columnOf(texts)).toEqual(texts);
  });
  it('the decimal sign of one column decides about the others', async () => {
    expect(fitNotation(['1,250', '2,500'])?.notation).toEqual({ decimal: '.', thousands: ',' });
    expect(fitNotation(['1,250', '2,500'], { prefer: ',' })?.notation).toEqual({ decimal: ',' });
    expect(fitNotation(['1,250'], { decimal: ',' })?.notation).toEqual({ decimal: ',' });
  });
  it('a notation takes groups of thousands that small numbers did not show', () => {
    const value = numberReader({ decimal: ',' });
    expect([value('1.250,5'), value('1,5'), value('1.5')]).toEqual([1250.5, 1.5, NaN]);
  });
});

describe('columns', () => {
  it('keeps spellings apart whose case says something: a capital within a word, about as frequent (by hand)', async () => {
    expect(await columnOf(['hUd', 'hud', 'hUd', 'hId', 'hid'])).toEqual(['hUd', 'hud', 'hUd', 'hId', 'hid']);
    const slips = [...Array<string>(5).fill('McDonald'), 'mcdonald'];
    expect(await columnOf(slips)).toEqual(Array<string>(6).fill('McDonald'));
  });

  const rows = (n: number, of: (i: number) => string) =>
    Array.from({ length: n }, (_, i) => of(i)).join('\n');
  it('one text among numbers is a fault of the column, with its place', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => (i === 7 ? 'abc' : `${i},5`));
    const codes = Int32Array.from(texts, (_, i) => i);
    const table = interpretTable({
      rows: 20,
      source: 'd.csv',
      columns: [{ kind: 'category', name: 'a', codes, categories: texts, missing: 0 }],
      placeOf: (row) => ({ line: row + 2, column: 1 }),
    });
    expect(table.faults?.get('a')?.message).toBe('column "a": expected a number, found "abc"');
    expect(table.faults?.get('a')?.where).toMatchObject({ line: 9 });
  });
  it.each([
    ...['id', 'customer_id', 'Order ID', 'customerId', 'rowID', 'index', 'Unnamed: 0'].map(
      (name) => [name, true] as const,
    ),
    ...['paid', 'humid', 'liquid', 'x', 'idle'].map((name) => [name, false] as const),
  ])('different whole numbers named %s number the rows: %s', async (name, numbered) => {
    const table = await read(`${name},x,y\n${rows(30, (i) => `${i * 7},${i % 5}.5,${i % 2}`)}\n`);
    const [reason] = reasonsToLeaveOut(table, table.columns.slice(0, 1));
    expect(reason?.startsWith('it numbers the rows')).toBe(numbered || undefined);
  });
  it('yes and no are one input, whatever their case', async () => {
    const table = await read(
      `a,p,y\n${rows(8, (i) => `${['sim', 'NÃO', 'Sim ', 'não'][i % 4]},${i},${i % 2}`)}\n`,
    );
    const { preprocessing } = fitPreprocessing(table, { standardize: false });
    expect(inputNames(preprocessing)).toEqual(['a', 'p']);
    expect([...encodeFeatures(preprocessing, table)].filter((_, i) => i % 2 === 0)).toEqual([
      1, 0, 1, 0, 1, 0, 1, 0,
    ]);
  });
  it('declared values are missing, as texts and as numbers', async () => {
    const table = await read('a,b\n-999,u\n1,unknown\n-999.0,v\n2,u\n', { missing: ['-999', 'unknown'] });
    expect(table.columns.map(({ missing }) => missing)).toEqual([2, 1]);
  });
  it('of many categories the frequent ones have inputs, the others share one', async () => {
    const name = (i: number) => (i < 300 ? `often${i % 10}` : `rare${i}`);
    const table = await read(`c,x,y\n${rows(360, (i) => `${name(i)},${i * 0.5},${i % 2}`)}\n`);
    const { preprocessing } = fitPreprocessing(table, { standardize: true });
    expect(preprocessing.features[0]).toMatchObject({ kind: 'category', others: true });
    expect(inputNames(preprocessing)?.slice(0, 12)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `c=often${i}`),
      'c=other',
      'x',
    ]);
    expect(keptOf(preprocessing)).toEqual(preprocessing);
    const other = await read('c,x,y\nnew,1,0\nOFTEN3,1,0\n');
    const width = inputWidth(preprocessing);
    const inputs = encodeFeatures(preprocessing, other);
    expect([inputs[10], inputs[width + 3], inputs[width + 10]]).toEqual([1, 1, 0]);
  });
  it('dates become days, year, month, weekday', async () => {
    const table = await read(
      `d,y\n${rows(60, (i) => `2023-${String(1 + (i % 12)).padStart(2, '0')}-1${i % 10},${i}.5`)}\n`,
    );
    const { preprocessing } = fitPreprocessing(table, { standardize: false });
    expect(inputNames(preprocessing)).toEqual([
      'days(d)',
      'sin month(d)',
      'cos month(d)',
      ...['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((day) => `d=${day}`),
    ]);
    expect(preprocessing.columns).toMatchObject([
      { kind: 'date', name: 'd', format: { pattern: 'yyyy-mm-dd' } },
    ]);
    // 2023-04-10 was a Monday, 99 days after New Year; April is a quarter of the year.
    const one = await read('d,y\n2023-04-10,1\n');
    const [days, sin, cos, monday, tuesday] = encodeFeatures(preprocessing, one);
    expect([days, sin, Math.round(cos * 1e9), monday, tuesday]).toEqual([90, 1, 0, 1, 0]);
  });
  it('a model reads other files as it learned its columns, in their own notation', async () => {
    const table = await read(`p;y\n${rows(30, (i) => `R$ ${i + 1}.000,50;${i % 2}`)}\n`);
    const { preprocessing } = fitPreprocessing(table, { standardize: false });
    const same = await readCsv(sourceOf('p;y\nR$ 1.500,25;0\n'), {});
    const other = await readCsv(sourceOf('p;y\n"R$ 1,500.25";0\n'), {});
    for (const file of [same, other])
      expect([...encodeFeatures(preprocessing, interpretAs(file, learnedReadings(preprocessing)))]).toEqual([
        1500.25,
      ]);
    expect(interpretAs(other, learnedReadings(preprocessing)).remarks?.get('p')).toMatch(
      /here, decimal comma/,
    );
  });
});
