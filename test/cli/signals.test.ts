import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problemsOf, SIGNALS } from '../../bench/signals/attempt.ts';
import { program } from '../support/nn.ts';
import { root } from '../support/workspace.ts';

// A few processes of what `npm run bench:signals` tries at five moments of ten commands.

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-signals-'));
  cpSync(path.join(root, 'fixtures', 'iris.csv'), path.join(cwd, 'iris.csv'));
  const words = ['train', 'iris.csv', '--epochs', '2', '-q', '-o', 'm.safetensors'];
  expect(spawnSync('node', [program, ...words], { cwd }).status).toBe(0);
});
afterAll(() => rmSync(cwd, { recursive: true }));

const train = {
  name: 'train',
  words: ['train', 'iris.csv', '--epochs', '300', '--early-stopping', '0', '-q', '-o', 'o.safetensors'],
  output: 'o.safetensors',
};
const predict = {
  name: 'predict -o',
  words: ['predict', 'm.safetensors', 'iris.csv', '-q', '-o', 'p.csv'],
  output: 'p.csv',
  end: '\n',
};

it
  .runIf(process.platform !== 'win32')
  .each(
    [train, predict].flatMap((scenario) =>
      SIGNALS.map((sent, i) => ({ command: scenario.name, scenario, sent, at: 100 + 150 * i })),
    ),
  )('$sent ends nn $command in order, $at ms after its start', async ({ scenario, sent, at }) => {
  expect(await problemsOf(cwd, scenario, { sent, at })).toEqual([]);
});
