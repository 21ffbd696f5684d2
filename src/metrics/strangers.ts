import { counted } from '../util/plural.ts';
import { scored } from './define.ts';
import type { ClassMetric, ClassSample, Score } from './define.ts';

/** As tables call the classes that a model does not know. */
const NAME = '(unknown)';

/**
 * The rows with those of classes that the model does not know, which are one more class: no answer to them is
 * correct. Without probabilities, which it has none of.
 */
export function withStrangers(sample: ClassSample): ClassSample {
  const { classes, actual, predicted, strangers } = sample;
  if (!strangers || strangers.length === 0) return sample;
  const own = new Int32Array(strangers.length).fill(classes.length);
  return {
    classes: [...classes, NAME],
    actual: Int32Array.from([...actual, ...own]),
    predicted: Int32Array.from([...predicted, ...strangers]),
  };
}

/** The rows that a metric is measured on: those of unknown classes too, where it needs no probability of the class. */
export const rowsFor = ({ needs }: ClassMetric, sample: ClassSample): ClassSample =>
  needs === 'classes' ? withStrangers(sample) : sample;

/**
 * A metric of rows of which some may have classes that the model does not know. They count as wrong; what needs the
 * probability of the true class leaves them out, and says so.
 */
export function measureClasses(metric: ClassMetric, sample: ClassSample): Score {
  const found = metric.compute(rowsFor(metric, sample));
  const count = sample.strangers?.length ?? 0;
  if (count === 0 || metric.needs === 'classes' || found.value === undefined) return found;
  // A share of rows that are right, such as top-k.
  if (metric.shareOf) return scored((found.value * sample.actual.length) / (sample.actual.length + count));
  const left = `${counted(count, 'row')} of classes that the model does not know have no probability: left out of what is measured by it`;
  return { ...found, note: found.note === undefined ? left : `${found.note}; ${left}` };
}
