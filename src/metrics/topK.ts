import { parseSingle } from '../util/fieldText.ts';
import { count } from '../util/fields.ts';
import { fromProbabilities } from './probabilities.ts';
import { scored } from './define.ts';
import type { ClassMetric, ClassMetricFamily } from './define.ts';
import { meanOf } from './sums.ts';

/**
 * Share of rows whose class is among the k most probable. Of two equal probabilities the class with the lower
 * index comes first, so that top-1 is accuracy; scikit-learn has it the other way round.
 */
function topKOf(k: number): ClassMetric {
  return {
    name: `top-${k}`,
    label: `top-${k} accuracy`,
    summary: `share of rows whose class is among the ${k} most probable`,
    source: 'sklearn.metrics.top_k_accuracy_score',
    task: 'classification',
    needs: 'probabilities',
    higherIsBetter: true,
    unit: 'share',
    shareOf: ({ actual }) => actual.length,
    compute: fromProbabilities(({ actual, classes, weights }, p) => {
      const width = classes.length;
      const among = (i: number) => {
        const own = actual[i];
        const at = i * width;
        let before = 0;
        for (let c = 0; c < width; c++)
          if (p[at + c] > p[at + own] || (c < own && p[at + c] === p[at + own])) before++;
        return before < k ? 1 : 0;
      };
      const note = k >= width ? `always 1 with ${width} classes` : undefined;
      return scored(meanOf(actual.length, among, weights), note);
    }),
  };
}

/** `top-k` is the top 2; `top-k:5` or `top-5` the top 5. */
export const topK: ClassMetricFamily = {
  ...topKOf(2),
  name: 'top-k',
  summary: 'share of rows whose class is among the k most probable: top-k:3 or top-3; 2 unless given',
  parameter: 'count',
  narrow(text) {
    const k = parseSingle('metric "top-k"', text, { name: 'k', ...count(2) }, 'top-k:3');
    return topKOf(k ?? 2);
  },
};
