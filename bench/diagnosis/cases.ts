import { blobs, chance, line, rare, spiral, xor } from './problems/classes.ts';
import {
  leakingCode,
  leakingRank,
  leakingTotal,
  leakingWord,
  spareColumns,
  strongNumber,
  strongWord,
  threshold,
  withColumns,
} from './problems/columns.ts';
import type { Problem } from './problems/define.ts';
import { singles, truthTable } from './problems/few.ts';
import { bars, halves } from './problems/images.ts';
import { season } from './problems/series.ts';
import { friedman, houses, plane, sine } from './problems/values.ts';

/** A run of the suite: something to learn, rows, and the options of nn train. */
export interface Scenario {
  readonly problem: Problem;
  readonly rows: number;
  readonly options: string;
}

const off = '--early-stopping 0';

/** Networks and options that make each mistake a user can make, on data that can be learned. */
function mistakes(problem: Problem, rows: number, epochs: number): Scenario[] {
  const of = (options: string): Scenario => ({ problem, rows, options });
  return [
    of(`--layers auto,32,32,auto --epochs ${epochs}`),
    of(`--layers auto,32,32,auto --epochs ${epochs} ${off} --l2 0`),
    of(`--layers auto,2,auto --epochs ${epochs}`),
    of(`--layers auto,auto --epochs ${epochs}`),
    of(`--layers auto,32,auto --epochs 1`),
    of(`--layers auto,32,auto --epochs 2`),
    of(`--layers auto,32,auto --epochs 6 --learning-rate 0.002`),
    of(`--layers auto,32,auto --epochs ${epochs} --learning-rate 0.00003`),
    of(`--layers auto,32,auto --epochs ${epochs} --learning-rate 1`),
    of(`--layers auto,32,32,auto --epochs ${epochs} --learning-rate 30 ${off}`),
    of(`--layers auto,32,auto --epochs ${epochs} --optimizer sgd --learning-rate 0.001`),
    of(`--layers auto,32,auto --epochs ${epochs} --l2 0.3`),
    of(`--layers auto,32,32,auto --epochs ${epochs} --dropout 0.3 ${off}`),
    of(`--layers auto,32,32,auto --epochs ${epochs} --validation-split 0`),
    of(`--layers auto,64,auto --epochs ${epochs} --batch-size full`),
  ];
}

const over = (problem: Problem, rows: number, epochs: number): Scenario[] => [
  { problem, rows, options: `--layers auto,64,64,auto --epochs ${epochs} ${off} --l2 0` },
  { problem, rows, options: `--layers auto,64,64,auto --epochs ${epochs} ${off} --l2 0 --dropout 0.3` },
  { problem, rows, options: `--layers auto,64,64,auto --epochs ${epochs} --early-stopping 20` },
];

const usual = (problem: Problem, rows: number, options = '--epochs 60'): Scenario => ({
  problem,
  rows,
  options,
});

const casas = houses(0.05);

/** Every scenario; each is run with several seeds. */
export const scenarios: readonly Scenario[] = [
  ...mistakes(spiral(0.2), 300, 80),
  ...mistakes(blobs(4, 6, 5), 300, 40),
  ...mistakes(friedman(1), 300, 60),
  ...mistakes(xor(0.1, 2), 400, 60),
  ...over(spiral(0.4), 60, 150),
  ...over(line(20, 0.8), 120, 100),
  ...over(plane(20, 0.7), 80, 100),
  ...over(chance, 150, 100),
  ...over(blobs(3, 10, 2), 90, 100),
  // Data about which something is to be said, or not.
  ...[leakingCode, leakingWord, leakingTotal, leakingRank].map((problem) =>
    usual(problem, 300, '--layers auto,16,auto --epochs 40'),
  ),
  ...[strongWord, strongNumber, threshold, spareColumns, bars, halves].map((problem) =>
    usual(problem, 300, '--layers auto,16,auto --epochs 40'),
  ),
  usual(halves, 120, '--layers auto,flatten,16,auto --epochs 40 --image 8x8'),
  usual(singles, 150, '--layers auto,8,auto --epochs 10'),
  usual(
    withColumns('one column', plane(1, 0.001), () => []),
    200,
    '--layers auto,16,auto --epochs 60',
  ),
  usual(
    withColumns('one column', threshold, () => [], { doubtful: true }),
    200,
    '--layers auto,8,auto --epochs 60',
  ),
  usual(rare(0.05, 2), 600, '--layers auto,16,auto --epochs 40'),
  usual(rare(0.05, 2), 600, '--layers auto,16,auto --epochs 40 --class-weight balanced'),
  usual(rare(0.05, 8), 600, '--layers auto,16,auto --epochs 40'),
  usual(rare(0.02, 3), 500, '--layers auto,16,auto --epochs 40'),
  usual(rare(0.1, 1.5), 500, '--layers auto,16,auto --epochs 40'),
  usual(rare(0.25, 4), 400, '--layers auto,16,auto --epochs 40'),
  // Few rows.
  usual(casas, 8, '--epochs 200'),
  usual(casas, 24, '--epochs 200'),
  usual(casas, 40, '--layers auto,16,auto --epochs 200'),
  usual(blobs(3, 4, 6), 36, '--layers auto,16,auto --epochs 100'),
  usual(blobs(3, 4, 3), 30, '--layers auto,16,auto --epochs 100'),
  usual(spiral(0.2), 45, '--layers auto,32,32,auto --epochs 150'),
  usual(
    truthTable('and', (a, b) => a & b),
    4,
    '--layers 2,1 --loss binary-cross-entropy --validation-split 0 --no-standardize --l2 0',
  ),
  usual(
    truthTable('xor', (a, b) => a ^ b),
    4,
    '--epochs 200',
  ),
  // Unscaled inputs and targets.
  usual(
    casas,
    200,
    '--layers 2,1 --no-standardize --epochs 200 --learning-rate 0.00001 --optimizer sgd --batch-size full',
  ),
  usual(
    casas,
    200,
    '--layers 2,1 --no-standardize --validation-split 0 --epochs 300 --learning-rate 0.00001 --optimizer sgd --batch-size full',
  ),
  usual(casas, 200, '--layers 2,16,1 --no-standardize --epochs 60'),
  usual(casas, 200, '--layers 2,16,1 --no-standardize --epochs 60 --optimizer sgd --learning-rate 0.01'),
  usual(casas, 200, '--layers 2,16,1 --epochs 60 --optimizer sgd --learning-rate 0.1'),
  // Units that do not live.
  usual(spiral(0.2), 300, '--layers auto,64,64,auto --epochs 60 --init zeros'),
  usual(blobs(4, 6, 5), 300, '--layers auto,32,32,auto --epochs 40 --optimizer sgd --learning-rate 3'),
  usual(friedman(1), 300, '--layers auto,32,32,auto --epochs 60 --init zeros'),
  usual(spiral(0.2), 300, '--layers auto,32,32,32,32,32,auto --epochs 60 --activation sigmoid'),
  usual(blobs(4, 6, 5), 300, '--layers auto,32,32,32,32,auto --epochs 30 --activation sigmoid'),
  usual(spiral(0.2), 300, '--layers auto,32,32,auto --epochs 60 --activation tanh --init normal:5'),
  usual(blobs(4, 6, 4), 300, '--layers auto,32,32,auto --epochs 30 --activation sigmoid --init normal:8'),
  usual(xor(0.05), 400, '--layers auto,32,32,auto --epochs 40 --activation tanh --init normal:6'),
  usual(blobs(4, 6, 4), 300, '--layers auto,32,auto --epochs 40 --activation tanh'),
  usual(spiral(0.2), 300, '--layers auto,32,32,auto --epochs 100 --activation tanh'),
  // Other networks and options.
  usual(blobs(4, 6, 5), 300, '--layers auto,sparse:6:0.3,relu,auto --epochs 40'),
  usual(line(10, 0.3), 400, '--layers auto,sparse:4:0.2,relu,auto --epochs 30'),
  usual(line(10, 0.3), 400, '--layers auto,auto --epochs 60'),
  usual(line(10, 0.3), 400, '--layers auto,32,auto --epochs 40 --l2 0.01'),
  usual(line(6, 1), 600, '--layers auto,8,auto --epochs 40'),
  usual(line(6, 1), 600, '--layers auto,auto --epochs 40 --learning-rate 0.0001'),
  usual(plane(8, 0.5), 300, '--layers auto,auto --epochs 60'),
  usual(plane(8, 0.5), 300, '--layers auto,16,auto --epochs 60'),
  usual(plane(8, 1), 400, '--layers auto,8,auto --epochs 40'),
  usual(sine(0.1), 300, '--layers auto,32,auto --epochs 100'),
  usual(sine(0.1), 300, '--layers auto,auto --epochs 100'),
  usual(sine(0.3), 300, '--layers auto,32,32,auto --epochs 100'),
  usual(friedman(1), 600, '--layers auto,32,auto --epochs 60'),
  usual(friedman(5), 400, '--layers auto,8,auto --epochs 40'),
  usual(chance, 400, '--layers auto,auto --epochs 30'),
  usual(chance, 400, '--layers auto,4,auto --epochs 30'),
  usual(xor(0.2, 1), 600, '--layers auto,32,auto --epochs 60'),
  usual(
    xor(0),
    300,
    '--layers auto,16,auto --epochs 60 --batch-size full --optimizer sgd --learning-rate 0.01',
  ),
  usual(xor(0), 300, '--layers auto,16,auto --epochs 80 --optimizer sgd --learning-rate 0.3'),
  usual(blobs(10, 8, 6), 500, '--layers auto,64,auto --epochs 30'),
  usual(blobs(2, 2, 4), 200, '--layers auto,1 --loss binary-cross-entropy --epochs 60'),
  usual(blobs(2, 2, 2), 400, '--layers auto,16,auto --epochs 40'),
  usual(blobs(4, 6, 5), 300, '--layers auto,32,auto --epochs 3 --learning-rate 0.001'),
  usual(blobs(4, 6, 5), 300, '--layers auto,64,64,auto --epochs 300'),
  usual(spiral(0.2), 600, '--layers auto,64,64,auto --epochs 100'),
  usual(spiral(0.2), 300, '--layers auto,64,64,auto --epochs 80 --optimizer sgd --learning-rate 0.85'),
  usual(spiral(0.2), 300, '--layers auto,64,auto --epochs 60 --optimizer sgd --learning-rate 5'),
  usual(season(0.1), 300, '--window 12 --layers auto,flatten,32,auto --epochs 40'),
  usual(season(0.1), 300, '--window 2 --layers auto,flatten,16,auto --epochs 40'),
  usual(season(0.1), 300, '--window 12 --layers auto,flatten,16,auto --epochs 2'),
  usual(
    season(1),
    120,
    '--window 24 --layers auto,flatten,64,64,auto --epochs 100 --early-stopping 0 --l2 0',
  ),
  usual(season(0.3), 300, '--window 12 --layers auto,flatten,16,auto --epochs 40 --learning-rate 0.00001'),
];
