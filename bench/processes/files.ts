import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { mutated } from '../fuzz/mutate.ts';
import type { Random } from '../fuzz/random.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = path.join(root, 'bin', 'nn.js');

/** Names that programs stumble over. */
const NAMES = [
  'a b.csv',
  '-x.csv',
  '$(id).csv',
  'é漢.csv',
  "it's.csv",
  'x\ny.csv',
  '[1,2].csv',
  'n.tar.gz',
  '.hidden',
  'UP.CSV',
  'a:b.npy',
];

/** A few rows of what ships, of every format that is read, a model, and a run. */
export function makeCorpus(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => path.join(folder, name);
  const fixture = (...names: string[]) => path.join(root, 'fixtures', ...names);
  for (const name of ['iris.csv', 'air-passengers.csv', 'genesis.txt', 'arrays.npz'])
    cpSync(fixture(name), at(name));
  for (const name of ['iris.xlsx', 'iris.parquet', 'iris.arrow']) cpSync(fixture('tables', name), at(name));
  const lines = readFileSync(fixture('digits.csv'), 'utf8').split('\n');
  writeFileSync(at('digits.csv'), `${lines.slice(0, 200).join('\n')}\n`);
  writeFileSync(at('iris.csv.gz'), gzipSync(readFileSync(at('iris.csv'))));
  writeFileSync(at('net.json'), '{"layers": ["4", "8", "relu", "3", "softmax"]}');
  writeFileSync(at('rows.jsonl'), '{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n{"x": 5, "y": 7}\n');
  writeFileSync(at('empty.csv'), '');
  for (const words of [
    ['gen-spiral', '20', '3', '-o', 'spiral.npy'],
    ['gen-sine', '40', '-o', 'sine.csv'],
    ['train', 'iris.csv', '--layers', 'auto,4,auto', '--epochs', '3', '-q', '-o', 'm.safetensors'],
    ['train', 'iris.csv', '--layers', 'auto,4,auto', '--epochs', '3', '-q', '--run', 'run'],
    ['gan', 'sine.csv', '--epochs', '2', '-q', '-o', 'g.safetensors'],
    ['tune', 'iris.csv', '--optimizer', 'adam,sgd', '--epochs', '2', '-q', '--folder', 'study'],
  ]) {
    const { status, stderr } = spawnSync('node', [program, ...words], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`nn ${words.join(' ')}: ${stderr}`);
  }
}

/** Files and folders of the corpus. */
export const CORPUS = [
  'iris.csv',
  'iris.csv',
  'digits.csv',
  'air-passengers.csv',
  'genesis.txt',
  'arrays.npz',
  'iris.xlsx',
  'iris.parquet',
  'iris.arrow',
  'iris.csv.gz',
  'net.json',
  'rows.jsonl',
  'empty.csv',
  'spiral.npy',
  'sine.csv',
  'm.safetensors',
  'g.safetensors',
  'run',
  'study',
];

/** Puts some files of the corpus into a folder, some damaged or under another name; returns the names. */
export function someFiles(random: Random, corpus: string, folder: string): string[] {
  const names: string[] = [];
  for (let i = 1 + random.below(3); i > 0; i--) {
    const from = random.of(CORPUS);
    const name = random.below(6) === 0 ? random.of(NAMES) : from;
    if (names.includes(name)) continue;
    names.push(name);
    cpSync(path.join(corpus, from), path.join(folder, name), { recursive: true });
    if (random.below(4) > 0) continue;
    const file =
      from === 'run'
        ? path.join(
            name,
            random.of(['run.json', 'history.csv', 'model.safetensors', 'checkpoint.safetensors']),
          )
        : from === 'study'
          ? path.join(name, 'trials.json')
          : name;
    const bytes = new Uint8Array(readFileSync(path.join(folder, file)));
    // The first of the inputs is the file itself.
    const number = 1 + random.below(1 << 20);
    writeFileSync(path.join(folder, file), mutated([bytes], ['nn', 'NaN'], { seed: random.word(), number }));
  }
  return names;
}
