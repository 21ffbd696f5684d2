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
 * What is to be least of an epoch or a run: the validation loss, or what is monitored with the sign turned
 * where more is better.
 *
 * @param loss what stands in where nothing was measured
 */
export function scoreOf(
  figures: {
    readonly validationLoss?: number | undefined;
    readonly validationAccuracy?: number | undefined;
    readonly monitored?: number | undefined;
  },
  choice: MonitorChoice | undefined,
  loss: number,
): number {
  if (choice && monitorsAccuracy(choice)) return -(figures.validationAccuracy ?? 0);
  const monitor = choice && monitorOf(choice);
  if (!monitor) return figures.validationLoss ?? loss;
  const { monitored = NaN } = figures;
  return Number.isNaN(monitored) ? Infinity : monitor.higherIsBetter ? -monitored : monitored;
}

/** Whether more correct rows are better: the accuracy of classes, which is at hand. */
export const monitorsAccuracy = (choice: MonitorChoice | undefined): boolean =>
  choice?.metric === 'accuracy' && choice.target.kind === 'classes';

/**
 * The monitor of a choice; undefined for the loss and the accuracy, which are at hand.
 * @throws {NnError} a usage error for a name that is no metric
 */
export function monitorOf(choice: MonitorChoice): Monitor | undefined {
  const { metric: name, target } = choice;
  if (name === 'loss' || monitorsAccuracy(choice)) return undefined;
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
