import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nnInside, program } from '../support/nn.ts';
import { root } from '../support/workspace.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-ensemble-'));
  cpSync(path.join(root, 'fixtures', 'wine.csv'), path.join(cwd, 'wine.csv'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const words = ['train', 'wine.csv', '--ensemble', '4', '--epochs', '40', '--dropout', '0.1', '-q'];
const nn = (...args: string[]) => nnInside(args, { cwd });
const bytes = (run: string, file: string) => readFileSync(path.join(cwd, run, file));

/** Starts a run on one thread, and kills it when a member was kept. */
async function killed(run: string, member: number): Promise<string | null> {
  const args = [program, ...words, '--threads', '1', '--run', run];
  const child = spawn('node', args, { cwd, stdio: 'ignore' });
  const ended = new Promise<string | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  while (!existsSync(path.join(cwd, run, 'run.json')) && child.exitCode === null) await setTimeout(1);
  const name = `member-${member}.safetensors`;
  const kill = () => existsSync(path.join(cwd, run, name)) && child.kill('SIGKILL');
  const watcher = watch(path.join(cwd, run), kill);
  kill();
  try {
    return await ended;
  } finally {
    watcher.close();
  }
}

describe('an ensemble', () => {
  it('has the same bytes for any number of threads', { timeout: 60_000 }, async () => {
    for (const threads of ['1', '2', '4']) {
      const { status } = await nn(...words, '--threads', threads, '--run', `t${threads}`);
      expect(status).toBe(0);
      for (const file of ['model.safetensors', 'history.csv'])
        expect(bytes(`t${threads}`, file).equals(bytes('t1', file)), `${file}, ${threads} threads`).toBe(
          true,
        );
    }
  });

  it.each([1, 3])(
    'that is killed after member %i ends in the same bytes',
    { timeout: 60_000 },
    async (member) => {
      const run = `cut${member}`;
      expect(await killed(run, member)).toBe('SIGKILL');
      expect(existsSync(path.join(cwd, run, 'model.safetensors'))).toBe(false);
      const { status, stderr } = await nn('train', '--resume', run);
      expect(status).toBe(0);
      expect(stderr.match(/\d\/4 {2}member/g)?.length).toBeLessThanOrEqual(4 - member);
      for (const file of ['model.safetensors', 'history.csv'])
        expect(bytes(run, file).equals(bytes('t1', file)), file).toBe(true);
    },
  );

  it('is repeated to the bit by nn replay', { timeout: 60_000 }, async () => {
    const { status, stdout } = await nn('replay', 't1', '--verify');
    expect(status).toBe(0);
    expect(stdout).toMatch(/bit/);
  });

  it('keeps its options when it is resumed', async () => {
    const { status, stderr } = await nn('train', '--resume', 't1', '--epochs', '50');
    expect(status).toBe(2);
    expect(stderr).toMatch(/--epochs is not what this run began with/);
  });
});
