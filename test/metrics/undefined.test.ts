import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClassSample } from '../../src/metrics/define.ts';
import { classMetrics, valueMetrics } from '../../src/metrics/index.ts';
import { parseClassMetric, parseValueMetric, splitMetrics } from '../../src/metrics/parse.ts';

const classes = ['red', 'green', 'blue'];
function sample(actual: number[], predicted: number[], probabilities?: number[]): ClassSample {
  return {
    classes,
    actual: Int32Array.from(actual),
    predicted: Int32Array.from(predicted),
    ...(probabilities && { probabilities }),
  };
}
const score = (name: string, of: ClassSample) => parseClassMetric(name, of.classes).compute(of);
const value = (name: string, actual: number[], predicted: number[]) =>
  parseValueMetric(name).compute({ actual, predicted });

describe('what is undefined is said', () => {
  const never = sample([0, 1, 2], [0, 1, 1]);
  const one = sample([1, 1], [1, 0], [0.1, 0.8, 0.1, 0.5, 0.4, 0.1]);
  it('a class never predicted', () => {
    expect(score('precision', never)).toEqual({
      value: 0.5,
      note: '"blue": never predicted, precision counts as 0',
    });
    expect(score('precision:blue', never)).toEqual({
      value: 0,
      note: '"blue": never predicted, counts as 0',
    });
    expect(score('f1:blue', never)).toEqual({ value: 0 });
  });
  it('a class without rows', () => {
    expect(score('recall:red', one)).toEqual({ value: 0, note: '"red": no row, counts as 0' });
    expect(score('balanced-accuracy', one)).toEqual({
      value: 0.5,
      note: 'no row of "red" and "blue": left out',
    });
    expect(score('roc-auc', one)).toEqual({ value: undefined, note: 'every row is of "green"' });
    expect(score('roc-auc:red', one)).toEqual({ value: undefined, note: 'no row of "red"' });
    expect(score('roc-auc-ovo', one)).toEqual({ value: undefined, note: 'every row is of "green"' });
    expect(score('average-precision:green', one).note).toBe('every row is of "green"');
  });
  it('one class on either side', () => {
    expect(score('matthews', one)).toEqual({ value: 0, note: 'all rows have one class: counts as 0' });
    expect(score('matthews', sample([0, 1], [1, 1])).note).toBe(
      'one class is predicted for every row: counts as 0',
    );
  });
  it('no probabilities', () => {
    expect(score('log-loss', never)).toEqual({
      value: undefined,
      note: "the network's outputs are not probabilities",
    });
  });
  it('constant targets, targets of 0, one row', () => {
    expect(value('r2', [2, 2], [1, 3]).note).toBe('all targets are equal');
    expect(value('explained-variance', [2, 2], [2, 2]).note).toBe('all targets are equal');
    expect(value('regression-accuracy', [2, 2], [2, 2]).note).toBe('all targets are equal');
    expect(value('mape', [0, 1, 0], [1, 1, 1]).note).toBe('2 targets are 0');
    expect(value('r2', [3], [3]).note).toBe('there is one row only');
  });
  it('outputs that are not numbers', () => {
    for (const metric of valueMetrics.all)
      expect(metric.compute({ actual: [1, 2], predicted: [NaN, 1] }).value ?? 0).not.toBeNaN();
  });
});

it('never gives NaN or an infinity', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const row = fc.record({ t: fc.nat(2), p: fc.nat(2), q: fc.tuple(share, share, share) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
      const of = sample(
        rows.map(({ t }) => t),
        rows.map(({ p }) => p),
        rows.flatMap(({ q }) => q),
      );
      for (const metric of classMetrics.all) {
        const { value, note } = metric.compute(of);
        if (value === undefined) expect(note).toBeTruthy();
        else expect(value).toSatisfy(Number.isFinite);
      }
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.double(), fc.double()), { minLength: 1, maxLength: 9 }), (rows) => {
      for (const metric of valueMetrics.all) {
        const { value } = metric.compute({ actual: rows.map(([t]) => t), predicted: rows.map(([, p]) => p) });
        if (value !== undefined) expect(value).toSatisfy(Number.isFinite);
      }
    }),
  );
});

it('does not depend on the order of the rows, and weights of 1 change nothing', () => {
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  const row = fc.record({ t: fc.nat(2), q: fc.tuple(share, share, share) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 12 }), (rows) => {
      const build = (list: typeof rows) =>
        sample(
          list.map(({ t }) => t),
          list.map(({ q }) => q.indexOf(Math.max(...q))),
          list.flatMap(({ q }) => q.map((p) => p / (q[0] + q[1] + q[2]))),
        );
      for (const metric of classMetrics.all) {
        const { value = -1 } = metric.compute(build(rows));
        expect(metric.compute(build(rows.toReversed())).value ?? -1).toBeCloseTo(value, 12);
        if (metric.name.includes('ovo')) continue;
        const weights = rows.map(() => 1);
        expect(metric.compute({ ...build(rows), weights }).value ?? -1).toBeCloseTo(value, 12);
      }
    }),
  );
});

it('top-1 is accuracy, ties included', () => {
  const tied = sample([0, 1, 2], [0, 0, 0], [0.4, 0.4, 0.2, 0.4, 0.4, 0.2, 0.4, 0.3, 0.3]);
  expect(score('top-1', tied).value).toBe(score('accuracy', tied).value);
  expect(score('top-3', tied)).toEqual({ value: 1, note: 'always 1 with 3 classes' });
});

describe('names', () => {
  const fails = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return error as { message: string; hint: string };
    }
    throw new Error('did not throw');
  };
  it('suggests the nearest', () => {
    expect(fails(() => parseClassMetric('acuracy', classes))).toMatchObject({
      message: 'unknown metric "acuracy"',
      hint: 'did you mean "accuracy"?',
    });
    expect(fails(() => parseClassMetric('recall:gren', classes))).toMatchObject({
      message: 'metric "recall:gren": there is no class "gren"',
      hint: 'did you mean "green"?',
    });
    expect(fails(() => parseClassMetric('rmse', classes)).message).toBe(
      'metric "rmse" is for numbers, but the target holds classes',
    );
    expect(fails(() => parseValueMetric('accuracy')).message).toBe(
      'metric "accuracy" is for classes, but the target holds numbers',
    );
    expect(fails(() => parseClassMetric('top-k:0', classes)).hint).toBe('for example top-k:3');
    expect(fails(() => parseClassMetric('accuracy:red', classes)).message).toBe(
      'metric "accuracy": "red" is too much',
    );
  });
  it('are unique', () => {
    for (const all of [classMetrics.all, valueMetrics.all]) {
      const names = all.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
  it('are split at commas', () => {
    expect(splitMetrics('accuracy, f1')).toEqual(['accuracy', 'f1']);
    expect(splitMetrics('f1:a,b', ['a,b'])).toEqual(['f1:a,b']);
  });
});

it('metrics are named as JSON and CSV name them, too', () => {
  expect(parseClassMetric('balanced_accuracy', ['a', 'b'])).toBe(
    parseClassMetric('balanced-accuracy', ['a', 'b']),
  );
  expect(parseClassMetric('top_2', ['a', 'b']).name).toBe('top-2');
  expect(parseValueMetric('median_absolute_error')).toBe(parseValueMetric('median-absolute-error'));
  expect(() => parseClassMetric('roc_cau', ['a', 'b'])).toThrow('unknown metric "roc_cau"');
});
