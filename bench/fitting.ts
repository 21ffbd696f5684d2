/**
 * Over- and underfitting made and cured: prints the tables of docs/over-and-underfitting.md.
 *
 *     npm run bench:fitting
 *
 * Every model is measured on the rows it learned from and on 1500 new ones; figures are means over seeds.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nn } from './measure.ts';

const SEEDS = [0, 1, 2, 3, 4];

interface Experiment {
  readonly what: string;
  /** A file of those below: what it learns from. */
  readonly data: string;
  /** Options of nn train. */
  readonly options: string;
}

/** Options that let a network memorise every row. */
const heart = '--validation-split 0 --epochs 1000';
const big = '--layers 2,128,128,3';

const over: readonly Experiment[] = [
  { what: 'none', data: 'sp20.csv', options: `${big} ${heart} --l2 0` },
  { what: 'L1', data: 'sp20.csv', options: `${big} ${heart} --l2 0 --l1 0.002` },
  { what: 'L2', data: 'sp20.csv', options: `${big} ${heart} --l2 0.005` },
  { what: 'dropout', data: 'sp20.csv', options: `${big} ${heart} --l2 0 --dropout 0.4` },
  { what: 'noise on the inputs', data: 'sp20.csv', options: `${big} ${heart} --l2 0 --augment noise:0.15` },
  { what: 'max-norm', data: 'sp20.csv', options: `${big} ${heart} --l2 0 --max-norm 1` },
  {
    what: 'early stopping',
    data: 'sp20.csv',
    options: `${big} --l2 0 --validation-split 0.3 --early-stopping 100`,
  },
  { what: 'fewer units', data: 'sp20.csv', options: `--layers 2,12,12,3 ${heart} --l2 0` },
  { what: 'ten times the data', data: 'sp200.csv', options: `${big} ${heart} --l2 0` },
  {
    what: 'several together',
    data: 'sp200.csv',
    options: '--layers 2,64,64,3 --l2 0.0005 --augment noise:0.1 --early-stopping 100',
  },
];

const under: readonly (readonly [Experiment, Experiment])[] = [
  [
    { what: 'too few units', data: 'sp100.csv', options: '--layers 2,2,3 --epochs 300' },
    { what: 'more units', data: 'sp100.csv', options: '--layers 2,64,64,3 --epochs 300' },
  ],
  [
    { what: 'too few epochs', data: 'sp100.csv', options: '--layers 2,64,64,3 --epochs 3' },
    { what: 'more epochs', data: 'sp100.csv', options: '--layers 2,64,64,3 --epochs 300' },
  ],
  [
    { what: 'too much L2', data: 'sp100.csv', options: '--layers 2,64,64,3 --epochs 300 --l2 0.1' },
    { what: 'less L2', data: 'sp100.csv', options: '--layers 2,64,64,3 --epochs 300 --l2 0.0005' },
  ],
  [
    { what: 'a missing feature', data: 'circles.csv', options: '--layers auto,auto --epochs 300' },
    {
      what: 'the feature',
      data: 'circles.csv',
      options: '--layers auto,auto --epochs 300 --features x1^2,x2^2',
    },
  ],
];

const folder = mkdtempSync(path.join(tmpdir(), 'nn-fitting-'));
const at = (name: string) => path.join(folder, name);
const files: Readonly<Record<string, string>> = {
  'sp20.csv': 'gen-spiral 20 3',
  'sp100.csv': 'gen-spiral 100 3',
  'sp200.csv': 'gen-spiral 200 3',
  'spiral-new.csv': 'gen-spiral 500 3 --seed 1',
  'circles.csv': 'gen-circles 100 --noise 0.15',
  'circles-new.csv': 'gen-circles 750 --noise 0.15 --seed 1',
};
for (const [name, words] of Object.entries(files)) writeFileSync(at(name), nn(words.split(' ')).stdout);

const scoresOf = (data: string): number[] => {
  const words = ['evaluate', at('model.safetensors'), at(data), '--metric', 'log-loss,accuracy', '--json'];
  const scores = JSON.parse(nn(words).stdout) as Record<string, number>;
  return [scores.log_loss, scores.accuracy];
};
const newRows = (data: string) => (data.startsWith('sp') ? 'spiral-new.csv' : 'circles-new.csv');

/** Loss and accuracy on the rows that it learned from, then on new ones: means over the seeds. */
function measured({ data, options }: Experiment): number[] {
  const all = SEEDS.map((seed) => {
    const words = ['train', at(data), ...options.split(' '), '--seed', String(seed)];
    nn([...words, '-q', '--force', '-o', at('model.safetensors')]);
    return [...scoresOf(data), ...scoresOf(newRows(data))];
  });
  return all[0].map((_, i) => all.reduce((sum, scores) => sum + scores[i], 0) / SEEDS.length);
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
function line(experiment: Experiment): string {
  const [loss, accuracy, newLoss, newAccuracy] = measured(experiment);
  const losses = [loss, newLoss, newLoss - loss].map((value) => Number(value.toFixed(2)).toFixed(2));
  const cells = [experiment.what, ...losses, percent(accuracy), percent(newAccuracy)];
  return `| ${cells.join(' | ')} | \`nn train ${experiment.data} ${experiment.options}\` |\n`;
}
const head = (first: string) =>
  `| ${first} | loss | on new rows | gap | accuracy | on new rows | command |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |\n`;

process.stdout.write(`${head('remedy')}${over.map(line).join('')}\n`);
process.stdout.write(`${head('cause and cure')}${under.flat().map(line).join('')}`);
rmSync(folder, { recursive: true });
