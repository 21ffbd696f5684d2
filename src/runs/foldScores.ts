import type { Preprocessing } from '../data/preprocessing.ts';
import { unscaled } from '../data/unscale.ts';
import type { ClassMetric, Score, ValueMetric } from '../metrics/define.ts';
import { parseClassMetric, parseValueMetric, splitMetrics } from '../metrics/parse.ts';
import { argmaxRows, ofClasses } from '../runtime/predictor.ts';
import type { WholePart } from '../train/part.ts';
import { measure, percent } from '../util/quantity.ts';
import type { Fold } from './folds.ts';

const CLASS_METRICS = ['accuracy', 'balanced-accuracy', 'f1', 'log-loss', 'matthews'];
const VALUE_METRICS = ['rmse', 'mae', 'r2'];

/** A metric of the cross-validation. */
export type FoldMetric =
  | { readonly task: 'classes'; readonly metric: ClassMetric }
  | { readonly task: 'values'; readonly metric: ValueMetric };

/** The outputs of a fold's model as a metric sees them. */
export function scoreOf(
  chosen: FoldMetric,
  { preprocessing }: Pick<Fold, 'preprocessing'>,
  answers: Float32Array | Float64Array,
  test: WholePart,
): Score {
  const { target } = preprocessing;
  const outputs = target.kind === 'classes' ? ofClasses(answers, test.rows, target.classes.length) : answers;
  if (chosen.task === 'classes' && target.kind === 'classes') {
    const actual = Int32Array.from(test.target);
    const predicted = argmaxRows(outputs, test.rows);
    return chosen.metric.compute({ classes: target.classes, actual, predicted, probabilities: outputs });
  }
  if (chosen.task === 'values' && target.kind === 'values') {
    return chosen.metric.compute({
      actual: unscaled(test.target, target),
      predicted: unscaled(outputs, target),
    });
  }
  throw new Error('metric and target do not fit');
}

/**
 * The metrics of --metric, or the usual ones.
 *
 * @throws NnError('usage')
 */
export function metricsFor({ target }: Preprocessing, names: readonly string[]): FoldMetric[] {
  if (target.kind === 'classes') {
    const chosen =
      names.length > 0 ? names.flatMap((text) => splitMetrics(text, target.classes)) : CLASS_METRICS;
    return chosen.map((name) => ({ task: 'classes', metric: parseClassMetric(name, target.classes) }));
  }
  const chosen = names.length > 0 ? names.flatMap((text) => splitMetrics(text)) : VALUE_METRICS;
  return chosen.map((name) => ({ task: 'values', metric: parseValueMetric(name) }));
}

/** A score as tables show it. */
export const showScore = ({ metric }: FoldMetric, value: number) =>
  metric.unit === 'share' ? percent(value) : measure(value);
