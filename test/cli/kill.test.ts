import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseSafetensors } from '../../src/formats/safetensors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'bin', 'nn.js');
let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-kill-'));
  cpSync(path.join(root, 'fixtures', 'digits.csv'), path.join(cwd, 'digits.csv'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

// Dropout, shuffling and momentum: everything random or remembered between steps is in play.
const words = ['train', 'digits.csv', '--layers', 'auto,32,dropout:0.2,auto', '--epochs', '150'];
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

const nn = (...args: string[]) => spawnSync('node', [program, ...args], { cwd, encoding: 'utf8' });
const bytes = (run: string, file: string) => readFileSync(path.join(cwd, run, file));

/** Starts or resumes, kills it some milliseconds after its run.json is there; true when it was done before. */
async function killed(args: readonly string[], after: number): Promise<boolean> {
  const child = spawn('node', [program, ...args], { cwd, stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => child.on('exit', (code) => resolve(code === 0)));
  while (!existsSync(path.join(cwd, 'cut', 'run.json'))) await setTimeout(5);
  await setTimeout(after);
  child.kill('SIGKILL');
  return ended;
}

it('a run killed again and again ends in the same bits as one that was not', async () => {
  expect(nn(...words, ...steady, '--run', 'whole').status).toBe(0);
  await killed([...words, ...steady, '--run', 'cut'], 150);
  let kills = 1;
  // Moments spread over start-up, first batches, checkpoints and the end.
  for (let i = 0; i < 12; i++) {
    if (await killed(['train', '--resume', 'cut', '-q'], 260 + ((i * 137) % 500))) break;
    kills++;
    for (const file of ['model.safetensors', 'checkpoint.safetensors']) {
      if (existsSync(path.join(cwd, 'cut', file))) parseSafetensors(bytes('cut', file), file);
    }
    JSON.parse(bytes('cut', 'run.json').toString());
  }
  expect(kills).toBeGreaterThan(0);
  const last = nn('train', '--resume', 'cut');
  expect([last.stderr.includes('error'), last.status]).toEqual([false, 0]);
  expect(bytes('cut', 'model.safetensors').equals(bytes('whole', 'model.safetensors'))).toBe(true);
  expect(bytes('cut', 'history.csv').equals(bytes('whole', 'history.csv'))).toBe(true);
});

it('a finished run stays as it is when it is resumed, and goes on with more epochs', () => {
  expect(nn(...words, ...steady, '--run', 'short', '--epochs', '5').status).toBe(0);
  const before = bytes('short', 'model.safetensors');
  expect(nn('train', '--resume', 'short', '-q').status).toBe(0);
  expect(bytes('short', 'model.safetensors').equals(before)).toBe(true);
  expect(nn('train', '--resume', 'short', '-q', '--epochs', '150').status).toBe(0);
  expect(bytes('short', 'history.csv').equals(bytes('whole', 'history.csv'))).toBe(true);
});

it('refuses to go on with other data', () => {
  expect(nn(...words, ...steady, '--run', 'other', '--epochs', '3').status).toBe(0);
  const csv = path.join(cwd, 'digits.csv');
  cpSync(path.join(root, 'fixtures', 'iris.csv'), csv);
  const refused = nn('train', '--resume', 'other');
  expect(refused.stderr).toMatch(/the data is not what this run began with/);
  expect(refused.status).toBe(2);
});

it('keeps a finished run when going on with it fails', () => {
  expect(nn(...words, ...steady, '--run', 'kept', '--epochs', '5').status).toBe(0);
  const files = ['model.safetensors', 'history.csv', 'run.json', 'checkpoint.safetensors'];
  const before = files.map((name) => bytes('kept', name));
  const failed = nn('train', '--resume', 'kept', '--epochs', '50', '--learning-rate', '1e20');
  expect(failed.stderr).toMatch(/training diverged/);
  expect(failed.status).toBe(1);
  files.forEach((name, i) => expect(bytes('kept', name).equals(before[i])).toBe(true));
});

it('refuses to go on with another seed or split, and leaves other files alone', () => {
  expect(nn(...words, ...steady, '--run', 'same', '--epochs', '3').status).toBe(0);
  for (const [option, value] of [
    ['--seed', '5'],
    ['--validation-split', '0.5'],
    ['--monitor', 'f1'],
    ['--run', 'elsewhere'],
  ]) {
    const refused = nn('train', '--resume', 'same', option, value);
    expect(refused.stderr).toContain(`${option} is not what this run began with`);
    expect(refused.status).toBe(2);
  }
  cpSync(path.join(root, 'fixtures', 'iris.csv'), path.join(cwd, 'mine.safetensors'));
  const refused = nn('train', '--resume', 'same', '--epochs', '4', '-o', 'mine.safetensors');
  expect(refused.stderr).toMatch(/mine.safetensors exists already/);
  expect(refused.status).toBe(2);
});
