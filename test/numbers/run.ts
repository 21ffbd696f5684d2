import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { runInProcess } from '../support/inProcess.ts';

/** What a command said, and how it ended. */
export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

const utf8 = (data: string | Uint8Array) => (typeof data === 'string' ? data : Buffer.from(data).toString());

/** Runs a command of the built program on one thread. */
export async function nn(argv: readonly string[], input?: string): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const status = await runInProcess([...argv, '--threads', '1'], {
    input: input === undefined ? undefined : Buffer.from(input),
    env: { LC_ALL: 'C.UTF-8', NN_BLAS: 'none' },
    stdout: (data) => (said.stdout += utf8(data)),
    stderr: (data) => (said.stderr += utf8(data)),
  });
  return { ...said, status };
}

/** Runs the tests of a file in a folder of their own. */
export function inFolder(make: () => void | Promise<void>): void {
  const home = process.cwd();
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'nn-numbers-'));
    process.chdir(folder);
    await make();
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });
}

/** A result that says so little: NaN or an infinity as if it were a number. */
const NO_NUMBER = /\b(?:NaN|nan|Infinity|inf)\b|∞/;

/**
 * What holds whatever the numbers are: a result whose numbers are numbers, or one error.
 *
 * @param own what stands in the data and may be repeated
 */
export function checkSaid({ stdout, stderr, status }: Said, argv: readonly string[], own = ''): void {
  const what = `${argv.join(' ')} (${own})\n${stderr}`;
  expect([0, 1, 2], what).toContain(status);
  expect(stderr, what).not.toMatch(/^\s+at /m);
  const known = ['found inf', 'found -inf', ...(own === '' ? [] : [own])];
  if (status === 0)
    expect(
      known.reduce((text, part) => text.replaceAll(part, ''), stdout),
      `stdout of ${what}`,
    ).not.toMatch(NO_NUMBER);
  else expect(stderr.match(/^error: /gm) ?? [], what).toHaveLength(1);
}
