import type { Chart } from '../../charts/chart.ts';
import type { ClassSample } from '../../metrics/define.ts';
import { visible } from '../../util/visible.ts';
import { confusionOf } from './counts.ts';
import type { PlotKind } from './define.ts';
import { classAnswers } from './classes.ts';
import { maxOf } from '../../util/extremes.ts';

/** How often each class was answered for each, true classes down. */
export function confusionChart(name: string, { classes: raw, actual, predicted }: ClassSample): Chart {
  const classes = raw.map(visible);
  const counts = confusionOf(actual, predicted, classes.length);
  const n = classes.length;
  const correct = classes.reduce((sum, _, c) => sum + counts[c * n + c], 0);
  const axis = { low: -0.5, high: n - 0.5 };
  return {
    title: `${name}: ${correct} of ${actual.length} correct`,
    x: { label: 'predicted class', names: classes, ...axis },
    // From the top down, as a table.
    y: { label: 'true class', names: classes.toReversed(), ...axis },
    marks: [
      {
        kind: 'heat',
        columns: n,
        rows: n,
        values: counts,
        low: 0,
        high: Math.max(1, maxOf(counts)),
        texts: counts.map(String),
      },
    ],
  };
}

export const confusion: PlotKind = {
  name: 'confusion',
  words: 'MODEL DATA',
  summary: 'confusion matrix: true classes down, predicted ones across',
  least: 2,
  most: 2,
  takes: ['labels'],
  async chart(context, [modelPath, dataPath], options) {
    const answers = await classAnswers(context, modelPath, dataPath, options);
    return confusionChart(answers.name, answers);
  },
};
