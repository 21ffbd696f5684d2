import type { ClassMetric, ClassSample, Score, ValueMetric, ValueSample } from '../../metrics/define.ts';
import { measureClasses, rowsFor, withStrangers } from '../../metrics/strangers.ts';
import { bootstrapCounts, bootstrapIntervals, meanInterval } from '../../util/bootstrap.ts';
import { wilson } from '../../util/significance.ts';
import type { Interval } from '../../util/significance.ts';

/** A metric with what it gave, and the interval of that where it has one. */
interface WithInterval<M extends ClassMetric | ValueMetric> {
  readonly metric: M;
  readonly score: Score;
  readonly interval?: Interval | undefined;
}

const valueOf = ({ value }: Score): number => value ?? Number.NaN;

/** The kinds of answers: each pair of a true and a predicted class that occurs, with its number of rows. */
function kindsOf({ classes, actual, predicted }: ClassSample) {
  const width = classes.length;
  const all = new Map<number, number>();
  for (let i = 0; i < actual.length; i++) {
    const pair = actual[i] * width + predicted[i];
    all.set(pair, (all.get(pair) ?? 0) + 1);
  }
  const pairs = [...all.keys()].sort((a, b) => a - b);
  return {
    counts: pairs.map((pair) => all.get(pair) ?? 0),
    sample: {
      classes,
      actual: Int32Array.from(pairs, (pair) => Math.floor(pair / width)),
      predicted: Int32Array.from(pairs, (pair) => pair % width),
    },
  };
}

/** The interval of a share of rows, or of a mean over them; undefined where it is neither. */
function closed(metric: ClassMetric, sample: ClassSample, { value }: Score): Interval | undefined {
  const { actual, probabilities, strangers } = sample;
  if (value === undefined) return undefined;
  const further = metric.needs === 'probabilities' ? (strangers?.length ?? 0) : 0;
  const rows = metric.shareOf ? metric.shareOf(rowsFor(metric, sample)) + further : 0;
  if (rows > 0) return wilson(value, rows);
  if (!metric.ofRow || !probabilities) return undefined;
  const ofRow = metric.ofRow(sample, probabilities);
  const figures = new Float64Array(actual.length);
  for (let i = 0; i < figures.length; i++) figures[i] = ofRow(i);
  return meanInterval(figures, value);
}

/**
 * Figures of classes with their 95 % intervals: Wilson's of a share of rows, else the bootstrap's. Those
 * that have none are left without, and so are all of weighted rows, which are not as many as they count for.
 */
export function withClassIntervals(
  metrics: readonly ClassMetric[],
  sample: ClassSample,
): WithInterval<ClassMetric>[] {
  const scores = metrics.map((metric) => ({ metric, score: measureClasses(metric, sample) }));
  if (sample.weights) return scores;
  const open = scores.filter(
    ({ metric, score }) =>
      score.value !== undefined && metric.needs === 'classes' && !metric.shareOf && !metric.withoutInterval,
  );
  const kinds = open.length > 0 ? kindsOf(withStrangers(sample)) : undefined;
  const intervals =
    kinds &&
    bootstrapCounts(
      kinds.counts,
      (weights) => open.map(({ metric }) => valueOf(metric.compute({ ...kinds.sample, weights }))),
      open.map(({ score }) => valueOf(score)),
    );
  const found = new Map(open.map(({ metric }, i) => [metric, intervals?.[i]]));
  return scores.map(({ metric, score }) => ({
    metric,
    score,
    interval: found.get(metric) ?? closed(metric, sample, score),
  }));
}

/** Figures of values with their 95 % intervals, by the bootstrap. Left without as those of classes are. */
export function withValueIntervals(
  metrics: readonly ValueMetric[],
  sample: ValueSample,
): WithInterval<ValueMetric>[] {
  const scores = metrics.map((metric) => ({ metric, score: metric.compute(sample) }));
  if (sample.weights) return scores;
  const { actual, predicted } = sample;
  const open = scores.filter(({ metric, score }) => score.value !== undefined && !metric.withoutInterval);
  const figures = (rows: Int32Array) => {
    const drawn = { actual: new Float64Array(rows.length), predicted: new Float64Array(rows.length) };
    for (let i = 0; i < rows.length; i++) {
      drawn.actual[i] = actual[rows[i]];
      drawn.predicted[i] = predicted[rows[i]];
    }
    return open.map(({ metric }) => valueOf(metric.compute(drawn)));
  };
  const values = open.map(({ score }) => valueOf(score));
  const intervals = open.length > 0 ? bootstrapIntervals(actual.length, figures, values) : [];
  const found = new Map(open.map(({ metric }, i) => [metric, intervals[i]]));
  return scores.map(({ metric, score }) => ({ metric, score, interval: found.get(metric) }));
}
