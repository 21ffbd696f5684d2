import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nnInside } from '../support/nn.ts';
import { root } from '../support/workspace.ts';

let cwd = '';
const nn = (...args: string[]) => nnInside(args, { cwd });

beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-history-'));
  cpSync(path.join(root, 'fixtures', 'iris.csv'), path.join(cwd, 'iris.csv'));
  await nn('train', 'iris.csv', '--layers', 'auto,2,auto', '--epochs', '4', '-q', '--run', 'r');
});
afterAll(() => rmSync(cwd, { recursive: true }));

it.each([
  [
    'a figure',
    /^2,[^,]*/m,
    '2,x',
    /^error: r\/history.csv:4:2: found "x" in column loss, expected a number\n$/,
  ],
  ['an epoch', /^2,/m, 'zz,', /^error: r\/history.csv:4:1: found "zz" in column epoch, expected a number\n$/],
  [
    'no epoch',
    /^2,/m,
    ',',
    /^error: r\/history.csv:4:1: found nothing in column epoch, expected a number\n$/,
  ],
  ['a short line', /^2,.*$/m, '2,1', /^error: r\/history.csv:4: expected \d fields, found 2\n/],
  ['another header', /^epoch/, 'epochs', /^error: r\/history.csv: there is no column "epoch"\n/],
  ['bytes', /^2,/m, '\u0000,', /^error: r\/history.csv:4/],
  ['nothing', /^[^]*$/, '', /^error: r\/history.csv: the file is empty/],
])('names the place of %s in a damaged history', async (_, from, to, error) => {
  const file = path.join(cwd, 'r', 'history.csv');
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.replace(from, to));
  for (const words of [
    ['diagnose', 'r'],
    ['plot', 'curves', 'r'],
    ['report', 'r', '-o', 'page.html', '--force'],
  ]) {
    const { status, stderr } = await nn(...words);
    expect([status, stderr], words.join(' ')).toEqual([2, expect.stringMatching(error)]);
  }
  writeFileSync(file, whole);
});

it('diagnoses a run that diverged in its first epoch', async () => {
  const { status, stderr } = await nn(
    ...['train', 'iris.csv', '--optimizer', 'sgd', '--learning-rate', '1e30', '--run', 'd'],
  );
  expect([status, stderr]).toEqual([1, expect.stringContaining('nn diagnose d\n')]);
  expect((await nn('diagnose', 'd')).stdout).toMatch(/^learning rate too high\n/);
  const plotted = await nn('plot', 'curves', 'd');
  expect([plotted.status, plotted.stderr]).toEqual([2, 'error: d/history.csv: this run came to no epoch\n']);
});
