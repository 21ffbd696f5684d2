import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nnInside } from '../support/nn.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-config-'));
  writeFileSync(
    path.join(cwd, 'iris.csv'),
    readFileSync(new URL('../../fixtures/iris.csv', import.meta.url)),
  );
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** Runs a command line with a file of arguments. */
async function withConfig(config: string, line: string) {
  writeFileSync(path.join(cwd, 'rc'), config);
  return nnInside(line.split(' '), { cwd, env: { NN_CONFIG: 'rc' } });
}

const stored = (run: string) =>
  JSON.parse(readFileSync(path.join(cwd, run, 'run.json'), 'utf8')) as {
    readonly options: Readonly<Record<string, unknown>>;
    readonly origins?: readonly { readonly source: string; readonly options: readonly string[] }[];
  };

it('gives its options to the commands that have them, below those of the command line', async () => {
  const config = '\uFEFF# mine\r\n--epochs=2\r\n\r\n--lr\r\n0.02\r\n--sort=date\n-q\n--no-shuffle\n';
  const { status, stderr } = await withConfig(config, 'train iris.csv --epochs 3');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { options, origins } = stored('runs/iris-1');
  expect(options).toEqual({ epochs: '3', learning_rate: '0.02', shuffle: false });
  expect(origins).toEqual([{ source: 'rc', options: ['learning_rate', 'shuffle'] }]);
  expect((await withConfig(config, 'shape [1,2]')).status).toBe(0);
});

it('says with --verbose what comes from it', async () => {
  const { stderr } = await withConfig('--seed=7\n--epochs=2', 'gen-spiral 2 2 -v');
  expect(stderr).toBe('from rc: --seed 7\n');
});

it('an option takes the place of its alternatives', async () => {
  await withConfig('--layers=auto,9,auto\n--epochs=1', 'train iris.csv --model mlp -q');
  expect(stored('runs/iris-1').options).toEqual({ epochs: '1', model: 'mlp' });
});

it('leaves a run that is resumed or replayed as it was', async () => {
  await withConfig('', 'train iris.csv --epochs 2 -q');
  const config = '--seed=3\n--layers=auto,4,auto\n--epochs=9';
  expect((await withConfig(config, 'replay runs/iris-1 --verify')).status).toBe(0);
  const { status, stderr } = await withConfig(config, 'train --resume runs/iris-1 --epochs 3');
  expect(stderr).toContain('epoch 2');
  expect(status).toBe(0);
});

it.each([
  ['--epohcs=5', 'rc:1: no command has the option --epohcs', '--epochs'],
  ['# a\n\niris.csv', 'rc:3: expected an option, found "iris.csv"', '--epochs=50'],
  ['--seed=1\n--epochs=x', 'rc:2: --epochs: expected a whole number, found "x"', ''],
  ['--seed', 'rc:1: nn train: option --seed needs a value', ''],
  ['--activation=rellu', 'rc:1: --activation: expected', '"relu"'],
  ['--', 'rc:1: expected an option, found "--"', ''],
  ['--epochs 5', 'rc:1: expected one argument, found "--epochs 5"', '--epochs=5'],
  ['--epochs=5\0', 'rc: NN_CONFIG names a file that is no text', ''],
])('%j is an error that names its line', async (config, message, hint) => {
  const { status, stderr } = await withConfig(config, 'train iris.csv');
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain(hint);
});

it('says that the file is not there', async () => {
  const { status, stderr } = await nnInside(['shape', '[1]'], { cwd, env: { NN_CONFIG: 'none/rc' } });
  expect(status).toBe(2);
  expect(stderr).toContain('none/rc: NN_CONFIG names a file that cannot be read: there is none');
});

it('--like takes options and data of a run, below those of the command line; the file has no say in them', async () => {
  await withConfig('', 'train iris.csv --epochs 2 --layers auto,9,auto --seed 5 -q');
  const { status } = await withConfig('--epochs=7\n--dropout=0.1', 'train --like runs/iris-1 --model mlp -q');
  expect(status).toBe(0);
  const { options, origins } = stored('runs/iris-2');
  expect(options).toEqual({ epochs: '2', seed: '5', model: 'mlp' });
  expect(origins).toEqual([{ source: 'runs/iris-1', options: ['epochs', 'seed'] }]);
  expect((await withConfig('', 'replay runs/iris-2 --verify')).status).toBe(0);
});

it('--like reads nothing outside of the folder that only run.json names', async () => {
  await withConfig('', 'train iris.csv --epochs 1 -q');
  const file = path.join(cwd, 'runs/iris-1/run.json');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('"source": "iris.csv"', '"source": "../../etc/passwd"'),
  );
  const { status, stderr } = await withConfig('', 'train --like runs/iris-1');
  expect(status).toBe(2);
  expect(stderr).toContain('outside of the current folder');
  const other = await withConfig('', 'train iris.csv --like runs/iris-1 -q');
  expect(other.status).toBe(0);
});

it('--like and --resume contradict each other', async () => {
  const { status, stderr } = await withConfig('', 'train --like runs/a --resume runs/b');
  expect(status).toBe(2);
  expect(stderr).toContain('do not go together');
});

it('a search does not replace the model of a run', async () => {
  await withConfig('', 'train iris.csv --epochs 1 -q --run r');
  const { status, stderr } = await withConfig('', 'tune iris.csv --dropout 0,0.1 --epochs 1 -q --folder r');
  expect(status).toBe(2);
  expect(stderr).toContain('--folder r holds another model');
});
