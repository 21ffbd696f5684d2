import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = path.join(root, 'bin', 'nn.js');

/** A command that works for a while, in a folder made by `prepare`. */
export interface Scenario {
  readonly name: string;
  readonly words: readonly string[];
  /** The file that it writes, and its last bytes; absent where it writes none. */
  readonly output?: string;
  readonly end?: string;
}

const usual = ['-q', '--early-stopping', '0'];
const model = 'm.safetensors';

export const scenarios: readonly Scenario[] = [
  {
    name: 'predict -o',
    words: ['predict', model, 'many.csv', '-q', '-o', 'p.csv'],
    output: 'p.csv',
    end: '\n',
  },
  { name: 'report', words: ['report', 'run', '-o', 'r.html'], output: 'r.html', end: '</html>\n' },
  { name: 'gradcheck', words: ['gradcheck', '--layers', '64,20,10', 'digits.csv'] },
  { name: 'importance', words: ['importance', 'd.safetensors', 'digits.csv', '--json'] },
  { name: 'diagnose --try', words: ['diagnose', 'run', '--try'] },
  {
    name: 'tune',
    words: [
      'tune',
      'digits.csv',
      '--optimizer',
      'adam,sgd,rmsprop',
      '--epochs',
      '12',
      ...usual,
      '--folder',
      't',
    ],
    output: 't/model.safetensors',
  },
  {
    name: 'train',
    words: [
      'train',
      'digits.csv',
      '--layers',
      'auto,64,auto',
      '--epochs',
      '40',
      ...usual,
      '-o',
      'o.safetensors',
    ],
    output: 'o.safetensors',
  },
  {
    name: 'gan',
    words: ['gan', 'digits.csv', '--epochs', '4', '-q', '--checkpoint', '0.1', '--run', 'g'],
    output: 'g/model.safetensors',
  },
  { name: 'evaluate', words: ['evaluate', model, 'many.csv', '-q'] },
  { name: 'inspect', words: ['inspect', 'large.npy'] },
];

/** Fills a folder with what the scenarios read. */
export function prepare(folder: string): void {
  for (const name of ['iris.csv', 'digits.csv'])
    cpSync(path.join(root, 'fixtures', name), path.join(folder, name));
  const [header, ...rows] = readFileSync(path.join(folder, 'iris.csv'), 'utf8').trim().split('\n');
  const many = Array.from({ length: 150 }, () => rows.join('\n'));
  writeFileSync(path.join(folder, 'many.csv'), [header, ...many, ''].join('\n'));
  for (const words of [
    ['train', 'iris.csv', '--epochs', '2', '-q', '-o', model],
    ['train', 'digits.csv', '--epochs', '10', '-q', '-o', 'd.safetensors'],
    ['train', 'digits.csv', '--epochs', '20', '-q', '--run', 'run'],
    ['gen-random', '1000,1000', '-o', 'large.npy'],
  ]) {
    const { status, stderr } = spawnSync('node', [program, ...words], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`nn ${words.join(' ')}: ${stderr}`);
  }
}
