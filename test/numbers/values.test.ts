import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkSaid, inFolder, nn } from './run.ts';

const ROWS = 60;
const columns = ['a', 'b', 'w', 'y', 'c'];
const numbers = Array.from({ length: ROWS }, (_, i) => [
  String(((i * 7) % 11) / 4),
  String(((i * 5) % 13) / 2),
  String(1 + (i % 3)),
  String(((i * 3) % 17) / 4),
  i % 2 === 0 ? 'yes' : 'no',
]);

/** A table in which one column has this value in some rows. */
function write(file: string, column?: string, rows: readonly number[] = [], value = ''): string {
  const at = column === undefined ? -1 : columns.indexOf(column);
  const lines = numbers.map((fields, row) =>
    fields.map((field, c) => (c === at && rows.includes(row) ? value : field)).join(','),
  );
  writeFileSync(file, `${[columns.join(','), ...lines].join('\n')}\n`);
  return file;
}

const short = ['--layers', 'auto,3,auto', '--epochs', '2', '-q', '--force', '-o', 'o.safetensors'];
const values = ['--target', 'y', '--drop', 'c,w'];
const classes = ['--target', 'c', '--drop', 'y,w'];

inFolder(async () => {
  write('good.csv');
  for (const [file, target] of [
    ['y.safetensors', values],
    ['c.safetensors', classes],
  ] as const) {
    const said = await nn(['train', 'good.csv', ...target, ...short.slice(0, -1), file]);
    expect(said.stderr).toBe('');
  }
});

const commands: readonly (readonly string[])[] = [
  ['train', 'bad.csv', ...values, ...short],
  ['train', 'bad.csv', ...classes, ...short],
  ['train', 'bad.csv', '--target', 'y', '--drop', 'c', '--sample-weight', 'w', ...short],
  ['train', 'bad.csv', ...values, '--scaler', 'robust', ...short],
  ['train', 'good.csv', '--test', 'bad.csv', ...values, ...short],
  ['predict', 'y.safetensors', 'bad.csv'],
  ['predict', 'c.safetensors', 'bad.csv', '--proba'],
  ['evaluate', 'y.safetensors', 'bad.csv'],
  ['evaluate', 'c.safetensors', 'bad.csv', '--bad-rows', 'skip'],
  ['describe', 'bad.csv', '--target', 'y'],
  ['explain', 'step', 'y.safetensors', 'bad.csv'],
  ['gradcheck', 'y.safetensors', 'bad.csv'],
  ['importance', 'y.safetensors', 'bad.csv'],
  ['plot', 'confusion', 'c.safetensors', 'bad.csv'],
];

it.each(commands)('nn %s %s %s: any number at any place', async (...argv) => {
  const places = [
    ...['a', 'w', 'y', 'c'].flatMap((column) =>
      ['4.9e-324', '1e308', '-1e39'].map((value) => ({ column, value })),
    ),
    ...['1e400', '-inf', ''].map((value) => ({ column: 'a', value })),
  ];
  for (const [i, { column, value }] of places.entries()) {
    write('bad.csv', column, [i % 2 === 0 ? 0 : ROWS - 1], value);
    checkSaid(await nn(argv), argv, value || undefined);
  }
});

it('a value that no network can compute with is named at its place', async () => {
  write('bad.csv', 'a', [ROWS - 1], '1e39');
  for (const argv of [
    ['train', 'bad.csv', ...values, ...short],
    ['predict', 'y.safetensors', 'bad.csv'],
    ['evaluate', 'c.safetensors', 'bad.csv'],
    ['evaluate', 'y.safetensors', 'bad.csv'],
  ]) {
    const { status, stderr } = await nn(argv);
    expect([argv[0], status]).toEqual([argv[0], 2]);
    expect(stderr).toMatch(
      /^error: bad\.csv:61:1: column "a": 1e\+39 becomes \d\.\d+e\+39, which is beyond the ±/,
    );
  }
  const { status, stdout } = await nn(['predict', 'y.safetensors', 'bad.csv', '--bad-rows', 'skip', '-q']);
  expect([status, stdout.trim().split('\n')]).toEqual([0, expect.objectContaining({ length: ROWS })]);
});

it('a single value that hides all others is told of', async () => {
  write('bad.csv', 'a', [0], '1e30');
  const { status, stderr } = await nn([
    'train',
    'bad.csv',
    ...values,
    ...short.filter((word) => word !== '-q'),
  ]);
  expect([status, stderr]).toEqual([
    0,
    expect.stringContaining('column "a": 1e+30 is so large that all others'),
  ]);
});

it('columns of the smallest and the largest numbers are scaled as others', async () => {
  for (const factor of [1e-310, 1e-200, 1e200, 5e306]) {
    const lines = Array.from(
      { length: ROWS },
      (_, i) => `${(i - 30) * factor},${i % 2 === 0 ? 'yes' : 'no'}`,
    );
    writeFileSync('bad.csv', `a,c\n${lines.join('\n')}\n`);
    for (const scaler of ['standard', 'robust']) {
      const made = await nn(['train', 'bad.csv', '--scaler', scaler, ...short]);
      expect([factor, scaler, made.status, made.stderr]).toEqual([factor, scaler, 0, '']);
      const { stdout } = await nn(['predict', 'o.safetensors', 'bad.csv', '--proba', '--format', 'csv']);
      expect(new Set(stdout.split('\n').map((line) => line.split(',').at(-1))).size).toBeGreaterThan(
        ROWS / 3,
      );
    }
  }
});
