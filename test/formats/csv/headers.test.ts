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

/** Names of columns, the number of rows, and what is said. */
async function seen(text: string, options: ReadOptions = {}) {
  const said: string[] = [];
  const source = sourceOf(new TextEncoder().encode(text), 'data.csv', Infinity);
  const table = await readCsv({ ...source, note: (line) => said.push(line) }, options);
  return { names: table.columns.map(({ name }) => name).join(), rows: table.rows, said: said.join('\n') };
}

describe('texts above texts', () => {
  it.each([
    ['x,s,p\nb,s,e\nx,y,e\nb,y,p\nx,s,p\nb,s,e\n', 'x1,x2,x3', 6, 'is read as a row'],
    ['red\nblue\nred\nblue\nblue\n', 'x1', 5, 'is read as a row'],
    ['x,s,p\nb,s,e\nq,y,e\nb,y,p\nq,s,p\nb,s,e\n', 'x,s,p', 5, '"s" and "p" are values of their columns'],
    ['name,p\nann,y\nname,n\nbob,n\ncid,y\n', 'name,p', 4, '"name" is a value of its column'],
    ['a,b\nx,y\nz,y\n', 'a,b', 2, ''],
    ['kind,x\nkind,1\nb,2\nkind,3\n', 'kind,x', 3, ''],
  ])('%j', async (text, names, rows, said) => {
    const found = await seen(text);
    expect(found).toMatchObject({ names, rows });
    if (said === '') expect(found.said).toBe('');
    else expect(found.said).toContain(said);
    expect((await seen(text, { header: true })).said).toBe('');
    expect(await seen(text, { header: false })).toMatchObject({
      said: '',
      rows: text.trim().split('\n').length,
    });
  });
});

describe('a first line that begins with #', () => {
  const numbers = '1,2\n2,3\n3,1\n4,4\n';

  it.each([
    ['# alone is a name', `#,y\n${numbers}`, '#,y', 'read as names'],
    ['names behind #', `# a,y\n${numbers}`, '# a,y', 'read as names'],
    ['a word, as ever', `#a,y\n${numbers}`, '#a,y', ''],
    ['a sentence with a comma', `# a comment, with a comma\n${numbers}`, 'x1,x2', ''],
    ['another number of fields', `# made by a,b,c\n${numbers}`, 'x1,x2', ''],
    ['above names', `# a,y\nb,z\n${numbers}`, 'b,z', ''],
    ['above texts', '# a,y\nred,big\nblue,tiny\n', 'red,big', 'left out as a comment'],
    ['words between spaces', '# made by\n1 2 0\n2 3 1\n3 1 0\n', 'x1,x2,x3', ''],
    ['between tabs', '#\ta\n1\t2\n3\t4\n', '#,a', 'read as names'],
  ])('%s', async (_, text, names, said) => {
    const found = await seen(text);
    expect(found.names).toBe(names);
    if (said === '') expect(found.said).toBe('');
    else expect(found.said).toContain(said);
    expect((await seen(text, { comment: '#' })).said).toBe('');
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
