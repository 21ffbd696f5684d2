import type { Mark } from '../../charts/chart.ts';
import { classAnswers } from './classes.ts';
import { rocPoints } from './counts.ts';
import type { PlotKind } from './define.ts';

/** Area under a curve of rising x by trapezoids. */
const areaUnder = ({ x, y }: { x: readonly number[]; y: readonly number[] }) =>
  x.reduce((sum, value, i) => (i === 0 ? 0 : sum + ((value - x[i - 1]) * (y[i] + y[i - 1])) / 2), 0);

export const roc: PlotKind = {
  name: 'roc',
  words: 'MODEL DATA',
  summary: 'receiver operating characteristic of each class against the rest',
  least: 2,
  most: 2,
  takes: ['labels'],
  async chart(context, [modelPath, dataPath], options) {
    const {
      classes,
      actual,
      probabilities,
      name: source,
    } = await classAnswers(context, modelPath, dataPath, options);
    const n = classes.length;
    // Of two classes both have the same curve, mirrored.
    const shown = n === 2 ? [1] : classes.map((_, c) => c);
    const marks = shown.map((c): Mark => {
      const scores = Array.from(actual, (_, i) => probabilities[i * n + c]);
      const points = rocPoints(
        scores,
        Array.from(actual, (code) => Number(code === c)),
      );
      // Colours begin again behind the eighth.
      const dashed = c >= 8;
      const name = `${classes[c]} ${areaUnder(points).toFixed(3)}`;
      return { kind: 'line', name, series: c, dashed, ...points };
    });
    return {
      title: `ROC of ${source}, with the area under it`,
      x: { label: 'false positive rate', low: 0, high: 1 },
      y: { label: 'true positive rate', low: 0, high: 1 },
      marks: [{ kind: 'line', name: '', series: 7, x: [0, 1], y: [0, 1], dashed: true }, ...marks],
      square: true,
    };
  },
};
