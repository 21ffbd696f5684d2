import { inputError } from '../../errors.ts';
import { calibrationError, confidenceBins } from '../../metrics/calibration.ts';
import type { ConfidenceBin } from '../../metrics/calibration.ts';
import type { ClassSample } from '../../metrics/define.ts';
import type { Block } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { count, measure, percent } from '../../util/quantity.ts';
import { wilson } from '../../util/significance.ts';
import { classAnswers } from './classes.ts';
import type { PlotKind, Plotted } from './define.ts';

/** The numbers of the picture, each share with its 95 % interval. */
function binsTable(bins: readonly ConfidenceBin[]): Block {
  return {
    kind: 'table',
    columns: [{ name: 'probability' }, right('rows'), right('confidence'), right('accuracy'), right('95 %')],
    rows: bins.map(({ low, high, rows, confidence, accuracy }) => [
      `${Math.round(100 * low)} to ${Math.round(100 * high)} %`,
      count(rows),
      percent(confidence),
      percent(accuracy),
      wilson(accuracy, rows).map(percent).join(' to '),
    ]),
  };
}

/** How often the predicted class is right, by how probable it is said to be: on the diagonal where it can be trusted. */
export function reliabilityPicture(
  name: string,
  { actual, probabilities }: Pick<ClassSample, 'actual'> & { readonly probabilities: ArrayLike<number> },
): Plotted {
  const bins = confidenceBins(probabilities, actual);
  const error = calibrationError(bins);
  const x = bins.map(({ confidence }) => confidence);
  const y = bins.map(({ accuracy }) => accuracy);
  const title = `${name}: calibration error ${measure(error)}`;
  return {
    title,
    panels: [
      {
        title,
        x: { label: 'probability of the predicted class', low: 0, high: 1 },
        y: { label: 'share that is right', low: 0, high: 1 },
        marks: [
          { kind: 'line', name: 'as it should be', series: 7, x: [0, 1], y: [0, 1], dashed: true },
          { kind: 'line', name: 'rows in bins', series: 0, x, y },
          { kind: 'points', name: '', series: 0, x, y },
        ],
        square: true,
      },
    ],
    below: [binsTable(bins)],
    data: {
      ece: error,
      bins: bins.map(({ low, high, rows, confidence, accuracy }) => ({
        low,
        high,
        rows,
        confidence,
        accuracy,
        accuracy_interval: [...wilson(accuracy, rows)],
      })),
    },
  };
}

export const reliability: PlotKind = {
  name: 'reliability',
  words: 'MODEL DATA',
  summary:
    'how often the predicted class is right, by its probability: on the diagonal where probabilities can be trusted',
  least: 2,
  most: 2,
  takes: ['labels'],
  async chart(context, [modelPath, dataPath], options) {
    const { name, actual, probabilities } = await classAnswers(context, modelPath, dataPath, options);
    if (actual.length === 0)
      throw inputError('no row has a class that can be compared', { where: { source: dataPath } });
    return reliabilityPicture(name, { actual, probabilities });
  },
};
