import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { parseSafetensors } from '../src/formats/safetensors.ts';
import { globalOptions } from '../src/options/globals.ts';
import { trainOptions } from '../src/options/train.ts';
import { camelCase, camelKeys, snakeCase, snakeKeys } from '../src/util/snakeCase.ts';
import { nn, nnInside } from './support/nn.ts';

const cases = fileURLToPath(new URL('cases/', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const textOf = (...parts: string[]) => {
  const file = path.join(...parts);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

/** Names of columns and of tensors: they are the user's, and stay as they are. */
const isData = new Set(['toString', '__proto__']);

/** Keys of JSON in camelCase. */
const odd = (text: string) =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)" *:/g)]
    .map(([, key]) => key)
    .filter((key) => !isData.has(key) && /[a-z][A-Z]/.test(key));

const named = readdirSync(cases, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: command }) => readdirSync(path.join(cases, command)).map((name) => ({ command, name })))
  .map(({ command, name }) => ({ name: `${command}/${name}`, line: textOf(cases, command, name, 'cmd') }));
const json = named.filter(({ line }) => /--json|jsonl?\b/.test(line));

describe('the keys of JSON are in snake_case', () => {
  it.each(json)('$name', ({ name }) => {
    expect(odd(textOf(cases, name, 'stdout') + textOf(cases, name, 'stderr'))).toEqual([]);
  });

  it('of nn doctor', () => {
    const { stdout } = nn(['doctor', '--json']);
    expect(stdout).toContain('"large_products":');
    expect(odd(stdout)).toEqual([]);
  });

  it('and every command that gives data has a case', () => {
    const having = (command: string) =>
      json.some(({ line }) =>
        new RegExp(`nn ${command}\\b[^;|&]*(--json|--format jsonl?|--as json)`).test(line),
      );
    const without = commands.map(({ name }) => name).filter((name) => !having(name));
    const generators = without.filter((name) => name.startsWith('gen-'));
    expect(generators.length).toBeLessThan(commands.filter(({ name }) => name.startsWith('gen-')).length);
    expect(without.filter((name) => !generators.includes(name))).toEqual(['doctor']);
  });
});

describe('what a run stores', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'nn-keys-'));
    const options = [
      '--layers',
      '4,5:bias_l1=0.1:max_norm=3,3',
      '--epochs',
      '2',
      '--test-split',
      '0.1',
      '-q',
    ];
    await nnInside(['train', `${fixtures}iris.csv`, ...options, '--run', `${folder}/a`]);
    const search = ['--learning-rate', '0.01,0.1', '--epochs', '2', '-q', '--folder', `${folder}/t`];
    await nnInside(['tune', `${fixtures}iris.csv`, ...search]);
    const series = ['--time', 'month', '--window', '12', '--epochs', '2', '-q', '--run', `${folder}/s`];
    await nnInside(['train', `${fixtures}air-passengers.csv`, ...series]);
    const text = ['--target', 'book', '--text', '--epochs', '1', '-q', '--run', `${folder}/x`];
    await nnInside(['train', `${fixtures}verses.csv`, ...text]);
    const gan = ['--epochs', '1', '-q', '-o', `${folder}/g.safetensors`];
    await nnInside(['gan', `${fixtures}iris.csv`, ...gan]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has keys in snake_case, in every file', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const names = files.filter((name) => /\.(json|jsonl|safetensors)$/.test(name));
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      const bytes = new Uint8Array(readFileSync(path.join(folder, name)));
      const text = name.endsWith('.safetensors')
        ? Object.values(parseSafetensors(bytes, name).metadata).join('\n')
        : new TextDecoder().decode(bytes);
      expect(odd(text), name).toEqual([]);
    }
  });

  it('is read back by the names of code', async () => {
    const { stdout } = await nnInside(['summary', `${folder}/a/model.safetensors`, '--as', 'string']);
    expect(stdout).toBe('4,5:bias_l1=0.1:max_norm=3,relu,3,softmax\n');
    const { stdout: runs } = await nnInside(['runs', `${folder}/a`, '--json']);
    expect(JSON.parse(runs)).toMatchObject([{ epochs: 2, learning_rate: 0.01, state: 'finished' }]);
  });
});

describe('names of code and of JSON', () => {
  it.each(Object.keys({ ...trainOptions, ...globalOptions }))('--%s has both', (name) => {
    expect(camelCase(snakeCase(name))).toBe(name);
    expect(camelCase(name)).toBe(name);
  });
  it('are put for each other at every depth', () => {
    const value = { biasL1: 1, list: [{ maxNorm: 2 }, 'biasL1'], none: null };
    const stored = { bias_l1: 1, list: [{ max_norm: 2 }, 'biasL1'], none: null };
    expect(snakeKeys(value)).toEqual(stored);
    expect(camelKeys(stored)).toEqual(value);
    expect(camelKeys(value)).toEqual(value);
  });
  it('never where they are data', () => {
    const byColumn: Record<string, number> = { petalLength: 1 };
    // @ts-expect-error: a record by names of columns is no record of fixed names
    expect(snakeKeys({ byColumn })).toBeDefined();
  });
});
