/**
 * How well `nn train` learns beside scikit-learn's MLPClassifier and MLPRegressor: the same rows in the same
 * five folds, the same hidden units, optimizer, learning rate, penalty, batches and epochs. Prints the table
 * of docs/against-scikit-learn.md:
 *
 *     npm run bench:sklearn [part of a name]…
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nn } from './measure.ts';

const SEEDS = 3;
const BATCH = 32;
const ALPHA = 1e-4;

interface Case {
  readonly name: string;
  readonly task: 'classification' | 'regression';
  /** A file of fixtures/, or the words of a generator. */
  readonly data: string | readonly string[];
  readonly hidden: string;
  readonly epochs: number;
  readonly rate: number;
}

const cases: readonly Case[] = [
  { name: 'iris', task: 'classification', data: 'iris.csv', hidden: '64,64', epochs: 100, rate: 0.001 },
  { name: 'wine', task: 'classification', data: 'wine.csv', hidden: '64,64', epochs: 100, rate: 0.001 },
  { name: 'digits', task: 'classification', data: 'digits.csv', hidden: '64,64', epochs: 50, rate: 0.001 },
  {
    name: 'moons',
    task: 'classification',
    data: ['gen-moons', '250', '--noise', '0.3'],
    hidden: '64,64',
    epochs: 100,
    rate: 0.001,
  },
  {
    name: 'sine',
    task: 'regression',
    data: ['gen-sine', '1000', '--noise', '0.1'],
    hidden: '64,64',
    epochs: 100,
    rate: 0.001,
  },
  {
    name: 'friedman',
    task: 'regression',
    data: ['gen-friedman', '1000'],
    hidden: '64,64',
    epochs: 100,
    rate: 0.001,
  },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'nn-sklearn-'));
const python = process.env.BENCH_PYTHON ?? '/usr/bin/python3';

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviationOf = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1));

function sklearn({ task, hidden, epochs, rate }: Case, source: string, folds: string): number[][] {
  const words = [task, source, folds, hidden, epochs, BATCH, rate, ALPHA, SEEDS].map(String);
  const script = path.join(root, 'bench', 'peers', 'sklearn_mlp.py');
  const { status, stdout, stderr } = spawnSync(python, [script, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`scikit-learn: ${stderr}`);
  return (JSON.parse(stdout) as { scores: number[][] }).scores;
}

/** The scores of every fold, in its order. */
function crossValidated({ task }: Case, folds: string, options: readonly string[], seed: number): number[] {
  const metric = task === 'classification' ? 'accuracy' : 'r2';
  const words = ['train', folds, '--group', 'fold', '--k-fold', '5', '--metric', metric, '--json', '-q'];
  const { stdout } = nn([...words, '--task', task, ...options, '--seed', String(seed)]);
  const all = JSON.parse(stdout) as { folds: Record<string, number>[] };
  return all.folds.map((fold) => Number(Object.entries(fold).find(([name]) => name !== 'fold')?.[1]));
}

/**
 * nn's words for the settings of scikit-learn, whose penalty is α/2n·Σw² beside the mean loss of n rows, or
 * half the MSE.
 */
function settings({ task, hidden, epochs, rate }: Case): string[] {
  const l2 = ALPHA / (task === 'classification' ? 2 * BATCH : BATCH);
  return [
    ...['--layers', `auto,${hidden},auto`, '--init', 'glorot', '--optimizer', 'adam', '--epsilon', '1e-8'],
    ...['--learning-rate', String(rate), '--l2', String(l2), '--batch-size', String(BATCH)],
    ...['--epochs', String(epochs), '--validation-split', '0'],
  ];
}

const shown = (scores: readonly number[]) =>
  `${meanOf(scores).toFixed(4)} ± ${deviationOf(scores).toFixed(4)}`;

const wanted = process.argv.slice(2);
const rows: string[] = [];
const commands: string[] = [];
for (const item of cases.filter(({ name }) => wanted.length === 0 || wanted.some((w) => name.includes(w)))) {
  const { name, data } = item;
  const folds = path.join(folder, `${name}-folds.csv`);
  let source = typeof data === 'string' ? path.join(root, 'fixtures', data) : '';
  if (typeof data !== 'string') {
    source = path.join(folder, `${name}.csv`);
    writeFileSync(source, nn(data).stdout);
  }
  const theirs = sklearn(item, source, folds).flat();
  const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);
  const ours = seeds.flatMap((seed) => crossValidated(item, folds, settings(item), seed));
  const own = seeds.flatMap((seed) => crossValidated(item, folds, [], seed));
  const enough = meanOf(ours) >= meanOf(theirs) - deviationOf(theirs);
  rows.push(`| ${name} | ${shown(theirs)} | ${shown(ours)} | ${shown(own)} | ${enough ? '' : 'worse'} |`);
  commands.push(`nn train ${name}-folds.csv --group fold --k-fold 5 ${settings(item).join(' ')}`);
}
rmSync(folder, { recursive: true });
const head =
  '| data | scikit-learn | nn, same settings | nn, no options | |\n| --- | --- | --- | --- | --- |';
process.stdout.write(`${head}\n${rows.join('\n')}\n\n${commands.join('\n')}\n`);
