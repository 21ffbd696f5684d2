import { isTableRows } from '../data/preprocessing.ts';
import { unscaled } from '../data/unscale.ts';
import { withValueIntervals } from '../figures/evaluation/intervals.ts';
import { valueMetrics } from '../metrics/index.ts';
import type { WholePart } from '../train/part.ts';
import { errorColumn, errorNames, unitOf } from '../train/valueErrors.ts';
import type { TargetUnit } from '../train/valueErrors.ts';
import { wilson } from '../util/significance.ts';
import type { Interval, Intervals } from '../util/significance.ts';
import type { Prepared } from './decide.ts';
import type { Outcome } from './outcome.ts';

type HeldBack = 'validation' | 'test';

/** The intervals of RMSE, MAE and R² of some rows. */
function errorIntervals(
  part: HeldBack,
  { target }: WholePart,
  outputs: Float64Array,
  unit: TargetUnit,
): [string, Interval][] {
  const sample = { actual: unscaled(target, unit), predicted: unscaled(outputs, unit) };
  const metrics = errorNames.map((name) => valueMetrics.get(name));
  return withValueIntervals(metrics, sample).flatMap(({ metric, interval }): [string, Interval][] =>
    interval ? [[errorColumn(part, metric.name), interval]] : [],
  );
}

/**
 * 95 % intervals of a run's figures of the rows that validate and test: Wilson's of the accuracy, the
 * bootstrap's of errors. Windows of a series, passages of a text and rows of a group are not independent of
 * each other: theirs would be too narrow, and they have none. The book's runs have none either.
 *
 * @param group whether rows belong to groups
 */
export function heldOutIntervals(
  { preprocessing, setup, validation, test }: Prepared,
  { kept, measurement: { tested, outputs = {} } }: Pick<Outcome, 'kept' | 'measurement'>,
  group: boolean,
): Intervals {
  if (!isTableRows(preprocessing) || group || setup.book) return {};
  const unit = unitOf(preprocessing);
  const parts = [
    ['validation', validation, kept?.validationAccuracy],
    ['test', test, tested?.testAccuracy],
  ] as const;
  return Object.fromEntries(
    parts.flatMap(([name, part, accuracy]): [string, Interval][] => {
      if (!part) return [];
      const own = outputs[name];
      return [
        ...(accuracy === undefined
          ? []
          : [[errorColumn(name, 'accuracy'), wilson(accuracy, part.rows)] as [string, Interval]]),
        ...(unit && own ? errorIntervals(name, part, own, unit) : []),
      ];
    }),
  );
}
