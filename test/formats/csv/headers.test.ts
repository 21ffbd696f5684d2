import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/formats/csv/read.ts';
import type { ReadOptions } from '../../../src/formats/define.ts';
import { sourceOf } from '../../support/fixtures.ts';

const read = (text: string, options: ReadOptions = {}) =>
  readCsv(sourceOf(new TextEncoder().encode(text), 'data.csv', Infinity), options);

const namesOf = async (text: string) => (await read(text)).columns.map(({ name }) => name);

describe('headers that hold numbers', () => {
  it.each<[string, string, string[]]>([
    [
      'years beside a text',
      'country,2019,2020,2021\nBrazil,4,5,6\nPeru,7,8,9\n',
      ['country', '2019', '2020', '2021'],
    ],
    [
      'two years, over values that are none',
      'geo\\TIME_PERIOD\t2020\t2021\nAT\t4\t5\nDE\t7\t8\n',
      ['geo\\TIME_PERIOD', '2020', '2021'],
    ],
    [
      'years that go down',
      'geo\t2021\t2020\t2019\nAT\t4\t5\t6\nDE\t7\t8\t9\n',
      ['geo', '2021', '2020', '2019'],
    ],
    [
      'a blank above the numbers of rows',
      ',0,1,2\n0,4,5,6\n1,7,8,9\n2,1,2,3\n',
      ['Unnamed: 0', '0', '1', '2'],
    ],
    ['a name of texts', '0,1,2,y\n4,5,6,a\n7,8,9,b\n1,2,5,a\n', ['0', '1', '2', 'y']],
    ['a name of numbers', '0,1,2,y\n4,5,6,1\n7,8,9,0\n1,2,5,1\n', ['0', '1', '2', 'y']],
    [
      'titles above, as the World Bank writes them',
      '"Data Source","Indicators",\n\n"Updated","2024-06-28",\n\n"Country","Code","1960","1961","1962",\n' +
        '"Aruba","ABW","54211","","55000",\n"Peru","PER","5421","","5500",\n"Chile","CHL","5421","","5500",\n',
      ['Country', 'Code', '1960', '1961', '1962'],
    ],
  ])('%s', async (_, text, names) => {
    expect(await namesOf(text)).toEqual(names);
  });

  it.each([
    ['two years each', 'Brazil,2019,2020\nPeru,2018,2021\nChile,2000,2003\n'],
    [
      'years in succession in every row',
      'Brazil,2019,2020,2021\nPeru,2018,2019,2020\nChile,2000,2001,2002\n',
    ],
    ['a category that is there again', 'a,0,1,2\nb,3,4,4\na,5,6,7\nb,1,2,2\n'],
    ['numbers only', '0,1,2\n4,5,6\n7,8,9\n1,2,5\n'],
  ])('no header: %s', async (_, text) => {
    const table = await read(text);
    expect(table.columns[0].name).toBe('x1');
    expect(table.rows).toBe(text.trim().split('\n').length);
  });
});

describe('a header that is shorter than the rows', () => {
  it.each([
    ['over numbers', 'name,y\na,1,2,3\nb,2,3,4\nc,3,4,5\n'],
    ['over texts', 'name,y\nann,red,big,no\nbob,red,small,yes\ncid,blue,big,yes\n'],
  ])('is an error that names both: %s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({
      message: 'expected 2 fields, found 4',
      where: { line: 2 },
      hint: 'the header has 2 names; name every column in it, or say --no-header where it is a row',
    });
  });

  it('is a title where names stand below it', async () => {
    expect(await namesOf('Report,2024\nname,colour,size,y\nann,red,big,no\nbob,red,big,yes\n')).toEqual([
      'name',
      'colour',
      'size',
      'y',
    ]);
  });
});
