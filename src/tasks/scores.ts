import { classificationResult } from '../figures/evaluation/classes.ts';
import { withClassIntervals, withValueIntervals } from '../figures/evaluation/intervals.ts';
import { chosenResult } from '../figures/evaluation/scores.ts';
import { regressionResult } from '../figures/evaluation/values.ts';
import type { ClassSample, ValueSample } from '../metrics/define.ts';
import { parseClassMetric, parseValueMetric, splitMetrics } from '../metrics/parse.ts';
import type { Result } from '../report/result.ts';

/**
 * Scores of a classifier: the named metrics, or all of them with the confusion matrix.
 *
 * @throws NnError('usage') for a metric of another name or of values
 */
export function classScores(sample: ClassSample, names: readonly string[]): Result {
  const metrics = names
    .flatMap((text) => splitMetrics(text, sample.classes))
    .map((name) => parseClassMetric(name, sample.classes));
  if (metrics.length === 0) return classificationResult(sample);
  return chosenResult(
    sample.actual.length + (sample.strangers?.length ?? 0),
    withClassIntervals(metrics, sample),
  );
}

/**
 * Scores of a regression: the named metrics, or all of them.
 *
 * @param options.independent whether rows say nothing of each other; windows of a series do
 * @throws NnError('usage') for a metric of another name or of classes
 */
export function valueScores(
  sample: ValueSample,
  names: readonly string[],
  { independent = true } = {},
): Result {
  const metrics = names.flatMap((text) => splitMetrics(text)).map(parseValueMetric);
  if (metrics.length === 0) return regressionResult(sample, independent);
  const scores = independent
    ? withValueIntervals(metrics, sample)
    : metrics.map((metric) => ({ metric, score: metric.compute(sample) }));
  return chosenResult(sample.actual.length, scores);
}
