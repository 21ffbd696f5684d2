import { describe, it } from 'vitest';
import { expectUncutAt } from '../../bench/fuzz/oracles.ts';
import { formats } from '../../src/formats/index.ts';
import { firstLines, fixture, textBytes } from '../../bench/fuzz/source.ts';

/** Small files of every format that is read as its bytes come. */
const files: readonly (readonly [name: string, format: string, bytes: Uint8Array])[] = [
  ['quotes', 'csv', textBytes('a,b\r\n"1\r\n2",x\r\n3,"y ""z"""\r\n')],
  ['a delimiter in the first line', 'csv', textBytes('a;b\n1;2\n3,5;4\n')],
  ['carriage returns', 'csv', textBytes('a,b\r1,2\r3,"x\ry"\r')],
  ['a byte order mark', 'csv', textBytes('\ufeffa,b\n1,2\n')],
  ['UTF-16', 'csv', Uint8Array.from(Buffer.from('\ufeffa,b\n1,é\n2,漢\n', 'utf16le'))],
  ['Windows-1252', 'csv', Uint8Array.from(Buffer.from('name,b\nJos\u00e9,1\nZo\u00eb,2\n', 'latin1'))],
  ['comments and a title', 'csv', textBytes('A title\n\na,b,c\n1,2,3\n# no\n4,5,6\n7,8,9\n')],
  ['runs of spaces', 'csv', textBytes('a  b   c\n1  2   3\n 4 5  6\n')],
  ['a line that names the delimiter', 'csv', textBytes('sep=;\na;b\n1;2\n')],
  ['rows of iris', 'csv', firstLines('iris.csv', 6)],
  ['amounts', 'csv', firstLines('tables/currency.csv', 5)],
  ['tabs', 'tsv', textBytes('a\tb\n1\t"x\ty"\n2\t\n')],
  ['records', 'jsonl', textBytes('{"a":1,"b":"é"}\r\n\n{"a":9007199254740993,"b":null}')],
  ['Windows-1252', 'jsonl', Uint8Array.from(Buffer.from('{"a":"x"}\n{"a":"Jos\u00e9"}\n', 'latin1'))],
  [
    'damaged UTF-8',
    'jsonl',
    Uint8Array.from([...textBytes('{"a":"éé漢é"}\n{"a":"'), 0xe9, ...textBytes('"}\n')]),
  ],
  ['UTF-16', 'jsonl', Uint8Array.from(Buffer.from('\ufeff{"a":"é"}\n{"a":"漢"}\n', 'utf16le'))],
  ['a byte order mark within', 'jsonl', textBytes('\ufeff{"a":"\ufeff"}\n')],
  ['records', 'json', fixture('json/records.json')],
  ['a vector of texts', 'npy', fixture('arrays/unicode.npy')],
  ['numbers', 'npy', fixture('arrays/half.npy')],
  ['records', 'npy', fixture('arrays/record.npy')],
  ['bytes', 'idx', Uint8Array.from([0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6])],
];

/** Larger ones, at some bytes. */
const large: readonly (readonly [file: string, format: string, step: number])[] = [
  ['tables/batches.arrows', 'arrow', 1511],
  ['tables/types.parquet', 'parquet', 997],
  ['tables/kinds.xlsx', 'xlsx', 1601],
  ['arrays/narrow.safetensors', 'safetensors', 61],
];

/** Signs of no ASCII behind the part by which a text is judged at first, and across where it ends. */
const late = (lines: number, bytes: readonly number[], format: string): Uint8Array => {
  const line = (n: number) => (format === 'csv' ? `${n},abc\n` : `{"a":${n},"b":"abc"}\n`);
  const head = format === 'csv' ? 'a,b\n' : '';
  const ascii = textBytes(head + Array.from({ length: lines }, (_, i) => line(100_000 + i)).join(''));
  const [before, after] = line(1).split('c').map(textBytes);
  return Uint8Array.from([...ascii, ...before, ...bytes, ...after, ...before, 0xc3, 0xa9, ...after]);
};
const LATIN = [0xe9, 0xe8, 0xe9];
const UTF8 = [0xc3, 0xa9, 0xe6, 0xbc, 0xa2];

describe('what is read does not depend on how the input is cut', () => {
  it.each(files)('%s in %s, cut at every byte', async (_, name, bytes) => {
    const format = formats.get(name);
    for (let at = 0; at <= bytes.length; at++) await expectUncutAt(format, bytes, at);
  });

  it.each(large)('%s', async (file, name, step) => {
    const bytes = fixture(file);
    for (let at = 0; at <= bytes.length; at += step) await expectUncutAt(formats.get(name), bytes, at);
  });

  it.each(['csv', 'jsonl'])('signs of no ASCII late in %s', async (name) => {
    const format = formats.get(name);
    const each = name === 'csv' ? 11 : 23;
    for (const bytes of [LATIN, UTF8]) {
      const lines = Math.ceil((1 << 16) / each);
      for (const count of [lines - 1, lines, lines + 500]) {
        const input = late(count, bytes, name);
        const sign = input.findIndex((byte) => byte > 127);
        for (const at of [1, 1 << 16, sign, sign + 1, sign + 2, sign + 4])
          await expectUncutAt(format, input, at);
      }
    }
  });
});
