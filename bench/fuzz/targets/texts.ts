import { csv as csvFormat, tsv as tsvFormat } from '../../../src/formats/csv/index.ts';
import type { ReadOptions } from '../../../src/formats/define.ts';
import { json as jsonFormat } from '../../../src/formats/json.ts';
import { jsonl as jsonlFormat } from '../../../src/formats/jsonl.ts';
import { jsonOf, readJson } from '../../../src/formats/jsonReader.ts';
import { readWhole } from '../../../src/formats/load.ts';
import { expectSame } from '../define.ts';
import type { Target } from '../define.ts';
import { expectCsvParse, expectRewritten, expectUncut, expectUncutBatches } from '../oracles.ts';
import { firstLines, fixture, outcome, sourceOf, textBytes } from '../source.ts';

const ODD = [
  'a,b\n1,2\n3,4\n',
  'a,b\r1,2\r3,4\r',
  'a,b\r\n"1\r\n2",x\r\n3,"y ""z"""\r\n',
  'name;value\nx;1,5\ny;2,5\n',
  'a b\n1 2\n3 4\n',
  '# made by hand\na,b\n1,2\n#3,4\n',
  'sep=;\na;b\n1;2\n',
  '\ufeffa,b\n1,2\n',
  'a|b|c\n1||3\n',
  'id,date,price\n1,2020-01-31,"$1,250.00"\n2,2020-02-29,($5)\n',
  'x\n1\n2\n',
];

/** A separated text: one reading of a file and a pipe, csv-parse's fields, and the same when written again. */
const PLAIN: ReadOptions = { header: true, delimiter: ',', comment: '', encoding: 'utf-8' };

export const csv: Target = {
  name: 'csv',
  words: ['NA', '1,250.00', '2020-01-31', '"a ""b"""', '\r\n', '# ', 'sep=;', '1e5', '007', ' "x" '],
  seeds: async () => [
    ...ODD.map(textBytes),
    firstLines('iris.csv', 8),
    firstLines('casas.csv', 6),
    firstLines('series/days.csv', 8),
    firstLines('tables/currency.csv', 8),
  ],
  async run(input) {
    await expectUncut(csvFormat, input, 'fuzz.csv');
    const options = { header: true, delimiter: ',', comment: '' };
    const loaded = await readWhole(csvFormat, sourceOf(input, 'fuzz.csv'), {});
    if (loaded.kind === 'table') await expectUncutBatches(csvFormat, input, 'fuzz.csv', loaded.table);
    const { table } = await plainTable(input, options);
    if (table) {
      expectCsvParse(input, table);
      await expectRewritten(csvFormat, table);
    }
  },
};

/** The table as RFC 4180 has it, where it has one. */
async function plainTable(input: Uint8Array, options: ReadOptions) {
  let table;
  await outcome(async () => {
    const loaded = await csvFormat.read(sourceOf(input, 'fuzz.csv'), { ...PLAIN, ...options });
    if (loaded.kind === 'table') ({ table } = loaded);
    return '';
  });
  return { table };
}

export const tsv: Target = {
  name: 'tsv',
  words: ['\t', '\tNA\t', '"', '\r\n'],
  seeds: async () => ODD.map((text) => textBytes(text.replaceAll(/[,;|]/g, '\t'))),
  run: async (input) => void (await expectUncut(tsvFormat, input, 'fuzz.tsv')),
};

const RECORDS = '{"a":1,"b":"x"}\n{"a":2.5,"b":null}\n{"b":"é","a":9007199254740993}\n';

/** A text as JSON.parse reads it, with what this reader has beside: digits of long numbers, NaN. */
function expectParsed(input: Uint8Array): void {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(input);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  const found: unknown = JSON.parse(jsonOf(readJson(text, 'fuzz')));
  expectSame(JSON.stringify(sorted(found)), JSON.stringify(sorted(value)), 'beside JSON.parse');
}

/** Objects with their names in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, sorted(one)]);
}

export const json: Target = {
  name: 'json',
  words: [
    '"a":',
    '[1,2]',
    '{"a":1}',
    'NaN',
    '-Infinity',
    '\\u0000',
    '\\ud800',
    '"__proto__":1',
    '"1":2',
    'np.array(',
  ],
  seeds: async () => [
    ...['records', 'columns', 'lists', 'python-nan', 'split', 'table', 'utf8-bom', 'utf16le', 'latin1'].map(
      (name) => fixture(`json/${name}.json`),
    ),
    ...['[[1,2],[3,4]]', '[{"a":1,"toString":2},{"a":3}]', '{"a":{"0":1,"1":2}}', '[[1, 2], [3, 4.5]]'].map(
      textBytes,
    ),
  ],
  async run(input) {
    try {
      expectParsed(input);
    } finally {
      await expectUncut(jsonFormat, input, 'fuzz.json');
    }
  },
};

export const jsonl: Target = {
  name: 'jsonl',
  words: ['{"a":1}\n', '"a":', 'null', 'NaN', '\r\n'],
  seeds: async () => [RECORDS, RECORDS.replaceAll('\n', '\r\n'), `\ufeff${RECORDS}`].map(textBytes),
  async run(input) {
    await expectUncut(jsonlFormat, input, 'fuzz.jsonl');
    const loaded = await readWhole(jsonlFormat, sourceOf(input, 'fuzz.jsonl'), {});
    if (loaded.kind === 'table') await expectUncutBatches(jsonlFormat, input, 'fuzz.jsonl', loaded.table);
  },
};
