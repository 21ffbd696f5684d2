import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../support/workspace.ts';

// The program as it is installed, in a folder of its own, where the code that V8 compiles is kept and damaged.

const folder = mkdtempSync(path.join(tmpdir(), 'nn-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const program = path.join(folder, 'bin', 'nn.js');
const beside = path.join(folder, 'dist', 'cache');
const home = path.join(folder, 'home');

for (const name of ['bin', 'dist']) {
  mkdirSync(path.join(folder, name));
  for (const file of readdirSync(path.join(root, name)))
    if (/\.(?:cjs|json|wasm)$|^nn\.js$/.test(file))
      copyFileSync(path.join(root, name, file), path.join(folder, name, file));
}
copyFileSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));

const { XDG_CACHE_HOME: _, HOME: __, NODE_OPTIONS: ___, NODE_EXTRA_CA_CERTS: ____, ...env } = process.env;
const words = ['shape', '[[1,2,3],[4,5,6]]'];

function run(args = words, more: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...env, HOME: home, ...more },
    timeout: 60_000,
  });
  return { stdout, stderr, status, signal };
}

const right = run(words, { NN_CODE_CACHE: '0' });

/** The file in which the code of the command is kept. */
const cacheIn = (place: string) =>
  path.join(
    place,
    readdirSync(place).find((name) => name.startsWith('shape-'))!,
  );

beforeEach(() => {
  rmSync(beside, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
});

describe('the code that V8 compiles', () => {
  it('is kept beside the program after the first run, and the answer is the same', () => {
    expect(right).toMatchObject({ status: 0, stderr: '', signal: null });
    // The second run leaves what its functions were compiled to.
    for (let i = 0; i < 2; i++) expect(run()).toEqual(right);
    const file = cacheIn(beside);
    const { mtimeMs, size } = statSync(file);
    expect(size).toBeGreaterThan(10_000);
    expect(run()).toEqual(right);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(beside)).toHaveLength(1);
  });

  it('is not kept when the command fails or is unknown', () => {
    expect(run(['shape', 'nowhere.npy']).status).toBe(2);
    expect(run(['nonsense']).status).toBe(2);
    expect(() => readdirSync(beside)).toThrow('ENOENT');
  });

  it('is taken as it was only: bits turned, bytes missing, others in their place', () => {
    run();
    run();
    const file = cacheIn(beside);
    const whole = readFileSync(file);
    const damaged = [
      ...Array.from({ length: 8 }, (_, i) => {
        const copy = Buffer.from(whole);
        copy[Math.floor(((i + 0.5) * whole.length) / 8)] ^= 1 << i;
        return copy;
      }),
      whole.subarray(0, 100_000),
      Buffer.alloc(whole.length),
      Buffer.from('{}'),
    ];
    for (const bytes of damaged) {
      writeFileSync(file, bytes);
      expect(run()).toEqual(right);
      // It was made anew.
      expect(readFileSync(file).length).toBeGreaterThan(100_000);
    }
  });

  it.runIf(process.platform !== 'win32')('is not taken where others may write', () => {
    run();
    const file = cacheIn(beside);
    writeFileSync(file, 'something else');
    for (const [place, mode] of [
      [file, 0o666],
      [beside, 0o777],
    ] as const) {
      const before = statSync(place).mode;
      chmodSync(place, mode);
      expect(run()).toEqual(right);
      chmodSync(place, before);
    }
  });

  it('is kept for the user where the folder of the program takes nothing, and needs no place at all', () => {
    writeFileSync(beside, '');
    expect(run()).toEqual(right);
    expect(readdirSync(path.join(home, '.cache', 'nn'))).toHaveLength(1);
    expect(run()).toEqual(right);
    expect(run(words, { XDG_CACHE_HOME: path.join(home, 'caches') })).toEqual(right);
    expect(readdirSync(path.join(home, 'caches', 'nn'))).toHaveLength(1);
    rmSync(home, { recursive: true });
    for (const nowhere of [
      { HOME: '/proc/nowhere' },
      { HOME: path.join(home, 'not', 'there') },
      { HOME: '' },
    ])
      expect(run(words, nowhere)).toEqual(right);
    expect(statSync(beside).size).toBe(0);
  });

  it('is that of other flags for other flags', () => {
    run();
    expect(run(words, { NODE_OPTIONS: '--max-old-space-size=200' })).toEqual(right);
    expect(readdirSync(beside)).toHaveLength(2);
  });

  it('may be made by several processes at once', async () => {
    const file = promisify(execFile);
    const all = Array.from({ length: 6 }, () =>
      file(process.execPath, [program, ...words], { env: { ...env, HOME: home } }),
    );
    for (const { stdout, stderr } of await Promise.all(all))
      expect({ stdout, stderr }).toEqual({ stdout: right.stdout, stderr: '' });
    expect(readdirSync(beside)).toHaveLength(1);
    expect(run()).toEqual(right);
  });

  it('is taken after a command that opened WebAssembly, which sets a flag in Node.js 20', () => {
    const train = ['train', path.join(root, 'fixtures', 'iris.csv'), '--epochs', '2', '--seed', '1', '-q'];
    const model = ['--force', '-o', path.join(folder, 'iris.safetensors')];
    for (let i = 0; i < 2; i++) expect(run([...train, ...model]).status).toBe(0);
    const file = path.join(
      beside,
      readdirSync(beside).find((name) => name.startsWith('train-'))!,
    );
    const { mtimeMs } = statSync(file);
    expect(run([...train, ...model]).status).toBe(0);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });
});
