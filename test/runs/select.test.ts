import { describe, expect, it } from 'vitest';
import { logLossOf, lossWithout, selectGreedily, squaredErrorOf } from '../../src/runs/best/select.ts';

describe('greedy selection', () => {
  const target = [0, 0];
  const loss = squaredErrorOf(target);

  it('adds again and again what makes the mean best, and keeps the best mean on the way', () => {
    // By hand: 1 alone has 1; with −3 the mean of three and one of it is exactly 0.
    const answers = [Float64Array.of(1, 1), Float64Array.of(-3, -3), Float64Array.of(5, 5)];
    const found = selectGreedily(answers, loss);
    expect(found).toEqual({ weights: [0.75, 0.25, 0], loss: 0 });
    expect(lossWithout(answers, found, 0, loss)).toBe(9);
    expect(lossWithout(answers, found, 1, loss)).toBe(1);
  });

  it('takes the first of equals, and one alone where nothing helps', () => {
    const answers = [Float64Array.of(2, 2), Float64Array.of(1, 1), Float64Array.of(1, 1)];
    const found = selectGreedily(answers, loss);
    expect(found.weights).toEqual([0, 1, 0]);
    expect(lossWithout(answers, found, 1, loss)).toBeUndefined();
  });

  it('measures probabilities by log loss', () => {
    // scikit-learn: log_loss([0, 1], [[0.9, 0.1], [0.2, 0.8]])
    expect(logLossOf([0, 1], 2)(Float64Array.of(0.9, 0.1, 0.2, 0.8))).toBeCloseTo(0.164252033486018, 14);
    expect(logLossOf([1], 2)(Float64Array.of(1, 0))).toBeCloseTo(36.04365338911715, 12);
  });
});
