import { scored, unscored } from './define.ts';
import type { Score, ValueMetric, ValueSample } from './define.ts';
import { meanOf } from './sums.ts';

const common = { task: 'regression', needs: 'values', higherIsBetter: true, unit: 'score' } as const;

/** 1 − rest / variance of the targets; there is nothing to explain when they are all equal. */
function explained({ actual, weights }: ValueSample, rest: number): Score {
  const n = actual.length;
  if (n === 1) return unscored('there is one row only');
  const first = actual[0];
  let constant = true;
  for (let i = 1; i < n && constant; i++) constant = actual[i] === first;
  if (constant) return unscored('all targets are equal');
  const mean = meanOf(n, (i) => actual[i], weights);
  return scored(1 - rest / meanOf(n, (i) => (actual[i] - mean) ** 2, weights));
}

/** 1 − Σ(t−p)² / Σ(t−mean)². Undefined for equal targets, where scikit-learn puts 0 or 1. */
export const r2: ValueMetric = {
  ...common,
  name: 'r2',
  aliases: ['r²'],
  label: 'R²',
  summary: 'share of the variance explained: 1 perfect, 0 as good as the mean, below 0 worse',
  formula: '1 − Σ (y − ŷ)² / Σ (y − mean)²',
  source: 'sklearn.metrics.r2_score(force_finite=False)',
  compute(sample) {
    const { actual, predicted, weights } = sample;
    return explained(
      sample,
      meanOf(actual.length, (i) => (actual[i] - predicted[i]) ** 2, weights),
    );
  },
};

export const explainedVariance: ValueMetric = {
  ...common,
  name: 'explained-variance',
  label: 'explained variance',
  summary: 'as R², but an error that is the same for all rows does not count',
  formula: '1 − var(y − ŷ) / var(y)',
  source: 'sklearn.metrics.explained_variance_score(force_finite=False)',
  compute(sample) {
    const { actual, predicted, weights } = sample;
    const n = actual.length;
    const shift = meanOf(n, (i) => actual[i] - predicted[i], weights);
    return explained(
      sample,
      meanOf(n, (i) => (actual[i] - predicted[i] - shift) ** 2, weights),
    );
  },
};
