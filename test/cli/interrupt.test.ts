import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const forever = ['--epochs', '1000000', '--log-every', '1'];

it.each([
  ['Ctrl-C', 'train', 'SIGINT', ['--early-stopping', '0']],
  ['a closed terminal', 'train', 'SIGHUP', ['--early-stopping', '0']],
  ['Ctrl-C', 'gan', 'SIGINT', ['--drop', 'digit']],
] as const)(
  '%s while nn %s runs keeps the weights so far, says so, and ends with 130',
  async (_, command, signal, own) => {
    const cwd = mkdtempSync(path.join(tmpdir(), 'nn-interrupt-'));
    const data = path.join(root, 'fixtures', 'digits.csv');
    const options = [...forever, ...own, '-o', 'm.safetensors'];
    const child = spawn('node', [path.join(root, 'bin', 'nn.js'), command, data, ...options], { cwd });
    let stdout = '';
    let pressed = false;
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      if (pressed || !/^epoch/m.test(chunk.toString())) return;
      pressed = true;
      child.kill(signal);
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(stdout).toMatch(/\(interrupted\)/);
    expect(readdirSync(cwd)).toEqual(['m.safetensors']);
    rmSync(cwd, { recursive: true });
  },
);

/** Starts nn in a folder; `when` is true of what it has said, then it gets a signal. */
async function signalled(
  cwd: string,
  words: readonly string[],
  { when, signal = 'SIGINT' }: { when: (stderr: string) => boolean; signal?: NodeJS.Signals },
) {
  const child = spawn('node', [path.join(root, 'bin', 'nn.js'), ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr, sent] = ['', '', 0];
  const look = setInterval(() => {
    if (sent > 0 || !when(stderr)) return;
    sent = performance.now();
    child.kill(signal);
  }, 20);
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(look);
  return { status, stdout, stderr, ms: performance.now() - sent };
}

const digits = path.join(root, 'fixtures', 'digits.csv');
const long = ['--layers', 'auto,256,256,auto', '--epochs', '5000', '--early-stopping', '0'];

const inFolder = async (work: (cwd: string) => Promise<void>) => {
  const cwd = mkdtempSync(path.join(tmpdir(), 'nn-interrupt-'));
  try {
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
};

it.runIf(process.platform !== 'win32')('Ctrl-C ends a command at once that waits for its data', () =>
  inFolder(async (cwd) => {
    spawnSync('mkfifo', [path.join(cwd, 'p')]);
    const holder = spawn('bash', ['-c', 'exec 3<>p; sleep 60'], { cwd, detached: true });
    const began = performance.now();
    const { status, stderr } = await signalled(cwd, ['train', 'p'], {
      when: () => performance.now() - began > 1500,
    });
    process.kill(-holder.pid!, 'SIGKILL');
    // Null where the machine was too busy for the program to have begun.
    expect([130, null]).toContain(status);
    if (status === 130) expect(stderr).toMatch(/interrupted before there was anything to keep\n$/);
    expect(readdirSync(cwd)).toEqual(['p']);
  }),
);

it('Ctrl-C ends a search that has trials on its threads, and keeps those that are done', () =>
  inFolder(async (cwd) => {
    const search = ['tune', digits, ...long, '--optimizer', 'adam,sgd', '--folder', 't'];
    const none = await signalled(cwd, search, { when: (stderr) => stderr.includes('search:') });
    expect([none.status, none.stderr]).toEqual([130, expect.stringContaining('before there was a model')]);
    // The folder that was made for it held nothing.
    expect(readdirSync(cwd)).toEqual([]);
    const some = await signalled(
      cwd,
      [
        'tune',
        digits,
        '--layers',
        'auto,{4,9000},auto',
        '--epochs',
        '100',
        '--early-stopping',
        '0',
        '--folder',
        'u',
      ],
      { when: (stderr) => stderr.includes('1/2') },
    );
    expect([some.status, some.stderr]).toEqual([
      130,
      expect.stringContaining('interrupted after 1 trial; the same command with --folder u goes on'),
    ]);
    expect(readdirSync(path.join(cwd, 'u')).sort()).toEqual(['model.safetensors', 'trials.json']);
  }));

it('an interrupted cross-validation says of how many folds its figures are', () =>
  inFolder(async (cwd) => {
    const folds = ['train', digits, '--layers', 'auto,8,auto', '--k-fold', '40', '--epochs', '20'];
    const { status, stdout } = await signalled(cwd, folds, { when: (stderr) => stderr.includes(' 2/40') });
    expect([status, stdout]).toEqual([
      130,
      expect.stringMatching(/^interrupted: what follows is of \d+ of 40 folds\n/),
    ]);
  }));

it('nn runs tells a run that was killed from one that runs', () =>
  inFolder(async (cwd) => {
    const stateNow = () =>
      JSON.parse(
        spawnSync('node', [path.join(root, 'bin', 'nn.js'), 'runs', '--json'], { cwd, encoding: 'utf8' })
          .stdout,
      ) as { state: string }[];
    let running: { state: string }[] = [];
    const words = ['train', digits, '--epochs', '1000000', '--early-stopping', '0', '--log-every', '1'];
    const when = (stderr: string) => {
      if (!/^epoch/m.test(stderr)) return false;
      running = stateNow();
      return true;
    };
    await signalled(cwd, words, { when, signal: 'SIGKILL' });
    expect(running).toEqual([expect.objectContaining({ state: 'running' })]);
    expect(stateNow()).toEqual([expect.objectContaining({ state: 'interrupted' })]);
  }));

it.runIf(process.platform !== 'win32')('a reader of -o /dev/stdout that has seen enough is no error', () =>
  inFolder(async (cwd) => {
    const nn = `node ${path.join(root, 'bin', 'nn.js')} train ${digits} --epochs 0 -q -o /dev/stdout`;
    const words = ['-c', `${nn} 2> err | head -c 10 > /dev/null; echo "$PIPESTATUS"; cat err`];
    expect(spawnSync('bash', words, { cwd, encoding: 'utf8' }).stdout).toBe('0\n');
  }),
);
