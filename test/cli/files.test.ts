import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseSafetensors } from '../../src/formats/safetensors.ts';
import { at, cwd, endless, expectModel, nn, short, started, text, useFolder } from '../support/folder.ts';
import { program } from '../support/nn.ts';

useFolder();

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
  ['open files', 'ulimit -n 22', 'tune iris.csv --dropout 0,0.1 --folder t', /may open no more files/],
  ['address space', 'ulimit -v 4000000', 'train iris.csv --run t', /not enough memory/],
])('says in one line that there are not enough %s', (_, limit, asked, reason) => {
  const line = `${limit}; exec node '${program}' ${asked} --epochs 2 -q`;
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
