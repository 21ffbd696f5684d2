import { unscaled } from '../data/unscale.ts';
import { parseClassMetric, parseValueMetric } from '../metrics/parse.ts';
import { areProbabilities } from '../metrics/probabilities.ts';
import { argmaxRows, ofClasses } from '../runtime/predictor.ts';
import type { WholePart } from './part.ts';

/**
 * Which metric of the validation rows decides what is best, and what it needs to know about the target. Plain
 * data.
 */
export interface MonitorChoice {
  /** `loss`, or a metric as --metric takes it. */
  readonly metric: string;
  readonly target:
    | { readonly kind: 'classes'; readonly classes: readonly string[] }
    | { readonly kind: 'values'; readonly mean: number; readonly scale: number };
}

/** A metric of the validation rows, measured after every epoch. */
export interface Monitor {
  readonly name: string;
  readonly higherIsBetter: boolean;
  /** NaN where the metric is undefined for such outputs. */
  of(part: WholePart, outputs: Float32Array | Float64Array): number;
}

/**
 * The monitor of a choice; undefined for the loss, which is at hand.
 * @throws {NnError} a usage error for a name that is no metric
 */
export function monitorOf({ metric: name, target }: MonitorChoice): Monitor | undefined {
  if (name === 'loss') return undefined;
  if (target.kind === 'classes') {
    const { classes } = target;
    const metric = parseClassMetric(name, classes);
    return {
      name,
      higherIsBetter: metric.higherIsBetter,
      of({ target: actual, rows }, answers) {
        const outputs = ofClasses(answers, rows, classes.length);
        const sample = {
          classes,
          actual: Int32Array.from(actual),
          predicted: argmaxRows(outputs, rows),
          ...(areProbabilities(outputs, classes.length) && { probabilities: outputs }),
        };
        return metric.compute(sample).value ?? NaN;
      },
    };
  }
  const metric = parseValueMetric(name);
  return {
    name,
    higherIsBetter: metric.higherIsBetter,
    of: ({ target: actual }, outputs) =>
      metric.compute({ actual: unscaled(actual, target), predicted: unscaled(outputs, target) }).value ?? NaN,
  };
}
