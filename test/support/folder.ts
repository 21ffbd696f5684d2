import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { parseSafetensors } from '../../src/formats/safetensors.ts';
import { nnInside, program } from './nn.ts';
import { root } from './workspace.ts';

/** A small network, and its data. */
export const short = ['train', 'iris.csv', '--layers', 'auto,2,auto', '--epochs', '2', '-q'];
/** The same until it is stopped. */
export const endless = [
  ...short.slice(0, 4),
  '--epochs',
  '1000000',
  '--early-stopping',
  '0',
  '--log-every',
  '1',
];

/** The folder of the test that runs, which has iris.csv. */
export let cwd = '';

/** Gives each test of a file a folder of its own. */
export function useFolder(): void {
  beforeEach(() => {
    cwd = mkdtempSync(path.join(tmpdir(), 'nn-files-'));
    cpSync(path.join(root, 'fixtures', 'iris.csv'), at('iris.csv'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));
}

/** Runs nn in it. */
export const nn = (...args: string[]) => nnInside(args, { cwd });
/** A path in it. */
export const at = (...names: string[]) => path.join(cwd, ...names);
export const text = (...names: string[]) => readFileSync(at(...names), 'utf8');
/** Throws unless a model of it is whole. */
export const expectModel = (...names: string[]) =>
  parseSafetensors(readFileSync(at(...names)), names.join('/'));

/** Runs the program as a process, and does something when it has said something on stderr that matches. */
export function started(
  args: readonly string[],
  word: RegExp,
  then: (child: ReturnType<typeof spawn>) => void,
) {
  const child = spawn('node', [program, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let done = false;
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (done || !word.test(said)) return;
    done = true;
    then(child);
  });
  return new Promise<{ status: number | null; stderr: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, stderr: said })),
  );
}
