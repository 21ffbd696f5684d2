import { expect, it } from 'vitest';
import type { ClassSample } from '../../src/metrics/define.ts';
import { parseClassMetric } from '../../src/metrics/parse.ts';
import { measureClasses } from '../../src/metrics/strangers.ts';

/** Ten rows of each class, all right, and 80 of a third one, to which 16 and 64 times the two are answered. */
const sample: ClassSample = {
  classes: ['ham', 'spam'],
  actual: Int32Array.from({ length: 20 }, (_, i) => i % 2),
  predicted: Int32Array.from({ length: 20 }, (_, i) => i % 2),
  probabilities: Float64Array.from({ length: 40 }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0)),
  strangers: Int32Array.from({ length: 80 }, (_, i) => (i < 16 ? 0 : 1)),
};

/** scikit-learn 1.2.1, of y_true with a third class "virus" and zero_division=0. */
const expected = {
  accuracy: 0.2,
  'balanced-accuracy': 0.6666666666666666,
  'f1-macro': 0.2645502645502646,
  'precision-macro': 0.17325017325017325,
  'precision:ham': 0.38461538461538464,
  'recall:ham': 1,
  matthews: 0.27646681530214745,
};

it.each(Object.entries(expected))('counts rows of unknown classes as wrong in %s', (name, value) => {
  const score = measureClasses(parseClassMetric(name, sample.classes), sample);
  expect(score.value).toBeCloseTo(value, 14);
});

it('says that measures of probabilities leave them out, and counts them in top-k', () => {
  const loss = measureClasses(parseClassMetric('log-loss', sample.classes), sample);
  expect(loss.value).toBeCloseTo(0, 10);
  expect(loss.note).toContain('80 rows of classes that the model does not know');
  expect(measureClasses(parseClassMetric('top-2', sample.classes), sample).value).toBe(0.2);
});
