import type { Preprocessing } from '../data/preprocessing.ts';
import { unscaled } from '../data/unscale.ts';
import { withClassIntervals, withValueIntervals } from '../figures/evaluation/intervals.ts';
import type { Measured } from '../figures/evaluation/scores.ts';
import type { ClassMetric, ClassSample, Score, ValueMetric, ValueSample } from '../metrics/define.ts';
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

/** Rows with what models answered to them, as metrics see them. */
export type Answered =
  | { readonly task: 'classes'; readonly sample: ClassSample }
  | { readonly task: 'values'; readonly sample: ValueSample };

/** The outputs of a fold's model as metrics see them: values in the unit of the target. */
export function answered(
  { preprocessing: { target } }: Pick<Fold, 'preprocessing'>,
  answers: Float32Array | Float64Array,
  test: WholePart,
): Answered {
  if (target.kind === 'values') {
    const sample = { actual: unscaled(test.target, target), predicted: unscaled(answers, target) };
    return { task: 'values', sample };
  }
  const { classes } = target;
  const outputs = ofClasses(answers, test.rows, classes.length);
  const predicted = argmaxRows(outputs, test.rows);
  return {
    task: 'classes',
    sample: { classes, actual: Int32Array.from(test.target), predicted, probabilities: outputs },
  };
}

/** Rows of several folds as one. */
export function together(parts: readonly Answered[]): Answered {
  const classes = parts.flatMap((part) => (part.task === 'classes' ? [part.sample] : []));
  const values = parts.flatMap((part) => (part.task === 'values' ? [part.sample] : []));
  const joined = (of: (sample: ClassSample) => ArrayLike<number>) =>
    classes.flatMap((sample) => Array.from(of(sample)));
  const [first] = classes;
  if (first)
    return {
      task: 'classes',
      sample: {
        classes: first.classes,
        actual: Int32Array.from(joined(({ actual }) => actual)),
        predicted: Int32Array.from(joined(({ predicted }) => predicted)),
        probabilities: Float64Array.from(joined(({ probabilities = [] }) => probabilities)),
      },
    };
  return {
    task: 'values',
    sample: {
      actual: Float64Array.from(values.flatMap(({ actual }) => Array.from(actual))),
      predicted: Float64Array.from(values.flatMap(({ predicted }) => Array.from(predicted))),
    },
  };
}

/** What a metric gives of rows and answers. */
export function scoreOf({ task, metric }: FoldMetric, rows: Answered): Score {
  if (task === 'classes' && rows.task === 'classes') return metric.compute(rows.sample);
  if (task === 'values' && rows.task === 'values') return metric.compute(rows.sample);
  throw new Error('metric and target do not fit');
}

/**
 * What metrics give, with 95 % intervals.
 *
 * @param independent whether rows say nothing of each other; those of a group do, and have no intervals
 */
export function measuredRows(
  metrics: readonly FoldMetric[],
  rows: Answered,
  independent: boolean,
): Measured[] {
  if (!independent) return metrics.map((chosen) => ({ metric: chosen.metric, score: scoreOf(chosen, rows) }));
  return rows.task === 'classes'
    ? withClassIntervals(
        metrics.flatMap(({ task, metric }) => (task === 'classes' ? [metric] : [])),
        rows.sample,
      )
    : withValueIntervals(
        metrics.flatMap(({ task, metric }) => (task === 'values' ? [metric] : [])),
        rows.sample,
      );
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
