import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeCheckpoint } from '../../src/train/checkpoint.ts';
import { parseSafetensors } from '../../src/formats/safetensors.ts';
import { nnInside, program } from '../support/nn.ts';
import { root } from '../support/workspace.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-kill-'));
  cpSync(path.join(root, 'fixtures', 'digits.csv'), path.join(cwd, 'digits.csv'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

// Dropout, shuffling and momentum: everything random or remembered between steps is in play.
const words = ['train', 'digits.csv', '--layers', 'auto,32,dropout:0.2,auto'];
const steady = [
  '--schedule',
  'plateau:factor=0.5,patience=3',
  '--early-stopping',
  '0',
  '--batch-size',
  '16',
  '-q',
  '--checkpoint',
  '0.01',
];

const nn = (...args: string[]) => nnInside(args, { cwd });
const bytes = (run: string, file: string) => readFileSync(path.join(cwd, run, file));
const exists = (run: string, file: string) => existsSync(path.join(cwd, run, file));

/**
 * A moment of a run: the n-th time that something happens to a file of this name, or to the one it is made
 * of.
 */
interface Moment {
  readonly file: 'checkpoint.safetensors' | 'model.safetensors' | 'history.csv';
  readonly happens: number;
}

/** Starts a run or resumes it, and kills it at a moment; true when it was still running then. */
async function killed(args: readonly string[], { file, happens }: Moment): Promise<boolean> {
  const child = spawn('node', [program, ...args], { cwd, stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) =>
    child.on('exit', (_, signal) => resolve(signal === 'SIGKILL')),
  );
  while (!exists('cut', 'run.json') && child.exitCode === null) await setTimeout(1);
  let seen = 0;
  const watcher = watch(path.join(cwd, 'cut'), (_, name) => {
    if (name?.includes(file) && ++seen === happens) child.kill('SIGKILL');
  });
  try {
    return await ended;
  } finally {
    watcher.close();
  }
}

/** Expects that every file of the run that has its name is whole; what was being written has another one. */
function expectWhole(run: string): void {
  JSON.parse(bytes(run, 'run.json').toString());
  if (exists(run, 'model.safetensors'))
    parseSafetensors(bytes(run, 'model.safetensors'), 'model.safetensors');
  if (exists(run, 'checkpoint.safetensors'))
    decodeCheckpoint(bytes(run, 'checkpoint.safetensors'), 'checkpoint');
  if (exists(run, 'history.csv')) expect(bytes(run, 'history.csv').toString().split('\n')).toHaveLength(152);
}

describe('a run that is killed', () => {
  // A checkpoint takes some three events (its temporary file is there, is written, is renamed), so that these
  // moments lie before, in and after the writing of the first, second, … one since the run went on.
  const moments = [1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25].map((happens): Moment => ({
    file: 'checkpoint.safetensors',
    happens,
  }));
  /** At the end of a run; it may be over before the kill arrives. */
  const last: Moment[] = [
    { file: 'model.safetensors', happens: 1 },
    { file: 'history.csv', happens: 1 },
  ];

  it('again and again ends in the same bits as one that was not, and every file that stands is whole', async () => {
    expect((await nn(...words, ...steady, '--epochs', '150', '--run', 'whole')).status).toBe(0);
    let kills = 0;
    for (const [i, moment] of [...moments, ...last].entries()) {
      const args =
        i === 0
          ? [...words, ...steady, '--epochs', '150', '--run', 'cut']
          : ['train', '--resume', 'cut', '-q'];
      if (await killed(args, moment)) kills++;
      expectWhole('cut');
    }
    expect(kills).toBeGreaterThanOrEqual(moments.length);
    const resumed = await nn('train', '--resume', 'cut');
    expect([resumed.stderr.includes('error'), resumed.status]).toEqual([false, 0]);
    for (const file of ['model.safetensors', 'history.csv'])
      expect(bytes('cut', file).equals(bytes('whole', file)), file).toBe(true);
    // What the killed ones were writing is gone.
    expect(readdirSync(path.join(cwd, 'cut')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

it('a finished run stays as it is when it is resumed, and goes on with more epochs', async () => {
  expect((await nn(...words, ...steady, '--epochs', '5', '--run', 'short')).status).toBe(0);
  const before = bytes('short', 'model.safetensors');
  expect((await nn('train', '--resume', 'short', '-q')).status).toBe(0);
  expect(bytes('short', 'model.safetensors').equals(before)).toBe(true);
  expect((await nn('train', '--resume', 'short', '-q', '--epochs', '150')).status).toBe(0);
  expect(bytes('short', 'history.csv').equals(bytes('whole', 'history.csv'))).toBe(true);
});

it('refuses to go on with other data', async () => {
  expect((await nn(...words, ...steady, '--epochs', '3', '--run', 'other')).status).toBe(0);
  const csv = path.join(cwd, 'digits.csv');
  cpSync(path.join(root, 'fixtures', 'iris.csv'), csv);
  const refused = await nn('train', '--resume', 'other');
  expect(refused.stderr).toMatch(/the data is not what this run began with/);
  expect(refused.status).toBe(2);
});

it('keeps a finished run when going on with it fails', async () => {
  expect((await nn(...words, ...steady, '--epochs', '5', '--run', 'kept')).status).toBe(0);
  const files = ['model.safetensors', 'history.csv', 'run.json', 'checkpoint.safetensors'];
  const before = files.map((name) => bytes('kept', name));
  const failed = await nn('train', '--resume', 'kept', '--epochs', '50', '--learning-rate', '1e20');
  expect(failed.stderr).toMatch(/training diverged/);
  expect(failed.status).toBe(1);
  files.forEach((name, i) => expect(bytes('kept', name).equals(before[i])).toBe(true));
});

it('refuses to go on with another seed or split, and leaves other files alone', async () => {
  expect((await nn(...words, ...steady, '--epochs', '3', '--run', 'same')).status).toBe(0);
  for (const [option, value] of [
    ['--seed', '5'],
    ['--validation-split', '0.5'],
    ['--monitor', 'f1'],
    ['--run', 'elsewhere'],
  ]) {
    const refused = await nn('train', '--resume', 'same', option, value);
    expect(refused.stderr).toContain(`${option} is not what this run began with`);
    expect(refused.status).toBe(2);
  }
  cpSync(path.join(root, 'fixtures', 'iris.csv'), path.join(cwd, 'mine.safetensors'));
  const refused = await nn('train', '--resume', 'same', '--epochs', '4', '-o', 'mine.safetensors');
  expect(refused.stderr).toMatch(/mine.safetensors exists already/);
  expect(refused.status).toBe(2);
});
