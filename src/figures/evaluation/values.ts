import type { ValueSample } from '../../metrics/define.ts';
import { valueMetrics } from '../../metrics/index.ts';
import type { Result } from '../../report/result.ts';
import { count } from '../../util/quantity.ts';
import { withValueIntervals } from './intervals.ts';
import { scoreFacts, scoreRows, scoresJson } from './scores.ts';

/**
 * Everything about a regression, in the units of its target.
 *
 * @param independent whether rows say nothing of each other, so that intervals hold
 */
export function regressionResult(sample: ValueSample, independent: boolean): Result {
  const all = independent
    ? withValueIntervals(valueMetrics.all, sample)
    : valueMetrics.all.map((metric) => ({ metric, score: metric.compute(sample) }));
  const rows = sample.actual.length;
  return {
    blocks: () => [{ kind: 'facts', facts: [['rows', count(rows)], ...scoreFacts(all)] }],
    json: () => ({ rows, ...scoresJson(all) }),
    data: scoreRows(() => all),
    dataFormat: 'table',
  };
}
