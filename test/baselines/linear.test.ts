import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitBaselines, someRows } from '../../src/baselines/fit.ts';
import { baselines } from '../../src/baselines/index.ts';
import { flat, linearOutputs } from '../../src/baselines/linear.ts';
import { fitLogistic, probabilities } from '../../src/baselines/logistic.ts';
import { fitRidge } from '../../src/baselines/ridge.ts';
import { mean, populationDeviation } from '../../src/util/statistics.ts';
import { golden } from '../support/fixtures.ts';

interface Expected {
  readonly classes: Readonly<Record<string, number[][]>>;
  readonly values: Readonly<Record<string, number[]>>;
}

const stored = golden<Expected>('baselines.json');

/** Every column but the last as numbers, and the last one as it stands. */
function read(name: string) {
  const lines = readFileSync(new URL(`../../fixtures/${name}.csv`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const fields = lines.slice(1).map((line) => line.split(','));
  const labels = [...new Set(fields.map((row) => row.at(-1) ?? ''))].toSorted();
  return {
    numbers: fields.map((row) => row.slice(0, -1).map(Number)),
    target: fields.map((row) => labels.indexOf(row.at(-1) ?? '')),
  };
}

function scaled(rows: readonly (readonly number[])[]): Float64Array {
  const width = rows[0].length;
  const columns = Array.from({ length: width }, (_, j) => {
    const values = rows.map((row) => row[j]);
    const [middle, deviation] = [mean(values), populationDeviation(values) || 1];
    return values.map((value) => (value - middle) / deviation);
  });
  return Float64Array.from(rows.flatMap((_, i) => columns.map((column) => column[i])));
}

const turns = Float64Array.from({ length: 150 }, (_, i) => 1 + (i % 3));

/** The largest difference of every tenth row from what scikit-learn gives. */
function farthest(found: ArrayLike<number>, expected: readonly number[], width: number): number {
  return Math.max(
    ...expected.map((value, at) => {
      const row = Math.floor(at / width);
      return Math.abs(value - found[row * 10 * width + (at % width)]);
    }),
  );
}

describe('logistic regression is that of scikit-learn', () => {
  const iris = read('iris');
  const later = iris.target.flatMap((label, i) => (label > 0 ? [i] : []));
  const data = {
    iris: { ...iris, classes: 3 },
    wine: { ...read('wine'), classes: 3 },
    digits: { ...read('digits'), classes: 10 },
    two: {
      numbers: later.map((i) => iris.numbers[i]),
      target: later.map((i) => iris.target[i] - 1),
      classes: 2,
    },
    weighted: { ...iris, classes: 3, weights: turns },
  };
  it.each(Object.entries(data))('%s', (name, { numbers, classes, ...rest }) => {
    const rows = { x: scaled(numbers), inputs: numbers[0].length, rows: numbers.length, ...rest };
    const fitted = fitLogistic(rows, classes, { rescale: false, tolerance: 1e-9, iterations: 1000 });
    const found = probabilities(linearOutputs(flat(fitted), rows), rows.rows, classes);
    expect(farthest(found, stored.classes[name].flat(), classes)).toBeLessThan(1e-6);
    expect(fitted.converged).toBe(true);
  });
});

describe('ridge regression is that of scikit-learn', () => {
  const iris = read('iris').numbers;
  const wine = read('wine').numbers;
  const digits = read('digits').numbers.slice(0, 10);
  const sum = (row: readonly number[]) => row.reduce((a, b) => a + b, 0);
  const data: Readonly<Record<string, [number[][], number[], Float64Array?]>> = {
    iris: [iris.map((row) => row.slice(0, 3)), iris.map((row) => row[3])],
    wine: [wine.map((row) => row.slice(0, 12)), wine.map((row) => row[12])],
    wide: [digits.map((row) => row.slice(0, 56)), digits.map((row) => sum(row.slice(56)))],
    weighted: [iris.map((row) => row.slice(0, 3)), iris.map((row) => row[3]), turns],
  };
  it.each(Object.entries(data))('%s', (name, [numbers, target, weights]) => {
    const rows = {
      x: scaled(numbers),
      inputs: numbers[0].length,
      rows: numbers.length,
      target: scaled(target.map((value) => [value])),
      weights,
    };
    const found = linearOutputs(flat(fitRidge(rows, 1, { rescale: false })), rows);
    expect(farthest(found, stored.values[name], 1)).toBeLessThan(1e-9);
  });
});

describe('baselines of a table', () => {
  const { numbers, target } = read('digits');
  const rows = { x: Float64Array.from(numbers.flat()), inputs: 64, rows: numbers.length, target };
  const question = { kind: 'classes', classes: 10 } as const;
  const facts = { question, inputs: 64, numeric: true };
  const accuracy = (name: string, parameters: ArrayLike<number>) => {
    const p = baselines.get(name).answer(parameters, rows, question);
    const hits = target.filter((label, i) => {
      const row = p.slice(i * 10, i * 10 + 10);
      return row.indexOf(Math.max(...row)) === label;
    });
    return hits.length / target.length;
  };

  it('are the constant answer and the linear model', () => {
    const fitted = fitBaselines(rows, facts, 1e9);
    expect(fitted.map(({ name }) => name)).toEqual(['constant', 'logistic-regression']);
    const [constant, logistic] = fitted;
    expect(accuracy('constant', constant.parameters)).toBeCloseTo(183 / 1797, 10);
    expect(accuracy('logistic-regression', logistic.parameters)).toBeGreaterThan(0.98);
  });

  it('take some of the rows where all are beyond the budget, and none where too few are left', () => {
    const [, some] = fitBaselines(rows, facts, 3e7);
    expect(some.rows).toBeGreaterThan(200);
    expect(some.rows).toBeLessThan(1797);
    expect(accuracy('logistic-regression', some.parameters)).toBeGreaterThan(0.85);
    expect(fitBaselines(rows, facts, 1e6).map(({ name }) => name)).toEqual(['constant']);
    expect(someRows(rows, 3).target).toEqual(Float64Array.of(target[0], target[599], target[1198]));
  });

  it('repeat a series', () => {
    const values = [1, 2, 3, 4, 5, 6, 7];
    const past = { values, at: [3, 5], season: 3 };
    const windows = { x: [], inputs: 0, rows: 2, past };
    const steps = { kind: 'values', outputs: 2 } as const;
    expect([...baselines.get('last-value').answer([], windows, steps)]).toEqual([3, 3, 5, 5]);
    expect([...baselines.get('seasonal-naive').answer([3], windows, steps)]).toEqual([1, 2, 3, 4]);
    // A season before the beginning is not known.
    expect([...baselines.get('seasonal-naive').answer([4], windows, steps)]).toEqual([3, 3, 2, 3]);
  });
});
