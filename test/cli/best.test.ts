import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nnInside, program } from '../support/nn.ts';

/** Rows that are few, so that there is time for all candidates. */
const rows = Array.from({ length: 12 }, (_, i) => {
  const [a, b] = [Math.sin(i * 1.7), Math.cos(i * 2.3)];
  return `${a.toFixed(3)},${b.toFixed(3)},${(a * a + b).toFixed(3)}`;
});

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-best-'));
  writeFileSync(path.join(cwd, 'tiny.csv'), ['a,b,y', ...rows, ''].join('\n'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const words = ['train', 'tiny.csv', '--best', '--time-limit', '100000', '-q'];
const nn = (...args: string[]) => nnInside(args, { cwd });
const bytes = (run: string, file: string) => readFileSync(path.join(cwd, run, file));

/** Starts a run on one thread, and kills it when a network was kept. */
async function killed(run: string, network: number): Promise<string | null> {
  const args = [program, ...words, '--threads', '1', '--run', run];
  const child = spawn('node', args, { cwd, stdio: 'ignore' });
  const ended = new Promise<string | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  while (!existsSync(path.join(cwd, run, 'run.json')) && child.exitCode === null) await setTimeout(1);
  const name = `member-${network}.safetensors`;
  const kill = () => existsSync(path.join(cwd, run, name)) && child.kill('SIGKILL');
  const watcher = watch(path.join(cwd, run), kill);
  kill();
  try {
    return await ended;
  } finally {
    watcher.close();
  }
}

describe('the best of candidates', () => {
  it(
    'has the same bytes on one thread, killed amid the second candidate and resumed, as on two',
    {
      timeout: 600_000,
    },
    async () => {
      expect((await nn(...words, '--threads', '2', '--run', 'whole')).status).toBe(0);
      expect(await killed('cut', 13)).toBe('SIGKILL');
      expect(existsSync(path.join(cwd, 'cut', 'model.safetensors'))).toBe(false);
      expect((await nn('train', '--resume', 'cut')).status).toBe(0);
      for (const file of ['model.safetensors', 'history.csv'])
        expect(bytes('cut', file).equals(bytes('whole', file)), file).toBe(true);
    },
  );

  it('is repeated to the bit by nn replay', { timeout: 600_000 }, async () => {
    const { status, stdout } = await nn('replay', 'whole', '--verify');
    expect(status).toBe(0);
    expect(stdout.match(/the same bits/g)).toHaveLength(2);
  });

  it('answers by its mean, and by each network', async () => {
    const model = path.join('whole', 'model.safetensors');
    const mean = await nn('predict', model, 'tiny.csv', '--spread', '--interval', '0.8');
    expect(mean.status).toBe(0);
    expect(mean.stdout.split('\n')[0]).toBe('a,b,y,prediction,lower,upper,spread');
    const { status, stdout } = await nn('predict', model, 'tiny.csv', '--member', '1', '--only-prediction');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(13);
    expect((await nn('importance', model, 'tiny.csv')).status).toBe(0);
    expect((await nn('inspect', model, '--member', '1')).status).toBe(0);
  });
});
