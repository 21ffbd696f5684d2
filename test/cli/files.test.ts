import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseSafetensors } from '../../src/formats/safetensors.ts';
import { nnInside, program } from '../support/nn.ts';
import { root } from '../support/workspace.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-files-'));
  cpSync(path.join(root, 'fixtures', 'iris.csv'), path.join(cwd, 'iris.csv'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const nn = (...args: string[]) => nnInside(args, { cwd });
const at = (...names: string[]) => path.join(cwd, ...names);
const text = (...names: string[]) => readFileSync(at(...names), 'utf8');
const expectModel = (...names: string[]) => parseSafetensors(readFileSync(at(...names)), names.join('/'));

/** A small network, and its data. */
const short = ['train', 'iris.csv', '--layers', 'auto,2,auto', '--epochs', '2', '-q'];
/** The same until it is stopped. */
const endless = [...short.slice(0, 4), '--epochs', '1000000', '--early-stopping', '0', '--log-every', '1'];

/** Runs the program as a process, and does something when it has said something on stderr that matches. */
function started(args: readonly string[], word: RegExp, then: (child: ReturnType<typeof spawn>) => void) {
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

it('goes on training when who reads stderr goes away', async () => {
  const { status } = await started(
    [
      'train',
      'iris.csv',
      '--epochs',
      '300',
      '--early-stopping',
      '0',
      '--log-every',
      '1',
      '-o',
      'm.safetensors',
    ],
    /epoch/,
    (child) => child.stderr?.destroy(),
  );
  expect(status).toBe(0);
  expectModel('m.safetensors');
});

it.each(['2>&-', '>&- 2>&- <&-'])('trains with closed streams: %s', (closed) => {
  const line = `exec node '${program}' train iris.csv --epochs 2 -o m.safetensors ${closed}`;
  expect(spawnSync('sh', ['-c', line], { cwd }).status).toBe(0);
  expectModel('m.safetensors');
});

it('writes a model of many epochs and of what it says about them', async () => {
  // Data that are spread into a call overflow the stack at some 120,000.
  const epochs = '130000';
  writeFileSync(at('xor.csv'), 'a,b,c\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n');
  const line = [
    'train',
    'xor.csv',
    '--layers',
    'auto,2,auto',
    '--batch-size',
    'full',
    '--early-stopping',
    '0',
    '-q',
  ];
  expect((await nn(...line, '--epochs', epochs, '--run', 'long')).status).toBe(0);
  for (const command of ['diagnose', 'report'])
    expect((await nn(command, 'long', ...(command === 'report' ? ['-o', 'long.html'] : []))).stderr).toBe('');
}, 120_000);

it('writes beside a name that was taken meanwhile, and says so', async () => {
  const { status, stderr } = await started([...endless, '-o', 'm.safetensors'], /^epoch/m, (child) => {
    writeFileSync(at('m.safetensors'), 'of someone else');
    child.kill('SIGINT');
  });
  expect(status).toBe(130);
  expect(stderr).toContain('m.safetensors came into being meanwhile and is left alone: see m-1.safetensors');
  expect(text('m.safetensors')).toBe('of someone else');
  expectModel('m-1.safetensors');
});

it('two that write the same name at once both keep their model', async () => {
  const line = [...short, '-o', 'm.safetensors'];
  const all = await Promise.all([1, 2, 3].map(() => started(line, /^$/, () => {})));
  const won = readdirSync(cwd).filter((name) => name.endsWith('.safetensors'));
  // Those that came too late even to begin say that it exists.
  expect(won).toHaveLength(all.filter(({ status }) => status === 0).length);
  expect(all.filter(({ stderr }) => stderr === '')).toHaveLength(1);
  for (const name of won) expectModel(name);
});

it('puts a model whose folder is gone where it can, and says where', async () => {
  mkdirSync(at('gone'));
  const { status, stderr } = await started([...endless, '-o', 'gone/m.safetensors'], /^epoch/m, (child) => {
    rmSync(at('gone'), { recursive: true });
    child.kill('SIGTERM');
  });
  expect(stderr).toMatch(/error: gone\/m\.safetensors: cannot be written: .*\nhint: the model is in \S+/);
  expect(status).toBe(2);
  const [, name = ''] = /the model is in (\S+)/.exec(stderr) ?? [];
  parseSafetensors(readFileSync(path.resolve(cwd, name)), name);
  rmSync(path.resolve(cwd, name));
});

it('puts the model elsewhere when the folder of the run is gone', async () => {
  const { status, stderr } = await started([...endless, '--checkpoint', '0.2', '--run', 't'], /^epoch/m, () =>
    rmSync(at('t'), { recursive: true }),
  );
  expect(stderr).toMatch(
    /error: t\/checkpoint\.safetensors: cannot be written: .*\nhint: the model is in model\.safetensors/,
  );
  expect(status).toBe(2);
  expectModel('model.safetensors');
});

it('lets one process at a time write in a run folder', async () => {
  let second: Awaited<ReturnType<typeof nn>> | undefined;
  const first = started([...endless, '--run', 't'], /^epoch/m, (child) => {
    void (async () => {
      second = await nn('train', '--resume', 't', '--epochs', '3');
      child.kill('SIGINT');
    })();
  });
  expect((await first).status).toBe(130);
  expect(second?.stderr).toMatch(/error: t: this folder is in use: process \d+ writes in it/);
  expect(second?.status).toBe(2);
  expect(readdirSync(at('t')).sort()).toEqual([
    'checkpoint.safetensors',
    'history.csv',
    'model.safetensors',
    'run.json',
  ]);
});

it.each([
  ['of a process that is gone', { pid: 2 ** 22 + 1, host: hostname() }],
  ['of an earlier process of the same id', { pid: 1, host: hostname(), start: 'long ago' }],
  ['that says nothing', undefined],
])('takes over a lock %s, and removes what it left', async (_, holder) => {
  expect((await nn(...short, '--run', 't')).status).toBe(0);
  writeFileSync(at('t', 'lock'), holder ? JSON.stringify(holder) : '');
  writeFileSync(at('t', '.model.safetensors.4194305-0000-0123456789ab.tmp'), 'half');
  writeFileSync(at('t', '.model.safetensors.4194305.tmp'), 'half');
  const resumed = await nn('train', '--resume', 't', '--epochs', '3');
  expect(resumed.status).toBe(0);
  expect(resumed.stderr.match(/is gone: goes on from what it left/g)).toHaveLength(1);
  expect(readdirSync(at('t')).sort()).toEqual([
    'checkpoint.safetensors',
    'history.csv',
    'model.safetensors',
    'run.json',
  ]);
});

it('leaves a lock of another machine alone', async () => {
  expect((await nn(...short, '--run', 't')).status).toBe(0);
  writeFileSync(at('t', 'lock'), JSON.stringify({ pid: 1, host: 'elsewhere' }));
  const refused = await nn('train', '--resume', 't');
  expect(refused.stderr).toMatch(
    /process 1 on elsewhere writes in it\nhint: if that process is gone: rm t\/lock/,
  );
  expect(refused.status).toBe(2);
});

it('makes a folder for each of twelve trainings at once', async () => {
  const line = ['train', 'iris.csv', '--layers', 'auto,2,auto', '--epochs', '1', '-q'];
  const all = await Promise.all(
    Array.from({ length: 12 }, (_, i) => started([...line, '--seed', `${i}`], /^$/, () => {})),
  );
  expect(all.map(({ status, stderr }) => [status, stderr])).toEqual(all.map(() => [0, '']));
  const runs = readdirSync(at('runs'));
  const seeds = runs.map((run) => (JSON.parse(text('runs', run, 'run.json')) as { seed: number }).seed);
  expect(seeds.sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
}, 120_000);

it.each(['model.safetensors', 'history.csv', 'checkpoint.safetensors', 'run.json', 'lock'])(
  'does not write through a link in a run folder: %s',
  async (name) => {
    expect((await nn(...short, '--run', 't')).status).toBe(0);
    const content = existsSync(at('t', name)) ? readFileSync(at('t', name)) : 'of someone else';
    writeFileSync(at('victim'), content);
    rmSync(at('t', name), { force: true });
    symlinkSync(at('victim'), at('t', name));
    await nn('train', '--resume', 't', '--epochs', '4', '-q');
    expect(readFileSync(at('victim')).equals(Buffer.from(content))).toBe(true);
    if (name !== 'lock') expect(lstatSync(at('t', name)).isSymbolicLink()).toBe(false);
  },
);

it('does not write through a link that has the name of a temporary file', async () => {
  writeFileSync(at('victim'), 'of someone else');
  // The name that earlier versions took.
  symlinkSync(at('victim'), at(`.m.safetensors.${process.pid}.tmp`));
  expect((await nn(...short, '-o', 'm.safetensors')).status).toBe(0);
  expect(text('victim')).toBe('of someone else');
});

it.each([
  ['output', '../victim.conf'],
  ['output', 'victim.conf'],
  ['history', '../victim.conf'],
])('a run folder has no say about files outside of it: %s %s', async (option, file) => {
  mkdirSync(at('here'));
  cpSync(at('iris.csv'), at('here', 'iris.csv'));
  writeFileSync(at('here', file), 'of someone else');
  const inside = (...args: string[]) => nnInside(args, { cwd: at('here') });
  expect((await inside(...short, '--run', 't')).status).toBe(0);
  const record = JSON.parse(text('here', 't', 'run.json')) as { options: Record<string, unknown> };
  const stored = { ...record, options: { ...record.options, [option]: file, force: true } };
  writeFileSync(at('here', 't', 'run.json'), JSON.stringify(stored));
  const refused = await inside('train', '--resume', 't', '--epochs', '3');
  expect(refused.stderr).toContain(`run.json says that this run writes ${file}, outside of its folder`);
  expect(refused.status).toBe(2);
  expect((await inside('replay', 't', '-q')).status).toBe(0);
  expect(text('here', file)).toBe('of someone else');
  // Words given now count, and --trust.
  const own = option === 'output' ? ['-o', 'mine.safetensors'] : ['--history', 'mine.csv'];
  expect((await inside('train', '--resume', 't', '--epochs', '3', ...own)).status).toBe(0);
});

it('the words of a run of 0.1.0 have no say about them either', async () => {
  writeFileSync(at('victim'), 'of someone else');
  expect((await nn(...short, '--run', 't')).status).toBe(0);
  const { source: _, options: __, ...record } = JSON.parse(text('t', 'run.json')) as Record<string, unknown>;
  for (const words of [
    ['-ovictim', '--force'],
    ['-qo', 'victim', '--force'],
    ['--output=victim', '--force'],
  ]) {
    const stored = { ...record, arguments: [...short, ...words] };
    writeFileSync(at('t', 'run.json'), JSON.stringify(stored));
    await nn('replay', 't', '-q');
    await nn('train', '--resume', 't', '--epochs', '5', '-q');
    expect(text('victim')).toBe('of someone else');
  }
});

it('reads data outside of the current folder only where it is what the run began with', async () => {
  mkdirSync(at('here'));
  const inside = (...args: string[]) => nnInside(args, { cwd: at('here') });
  expect((await inside('train', '../iris.csv', ...short.slice(2), '--run', 't')).status).toBe(0);
  expect((await inside('train', '--resume', 't', '--epochs', '3', '-q')).status).toBe(0);
  writeFileSync(at('iris.csv'), text('iris.csv').replace('5.1', '5.2'));
  for (const words of [
    ['train', '--resume', 't'],
    ['replay', 't'],
  ]) {
    const refused = await inside(...words);
    expect(refused.stderr).toMatch(/iris.csv: run.json names this file outside of the current folder/);
    expect(refused.status).toBe(2);
  }
  expect((await inside('replay', 't', '--trust', '-q')).status).toBe(0);
});

it.each([241, 255])('writes files whose names have %i bytes', async (length) => {
  const name = `${'ä'.repeat(50)}${'m'.repeat(length - 112)}.safetensors`;
  expect(Buffer.byteLength(name)).toBe(length);
  expect((await nn(...short, '-o', name)).stderr).toBe('');
  expect((await nn(...short, '-o', name, '--force')).stderr).toBe('');
  expect(readdirSync(cwd).sort()).toEqual(['iris.csv', name]);
});

it('says at the beginning that a name is too long', async () => {
  const { status, stderr } = await nn(...short, '-o', 'm'.repeat(256));
  expect([status, stderr]).toEqual([2, expect.stringMatching(/the name is longer than 255 bytes/)]);
});

it('removes what a killed process left beside a file, at the next start', async () => {
  expect((await nn(...short, '-o', 'm.safetensors')).status).toBe(0);
  const [header, ...rows] = text('iris.csv').trim().split('\n');
  const many = Array.from({ length: 1500 }, () => rows.join('\n'));
  writeFileSync(at('big.csv'), [header, ...many, ''].join('\n'));
  const child = spawn('node', [program, 'predict', 'm.safetensors', 'big.csv', '-o', 'p.csv', '-q'], { cwd });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const half = () => readdirSync(cwd).some((name) => name.endsWith('.tmp'));
  while (!half() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill('SIGKILL');
  await closed;
  expect(half()).toBe(true);
  const next = spawnSync('node', [program, 'predict', 'm.safetensors', 'iris.csv', '-o', 'q.csv', '-q'], {
    cwd,
  });
  expect(next.status).toBe(0);
  expect(readdirSync(cwd).sort()).toEqual(['big.csv', 'iris.csv', 'm.safetensors', 'q.csv']);
}, 60_000);

it('says that a folder of runs cannot be read', async () => {
  writeFileSync(at('runs'), '');
  const { status, stderr } = await nn('runs');
  expect([status, stderr]).toEqual([2, 'error: runs: this is no folder\n']);
});

it('quotes the name of a folder in what it says to type', async () => {
  const { stderr } = await started([...endless, '--run', 'x;y z'], /^epoch/m, (child) =>
    child.kill('SIGINT'),
  );
  expect(stderr).toContain("resume with: nn train --resume 'x;y z'");
});

it.each([
  ['open files', 'ulimit -n 25', /too many open files|may open no more files/],
  ['address space', 'ulimit -v 4000000', /not enough memory/],
])('says in one line that there are not enough %s', (_, limit, reason) => {
  const line = `${limit}; exec node '${program}' train iris.csv --epochs 2 -q --run t`;
  const { status, stderr } = spawnSync('bash', ['-c', line], { cwd, encoding: 'utf8' });
  expect([status, stderr.match(/^error:/gm)?.length, stderr.split('\n').length]).toEqual([2, 1, 2]);
  expect(stderr).toMatch(reason);
  expect(existsSync(at('t', 'model.safetensors'))).toBe(false);
});

it('says that a table is larger than the heap, before V8 ends the process', () => {
  const rows = Array.from(
    { length: 250_000 },
    (_, i) => `word number ${i} of many,another one ${i},${i % 7}`,
  );
  writeFileSync(at('words.csv'), ['a,b,c', ...rows, ''].join('\n'));
  const { status, stderr } = spawnSync('node', [program, 'shape', 'words.csv'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=64' },
  });
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/^error: words.csv: there is not enough memory/),
  ]);
});
