import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  cpSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { at, endless, expectModel, nn, short, started, text, useFolder } from '../support/folder.ts';
import { nnInside } from '../support/nn.ts';

useFolder();

it('puts the model elsewhere when the folder of the run is gone', async () => {
  const { status, stderr } = await started([...endless, '--checkpoint', '0.2', '--run', 't'], /^epoch/m, () =>
    rmSync(at('t'), { recursive: true }),
  );
  expect(stderr).toMatch(
    /error: t\/checkpoint\.safetensors: cannot be written: .*\nhint: the model is in model\.safetensors of the current folder/,
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
