import { describe, expect, it } from 'vitest';
import { momentOf } from '../../src/formats/xlsx/numberFormats.ts';
import { serialText } from '../../src/formats/xlsx/serial.ts';
import { unescapeXml, XmlScanner } from '../../src/formats/xlsx/xml.ts';
import type { ReadOptions } from '../../src/formats/define.ts';
import { golden, sourceOf } from '../support/fixtures.ts';
import { batchedContent, contentOf, fileOf, tableBytes, tableOf } from './columns.ts';

type Value = string | number | null;
const pandas = golden<Record<string, Record<string, Value[]>>>('xlsx.json');

const open = (name: string) => fileOf(tableBytes(`${name}.xlsx`), `${name}.xlsx`);

async function readNoting(name: string, options: ReadOptions = {}) {
  const notes: string[] = [];
  const table = await tableOf(
    { ...open(name), note: (line) => notes.push(line.replace(/^\S+: /, '')) },
    options,
  );
  return { table, content: contentOf(table), notes };
}

/** Where pandas reads something else, on purpose. */
const ours: Readonly<Record<string, Value[]>> = {
  // openpyxl 3.0 leaves the escape of ECMA-376 part 1, 22.9.2.19 as it stands.
  'handwritten name': ['rich text', '東京', 'a\rb éé <&>'],
  // To Python, True equals the 1 above it.
  'kinds mixed': ['1', 'one', '2.5', 'true', null],
};

describe('workbooks, as pandas reads them', () => {
  const cases = Object.entries(pandas).flatMap(([name, columns]) =>
    Object.keys(columns).map((column, i) => ({ name, column, i })),
  );
  it.each(cases)('$name: $column', async ({ name, column, i }) => {
    const [file, sheet] = name.split(' --sheet ');
    const { table, content } = await readNoting(file, sheet === undefined ? {} : { sheet });
    expect(table.columns).toHaveLength(Object.keys(pandas[name]).length);
    // Names that are numbers come first in an object; without a header ours count from x1.
    const found = table.columns.find((one) => one.name === column) ?? table.columns[i];
    if (file !== 'no-header') expect(found.name).toBe(column);
    const wanted = pandas[name][column].map((value) =>
      value !== null && found.kind === 'category' ? String(value) : value,
    );
    expect(content[found.name]).toEqual(ours[`${name} ${column}`] ?? wanted);
  });
});

describe('what is said', () => {
  it.each([
    ['sheets', ['sheet "Resumo" is read, not "Preços 2024", "2" (--sheet)']],
    [
      'around',
      [
        'left out above the table: "Sales by month", "in thousands"',
        'left out below the table: "Source: our books"',
      ],
    ],
    ['merged', ['the value of a merged cell counts for every row that it spans']],
    [
      'formulas',
      ['column "b": 2 formulas without a stored value; open the file in Excel or LibreOffice and save it'],
    ],
    ['kinds', []],
  ])('of %s', async (name, notes) => {
    expect((await readNoting(name)).notes).toEqual(notes);
  });

  it('a merged cell counts for the rows that it spans', async () => {
    const { content } = await readNoting('merged');
    expect(content.region).toEqual(['North', 'North', 'North', 'South', 'South']);
  });

  it('places are those of the sheet', async () => {
    const { table } = await readNoting('around');
    expect(table.placeOf?.(2, 'south')).toEqual({ line: 10, column: 6 });
  });
});

describe('sheets', () => {
  it('that are not there are an error with those that are', async () => {
    await expect(readNoting('sheets', { sheet: 'Precos 2024' })).rejects.toMatchObject({
      message: 'there is no sheet "Precos 2024", the workbook has 3: "Resumo", "Preços 2024", "2"',
      hint: 'did you mean "Preços 2024"?',
    });
    await expect(readNoting('sheets', { sheet: '4' })).rejects.toThrow('there is no sheet "4"');
    await expect(readNoting('sheets', { sheet: '0' })).rejects.toThrow('there is no sheet "0"');
  });

  it('that are empty are an error with the others', async () => {
    await expect(readNoting('empty-first')).rejects.toMatchObject({
      message: 'the sheet "Capa" is empty',
      hint: 'choose another one with --sheet: "Dados"',
    });
  });
});

it('--header and --no-header have the last word', async () => {
  expect(Object.keys((await readNoting('no-header', { header: true })).content)).toEqual(['1', '0.5', 'a']);
  const { content } = await readNoting('indexed', { header: false });
  expect(content).toEqual({
    x1: [null, 0, 1, 2],
    x2: ['len', '5.5', '7.25', '6'],
    x3: ['kind', 'big', 'small', 'big'],
  });
});

it('comes the same from a pipe and in batches', async () => {
  const { content } = await readNoting('iris');
  const pipe = sourceOf(tableBytes('iris.xlsx'), 'stdin', 1000);
  expect(contentOf(await tableOf(pipe))).toEqual(content);
  const batched = await batchedContent(open('iris'), { rows: 64 });
  expect(batched).toEqual({ content, sizes: [64, 64, 22] });
});

describe('number formats', () => {
  it.each([
    ['dd/mm/yyyy', 'date'],
    ['[$-416]d "de" mmmm "de" yyyy;@', 'date'],
    ['mmm', 'date'],
    ['yyyy\\-mm\\-dd\\ hh:mm', 'date'],
    ['h:mm AM/PM', 'clock'],
    ['mm:ss.0', 'clock'],
    ['[h]:mm:ss', 'duration'],
    ['[mm]:ss', 'duration'],
    ['General', undefined],
    ['0.00E+00', undefined],
    ['[Red]#,##0', undefined],
    ['"days" 0', undefined],
    ['_-* #,##0.00 \\d_-', undefined],
    ['0;[Red]-0;"yes"', undefined],
  ])('%s', (code, moment) => {
    expect(momentOf(code)).toBe(moment);
  });
});

describe('serial numbers', () => {
  // By Excel's own examples (DATEVALUE, "Date systems in Excel").
  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [39448, '2008-01-01'],
    [40777, '2011-08-22'],
    [45351.5, '2024-02-29T12:00:00'],
    [2958465, '9999-12-31'],
    [2958466, undefined],
    [-1, undefined],
  ])('%d', (serial, text) => {
    expect(serialText(serial, 'date', false)).toBe(text);
  });

  it('count from 1904 where the workbook says so', () => {
    expect(serialText(0, 'date', true)).toBe('1904-01-01');
    expect(serialText(39448 - 1462, 'date', true)).toBe('2008-01-01');
  });
});

describe('XML', () => {
  const told = (pieces: readonly string[]) => {
    const events: string[] = [];
    const scanner = new XmlScanner({
      open: (name) => events.push(`<${name}`),
      text: (text) => events.push(text),
      close: (name) => events.push(`>${name}`),
    });
    for (const piece of pieces) scanner.write(piece);
    return { events, done: scanner.done };
  };
  const text = `<?xml version="1.0"?><!DOCTYPE a><!-- <no> > --><a:b c="x > y" d='"'>t &amp; <![CDATA[<u>]]><e/></a:b>`;
  const whole = ['<b', 't & ', '<u>', '<e', '>e', '>b'];

  it('is told the same however it is cut', () => {
    expect(told([text])).toEqual({ events: whole, done: true });
    for (let at = 0; at <= text.length; at++)
      expect(told([text.slice(0, at), text.slice(at)])).toEqual({ events: whole, done: true });
  });

  it('that ends inside a tag is not done', () => {
    expect(told(['<a><b c="1']).done).toBe(false);
  });

  it('entities', () => {
    expect(unescapeXml('&lt;&#65;&#x1F642;&quot;&nbsp;&#0;')).toBe('<A🙂"&nbsp;&#0;');
  });
});

it('is read under the name of a text', async () => {
  const notes: string[] = [];
  const source = { ...fileOf(tableBytes('iris.xlsx'), 'iris.csv'), note: (line: string) => notes.push(line) };
  expect(contentOf(await tableOf(source))).toEqual((await readNoting('iris')).content);
  expect(notes).toEqual(['iris.csv: read as xlsx, by its content']);
});

describe('what is no workbook', () => {
  const refuse = (bytes: Uint8Array | string, name = 'b.xlsx') =>
    expect(tableOf(sourceOf(bytes, name)).catch((error: unknown) => error)).resolves;
  const ole = (word: string) => {
    const bytes = new Uint8Array(2048);
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    Array.from(word).forEach((letter, i) => (bytes[1024 + 2 * i] = letter.charCodeAt(0)));
    return bytes;
  };

  it.each([
    [
      'an old workbook',
      ole('Workbook'),
      'b.xls',
      'this is an old Excel workbook (.xls), which is not read here',
    ],
    ['an encrypted one', ole('EncryptedPackage'), 'b.xlsx', 'this workbook is protected by a password'],
    [
      'one without a name',
      ole('Workbook'),
      'stdin',
      'this is an old Excel workbook (.xls), which is not read here',
    ],
    ['HTML called .xls', '<html><table>', 'b.xls', 'this is a page of HTML or XML, not a workbook'],
    ['text called .xls', 'a\tb\n1\t2\n', 'b.xls', 'this is text, not a workbook'],
    ['nothing', '', 'b.xlsx', 'the file is empty, expected data'],
    [
      'a zip that ends too early',
      tableBytes('iris.xlsx').subarray(0, 4000),
      'b.xlsx',
      'this is not a zip archive, or it is damaged',
    ],
  ])('%s', async (_, bytes, name, message) => {
    await refuse(bytes, name).toMatchObject({ name: 'NnError', kind: 'input', message });
  });

  it('with any byte changed it is read, or one error says why not', { timeout: 60_000 }, async () => {
    const bytes = tableBytes('sheets.xlsx');
    for (let at = 0; at < bytes.length; at += 23) {
      const damaged = bytes.slice();
      damaged[at] ^= 0xff;
      await tableOf(fileOf(damaged, 'a.xlsx')).catch((error: unknown) =>
        expect(error).toMatchObject({ name: 'NnError', kind: 'input' }),
      );
    }
  });
});
