import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSafetensors } from '../../src/formats/safetensors.ts';
import { decodeCheckpoint } from '../../src/train/checkpoint.ts';
import { faultyDisk } from '../support/faultyDisk.ts';
import { nnInside } from '../support/nn.ts';
import { root } from '../support/workspace.ts';

let home = '';
let cwd = '';
beforeAll(() => {
  home = process.cwd();
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-faults-'));
  cpSync(path.join(root, 'fixtures', 'iris.csv'), path.join(cwd, 'iris.csv'));
});
afterAll(() => {
  process.chdir(home);
  rmSync(cwd, { recursive: true, force: true });
});

const nn = (args: readonly string[], disk?: ReturnType<typeof faultyDisk>) =>
  nnInside(args, { cwd, ...(disk && { disk: disk.disk }) });
const bytes = (...names: string[]) => readFileSync(path.join(cwd, ...names));
const there = (...names: string[]) => existsSync(path.join(cwd, ...names));
const remove = (name: string) => rmSync(path.join(cwd, name), { recursive: true, force: true });

/** Expects that every file of a run that has its name is whole. */
function expectWhole(run: string): void {
  JSON.parse(bytes(run, 'run.json').toString());
  if (there(run, 'model.safetensors')) parseSafetensors(bytes(run, 'model.safetensors'), 'model');
  if (there(run, 'checkpoint.safetensors'))
    decodeCheckpoint(bytes(run, 'checkpoint.safetensors'), 'checkpoint');
}

/** Expects one error and exit code 2, or none and 0 where the call that failed was of no consequence. */
function expectOneError({ stderr, status }: Awaited<ReturnType<typeof nn>>, call: string | undefined): void {
  const errors = stderr.split('\n').filter((line) => line.startsWith('error:'));
  expect([status, errors.length, stderr], call).toEqual([status === 0 ? 0 : 2, status === 0 ? 0 : 1, stderr]);
  expect(stderr, call).not.toMatch(/nn itself failed|\n {4}at /);
}

/** Calls a function with disks of which the first, the second, … call fails, until none does. */
async function eachFault(
  code: string,
  stays: boolean,
  run: (disk: ReturnType<typeof faultyDisk>) => Promise<void>,
): Promise<number> {
  for (let n = 1; ; n++) {
    const disk = faultyDisk(n, code, stays);
    await run(disk);
    if (disk.failed() === undefined) return n - 1;
  }
}

const train = ['train', 'iris.csv', '--layers', 'auto,2,auto', '--early-stopping', '0', '-q'];
/** A checkpoint after every epoch. */
const often = ['--checkpoint', '0.000001'];

/** `FAULTS=all` lets the calls of longer runs fail, and of searches: minutes instead of seconds. */
const ALL = process.env.FAULTS === 'all';

/** Whether all calls after the one that fails do so too. */
const manners = [
  ['once', false],
  ['from then on', true],
] as const;

describe('each call of the file system that fails', () => {
  it('once ends a run with checkpoints with one error, and what it left ends in the same bits', async () => {
    const all = [...train, ...often, '--epochs', ALL ? '20' : '1', '--run'];
    expect((await nn([...all, 'whole'])).status).toBe(0);
    const faults = await eachFault('ENOSPC', false, async (disk) => {
      const run = await nn([...all, 'cut'], disk);
      expectOneError(run, disk.failed());
      expect(run.status === 0 && !there('cut'), disk.failed()).toBe(false);
      if (!there('cut')) return;
      expectWhole('cut');
      const resumed = await nn(['train', '--resume', 'cut', '-q']);
      expect([resumed.status, resumed.stderr], disk.failed()).toEqual([0, '']);
      for (const file of ['model.safetensors', 'history.csv'])
        expect(bytes('cut', file).equals(bytes('whole', file)), `${disk.failed()}: ${file}`).toBe(true);
      // Nothing temporary is left.
      expect(readdirSync(path.join(cwd, 'cut')).sort(), disk.failed()).toEqual(
        readdirSync(path.join(cwd, 'whole')).sort(),
      );
      remove('cut');
    });
    expect(faults).toBeGreaterThan(25);
    remove('whole');
  });

  it('from then on ends a resumed run with one error, and what was there can be resumed again', async () => {
    expect((await nn([...train, '--epochs', '1', '--run', 'before'])).status).toBe(0);
    const more = ['train', '--resume', 'part', '-q', '--epochs', '2'];
    const again = () => cpSync(path.join(cwd, 'before'), path.join(cwd, 'part'), { recursive: true });
    again();
    expect((await nn(more)).status).toBe(0);
    const model = bytes('part', 'model.safetensors');
    await eachFault('EIO', true, async (disk) => {
      remove('part');
      again();
      expectOneError(await nn(more, disk), disk.failed());
      expectWhole('part');
      const resumed = await nn(more);
      expect([resumed.status, resumed.stderr], disk.failed()).toEqual([0, '']);
      expect(bytes('part', 'model.safetensors').equals(model), disk.failed()).toBe(true);
    });
    for (const name of ['part', 'before']) remove(name);
  });

  it.runIf(ALL)(
    'once ends a search with one error, which goes on from the trials that were done',
    async () => {
      const search = [
        'tune',
        'iris.csv',
        '--optimizer',
        'adam,sgd',
        '--epochs',
        '1',
        '--threads',
        '1',
        '-q',
        '--folder',
      ];
      expect((await nn([...search, 'whole'])).status).toBe(0);
      const model = bytes('whole', 'model.safetensors');
      await eachFault('EDQUOT', false, async (disk) => {
        expectOneError(await nn([...search, 't'], disk), disk.failed());
        expect((await nn([...search, 't'])).status, disk.failed()).toBe(0);
        expect(bytes('t', 'model.safetensors').equals(model), disk.failed()).toBe(true);
        remove('t');
      });
      remove('whole');
    },
  );

  it.each(manners)(
    '%s ends a model by -o and rows of nn predict with one error, and leaves what was there',
    async (_, stays) => {
      const model = [...train, '--epochs', '1', '-o'];
      expect((await nn([...model, 'm.safetensors'])).status).toBe(0);
      const made = (name: string) => /^n.*\.safetensors$/.test(name);
      await eachFault('EROFS', stays, async (disk) => {
        const run = await nn([...model, 'n.safetensors'], disk);
        expectOneError(run, disk.failed());
        const found = readdirSync(cwd).filter(made);
        // A call that fails once loses nothing: the model is in its place, or where the hint says.
        if (!stays) expect(found.length, `${disk.failed()}: ${run.stderr}`).toBeGreaterThan(0);
        for (const name of found) {
          parseSafetensors(bytes(name), name);
          remove(name);
        }
      });
      const predict = ['predict', 'm.safetensors', 'iris.csv', '-o', 'p.csv', '--force', '-q'];
      expect((await nn(predict)).status).toBe(0);
      const rows = bytes('p.csv').toString();
      await eachFault('EIO', stays, async (disk) => {
        writeFileSync(path.join(cwd, 'p.csv'), 'what was there');
        expectOneError(await nn(predict, disk), disk.failed());
        expect(['what was there', rows], disk.failed()).toContain(bytes('p.csv').toString());
      });
      for (const name of ['m.safetensors', 'p.csv']) remove(name);
    },
  );
});
