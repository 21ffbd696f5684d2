import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runBuiltin } from './builtins.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nn-builtins-'));
const home = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const lines = Buffer.from('one\ntwo\n\nfour, without an end');

it.each([
  ['head -2', lines],
  ['head -n 3', lines],
  ['head -n3 file', undefined],
  ['head -9 file', undefined],
  ['head -c 5', lines],
  ['head -c 500 file', undefined],
  ['cat', lines],
  ['cat file', undefined],
  ["echo same 'two  blanks'", undefined],
])('%s writes what a shell writes', (text, input) => {
  writeFileSync('file', lines);
  const { stdout } = spawnSync('sh', ['-c', text], { ...(input && { input }) });
  expect(Buffer.from(runBuiltin(text, input) ?? 'nothing').toString()).toBe(stdout.toString());
});

it.each([
  'head file',
  'head -2 a b',
  'cat none',
  'echo $?',
  'echo -n a',
  "echo 'a\\nb'",
  'echo a > b',
  'rm none',
  'ls',
])('%s is left to a shell', (text) => expect(runBuiltin(text, lines)).toBeUndefined());

it('rm takes files and folders away, all or none', () => {
  writeFileSync('a', '');
  expect(runBuiltin('rm a none', undefined)).toBeUndefined();
  expect(runBuiltin('cat a', undefined)).toHaveLength(0);
  expect(runBuiltin('rm -r a', undefined)).toHaveLength(0);
  expect(runBuiltin('cat a', undefined)).toBeUndefined();
});
